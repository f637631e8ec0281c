// Package english reads English: text in, sentences, tokens, parts of speech,
// lemmas and a dependency tree out.
//
//	model, err := english.Default()
//	doc, err := model.Parse(ctx, "Iran denied on Friday that it had sent drones to Russia.")
//	for i, t := range doc.Tokens { fmt.Println(t.Form, t.POS, t.Rel, t.Head) }
//
// Tokens and tags follow Universal Dependencies as UD English EWT has them:
// contractions are two tokens (do|n't), hyphenated words three (al|-|Assad),
// abbreviations one (U.S.). Every token lies at its exact place in the text,
// every sentence is a tree with one root, whatever the input; a sentence
// without an end is cut at [MaxSentence] tokens.
//
// Where words and sentences begin is told by linear models over hashed features
// (package linear). Everything else is read from states: two layers of LSTMs make
// of each word in its place 256 numbers ([Doc.States]), from vectors of words that
// running text has taught, and from the letters; layers over these give the tags,
// the score of every word as the head of every other, of which the best projective
// tree is taken, and the relations. The states are there for others to read on:
// package attribution does, and is learned together with the trees ([Task]).
//
// All of it is trained here, by [Train], on UD English EWT; model/CARD.md says how
// and how well. A [Model] is immutable and safe for concurrent use.
package english

import (
	"math"
	"slices"
	"sort"
)

// MaxSentence is the most tokens that a sentence has.
const MaxSentence = 240

// A POS is a universal part of speech.
type POS uint8

// The universal parts of speech (universaldependencies.org/u/pos).
const (
	X POS = iota
	ADJ
	ADP
	ADV
	AUX
	CCONJ
	DET
	INTJ
	NOUN
	NUM
	PART
	PRON
	PROPN
	PUNCT
	SCONJ
	SYM
	VERB
)

var posNames = [...]string{"X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB"}

// String returns the tag as UD writes it.
func (p POS) String() string {
	if int(p) < len(posNames) {
		return posNames[p]
	}
	return "X"
}

func posOf(name string) POS {
	for i, n := range posNames {
		if n == name {
			return POS(i)
		}
	}
	return X
}

// A Token is one word or sign.
type Token struct {
	Start, End int    // bytes in Doc.Text
	Form       string // Text[Start:End]
	Lemma      string // lower case but for proper nouns
	POS        POS
	Tag        string // Penn Treebank tag
	Head       int    // place in Doc.Tokens, -1 for the root of a sentence
	Rel        string // UD relation with its subtype
	Class      uint32 // which words it is like in running text: a fine class, and a coarse one shifted by 16; 0 for unknown
	Joined     bool   // belongs to the same written word as the token before: n't in don't
}

// A Sentence is a range of tokens and of bytes.
type Sentence struct {
	First, Last int // tokens [First, Last)
	Start, End  int // bytes [Start, End)
}

// A Doc is a text read.
type Doc struct {
	Text      string
	Tokens    []Token
	Sentences []Sentence

	children [][]int
	spans    [][2]int
	states   []int8 // StateSize of each token; none of a long text
	model    *Model // that read it
}

// Part returns the sentences [from, to) as a text of their own.
func (d *Doc) Part(from, to int) *Doc {
	if from >= to {
		return &Doc{}
	}
	start, first, last := d.Sentences[from].Start, d.Sentences[from].First, d.Sentences[to-1].Last
	p := &Doc{Text: d.Text[start:d.Sentences[to-1].End], Tokens: slices.Clone(d.Tokens[first:last]), Sentences: slices.Clone(d.Sentences[from:to]), model: d.model}
	for i := range p.Tokens {
		t := &p.Tokens[i]
		t.Start, t.End = t.Start-start, t.End-start
		if t.Head >= 0 {
			t.Head -= first
		}
	}
	for i := range p.Sentences {
		s := &p.Sentences[i]
		s.First, s.Last, s.Start, s.End = s.First-first, s.Last-first, s.Start-start, s.End-start
	}
	if len(d.states) > 0 {
		p.states = d.states[first*StateSize : last*StateSize]
	}
	p.link()
	return p
}

// States returns what the network knows of the tokens [first, last) in their
// places: StateSize numbers of each, from -1 to 1, in the memory of to. It is what
// other readings of the text are learned from ([Task]). Of a text that no model has
// read all are 0.
func (d *Doc) States(to []float32, first, last int) []float32 {
	n := (last - first) * StateSize
	to = slices.Grow(to[:0], n)[:n]
	switch {
	case len(d.states) > 0:
		for i, v := range d.states[first*StateSize : last*StateSize] {
			to[i] = float32(v) / 127
		}
	case d.model == nil || n == 0:
		clear(to)
	default: // the text is so long that they were not kept
		from := d.sentenceOf(first)
		words, lengths := []word{}, []int{}
		for _, s := range d.Sentences[from : d.sentenceOf(last-1)+1] {
			lengths = append(lengths, s.Last-s.First)
			for i := s.First; i < s.Last; i++ {
				words = append(words, d.model.encoder.wordOf(d.Tokens[i].Form))
			}
		}
		r := reading{e: &d.model.encoder}
		r.read(words, lengths)
		skip := (first - d.Sentences[from].First) * StateSize
		for i, v := range r.states[skip : skip+n] {
			to[i] = float32(rounded(v)) / 127
		}
	}
	return to
}

// rounded is a number of a state as it is kept.
func rounded(v float32) int8 { return int8(math.Round(float64(v * 127))) }

// sentenceOf returns the number of the sentence that a token is in.
func (d *Doc) sentenceOf(token int) int {
	return sort.Search(len(d.Sentences), func(k int) bool { return d.Sentences[k].Last > token })
}

// Children returns the dependents of token i in the order of the text.
func (d *Doc) Children(i int) []int {
	if i < 0 || i >= len(d.children) {
		return nil
	}
	return d.children[i]
}

// Subtree returns the range of tokens [first, last) that token i and all below
// it lie in.
func (d *Doc) Subtree(i int) (first, last int) {
	if i < 0 || i >= len(d.spans) {
		return i, i
	}
	return d.spans[i][0], d.spans[i][1]
}

// link computes children and subtrees from the heads.
func (d *Doc) link() {
	d.children = make([][]int, len(d.Tokens))
	d.spans = make([][2]int, len(d.Tokens))
	for i, t := range d.Tokens {
		d.spans[i] = [2]int{i, i + 1}
		if t.Head >= 0 {
			d.children[t.Head] = append(d.children[t.Head], i)
		}
	}
	for i := range d.Tokens {
		for h, steps := d.Tokens[i].Head, 0; h >= 0 && steps <= MaxSentence; h, steps = d.Tokens[h].Head, steps+1 {
			d.spans[h][0] = min(d.spans[h][0], i)
			d.spans[h][1] = max(d.spans[h][1], i+1)
		}
	}
}
