package english

import (
	"math"
	"slices"
)

// A perceptron is a linear classifier over hashed features, in the form that
// is read at work: an open table from feature to a row of class weights.
type perceptron struct {
	classes []string
	mask    uint32
	keys    []uint32 // 0 for an empty place
	rows    []int32  // start of the row in weights
	weights []int8
}

// score adds the weights of the features to scores, one a class.
func (p *perceptron) score(features []uint32, scores []int32) {
	n := len(p.classes)
	for _, f := range features {
		at := f & p.mask
		for p.keys[at] != 0 && p.keys[at] != f {
			at = (at + 1) & p.mask
		}
		if p.keys[at] == 0 {
			continue
		}
		row := p.weights[p.rows[at] : int(p.rows[at])+n]
		for c, w := range row {
			scores[c] += int32(w)
		}
	}
}

// build makes the table for rows of weights by feature.
func (p *perceptron) build(features []uint32, weights []int8) {
	size := uint32(1)
	for size < uint32(2*len(features)+2) {
		size *= 2
	}
	p.mask, p.keys, p.rows, p.weights = size-1, make([]uint32, size), make([]int32, size), weights
	for i, f := range features {
		at := f & p.mask
		for p.keys[at] != 0 {
			at = (at + 1) & p.mask
		}
		p.keys[at], p.rows[at] = f, int32(i*len(p.classes))
	}
}

// trainer learns the weights of a perceptron, averaged over all steps.
type trainer struct {
	classes []string
	index   map[uint32]int32 // feature to row
	weight  []float32
	total   []float64 // sum over steps so far of the weight
	stamp   []int32   // step of the last change
	seen    []int32   // updates that touched the row
	step    int32
}

func newTrainer(classes []string) *trainer {
	return &trainer{classes: classes, index: map[uint32]int32{}}
}

func (t *trainer) row(f uint32, make_ bool) int32 {
	r, ok := t.index[f]
	if !ok {
		if !make_ {
			return -1
		}
		r = int32(len(t.index))
		t.index[f] = r
		t.weight = append(t.weight, make([]float32, len(t.classes))...)
		t.total = append(t.total, make([]float64, len(t.classes))...)
		t.stamp = append(t.stamp, make([]int32, len(t.classes))...)
		t.seen = append(t.seen, 0)
	}
	return r
}

func (t *trainer) score(features []uint32, scores []float32) {
	n := len(t.classes)
	clear(scores)
	for _, f := range features {
		if r := t.row(f, false); r >= 0 {
			for c, w := range t.weight[int(r)*n : int(r)*n+n] {
				scores[c] += w
			}
		}
	}
}

// update moves the weights of the features from one class to another.
func (t *trainer) update(features []uint32, right, wrong int) {
	for _, f := range features {
		r := t.row(f, true)
		t.seen[r]++
		t.change(int(r)*len(t.classes)+right, 1)
		t.change(int(r)*len(t.classes)+wrong, -1)
	}
}

func (t *trainer) change(i int, by float32) {
	t.total[i] += float64(t.weight[i]) * float64(t.step-t.stamp[i])
	t.stamp[i] = t.step
	t.weight[i] += by
}

// finish averages, drops features that were hardly ever used, and brings the
// weights to one byte.
func (t *trainer) finish(minSeen int32) *perceptron {
	n := len(t.classes)
	var features []uint32
	for f := range t.index {
		if t.seen[t.index[f]] >= minSeen {
			features = append(features, f)
		}
	}
	slices.Sort(features)
	average := make([]float64, 0, len(features)*n)
	for _, f := range features {
		r := int(t.index[f])
		for c := range n {
			i := r*n + c
			average = append(average, (t.total[i]+float64(t.weight[i])*float64(t.step-t.stamp[i]))/float64(t.step))
		}
	}
	sizes := make([]float64, len(average))
	for i, w := range average {
		sizes[i] = math.Abs(w)
	}
	slices.Sort(sizes)
	scale := 1.0
	if len(sizes) > 0 {
		if top := sizes[int(float64(len(sizes)-1)*0.9995)]; top > 0 {
			scale = 127 / top
		}
	}
	weights := make([]int8, len(average))
	for i, w := range average {
		weights[i] = int8(math.Round(min(max(w*scale, -127), 127)))
	}
	p := &perceptron{classes: t.classes}
	p.build(features, weights)
	return p
}

// hashing

const fnvOffset, fnvPrime = 2166136261, 16777619

// hashString is 32-bit FNV-1a.
func hashString(s string) uint32 {
	h := uint32(fnvOffset)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * fnvPrime
	}
	return h
}

// mix joins a template's number and up to three values into one feature,
// never 0.
func mix(template int, a, b, c uint32) uint32 {
	h := uint32(template+1) * 0x9e3779b1
	for _, v := range [...]uint32{a, b, c} {
		h ^= v
		h *= 0x85ebca6b
		h ^= h >> 15
	}
	h *= 0xc2b2ae35
	h ^= h >> 16
	if h == 0 {
		h = 1
	}
	return h
}
