package english

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"

	"interdict/internal/linear"
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
	m := &Model{known: map[uint32]uint8{}, lemmas: map[string]string{}, splits: map[string]uint8{}}
	t := training{docs: docs, o: o, random: rand.New(rand.NewPCG(o.Seed, 1))}
	for _, d := range docs {
		t.data = append(t.data, d.sentences...)
	}
	for _, step := range []func(context.Context, *Model) error{t.cuts, t.ends, t.clusters, t.prepare, t.tags, t.trees} {
		if err := step(ctx, m); err != nil {
			return nil, err
		}
	}
	m.finish()
	return m, nil
}

// Smaller weights than these are dropped: they make the model large and change
// little. The beam makes many features, most of them of next to no weight.
const (
	leastWeight    = 16
	leastArcWeight = 80
)

// training is one run of [Train].
type training struct {
	docs   []goldDoc
	data   []gold
	o      TrainOptions
	random *rand.Rand
	words  [][]word
	tagOf  map[string]int
	relOf  map[string]int
	tagSet []string
	relSet []string
}

func (t *training) prepare(_ context.Context, m *Model) error {
	t.learnLemmas(m)
	t.learnKinds(m)
	t.tagOf, t.relOf = map[string]int{}, map[string]int{}
	for _, g := range t.data {
		ws := make([]word, len(g.forms))
		for i, f := range g.forms {
			ws[i] = m.wordOf(f)
			t.tagOf[g.tags[i]], t.relOf[g.rels[i]] = 0, 0
		}
		t.words = append(t.words, ws)
	}
	t.tagSet, t.relSet = sortedKeys(t.tagOf), sortedKeys(t.relOf)
	for i, c := range t.tagSet {
		t.tagOf[c] = i
	}
	for i, c := range t.relSet {
		t.relOf[c] = i
	}
	t.learnKnown(m)
	return nil
}

// learnKnown notes forms that were met often and always with one tag.
func (t *training) learnKnown(m *Model) {
	counts := map[string]map[string]int{}
	for _, g := range t.data {
		for i, f := range g.forms {
			if counts[f] == nil {
				counts[f] = map[string]int{}
			}
			counts[f][g.tags[i]]++
		}
	}
	for f, tags := range counts {
		if len(tags) != 1 {
			continue
		}
		for tag, n := range tags {
			if n >= 60 {
				m.known[linear.Hash(f)] = uint8(t.tagOf[tag])
			}
		}
	}
}

// learnKinds notes of each form that is not rare the set of tags that it had.
func (t *training) learnKinds(m *Model) {
	counts := map[string]map[string]int{}
	total := map[string]int{}
	for _, g := range t.data {
		for i, f := range g.forms {
			lower := strings.ToLower(f)
			if counts[lower] == nil {
				counts[lower] = map[string]int{}
			}
			counts[lower][g.tags[i]]++
			total[lower]++
		}
	}
	ids, of := map[string]uint32{}, map[uint32]uint32{}
	for _, f := range sortedKeys(counts) {
		if total[f] < 3 {
			continue
		}
		var kinds []string
		for _, tag := range sortedKeys(counts[f]) {
			if n := counts[f][tag]; 20*n >= total[f] {
				kinds = append(kinds, tag)
			}
		}
		key := strings.Join(kinds, ",")
		if ids[key] == 0 {
			ids[key] = uint32(len(ids) + 1)
		}
		of[linear.Hash(f)] = ids[key]
	}
	m.kinds = newTable(of)
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

// tags trains the tagger, on the tags that it gives itself to the words before.
func (t *training) tags(ctx context.Context, m *Model) error {
	tr := linear.NewTrainer(t.tagSet)
	scores := make([]float32, len(t.tagSet))
	hashes := make([][2]uint32, len(t.tagSet))
	for i, c := range t.tagSet {
		hashes[i][0], hashes[i][1] = tagHashes(c)
	}
	var f []uint32
	for epoch := range t.o.Epochs {
		right, all := 0, 0
		for _, k := range t.random.Perm(len(t.data)) {
			if err := ctx.Err(); err != nil {
				return err
			}
			ws := t.words[k]
			for i := range ws {
				want := t.tagOf[t.data[k].tags[i]]
				got := want
				if _, ok := m.known[ws[i].form]; !ok {
					tr.Step++
					f = tagFeatures(ws, i, f[:0])
					tr.Score(f, scores)
					if got = linear.Top(scores); got != want {
						tr.Update(f, want, got)
					}
				}
				if got == want {
					right++
				}
				all++
				ws[i].tag, ws[i].pos = hashes[got][0], hashes[got][1]
			}
		}
		fmt.Fprintf(t.o.Progress, "tags: pass %d of %d, %.2f%% right in training\n", epoch+1, t.o.Epochs, 100*float64(right)/float64(all))
	}
	m.tags = tr.Model(leastWeight)
	return nil
}

// jackknife gives every word the tag that a tagger trained without its
// sentence would give, so that the parser learns from tags as wrong as those
// it will meet.
func (t *training) jackknife(ctx context.Context, of *Model) error {
	const parts = 4
	for part := range parts {
		sub := training{o: t.o, random: rand.New(rand.NewPCG(t.o.Seed, uint64(part+2))), tagOf: t.tagOf, tagSet: t.tagSet}
		sub.o.Epochs, sub.o.Progress = 3, io.Discard
		for k := range t.data {
			if k%parts != part {
				sub.data, sub.words = append(sub.data, t.data[k]), append(sub.words, t.words[k])
			}
		}
		m := &Model{known: map[uint32]uint8{}, classes: of.classes, kinds: of.kinds}
		sub.learnKnown(m)
		if err := sub.tags(ctx, m); err != nil {
			return err
		}
		m.finish()
		p := newWorker(m)
		for k := part; k < len(t.data); k += parts {
			p.words = t.words[k]
			p.tag()
		}
	}
	return nil
}

// trees trains the parser, with exploration of its own mistakes, and the
// labels on the trees that it then makes.
func (t *training) trees(ctx context.Context, m *Model) error {
	fmt.Fprintln(t.o.Progress, "trees: tagging the data by taggers that have not seen it")
	if err := t.jackknife(ctx, m); err != nil {
		return err
	}
	tagged := make([][]word, len(t.words))
	for k, ws := range t.words {
		tagged[k] = slices.Clone(ws)
	}
	var err error
	if m.arcs, err = t.arcs(ctx, tagged); err != nil {
		return err
	}
	return t.labels(ctx, m, tagged)
}

// labels trains the relations on the treebank's trees.
func (t *training) labels(ctx context.Context, m *Model, tagged [][]word) error {
	labels := linear.NewTrainer(t.relSet)
	scores := make([]float32, len(t.relSet))
	random := rand.New(rand.NewPCG(t.o.Seed, 200))
	var f []uint32
	var s tree
	for epoch := range t.o.Epochs {
		right, all := 0, 0
		for _, k := range random.Perm(len(t.data)) {
			if err := ctx.Err(); err != nil {
				return err
			}
			g := t.data[k]
			s.start(tagged[k])
			s.attach(g.heads)
			for i := range g.forms {
				labels.Step++
				f = s.features(i, f[:0])
				labels.Score(f, scores)
				want := t.relOf[g.rels[i]]
				if got := linear.Top(scores); got != want {
					labels.Update(f, want, got)
				} else {
					right++
				}
				all++
			}
		}
		fmt.Fprintf(t.o.Progress, "relations: pass %d of %d, %.2f%% right in training\n", epoch+1, t.o.Epochs, 100*share(right, all))
	}
	m.labels = labels.Model(leastWeight)
	return nil
}
