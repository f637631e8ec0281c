package dossier

import (
	"hash/fnv"
	"io"
	"slices"
	"strings"
	"unicode"
)

// Two texts are compared by their shingles: runs of five words, lower-cased, of
// which the lowest hashes are kept as a sample (bottom-k sketch: Broder 1997,
// "On the resemblance and containment of documents"). The share of one text's
// shingles that are in the other tells a repeat even where a story was cut or
// got a new first paragraph.
const (
	shingleWords = 5
	sketchSize   = 200
	repeatShare  = 0.6 // of a text's shingles, from which it is a repeat
	leastWords   = 30  // a shorter text is not compared
)

// A sketch holds the lowest shingle hashes of a text, in order.
type sketch struct {
	hashes []uint64
	whole  bool // all of them are here
}

// repeats finds texts of which most is in another.
type repeats struct {
	sketches []sketch
	has      map[uint64][]int32 // hash to the texts that it is kept for
}

// mostTexts bounds how many texts are noted for one shingle: a phrase that all
// share tells nothing.
const mostTexts = 12

func (r *repeats) add(text string) {
	if r.has == nil {
		r.has = map[uint64][]int32{}
	}
	s := newSketch(text)
	n := int32(len(r.sketches))
	r.sketches = append(r.sketches, s)
	for _, h := range s.hashes {
		if at := r.has[h]; len(at) < mostTexts {
			r.has[h] = append(at, n)
		}
	}
}

func newSketch(text string) sketch {
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	if len(words) < leastWords {
		return sketch{}
	}
	all := make([]uint64, 0, len(words))
	for i := 0; i+shingleWords <= len(words); i++ {
		h := fnv.New64a()
		for _, w := range words[i : i+shingleWords] {
			io.WriteString(h, w)
			h.Write([]byte{' '})
		}
		all = append(all, h.Sum64())
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) <= sketchSize {
		return sketch{hashes: slices.Clip(all), whole: true}
	}
	return sketch{hashes: slices.Clone(all[:sketchSize])}
}

// within is the share of x's shingles that y has, as far as both samples reach.
func within(x, y sketch) float64 {
	if len(x.hashes) == 0 || len(y.hashes) == 0 {
		return 0
	}
	limit := ^uint64(0)
	for _, s := range []sketch{x, y} {
		if !s.whole {
			limit = min(limit, s.hashes[len(s.hashes)-1])
		}
	}
	both, all := 0, 0
	for _, h := range x.hashes {
		if h > limit {
			break
		}
		all++
		if _, ok := slices.BinarySearch(y.hashes, h); ok {
			both++
		}
	}
	if all < 10 { // too few to tell
		return 0
	}
	return float64(both) / float64(all)
}

// A repeat says which text a text repeats, -1 for none, and how much of it.
type repeat struct {
	of     int
	shared float64
}

// find names for every text the first one that it repeats; first orders them.
func (r *repeats) find(first func(x, y int) bool) []repeat {
	out := make([]repeat, len(r.sketches))
	order := make([]int, len(r.sketches))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		switch {
		case x == y:
			return 0
		case first(x, y):
			return -1
		}
		return 1
	})
	place := make([]int, len(order))
	for k, i := range order {
		place[i] = k
	}
	for _, i := range order {
		out[i].of = -1
		count := map[int32]int{}
		for _, h := range r.sketches[i].hashes {
			for _, j := range r.has[h] {
				count[j]++
			}
		}
		for j, n := range count {
			if int(j) == i || place[j] > place[i] || n < 5 {
				continue
			}
			of := int(j)
			if out[of].of >= 0 {
				of = out[of].of // the first of them all
			}
			shared := within(r.sketches[i], r.sketches[j])
			if shared >= repeatShare && (out[i].of < 0 || place[of] < place[out[i].of] || of == out[i].of && shared > out[i].shared) {
				out[i] = repeat{of, shared}
			}
		}
	}
	return out
}
