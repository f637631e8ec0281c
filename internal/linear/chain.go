package linear

import "math"

// A Chain labels sequences: each place is scored by its features (Nodes), each
// pair of neighbouring labels by those of the gap between them (Edges, whose
// class for label b after a is a*labels+b). Before the first place stands label 0.
type Chain struct {
	Nodes, Edges *Model
	Lean         int // added to the score of every label but the first: more is found, and more that is false
}

// A Sequence is something to label. Node appends the features of place i, Edge
// those of the gap before it.
type Sequence interface {
	Len() int
	Node(i int, f []uint32) []uint32
	Edge(i int, f []uint32) []uint32
}

// A Decoding is the memory that [Chain.Decode] works in; its zero value is ready.
type Decoding struct {
	// What another model says, added to the scores of the chain: of each place and
	// label, and of each pair of labels, the last row of the front. Nil for nothing.
	Nodes, Pairs []float32
	Sure         []bool // of each place, whether that model is so sure that the chain need not look

	features []uint32
	sums     []int32
	nodes    []float32
	edges    []float32
	back     []int16
	labels   []int
	paths    []path  // of [Chain.Several]
	kept     []int16 // how many there are of each label at each place
	next     []int
}

// Decode returns the best labels of a sequence, in memory that the next call
// uses again.
func (c *Chain) Decode(s Sequence, d *Decoding) []int {
	n, k := c.score(s, d)
	d.search(n, k)
	return d.labels
}

// score leaves the scores of all places and gaps in d.
func (c *Chain) score(s Sequence, d *Decoding) (n, k int) {
	n, k = s.Len(), len(c.Nodes.Classes)
	d.size(n, k)
	for i := range n {
		if d.Nodes != nil && d.Sure[i] {
			copy(d.nodes[i*k:i*k+k], d.Nodes[i*k:])
			edges := d.edges[i*k*k : (i+1)*k*k]
			if clear(edges); i == 0 || d.Sure[i-1] {
				d.addPairs(edges, i, k)
				continue
			}
			fill(c.Edges, s.Edge(i, d.features[:0]), d, edges)
			d.addPairs(edges, i, k)
			continue
		}
		fill(c.Nodes, s.Node(i, d.features[:0]), d, d.nodes[i*k:i*k+k])
		for l := 1; l < k; l++ {
			d.nodes[i*k+l] += float32(c.Lean)
		}
		edges := d.edges[i*k*k : (i+1)*k*k]
		fill(c.Edges, s.Edge(i, d.features[:0]), d, edges)
		if d.Nodes == nil {
			continue
		}
		for l, v := range d.Nodes[i*k : (i+1)*k] {
			d.nodes[i*k+l] += v
		}
		d.addPairs(edges, i, k)
	}
	return n, k
}

// addPairs adds what the other model says of the labels at i and before it.
func (d *Decoding) addPairs(edges []float32, i, k int) {
	pairs := d.Pairs[:k*k]
	if i == 0 {
		pairs = d.Pairs[k*k:]
	}
	for l, v := range pairs {
		edges[l] += v
	}
}

func fill(m *Model, features []uint32, d *Decoding, into []float32) {
	d.features = features
	sums := d.sums[:len(into)]
	clear(sums)
	m.Score(features, sums)
	for i, s := range sums {
		into[i] = float32(s)
	}
}

func (d *Decoding) size(n, k int) {
	if cap(d.sums) < k*k {
		d.sums = make([]int32, k*k)
	}
	if cap(d.edges) < n*k*k {
		d.nodes, d.edges, d.back, d.labels = make([]float32, n*k), make([]float32, n*k*k), make([]int16, n*k), make([]int, n)
	}
	d.nodes, d.edges, d.back = d.nodes[:cap(d.nodes)], d.edges[:cap(d.edges)], d.back[:cap(d.back)]
	if cap(d.labels) < n || len(d.nodes) < n*k || len(d.back) < n*k {
		d.nodes, d.back, d.labels = make([]float32, n*k), make([]int16, n*k), make([]int, n)
	}
	d.labels = d.labels[:n]
}

// search finds the best path (Viterbi) and leaves it in d.labels. It overwrites
// the scores of the nodes.
func (d *Decoding) search(n, k int) {
	for i := range n {
		for b := range k {
			best, from := float32(math.Inf(-1)), 0
			for a := range k {
				before := float32(0)
				if i > 0 {
					before = d.nodes[(i-1)*k+a]
				} else if a != 0 {
					break
				}
				if v := before + d.edges[(i*k+a)*k+b]; v > best {
					best, from = v, a
				}
			}
			d.nodes[i*k+b] += best
			d.back[i*k+b] = int16(from)
		}
	}
	if n == 0 {
		return
	}
	last := Top(d.nodes[(n-1)*k : n*k])
	for i := n - 1; i >= 0; i-- {
		d.labels[i] = last
		last = int(d.back[i*k+last])
	}
}

// A ChainTrainer learns a [Chain] as a structured perceptron (Collins 2002).
type ChainTrainer struct {
	k            int
	nodes, edges *Trainer
	d            Decoding
	f            []uint32
}

// NewChainTrainer returns a trainer for labels; the first is that of what is
// nothing.
func NewChainTrainer(labels []string) *ChainTrainer {
	pairs := make([]string, 0, len(labels)*len(labels))
	for _, a := range labels {
		for _, b := range labels {
			pairs = append(pairs, a+" "+b)
		}
	}
	return &ChainTrainer{k: len(labels), nodes: NewTrainer(labels), edges: NewTrainer(pairs)}
}

// Learn labels a sequence, corrects what is wrong, and reports whether nothing
// was.
func (t *ChainTrainer) Learn(s Sequence, gold []int) bool {
	n, k := s.Len(), t.k
	t.nodes.Step++
	t.edges.Step++
	t.d.size(n, k)
	for i := range n {
		t.f = s.Node(i, t.f[:0])
		t.nodes.Score(t.f, t.d.nodes[i*k:i*k+k])
		t.f = s.Edge(i, t.f[:0])
		t.edges.Score(t.f, t.d.edges[i*k*k:(i+1)*k*k])
	}
	t.d.search(n, k)
	right, last, lastGold := true, 0, 0
	for i, got := range t.d.labels {
		if got != gold[i] {
			t.f = s.Node(i, t.f[:0])
			t.nodes.Update(t.f, gold[i], got)
			right = false
		}
		if got != gold[i] || last != lastGold {
			t.f = s.Edge(i, t.f[:0])
			t.edges.Update(t.f, lastGold*k+gold[i], last*k+got)
		}
		last, lastGold = got, gold[i]
	}
	return right
}

// Take adds what another trainer of the same labels has learned. A chain of
// several trainers' weights depends less on the order of the examples than that
// of one.
func (t *ChainTrainer) Take(other *ChainTrainer) {
	t.nodes.take(other.nodes)
	t.edges.take(other.edges)
}

// Chain returns what was learned, without weights smaller than least.
func (t *ChainTrainer) Chain(least int) *Chain {
	top := max(t.nodes.top(), t.edges.top()) // one scale, for the two are added
	return &Chain{Nodes: t.nodes.model(least, top), Edges: t.edges.model(least, top)}
}
