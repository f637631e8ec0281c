package english

import (
	"bytes"
	"context"
	_ "embed"
	"io"
	"slices"
	"strings"
	"sync"

	"interdict/internal/linear"
	"interdict/internal/neural"
)

// A Model tags and parses. It is immutable and safe for concurrent use.
type Model struct {
	cuts, ends *linear.Model    // of tokens and of sentences
	splits     map[string]uint8 // words of letters alone that are two, to the length of the first
	classes    table            // of forms: word clusters
	encoder    encoder
	parser     parser
	tags, rels []string // "PENN UPOS", and relations
	tagPOS     []POS
	tagPenn    []string
	lemmas     map[string]string
	idle       sync.Pool // of *worker
}

//go:embed model/english.model
var embedded []byte

var defaultModel = sync.OnceValues(func() (*Model, error) { return ReadModel(bytes.NewReader(embedded)) })

// Default returns the model that came with the program.
func Default() (*Model, error) { return defaultModel() }

const kind = "interdict-english-3"

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
	e.Count(len(m.splits))
	for _, f := range sortedKeys(m.splits) {
		e.Text(f)
		e.WriteByte(m.splits[f])
	}
	e.Count(len(m.lemmas))
	for _, k := range sortedKeys(m.lemmas) {
		e.Text(k)
		e.Text(m.lemmas[k])
	}
	for _, list := range [][]string{m.tags, m.rels} {
		e.Count(len(list))
		for _, name := range list {
			e.Text(name)
		}
	}
	m.encoder.rows.write(e)
	e.Signed(m.encoder.vectors)
	e.Count(m.encoder.own.Rows)
	for _, p := range m.network() {
		e.Weights(p.W, p.Cols, p.Sparse)
	}
}

// network returns the parameters in the order of the file.
func (m *Model) network() []*neural.Param {
	e, p := &m.encoder, &m.parser
	out := []*neural.Param{e.own, e.affix, e.shape, p.root}
	for _, layer := range e.layers {
		for _, l := range layer {
			out = append(out, l.X, l.H, l.Bias)
		}
	}
	for _, d := range []neural.Dense{p.tags, p.dep, p.head, p.pair, p.relDep, p.relHead, p.rel} {
		out = append(out, d.W, d.B)
	}
	return out
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
	m := &Model{lemmas: map[string]string{}, splits: map[string]uint8{}}
	for _, p := range m.parts() {
		*p = d.Model()
	}
	m.classes = readTable(d)
	for range d.Size() {
		f := d.Text()
		m.splits[f] = d.Byte()
	}
	for range d.Size() {
		k := d.Text()
		m.lemmas[k] = d.Text()
	}
	for _, list := range []*[]string{&m.tags, &m.rels} {
		for range d.Size() {
			*list = append(*list, d.Text())
		}
	}
	e := &m.encoder
	e.rows = readTable(d)
	e.vectors = d.Signed()
	own := d.Count()
	rows := len(e.vectors) / vectorSize
	if d.Bad || len(m.cuts.Classes) != len(cutClasses) || len(m.ends.Classes) != 2 || len(m.tags) == 0 || len(m.rels) == 0 || own > rows || e.rows.most() >= uint32(rows) {
		return nil, linear.ErrDamaged
	}
	var set neural.Set
	e.begin(&set, own)
	m.parser.begin(&set, len(m.tags), len(m.rels))
	for _, p := range m.network() {
		w := d.Weights(p.Cols, p.Sparse)
		if len(w) != p.Rows*p.Cols {
			return nil, linear.ErrDamaged
		}
		p.W = w
	}
	neural.Pack(set.Params, false)
	m.finish()
	return m, nil
}

func (m *Model) parts() []**linear.Model {
	return []**linear.Model{&m.cuts, &m.ends}
}

// finish computes what follows from the names of the tags.
func (m *Model) finish() {
	for _, class := range m.tags {
		penn, upos, _ := strings.Cut(class, " ")
		m.tagPOS = append(m.tagPOS, posOf(upos))
		m.tagPenn = append(m.tagPenn, penn)
	}
}

// atOnce is about how many words go through the network at a time: more is no
// faster, and takes memory.
const atOnce = 800

// mostKept is the length in words of the longest text whose states are kept, which
// is 100 MB of them. Of a longer one they are read again where they are asked for.
const mostKept = 400_000

// Parse reads a text. It returns an error only where the context ends it.
func (m *Model) Parse(ctx context.Context, text string) (*Doc, error) {
	w, ok := m.idle.Get().(*worker)
	if !ok {
		w = newWorker(m)
	}
	defer m.idle.Put(w)
	d := w.segment(text)
	d.model = m
	if len(d.Tokens) <= mostKept {
		d.states = make([]int8, 0, len(d.Tokens)*StateSize)
	}
	for from := 0; from < len(d.Sentences); {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		to := from + 1
		for to < len(d.Sentences) && d.Sentences[to].Last-d.Sentences[from].First <= atOnce {
			to++
		}
		w.sentencesOf(d, d.Sentences[from:to])
		from = to
	}
	d.link()
	return d, nil
}

// worker holds what is used again from text to text.
type worker struct {
	m        *Model
	words    []word
	lengths  []int
	reading  reading
	parse    parse
	heads    []int
	hold     map[int]int // tokens to the heads that they have to have, in training
	endWords []endWord
	breaks   []int // tokens before which a paragraph begins
	cut      cutter
	features []uint32
	scores   []int32
}

func newWorker(m *Model) *worker {
	w := &worker{m: m, features: make([]uint32, 0, 128), reading: reading{e: &m.encoder}, parse: parse{p: &m.parser}}
	most := 3
	for _, p := range m.parts() {
		if *p != nil {
			most = max(most, len((*p).Classes))
		}
	}
	w.scores = make([]int32, most)
	return w
}

// sentencesOf tags and parses sentences that stand one behind another.
func (w *worker) sentencesOf(d *Doc, sentences []Sentence) {
	m, offset := w.m, sentences[0].First
	tokens := d.Tokens[offset:sentences[len(sentences)-1].Last]
	w.words, w.lengths, w.heads = w.words[:0], w.lengths[:0], w.heads[:0]
	for i := range tokens {
		w.words = append(w.words, m.encoder.wordOf(tokens[i].Form))
	}
	for _, s := range sentences {
		w.lengths = append(w.lengths, s.Last-s.First)
	}
	w.reading.read(w.words, w.lengths)
	if cap(d.states) > 0 {
		for _, v := range w.reading.states {
			d.states = append(d.states, rounded(v))
		}
	}
	p := &w.parse
	p.read(w.reading.states, len(tokens))
	for _, s := range sentences {
		first, n := s.First-offset, s.Last-s.First
		ld := p.sentence(first, first+n)
		for d := range w.hold {
			if h := w.hold[d]; d >= s.First && d < s.Last {
				p.arcs[(d-s.First)*ld+h-s.First] += surely
			}
		}
		for _, h := range p.tree.find(p.arcs, ld, n) {
			if h == n {
				h = len(tokens)
			} else {
				h += first
			}
			w.heads = append(w.heads, h)
		}
	}
	p.relations(w.heads)
	for i, h := range w.heads {
		t := &tokens[i]
		tag := best(p.tags[i*m.parser.tags.W.Cols:][:len(m.tags)])
		t.Class = m.classOf(t.Form)
		t.POS, t.Tag = m.tagPOS[tag], m.tagPenn[tag]
		t.Lemma = m.lemma(t.Form, t.POS, t.Tag)
		t.Rel = m.rels[best(p.rels[i*m.parser.rel.W.Cols:][:len(m.rels)])]
		switch held, ok := w.hold[offset+i]; {
		case ok && held == offset+h:
			t.Head, t.Rel = held, "nsubj"
		case h == len(tokens):
			t.Head, t.Rel = -1, "root"
		case t.Rel == "root":
			t.Head, t.Rel = offset+h, "dep"
		default:
			t.Head = offset + h
		}
	}
	for _, s := range sentences {
		mend(d.Tokens[s.First:s.Last], s.First)
	}
}

// surely is more than the scores of arcs differ by.
const surely = 100

// Hold returns the sentences of a text that hold a token of which the head is known,
// each as a text of its own, parsed so that these tokens are subjects of their heads.
func (m *Model) Hold(d *Doc, heads map[int]int) (out []*Doc) {
	w := newWorker(m)
	w.hold = heads
	for i, s := range d.Sentences {
		known := false
		for k := s.First; k < s.Last; k++ {
			h, ok := heads[k]
			known = known || ok && h >= s.First && h < s.Last
		}
		if !known {
			continue
		}
		own := *d
		own.Tokens, own.states = slices.Clone(d.Tokens), nil
		w.sentencesOf(&own, d.Sentences[i:i+1])
		out = append(out, own.Part(i, i+1))
	}
	return out
}

// classOf returns the word class of a form, a fine one and a coarse one shifted
// by 16.
func (m *Model) classOf(form string) uint32 {
	c := m.classes.get(linear.Hash(clusterKey(form)))
	if c == 0 {
		c = m.classes.get(linear.Hash(strings.ToLower(form)))
	}
	return c
}
