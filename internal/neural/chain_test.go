package neural

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestChain holds the loss, its gradient and the best labels to all labellings.
func TestChain(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	s := NewSet(2)
	c := s.Chain("pairs", 3)
	copy(c.Pairs.W, noise(r, len(c.Pairs.W)))
	const n, ld = 4, 16
	scores := noise(r, n*ld)
	gold := []int{0, 2, 1, 1}
	score := func(labels []int) float64 {
		sum, last := 0.0, 3
		for i, b := range labels {
			sum += float64(c.Pairs.W[last*3+b]) + float64(scores[i*ld+b])
			last = b
		}
		return sum
	}
	loss := func() float64 {
		all := 0.0
		for x := range 81 {
			all += math.Exp(score([]int{x % 3, x / 3 % 3, x / 9 % 3, x / 27}))
		}
		return math.Log(all) - score(gold)
	}
	g, d := s.NewGradient(), make([]float32, n*ld)
	if got, want := c.Learn(g, d, scores, ld, gold, 1), loss(); math.Abs(got-want) > 1e-6 {
		t.Errorf("loss %g, want %g", got, want)
	}
	for name, x := range map[string][2][]float32{"scores": {scores, d}, "pairs": {c.Pairs.W, g.of[0]}} {
		for k := range x[0] {
			const step = 1e-2
			old := x[0][k]
			x[0][k] = old + step
			up := loss()
			x[0][k] = old - step
			down := loss()
			x[0][k] = old
			if want := (up - down) / (2 * step); math.Abs(want-float64(x[1][k])) > 1e-3 {
				t.Errorf("%s at %d: %g, by differences %g", name, k, x[1][k], want)
			}
		}
	}
	best := c.Best(nil, scores, ld, n)
	for x := range 81 {
		if labels := []int{x % 3, x / 3 % 3, x / 9 % 3, x / 27}; score(labels) > score(best)+1e-5 {
			t.Errorf("%v is better than %v", labels, best)
		}
	}
	if got := c.Best([]int{7}, nil, ld, 0); !slices.Equal(got, []int{7}) {
		t.Errorf("of nothing %v", got)
	}
}
