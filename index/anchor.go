package index

import (
	"cmp"
	"math"
	mathbits "math/bits"
	"slices"
	"unicode"

	"interdict/names"
)

// What finds names in running text. Most words of a text are no word of any
// name, and most that are could be of thousands: company, general, Mohammed. So
// a name is looked for by its anchors alone, those of its words without one of
// which it cannot come to [TextFloor]: the rarest ones (prefix filtering, after
// Chaudhuri, Ganti & Kaushik 2006).

// TextFloor is the least score (0–1) that names are found in texts with.
const TextFloor = 0.8

// A namePart is a unit of a name that the name is filed under.
type namePart struct {
	unit           uint32
	words          uint8 // that it stands for; 0 of an acronym, which texts are too full of
	names.Evidence       // nothing of an acronym
}

// partFields is how many numbers the file has for a part: unit, words, and its
// evidence.
const partFields = 5

// partWords is which of them says how many words a part stands for.
const partWords = 1

// evidence returns the evidence of a part in the file.
func evidence(part []uint32) names.Evidence {
	return names.Evidence{Weight: math.Float32frombits(part[2]), Shared: math.Float32frombits(part[3]), Bits: math.Float32frombits(part[4])}
}

// partOf returns the part of a name that a keyed unit is.
func partOf(id uint32, u *names.Unit) namePart {
	e, ok := u.Evidence()
	if !ok {
		return namePart{unit: id}
	}
	return namePart{id, uint8(mathbits.OnesCount64(u.Mask())), e}
}

// parts returns the parts of all names as the file has them.
func (b *builder) parts() (all, ends []uint32) {
	for i := range b.names {
		for _, p := range b.names[i].parts {
			all = append(all, p.unit, uint32(p.words), math.Float32bits(p.Weight), math.Float32bits(p.Shared), math.Float32bits(p.Bits))
		}
		ends = append(ends, uint32(len(all)))
	}
	return all, ends
}

// anchors returns the names that each unit is an anchor of. Joins of an anchor
// and its neighbours are anchors too.
func (b *builder) anchors() (all, ends []uint32) {
	of := make([][]uint32, len(b.unitEnds))
	var words []namePart
	for i := range b.names {
		n := &b.names[i]
		words = words[:0]
		for _, p := range n.parts {
			if p.words == 1 {
				words = append(words, p)
			}
		}
		slices.SortStableFunc(words, func(x, y namePart) int {
			return cmp.Compare(len(b.postings[y.unit]), len(b.postings[x.unit]))
		})
		skipped := 0
		var sum names.Evidence
		for _, p := range words {
			if sum = sum.Add(p.Evidence); n.shape.Part(sum) >= TextFloor {
				break
			}
			skipped++
		}
		for _, p := range words[skipped:] {
			of[p.unit] = append(of[p.unit], uint32(i))
		}
		for _, p := range n.parts {
			if p.words > 1 {
				of[p.unit] = append(of[p.unit], uint32(i))
			}
		}
	}
	for _, list := range of {
		all = append(all, slices.Compact(list)...)
		ends = append(ends, uint32(len(all)))
	}
	return all, ends
}

// beginnings files the names that are written without spaces, in Chinese or
// Japanese, under their first two characters.
func (b *builder) beginnings() table {
	var pairs []keyed
	for i := range b.names {
		runes := []rune(b.names[i].text)
		if len(runes) >= shortestHan && !slices.ContainsFunc(runes, func(r rune) bool { return !isHan(r) }) {
			pairs = append(pairs, keyed{beginning(runes[0], runes[1]), uint32(i)})
		}
	}
	return buildTable(pairs)
}

// shortestHan is how many characters a name without spaces has at least to be
// found in a text: names of two are parts of other words too often.
const shortestHan = 3

func isHan(r rune) bool {
	return r >= 0x3041 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Katakana, r) || unicode.Is(unicode.Hiragana, r) || r == '・' || r == 'ー')
}

func beginning(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) }
