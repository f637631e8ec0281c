package names

import (
	"slices"
	"strings"

	"interdict/text"
)

// A pair says that words of two names could be the same word.
type pair struct {
	q, c, qn, cn uint8 // places of the first words, and how many take part
	relation     Relation
	strength     float32 // 0–1
	weight       float32 // evidence that the pair carries
	bits         float32 // rarity of what is shared
}

// order is what the alignment takes first: the strongest evidence.
func (p *pair) order() float32 { return p.strength * (p.weight + 0.1) }

// mostPairs is how many pairs fit without allocation.
const mostPairs = 48

// An alignment says which words of two names go together.
type alignment struct {
	pairs        []pair
	usedQ, usedC uint64 // bit i: word i has a partner
}

// align takes related pairs, the strongest evidence first, each word once.
// buffer is where pairs are kept.
func align(q, c *Name, buffer []pair) alignment {
	options := pairOptions(q, c, buffer[:0])
	a := alignment{pairs: options[:0]}
	for _, p := range options {
		bq, bc := span(p.q, p.qn), span(p.c, p.cn)
		if a.usedQ&bq == 0 && a.usedC&bc == 0 {
			a.usedQ |= bq
			a.usedC |= bc
			a.pairs = append(a.pairs, p)
		}
	}
	return a
}

func span(first, n uint8) uint64 { return (1<<n - 1) << first }

// pairOptions appends every related pair, the strongest evidence first.
func pairOptions(q, c *Name, out []pair) []pair {
	for i := range q.Words {
		w := &q.Words[i]
		for j := range c.Words {
			v := &c.Words[j]
			relation, strength := Related(w, v)
			if relation == None {
				continue
			}
			if q.Labelled && c.Labelled && w.Role != v.Role && (w.Role == Given || w.Role == Family) && (v.Role == Given || v.Role == Family) {
				strength -= orderCost
			}
			out = append(out, pair{uint8(i), uint8(j), 1, 1, relation, float32(strength), float32(sharedWeight(w, v)), sharedBits(relation, w, v)})
		}
	}
	for i := range q.joins {
		join := &q.joins[i]
		for j := range c.Words {
			if p, ok := joined(q, join, &c.Words[j]); ok {
				p.q, p.c, p.qn, p.cn = uint8(join.first), uint8(j), uint8(join.n), 1
				out = append(out, p)
			}
		}
	}
	for j := range c.joins {
		join := &c.joins[j]
		for i := range q.Words {
			if p, ok := joined(c, join, &q.Words[i]); ok {
				p.q, p.c, p.qn, p.cn = uint8(i), uint8(join.first), 1, uint8(join.n)
				out = append(out, p)
			}
		}
	}
	for i := range q.joins {
		for j := range c.joins {
			if x, y := &q.joins[i], &c.joins[j]; x.n == 2 && y.n == 2 && spaceMoved(&x.Word, &y.Word, q.Words[x.first].Text(), c.Words[y.first].Text()) {
				out = append(out, pair{uint8(x.first), uint8(y.first), 2, 2, Joined, movedSpace, float32(min(x.Weight, y.Weight)), float32(min(x.Bits, y.Bits))})
			}
		}
	}
	out = appendInitials(out, q, c)
	if len(out) > mostPairs {
		slices.SortStableFunc(out, func(a, b pair) int {
			switch {
			case before(&a, &b):
				return -1
			case before(&b, &a):
				return 1
			}
			return 0
		})
		return out
	}
	// A stable insertion sort: there are few, and most in order already.
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && before(&out[j], &out[j-1]); j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

// movedSpace is how strongly two words are related to two others that differ
// by where the space is.
const movedSpace = 0.97

// spaceMoved reports whether joins of two words have the same letters and part
// them at another place: AREFULLAHA REF. heads are their first words.
func spaceMoved(x, y *Word, headX, headY string) bool {
	return x.script == y.script && !x.open() && x.forms[0].text == y.forms[0].text && headX != headY
}

func before(a, b *pair) bool {
	if x, y := a.order(), b.order(); x != y {
		return x > y
	}
	if x, y := int(a.q)+int(a.c), int(b.q)+int(b.c); x != y {
		return x < y
	}
	return abs(int(a.q)-int(a.c)) < abs(int(b.q)-int(b.c))
}

func abs(n int) int { return max(n, -n) }

// sharedWeight is the evidence of two related words: the lesser, but for words
// of two scripts that of the Latin one, whose rarity is counted.
func sharedWeight(w, v *Word) float64 {
	switch {
	case w.open() == v.open() || !w.distinctive() || !v.distinctive():
		return min(w.Weight, v.Weight)
	case w.open():
		return v.Weight
	}
	return w.Weight
}

// sharedBits is the rarity of what two related words share, less what the
// relation leaves open: a slip or a spelling fits other words too.
func sharedBits(r Relation, w, v *Word) float32 {
	if r == InitialOf {
		return 0
	}
	if !w.distinctive() || !v.distinctive() {
		if w.Role == Common && v.Role == Common || w.Role == Place && v.Role == Place {
			return float32(min(w.Bits, v.Bits) / 2) // what organizations do is shared by many
		}
		return 0
	}
	return joinBits(r, w, v)
}

// joinBits is sharedBits where a join takes part.
func joinBits(r Relation, w, v *Word) float32 {
	b := min(w.Bits, v.Bits)
	switch {
	case w.open() == v.open():
	case w.open():
		b = v.Bits
	default:
		b = w.Bits
	}
	return float32(max(b-relationBits[r]-openBits(w, v), 0))
}

// openBits is what the syllables of a Korean or Chinese word leave open to
// whoever reads them in Latin: each spelling is that of several syllables.
func openBits(w, v *Word) float64 {
	if !w.open() || v.open() {
		w, v = v, w
	}
	if !w.open() || v.open() || w.script != text.Hang && w.script != text.Hani {
		return 0
	}
	return 1.5 * float64(len(w.native)/3) // syllables of three bytes each
}

// relationBits are the bits that a relation leaves open.
var relationBits = [...]float64{Transliterated: 1, Spelled: 2, Nickname: 1.5, Typo: 4, Compound: 2, Abbreviated: 8, InitialOf: 0}

// joined relates a join of a name's words to one word of the other. Where the
// word is related to one of the joined by itself, a join that only nearly
// fits says nothing more.
func joined(n *Name, join *joinedWords, w *Word) (pair, bool) {
	relation, strength := relatedJoin(&join.Word, w)
	if relation == None {
		return pair{}, false
	}
	if relation == Spelled && w.open() && !w.syllabic() {
		// A word of consonants fits many two words: it is theirs only where it
		// is long and fits at once, or where one of them is a particle.
		for i := join.first; i < join.first+join.n; i++ {
			if n.Words[i].Role == Particle {
				strength += 0.04
			}
		}
		if strength < 0.94 || w.patterns[0].Len() < 5 {
			return pair{}, false
		}
	}
	if relation == Typo {
		for i := join.first; i < join.first+join.n; i++ {
			if r, _ := Related(&n.Words[i], w); r != None || n.Words[i].Role == Initial {
				return pair{}, false
			}
		}
	}
	// Both sides spell the same letters: what they share is the longer weight.
	return pair{relation: relation, strength: float32(strength), weight: float32(max(join.Weight, w.Weight)), bits: joinBits(relation, &join.Word, w)}, true
}

// relatedJoin relates words written as one to a word. It is narrower than
// [Related]: the same letters or sounds, a spelling that the script leaves
// open, or one error that leaves half of a long word whole.
func relatedJoin(join, w *Word) (Relation, float64) {
	if w.Role == Numeral || w.Role == Legal || !w.keyed() {
		return None, 0
	}
	if join.open() || w.open() {
		if join.open() && w.open() {
			if join.script == w.script && join.native == w.native {
				return Joined, 0.98
			}
			return None, 0
		}
		if len(join.forms[0].text) < 2 {
			return None, 0
		}
		if r, s := relatedOpen(join, w); r != None {
			return r, s - 0.02
		}
		return None, 0
	}
	f := &join.forms[0]
	if len(f.text) < 4 {
		return None, 0
	}
	for i := range w.forms {
		g := &w.forms[i]
		switch {
		case f.text == g.text:
			return Joined, 0.98
		case f.canon == g.canon:
			return Transliterated, 0.94
		case len(f.canon) >= twoErrors && len(g.canon) >= twoErrors && !farApart(f.canonMask, g.canonMask, 1) &&
			Distance(f.canon, g.canon, 1) == 1 && !swapped(f.canon, g.canon):
			return Typo, typoStrength(1, f.canon, g.canon) - 0.02
		}
	}
	return None, 0
}

// appendInitials adds pairs of a short word and the words that it abbreviates:
// JC for Jean-Claude, PLA for People's Liberation Army.
func appendInitials(out []pair, q, c *Name) []pair {
	for i := range q.Words {
		if n, j, ok := abbreviates(q, i, c); ok {
			out = append(out, pair{uint8(i), uint8(j), 1, uint8(n), Abbreviated, abbreviation(c), float32(q.Words[i].Weight), acronymBits(&q.Words[i], n)})
		}
	}
	for j := range c.Words {
		if n, i, ok := abbreviates(c, j, q); ok {
			out = append(out, pair{uint8(i), uint8(j), uint8(n), 1, Abbreviated, abbreviation(q), float32(c.Words[j].Weight), acronymBits(&c.Words[j], n)})
		}
	}
	return out
}

// acronymStrength is how strongly an acronym and the name that it stands for
// are related.
const acronymStrength = 0.86

func abbreviation(long *Name) float32 {
	if len(long.acronyms) > 0 {
		return acronymStrength
	}
	return 0.75
}

// acronymBits is what the first letters of n words tell: about four bits each.
func acronymBits(w *Word, n int) float32 { return float32(min(w.Bits, 4*float64(n))) }

// abbreviates reports whether a word is the first letters of the other name: of
// an organization's as a whole, or of two or three of a person's given names.
func abbreviates(short *Name, i int, long *Name) (n, first int, ok bool) {
	w := &short.Words[i]
	t := w.Text()
	if w.open() || !w.distinctive() || len(t) < 2 || len(t) > 7 {
		return 0, 0, false
	}
	for _, a := range long.acronyms {
		if a.letters == t {
			return a.n, a.first, true
		}
	}
	if long.Kind != Person || !w.mayAbbreviate() {
		return 0, 0, false
	}
next:
	for first := 0; first+len(t) < len(long.Words); first++ {
		for k := range len(t) {
			v := &long.Words[first+k]
			if v.open() || len(v.Text()) < 2 || v.Text()[0] != t[k] {
				continue next
			}
		}
		return len(t), first, true
	}
	return 0, 0, false
}

// mayAbbreviate reports whether a word could be the first letters of two or
// three given names.
func (w *Word) mayAbbreviate() bool {
	t := w.Text()
	return !w.open() && w.distinctive() && len(t) >= 2 && len(t) <= 3 && !strings.ContainsAny(t, "aeiou")
}
