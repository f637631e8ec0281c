package english

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestEisner holds the search to trying every tree.
func TestEisner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "words")
		ld := n + 1 + rapid.IntRange(0, 2).Draw(t, "unused")
		scores := make([]float32, n*ld)
		for i := range scores {
			scores[i] = float32(rapid.IntRange(-40, 40).Draw(t, "score")) / 8
		}
		norm := make([]float64, n)
		for d := range n {
			for h := range n + 1 {
				if h != d {
					norm[d] += math.Exp(float64(scores[d*ld+h]))
				}
			}
			norm[d] = math.Log(norm[d])
		}
		value := func(heads []int) float64 {
			sum := 0.0
			for d, h := range heads {
				sum += float64(scores[d*ld+h]) - norm[d]
			}
			return sum
		}
		most := math.Inf(-1)
		heads := make([]int, n)
		var try func(d int)
		try = func(d int) {
			if d < n {
				for heads[d] = range n + 1 {
					if heads[d] != d {
						try(d + 1)
					}
				}
				heads[d] = 0
				return
			}
			roots := 0
			for _, h := range heads {
				if h == n {
					roots++
				}
			}
			if roots == 1 && isProjective(heads) {
				most = max(most, value(heads))
			}
		}
		try(0)
		kept := append([]float32{}, scores...)
		var e eisner
		got := e.find(kept, ld, n)
		roots := 0
		for _, h := range got {
			if h == n {
				roots++
			}
		}
		if len(got) != n || roots != 1 || !isProjective(got) {
			t.Fatalf("heads %v", got)
		}
		if v := value(got); math.Abs(v-most) > 1e-4 {
			t.Fatalf("heads %v have %g, the best %g", got, v, most)
		}
	})
}

func TestIsProjective(t *testing.T) {
	for _, tt := range []struct {
		heads []int
		want  bool
	}{
		{[]int{1, 3, 1}, true},
		{[]int{3, 0, 1}, true},
		{[]int{2, 4, 4, 1}, false}, // 0 and 2 around 1, which hangs outside
		{[]int{1, 0, 3}, false},    // a ring
	} {
		if got := isProjective(tt.heads); got != tt.want {
			t.Errorf("%v: %v", tt.heads, got)
		}
	}
}
