//go:build !amd64

package neural

// There are no vector instructions for other processors yet.
var fast, faster = false, false

// MulAdd adds to c, m rows of ldc values of which the first p.N are meant, the
// product of a, m rows of lda values of which the first p.K are meant, and p.
func MulAdd(c []float32, ldc int, a []float32, lda int, m int, p *Panels) {
	mulAdd(c, ldc, a, lda, m, p)
}

// Tanh replaces each value by its hyperbolic tangent.
func Tanh(x []float32) {
	for i := range x {
		x[i] = tanh(x[i])
	}
}

// Add adds from to to, as many values as the shorter has.
func Add(to, from []float32) {
	for i, v := range from[:min(len(from), len(to))] {
		to[i] += v
	}
}

// Relu sets values below zero to zero.
func Relu(x []float32) {
	for i, v := range x {
		x[i] = max(v, 0)
	}
}

func remember(cell, gates, old []float32) { rememberPlain(cell, gates, old) }

func open(out, gate, cell []float32) { openPlain(out, gate, cell) }
