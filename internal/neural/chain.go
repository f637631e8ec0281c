package neural

import "math"

// A Chain scores the labels of a sequence: each place by scores that a layer gives,
// each pair of neighbours by weights of its own (a conditional random field,
// Lafferty, McCallum & Pereira 2001).
type Chain struct {
	Labels int
	Pairs  *Param // row a, column b: label b behind label a; the last row: label b at the front
}

// Chain adds the weights of pairs of labels.
func (s *Set) Chain(name string, labels int) Chain {
	return Chain{labels, s.add(&Param{Name: name, Rows: labels + 1, Cols: labels, Sparse: true}, 0)}
}

// Learn returns the loss of a sequence whose labels are gold, in nats, and adds
// its gradient, times unit, to d of the scores, ld numbers a place, and to g.
func (c Chain) Learn(g *Gradient, d, scores []float32, ld int, gold []int, unit float64) float64 {
	n, k := len(gold), c.Labels
	if n == 0 {
		return 0
	}
	pair := func(a, b int) float64 { return float64(c.Pairs.W[a*k+b]) }
	ahead, behind := make([]float64, n*k), make([]float64, n*k) // logarithms of sums over all that lies before, behind
	room := make([]float64, k)
	for b := range k {
		ahead[b] = pair(k, b) + float64(scores[b])
	}
	for i := 1; i < n; i++ {
		for b := range k {
			for a := range k {
				room[a] = ahead[(i-1)*k+a] + pair(a, b)
			}
			ahead[i*k+b] = logSum(room) + float64(scores[i*ld+b])
		}
	}
	for i := n - 2; i >= 0; i-- {
		for a := range k {
			for b := range k {
				room[b] = behind[(i+1)*k+b] + float64(scores[(i+1)*ld+b]) + pair(a, b)
			}
			behind[i*k+a] = logSum(room)
		}
	}
	all := logSum(ahead[(n-1)*k:])
	right, last := 0.0, k
	for i, b := range gold {
		right += pair(last, b) + float64(scores[i*ld+b])
		last = b
	}
	u := unit
	for i, label := range gold {
		for b := range k {
			p := math.Exp(ahead[i*k+b] + behind[i*k+b] - all)
			if b == label {
				p--
			}
			d[i*ld+b] += float32(p * u)
			if i == 0 {
				g.Row(c.Pairs, k)[b] += float32(p * u)
				continue
			}
			for a := range k {
				p := math.Exp(ahead[(i-1)*k+a] + pair(a, b) + float64(scores[i*ld+b]) + behind[i*k+b] - all)
				if b == label && a == gold[i-1] {
					p--
				}
				g.Row(c.Pairs, a)[b] += float32(p * u)
			}
		}
	}
	return all - right
}

func logSum(x []float64) float64 {
	top := math.Inf(-1)
	for _, v := range x {
		top = max(top, v)
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Exp(v - top)
	}
	return top + math.Log(sum)
}

// Best appends the best labels of n places, ld scores each.
func (c Chain) Best(out []int, scores []float32, ld, n int) []int {
	k := c.Labels
	if n == 0 {
		return out
	}
	sums, from := make([]float32, k), make([]int8, n*k)
	next := make([]float32, k)
	for b := range k {
		sums[b] = c.Pairs.W[k*k+b] + scores[b]
	}
	for i := 1; i < n; i++ {
		for b := range k {
			top, at := float32(math.Inf(-1)), 0
			for a := range k {
				if v := sums[a] + c.Pairs.W[a*k+b]; v > top {
					top, at = v, a
				}
			}
			next[b], from[i*k+b] = top+scores[i*ld+b], int8(at)
		}
		sums, next = next, sums
	}
	label := 0
	for b, v := range sums {
		if v > sums[label] {
			label = b
		}
	}
	at := len(out)
	for range n {
		out = append(out, 0)
	}
	for i := n - 1; i >= 0; i-- {
		out[at+i] = label
		label = int(from[i*k+label])
	}
	return out
}
