package english

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"interdict/internal/linear"
)

// trainWidth is how many partial parses are kept in training.
const trainWidth = 8

// projective lifts dependents until no two arcs cross (Nivre & Nilsson 2005), for
// the transitions make projective trees only. The root is the number of words.
func projective(heads []int) []int {
	out := slices.Clone(heads)
	n := len(out)
	for range n * n {
		worst, size := -1, n+1
		for d, h := range out {
			if h == n || crossesNothing(out, d) {
				continue
			}
			if l := max(h-d, d-h); l < size {
				worst, size = d, l
			}
		}
		if worst < 0 {
			break
		}
		out[worst] = out[out[worst]]
	}
	return out
}

// crossesNothing reports whether every word between d and its head is below the head.
func crossesNothing(heads []int, d int) bool {
	n, h := len(heads), heads[d]
	for i := min(d, h) + 1; i < max(d, h); i++ {
		a := i
		for steps := 0; a != h && a != n && steps <= n; steps++ {
			a = heads[a]
		}
		if a != h {
			return false
		}
	}
	return true
}

// oracle returns the transitions that make a projective tree, nil where none do.
func oracle(b *beam, heads []int) []int8 {
	n := len(heads)
	left_, out := make([]int, n+1), []int8{} // dependents still to come
	for _, h := range heads {
		left_[h]++
	}
	at := int32(0)
	for !b.done(&b.all[at]) {
		p := &b.all[at]
		t := int8(shift)
		if p.top >= 0 {
			top := b.nodes[p.top]
			if w := int(top.word); left_[w] == 0 {
				switch {
				case heads[w] == int(p.next):
					t = left
				case top.below >= 0 && heads[w] == int(b.nodes[top.below].word):
					t = right
				}
				if t != shift {
					left_[heads[w]]--
				}
			}
		}
		if !b.allowed(p, int(t)) {
			return nil
		}
		out = append(out, t)
		at = b.apply(at, t, 0)
	}
	return out
}

// arcs trains the transitions by a structured perceptron with beam search,
// updated where the best parse in the beam is furthest ahead of the true one
// (max-violation, Huang, Fayong & Guo 2012).
func (t *training) arcs(ctx context.Context, tagged [][]word) (*linear.Model, error) {
	random := rand.New(rand.NewPCG(t.o.Seed, 100))
	tr := linear.NewTrainer([]string{"shift", "left", "right"})
	score := func(f []uint32, s *[3]float32) { tr.Score(f, s[:]) }
	var b beam
	truths := make([][]int8, len(t.data))
	for k := range t.data {
		b.start(tagged[k])
		truths[k] = oracle(&b, projective(t.data[k].heads))
	}
	var scores [3]float32
	for epoch := range t.o.Epochs {
		heads, all := 0, 0
		for _, k := range random.Perm(len(t.data)) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			truth := truths[k]
			if truth == nil {
				continue
			}
			tr.Step++
			b.start(tagged[k])
			gold := int32(0) // the true partial parse
			worst, worstGold, worstBest := float32(0), int32(-1), int32(-1)
			for _, want := range truth {
				b.advance(trainWidth, score)
				p := &b.all[gold]
				b.features = b.describe(p, b.features[:0])
				score(b.features, &scores)
				gold = b.apply(gold, want, p.score+scores[want])
				best := b.now[0]
				if v := b.all[best].score - b.all[gold].score; v >= worst && !b.same(best, gold) {
					worst, worstGold, worstBest = v, gold, best
				}
			}
			h := b.heads()
			for i, g := range t.data[k].heads {
				all++
				if h[i] == g {
					heads++
				}
			}
			if worstGold >= 0 {
				b.learn(tr, worstGold, worstBest)
			}
		}
		fmt.Fprintf(t.o.Progress, "trees: pass %d of %d, %.2f%% of heads right in training\n", epoch+1, t.o.Epochs, 100*share(heads, all))
	}
	return tr.Model(leastArcWeight), nil
}

// same reports whether two partial parses took the same transitions.
func (b *beam) same(x, y int32) bool {
	for x != y {
		if x < 0 || y < 0 || b.all[x].did != b.all[y].did {
			return false
		}
		x, y = b.all[x].from, b.all[y].from
	}
	return true
}

// path returns the partial parses that lead to one, the first first.
func (b *beam) path(at int32) []int32 {
	var out []int32
	for ; at >= 0; at = b.all[at].from {
		out = append(out, at)
	}
	slices.Reverse(out)
	return out
}

// learn moves the weights from the transitions of a false parse to those of the
// true one, behind what both share.
func (b *beam) learn(tr *linear.Trainer, truth, wrong int32) {
	ts, ws := b.path(truth), b.path(wrong)
	i := 1
	for i < len(ts) && b.all[ts[i]].did == b.all[ws[i]].did {
		i++
	}
	for ; i < len(ts); i++ {
		for k, path := range [2][]int32{ts, ws} {
			b.features = b.describe(&b.all[path[i-1]], b.features[:0])
			tr.Add(b.features, int(b.all[path[i]].did), float32(1-2*k))
		}
	}
}
