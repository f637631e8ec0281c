package english

import (
	"strings"
	"unicode"
)

// word is what the models see of a token, hashed once.
type word struct {
	form, lower, shape     uint32
	suf1, suf2, suf3, suf4 uint32
	pre1, pre2, pre3       uint32
	flags                  uint32
	tag                    uint32 // Penn tag with the universal one
	pos                    uint32
}

// wordOf hashes a form.
func wordOf(form string) word {
	lower := strings.ToLower(form)
	if strings.ContainsAny(lower, "’‘") {
		lower = strings.NewReplacer("’", "'", "‘", "'").Replace(lower)
	}
	w := word{form: hashString(form), lower: hashString(lower), shape: hashString(shapeOf(form))}
	n := len(lower)
	w.suf1, w.suf2, w.suf3, w.suf4 = hashString(lower[max(n-1, 0):]), hashString(lower[max(n-2, 0):]), hashString(lower[max(n-3, 0):]), hashString(lower[max(n-4, 0):])
	w.pre1, w.pre2, w.pre3 = hashString(lower[:min(1, n)]), hashString(lower[:min(2, n)]), hashString(lower[:min(3, n)])
	for i, r := range form {
		switch {
		case unicode.IsUpper(r):
			w.flags |= 1
			if i > 0 {
				w.flags |= 2
			}
		case unicode.IsDigit(r):
			w.flags |= 4
		case r == '-':
			w.flags |= 8
		case unicode.IsLower(r):
			w.flags |= 16
		}
	}
	return w
}

// shapeOf is a form with its letters and digits classed: Xx for Iran, d for
// 2024, X.X. for U.S.
func shapeOf(form string) string {
	var b strings.Builder
	last := byte(0)
	for _, r := range form {
		c := byte('-')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLower(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = 'd'
		case unicode.IsLetter(r):
			c = 'o'
		case r == '.':
			c = '.'
		}
		if c != last || c == 'X' && b.Len() < 4 {
			b.WriteByte(c)
			last = c
		}
	}
	return b.String()
}

// edge stands for what lies outside the sentence.
var edge = word{form: 1, lower: 1, shape: 1, suf3: 1, tag: 1, pos: 1}

func at(ws []word, i int) *word {
	if i < 0 || i >= len(ws) {
		return &edge
	}
	return &ws[i]
}

// tagFeatures are the features of token i, whose left neighbours are tagged.
func tagFeatures(ws []word, i int, f []uint32) []uint32 {
	w, p1, p2, n1, n2 := &ws[i], at(ws, i-1), at(ws, i-2), at(ws, i+1), at(ws, i+2)
	first := uint32(0)
	if i == 0 {
		first = 1
	}
	return append(f,
		mix(0, 0, 0, 0), mix(1, w.lower, 0, 0), mix(2, w.form, 0, 0), mix(3, w.suf3, 0, 0), mix(4, w.suf2, 0, 0), mix(5, w.suf1, 0, 0),
		mix(6, w.pre1, 0, 0), mix(7, w.pre3, 0, 0), mix(8, w.shape, first, 0), mix(9, w.suf4, 0, 0), mix(10, w.flags, first, 0),
		mix(11, p1.tag, 0, 0), mix(12, p2.tag, p1.tag, 0), mix(13, p1.tag, w.lower, 0), mix(14, p1.lower, 0, 0), mix(15, p2.lower, 0, 0),
		mix(16, n1.lower, 0, 0), mix(17, n2.lower, 0, 0), mix(18, n1.suf3, 0, 0), mix(19, p1.suf3, 0, 0), mix(20, n1.shape, w.shape, p1.shape),
		mix(21, w.lower, n1.lower, 0), mix(22, p1.lower, w.lower, 0), mix(23, p1.tag, n1.lower, 0), mix(24, p1.tag, w.suf3, 0), mix(25, p2.tag, 0, 0),
		mix(26, p1.tag, n1.suf3, w.shape), mix(27, w.suf3, n1.suf3, 0), mix(28, w.flags, n1.flags, p1.flags), mix(29, w.pre2, w.suf2, 0),
		mix(30, p1.tag, w.suf2, n1.suf2), mix(31, p2.tag, p1.tag, w.suf3))
}

// tagHashes are the hashes of a "PENN UPOS" class.
func tagHashes(class string) (tag, pos uint32) {
	_, upos, _ := strings.Cut(class, " ")
	return hashString(class), hashString(upos)
}
