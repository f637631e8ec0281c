package eval

import (
	"cmp"
	"math"
	"slices"
)

// assign finds the one-to-one pairing of rows and columns with the greatest sum
// of weights, by the Hungarian method with potentials (Kuhn 1955, in the O(n³)
// form of Jonker and Volgenant). Weights are 0 or more; a pair of weight 0 is
// left out. Pairs are {row, column}, sorted.
func assign(w [][]float64) [][2]int {
	if len(w) == 0 || len(w[0]) == 0 {
		return nil
	}
	flip := len(w) > len(w[0])
	if flip {
		t := make([][]float64, len(w[0]))
		for j := range t {
			t[j] = make([]float64, len(w))
			for i := range w {
				t[j][i] = w[i][j]
			}
		}
		w = t
	}
	n, m := len(w), len(w[0])
	u, v := make([]float64, n+1), make([]float64, m+1)
	p, way := make([]int, m+1), make([]int, m+1)
	for i := 1; i <= n; i++ {
		p[0] = i
		j0 := 0
		minv, used := make([]float64, m+1), make([]bool, m+1)
		for j := range minv {
			minv[j] = math.Inf(1)
		}
		for {
			used[j0] = true
			i0, delta, j1 := p[j0], math.Inf(1), 0
			for j := 1; j <= m; j++ {
				if used[j] {
					continue
				}
				if cur := -w[i0-1][j-1] - u[i0] - v[j]; cur < minv[j] {
					minv[j], way[j] = cur, j0
				}
				if minv[j] < delta {
					delta, j1 = minv[j], j
				}
			}
			for j := 0; j <= m; j++ {
				if used[j] {
					u[p[j]] += delta
					v[j] -= delta
				} else {
					minv[j] -= delta
				}
			}
			if j0 = j1; p[j0] == 0 {
				break
			}
		}
		for j0 != 0 {
			p[j0] = p[way[j0]]
			j0 = way[j0]
		}
	}
	var out [][2]int
	for j := 1; j <= m; j++ {
		if p[j] != 0 && w[p[j]-1][j-1] > 0 {
			pair := [2]int{p[j] - 1, j - 1}
			if flip {
				pair[0], pair[1] = pair[1], pair[0]
			}
			out = append(out, pair)
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	return out
}

// mostPairs is the size of the largest one-to-one pairing of n rows and m
// columns in which every pair agrees, by augmenting paths (Kuhn's method): for
// yes-or-no weights it is quicker than assign and gives the same number.
func mostPairs(n, m int, agree func(i, j int) bool) int {
	edges := make([][]int, n)
	for i := range n {
		for j := range m {
			if agree(i, j) {
				edges[i] = append(edges[i], j)
			}
		}
	}
	owner := make([]int, m) // 1-based row; 0: free
	var try func(i int, seen []bool) bool
	try = func(i int, seen []bool) bool {
		for _, j := range edges[i] {
			if seen[j] {
				continue
			}
			seen[j] = true
			if owner[j] == 0 || try(owner[j]-1, seen) {
				owner[j] = i + 1
				return true
			}
		}
		return false
	}
	size := 0
	for i := range n {
		if len(edges[i]) > 0 && try(i, make([]bool, m)) {
			size++
		}
	}
	return size
}
