package english

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
)

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// TrainOptions say how a model is trained.
type TrainOptions struct {
	Epochs   int       // passes over the data; 0 means 12
	Clusters int       // classes of words; 0 means 256
	Steps    int       // of the training of the network; 0 means 6000
	Rate     float64   // at which it learns at first; 0 means 0.002
	Vectors  []Vector  // of frequent words, from running text
	Trees    []*Doc    // parsed sentences to learn tags and trees from beside the treebank
	Tasks    []Task    // what else is learned with tags and trees
	Texts    []string  // running text to learn word classes from, beside the treebank's
	Seed     uint64    // of the order of the sentences: the same seed gives the same model
	Progress io.Writer // where to say how far training is; nil for nowhere
}

// Train learns a model from a treebank in CoNLL-U. Word clusters are learned
// from its words and from those of o.Texts.
func Train(ctx context.Context, treebank io.Reader, o TrainOptions) (*Model, error) {
	docs, err := readCoNLLU(treebank)
	if err != nil {
		return nil, err
	}
	if len(docs) == 0 {
		return nil, fmt.Errorf("the treebank holds no sentences")
	}
	o.Epochs, o.Clusters = cmp.Or(o.Epochs, 12), cmp.Or(o.Clusters, 256)
	if o.Progress == nil {
		o.Progress = io.Discard
	}
	o.Steps, o.Rate = cmp.Or(o.Steps, 6000), cmp.Or(o.Rate, 0.002)
	m := &Model{lemmas: map[string]string{}, splits: map[string]uint8{}}
	t := training{docs: docs, o: o, random: rand.New(rand.NewPCG(o.Seed, 1))}
	for _, d := range docs {
		t.data = append(t.data, d.sentences...)
	}
	for _, step := range []func(context.Context, *Model) error{t.cuts, t.ends, t.clusters, t.prepare, t.network} {
		if err := step(ctx, m); err != nil {
			return nil, err
		}
	}
	m.finish()
	return m, nil
}

// leastWeight is the smallest weight that is kept: smaller ones make the model
// large and change little.
const leastWeight = 16

// training is one run of [Train].
type training struct {
	docs   []goldDoc
	data   []gold
	o      TrainOptions
	random *rand.Rand
	tagOf  map[string]int
	relOf  map[string]int
	tagSet []string
	relSet []string
}

func (t *training) prepare(_ context.Context, m *Model) error {
	t.learnLemmas(m)
	t.tagOf, t.relOf = map[string]int{}, map[string]int{}
	for _, g := range t.data {
		for i := range g.forms {
			t.tagOf[g.tags[i]], t.relOf[g.rels[i]] = 0, 0
		}
	}
	t.tagSet, t.relSet = sortedKeys(t.tagOf), sortedKeys(t.relOf)
	for i, c := range t.tagSet {
		t.tagOf[c] = i
	}
	for i, c := range t.relSet {
		t.relOf[c] = i
	}
	m.tags, m.rels = t.tagSet, t.relSet
	return nil
}

// learnLemmas notes the lemmas that there are and the forms whose lemma the
// rules do not give.
func (t *training) learnLemmas(m *Model) {
	for _, g := range t.data {
		for i := range g.forms {
			_, upos, _ := strings.Cut(g.tags[i], " ")
			if p := posOf(upos); p == NOUN || p == VERB || p == AUX || p == ADJ || p == ADV {
				m.lemmas["="+upos+" "+strings.ToLower(g.lemmas[i])] = ""
			}
		}
	}
	votes := map[string]map[string]int{}
	for _, g := range t.data {
		for i, f := range g.forms {
			_, upos, _ := strings.Cut(g.tags[i], " ")
			if upos == "PROPN" || upos == "NUM" || upos == "PUNCT" || upos == "X" || upos == "SYM" {
				continue
			}
			key := upos + " " + strings.ToLower(f)
			if votes[key] == nil {
				votes[key] = map[string]int{}
			}
			votes[key][strings.ToLower(g.lemmas[i])]++
		}
	}
	for _, g := range t.data {
		for i, f := range g.forms {
			penn, upos, _ := strings.Cut(g.tags[i], " ")
			key := upos + " " + strings.ToLower(f)
			best := ""
			for _, l := range sortedKeys(votes[key]) {
				if best == "" || votes[key][l] > votes[key][best] {
					best = l
				}
			}
			if best != "" && ruleLemma(f, strings.ToLower(f), posOf(upos), penn, m.isLemma) != best {
				m.lemmas[key] = best
			}
		}
	}
}
