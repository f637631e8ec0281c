package attribution

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"interdict/english"
	"interdict/internal/linear"
)

// ranked is an attribution with its candidates and the one that is nearest to it.
type ranked struct {
	s       *roleSequence
	all     []candidate
	nearest int
}

// How the third model learns.
const (
	rankEpochs = 4  // passes
	margin     = 40 // by how much the nearest candidate has to be better than any other, in whole updates
)

// trainRanks learns which candidate to take. The candidates of each half of the
// texts come from a chain that learned from the other half, for of what it has
// seen a chain is surer than it will be at work.
func (o TrainOptions) trainRanks(ctx context.Context, data []annotated) (*linear.Model, error) {
	half := map[*english.Doc]int{}
	for _, x := range data {
		if _, ok := half[x.doc]; !ok {
			half[x.doc] = len(half) % 2
		}
	}
	var halves [2]rankedHalf
	err := atATime(2, func(part int) (err error) {
		halves[part], err = o.rankHalf(ctx, apart(data), func(x annotated) bool { return half[x.doc] == part }, part)
		return err
	})
	if err != nil {
		return nil, err
	}
	all := slices.Concat(halves[0].all, halves[1].all)
	right, reached := halves[0].right+halves[1].right, halves[0].reached+halves[1].reached
	fmt.Fprintf(o.Progress, "attribution: of %d attributions the first of %d candidates is right for %d, one of them for %d\n", len(all), candidates, right, reached)
	return o.learnRanks(ctx, all)
}

// rankedHalf is the attributions of a half, for how many of them the first
// candidate is right, and for how many any is.
type rankedHalf struct {
	all            []ranked
	right, reached int
}

// rankHalf returns the attributions of the examples that are in a half, with the
// candidates of a chain that learned from the others.
func (o TrainOptions) rankHalf(ctx context.Context, data []annotated, in func(annotated) bool, part int) (h rankedHalf, err error) {
	random := rand.New(rand.NewPCG(o.Seed, uint64(100+part)))
	roles := linear.NewChainTrainer(roleLabels)
	for range o.Epochs {
		for _, k := range random.Perm(len(data)) {
			if err := ctx.Err(); err != nil {
				return h, err
			}
			if x := data[k]; !in(x) {
				learnRoles(roles, &x)
			}
		}
	}
	m := Model{roles: roles.Chain(o.Least)}
	var d linear.Decoding
	for _, x := range data {
		if !in(x) {
			continue
		}
		x.markGold()
		for _, a := range x.all {
			s := newRoleSequence(x.view, a.Cue)
			r := ranked{s: s, all: m.several(s, &d)}
			top := -1.0
			for i, c := range r.all {
				if v := likeness(c.source, a.Source) + likeness(c.content, a.Content); v > top {
					r.nearest, top = i, v
				}
			}
			if top == 4 {
				h.reached++
				if r.nearest == 0 {
					h.right++
				}
			}
			if len(r.all) > 1 && top > 1 {
				h.all = append(h.all, r)
			}
		}
	}
	return h, nil
}

// likeness is 2 for the same tokens, else the share of tokens that are in both.
func likeness(a, b []int) float64 {
	if slices.Equal(a, b) {
		return 2
	}
	both := 0
	for _, i := range a {
		if _, ok := slices.BinarySearch(b, i); ok {
			both++
		}
	}
	return float64(both) / float64(max(len(a)+len(b)-both, 1))
}

func (o TrainOptions) learnRanks(ctx context.Context, all []ranked) (*linear.Model, error) {
	random := rand.New(rand.NewPCG(o.Seed, 200))
	t := linear.NewTrainer([]string{"whole"})
	var f []uint32
	var score [1]float32
	for epoch := range rankEpochs {
		right := 0
		for _, k := range random.Perm(len(all)) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			r := &all[k]
			t.Step++
			inside := make([]uint8, r.s.Len())
			best, top := -1, float32(0)
			for i, c := range r.all {
				f = r.s.whole(c, inside, f[:0])
				t.Score(f, score[:])
				if i != r.nearest {
					score[0] += margin
				}
				if best < 0 || score[0] > top {
					best, top = i, score[0]
				}
			}
			if best == r.nearest {
				right++
				continue
			}
			t.Add(r.s.whole(r.all[r.nearest], inside, f[:0]), 0, 1)
			t.Add(r.s.whole(r.all[best], inside, f[:0]), 0, -1)
		}
		fmt.Fprintf(o.Progress, "attribution: pass %d of %d, %d of %d candidates chosen right\n", epoch+1, rankEpochs, right, len(all))
	}
	return t.Model(o.Least / 4), nil
}
