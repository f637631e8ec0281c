package parties

import (
	"bytes"
	_ "embed"
	"io"
	"strings"
	"sync"
	"unicode"

	"interdict/document"
	"interdict/english"
	"interdict/internal/linear"
)

// An Entity is a stretch of text that speaks of a person, an organization, a
// place, or a thing of war or transport, by name or otherwise ("we", "the
// city"). Entities are found by a sequence model from words, trees and the
// parties of the text; they say where places are named as well.
type Entity struct {
	First, Last int // tokens [First, Last)
	Class       string
	State       bool // the gazetteers know it for a state, which is a place and acts
}

// The classes of [Entity].
const (
	PersonClass       = "person"
	OrganizationClass = "organization"
	PlaceClass        = "place"
	ThingClass        = "thing"
)

var entityLabels = []string{"out",
	"begin person", "in person", "begin organization", "in organization", "begin place", "in place", "begin thing", "in thing"}

// A Recognizer finds entities. It is immutable and safe for concurrent use.
type Recognizer struct{ chain *linear.Chain }

//go:embed model/entities.model
var embedded []byte

var recognizers = sync.OnceValues(func() (*Recognizer, error) { return ReadRecognizer(bytes.NewReader(embedded)) })

// DefaultRecognizer returns the model that came with the program.
func DefaultRecognizer() (*Recognizer, error) { return recognizers() }

const recognizerKind = "interdict-entities-1"

// Write writes the model as one compressed file with a checksum.
func (r *Recognizer) Write(w io.Writer) error {
	var e linear.Encoder
	e.Model(r.chain.Nodes)
	e.Model(r.chain.Edges)
	return linear.WriteFile(w, recognizerKind, e.Bytes())
}

// ReadRecognizer reads what [Recognizer.Write] wrote, and refuses anything else.
func ReadRecognizer(in io.Reader) (*Recognizer, error) {
	body, err := linear.ReadFile(in, recognizerKind)
	if err != nil {
		return nil, err
	}
	d := linear.Decoder{Data: body}
	r := &Recognizer{&linear.Chain{Nodes: d.Model(), Edges: d.Model()}}
	if n := len(entityLabels); d.Bad || len(r.chain.Nodes.Classes) != n || len(r.chain.Edges.Classes) != n*n {
		return nil, linear.ErrDamaged
	}
	return r, nil
}

// Find returns the entities of a parsed text in its order.
func (r *Recognizer) Find(doc *english.Doc) []Entity {
	v := newEntityView(doc)
	var d linear.Decoding
	var out []Entity
	for _, s := range doc.Sentences {
		for k, label := range r.chain.Decode(&entityPart{v, s.First, s.Last}, &d) {
			i := s.First + k
			begin, class, _ := strings.Cut(entityLabels[label], " ")
			switch {
			case label == 0:
			case begin == "in" && len(out) > 0 && out[len(out)-1].Last == i && out[len(out)-1].Class == class:
				out[len(out)-1].Last++
			default:
				out = append(out, Entity{First: i, Last: i + 1, Class: class})
			}
		}
	}
	lex := lexicons()
	for i, e := range out {
		known, ok := lex.lookup(doc.Text[doc.Tokens[e.First].Start:doc.Tokens[e.Last-1].End])
		out[i].State = ok && known.schema == "Country"
	}
	return out
}

// entityWord is what the model sees of a token, hashed once.
type entityWord struct {
	lower, lemma, tag, rel, shape, suffix, prefix uint32
	known                                         uint32 // what the gazetteers and word lists say
	head                                          uint32 // of the phrase: what the lists say of it
	headLemma                                     uint32
	fine, coarse                                  uint32 // word classes
	party                                         uint32 // what the rules find there: kind, schema, and whether it begins
}

type entityView struct {
	doc *english.Doc
	w   []entityWord
}

var outsideEntity = entityWord{lower: 1, lemma: 1, tag: 1, rel: 1, shape: 1}

func newEntityView(doc *english.Doc) *entityView {
	lex := lexicons()
	v := &entityView{doc, make([]entityWord, len(doc.Tokens))}
	classes := []string{"person", "body", "state", "company", "organization", "vessel", "aircraft", "weapon", "outlet", "people"}
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		lower := strings.ToLower(t.Form)
		w := entityWord{lower: linear.Hash(lower), lemma: linear.Hash(strings.ToLower(t.Lemma)), tag: linear.Hash(t.Tag), rel: linear.Hash(t.Rel), shape: linear.Hash(shape(t.Form)),
			suffix: linear.Hash(lower[max(0, len(lower)-3):]), prefix: linear.Hash(lower[:min(3, len(lower))])}
		w.fine, w.coarse = t.Class&0xffff, t.Class>>16
		for k, c := range classes {
			if lex.is(c, t.Lemma) {
				w.known |= 1 << k
			}
		}
		if lex.titles[lower] {
			w.known |= 1 << 10
		}
		if legalForms[t.Form] {
			w.known |= 1 << 11
		}
		if bodyWords[t.Form] {
			w.known |= 1 << 12
		}
		if organizationWords[t.Form] {
			w.known |= 1 << 13
		}
		if calendar[t.Form] {
			w.known |= 1 << 14
		}
		v.w[i] = w
	}
	// Names that the gazetteer knows, the longest first.
	for i := 0; i < len(doc.Tokens); i++ {
		if r := rune(doc.Tokens[i].Form[0]); !unicode.IsUpper(r) {
			continue
		}
		for n := min(4, len(doc.Tokens)-i); n > 0; n-- {
			e, ok := lex.lookup(doc.Text[doc.Tokens[i].Start:doc.Tokens[i+n-1].End])
			if !ok {
				continue
			}
			bit := uint32(1) << 16
			switch e.schema {
			case "Country":
				bit = 1 << 17
			case "Outlet":
				bit = 1 << 18
			case "Weapon":
				bit = 1 << 19
			}
			for k := i; k < i+n; k++ {
				v.w[k].known |= bit
				if k > i {
					v.w[k].known |= 1 << 20
				}
			}
			i += n - 1
			break
		}
	}
	set := Find(document.New(doc.Text, document.Options{}), doc)
	for _, m := range set.Mentions {
		if len(m.Parties) == 0 {
			continue
		}
		schema := linear.Hash(set.Parties[m.Parties[0]].Schema)
		for i := m.First; i < m.Last; i++ {
			begin := uint32(1)
			if i > m.First {
				begin = 2
			}
			v.w[i].party = linear.Mix(0, schema, uint32(m.Kind), begin)
		}
	}
	for i, t := range doc.Tokens {
		h := i
		for n := 0; n < 6 && doc.Tokens[h].Head >= 0; n++ {
			switch rel := doc.Tokens[h].Rel; rel {
			case "compound", "amod", "flat", "det", "nummod", "nmod:poss", "case", "punct":
				h = doc.Tokens[h].Head
				continue
			}
			break
		}
		v.w[i].head, v.w[i].headLemma = v.w[h].known, v.w[h].lemma
		if t.Head < 0 {
			v.w[i].head |= 1 << 30
		}
	}
	return v
}

// shape is a word with its letters and digits classed.
func shape(form string) string {
	var b strings.Builder
	last := byte(0)
	for _, r := range form {
		c := byte('-')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLower(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = '0'
		}
		if c != last || c == 'X' && b.Len() < 3 {
			b.WriteByte(c)
			last = c
		}
	}
	return b.String()
}

// entityPart is a sentence.
type entityPart struct {
	*entityView
	first, last int
}

func (p *entityPart) Len() int { return p.last - p.first }

func (p *entityPart) at(i int) *entityWord {
	if i < p.first || i >= p.last {
		return &outsideEntity
	}
	return &p.w[i]
}

func (p *entityPart) Node(k int, f []uint32) []uint32 {
	i := p.first + k
	w, p1, p2, n1, n2 := p.at(i), p.at(i-1), p.at(i-2), p.at(i+1), p.at(i+2)
	first := uint32(0)
	if k == 0 {
		first = 1
	}
	var up entityWord
	if h := p.doc.Tokens[i].Head; h >= 0 {
		up = p.w[h]
	}
	m := linear.Mix
	return append(f, m(0, 0, 0, 0), m(1, w.lower, 0, 0), m(2, w.lemma, w.tag, 0), m(3, w.tag, w.rel, 0), m(4, w.shape, first, 0), m(5, w.suffix, 0, 0), m(6, w.prefix, w.shape, 0), m(7, w.known, 0, 0), m(8, w.known, w.tag, 0), m(9, w.head, w.tag, 0), m(10, w.headLemma, w.tag, 0),
		m(11, p1.lower, 0, 0), m(12, n1.lower, 0, 0), m(13, p1.lower, w.lower, 0), m(14, w.lower, n1.lower, 0), m(15, p1.tag, w.tag, n1.tag), m(16, p1.known, w.known, 0), m(17, w.known, n1.known, 0), m(18, p2.lower, p1.lower, 0), m(19, n1.lower, n2.lower, 0),
		m(20, p1.shape, w.shape, n1.shape), m(21, w.rel, up.lemma, 0), m(22, w.rel, up.tag, w.tag), m(23, w.head, w.rel, 0), m(24, w.headLemma, 0, 0), m(25, p1.lower, w.tag, w.shape), m(26, w.shape, n1.lower, 0), m(27, n1.known, n2.known, w.tag), m(28, p2.known, p1.known, w.tag), m(29, w.shape, w.known, first), m(30, w.rel, w.known, 0), m(31, p1.lower, w.shape, w.head),
		m(32, w.fine, 0, 0), m(33, w.coarse, w.shape, 0), m(34, p1.fine, 0, 0), m(35, n1.fine, 0, 0), m(36, p1.coarse, w.coarse, n1.coarse), m(37, w.fine, w.head, 0), m(38, w.coarse, w.known, w.rel), m(39, p1.lower, w.fine, 0), m(40, w.fine, n1.lower, 0),
		m(41, w.party, 0, 0), m(42, w.party, w.tag, 0), m(43, w.party, w.rel, 0), m(44, w.party, p1.party, n1.party), m(45, w.party, w.headLemma, 0), m(46, w.party, w.lower, 0))
}

func (p *entityPart) Edge(k int, f []uint32) []uint32 {
	i := p.first + k
	a, w := p.at(i-1), p.at(i)
	joined := uint32(0)
	if t := p.doc.Tokens; k > 0 {
		switch {
		case t[i].Head == i-1:
			joined = 1
		case t[i-1].Head == i:
			joined = 2
		case t[i].Head == t[i-1].Head:
			joined = 3
		}
		if t[i].Start == t[i-1].End {
			joined |= 4
		}
	}
	m := linear.Mix
	return append(f, m(100, 0, 0, 0), m(101, a.lower, joined, 0), m(102, w.lower, joined, 0), m(103, a.tag, w.tag, joined), m(104, a.rel, w.rel, joined), m(105, a.known, w.known, joined), m(106, a.shape, w.shape, joined), m(107, a.lower, w.tag, 0), m(108, w.lower, a.tag, 0), m(109, a.party, w.party, 0))
}
