package attribution

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"interdict/english"
	"interdict/internal/linear"
	"interdict/internal/neural"
)

// An Example is one reader's annotation of a parsed text. Spans are bytes.
type Example struct {
	Doc  *english.Doc
	Gold []Gold
}

// Gold is an attribution as annotated: each part a list of stretches [start, end).
type Gold struct {
	Source, Cue, Content [][2]int
}

// TrainOptions say how a model is trained.
type TrainOptions struct {
	Epochs   int       // passes over the data; 0 means 8
	Rounds   int       // models, of as many orders of the examples, whose weights are added; 0 means 3
	Seed     uint64    // of the order of the examples: the same seed gives the same model
	Network  *Network  // that judges beside the chains; nil for none
	Least    int       // smaller weights are dropped; the largest is 4000; 0 means 24
	Progress io.Writer // where to say how far training is; nil for nowhere
}

// annotated is an example in tokens.
type annotated struct {
	*view
	cues []int // label of each token
	all  []Attribution
}

// Train learns a model from annotated texts.
func Train(ctx context.Context, examples []Example, o TrainOptions) (*Model, error) {
	if len(examples) == 0 {
		return nil, errors.New("no annotated texts to learn from")
	}
	o.Epochs, o.Least = cmp.Or(o.Epochs, 8), cmp.Or(o.Least, 24)
	o.Rounds = cmp.Or(o.Rounds, 3)
	if o.Progress == nil {
		o.Progress = io.Discard
	}
	views := map[*english.Doc]*view{}
	var data []annotated
	for _, x := range examples {
		if views[x.Doc] == nil {
			views[x.Doc] = newView(x.Doc)
		}
		data = append(data, annotate(views[x.Doc], x))
	}
	data, kept := hold(data)
	allCues, allRoles := make([]*linear.ChainTrainer, o.Rounds), make([]*linear.ChainTrainer, o.Rounds)
	err := atATime(o.Rounds, func(round int) (err error) {
		allCues[round], allRoles[round], err = o.round(ctx, apart(data), round)
		return err
	})
	if err != nil {
		return nil, err
	}
	cues, roles := allCues[0], allRoles[0]
	for round := 1; round < o.Rounds; round++ {
		cues.Take(allCues[round])
		roles.Take(allRoles[round])
	}
	m := &Model{cues: cues.Chain(o.Least), roles: roles.Chain(o.Least)}
	if o.Network != nil {
		m.network = o.Network.n
	} else {
		m.network.begin(neural.NewSet(o.Seed), english.StateSize)
		neural.Pack(m.network.params(), false)
	}
	if m.ranks, err = o.trainRanks(ctx, data); err != nil {
		return nil, err
	}
	m.lean(kept, o.Network != nil, o.Progress)
	if o.Network != nil {
		m.share(kept, o.Progress)
	}
	return m, nil
}

// atATime runs f for each of n, as many at a time as there are processors.
func atATime(n int, f func(i int) error) error {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		g.Go(func() error { return f(i) })
	}
	return g.Wait()
}

// apart returns the examples with views of their own, for cues are marked in them.
func apart(data []annotated) []annotated {
	out := slices.Clone(data)
	for i, x := range out {
		v := *x.view
		v.t = slices.Clone(v.t)
		out[i].view = &v
	}
	return out
}

// round trains both models on the examples in an order of its own.
func (o TrainOptions) round(ctx context.Context, data []annotated, round int) (cues, roles *linear.ChainTrainer, err error) {
	random := rand.New(rand.NewPCG(o.Seed, uint64(round)+1))
	cues, roles = linear.NewChainTrainer(cueLabels), linear.NewChainTrainer(roleLabels)
	for epoch := range o.Epochs {
		rightCues, allCues, rightRoles, allRoles := 0, 0, 0, 0
		for _, k := range random.Perm(len(data)) {
			if err := ctx.Err(); err != nil {
				return nil, nil, err
			}
			x := data[k]
			rightCues += learnCues(cues, &x)
			allCues += len(x.doc.Sentences)
			rightRoles += learnRoles(roles, &x)
			allRoles += len(x.all)
		}
		fmt.Fprintf(o.Progress, "attribution: round %d of %d, pass %d of %d, %d of %d sentences right for cues, %d of %d attributions for source and content\n",
			round+1, o.Rounds, epoch+1, o.Epochs, rightCues, allCues, rightRoles, allRoles)
	}
	return cues, roles, nil
}

// learnCues learns an example's cues, and says in how many sentences they were
// right.
func learnCues(cues *linear.ChainTrainer, x *annotated) (right int) {
	for _, s := range x.doc.Sentences {
		if cues.Learn(&cuePart{x.view, s.First, s.Last}, x.cues[s.First:s.Last]) {
			right++
		}
	}
	return right
}

// learnRoles learns the source and content of an example's attributions, and
// says of how many they were right.
func learnRoles(roles *linear.ChainTrainer, x *annotated) (right int) {
	x.markGold()
	for _, a := range x.all {
		s := newRoleSequence(x.view, a.Cue)
		if roles.Learn(s, s.labels(a)) {
			right++
		}
	}
	return right
}

// hold keeps every twentieth example back, where there are enough.
func hold[T any](data []T) (learn, kept []T) {
	if len(data) < 100 {
		return data, nil
	}
	for i, x := range data {
		if i%20 == 10 {
			kept = append(kept, x)
		} else {
			learn = append(learn, x)
		}
	}
	return learn, kept
}

// What the network's judgement may be worth to a chain: how many points of the
// chain's a nat of the network's.
var worth = []float32{0, 100, 200, 300, 400, 500, 600, 800, 1000, 1300}

// lean sets how readily a word is taken for a cue, and what the network's
// judgement is worth, where there is one: so that on examples that were kept back
// most cues come out exactly, in the mean over them.
func (m *Model) lean(kept []annotated, network bool, progress io.Writer) {
	best, most, share := 0, -1.0, float32(0)
	for _, w := range worth {
		if w > 0 && !network {
			break
		}
		m.shares[0] = w
		for lean := 0; lean <= 3000; lean += 150 {
			m.cues.Lean = lean
			sum := 0.0
			for _, x := range kept {
				cues, right := m.finding(x.view).cues(), 0
				for _, a := range x.all {
					if slices.ContainsFunc(cues, func(c []int) bool { return slices.Equal(c, a.Cue) }) {
						right++
					}
				}
				sum += 2 * float64(right) / float64(max(len(x.all)+len(cues), 1))
			}
			if sum > most {
				best, most, share = lean, sum, w
			}
		}
	}
	m.cues.Lean, m.shares[0] = best, share
	fmt.Fprintf(progress, "attribution: leans %d towards cues, the network's word is worth %.0f; %.3f F1 of cues on %d examples kept back\n", best, share, max(most, 0)/float64(max(len(kept), 1)), len(kept))
}

// share sets what the network's judgement of sources and contents is worth: so that
// on examples that were kept back most come out exactly, given their cues.
func (m *Model) share(kept []annotated, progress io.Writer) {
	best, most := float32(0), -1
	for _, w := range worth {
		m.shares[1] = w
		right := 0
		for _, x := range kept {
			x.markGold()
			f := m.finding(x.view)
			for _, a := range x.all {
				s := newRoleSequence(x.view, a.Cue)
				f.windows([]*roleSequence{s})
				c := m.best(s, f.several(s))
				right += int(bit(slices.Equal(c.source, a.Source)) + bit(slices.Equal(c.content, a.Content)))
			}
		}
		if right > most {
			best, most = w, right
		}
	}
	m.shares[1] = best
	fmt.Fprintf(progress, "attribution: the network's word on sources and contents is worth %.0f; %d of them right\n", best, most)
}

// annotate finds the tokens of an example's spans. Attributions without a cue
// that is in one piece or without content are no example.
func annotate(v *view, x Example) annotated {
	a := annotated{view: v, cues: make([]int, len(v.t))}
	for _, g := range x.Gold {
		cue := tokensOf(x.Doc, g.Cue)
		if len(cue) == 0 {
			continue
		}
		free := !slices.ContainsFunc(cue, func(i int) bool { return a.cues[i] != 0 })
		for k, i := range cue {
			switch {
			case !free:
			case k == 0 || cue[k-1] != i-1:
				a.cues[i] = 1
			default:
				a.cues[i] = 2
			}
		}
		a.all = append(a.all, Attribution{Source: tokensOf(x.Doc, g.Source), Cue: cue, Content: tokensOf(x.Doc, g.Content)})
	}
	return a
}

// tokensOf returns the tokens that lie for the most part in one of the spans.
func tokensOf(doc *english.Doc, spans [][2]int) []int {
	var out []int
	for _, s := range spans {
		first, _ := slices.BinarySearchFunc(doc.Tokens, s[0], func(t english.Token, at int) int { return t.End - at })
		for i := first; i < len(doc.Tokens) && doc.Tokens[i].Start < s[1]; i++ {
			t := doc.Tokens[i]
			if 2*(min(t.End, s[1])-max(t.Start, s[0])) > t.End-t.Start {
				out = append(out, i)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (a *annotated) markGold() {
	cues := make([][]int, len(a.all))
	for i, x := range a.all {
		cues[i] = x.Cue
	}
	a.mark(cues)
}

// labels are the true ones of an attribution, as far as the window holds it.
func (s *roleSequence) labels(a Attribution) []int {
	out := make([]int, s.Len())
	for label, tokens := range map[int][]int{sourceLabel: a.Source, contentLabel: a.Content} {
		for _, i := range tokens {
			if k := i - s.first; k >= 0 && k < len(out) && !(label == contentLabel && out[k] == sourceLabel) {
				out[k] = label
			}
		}
	}
	return out
}
