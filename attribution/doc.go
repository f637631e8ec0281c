// Package attribution finds who says what: the source, the cue and the content
// of every attribution of a text, in the terms of the attribution-relation
// literature (PARC, PolNeAR).
//
//	model, err := attribution.Default()
//	for _, a := range model.Find(doc) { … }
//
// In comes a text parsed by package english, out go stretches of its tokens.
// Three models do the work: a sequence model finds cues ("has said", "according
// to"); another, for each cue by itself, says which tokens around it are source
// and which are content, from the way through the tree between token and cue, from
// quotation marks, and from the words; and of its best answers the third takes
// the one whose source and content are best as wholes. Content may be torn apart, may run over
// several sentences, and may hold other attributions.
//
// The model is trained by [Train] on PolNeAR; model/CARD.md says how and how
// well. It holds hashes of features, nothing of the articles. A [Model] is
// immutable and safe for concurrent use.
package attribution

import (
	"bytes"
	_ "embed"
	"io"
	"sync"

	"interdict/english"
	"interdict/internal/linear"
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
}

//go:embed model/attribution.model
var embedded []byte

var defaultModel = sync.OnceValues(func() (*Model, error) { return ReadModel(bytes.NewReader(embedded)) })

// Default returns the model that came with the program.
func Default() (*Model, error) { return defaultModel() }

const kind = "interdict-attribution-2"

// WriteModel writes the model as one compressed file with a checksum.
func (m *Model) WriteModel(w io.Writer) error {
	var e linear.Encoder
	for _, c := range []*linear.Chain{m.cues, m.roles} {
		e.Model(c.Nodes)
		e.Model(c.Edges)
		e.Count(c.Lean)
	}
	e.Model(m.ranks)
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
	if d.Bad || len(m.ranks.Classes) != 1 || len(m.cues.Nodes.Classes) != len(cueLabels) || len(m.roles.Nodes.Classes) != len(roleLabels) {
		return nil, linear.ErrDamaged
	}
	return m, nil
}

// Find returns the attributions of a parsed text, in the order of their cues.
// A cue for which neither source nor content is found is left out.
func (m *Model) Find(doc *english.Doc) []Attribution {
	v := newView(doc)
	var d linear.Decoding
	cues := m.findCues(v, &d)
	v.mark(cues)
	var out []Attribution
	for _, cue := range cues {
		s := newRoleSequence(v, cue)
		c := m.best(s, m.several(s, &d))
		a := Attribution{Source: c.source, Cue: cue, Content: c.content}
		if len(a.Source)+len(a.Content) > 0 {
			out = append(out, a)
		}
	}
	return out
}

func (m *Model) findCues(v *view, d *linear.Decoding) [][]int {
	var cues [][]int
	for _, sentence := range v.doc.Sentences {
		part := &cuePart{v, sentence.First, sentence.Last}
		cues = append(cues, spans(m.cues.Decode(part, d), sentence.First)...)
	}
	return cues
}
