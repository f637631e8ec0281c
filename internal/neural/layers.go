package neural

import (
	"math"
	"math/rand/v2"
)

// A Dense is a layer x·W + B. The columns of W are a multiple of 16.
type Dense struct{ W, B *Param }

// Dense adds a layer.
func (s *Set) Dense(name string, in, out int) Dense {
	return Dense{s.Matrix(name, in, Wide(out)), s.Vector(name+".bias", Wide(out))}
}

// Forward returns the layer's output for rows of x, in y's memory.
func (d Dense) Forward(y, x []float32, rows int) []float32 {
	y = Room(y, rows*d.W.Cols)
	for i := range rows {
		copy(y[i*d.W.Cols:], d.B.W)
	}
	MulAdd(y, d.W.Cols, x, d.W.Rows, rows, &d.W.ahead)
	return y
}

// Backward adds to the gradient, and to dx where it is not nil, what dy of the
// output says of the weights and of the input x.
func (d Dense) Backward(g *Gradient, dx, x, dy []float32, rows int) {
	g.product(d.W, x, dy, rows)
	bias := g.Of(d.B)
	for i := range rows {
		for k, v := range dy[i*d.W.Cols : (i+1)*d.W.Cols] {
			bias[k] += v
		}
	}
	if dx != nil {
		backInto(dx, d.W, dy, rows)
	}
}

// product adds x turned times dy to the gradient of a matrix.
func (g *Gradient) product(p *Param, x, dy []float32, rows int) {
	g.turned = Room(g.turned, p.Rows*rows)
	for i := range rows {
		for k, v := range x[i*p.Rows : (i+1)*p.Rows] {
			g.turned[k*rows+i] = v
		}
	}
	g.scratch.Pack(dy, p.Cols, rows, p.Cols)
	MulAdd(g.Of(p), p.Cols, g.turned, rows, p.Rows, &g.scratch)
}

// backInto adds dy times W turned to dx.
func backInto(dx []float32, p *Param, dy []float32, rows int) {
	if p.Rows%width == 0 {
		MulAdd(dx, p.Rows, dy, p.Cols, rows, &p.back)
		return
	}
	wide := make([]float32, rows*p.back.N)
	MulAdd(wide, p.back.N, dy, p.Cols, rows, &p.back)
	for i := range rows {
		for k := range p.Rows {
			dx[i*p.Rows+k] += wide[i*p.back.N+k]
		}
	}
}

// ReluBack sets to zero the gradient of what Relu set to zero.
func ReluBack(dy, y []float32) {
	for i, v := range y {
		if v <= 0 {
			dy[i] = 0
		}
	}
}

// A Mask is which values a layer drops in training (Srivastava et al. 2014).
type Mask []float32

// Drop draws a mask for n values, of which a share is dropped, applies it to x,
// and returns it.
func (m Mask) Drop(r *rand.Rand, x []float32, share float64) Mask {
	m = Mask(Zeros(m, len(x)))
	cut, scale := uint32(share*(1<<32)), float32(1/(1-share))
	for i := range m {
		if r.Uint32() >= cut {
			m[i] = scale
		}
		x[i] *= m[i]
	}
	return m
}

// Back applies the mask to a gradient.
func (m Mask) Back(dx []float32) {
	for i, v := range m {
		dx[i] *= v
	}
}

// CrossEntropy writes into d the gradient of the loss of scores, whose right one
// is gold, and returns the loss, in nats.
func CrossEntropy(d, scores []float32, gold int) float64 {
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	sum := float32(0)
	for i, s := range scores {
		d[i] = float32(math.Exp(float64(s - top)))
		sum += d[i]
	}
	for i := range scores {
		d[i] /= sum
	}
	loss := -math.Log(float64(max(d[gold], 1e-20)))
	d[gold]--
	return loss
}
