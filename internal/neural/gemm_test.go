package neural

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func noise(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

// TestMulAdd holds the multiplication to the definition, for shapes that fill
// no register.
func TestMulAdd(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, s := range [][3]int{{1, 1, 1}, {1, 7, 64}, {3, 5, 33}, {4, 16, 16}, {5, 9, 80}, {7, 100, 130}, {12, 3, 200}, {2, 40, 64}, {3, 600, 48}} {
		m, k, n := s[0], s[1], s[2]
		a, b := noise(r, m*(k+2)), noise(r, k*n)
		want := make([]float64, m*n)
		for i := range m {
			for j := range n {
				want[i*n+j] = 1
				for q := range k {
					want[i*n+j] += float64(a[i*(k+2)+q]) * float64(b[q*n+j])
				}
			}
		}
		turned := make([]float32, n*k)
		for i := range k {
			for j := range n {
				turned[j*k+i] = b[i*n+j]
			}
		}
		var p, q Panels
		p.Pack(b, n, k, n)
		q.PackTurned(turned, k, k, n)
		ld := p.N + 3
		for name, run := range map[string]func(c []float32){
			"packed": func(c []float32) { MulAdd(c, ld, a, k+2, m, &p) },
			"turned": func(c []float32) { MulAdd(c, ld, a, k+2, m, &q) },
			"plain":  func(c []float32) { mulAdd(c, ld, a, k+2, m, &p) },
		} {
			c := make([]float32, m*ld)
			for i := range c {
				c[i] = 1
			}
			run(c)
			if name == "packed" && faster {
				faster = false
				again := make([]float32, m*ld)
				for i := range again {
					again[i] = 1
				}
				run(again)
				faster = true
				if !slices.Equal(c, again) {
					t.Fatalf("%v: other registers give another product", s)
				}
			}
			for i := range m {
				for j := range n {
					if d := math.Abs(float64(c[i*ld+j]) - want[i*n+j]); d > 1e-4 {
						t.Fatalf("%s %v: at %d,%d %g, want %g", name, s, i, j, c[i*ld+j], want[i*n+j])
					}
				}
				if c[i*ld+p.N] != 1 {
					t.Fatalf("%s %v: wrote behind the row", name, s)
				}
			}
		}
	}
}

func TestTanh(t *testing.T) {
	var x []float32
	for v := float32(-12); v < 12; v += 0.01 {
		x = append(x, v)
	}
	y := append([]float32{}, x...)
	Tanh(y)
	for i, v := range x {
		want := math.Tanh(float64(v))
		if math.Abs(float64(y[i])-want) > 2e-6 || math.Abs(float64(tanh(v))-want) > 2e-6 {
			t.Fatalf("tanh %g is %g and %g, want %g", v, y[i], tanh(v), want)
		}
	}
}

func BenchmarkMulAdd(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, m := range []int{1, 4, 8, 10, 240} {
		b.Run(string(rune('0'+m/100))+string(rune('0'+m/10%10))+string(rune('0'+m%10)), func(b *testing.B) {
			const k, n = 128, 512
			a, w, c := noise(r, m*k), noise(r, k*n), make([]float32, m*n)
			var p Panels
			p.Pack(w, n, k, n)
			for b.Loop() {
				MulAdd(c, n, a, k, m, &p)
			}
			b.ReportMetric(float64(m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
		})
	}
}

// TestElementwise holds what vector instructions do to plain loops.
func TestElementwise(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for _, h := range []int{1, 8, 13, 64} {
		x, y := noise(r, h), noise(r, h+3)
		sum, kept := slices.Clone(x), slices.Clone(x)
		Add(sum, y)
		Relu(kept)
		gates, old := noise(r, 4*h), noise(r, h)
		cell, want, state, wantState := make([]float32, h), make([]float32, h), make([]float32, h), make([]float32, h)
		remember(cell, gates, old)
		rememberPlain(want, gates, old)
		open(state, gates, cell)
		openPlain(wantState, gates, cell)
		for i := range h {
			if sum[i] != x[i]+y[i] || kept[i] != max(x[i], 0) {
				t.Errorf("%d: %g and %g give %g and %g", h, x[i], y[i], sum[i], kept[i])
			}
			if math.Abs(float64(cell[i]-want[i])) > 1e-5 || math.Abs(float64(state[i]-wantState[i])) > 1e-5 {
				t.Errorf("%d: cell %g, want %g; state %g, want %g", h, cell[i], want[i], state[i], wantState[i])
			}
		}
	}
}
