package eval

import (
	"testing"

	"pgregory.net/rapid"
)

// bestSum tries every pairing.
func bestSum(w [][]float64, row int, used []bool) float64 {
	if row == len(w) {
		return 0
	}
	best := bestSum(w, row+1, used)
	for j := range used {
		if !used[j] {
			used[j] = true
			best = max(best, w[row][j]+bestSum(w, row+1, used))
			used[j] = false
		}
	}
	return best
}

func TestAssignIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(1, 5).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "columns")
		w := make([][]float64, n)
		for i := range w {
			w[i] = make([]float64, m)
			for j := range w[i] {
				w[i][j] = float64(rapid.IntRange(0, 6).Draw(t, "weight"))
			}
		}
		sum, rows, cols := 0.0, map[int]bool{}, map[int]bool{}
		for _, p := range assign(w) {
			if rows[p[0]] || cols[p[1]] || w[p[0]][p[1]] == 0 {
				t.Fatalf("pair %v is taken twice or has no weight", p)
			}
			rows[p[0]], cols[p[1]] = true, true
			sum += w[p[0]][p[1]]
		}
		if want := bestSum(w, 0, make([]bool, m)); sum != want {
			t.Fatalf("sum %v, best %v of %v", sum, want, w)
		}
	})
}

func TestMostPairsAgreesWithAssign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(0, 6).Draw(t, "rows"), rapid.IntRange(0, 6).Draw(t, "columns")
		w := make([][]float64, n)
		for i := range w {
			w[i] = make([]float64, m)
			for j := range w[i] {
				w[i][j] = float64(rapid.IntRange(0, 1).Draw(t, "agrees"))
			}
		}
		got := mostPairs(n, m, func(i, j int) bool { return w[i][j] == 1 })
		if want := len(assign(w)); got != want {
			t.Fatalf("%d pairs, want %d in %v", got, want, w)
		}
	})
}
