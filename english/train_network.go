package english

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"interdict/internal/linear"
	"interdict/internal/neural"
)

// A Task is something else that is learned from the states of words, together
// with tags and trees, so that the states tell of it.
type Task interface {
	// Begin adds the task's own parameters to the set.
	Begin(s *neural.Set)
	// Texts is the number of texts to learn from, Text one of them.
	Texts() int
	Text(i int) *Doc
	// Learn adds to the gradient, and to dStates, what text i says of the task's
	// parameters and of the states of its words, and returns the loss.
	Learn(g *neural.Gradient, i int, states, dStates []float32, random *rand.Rand) float64
	// Share is how much of the training is the task's.
	Share() float64
	Name() string
}

const (
	workers   = 2   // texts that a step learns from, whatever the number of processors
	stepWords = 700 // words of a worker's share of a step, about
	ownSeen   = 3   // how often the training has to have a word for it to have a vector of its own
)

// networkTrainer is one run of training of the network.
type networkTrainer struct {
	t      *training
	e      *encoder
	p      *parser
	set    *neural.Set
	random *rand.Rand
	words  [][]word // of each sentence of the treebank
	order  []int    // of the sentences, shuffled; those to come
	tasks  []Task
	texts  [][][]word // of each task
	next   [][]int
}

// vocabularyOf numbers the words that have vectors: those that the training meets
// first, which have one of their own as well.
func vocabularyOf(sentences [][]string, given []Vector) (e encoder, own int) {
	counts := map[string]int{}
	for _, s := range sentences {
		for _, f := range s {
			counts[clusterKey(strings.ToLower(f))]++
		}
	}
	var words []string
	for _, w := range sortedKeys(counts) {
		if counts[w] >= ownSeen {
			words = append(words, w)
		}
	}
	own = len(words) + 1
	of := map[uint32]uint32{}
	for i, w := range words {
		of[linear.Hash(w)] = uint32(i + 1)
	}
	e.vectors = make([]int8, own*vectorSize)
	for _, v := range given {
		h := linear.Hash(v.Word)
		row, ok := of[h]
		if !ok {
			row = uint32(len(e.vectors) / vectorSize)
			of[h] = row
			e.vectors = append(e.vectors, v.Values[:]...)
			continue
		}
		copy(e.vectors[int(row)*vectorSize:], v.Values[:])
	}
	e.rows = newTable(of)
	return e, own
}

func (t *training) network(ctx context.Context, m *Model) error {
	n := &networkTrainer{t: t, e: &m.encoder, p: &m.parser, set: neural.NewSet(t.o.Seed), random: rand.New(rand.NewPCG(t.o.Seed, 300)), tasks: t.o.Tasks}
	t.addTrees()
	var sentences [][]string
	for _, g := range t.data {
		sentences = append(sentences, g.forms)
	}
	for _, task := range n.tasks {
		for i := range task.Texts() {
			d := task.Text(i)
			for _, s := range d.Sentences {
				var forms []string
				for _, tok := range d.Tokens[s.First:s.Last] {
					forms = append(forms, tok.Form)
				}
				sentences = append(sentences, forms)
			}
		}
	}
	var own int
	m.encoder, own = vocabularyOf(sentences, t.o.Vectors)
	m.encoder.begin(n.set, own)
	m.parser.begin(n.set, len(t.tagSet), len(t.relSet))
	for _, g := range t.data {
		ws := make([]word, len(g.forms))
		for i, f := range g.forms {
			ws[i] = m.encoder.wordOf(f)
		}
		n.words = append(n.words, ws)
	}
	for _, task := range n.tasks {
		task.Begin(n.set)
		var texts [][]word
		for i := range task.Texts() {
			d := task.Text(i)
			ws := make([]word, len(d.Tokens))
			for k, tok := range d.Tokens {
				ws[k] = m.encoder.wordOf(tok.Form)
			}
			texts = append(texts, ws)
		}
		n.texts = append(n.texts, texts)
	}
	n.next = make([][]int, len(n.tasks))
	return n.run(ctx)
}

// addTrees adds the sentences of o.Trees to those of the treebank.
func (t *training) addTrees() {
	for _, d := range t.o.Trees {
		for _, s := range d.Sentences {
			var g gold
			known := true
			for _, tok := range d.Tokens[s.First:s.Last] {
				tag := tok.Tag + " " + tok.POS.String()
				_, tagged := t.tagOf[tag]
				_, related := t.relOf[tok.Rel]
				known = known && tagged && related
				head := s.Last - s.First
				if tok.Head >= 0 {
					head = tok.Head - s.First
				}
				g.forms, g.tags, g.rels, g.heads = append(g.forms, tok.Form), append(g.tags, tag), append(g.rels, tok.Rel), append(g.heads, head)
			}
			if known {
				t.data = append(t.data, g)
			}
		}
	}
	fmt.Fprintf(t.o.Progress, "network: %d sentences\n", len(t.data))
}

// job is what one worker learns from in one step.
type job struct {
	task      int   // -1 for the treebank
	texts     []int // sentences or texts
	seed      uint64
	loss, all float64
}

// draw returns the next job.
func (n *networkTrainer) draw() job {
	j := job{task: -1, seed: n.random.Uint64()}
	x := n.random.Float64()
	for i, task := range n.tasks {
		if x -= task.Share(); x < 0 {
			j.task = i
			break
		}
	}
	// A step takes as long as its longest job. A word of a task costs about twice
	// what one of the treebank does.
	order, size := &n.order, func(i int) int { return len(n.words[i]) }
	total := len(n.words)
	if j.task >= 0 {
		order, total = &n.next[j.task], len(n.texts[j.task])
		size = func(i int) int { return 2 * len(n.texts[j.task][i]) }
	}
	for words := 0; words < stepWords; {
		if len(*order) == 0 {
			*order = n.random.Perm(total)
		}
		i := (*order)[0]
		if words > 0 && words+size(i) > stepWords*3/2 {
			break
		}
		*order = (*order)[1:]
		j.texts = append(j.texts, i)
		words += size(i)
	}
	return j
}

// networkWorker has the memory of one worker.
type networkWorker struct {
	r       reading
	p       parse
	g       *neural.Gradient
	words   []word
	lengths []int
	dStates []float32
	masks   [3]neural.Mask

	dTags, dArcs, dDep, dHead, dPair, dMixed, dRelHead, dRels, dHeads []float32
}

func (n *networkTrainer) run(ctx context.Context) error {
	o := n.t.o
	steps := o.Steps
	adam := neural.Adam{Bound: 5, Mean: steps / 4}
	ws := make([]*networkWorker, workers)
	gs := make([]*neural.Gradient, workers)
	for i := range ws {
		gs[i] = n.set.NewGradient()
		ws[i] = &networkWorker{r: reading{e: n.e}, p: parse{p: n.p}, g: gs[i]}
	}
	losses, counts := make([]float64, len(n.tasks)+1), make([]float64, len(n.tasks)+1)
	began := time.Now()
	for step := range steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		neural.Pack(n.set.Params, true)
		var jobs [workers]job
		var wg sync.WaitGroup
		for i := range jobs {
			jobs[i] = n.draw()
			wg.Go(func() { n.learn(ws[i], &jobs[i]) })
		}
		wg.Wait()
		for _, j := range jobs {
			losses[j.task+1] += j.loss
			counts[j.task+1] += j.all
		}
		adam.Rate = o.Rate * min(1, float64(step+1)/100) * max(0.02, 1-float64(step)/float64(steps))
		adam.Step(n.set, gs)
		if (step+1)%200 == 0 || step+1 == steps {
			fmt.Fprintf(o.Progress, "network: step %d of %d, %.0f s", step+1, steps, time.Since(began).Seconds())
			for i := range losses {
				name := "trees"
				if i > 0 {
					name = n.tasks[i-1].Name()
				}
				fmt.Fprintf(o.Progress, ", %s %.3f", name, losses[i]/max(counts[i], 1))
			}
			fmt.Fprintln(o.Progress)
			clear(losses)
			clear(counts)
		}
	}
	n.set.UseMean()
	neural.Pack(n.set.Params, false)
	return nil
}

// learn adds what a job says to the worker's gradient.
func (n *networkTrainer) learn(w *networkWorker, j *job) {
	w.words, w.lengths = w.words[:0], w.lengths[:0]
	for _, i := range j.texts {
		if j.task < 0 {
			w.words = append(w.words, n.words[i]...)
			w.lengths = append(w.lengths, len(n.words[i]))
			continue
		}
		w.words = append(w.words, n.texts[j.task][i]...)
		for _, s := range n.tasks[j.task].Text(i).Sentences {
			w.lengths = append(w.lengths, s.Last-s.First)
		}
	}
	random := rand.New(rand.NewPCG(j.seed, 1))
	w.r.random = random
	w.r.read(w.words, w.lengths)
	w.dStates = neural.Zeros(w.dStates, len(w.r.states))
	if j.task < 0 {
		j.loss = n.learnTrees(w, j.texts, random)
	} else {
		at := 0
		for _, i := range j.texts {
			size := len(n.texts[j.task][i]) * StateSize
			j.loss += n.tasks[j.task].Learn(w.g, i, w.r.states[at:at+size], w.dStates[at:at+size], random)
			at += size
		}
	}
	j.all = float64(len(w.words))
	w.r.learn(w.g, w.dStates)
}
