package records

import (
	"hash/fnv"
	"io"
	"iter"
)

// A hash table is a power of two of places, at most half of them taken: each 0,
// or one more than the number of an entity whose id belongs at that place or one
// before it. Ids are compared at their records.

func hash(id string) uint32 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, id) // never fails
	sum := h.Sum64()
	return uint32(sum ^ sum>>32)
}

func newTable(n int) []uint32 {
	size := 1
	for size < 2*n {
		size *= 2
	}
	return make([]uint32, size)
}

func insert(table []uint32, id string, number int) {
	mask := uint32(len(table) - 1)
	at := hash(id) & mask
	for table[at] != 0 {
		at = (at + 1) & mask
	}
	table[at] = uint32(number) + 1
}

// probe yields the entities that may have an id.
func probe(table []uint32, id string) iter.Seq[int] {
	return func(yield func(int) bool) {
		mask := uint32(len(table) - 1)
		at := hash(id) & mask
		for range table { // a whole table has free places; a damaged one ends all the same
			if table[at] == 0 || !yield(int(table[at]-1)) {
				return
			}
			at = (at + 1) & mask
		}
	}
}

// fitsTable reports whether a table can hold so many.
func fitsTable(table []uint32, n int) bool {
	return len(table) > 0 && len(table)&(len(table)-1) == 0 && len(table) >= n
}
