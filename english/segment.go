package english

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"interdict/internal/linear"
)

// Segment splits a text into sentences and tokens. Tags and trees are empty:
// every token's head is the one before it.
func (m *Model) Segment(text string) *Doc {
	d := newWorker(m).segment(text)
	for _, s := range d.Sentences {
		for i := s.First; i < s.Last; i++ {
			d.Tokens[i].Head = i - 1
		}
		d.Tokens[s.First].Head = -1
	}
	d.link()
	return d
}

func (w *worker) segment(text string) *Doc {
	d := &Doc{Text: text, Tokens: make([]Token, 0, len(text)/5+1)}
	w.breaks = w.breaks[:0]
	for i := 0; i < len(text); {
		j, lines := space(text, i)
		if lines >= 2 || lines == 1 && len(w.breaks) == 0 && headline(text, d, i, j) {
			w.breaks = append(w.breaks, len(d.Tokens))
		}
		if i = j; i >= len(text) {
			break
		}
		end := i
		for end < len(text) {
			r, n := utf8.DecodeRuneInString(text[end:])
			if unicode.IsSpace(r) {
				break
			}
			end += n
		}
		d.Tokens = w.tokens(d.Tokens, text, i, end)
		i = end
	}
	w.sentences(d)
	return d
}

// sentences finds where the sentences of a document's tokens end: at every
// paragraph's end, and where the model says so.
func (w *worker) sentences(d *Doc) {
	view := ender{text: text{d.Text, d.Tokens}, known: w.known(d.Tokens)}
	start, next, dateline := 0, 0, -1
	for i := range d.Tokens {
		for next < len(w.breaks) && w.breaks[next] <= i {
			next++
		}
		last := i+1 == len(d.Tokens)
		ends := last || next < len(w.breaks) && w.breaks[next] == i+1 || i+1-start >= MaxSentence
		if i == start && (i == 0 || next > 0 && w.breaks[next-1] == i) {
			dateline = datelineEnd(d, i)
		}
		ends = ends || i == dateline
		if !ends && view.candidate(i) {
			w.features = view.features(start, i, w.features[:0])
			ends = w.m.ends.Best(w.features, w.scores) == 1 || view.behindAbbreviation(i)
		}
		if ends {
			d.Sentences = append(d.Sentences, Sentence{First: start, Last: i + 1, Start: d.Tokens[start].Start, End: d.Tokens[i].End})
			start = i + 1
		}
	}
}

// datelineEnd returns the dash that ends a dateline at the beginning of a
// paragraph, -1 where there is none: "SEOUL, 18 May 2024 (Yonhap) —". What
// stands before it belongs to no sentence.
func datelineEnd(d *Doc, first int) int {
	city := d.Tokens[first].Form
	if len(city) < 3 || strings.ToUpper(city) != city || strings.IndexFunc(city, func(r rune) bool { return !unicode.IsLetter(r) }) >= 0 {
		return -1
	}
	brackets := 0
	for i := first + 1; i < min(first+20, len(d.Tokens)-1); i++ {
		t := d.Tokens[i]
		r, _ := utf8.DecodeRuneInString(t.Form)
		switch t.Form {
		case "—", "–", "--", "-":
			if brackets == 0 && d.Tokens[i-1].End < t.Start && t.End < d.Tokens[i+1].Start {
				return i
			}
			continue
		case "(":
			brackets++
			continue
		case ")":
			brackets--
			continue
		}
		if brackets == 0 && unicode.IsLower(r) {
			return -1
		}
	}
	return -1
}

// known hashes the forms of tokens.
func (w *worker) known(tokens []Token) []endWord {
	w.endWords = w.endWords[:0]
	for i := range tokens {
		w.endWords = append(w.endWords, endWordOf(tokens[i].Form))
	}
	return w.endWords
}

// space returns where the white space at i ends and how many line breaks it
// holds.
func space(text string, i int) (end, lines int) {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsSpace(r) {
			break
		}
		if r == '\n' || r == '\u2028' || r == '\u2029' {
			lines++
		}
		i += n
	}
	return i, lines
}

// headline reports whether the line that ends here stands alone: the first of
// the text, short, without a stop, and followed by a capital.
func headline(text string, d *Doc, end, next int) bool {
	if len(d.Tokens) == 0 || next >= len(text) {
		return false
	}
	line := text[d.Tokens[0].Start:end]
	if strings.ContainsRune(line, '\n') || len(line) >= 100 || d.Tokens[0].Start != 0 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(line, unicode.IsSpace))
	r, _ := utf8.DecodeRuneInString(text[next:])
	return !strings.ContainsRune(",;-–—", last) && (unicode.IsUpper(r) || unicode.IsDigit(r))
}

// text is a text with its tokens.
type text struct {
	text   string
	tokens []Token
}

// endWord is what is known of a token when sentences are told apart.
type endWord struct {
	lower, shape, first uint32
	kind                uint8
}

// kinds of token for the end of a sentence
const (
	plainWord = iota
	stopSign  // . ! ? and runs of them
	closeSign // closing bracket or quotation mark, or one that may be either
	openSign
	otherSign
	shortWord // an abbreviation with its stop
)

func endWordOf(form string) endWord {
	lower := strings.ToLower(form)
	r, _ := utf8.DecodeRuneInString(form)
	w := endWord{lower: linear.Hash(lower), shape: linear.Hash(shapeOf(form)), first: runeClass(r)}
	switch {
	case strings.Trim(form, ".!?…") == "":
		w.kind = stopSign
	case form == "\"" || form == "'" || form == "''" || form == "”" || form == "’" || form == ")" || form == "]" || form == "»":
		w.kind = closeSign
	case form == "“" || form == "‘" || form == "(" || form == "[" || form == "«" || form == "``":
		w.kind = openSign
	case len(form) > 1 && strings.HasSuffix(form, "."):
		w.kind = shortWord
	case !isWord(r):
		w.kind = otherSign
	}
	return w
}

// ender describes the gaps between tokens, where a sentence may end.
type ender struct {
	text
	known []endWord
}

// candidate reports whether a sentence can end after token i, the last aside:
// behind a sign or an abbreviation, or before a sign or a word that does not
// begin with a small letter. Words joined to the one before never part.
func (e *ender) candidate(i int) bool {
	a, b := e.known[i], e.known[i+1]
	return !e.tokens[i+1].Joined && (a.kind != plainWord || b.kind != plainWord || b.first != 'x')
}

func (e *ender) at(i int) endWord {
	if i < 0 || i >= len(e.known) {
		return endWord{}
	}
	return e.known[i]
}

// features describe the gap after token i in a sentence that begins at start.
func (e *ender) features(start, i int, f []uint32) []uint32 {
	a, p, b, c := e.at(i), e.at(i-1), e.at(i+1), e.at(i+2)
	if i == start {
		p = endWord{lower: 3}
	}
	glued := uint32(1)
	if e.tokens[i].End < e.tokens[i+1].Start {
		glued = 0
	}
	// What the sentence holds so far: open quotation or bracket, a stop, its length.
	var quotes, brackets, stops uint32
	for k := max(start, i-60); k <= i; k++ {
		switch e.tokens[k].Form {
		case "\"", "“", "”":
			quotes++
		case "(", "[":
			brackets++
		case ")", "]":
			brackets--
		}
		if e.known[k].kind == stopSign {
			stops++
		}
	}
	closed := i // the last token before closing signs
	for closed > start && e.known[closed].kind == closeSign {
		closed--
	}
	s, ps := e.at(closed), e.at(closed-1)
	length := uint32(min(i-start, 6))
	if i-start > 20 {
		length = 7
	}
	kinds := uint32(a.kind)<<8 | uint32(b.kind)<<4 | uint32(s.kind)
	short := uint32(0)
	if a.kind == shortWord {
		switch word := strings.ToLower(e.tokens[i].Form); {
		case finalAbbreviations[word]:
			short = 1
		case abbreviations[word]:
			short = 2
		}
	}
	first := e.at(start)
	open := quotes%2<<1 | min(brackets, 1)&1
	return append(f, linear.Mix(0, 0, 0, 0), linear.Mix(1, a.lower, 0, 0), linear.Mix(2, b.lower, 0, 0), linear.Mix(3, a.lower, b.lower, 0), linear.Mix(4, a.lower, b.first, glued), linear.Mix(5, p.lower, a.lower, 0), linear.Mix(6, p.lower, a.lower, b.first),
		linear.Mix(7, kinds, b.first, glued), linear.Mix(8, kinds, length, b.first), linear.Mix(9, s.lower, b.shape, 0), linear.Mix(10, s.lower, open, b.first), linear.Mix(11, a.shape, b.shape, p.shape), linear.Mix(12, b.lower, c.lower, uint32(s.kind)),
		linear.Mix(13, short, b.first, b.lower), linear.Mix(14, a.lower, b.shape, c.shape), linear.Mix(15, ps.lower, s.lower, b.first), linear.Mix(16, kinds, min(stops, 2), b.first), linear.Mix(17, open, kinds, b.first),
		linear.Mix(18, first.lower, length, a.lower), linear.Mix(19, first.shape, length, kinds), linear.Mix(20, kinds, c.first, b.first), linear.Mix(21, p.shape, a.lower, b.shape), linear.Mix(22, a.lower, c.lower, 0), linear.Mix(23, short, b.shape, length),
		linear.Mix(24, p.first, a.lower, b.first), linear.Mix(25, b.lower, s.lower, glued), linear.Mix(26, ps.shape, s.lower, b.shape))
}

// behindAbbreviation reports whether token i is an abbreviation that can stand
// last and what follows is a word that, in capitals, rarely follows one inside a
// sentence: "Rosoboronexport Co. The firm".
func (e *ender) behindAbbreviation(i int) bool {
	next := e.tokens[i+1].Form
	return e.known[i].kind == shortWord && e.known[i+1].first == 'X' && finalAbbreviations[strings.ToLower(e.tokens[i].Form)] && starters[strings.ToLower(next)]
}

var starters = set(`the a an this that these those it he she they we i you in on at for from but and or if when while as after
 before since although however its his her their our there here what who why how some many most all no not`)

// finalAbbreviations can stand last in a sentence.
var finalAbbreviations = set("u.s. u.k. u.n. e.u. inc. corp. ltd. co. jr. sr. a.m. p.m. etc. d.c. u.s.a. no. st. b.c. a.d.")

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}
