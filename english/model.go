package english

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"strings"
	"sync"
)

// A Model tags and parses. It is immutable and safe for concurrent use.
type Model struct {
	tags, arcs, labels perceptron
	tagHash            [][2]uint32 // of each tag class
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

const (
	magic      = "interdict-english-1\n"
	maxFeature = 4 << 20
)

// errDamaged is why a model file is refused.
var errDamaged = errors.New("the model file is damaged or of another version; train it again or restore it")

// WriteModel writes the model as one compressed file with a checksum.
func (m *Model) WriteModel(w io.Writer) error {
	var body bytes.Buffer
	for _, p := range []*perceptron{&m.tags, &m.arcs, &m.labels} {
		p.write(&body)
	}
	writeCount(&body, len(m.known))
	for _, f := range sortedKeys(m.known) {
		writeCount(&body, int(f))
		body.WriteByte(m.known[f])
	}
	writeCount(&body, len(m.lemmas))
	for _, k := range sortedKeys(m.lemmas) {
		writeString(&body, k)
		writeString(&body, m.lemmas[k])
	}
	if _, err := io.WriteString(w, magic); err != nil {
		return err
	}
	if err := binary.Write(w, binary.LittleEndian, crc32.ChecksumIEEE(body.Bytes())); err != nil {
		return err
	}
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(body.Bytes()); err != nil {
		return err
	}
	return z.Close()
}

// ReadModel reads what [Model.WriteModel] wrote, and refuses anything else.
func ReadModel(r io.Reader) (*Model, error) {
	head := make([]byte, len(magic)+4)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:len(magic)]) != magic {
		return nil, errDamaged
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, errDamaged
	}
	body, err := io.ReadAll(io.LimitReader(z, 512<<20))
	if err != nil || crc32.ChecksumIEEE(body) != binary.LittleEndian.Uint32(head[len(magic):]) {
		return nil, errDamaged
	}
	d := &decoder{data: body}
	m := &Model{known: map[uint32]uint8{}, lemmas: map[string]string{}}
	for _, p := range []*perceptron{&m.tags, &m.arcs, &m.labels} {
		d.perceptron(p)
	}
	for range d.count() {
		f := uint32(d.count())
		m.known[f] = d.byte()
	}
	for range d.count() {
		k := d.string()
		m.lemmas[k] = d.string()
	}
	if d.bad || len(m.tags.classes) == 0 || len(m.arcs.classes) != 3 || len(m.labels.classes) == 0 {
		return nil, errDamaged
	}
	m.finish()
	return m, nil
}

// finish computes what follows from the classes.
func (m *Model) finish() {
	for _, class := range m.tags.classes {
		tag, pos := tagHashes(class)
		penn, upos, _ := strings.Cut(class, " ")
		m.tagHash = append(m.tagHash, [2]uint32{tag, pos})
		m.tagPOS = append(m.tagPOS, posOf(upos))
		m.tagPenn = append(m.tagPenn, penn)
	}
}

func writeCount(b *bytes.Buffer, n int) { b.Write(binary.AppendUvarint(nil, uint64(n))) }

func writeString(b *bytes.Buffer, s string) {
	writeCount(b, len(s))
	b.WriteString(s)
}

// write writes a perceptron's features in order, each with its weights that
// are not zero.
func (p *perceptron) write(b *bytes.Buffer) {
	writeCount(b, len(p.classes))
	for _, c := range p.classes {
		writeString(b, c)
	}
	rows := map[uint32]int32{}
	for i, k := range p.keys {
		if k != 0 {
			rows[k] = p.rows[i]
		}
	}
	writeCount(b, len(rows))
	last := uint32(0)
	for _, f := range sortedKeys(rows) {
		writeCount(b, int(f-last))
		last = f
		row := p.weights[rows[f] : int(rows[f])+len(p.classes)]
		used := 0
		for _, w := range row {
			if w != 0 {
				used++
			}
		}
		writeCount(b, used)
		for c, w := range row {
			if w != 0 {
				b.WriteByte(byte(c))
				b.WriteByte(byte(w))
			}
		}
	}
}

// decoder reads a model's body; bad says that it did not hold what it should.
type decoder struct {
	data []byte
	bad  bool
}

func (d *decoder) count() int {
	n, size := binary.Uvarint(d.data)
	if size <= 0 || n > 1<<32 {
		d.bad, d.data = true, nil
		return 0
	}
	d.data = d.data[size:]
	return int(n)
}

func (d *decoder) byte() byte {
	if len(d.data) == 0 {
		d.bad = true
		return 0
	}
	b := d.data[0]
	d.data = d.data[1:]
	return b
}

func (d *decoder) string() string {
	n := d.count()
	if n > len(d.data) {
		d.bad, d.data = true, nil
		return ""
	}
	s := string(d.data[:n])
	d.data = d.data[n:]
	return s
}

func (d *decoder) perceptron(p *perceptron) {
	classes := d.count()
	if classes > 255 {
		d.bad = true
		return
	}
	for range classes {
		p.classes = append(p.classes, d.string())
	}
	n := d.count()
	if n > maxFeature || n > len(d.data) {
		d.bad = true
		return
	}
	features, weights := make([]uint32, n), make([]int8, n*classes)
	last := uint32(0)
	for i := range n {
		last += uint32(d.count())
		features[i] = last
		for range d.count() {
			c, w := int(d.byte()), int8(d.byte())
			if d.bad || c >= classes {
				d.bad = true
				return
			}
			weights[i*classes+c] = w
		}
	}
	p.build(features, weights)
}

// Parse reads a text. It returns an error only where the context ends it.
func (m *Model) Parse(ctx context.Context, text string) (*Doc, error) {
	d := Segment(text)
	p := newWorker(m)
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
	tags     []int
	features []uint32
	scores   []int32
}

func newWorker(m *Model) *worker {
	n := max(len(m.tags.classes), len(m.labels.classes), 3)
	return &worker{m: m, features: make([]uint32, 0, 96), scores: make([]int32, n)}
}

// sentence tags and parses the tokens, whose first has the place offset in its
// document.
func (p *worker) sentence(tokens []Token, offset int) {
	m := p.m
	p.words = p.words[:0]
	for i := range tokens {
		p.words = append(p.words, wordOf(tokens[i].Form))
	}
	for i := range tokens {
		class, ok := m.known[p.words[i].form]
		if !ok {
			p.features = tagFeatures(p.words, i, p.features[:0])
			class = uint8(p.best(&m.tags, nil))
		}
		p.words[i].tag, p.words[i].pos = m.tagHash[class][0], m.tagHash[class][1]
		tokens[i].POS, tokens[i].Tag = m.tagPOS[class], m.tagPenn[class]
		tokens[i].Lemma = m.lemma(tokens[i].Form, tokens[i].POS, tokens[i].Tag)
	}
	s := newState(p.words)
	for !s.done() {
		p.features = s.features(p.features[:0])
		s.apply(p.best(&m.arcs, s.allowed))
	}
	for i := range tokens {
		p.features = labelFeatures(s, i, p.features[:0])
		tokens[i].Rel = m.labels.classes[p.best(&m.labels, nil)]
		tokens[i].Head = -1
		if s.head[i] < s.n {
			tokens[i].Head = offset + s.head[i]
		} else {
			tokens[i].Rel = "root"
		}
		if tokens[i].Rel == "root" && tokens[i].Head >= 0 {
			tokens[i].Rel = "dep"
		}
	}
}

// best returns the class with the highest score of those allowed.
func (p *worker) best(c *perceptron, allowed func(int) bool) int {
	scores := p.scores[:len(c.classes)]
	clear(scores)
	c.score(p.features, scores)
	best := -1
	for i, s := range scores {
		if (allowed == nil || allowed(i)) && (best < 0 || s > scores[best]) {
			best = i
		}
	}
	return best
}
