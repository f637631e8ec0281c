// Package attribution finds who says what: the source, the cue and the content
// of every attribution of a text, in the terms of the attribution-relation
// literature (PARC, PolNeAR).
//
//	model, err := attribution.Default()
//	for _, a := range model.Find(doc) { … }
//
// In comes a text parsed by package english, out go stretches of its tokens.
// Two sequence models do the work: one finds cues ("has said", "according to");
// another, for each cue by itself, says which tokens around it are source and which
// are content, from the way through the tree between token and cue, from quotation
// marks, and from the words. A network that reads the states of package english
// judges beside them, and what it says is added to their scores. Of the best answers
// a third model takes the one whose source and content are best as wholes. Content
// may be torn apart, may run over several sentences, and may hold other attributions.
//
// The models are trained on PolNeAR: the network together with that of package
// english ([Task]), the others by [Train]; model/CARD.md says how and how well. They
// hold hashes of features and numbers, nothing of the articles. A [Model] is immutable
// and safe for concurrent use.
package attribution

import (
	"bytes"
	_ "embed"
	"io"
	"math"
	"sync"

	"interdict/english"
	"interdict/internal/linear"
	"interdict/internal/neural"
)

// An Attribution is one place where a text says that somebody says something.
// Source, Cue and Content are token numbers in order; Source and Content may
// be empty.
type Attribution struct {
	Source, Cue, Content []int
}

// A Model finds attributions.
type Model struct {
	cues, roles *linear.Chain
	ranks       *linear.Model // of one class: how good a labelling is as a whole
	network     network
	shares      [2]float32 // what a nat of the network's is worth to the chains: of cues, of roles
	idle        sync.Pool  // of *finding
}

//go:embed model/attribution.model
var embedded []byte

var defaultModel = sync.OnceValues(func() (*Model, error) { return ReadModel(bytes.NewReader(embedded)) })

// Default returns the model that came with the program.
func Default() (*Model, error) { return defaultModel() }

const kind = "interdict-attribution-3"

// WriteModel writes the model as one compressed file with a checksum.
func (m *Model) WriteModel(w io.Writer) error {
	var e linear.Encoder
	for _, c := range []*linear.Chain{m.cues, m.roles} {
		e.Model(c.Nodes)
		e.Model(c.Edges)
		e.Count(c.Lean)
	}
	e.Model(m.ranks)
	e.Weights(m.shares[:], 1, false)
	m.network.encode(&e)
	return linear.WriteFile(w, kind, e.Bytes())
}

// ReadModel reads what [Model.WriteModel] wrote, and refuses anything else.
func ReadModel(r io.Reader) (*Model, error) {
	body, err := linear.ReadFile(r, kind)
	if err != nil {
		return nil, err
	}
	d := linear.Decoder{Data: body}
	m := &Model{}
	for _, c := range []**linear.Chain{&m.cues, &m.roles} {
		*c = &linear.Chain{Nodes: d.Model(), Edges: d.Model(), Lean: d.Count()}
		if k := len((*c).Nodes.Classes); k == 0 || len((*c).Edges.Classes) != k*k {
			return nil, linear.ErrDamaged
		}
	}
	m.ranks = d.Model()
	copy(m.shares[:], d.Weights(1, false))
	if err := m.network.decode(&d); err != nil {
		return nil, err
	}
	if d.Bad || len(m.ranks.Classes) != 1 || len(m.cues.Nodes.Classes) != len(cueLabels) || len(m.roles.Nodes.Classes) != len(roleLabels) {
		return nil, linear.ErrDamaged
	}
	return m, nil
}

// Find returns the attributions of a parsed text, in the order of their cues.
// A cue for which neither source nor content is found is left out.
func (m *Model) Find(doc *english.Doc) []Attribution {
	v := newView(doc)
	f := m.finding(v)
	defer func() {
		f.v = nil
		m.idle.Put(f)
	}()
	cues := f.cues()
	v.mark(cues)
	var out []Attribution
	for len(cues) > 0 {
		var all []*roleSequence
		words := 0
		for len(cues) > 0 && words < atOnce {
			s := newRoleSequence(v, cues[0])
			if len(all) > 0 && s.first > all[0].first+4*atOnce {
				break // the words between would be read for nothing
			}
			all, cues = append(all, s), cues[1:]
			words += s.Len()
		}
		f.windows(all)
		for _, s := range all {
			c := m.best(s, f.several(s))
			if a := (Attribution{Source: c.source, Cue: s.cue, Content: c.content}); len(a.Source)+len(a.Content) > 0 {
				out = append(out, a)
			}
		}
	}
	return out
}

// atOnce is about how many words go through the network at a time.
const atOnce = 800

// finding is a text in which attributions are looked for.
type finding struct {
	m      *Model
	v      *view
	d      linear.Decoding
	pass   pass
	states []float32
	at     int // place in pass.roles of the next window
	nodes  []float32
	sure   []bool
	pairs  [2][]float32 // of cues, of roles
}

// finding returns a finding in v, in memory that another has left.
func (m *Model) finding(v *view) *finding {
	f, ok := m.idle.Get().(*finding)
	if !ok {
		f = &finding{m: m, pass: pass{n: &m.network}}
	}
	f.v = v
	for k, c := range []neural.Chain{m.network.cues, m.network.roles} {
		f.pairs[k] = f.pairs[k][:0]
		for _, w := range c.Pairs.W {
			f.pairs[k] = append(f.pairs[k], w*m.shares[k])
		}
	}
	return f
}

// cues returns the tokens of each cue.
func (f *finding) cues() [][]int {
	var out [][]int
	cols := f.m.network.cue.W.Cols
	f.d.Pairs = f.pairs[0]
	all := f.v.doc.Sentences
	for len(all) > 0 {
		from, to, many := all[0].First, all[0].Last, 1
		for many < len(all) && all[many].Last-from <= atOnce {
			to = all[many].Last
			many++
		}
		f.states = f.v.doc.States(f.states, from, to)
		f.pass.readCues(f.v, f.states, from, to-from)
		for _, s := range all[:many] {
			f.share(f.pass.cues[(s.First-from)*cols:], cols, s.Last-s.First, cueKinds, f.m.shares[0])
			out = append(out, spans(f.m.cues.Decode(&cuePart{f.v, s.First, s.Last}, &f.d), s.First)...)
		}
		all = all[many:]
	}
	return out
}

// windows lets the network read the windows of cues.
func (f *finding) windows(all []*roleSequence) {
	from, to := len(f.v.t), 0
	for _, s := range all {
		from, to = min(from, s.first), max(to, s.first+s.Len())
	}
	f.states = f.v.doc.States(f.states, from, to)
	f.pass.readWords(f.states, from, to-from)
	f.pass.windows(all)
	f.at = 0
}

// several returns the candidates for a cue, the next of those whose windows were
// read.
func (f *finding) several(s *roleSequence) []candidate {
	cols := f.m.network.role.W.Cols
	f.d.Pairs = f.pairs[1]
	f.share(f.pass.roles[f.at*cols:], cols, s.Len(), roleKinds, f.m.shares[1])
	f.at += s.Len()
	return f.m.several(s, &f.d)
}

// share hands n places' scores of the network to the chain.
func (f *finding) share(scores []float32, cols, n, kinds int, share float32) {
	f.nodes, f.sure = f.nodes[:0], f.sure[:0]
	for i := range n {
		row := scores[i*cols : i*cols+kinds]
		top, second := row[0], float32(math.Inf(-1))
		for _, v := range row {
			f.nodes = append(f.nodes, v*share)
		}
		for _, v := range row[1:] {
			top, second = max(top, v), max(second, min(top, v))
		}
		f.sure = append(f.sure, row[0] == top && (top-second)*share > sure)
	}
	f.d.Nodes, f.d.Sure = f.nodes, f.sure
}

// sure is by how many points of a chain the network has to hold a word for none of
// a cue, a source or a content that the chain's many features are not looked at.
const sure = 7000
