package index

import (
	"slices"
	"sync"

	"interdict/names"
)

// A table finds the numbers that are filed under a key, and perhaps a few that
// are filed under another: of a key it knows 32 bits of its hash (tag), which
// halves it and costs a look at a candidate more in some thousand queries. It is
// open addressing with linear probing: slots hold tag and value in turn, an
// empty slot has the value 0. A value is a number and one more, or with the top
// bit set the place in lists of a count followed by the numbers.
type table struct {
	slots []uint32 // tag, value, tag, value, …; a power of two of pairs
	lists []uint32
}

const (
	manyBit  = 1 << 31
	minSlots = 16
)

// A keyed is a number filed under a key: the key's tag above the number. In their
// order they are filed.
type keyed uint64

func newKeyed(key uint64, number uint32) keyed { return keyed(tag(key))<<32 | keyed(number) }

func (k keyed) tag() uint32 { return uint32(k >> 32) }

// buildTable makes a table; pairs are changed by it and may repeat. Numbers are
// below 2³¹−1.
func buildTable(pairs []keyed) table {
	slices.Sort(pairs)
	pairs = slices.Compact(pairs)
	keys := 0
	for i := range pairs {
		if i == 0 || pairs[i].tag() != pairs[i-1].tag() {
			keys++
		}
	}
	size := minSlots
	for size*3 < keys*4 { // at most three quarters full
		size *= 2
	}
	t := table{slots: make([]uint32, 2*size)}
	for i := 0; i < len(pairs); {
		j := i + 1
		for j < len(pairs) && pairs[j].tag() == pairs[i].tag() {
			j++
		}
		value := uint32(pairs[i]) + 1
		if j-i > 1 {
			value = uint32(len(t.lists)) | manyBit
			t.lists = append(t.lists, uint32(j-i))
			for _, p := range pairs[i:j] {
				t.lists = append(t.lists, uint32(p))
			}
		}
		t.put(pairs[i].tag(), value)
		i = j
	}
	return t
}

func (t *table) put(tag, value uint32) {
	mask := uint32(len(t.slots)/2 - 1)
	for at := tag & mask; ; at = (at + 1) & mask {
		if t.slots[2*at+1] == 0 {
			t.slots[2*at], t.slots[2*at+1] = tag, value
			return
		}
	}
}

// tag hashes a key to the 32 bits that the table knows it by (the finaliser of
// MurmurHash3).
func tag(key uint64) uint32 {
	key ^= key >> 33
	key *= 0xff51afd7ed558ccd
	key ^= key >> 33
	return uint32(key)
}

// appendAll appends what is filed under any of some keys. The slots of all are
// touched first: they lie far apart in memory, and reads that do not wait for
// each other take little longer than one.
func (t *table) appendAll(to []uint32, keys []names.Key) []uint32 {
	if len(t.slots) == 0 {
		return to
	}
	mask := uint32(len(t.slots)/2 - 1)
	var touched uint32
	for _, key := range keys {
		touched |= t.slots[2*(tag(uint64(key))&mask)+1]
	}
	if touched == 0 {
		return to
	}
	for _, key := range keys {
		to = t.appendNumbers(to, uint64(key))
	}
	return to
}

// appendNumbers appends what is filed under a key.
func (t *table) appendNumbers(to []uint32, key uint64) []uint32 {
	if len(t.slots) == 0 {
		return to
	}
	mask, tag := uint32(len(t.slots)/2-1), tag(key)
	for at := tag & mask; ; at = (at + 1) & mask {
		value := t.slots[2*at+1]
		switch {
		case value == 0:
			return to
		case t.slots[2*at] != tag:
			continue
		case value&manyBit == 0:
			return append(to, value-1)
		}
		from := value &^ manyBit
		n := t.lists[from]
		return append(to, t.lists[from+1:from+1+n]...)
	}
}

// valid reports whether a table read from a file stays within itself whatever
// is asked of it.
func (t *table) valid(limit int) bool {
	pairs := len(t.slots) / 2
	if len(t.slots)%2 != 0 || pairs < minSlots || pairs&(pairs-1) != 0 {
		return false
	}
	// Half each for two cores: there are millions of slots, and whoever opens an
	// index waits.
	var free, fits [2]bool
	var wg sync.WaitGroup
	for half := range 2 {
		wg.Go(func() { free[half], fits[half] = t.slotsFit(t.slots[half*pairs:][:pairs], limit) })
	}
	wg.Wait()
	return (free[0] || free[1]) && fits[0] && fits[1]
}

// slotsFit reports whether some of the slots hold numbers below a limit and
// lists that there are, and whether one of them is empty.
func (t *table) slotsFit(slots []uint32, limit int) (free, fit bool) {
	for i := 1; i < len(slots); i += 2 {
		value := slots[i]
		switch {
		case value == 0:
			free = true
		case value&manyBit == 0:
			if uint64(value) > uint64(limit) {
				return free, false
			}
		default:
			from := uint64(value &^ manyBit)
			if from >= uint64(len(t.lists)) || uint64(t.lists[from]) >= uint64(len(t.lists))-from {
				return free, false
			}
		}
	}
	return free, true
}
