package english

import (
	"strings"
	"unicode"

	"interdict/internal/linear"
)

// word is what the models see of a token, hashed once.
type word struct {
	form, lower, shape           uint32
	suf1, suf2, suf3, suf4, suf5 uint32
	pre1, pre2, pre3             uint32
	flags                        uint32
	fine, coarse                 uint32 // clusters of the form, 0 for none
	kinds                        uint32 // the set of tags that training met on the form
	tag                          uint32 // Penn tag with the universal one
	pos                          uint32
}

// wordOf hashes a form.
func (m *Model) wordOf(form string) word {
	lower := strings.ToLower(form)
	if strings.ContainsAny(lower, "’‘") {
		lower = strings.NewReplacer("’", "'", "‘", "'").Replace(lower)
	}
	w := word{form: linear.Hash(form), lower: linear.Hash(lower), shape: linear.Hash(shapeOf(form))}
	n := len(lower)
	w.suf1, w.suf2, w.suf3, w.suf4, w.suf5 = linear.Hash(lower[max(n-1, 0):]), linear.Hash(lower[max(n-2, 0):]), linear.Hash(lower[max(n-3, 0):]), linear.Hash(lower[max(n-4, 0):]), linear.Hash(lower[max(n-5, 0):])
	w.pre1, w.pre2, w.pre3 = linear.Hash(lower[:min(1, n)]), linear.Hash(lower[:min(2, n)]), linear.Hash(lower[:min(3, n)])
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
	key := w.form
	if w.flags&4 != 0 {
		key = linear.Hash(clusterKey(form))
	}
	c := m.classes.get(key)
	if c == 0 && w.lower != w.form {
		c = m.classes.get(w.lower)
	}
	w.fine, w.coarse = c&0xffff, c>>16
	w.kinds = m.kinds.get(w.lower)
	return w
}

// shapeOf is a form with its letters and digits classed: Xx for Iran, d for
// 2024, X.X. for U.S.
func shapeOf(form string) string {
	var b [24]byte
	n := 0
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
		if (c != last || c == 'X' && n < 4) && n < len(b) {
			b[n] = c
			n++
			last = c
		}
	}
	return string(b[:n])
}

// edge stands for what lies outside the sentence.
var edge = word{form: 1, lower: 1, shape: 1, suf3: 1, fine: 1 << 16, coarse: 1 << 16, tag: 1, pos: 1}

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
		linear.Mix(0, 0, 0, 0), linear.Mix(1, w.lower, 0, 0), linear.Mix(2, w.form, 0, 0), linear.Mix(3, w.suf3, 0, 0), linear.Mix(4, w.suf2, 0, 0), linear.Mix(5, w.suf1, 0, 0),
		linear.Mix(6, w.pre1, 0, 0), linear.Mix(7, w.pre3, 0, 0), linear.Mix(8, w.shape, first, 0), linear.Mix(9, w.suf4, 0, 0), linear.Mix(10, w.flags, first, 0),
		linear.Mix(11, p1.tag, 0, 0), linear.Mix(12, p2.tag, p1.tag, 0), linear.Mix(13, p1.tag, w.lower, 0), linear.Mix(14, p1.lower, 0, 0), linear.Mix(15, p2.lower, 0, 0),
		linear.Mix(16, n1.lower, 0, 0), linear.Mix(17, n2.lower, 0, 0), linear.Mix(18, n1.suf3, 0, 0), linear.Mix(19, p1.suf3, 0, 0), linear.Mix(20, n1.shape, w.shape, p1.shape),
		linear.Mix(21, w.lower, n1.lower, 0), linear.Mix(22, p1.lower, w.lower, 0), linear.Mix(23, p1.tag, n1.lower, 0), linear.Mix(24, p1.tag, w.suf3, 0), linear.Mix(25, p2.tag, 0, 0),
		linear.Mix(26, p1.tag, n1.suf3, w.shape), linear.Mix(27, w.suf3, n1.suf3, 0), linear.Mix(28, w.flags, n1.flags, p1.flags), linear.Mix(29, w.pre2, w.suf2, 0),
		linear.Mix(30, p1.tag, w.suf2, n1.suf2), linear.Mix(31, p2.tag, p1.tag, w.suf3), linear.Mix(32, w.suf5, 0, 0),
		linear.Mix(33, w.fine, 0, 0), linear.Mix(34, w.coarse, w.shape, first), linear.Mix(35, p1.fine, w.fine, 0), linear.Mix(36, w.fine, n1.fine, 0), linear.Mix(37, p1.coarse, w.coarse, n1.coarse), linear.Mix(38, n1.fine, 0, 0), linear.Mix(39, p1.fine, 0, 0), linear.Mix(40, n2.fine, 0, 0),
		linear.Mix(41, w.kinds, p1.tag, n1.kinds), linear.Mix(42, w.kinds, n1.kinds, n2.kinds), linear.Mix(43, w.kinds, p1.tag, p2.tag), linear.Mix(44, n1.kinds, 0, 0), linear.Mix(45, p1.tag, n1.kinds, w.suf2), linear.Mix(46, w.kinds, n1.lower, 0), linear.Mix(47, w.kinds, p1.lower, 0), linear.Mix(48, w.lower, n1.kinds, n2.kinds),
		linear.Mix(49, w.lower, p1.tag, n1.kinds), linear.Mix(50, w.fine, p1.tag, n1.coarse), linear.Mix(51, w.kinds, w.shape, first))
}

// tagHashes are the hashes of a "PENN UPOS" class.
func tagHashes(class string) (tag, pos uint32) {
	_, upos, _ := strings.Cut(class, " ")
	return linear.Hash(class), linear.Hash(upos)
}
