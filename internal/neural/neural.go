// Package neural holds what small networks are made of: the multiplication of
// matrices by vector instructions where the processor has them, recurrent layers,
// and their training.
//
// A network is a list of [Param], matrices of weights. At work its matrices are
// packed once ([Panels]) and read by [MulAdd]; in training each worker collects a
// [Gradient] of its own and [Adam] moves the weights by their sum, so that the
// same data in the same order give the same weights on the same processor.
//
// Sentences of several lengths go through a recurrent layer together, longest
// first, one step of all of them at a time: a [Batch] says which rows are whose.
package neural

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// A Param is a matrix of weights, Rows times Cols, row by row.
type Param struct {
	Name       string
	Rows, Cols int
	W          []float32
	Sparse     bool // rows are looked up, a few at a time, and not multiplied

	at             int       // place in its Set
	ahead, back    Panels    // W and W turned, packed
	moment, square []float32 // of Adam
	mean           []float32 // the mean of the weights over the last steps
	seen           []int32   // sparse: the step at which a row was last moved
}

// A Set is the parameters of a network. Those of the zero set have no weights
// until they are read.
type Set struct {
	Params []*Param
	random *rand.Rand
}

// NewSet returns an empty set whose weights begin as seed says.
func NewSet(seed uint64) *Set { return &Set{random: rand.New(rand.NewPCG(seed, 7))} }

// Matrix adds a matrix that begins as Glorot & Bengio (2010) have it.
func (s *Set) Matrix(name string, rows, cols int) *Param {
	return s.add(&Param{Name: name, Rows: rows, Cols: cols}, math.Sqrt(6/float64(rows+cols)))
}

// Table adds a matrix whose rows are looked up.
func (s *Set) Table(name string, rows, cols int) *Param {
	return s.add(&Param{Name: name, Rows: rows, Cols: cols, Sparse: true}, 0.1)
}

// Vector adds a row of weights that begin at zero.
func (s *Set) Vector(name string, cols int) *Param {
	return s.add(&Param{Name: name, Rows: 1, Cols: cols}, 0)
}

func (s *Set) add(p *Param, spread float64) *Param {
	if s.random != nil {
		p.W = make([]float32, p.Rows*p.Cols)
		for i := range p.W {
			p.W[i] = float32((2*s.random.Float64() - 1) * spread)
		}
	}
	p.at = len(s.Params)
	s.Params = append(s.Params, p)
	return p
}

// Pack prepares the parameters for the multiplication; with training also turned.
func Pack(params []*Param, training bool) {
	for _, p := range params {
		if p.Sparse || p.Rows == 1 {
			continue
		}
		p.ahead.Pack(p.W, p.Cols, p.Rows, p.Cols)
		if training {
			p.back.PackTurned(p.W, p.Cols, p.Cols, p.Rows)
		}
	}
}

// Row returns row i.
func (p *Param) Row(i int) []float32 { return p.W[i*p.Cols : (i+1)*p.Cols] }

// A Gradient is what one worker has found for each weight of a set.
type Gradient struct {
	of      [][]float32
	rows    [][]int32 // sparse: rows that were touched
	touched [][]bool
	scratch Panels
	turned  []float32
}

// NewGradient returns a gradient of zeros.
func (s *Set) NewGradient() *Gradient {
	g := &Gradient{of: make([][]float32, len(s.Params)), rows: make([][]int32, len(s.Params)), touched: make([][]bool, len(s.Params))}
	for i, p := range s.Params {
		g.of[i] = make([]float32, len(p.W))
		if p.Sparse {
			g.touched[i] = make([]bool, p.Rows)
		}
	}
	return g
}

// Of returns the gradient of a parameter that is not sparse, to be added to.
func (g *Gradient) Of(p *Param) []float32 { return g.of[p.at] }

// Row returns the gradient of a row, to be added to.
func (g *Gradient) Row(p *Param, i int) []float32 {
	if p.Sparse && !g.touched[p.at][i] {
		g.touched[p.at][i] = true
		g.rows[p.at] = append(g.rows[p.at], int32(i))
	}
	return g.of[p.at][i*p.Cols : (i+1)*p.Cols]
}

// Adam is the way weights are moved (Kingma & Ba 2015), with the norm of the
// gradient bounded and, from Mean steps on, the mean of the weights kept.
type Adam struct {
	Rate  float64 // of the step to come
	Bound float64 // of the norm of the whole gradient; 0 for none
	Mean  int     // the first step whose weights count in the mean; 0 for no mean

	step int
}

// Step moves the weights against the sum of the gradients, and empties them.
func (a *Adam) Step(s *Set, gs []*Gradient) {
	a.step++
	for i, p := range s.Params {
		a.sum(p, gs, i)
	}
	scale := 1.0
	if a.Bound > 0 {
		sum := 0.0
		for i, p := range s.Params {
			if !p.Sparse {
				for _, v := range gs[0].of[i] {
					sum += float64(v) * float64(v)
				}
			}
		}
		if n := math.Sqrt(sum); n > a.Bound {
			scale = a.Bound / n
		}
	}
	rate := a.Rate * math.Sqrt(1-math.Pow(b2, float64(a.step))) / (1 - math.Pow(b1, float64(a.step)))
	var wg sync.WaitGroup
	for _, p := range s.Params {
		wg.Go(func() { a.stepOf(p, gs[0], scale, rate) })
	}
	wg.Wait()
}

// stepOf moves one parameter, and empties its gradient.
func (a *Adam) stepOf(p *Param, g *Gradient, scale, rate float64) {
	i := p.at
	if p.moment == nil {
		p.moment, p.square = make([]float32, len(p.W)), make([]float32, len(p.W))
	}
	if a.Mean > 0 && a.step >= a.Mean && p.mean == nil {
		p.mean = slices.Clone(p.W)
		p.seen = make([]int32, p.Rows)
		for k := range p.seen {
			p.seen[k] = int32(a.step)
		}
	}
	if !p.Sparse {
		a.move(p, g.of[i], 0, len(p.W), scale, rate)
		clear(g.of[i])
		return
	}
	for _, r := range g.rows[i] {
		from, to := int(r)*p.Cols, int(r+1)*p.Cols
		a.move(p, g.of[i], from, to, scale, rate)
		clear(g.of[i][from:to])
		g.touched[i][r] = false
	}
	g.rows[i] = g.rows[i][:0]
}

// How much of the moments of a gradient stays at a step.
const b1, b2 = 0.9, 0.99

// keep is the share of the mean that stays at a step.
const keep = 0.998

func (a *Adam) move(p *Param, g []float32, from, to int, scale, rate float64) {
	s, r := float32(scale), float32(rate)
	for k := from; k < to; k++ {
		x := g[k] * s
		m := b1*p.moment[k] + (1-b1)*x
		q := b2*p.square[k] + (1-b2)*x*x
		p.moment[k], p.square[k] = m, q
		p.W[k] -= r * m / (float32(math.Sqrt(float64(q))) + 1e-8)
	}
	if p.mean == nil {
		return
	}
	// A row that was not moved counts as it was for all the steps since.
	last := &p.seen[from/p.Cols]
	n := float64(a.step - a.Mean)
	left := float32(min(keep, (1+n)/(10+n))) // less of the first steps, whose weights are far off
	if p.Sparse {
		left = float32(math.Pow(float64(left), float64(int32(a.step)-*last+1)))
	}
	*last = int32(a.step)
	for k := from; k < to; k++ {
		p.mean[k] += (1 - left) * (p.W[k] - p.mean[k])
	}
}

// sum adds the gradients of the other workers to the first one's.
func (a *Adam) sum(p *Param, gs []*Gradient, i int) {
	for _, g := range gs[1:] {
		if !p.Sparse {
			for k, v := range g.of[i] {
				gs[0].of[i][k] += v
			}
			clear(g.of[i])
			continue
		}
		for _, r := range g.rows[i] {
			to, from := gs[0].Row(p, int(r)), g.of[i][int(r)*p.Cols:int(r+1)*p.Cols]
			for k, v := range from {
				to[k] += v
			}
			clear(from)
			g.touched[i][r] = false
		}
		g.rows[i] = g.rows[i][:0]
	}
}

// UseMean puts the mean of the weights over the last steps in their place, or,
// called again, takes it back.
func (s *Set) UseMean() {
	for _, p := range s.Params {
		if p.mean != nil {
			p.W, p.mean = p.mean, p.W
		}
	}
}

// A Batch says where the tokens of several sentences lie while a recurrent layer
// reads them: the first of all sentences, the second of all, and so on.
type Batch struct {
	Rows   int     // tokens in all
	Row    []int32 // token, in the order of the text, to row
	turned []int32 // row to the row that it trades places with when all sentences are read from behind
	step   []int   // the first row of each step, and the end
}

// Set makes b a batch of sentences of these lengths. Sentences may be empty.
func (b *Batch) Set(lengths []int) {
	order := make([]int, len(lengths))
	first := make([]int, len(lengths))
	for i, n := range lengths {
		order[i] = i
		if i > 0 {
			first[i] = first[i-1] + lengths[i-1]
		}
		_ = n
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(lengths[y], lengths[x]) })
	b.Rows, b.step = 0, append(b.step[:0], 0)
	active := len(order)
	for t := 0; ; t++ {
		for active > 0 && lengths[order[active-1]] <= t {
			active--
		}
		if active == 0 {
			break
		}
		b.Rows += active
		b.step = append(b.step, b.Rows)
	}
	b.Row = slices.Grow(b.Row[:0], b.Rows)[:b.Rows]
	b.turned = slices.Grow(b.turned[:0], b.Rows)[:b.Rows]
	for slot, i := range order {
		for t := range lengths[i] {
			row := b.step[t] + slot
			b.Row[first[i]+t] = int32(row)
			b.turned[row] = int32(b.step[lengths[i]-1-t] + slot)
		}
	}
}

// Turn copies rows of n values so that every sentence is read from behind.
func (b *Batch) Turn(to, from []float32, n int) {
	for row, other := range b.turned {
		copy(to[row*n:(row+1)*n], from[int(other)*n:int(other+1)*n])
	}
}

// Room returns a slice of n numbers, in x's memory where it is large enough. What
// they are is not said.
func Room(x []float32, n int) []float32 {
	if cap(x) < n {
		return make([]float32, n)
	}
	return x[:n]
}

// Zeros returns a slice of n zeros, in x's memory where it is large enough.
func Zeros(x []float32, n int) []float32 {
	x = Room(x, n)
	clear(x)
	return x
}
