package names

import "math"

// A Shape is what is known of a name without its words, for bounds. Weights
// are sums over words.
type Shape struct {
	Keyed   float32 // of words that a hit may rest on, but for those that could be abbreviations
	Unkeyed float32 // of the others but for initials
	Fathers float32 // of patronymics
	Absorbs float32 // how much of another name's weight its initials and abbreviations may account for
	Adds    float32 // how much these may add to what is shared
	Bits    float32 // and to its rarity
}

// ShapeFields is how many numbers a Shape has.
const ShapeFields = 6

// An initial accounts for a word of the other name, which weighs 1 at most.
const (
	initialAbsorbs = 1
	initialAdds    = 0.25
)

// Shape returns the name's shape.
func (n *Name) Shape() Shape {
	var s Shape
	for i := range n.Words {
		w := &n.Words[i]
		weight := float32(w.Weight)
		switch {
		case w.Role == Initial:
			s.Absorbs += initialAbsorbs
			s.Adds += max(initialAdds, weight)
			continue
		case w.mayAbbreviate(): // it may account for itself
		case w.keyed():
			s.Keyed += weight
		default:
			s.Unkeyed += weight
		}
		if w.Role == Patronymic {
			s.Fathers += weight
		}
		if letters := len(w.Text()); w.mayAbbreviate() {
			s.Absorbs += float32(letters)
			s.Adds += weight
			s.Bits += acronymBits(w, letters)
		}
	}
	return s
}

// slack is what rounding to float32 can cost, many times over.
const slack = 1e-4

// Bound returns an upper bound of the score of a query's name and a candidate's,
// from what their units share: the sums of [Meeting] over the query's units, the
// best meeting of each, with matched the weight of the query's keyed words that
// they account for.
//
// It is the formula of [Score] with every part at its best. Let S be what is
// shared and L, R the weights left on each side. Score is at most
// S/(S+contradiction·min(L,R)+omission·|L−R|), which grows with S and falls
// with L and R, and omission, taken to be that of middle names, falls with the
// bits shared. S and the bits are
// sums over pairs of the alignment, in which every word takes part once, so
// that the sum of the best meetings of the query's units bounds them; L is at
// least the weight of the keyed words that met nothing, less what initials,
// abbreviations and unkeyed words of the other name can account for. Slips and
// contradicting numbers, which only lower a score, are left out.
func (q *Shape) Bound(c *Shape, shared, bits, matched, cover float32) float32 {
	s := shared + q.Unkeyed + c.Unkeyed + q.Adds + c.Adds
	l := max(q.Keyed-matched-c.Absorbs, 0)
	r := max(c.Keyed-cover-q.Absorbs, 0)
	against := min(l, r)
	over := max(l, r) - against
	over -= (1 - patronymicShare) * min(max(q.Fathers, c.Fathers), over)
	cost := contradiction*against + omissionMiddle(bits+q.Bits+c.Bits)*over
	return min(s/(s+cost)+slack, 1)
}

// BoundAny returns an upper bound of the score of a query's name and any
// candidate's whose shape is nowhere above a ceiling (see [Shape.Max]), from
// the most that what they share can come to, as [Shape.Bound].
//
// Of the candidate's weight nothing is taken to be left over, which costs least:
// with l left of the query and r of the candidate, the cost falls with r while
// r > 0, for what contradicts costs more than what is left out
// (contradiction > omission), and where r > l it is at least contradiction·l.
func (q *Shape) BoundAny(ceiling *Shape, shared, bits, matched float32) float32 {
	s := shared + q.Unkeyed + ceiling.Unkeyed + q.Adds + ceiling.Adds
	left := max(q.Keyed-matched-ceiling.Absorbs, 0)
	left -= (1 - patronymicShare) * min(q.Fathers, left)
	if left == 0 {
		return 1
	}
	return min(s/(s+omissionMiddle(bits+q.Bits+ceiling.Bits)*left)+slack, 1)
}

// Part returns the most that a name scores with another that shares no more than
// some of its keyed words with it.
func (s Shape) Part(e Evidence) float32 {
	over := max(s.Keyed-e.Weight, 0)
	over -= (1 - patronymicShare) * min(s.Fathers, over)
	shared := e.Shared + s.Unkeyed + s.Adds
	return shared / (shared + omissionMiddle(e.Bits+s.Bits)*over)
}

// Max returns the greater of each number of two shapes.
func (s Shape) Max(o Shape) Shape {
	return Shape{max(s.Keyed, o.Keyed), max(s.Unkeyed, o.Unkeyed), max(s.Fathers, o.Fathers), max(s.Absorbs, o.Absorbs), max(s.Adds, o.Adds), max(s.Bits, o.Bits)}
}

// Levels is how many levels of [Shape.Level] there are.
const Levels = 3

// Level sorts names by how much they can make of words that no unit is looked
// up by: next to nothing (0), something (1), or whatever initials and
// abbreviations stand for (2). A ceiling of names of one level bounds them well.
func (s Shape) Level() int {
	switch {
	case s.Absorbs > 0:
		return 2
	case s.Unkeyed > 0.13: // more than two particles
		return 1
	}
	return 0
}

// omission is what a word that only one side has costs, by the bits shared.
func omission[T float32 | float64](bits T) T { return falling(bits, fewBits, manyBits) }

// omissionMiddle is what a middle name costs that only one side has. It is never
// more than omission.
func omissionMiddle[T float32 | float64](bits T) T { return falling(bits, middleFew, middleMany) }

func falling[T float32 | float64](bits, few, many T) T {
	return omissionMost - (omissionMost-omissionLeast)*min(max((bits-few)/(many-few), 0), 1)
}

// KeyedWeight returns the weight of the keyed words among those of a mask.
func (n *Name) KeyedWeight(mask uint64) float32 {
	var sum float32
	for i := range n.Words {
		if w := &n.Words[i]; mask&(1<<i) != 0 && w.keyed() {
			sum += float32(w.Weight)
		}
	}
	return sum
}

// Fields returns the shape's numbers; [ShapeOf] puts them together again.
func (s Shape) Fields() [ShapeFields]float32 {
	return [ShapeFields]float32{s.Keyed, s.Unkeyed, s.Fathers, s.Absorbs, s.Adds, s.Bits}
}

// ShapeOf is the shape whose [Shape.Fields] are given, as the bits of float32.
func ShapeOf(f []uint32) Shape {
	return Shape{math.Float32frombits(f[0]), math.Float32frombits(f[1]), math.Float32frombits(f[2]), math.Float32frombits(f[3]), math.Float32frombits(f[4]), math.Float32frombits(f[5])}
}
