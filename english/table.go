package english

import "interdict/internal/linear"

// table maps hashes to numbers, both never 0.
type table struct {
	mask uint32
	keys []uint32
	vals []uint32
}

func newTable(of map[uint32]uint32) table {
	size := uint32(4)
	for size < uint32(2*len(of)) {
		size *= 2
	}
	t := table{mask: size - 1, keys: make([]uint32, size), vals: make([]uint32, size)}
	for _, k := range sortedKeys(of) {
		at := k & t.mask
		for t.keys[at] != 0 {
			at = (at + 1) & t.mask
		}
		t.keys[at], t.vals[at] = k, of[k]
	}
	return t
}

// get returns the number of a hash, 0 where it has none.
func (t *table) get(key uint32) uint32 {
	if len(t.keys) == 0 {
		return 0
	}
	at := key & t.mask
	for t.keys[at] != 0 {
		if t.keys[at] == key {
			return t.vals[at]
		}
		at = (at + 1) & t.mask
	}
	return 0
}

// most returns the greatest number, 0 where there is none.
func (t *table) most() uint32 {
	top := uint32(0)
	for _, v := range t.vals {
		top = max(top, v)
	}
	return top
}

func (t *table) write(e *linear.Encoder) {
	if e.Mapping() {
		e.Numbers(t.keys)
		e.Numbers(t.vals)
		return
	}
	of := map[uint32]uint32{}
	for i, k := range t.keys {
		if k != 0 {
			of[k] = t.vals[i]
		}
	}
	e.Count(len(of))
	last := uint32(0)
	for _, k := range sortedKeys(of) {
		e.Count(int(k - last))
		e.Count(int(of[k]))
		last = k
	}
}

func readTable(d *linear.Decoder) table {
	if d.Mapped() {
		t := table{keys: d.Numbers(), vals: d.Numbers()}
		n := len(t.keys)
		if len(t.vals) != n || n&(n-1) != 0 {
			d.Bad = true
			return table{}
		}
		t.mask = uint32(n - 1)
		return t
	}
	n := d.Size()
	of := make(map[uint32]uint32, n)
	last := uint32(0)
	for range n {
		last += uint32(d.Count())
		of[last] = uint32(d.Count())
	}
	delete(of, 0)
	return newTable(of)
}
