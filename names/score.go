package names

import mathbits "math/bits"

// Costs of words without a partner, as shares of their weight.
const (
	// A word that only one side has costs more the less evidence there is that
	// the two are one: two common words in common are shared by many, so that
	// the third decides; four rare ones are not, and the fifth was left out.
	omissionMost  = 1.0
	omissionLeast = 0.3
	fewBits       = 22.0 // evidence up to which an omission costs most
	manyBits      = 36.0 // evidence from which it costs least
	middleFew     = 20.0 // the same where middle names were left out
	middleMany    = 29.0

	patronymicShare = 0.2 // of the cost where the word is a patronymic
	// Names of Korean and Chinese letters are short and never shortened.
	syllableExtra = 1.0
	familyExtra   = 0.45
	placeExtra    = 0.8
	numberExtra   = 1.5
	contradiction = 2.6  // a word on each side that are different words
	slipCost      = 2.0  // what a relation leaves open of a shared word
	orderCost     = 0.45 // strength lost where roles are known and crossed
	numberCost    = 0.45 // score kept where numbers contradict
	legalCost     = 0.9  // score kept where legal forms contradict
)

// Score returns how like two names are (0–1) and how rare what they share is,
// less what contradicts, in bits. It is the Score and Bits of [Compare] without
// its reasons, and allocates nothing.
func Score(q, c *Name) (score, bits float64) {
	if len(q.Words) == 0 || len(c.Words) == 0 {
		return 0, 0
	}
	if same(q, c) {
		return 1, wholeBits(q)
	}
	var buffer [mostPairs]pair
	a := align(q, c, buffer[:])
	w := a.weigh(q, c)
	return w.score, w.bits
}

// same reports whether the names are the same after folding.
func same(q, c *Name) bool { return q.whole == c.whole && q.Labelled == c.Labelled }

func wholeBits(n *Name) float64 {
	bits := 0.0
	for i := range n.Words {
		switch w := &n.Words[i]; {
		case w.distinctive():
			bits += w.Bits
		case w.Role == Common || w.Role == Place:
			bits += w.Bits / 2
		}
	}
	return bits
}

// What a weighing found besides the numbers.
type finding uint8

const (
	nothing finding = iota
	numbersDiffer
	legalDiffer
)

type weighed struct {
	score, bits float64
	finding     finding
}

// left sums the words of one name that found no partner.
type left struct {
	weight, extra   float64
	fathers         float64 // of weight, what patronymics have
	numbers, legals bool
}

func (n *Name) left(used uint64) left {
	var l left
	for i := range n.Words {
		if used&(1<<i) != 0 {
			continue
		}
		w := &n.Words[i]
		switch w.Role {
		case Numeral:
			l.numbers = true
			if w.class != "1" { // the first of a row often goes without
				l.extra += numberExtra * w.Weight
			}
		case Legal:
			l.legals = l.legals || w.class != "company" // which says nothing
		case Place:
			l.extra += placeExtra * w.Weight
		case Family:
			l.extra += familyExtra * w.Weight
		case Patronymic:
			l.fathers += w.Weight
		}
		l.weight += w.Weight
	}
	return l
}

// leavesMiddle reports whether the words of a person's name that have no partner
// are its middle names: given names after the first, or where roles are not
// known what stands between words that have one. News and forms leave them out.
func (n *Name) leavesMiddle(used uint64) bool {
	if n.Kind == Organization || n.Kind == Vessel {
		return false
	}
	first, last := mathbits.TrailingZeros64(used), 63-mathbits.LeadingZeros64(used)
	given, family := -1, false
	for i := range n.Words {
		switch n.Words[i].Role {
		case Given:
			if given < 0 && used&(1<<i) != 0 {
				given = i
			}
		case Family:
			family = family || used&(1<<i) != 0
		}
	}
	for i := range n.Words {
		w := &n.Words[i]
		switch {
		case used&(1<<i) != 0:
		case n.Labelled && (w.Role == Family || !family || given < 0 || i < given):
			return false
		case !n.Labelled && (i < first || i > last):
			return false
		}
	}
	return true
}

// weigh turns the alignment into a score.
func (a *alignment) weigh(q, c *Name) weighed {
	var shared, slips, bits float64
	var partQ, partC float64
	sound, syllables := false, false
	for i := range a.pairs {
		p := &a.pairs[i]
		s, w := float64(p.strength), float64(p.weight)
		shared += s * w
		slips += (1 - s) * w
		bits += float64(p.bits)
		if p.qn == 1 && p.cn == 1 {
			x, y := &q.Words[p.q], &c.Words[p.c]
			syllables = syllables || x.syllabic() || y.syllabic()
			sound = sound || p.relation != InitialOf && x.keyed() && y.keyed()
			if !x.open() && !y.open() {
				// A word that carries more on one side (a family name that
				// elsewhere is a common word) is partly unshared, less so
				// where the other gives its initial.
				share := 0.5
				switch {
				case p.relation == InitialOf:
					share = 0.25
				case p.relation == Typo && (x.unseen() && y.ordinary() || y.unseen() && x.ordinary()):
					share = 0 // likelier the common word with a slip than a rare one: Tradng
				}
				partQ += max(x.Weight-w, 0) * share
				partC += max(y.Weight-w, 0) * share
			}
		} else {
			syllables = syllables || q.Words[p.q].syllabic() || c.Words[p.c].syllabic()
			sound = sound || p.relation != Abbreviated || len(q.acronyms)+len(c.acronyms) > 0
		}
	}
	if !sound {
		return weighed{} // initials and particles alone support a hit and never make one
	}
	l, r := q.left(a.usedQ), c.left(a.usedC)
	lw, rw := l.weight+partQ, r.weight+partC
	against := min(lw, rw)
	// A patronymic that only one side has is a custom, not a difference.
	over := max(lw, rw) - against
	fathers := l.fathers
	if rw > lw {
		fathers = r.fathers
	}
	if len(a.pairs) > 1 { // beside one shared word it may be a family name
		over -= (1 - patronymicShare) * min(fathers, over)
	}
	omitted := omission(bits)
	if n := q; over > 0 && l.weight+r.weight > 0 && (l.weight == 0 || r.weight == 0) {
		used := a.usedQ
		if l.weight == 0 {
			n, used = c, a.usedC
		}
		if n.leavesMiddle(used) {
			omitted = omissionMiddle(bits)
		}
	}
	if syllables {
		omitted += syllableExtra
	}
	cost := contradiction*against + slipCost*slips + omitted*over + l.extra + r.extra
	out := weighed{score: shared / (shared + cost), bits: bits - 6*against}
	if l.legals && r.legals {
		out.score *= legalCost
		out.finding = legalDiffer
	}
	if l.numbers && r.numbers {
		out.score *= numberCost
		out.finding = numbersDiffer
	}
	return out
}
