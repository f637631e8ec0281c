package neural

// An LSTM reads sequences from the front (Hochreiter & Schmidhuber 1997, with
// forget gates). Gates open by (1+tanh x)/2. The columns of its matrices are the
// input, forget and output gates and the candidate, Hidden of each.
type LSTM struct {
	Hidden     int
	X, H, Bias *Param
}

// LSTM adds a layer.
func (s *Set) LSTM(name string, in, hidden int) LSTM {
	l := LSTM{hidden, s.Matrix(name+".x", in, 4*hidden), s.Matrix(name+".h", hidden, 4*hidden), s.Vector(name+".bias", 4*hidden)}
	for i := range l.Bias.W {
		if i >= hidden && i < 2*hidden {
			l.Bias.W[i] = 0.5 // remembers at first
		}
	}
	return l
}

// Run is what an LSTM keeps of a batch, for the way back.
type Run struct {
	Out                     []float32 // the states, Hidden of each row
	gates, cells, squashed  []float32
	nothing                 []float32 // the cells before the first
	dGates, dCell, dH, prev []float32
}

// Forward reads the rows of x, one for each row of the batch.
func (l LSTM) Forward(r *Run, b *Batch, x []float32) {
	h, g := l.Hidden, 4*l.Hidden
	r.gates = Room(r.gates, b.Rows*g)
	r.cells, r.squashed, r.Out = Room(r.cells, b.Rows*h), Room(r.squashed, b.Rows*h), Room(r.Out, b.Rows*h)
	r.nothing = Zeros(r.nothing, h)
	for i := range b.Rows {
		copy(r.gates[i*g:], l.Bias.W)
	}
	MulAdd(r.gates, g, x, l.X.Rows, b.Rows, &l.X.ahead)
	for t := range len(b.step) - 1 {
		from, to := b.step[t], b.step[t+1]
		gates := r.gates[from*g : to*g]
		var before []float32
		if t > 0 {
			MulAdd(gates, g, r.Out[b.step[t-1]*h:], h, to-from, &l.H.ahead)
			before = r.cells[b.step[t-1]*h:]
		}
		Tanh(gates)
		for k := range to - from {
			old := r.nothing
			if t > 0 {
				old = before[k*h : (k+1)*h]
			}
			remember(r.cells[(from+k)*h:(from+k+1)*h], gates[k*g:(k+1)*g], old)
		}
		squashed := r.squashed[from*h : to*h]
		copy(squashed, r.cells[from*h:to*h])
		Tanh(squashed)
		for k := range to - from {
			open(r.Out[(from+k)*h:(from+k+1)*h], gates[k*g+2*h:k*g+3*h], squashed[k*h:(k+1)*h])
		}
	}
}

// rememberPlain is remember without vector instructions.
func rememberPlain(cell, gates, old []float32) {
	h := len(cell)
	in, forget, cand := gates[:h], gates[h:2*h], gates[3*h:4*h]
	for j := range cell {
		cell[j] = 0.5*(1+in[j])*cand[j] + 0.5*(1+forget[j])*old[j]
	}
}

// openPlain is open without vector instructions.
func openPlain(out, gate, cell []float32) {
	for j, v := range cell {
		out[j] = 0.5 * (1 + gate[j]) * v
	}
}

// Backward adds to the gradient and to dx what dOut, of the states, says.
func (l LSTM) Backward(gr *Gradient, r *Run, b *Batch, dx, x, dOut []float32) {
	h, g := l.Hidden, 4*l.Hidden
	r.dGates = Zeros(r.dGates, b.Rows*g)
	r.prev = Zeros(r.prev, b.Rows*h) // the state before each row's
	steps := len(b.step) - 1
	widest := 0
	if steps > 0 {
		widest = b.step[1]
	}
	r.dCell, r.dH = Zeros(r.dCell, widest*h), Zeros(r.dH, widest*h)
	for t := steps - 1; t >= 0; t-- {
		from, n := b.step[t], b.step[t+1]-b.step[t]
		for k := range n {
			row := from + k
			a, d := r.gates[row*g:(row+1)*g], r.dGates[row*g:(row+1)*g]
			for j := range h {
				in, forget, open, cand, sq := a[j], a[h+j], a[2*h+j], a[3*h+j], r.squashed[row*h+j]
				dh := dOut[row*h+j] + r.dH[k*h+j]
				dc := r.dCell[k*h+j] + dh*0.5*(1+open)*(1-sq*sq)
				old := float32(0)
				if t > 0 {
					old = r.cells[(b.step[t-1]+k)*h+j]
				}
				d[j] = dc * cand * 0.5 * (1 - in*in)
				d[h+j] = dc * old * 0.5 * (1 - forget*forget)
				d[2*h+j] = dh * sq * 0.5 * (1 - open*open)
				d[3*h+j] = dc * 0.5 * (1 + in) * (1 - cand*cand)
				r.dCell[k*h+j] = dc * 0.5 * (1 + forget)
			}
		}
		clear(r.dH[:n*h])
		if t > 0 {
			MulAdd(r.dH, h, r.dGates[from*g:], g, n, &l.H.back)
			copy(r.prev[from*h:(from+n)*h], r.Out[b.step[t-1]*h:])
		}
	}
	gr.product(l.X, x, r.dGates, b.Rows)
	gr.product(l.H, r.prev, r.dGates, b.Rows)
	bias := gr.Of(l.Bias)
	for i := range b.Rows {
		for k, v := range r.dGates[i*g : (i+1)*g] {
			bias[k] += v
		}
	}
	if dx != nil {
		backInto(dx, l.X, r.dGates, b.Rows)
	}
}
