package parties

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"

	"interdict/english"
	"interdict/internal/linear"
)

// An Example is a parsed text with its entities. Spans are bytes.
type Example struct {
	Doc      *english.Doc
	Entities []Span
}

// A Span is an annotated entity.
type Span struct {
	Start, End int
	Class      string // one of the classes of [Entity]
}

// TrainOptions say how a recognizer is trained.
type TrainOptions struct {
	Epochs   int       // passes over the data; 0 means 12
	Rounds   int       // models, of as many orders of the sentences, whose weights are added; 0 means 5
	Seed     uint64    // of the order of the sentences: the same seed gives the same model
	Least    int       // smaller weights are dropped; the largest is 4000
	Progress io.Writer // where to say how far training is; nil for nowhere
}

// TrainRecognizer learns entities from annotated texts. Entities inside others
// are left out.
func TrainRecognizer(ctx context.Context, examples []Example, o TrainOptions) (*Recognizer, error) {
	if len(examples) == 0 {
		return nil, errors.New("no annotated texts to learn from")
	}
	o.Epochs, o.Rounds = cmp.Or(o.Epochs, 12), cmp.Or(o.Rounds, 5)
	if o.Progress == nil {
		o.Progress = io.Discard
	}
	type sentence struct {
		part entityPart
		gold []int
	}
	var data []sentence
	for _, x := range examples {
		v, labels := newEntityView(x.Doc), entityGold(x)
		for _, s := range x.Doc.Sentences {
			data = append(data, sentence{entityPart{v, s.First, s.Last}, labels[s.First:s.Last]})
		}
	}
	var sum *linear.ChainTrainer
	for round := range o.Rounds {
		random := rand.New(rand.NewPCG(o.Seed, uint64(round)+1))
		t := linear.NewChainTrainer(entityLabels)
		for epoch := range o.Epochs {
			right := 0
			for _, k := range random.Perm(len(data)) {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				if t.Learn(&data[k].part, data[k].gold) {
					right++
				}
			}
			fmt.Fprintf(o.Progress, "entities: round %d of %d, pass %d of %d, %d of %d sentences right\n", round+1, o.Rounds, epoch+1, o.Epochs, right, len(data))
		}
		if sum == nil {
			sum = t
		} else {
			sum.Take(t)
		}
	}
	return &Recognizer{sum.Chain(o.Least)}, nil
}

// entityGold labels the tokens of an example, longer entities first.
func entityGold(x Example) []int {
	out := make([]int, len(x.Doc.Tokens))
	length := make([]int, len(x.Doc.Tokens))
	number := map[string]int{PersonClass: 1, OrganizationClass: 3, PlaceClass: 5, ThingClass: 7}
	all := slices.Clone(x.Entities)
	slices.SortFunc(all, func(a, b Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), strings.Compare(a.Class, b.Class))
	})
	for _, s := range all {
		begin, ok := number[s.Class]
		if !ok {
			continue
		}
		var tokens []int
		for i, t := range x.Doc.Tokens {
			if t.Start < s.End && t.End > s.Start {
				tokens = append(tokens, i)
			}
		}
		longer := true
		for _, i := range tokens {
			longer = longer && s.End-s.Start > length[i]
		}
		if !longer {
			continue
		}
		for k, i := range tokens {
			length[i], out[i] = s.End-s.Start, begin
			if k > 0 {
				out[i] = begin + 1
			}
		}
	}
	return out
}
