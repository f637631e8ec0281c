package neural

// width is the columns of a panel: two AVX registers.
const width = 16

// Wide rounds a number of columns up to whole panels.
func Wide(n int) int { return (n + width - 1) / width * width }

// Panels are a matrix of K rows and N columns as the multiplication reads it:
// sixteen columns at a time, each panel's rows one behind another. N is a
// multiple of 16.
type Panels struct {
	K, N int
	v    []float32
}

// Pack makes p the first n columns of k rows of ld values. Columns up to the
// next multiple of 16 are zero.
func (p *Panels) Pack(x []float32, ld, k, n int) {
	p.shape(k, n)
	for j := 0; j < p.N; j += width {
		to := p.v[j*k : (j+width)*k]
		w := min(width, n-j)
		for i := range k {
			row := to[i*width : (i+1)*width]
			copy(row, x[i*ld+j:i*ld+j+w])
			clear(row[w:])
		}
	}
}

// PackTurned makes p the matrix whose rows are the columns of x: of n rows of ld
// values, the first k of each.
func (p *Panels) PackTurned(x []float32, ld, k, n int) {
	p.shape(k, n)
	for j := 0; j < p.N; j += width {
		to := p.v[j*k : (j+width)*k]
		for c := range width {
			if j+c >= n {
				for i := range k {
					to[i*width+c] = 0
				}
				continue
			}
			for i, v := range x[(j+c)*ld : (j+c)*ld+k] {
				to[i*width+c] = v
			}
		}
	}
}

func (p *Panels) shape(k, n int) {
	p.K, p.N = k, Wide(n)
	if cap(p.v) < p.K*p.N {
		p.v = make([]float32, p.K*p.N)
	}
	p.v = p.v[:p.K*p.N]
}

// mulAdd is [MulAdd] without vector instructions.
func mulAdd(c []float32, ldc int, a []float32, lda int, m int, p *Panels) {
	for j := 0; j < p.N; j += width {
		panel := p.v[j*p.K : (j+width)*p.K]
		for i := range m {
			to := (*[width]float32)(c[i*ldc+j:])
			for k, x := range a[i*lda : i*lda+p.K] {
				b := (*[width]float32)(panel[k*width:])
				for q := range b {
					to[q] += x * b[q]
				}
			}
		}
	}
}

// tanhTable are the bounds and coefficients of a rational approximation of tanh
// by polynomials of degree 13 and 6, good to a few units in the last place (the
// one that the Eigen library uses): most, least, a13 to a1, b6 to b0.
var tanhTable = [...]float32{
	7.90531110763549805, -7.90531110763549805,
	-2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08, 1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03,
	1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03,
}

func tanh(x float32) float32 {
	t := &tanhTable
	x = max(min(x, t[0]), t[1])
	q := x * x
	a, b := t[2], t[9]
	for _, c := range t[3:9] {
		a = a*q + c
	}
	for _, c := range t[10:] {
		b = b*q + c
	}
	return x * a / b
}
