package linear

import (
	"math"
	"slices"
)

// A Trainer learns the weights of a [Model], averaged over all steps.
type Trainer struct {
	// Step counts what was learned from; raise it before each example.
	Step int32

	classes []string
	mask    uint32
	keys    []uint32 // 0 for an empty place
	rows    []int32  // number of the feature
	weight  []float32
	moment  []float64 // sum of step times change: the average is weight - moment/step
	seen    []int32   // changes of the row
}

// NewTrainer returns a trainer that has learned nothing.
func NewTrainer(classes []string) *Trainer {
	const start = 1 << 16
	return &Trainer{classes: classes, mask: start - 1, keys: make([]uint32, start), rows: make([]int32, start)}
}

// row returns the number of a feature, -1 where it has none and none is to be made.
func (t *Trainer) row(f uint32, add bool) int32 {
	at := f & t.mask
	for t.keys[at] != 0 && t.keys[at] != f {
		at = (at + 1) & t.mask
	}
	if t.keys[at] == f {
		return t.rows[at]
	}
	if !add {
		return -1
	}
	r := int32(len(t.seen))
	t.keys[at], t.rows[at] = f, r
	for range t.classes {
		t.weight, t.moment = append(t.weight, 0), append(t.moment, 0)
	}
	t.seen = append(t.seen, 0)
	if uint32(len(t.seen)) > t.mask/2 {
		t.grow()
	}
	return r
}

func (t *Trainer) grow() {
	keys, rows := t.keys, t.rows
	t.mask = 2*t.mask + 1
	t.keys, t.rows = make([]uint32, t.mask+1), make([]int32, t.mask+1)
	for i, k := range keys {
		if k == 0 {
			continue
		}
		at := k & t.mask
		for t.keys[at] != 0 {
			at = (at + 1) & t.mask
		}
		t.keys[at], t.rows[at] = k, rows[i]
	}
}

// Score sets scores to the present weights of the features, one a class.
func (t *Trainer) Score(features []uint32, scores []float32) {
	n := len(t.classes)
	clear(scores)
	for _, f := range features {
		if r := t.row(f, false); r >= 0 {
			row := t.weight[int(r)*n : int(r)*n+n]
			scores := scores[:len(row)]
			for c, w := range row {
				scores[c] += w
			}
		}
	}
}

// Update moves the weights of the features from a wrong class to the right one.
func (t *Trainer) Update(features []uint32, right, wrong int) {
	t.Add(features, right, 1)
	t.Add(features, wrong, -1)
}

// Add changes the weights of the features for one class.
func (t *Trainer) Add(features []uint32, class int, by float32) {
	for _, f := range features {
		r := t.row(f, true)
		t.seen[r]++
		i := int(r)*len(t.classes) + class
		t.weight[i] += by
		t.moment[i] += float64(t.Step) * float64(by)
	}
}

// take adds the mean weights of another trainer to those of this one, which
// from then on has them as they are.
func (t *Trainer) take(other *Trainer) {
	n := len(t.classes)
	for i := range t.weight {
		t.weight[i], t.moment[i] = float32(t.mean(i)), 0
	}
	for at, f := range other.keys {
		if f == 0 {
			continue
		}
		from, to := int(other.rows[at])*n, int(t.row(f, true))*n
		for c := range n {
			t.weight[to+c] += float32(other.mean(from + c))
		}
	}
}

// Top returns the class with the highest score, the first of equals.
func Top(scores []float32) int {
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	return best
}

// maxWeight is the largest weight of a [Model]; smaller ones are in proportion.
const maxWeight = 4000

// mean is the average of a weight over all steps.
func (t *Trainer) mean(i int) float64 {
	return float64(t.weight[i]) - t.moment[i]/float64(max(t.Step, 1))
}

// top returns the size of the largest mean weight.
func (t *Trainer) top() float64 {
	top := 0.0
	for i := range t.weight {
		top = max(top, math.Abs(t.mean(i)))
	}
	return top
}

// Model returns what was learned: the mean of the weights over all steps, in
// whole numbers, without those smaller than least ([Model.Pruned]).
func (t *Trainer) Model(least int) *Model { return t.model(least, t.top()) }

// model brings weights to whole numbers so that one of size top is maxWeight.
func (t *Trainer) model(least int, top float64) *Model {
	n := len(t.classes)
	features := make([]uint32, 0, len(t.seen))
	for _, f := range t.keys {
		if f != 0 {
			features = append(features, f)
		}
	}
	slices.Sort(features)
	scale := 1.0
	if top > 0 {
		scale = maxWeight / top
	}
	m := &Model{Classes: t.classes}
	var kept, rows []uint32
	for _, f := range features {
		r := int(t.row(f, false)) * n
		start := len(m.cells)
		m.cells = append(m.cells, 0)
		for c := range n {
			if q := math.Round(t.mean(r+c) * scale); q != 0 && math.Abs(q) >= float64(least) {
				m.cells = append(m.cells, uint32(c)<<16|uint32(uint16(int16(q))))
			}
		}
		if len(m.cells) == start+1 {
			m.cells = m.cells[:start]
			continue
		}
		m.cells[start] = uint32(len(m.cells) - start - 1)
		kept, rows = append(kept, f), append(rows, uint32(start))
	}
	m.build(kept, rows)
	return m
}
