package neural

import "golang.org/x/sys/cpu"

// What the processor has. The sums are the same with either, for each is added up
// in the same order.
var (
	fast   = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	faster = fast && cpu.X86.HasAVX512F
)

//go:noescape
func kernel4x16(c, a, b *float32, k, ldc, lda int)

//go:noescape
func kernel4x32(c, a, b *float32, k, ldc, lda int)

//go:noescape
func kernel1x64(c, a, b *float32, k int)

//go:noescape
func kernel1x16(c, a, b *float32, k int)

//go:noescape
func tanh8(x, table *float32, n int)

//go:noescape
func add8(to, from *float32, n int)

//go:noescape
func relu8(x *float32, n int)

//go:noescape
func cell8(cell, gates, old *float32, h int, half *float32)

//go:noescape
func gate8(out, open, cell *float32, h int, half *float32)

// halfAndOne are what cell8 and gate8 multiply by and add.
var halfAndOne = [2]float32{0.5, 1}

// Add adds from to to, as many values as the shorter has.
func Add(to, from []float32) {
	n := 0
	from = from[:min(len(from), len(to))]
	if fast && len(from) >= 8 {
		n = len(from) &^ 7
		add8(&to[0], &from[0], n)
	}
	for i := n; i < len(from); i++ {
		to[i] += from[i]
	}
}

// Relu sets values below zero to zero.
func Relu(x []float32) {
	n := 0
	if fast && len(x) >= 8 {
		n = len(x) &^ 7
		relu8(&x[0], n)
	}
	for i := n; i < len(x); i++ {
		x[i] = max(x[i], 0)
	}
}

// remember writes the cells of a row from its gates and the cells before.
func remember(cell, gates, old []float32) {
	if h := len(cell); fast && h > 0 && h%8 == 0 {
		_, _ = gates[4*h-1], old[h-1]
		cell8(&cell[0], &gates[0], &old[0], h, &halfAndOne[0])
		return
	}
	rememberPlain(cell, gates, old)
}

// open writes the state of a row from its output gate and its squashed cells.
func open(out, gate, cell []float32) {
	if h := len(out); fast && h > 0 && h%8 == 0 {
		_, _ = gate[h-1], cell[h-1]
		gate8(&out[0], &gate[0], &cell[0], h, &halfAndOne[0])
		return
	}
	openPlain(out, gate, cell)
}

// MulAdd adds to c, m rows of ldc values of which the first p.N are meant, the
// product of a, m rows of lda values of which the first p.K are meant, and p.
func MulAdd(c []float32, ldc int, a []float32, lda int, m int, p *Panels) {
	if m == 0 || p.K == 0 || p.N == 0 {
		return
	}
	if !fast {
		mulAdd(c, ldc, a, lda, m, p)
		return
	}
	_, _ = c[(m-1)*ldc+p.N-1], a[(m-1)*lda+p.K-1]
	size, panels := p.K*width, p.N/width
	rows := m &^ 3
	j := 0
	for ; faster && j+2 <= panels && rows > 0; j += 2 {
		for i := 0; i < rows; i += 4 {
			kernel4x32(&c[i*ldc+j*width], &a[i*lda], &p.v[j*size], p.K, ldc, lda)
		}
	}
	for ; j < panels && rows > 0; j++ {
		b := &p.v[j*size]
		for i := 0; i < rows; i += 4 {
			kernel4x16(&c[i*ldc+j*width], &a[i*lda], b, p.K, ldc, lda)
		}
	}
	if left := m - rows; faster && left > 1 && panels > 1 {
		// Two or three rows cost as much as four, one by one much more.
		leftover(c[rows*ldc:], ldc, a[rows*lda:], lda, left, p)
		if panels%2 == 0 {
			return
		}
		for i := rows; i < m; i++ {
			kernel1x16(&c[i*ldc+(panels-1)*width], &a[i*lda], &p.v[(panels-1)*size], p.K)
		}
		return
	}
	for i := rows; i < m; i++ {
		j := 0
		for ; j+4 <= panels; j += 4 {
			kernel1x64(&c[i*ldc+j*width], &a[i*lda], &p.v[j*size], p.K)
		}
		for ; j < panels; j++ {
			kernel1x16(&c[i*ldc+j*width], &a[i*lda], &p.v[j*size], p.K)
		}
	}
}

// leftover multiplies two or three rows as if they were four, but for an odd last
// panel.
func leftover(c []float32, ldc int, a []float32, lda, rows int, p *Panels) {
	var room [4 * 512]float32
	k := p.K
	four := room[:]
	if 4*k > len(room) {
		four = make([]float32, 4*k)
	}
	for i := range rows {
		copy(four[i*k:], a[i*lda:i*lda+k])
	}
	var sums [4 * 2 * width]float32
	for j := 0; j+2 <= p.N/width; j += 2 {
		for i := range rows {
			copy(sums[i*2*width:(i+1)*2*width], c[i*ldc+j*width:])
		}
		kernel4x32(&sums[0], &four[0], &p.v[j*k*width], k, 2*width, k)
		for i := range rows {
			copy(c[i*ldc+j*width:i*ldc+(j+2)*width], sums[i*2*width:])
		}
	}
}

// Tanh replaces each value by its hyperbolic tangent.
func Tanh(x []float32) {
	n := len(x) &^ 7
	if !fast {
		n = 0
	}
	if n > 0 {
		tanh8(&x[0], &tanhTable[0], n)
	}
	for i := n; i < len(x); i++ {
		x[i] = tanh(x[i])
	}
}
