package index

import (
	"cmp"
	"math"
	mathbits "math/bits"
	"slices"

	"interdict/names"
)

// What finds names in running text. Most words of a text are no word of any
// name, and most that are could be of thousands: company, general, Mohammed. So
// a name is looked for by its anchors alone, those of its words without one of
// which it cannot come to [TextFloor]: the rarest ones (prefix filtering, after
// Chaudhuri, Ganti & Kaushik 2006).

// TextFloor is the least score (0–1) that names are found in texts with.
const TextFloor = 0.8

// A carried is what a unit carries of the names that are filed under it.
type carried struct {
	words          uint32 // that it stands for; 0 of an acronym, which texts are too full of
	names.Evidence        // nothing of an acronym
}

// carriedFields is how many numbers the file has for it.
const carriedFields = 4

func carriedBy(u *names.Unit) carried {
	e, ok := u.Evidence()
	if !ok {
		return carried{}
	}
	return carried{uint32(mathbits.OnesCount64(u.Mask())), e}
}

func (c carried) appendTo(b []uint32) []uint32 {
	return append(b, c.words, math.Float32bits(c.Weight), math.Float32bits(c.Shared), math.Float32bits(c.Bits))
}

func (ix *Index) carriedBy(unit uint32) carried {
	f := ix.carried[carriedFields*int(unit):][:carriedFields]
	return carried{f[0], names.Evidence{Weight: math.Float32frombits(f[1]), Shared: math.Float32frombits(f[2]), Bits: math.Float32frombits(f[3])}}
}

// unitsOf returns the units that a name is filed under: its words, then joins,
// then acronyms.
func (ix *Index) unitsOf(name uint32) []uint32 { return part(ix.nameUnits, ix.nameUnitEnds, int(name)) }

// unitsOfNames returns the units of all names as the file has them, and how many
// of each are words.
func (b *builder) unitsOfNames() (all, ends []uint32, words []byte) {
	for i := range b.names {
		units := b.names[i].units
		all = append(all, units...)
		ends = append(ends, uint32(len(all)))
		n := byte(0) // at most names.MaxUnits
		for _, u := range units {
			if b.carried[u].words == 1 {
				n++
			}
		}
		words = append(words, n)
	}
	return all, ends, words
}

// anchors returns the names that each unit is an anchor of. Joins of an anchor
// and its neighbours are anchors too.
func (b *builder) anchors() (all, ends []uint32) {
	of := make([][]uint32, len(b.unitEnds))
	var words []uint32
	for i := range b.names {
		n := &b.names[i]
		words = words[:0]
		for _, u := range n.units {
			if b.carried[u].words == 1 {
				words = append(words, u)
			}
		}
		slices.SortStableFunc(words, func(x, y uint32) int { return cmp.Compare(len(b.postings[y]), len(b.postings[x])) })
		skipped := 0
		var sum names.Evidence
		for _, u := range words {
			if sum = sum.Add(b.carried[u].Evidence); n.shape.Part(sum) >= TextFloor {
				break
			}
			skipped++
		}
		for _, u := range words[skipped:] {
			of[u] = append(of[u], uint32(i))
		}
		for _, u := range n.units {
			if b.carried[u].words > 1 {
				of[u] = append(of[u], uint32(i))
			}
		}
	}
	for _, list := range of {
		all = append(all, slices.Compact(list)...)
		ends = append(ends, uint32(len(all)))
	}
	return all, ends
}
