package neural

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestGradient holds the way back of each layer to differences of the loss.
func TestGradient(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	s := NewSet(5)
	table := s.Table("table", 9, 20)
	front, behind := s.LSTM("front", 20, 16), s.LSTM("behind", 20, 16)
	dense := s.Dense("dense", 32, 10)
	var b Batch
	b.Set([]int{2, 5, 0, 3})
	ids := make([]int, b.Rows)
	for i := range ids {
		ids[i] = r.IntN(9)
	}
	weights := noise(r, b.Rows*dense.W.Cols)
	run := func(g *Gradient) float64 {
		Pack(s.Params, true)
		x, turned := make([]float32, b.Rows*20), make([]float32, b.Rows*20)
		for i, id := range ids {
			copy(x[int(b.Row[i])*20:], table.Row(id))
		}
		b.Turn(turned, x, 20)
		var f, k Run
		front.Forward(&f, &b, x)
		behind.Forward(&k, &b, turned)
		back := make([]float32, b.Rows*16)
		b.Turn(back, k.Out, 16)
		both := make([]float32, b.Rows*32)
		for i := range b.Rows {
			copy(both[i*32:], f.Out[i*16:(i+1)*16])
			copy(both[i*32+16:], back[i*16:(i+1)*16])
		}
		y := dense.Forward(nil, both, b.Rows)
		loss := 0.0
		for i, v := range y {
			loss += float64(v * v * weights[i] / 2)
		}
		if g == nil {
			return loss
		}
		dy := append([]float32{}, weights...)
		for i := range dy {
			dy[i] *= y[i]
		}
		dBoth := make([]float32, len(both))
		dense.Backward(g, dBoth, both, dy, b.Rows)
		dFront, dBack, dBehind := make([]float32, b.Rows*16), make([]float32, b.Rows*16), make([]float32, b.Rows*16)
		for i := range b.Rows {
			copy(dFront[i*16:(i+1)*16], dBoth[i*32:])
			copy(dBack[i*16:(i+1)*16], dBoth[i*32+16:])
		}
		b.Turn(dBehind, dBack, 16)
		dx, dTurned, dAgain := make([]float32, len(x)), make([]float32, len(x)), make([]float32, len(x))
		front.Backward(g, &f, &b, dx, x, dFront)
		behind.Backward(g, &k, &b, dTurned, turned, dBehind)
		b.Turn(dAgain, dTurned, 20)
		for i, id := range ids {
			row := g.Row(table, id)
			for c := range row {
				row[c] += dx[int(b.Row[i])*20+c] + dAgain[int(b.Row[i])*20+c]
			}
		}
		return loss
	}
	g := s.NewGradient()
	run(g)
	for i, p := range s.Params {
		for range 12 {
			k := r.IntN(len(p.W))
			const step = 2e-3
			old := p.W[k]
			p.W[k] = old + step
			up := run(nil)
			p.W[k] = old - step
			down := run(nil)
			p.W[k] = old
			want, got := (up-down)/(2*step), float64(g.of[i][k])
			if math.Abs(want-got) > 2e-2*max(1, math.Abs(want)) {
				t.Errorf("%s at %d: %g, by differences %g", p.Name, k, got, want)
			}
		}
	}
}

// TestAdam finds the least of a bowl, with two workers that see half of it each.
func TestAdam(t *testing.T) {
	s := NewSet(1)
	p, rows := s.Matrix("p", 2, 16), s.Table("t", 3, 4)
	gs := []*Gradient{s.NewGradient(), s.NewGradient()}
	a := Adam{Rate: 0.05, Bound: 5, Mean: 300}
	for range 600 {
		for w, g := range gs {
			for k := range p.W {
				g.Of(p)[k] += p.W[k] - float32(k+w)/10
			}
			row := g.Row(rows, 1)
			for k := range row {
				row[k] += rows.Row(1)[k] - 2
			}
		}
		a.Step(s, gs)
	}
	s.UseMean()
	for k, v := range p.W {
		if math.Abs(float64(v)-(float64(k)+0.5)/10) > 0.05 {
			t.Errorf("weight %d is %g", k, v)
		}
	}
	if v := rows.Row(1)[0]; math.Abs(float64(v)-2) > 0.1 {
		t.Errorf("row 1 begins %g", v)
	}
	if v := rows.Row(0)[0]; math.Abs(float64(v)) > 0.1 {
		t.Errorf("row 0, never touched, begins %g", v)
	}
}
