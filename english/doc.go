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
// Every decision is a linear model over hashed features (package linear):
// where words and sentences begin, the tags, the transitions of an arc-hybrid
// parser with a beam, and the relations of the tree. They are trained here, by
// [Train], on UD English EWT; model/CARD.md says how and how well. A [Model] is
// immutable and safe for concurrent use.
package english

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
