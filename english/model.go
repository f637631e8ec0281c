package english

import (
	"bytes"
	"context"
	_ "embed"
	"io"
	"strings"
	"sync"

	"interdict/internal/linear"
)

// A Model tags and parses. It is immutable and safe for concurrent use.
type Model struct {
	cuts, ends         *linear.Model // of tokens and of sentences
	tags, arcs, labels *linear.Model
	splits             map[string]uint8 // words of letters alone that are two, to the length of the first
	classes, kinds     table            // of forms: word clusters, sets of tags
	tagHash            [][2]uint32      // of each tag class
	tagPOS             []POS
	tagPenn            []string
	known              map[uint32]uint8 // forms that have one tag alone, to its class
	lemmas             map[string]string
}

//go:embed model/english.model
var embedded []byte

var defaultModel = sync.OnceValues(func() (*Model, error) { return ReadModel(bytes.NewReader(embedded)) })

// Default returns the model that came with the program.
func Default() (*Model, error) { return defaultModel() }

const kind = "interdict-english-2"

// DefaultIn is Default by way of a file in a directory, from which its tables are
// mapped into memory; it is made when it is first asked for, and can be deleted at
// any time.
func DefaultIn(dir string) (*Model, error) {
	return linear.Mapped(dir, kind, embedded, decode, func(m *Model, e *linear.Encoder) { m.encode(e) })
}

// WriteModel writes the model as one compressed file with a checksum.
func (m *Model) WriteModel(w io.Writer) error {
	var e linear.Encoder
	m.encode(&e)
	return linear.WriteFile(w, kind, e.Bytes())
}

func (m *Model) encode(e *linear.Encoder) {
	for _, p := range m.parts() {
		e.Model(*p)
	}
	m.classes.write(e)
	m.kinds.write(e)
	e.Count(len(m.splits))
	for _, f := range sortedKeys(m.splits) {
		e.Text(f)
		e.WriteByte(m.splits[f])
	}
	e.Count(len(m.known))
	for _, f := range sortedKeys(m.known) {
		e.Count(int(f))
		e.WriteByte(m.known[f])
	}
	e.Count(len(m.lemmas))
	for _, k := range sortedKeys(m.lemmas) {
		e.Text(k)
		e.Text(m.lemmas[k])
	}
}

// ReadModel reads what [Model.WriteModel] wrote, and refuses anything else.
func ReadModel(r io.Reader) (*Model, error) {
	body, err := linear.ReadFile(r, kind)
	if err != nil {
		return nil, err
	}
	return decode(&linear.Decoder{Data: body})
}

func decode(d *linear.Decoder) (*Model, error) {
	m := &Model{known: map[uint32]uint8{}, lemmas: map[string]string{}, splits: map[string]uint8{}}
	for _, p := range m.parts() {
		*p = d.Model()
	}
	m.classes, m.kinds = readTable(d), readTable(d)
	for range d.Size() {
		f := d.Text()
		m.splits[f] = d.Byte()
	}
	for range d.Size() {
		f := uint32(d.Count())
		m.known[f] = d.Byte()
	}
	for range d.Size() {
		k := d.Text()
		m.lemmas[k] = d.Text()
	}
	tags := len(m.tags.Classes)
	for _, class := range m.known {
		d.Bad = d.Bad || int(class) >= tags
	}
	if d.Bad || len(m.cuts.Classes) != len(cutClasses) || len(m.ends.Classes) != 2 || tags == 0 || len(m.arcs.Classes) != 3 || len(m.labels.Classes) == 0 {
		return nil, linear.ErrDamaged
	}
	m.finish()
	return m, nil
}

func (m *Model) parts() []**linear.Model {
	return []**linear.Model{&m.cuts, &m.ends, &m.tags, &m.arcs, &m.labels}
}

// finish computes what follows from the classes.
func (m *Model) finish() {
	for _, class := range m.tags.Classes {
		tag, pos := tagHashes(class)
		penn, upos, _ := strings.Cut(class, " ")
		m.tagHash = append(m.tagHash, [2]uint32{tag, pos})
		m.tagPOS = append(m.tagPOS, posOf(upos))
		m.tagPenn = append(m.tagPenn, penn)
	}
}

// Parse reads a text. It returns an error only where the context ends it.
func (m *Model) Parse(ctx context.Context, text string) (*Doc, error) {
	p := newWorker(m)
	d := p.segment(text)
	for _, s := range d.Sentences {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p.sentence(d.Tokens[s.First:s.Last], s.First)
	}
	d.link()
	return d, nil
}

// worker holds what is used again from sentence to sentence.
type worker struct {
	m        *Model
	words    []word
	endWords []endWord
	breaks   []int // tokens before which a paragraph begins
	cut      cutter
	search   beam
	tree     tree
	tags     []uint8
	features []uint32
	scores   []int32
}

func newWorker(m *Model) *worker {
	w := &worker{m: m, features: make([]uint32, 0, 128)}
	most := 3
	for _, p := range m.parts() {
		if *p != nil {
			most = max(most, len((*p).Classes))
		}
	}
	w.scores = make([]int32, most)
	return w
}

// tag gives the words of p.words their tags and returns the classes.
func (p *worker) tag() []uint8 {
	m := p.m
	p.tags = p.tags[:0]
	for i := range p.words {
		class, ok := m.known[p.words[i].form]
		if !ok {
			p.features = tagFeatures(p.words, i, p.features[:0])
			class = uint8(m.tags.Best(p.features, p.scores))
		}
		p.words[i].tag, p.words[i].pos = m.tagHash[class][0], m.tagHash[class][1]
		p.tags = append(p.tags, class)
	}
	return p.tags
}

// sentence tags and parses the tokens, whose first has the place offset in its
// document.
func (p *worker) sentence(tokens []Token, offset int) {
	m := p.m
	p.words = p.words[:0]
	for i := range tokens {
		p.words = append(p.words, m.wordOf(tokens[i].Form))
	}
	for i, class := range p.tag() {
		tokens[i].Class = p.words[i].coarse<<16 | p.words[i].fine
		tokens[i].POS, tokens[i].Tag = m.tagPOS[class], m.tagPenn[class]
		tokens[i].Lemma = m.lemma(tokens[i].Form, tokens[i].POS, tokens[i].Tag)
	}
	p.tree.start(p.words)
	p.tree.attach(p.search.parse(m.arcs, p.words, beamWidth))
	for i := range tokens {
		p.features = p.tree.features(i, p.features[:0])
		tokens[i].Rel = m.labels.Classes[m.labels.Best(p.features, p.scores)]
		tokens[i].Head = -1
		if h := p.tree.head[i]; h < len(tokens) {
			tokens[i].Head = offset + h
		} else {
			tokens[i].Rel = "root"
		}
		if tokens[i].Rel == "root" && tokens[i].Head >= 0 {
			tokens[i].Rel = "dep"
		}
	}
	for i := 1; i < len(tokens); i++ {
		notFlat(tokens, i, offset)
	}
}

// notFlat makes a compound of two words in small letters that are taken for a
// name: "defence ministry", whose head is its last word.
func notFlat(tokens []Token, i, offset int) {
	a, b := &tokens[i-1], &tokens[i]
	if b.Rel != "flat" || b.Head != offset+i-1 || strings.ToLower(a.Form) != a.Form || strings.ToLower(b.Form) != b.Form {
		return
	}
	b.Head, b.Rel, b.POS = a.Head, a.Rel, NOUN
	for k := range tokens {
		if tokens[k].Head == offset+i-1 {
			tokens[k].Head = offset + i
		}
	}
	a.Head, a.Rel = offset+i, "compound"
}
