package english

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
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
	Epochs   int       // passes over the data; 0 means 10
	Seed     uint64    // of the order of the sentences: the same seed gives the same model
	MinSeen  int32     // features updated fewer times are dropped; 0 means 3
	Progress io.Writer // where to say how far training is; nil for nowhere
}

// gold is one sentence of a treebank.
type gold struct {
	forms, lemmas, tags, rels []string // tags are "PENN UPOS"
	heads                     []int    // the root's is the number of words
}

// readCoNLLU reads sentences. Ranges of contractions and empty nodes carry no
// words of their own.
func readCoNLLU(r io.Reader) ([]gold, error) {
	var out []gold
	var g gold
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 0, 64<<10), 1<<20)
	for line := 1; scanner.Scan(); line++ {
		text := scanner.Text()
		if text == "" {
			if len(g.forms) > 0 {
				out = append(out, g)
			}
			g = gold{}
			continue
		}
		if strings.HasPrefix(text, "#") {
			continue
		}
		f := strings.Split(text, "\t")
		if len(f) != 10 {
			return nil, fmt.Errorf("line %d: %d columns where CoNLL-U has 10", line, len(f))
		}
		if strings.ContainsAny(f[0], "-.") {
			continue
		}
		head, err := strconv.Atoi(f[6])
		if err != nil {
			return nil, fmt.Errorf("line %d: head %q is no number", line, f[6])
		}
		g.forms, g.lemmas, g.tags, g.rels = append(g.forms, f[1]), append(g.lemmas, f[2]), append(g.tags, f[4]+" "+f[3]), append(g.rels, f[7])
		g.heads = append(g.heads, head-1)
	}
	if len(g.forms) > 0 {
		out = append(out, g)
	}
	for i := range out {
		for k, h := range out[i].heads {
			if h < 0 {
				out[i].heads[k] = len(out[i].forms)
			} else if h >= len(out[i].forms) {
				return nil, fmt.Errorf("sentence %d: word %d has a head outside the sentence", i+1, k+1)
			}
		}
	}
	return out, scanner.Err()
}

// Train learns a model from a treebank in CoNLL-U.
func Train(ctx context.Context, treebank io.Reader, o TrainOptions) (*Model, error) {
	data, err := readCoNLLU(treebank)
	if err != nil {
		return nil, err
	}
	if len(data) == 0 {
		return nil, fmt.Errorf("the treebank holds no sentences")
	}
	o.Epochs, o.MinSeen = cmp.Or(o.Epochs, 10), cmp.Or(o.MinSeen, 3)
	if o.Progress == nil {
		o.Progress = io.Discard
	}
	m := &Model{known: map[uint32]uint8{}, lemmas: map[string]string{}}
	t := training{data: data, o: o, random: rand.New(rand.NewPCG(o.Seed, 1))}
	t.prepare()
	t.learnKnown(m)
	t.learnLemmas(m)
	if err := t.tags(ctx, m); err != nil {
		return nil, err
	}
	if err := t.trees(ctx, m); err != nil {
		return nil, err
	}
	m.finish()
	return m, nil
}

// training is one run of [Train].
type training struct {
	data   []gold
	o      TrainOptions
	random *rand.Rand
	words  [][]word
	tagOf  map[string]int
	relOf  map[string]int
	tagSet []string
	relSet []string
}

func (t *training) prepare() {
	t.tagOf, t.relOf = map[string]int{}, map[string]int{}
	for _, g := range t.data {
		ws := make([]word, len(g.forms))
		for i, f := range g.forms {
			ws[i] = wordOf(f)
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
				m.known[hashString(f)] = uint8(t.tagOf[tag])
			}
		}
	}
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
	tr := newTrainer(t.tagSet)
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
					tr.step++
					f = tagFeatures(ws, i, f[:0])
					tr.score(f, scores)
					if got = argmax(scores); got != want {
						tr.update(f, want, got)
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
	m.tags = *tr.finish(t.o.MinSeen)
	return nil
}

func argmax(scores []float32) int {
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	return best
}

// jackknife gives every word the tag that a tagger trained without its
// sentence would give, so that the parser learns from tags as wrong as those
// it will meet.
func (t *training) jackknife(ctx context.Context) error {
	const parts = 5
	for part := range parts {
		sub := training{o: t.o, random: rand.New(rand.NewPCG(t.o.Seed, uint64(part+2))), tagOf: t.tagOf, tagSet: t.tagSet}
		sub.o.Epochs, sub.o.Progress = 4, io.Discard
		for k := range t.data {
			if k%parts != part {
				sub.data, sub.words = append(sub.data, t.data[k]), append(sub.words, t.words[k])
			}
		}
		m := &Model{known: map[uint32]uint8{}}
		sub.learnKnown(m)
		if err := sub.tags(ctx, m); err != nil {
			return err
		}
		m.finish()
		p := newWorker(m)
		for k := part; k < len(t.data); k += parts {
			ws := t.words[k]
			for i := range ws {
				class, ok := m.known[ws[i].form]
				if !ok {
					p.features = tagFeatures(ws, i, p.features[:0])
					class = uint8(p.best(&m.tags, nil))
				}
				ws[i].tag, ws[i].pos = m.tagHash[class][0], m.tagHash[class][1]
			}
		}
	}
	return nil
}

// trees trains the parser, with exploration of its own mistakes, and the
// labels on the trees that it then makes.
func (t *training) trees(ctx context.Context, m *Model) error {
	fmt.Fprintln(t.o.Progress, "trees: tagging the data by taggers that have not seen it")
	if err := t.jackknife(ctx); err != nil {
		return err
	}
	tagged := make([][]word, len(t.words))
	for k, ws := range t.words {
		tagged[k] = slices.Clone(ws)
	}
	arcs := newTrainer([]string{"shift", "left", "right"})
	labels := newTrainer(t.relSet)
	scores := make([]float32, max(3, len(t.relSet)))
	var f []uint32
	var costs [3]int
	for epoch := range t.o.Epochs {
		heads, rels, all := 0, 0, 0
		for _, k := range t.random.Perm(len(t.data)) {
			if err := ctx.Err(); err != nil {
				return err
			}
			g := t.data[k]
			s := newState(tagged[k])
			for !s.done() {
				arcs.step++
				f = s.features(f[:0])
				arcs.score(f, scores[:3])
				s.costs(g.heads, &costs)
				guess, best := -1, -1
				for c := range 3 {
					if !s.allowed(c) {
						continue
					}
					if guess < 0 || scores[c] > scores[guess] {
						guess = c
					}
					if best < 0 || costs[c] < costs[best] || costs[c] == costs[best] && scores[c] > scores[best] {
						best = c
					}
				}
				if costs[guess] > costs[best] {
					arcs.update(f, best, guess)
				}
				if epoch > 0 && t.random.Float64() < 0.9 {
					s.apply(guess)
				} else {
					s.apply(best)
				}
			}
			for i := range g.forms {
				all++
				if s.head[i] != g.heads[i] {
					continue
				}
				heads++
				labels.step++
				f = labelFeatures(s, i, f[:0])
				labels.score(f, scores[:len(t.relSet)])
				want := t.relOf[g.rels[i]]
				if got := argmax(scores[:len(t.relSet)]); got != want {
					labels.update(f, want, got)
				} else {
					rels++
				}
			}
		}
		fmt.Fprintf(t.o.Progress, "trees: pass %d of %d, %.2f%% of heads and %.2f%% of heads with label right in training\n", epoch+1, t.o.Epochs, 100*float64(heads)/float64(all), 100*float64(rels)/float64(all))
	}
	m.arcs, m.labels = *arcs.finish(t.o.MinSeen), *labels.finish(t.o.MinSeen)
	return nil
}
