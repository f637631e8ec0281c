package english

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"interdict/internal/linear"
)

// What a place inside a stretch without white space is: the inside of a word,
// the beginning of a token, or of a word joined to the one before it ("n't").
const (
	inside = iota
	newToken
	newWord
)

var cutClasses = []string{"inside", "token", "word"}

// abbreviations keep their stop. From common usage in news.
var abbreviations = set(`mr. mrs. ms. dr. prof. sen. rep. gov. gen. lt. col. maj. capt. sgt. cmdr. adm. brig. hon. rev. st. mt. ft. jr. sr.
 jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. mon. tue. tues. wed. thu. thurs. fri. sat. sun.
 inc. corp. ltd. co. bros. llc. plc. no. nos. vs. etc. al. cf. e.g. i.e. approx. est. dept. univ. assn. ave. blvd. rd. pp. vol. fig. art. sec.
 u.s. u.k. u.n. e.u. u.s.s.r. d.c. a.m. p.m. ph.d. b.a. m.a. u.s.a. a.k.a. d.p.r.k. b.c. a.d. ala. ariz. calif. colo. conn. fla. ga. ill. mass. mich. minn. pa. tex. va. wash. wis.`)

// maxLook is how many characters on either side of a place are looked at.
const maxLook = 20

// cutter parts stretches of text that hold no white space into tokens.
type cutter struct {
	text  string
	end   int    // of the stretch
	runes []rune // of the stretch, apostrophes and dashes made plain
	at    []int  // byte where each begins, and the end
	url   uint32
	after uint32 // class of the first character after the stretch
	buf   []byte
}

func (c *cutter) load(text string, start, end int) {
	c.text, c.end, c.runes, c.at = text, end, c.runes[:0], c.at[:0]
	for i := start; i < end; {
		r, n := utf8.DecodeRuneInString(text[i:end])
		switch r {
		case '’', '‘', 'ʼ', '`', '´':
			r = '\''
		case '‐', '‑':
			r = '-'
		case '“', '”', '«', '»', '„':
			r = '"'
		}
		c.runes, c.at = append(c.runes, r), append(c.at, i)
		i += n
	}
	c.at = append(c.at, end)
	c.url, c.after = 0, 0
	look := text[start:min(end, start+200)]
	switch {
	case strings.Contains(look, "://"):
		c.url = 1
	case strings.HasPrefix(look, "www."):
		c.url = 2
	case strings.Contains(look, "@"):
		c.url = 3
	}
	next, _ := space(text, end)
	if next < len(text) {
		r, _ := utf8.DecodeRuneInString(text[next:])
		c.after = runeClass(r)
	}
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// candidate reports whether a cut can lie before rune i.
func (c *cutter) candidate(i int) bool {
	a, b := c.runes[i-1], c.runes[i]
	al, bl := unicode.IsLetter(a) || unicode.Is(unicode.M, a), unicode.IsLetter(b) || unicode.Is(unicode.M, b)
	switch {
	case al && bl:
		return (b == 'n' || b == 'N') && i+2 < len(c.runes) && c.runes[i+1] == '\''
	case unicode.IsDigit(a) && unicode.IsDigit(b):
		return false
	}
	return true
}

func runeClass(r rune) uint32 {
	switch {
	case unicode.IsUpper(r):
		return 'X'
	case unicode.IsLower(r):
		return 'x'
	case unicode.IsDigit(r):
		return '0'
	case unicode.IsLetter(r), unicode.Is(unicode.M, r):
		return 'o'
	}
	return uint32(r)
}

// look returns the character at i in lower case with digits made alike, 1 and 2
// beyond the ends.
func (c *cutter) look(i int) uint32 {
	switch {
	case i < 0:
		return 1
	case i >= len(c.runes):
		return 2
	case unicode.IsDigit(c.runes[i]):
		return '0'
	}
	return uint32(unicode.ToLower(c.runes[i]))
}

func (c *cutter) class(i int) uint32 {
	if i < 0 || i >= len(c.runes) {
		return 1
	}
	return runeClass(c.runes[i])
}

// word hashes runes [i, j) in lower case.
func (c *cutter) word(i, j int) uint32 {
	c.buf = c.buf[:0]
	for _, r := range c.runes[i:j] {
		c.buf = utf8.AppendRune(c.buf, unicode.ToLower(r))
	}
	return linear.Hash(c.buf)
}

// features describe the place before rune i, where the last cut lies at from.
func (c *cutter) features(from, i int, f []uint32) []uint32 {
	n := len(c.runes)
	m3, m2, m1, c0, c1, c2 := c.look(i-3), c.look(i-2), c.look(i-1), c.look(i), c.look(i+1), c.look(i+2)
	left := c.word(max(from, i-maxLook), i)
	to := i
	for to < n && to < i+maxLook && (isWord(c.runes[to]) || to == i) {
		to++
	}
	right, rest := c.word(i, to), c.word(i, min(n, i+maxLook))
	near := c.class(i-2)<<24 ^ c.class(i-1)<<16 ^ c.class(i)<<8 ^ c.class(i+1)
	far := c.class(i-3)<<8 ^ c.class(i+2)
	short := uint32(0)
	if c.runes[i] == '.' && abbreviations[strings.ToLower(c.text[c.at[max(from, i-6)]:c.at[i]])+"."] {
		short = 1
	}
	place := uint32(min(i, 3))<<4 | uint32(min(n-i, 3))
	return append(f, linear.Mix(0, 0, 0, 0), linear.Mix(1, m1, c0, 0), linear.Mix(2, m2, m1, c0), linear.Mix(3, m1, c0, c1), linear.Mix(4, m2<<16^m1, c0, c1), linear.Mix(5, near, far, 0), linear.Mix(6, near, 0, 0),
		linear.Mix(7, left, c0, 0), linear.Mix(8, m1, right, 0), linear.Mix(9, left, right, 0), linear.Mix(10, left, c0, c1), linear.Mix(11, rest, m1, 0), linear.Mix(12, left, rest, 0), linear.Mix(13, c.url, m1, c0), linear.Mix(14, c.url, near, 0),
		linear.Mix(15, c0, c1, c2), linear.Mix(16, m3, m2, m1), linear.Mix(17, short, place, c0), linear.Mix(18, place, m1, c0), linear.Mix(19, c.after, c0, place), linear.Mix(20, left, c.after, rest),
		linear.Mix(21, c.class(i-1), c.class(i), c.class(i+1)), linear.Mix(22, m1<<16^m2, c0<<16^c1, m3<<16^c2), linear.Mix(23, near, place, 0), linear.Mix(24, near, c0, m1), linear.Mix(25, rest, 0, 0))
}

// tokens appends the tokens of text[start:end], which holds no white space.
func (w *worker) tokens(out []Token, text string, start, end int) []Token {
	letters := true
	for _, r := range text[start:end] {
		if !unicode.IsLetter(r) {
			letters = false
			break
		}
	}
	if letters && end-start < 16 {
		if at, ok := w.m.splits[strings.ToLower(text[start:end])]; ok && int(at) < end-start && utf8.RuneStart(text[start+int(at)]) {
			return append(out, Token{Start: start, End: start + int(at), Form: text[start : start+int(at)], Head: -1},
				Token{Start: start + int(at), End: end, Form: text[start+int(at) : end], Head: -1, Joined: true})
		}
	}
	if letters {
		return append(out, Token{Start: start, End: end, Form: text[start:end], Head: -1})
	}
	if a, b := address(text[start:end]); a < b {
		if a > 0 {
			out = w.tokens(out, text, start, start+a)
		}
		out = append(out, Token{Start: start + a, End: start + b, Form: text[start+a : start+b], Head: -1})
		if start+b == end {
			return out
		}
		start += b
	}
	c := &w.cut
	c.load(text, start, end)
	from, joined := 0, false
	add := func(to int) {
		out = append(out, Token{Start: c.at[from], End: c.at[to], Form: text[c.at[from]:c.at[to]], Head: -1, Joined: joined})
	}
	for i := 1; i < len(c.runes); i++ {
		if !c.candidate(i) {
			continue
		}
		w.features = c.features(from, i, w.features[:0])
		if k := w.m.cuts.Best(w.features, w.scores); k != inside {
			add(i)
			from, joined = i, k == newWord
		}
	}
	add(len(c.runes))
	return out
}

// address finds the first web address in a stretch, without the signs that
// follow it; a == b where there is none.
func address(s string) (a, b int) {
	a = -1
	for _, p := range []string{"http://", "https://", "ftp://", "www."} {
		if i := strings.Index(s, p); i >= 0 && (a < 0 || i < a) {
			a = i
		}
	}
	if a < 0 {
		return 0, 0
	}
	if r, _ := utf8.DecodeLastRuneInString(s[:a]); a > 0 && isWord(r) {
		return 0, 0
	}
	b = len(s)
	if i := strings.IndexAny(s[a:], "<>\"”’')]}"); i >= 0 {
		b = a + i
	}
	return a, a + len(strings.TrimRight(s[a:b], ".,;:!?"))
}
