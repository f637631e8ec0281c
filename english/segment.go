package english

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Segment splits a text into sentences and tokens. Tags and trees are empty:
// every token's head is the one before it.
func Segment(text string) *Doc {
	d := &Doc{Text: text}
	start := 0 // of the tokens of the current sentence
	flush := func() {
		if len(d.Tokens) > start {
			d.Sentences = append(d.Sentences, Sentence{First: start, Last: len(d.Tokens), Start: d.Tokens[start].Start, End: d.Tokens[len(d.Tokens)-1].End})
			start = len(d.Tokens)
		}
	}
	for i := 0; i < len(text); {
		j, lines := space(text, i)
		if lines >= 2 || lines == 1 && headline(text, d, start, i, j) {
			flush()
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
		before := len(d.Tokens)
		d.Tokens = chunk(d.Tokens, text, i, end)
		if d.endsSentence(before, end) || len(d.Tokens)-start >= MaxSentence {
			flush()
		}
		for len(d.Tokens)-start > MaxSentence { // one chunk of very many signs
			rest := d.Tokens[start:]
			d.Sentences = append(d.Sentences, Sentence{First: start, Last: start + MaxSentence, Start: rest[0].Start, End: rest[MaxSentence-1].End})
			start += MaxSentence
		}
		i = end
	}
	flush()
	for _, s := range d.Sentences {
		for i := s.First; i < s.Last; i++ {
			d.Tokens[i].Head = i - 1
		}
		d.Tokens[s.First].Head = -1
	}
	d.link()
	return d
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

// headline reports whether the line that ends here stands alone: short,
// without a stop, the first of the text or followed by a capital after a line
// that itself began the sentence.
func headline(text string, d *Doc, start, end, next int) bool {
	if len(d.Tokens) <= start || next >= len(text) {
		return false
	}
	first := d.Tokens[start].Start
	line := text[first:end]
	if strings.ContainsRune(line, '\n') || len(line) > 120 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(line, unicode.IsSpace))
	if strings.ContainsRune(",;-–—", last) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[next:])
	return first == 0 && (unicode.IsUpper(r) || unicode.IsDigit(r)) && len(line) < 100
}

// endsSentence reports whether the chunk of tokens from place before, ending
// at byte end, ends its sentence: a stop, perhaps with closing quotes, that is
// no abbreviation's, before something that can begin one.
func (d *Doc) endsSentence(before, end int) bool {
	i := len(d.Tokens) - 1
	for i > before && isCloser(d.Tokens[i].Form) {
		i--
	}
	if i < before {
		return false
	}
	form := d.Tokens[i].Form
	next, _ := space(d.Text, end)
	if next >= len(d.Text) {
		return true
	}
	r, n := utf8.DecodeRuneInString(d.Text[next:])
	if strings.ContainsRune("\"“‘'([«", r) && next+n < len(d.Text) {
		r, _ = utf8.DecodeRuneInString(d.Text[next+n:])
	}
	begins := unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.IsLower(r)
	switch {
	case strings.Trim(form, ".!?…") == "" && form != "":
		if form == "…" || strings.HasPrefix(form, "..") {
			return begins && unicode.IsUpper(r)
		}
		if form == "." && i > before && isInitial(d.Tokens[i-1].Form) && d.Tokens[i-1].End == d.Tokens[i].Start {
			return false
		}
		return begins || form != "."
	case strings.HasSuffix(form, "."):
		// An abbreviation that holds its stop ends a sentence only where it
		// can stand last and what follows surely begins one.
		word := strings.ToLower(form)
		if !finalAbbreviations[word] || !unicode.IsUpper(r) {
			return false
		}
		return startsSentence(d.Text[next:])
	}
	return false
}

// startsSentence reports whether text begins with a word that, in capitals,
// rarely follows an abbreviation inside a sentence.
func startsSentence(text string) bool {
	word := text
	if i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		word = text[:i]
	}
	return starters[strings.ToLower(word)]
}

var starters = set(`the a an this that these those it he she they we i you in on at for from but and or if when while as after
 before since although however its his her their our there here what who why how some many most all no not`)

// finalAbbreviations can stand last in a sentence.
var finalAbbreviations = set("u.s. u.k. u.n. e.u. inc. corp. ltd. co. jr. sr. a.m. p.m. etc. d.c. u.s.a. no. st. b.c. a.d.")

func isCloser(form string) bool {
	switch form {
	case "\"", "''", "”", "’", "'", ")", "]", "»":
		return true
	}
	return false
}

func isInitial(form string) bool {
	r, n := utf8.DecodeRuneInString(form)
	return n == len(form) && unicode.IsUpper(r) && r != 'I'
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}
