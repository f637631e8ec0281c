// Package linear is the learning that the readers of English share: linear
// classifiers over hashed features, trained as averaged perceptrons (Collins
// 2002), and the files that hold them.
//
//	t := linear.NewTrainer([]string{"no", "yes"})
//	t.Score(features, scores)            // while training
//	t.Update(features, right, wrong)
//	m := t.Model()                       // the average, in whole numbers
//	m.Score(features, sums)              // at work: no map, no allocation
//
// A feature is a 32-bit hash made by [Mix]; two features that share a hash
// share their weights. A [Model] is immutable and safe for concurrent use; the
// same data in the same order trains the same model.
package linear

import (
	"cmp"
	"slices"

	"interdict/internal/sections"
)

// A Model is a classifier as it is read at work: an open table from feature to
// weights. A model of few classes has them in the table itself; one of many has
// rows of cells, for most features weigh for a few classes only.
type Model struct {
	Classes []string
	mask    uint32
	slots   []slot
	cells   []uint32 // rows: how many cells, then class<<16 | weight
	narrow  []narrow // instead of slots in use, where the classes are few

	file *sections.File // that the tables lie in, nil where they are the model's own
}

type slot struct{ key, row uint32 } // key 0 for an empty place

// narrowClasses is how many classes are few.
const narrowClasses = 4

type narrow struct {
	key     uint32
	weights [narrowClasses]int16
}

// Score adds the weights of the features to scores, one a class.
func (m *Model) Score(features []uint32, scores []int32) {
	if m.narrow != nil {
		m.scoreNarrow(features, scores)
		return
	}
	if len(m.slots) == 0 {
		return
	}
	// Places are read in batches before any is looked into, so that the waits
	// for memory overlap.
	var batch [32]slot
	for len(features) > 0 {
		n := min(len(features), len(batch))
		for i, f := range features[:n] {
			batch[i] = m.slots[f&m.mask]
		}
		for i, f := range features[:n] {
			s := batch[i]
			for at := f; s.key != f && s.key != 0; s = m.slots[at&m.mask] {
				at++
			}
			if s.key == 0 {
				continue
			}
			row := s.row
			for _, c := range m.cells[row+1 : row+1+m.cells[row]] {
				scores[c>>16] += int32(int16(c))
			}
		}
		features = features[n:]
	}
}

func (m *Model) scoreNarrow(features []uint32, scores []int32) {
	var sum [narrowClasses]int32
	for _, f := range features {
		at := f & m.mask
		for m.narrow[at].key != f && m.narrow[at].key != 0 {
			at = (at + 1) & m.mask
		}
		w := &m.narrow[at].weights // of an empty place they are 0
		sum[0] += int32(w[0])
		sum[1] += int32(w[1])
		sum[2] += int32(w[2])
		sum[3] += int32(w[3])
	}
	for i := range scores {
		scores[i] += sum[i]
	}
}

// Best returns the class with the highest score, the first of equals. scores is
// room for one number a class.
func (m *Model) Best(features []uint32, scores []int32) int {
	scores = scores[:len(m.Classes)]
	clear(scores)
	m.Score(features, scores)
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	return best
}

// each gives the features in order, each with its cells.
func (m *Model) each(do func(feature uint32, cells []uint32)) {
	if m.narrow != nil {
		used := slices.DeleteFunc(slices.Clone(m.narrow), func(n narrow) bool { return n.key == 0 })
		slices.SortFunc(used, func(a, b narrow) int { return cmp.Compare(a.key, b.key) })
		cells := make([]uint32, 0, narrowClasses)
		for _, n := range used {
			cells = cells[:0]
			for c, w := range n.weights {
				if w != 0 {
					cells = append(cells, uint32(c)<<16|uint32(uint16(w)))
				}
			}
			do(n.key, cells)
		}
		return
	}
	used := slices.DeleteFunc(slices.Clone(m.slots), func(s slot) bool { return s.key == 0 })
	slices.SortFunc(used, func(a, b slot) int { return cmp.Compare(a.key, b.key) })
	for _, s := range used {
		do(s.key, m.cells[s.row+1:s.row+1+m.cells[s.row]])
	}
}

// Pruned returns a model without the weights that are smaller than least, and
// without the features that have none left. The largest weight of a model is
// 4000.
func (m *Model) Pruned(least int) *Model {
	out := &Model{Classes: m.Classes}
	var features, rows []uint32
	m.each(func(f uint32, cells []uint32) {
		start := len(out.cells)
		out.cells = append(out.cells, 0)
		for _, c := range cells {
			if w := int(int16(c)); max(w, -w) >= least {
				out.cells = append(out.cells, c)
			}
		}
		if len(out.cells) == start+1 {
			out.cells = out.cells[:start]
			return
		}
		out.cells[start] = uint32(len(out.cells) - start - 1)
		features, rows = append(features, f), append(rows, uint32(start))
	})
	out.build(features, rows)
	return out
}

// build makes the table for features, whose rows begin at the places given.
func (m *Model) build(features, rows []uint32) {
	size := uint32(4)
	for size < uint32(len(features))*3/2 {
		size *= 2
	}
	m.mask = size - 1
	if len(m.Classes) <= narrowClasses {
		m.narrow = make([]narrow, size)
		for i, f := range features {
			at := f & m.mask
			for m.narrow[at].key != 0 {
				at = (at + 1) & m.mask
			}
			m.narrow[at].key = f
			for _, c := range m.cells[rows[i]+1 : rows[i]+1+m.cells[rows[i]]] {
				m.narrow[at].weights[c>>16] = int16(c)
			}
		}
		m.cells = nil
		return
	}
	m.slots = make([]slot, size)
	for i, f := range features {
		at := f & m.mask
		for m.slots[at].key != 0 {
			at = (at + 1) & m.mask
		}
		m.slots[at] = slot{f, rows[i]}
	}
}

// hashing

const fnvOffset, fnvPrime = 2166136261, 16777619

// Hash is 32-bit FNV-1a.
func Hash[T string | []byte](s T) uint32 {
	h := uint32(fnvOffset)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * fnvPrime
	}
	return h
}

// Mix joins a template's number and three values into one feature, never 0.
func Mix(template int, a, b, c uint32) uint32 {
	h := uint32(template+1) * 0x9e3779b1
	h = (h ^ a) * 0x85ebca6b
	h ^= h >> 15
	h = (h ^ b) * 0x85ebca6b
	h ^= h >> 15
	h = (h ^ c) * 0x85ebca6b
	h ^= h >> 15
	h *= 0xc2b2ae35
	h ^= h >> 16
	if h == 0 {
		h = 1
	}
	return h
}
