package attribution

import (
	"strings"

	"interdict/english"
	"interdict/internal/linear"
)

// token is what the models see of a token, hashed once.
type token struct {
	lower, lemma, tag, pos, rel, suffix uint32
	fine, coarse                        uint32 // word classes
	below                               uint32 // which relations its dependents have, as bits
	head                                int32
	sentence, paragraph                 int32
	quote                               int32 // number of its quotation, -1 outside
	cue                                 int32 // number of the cue it belongs to, counted from 1
}

// view is a parsed text as the models see it.
type view struct {
	doc    *english.Doc
	t      []token
	quoted []bool // sentences that hold a part of a quotation
}

// edge stands for what lies outside the text.
var edge = token{lower: 1, lemma: 1, tag: 1, pos: 1, rel: 1, suffix: 1, head: -1, quote: -1}

// Relations of dependents that tell what kind of a verb it is.
var telling = []string{"nsubj", "nsubj:pass", "ccomp", "xcomp", "obj", "obl", "parataxis", "advcl", "aux", "mark", "iobj", "acl", "nmod", "aux:pass", "case", "cop", "acl:relcl", "expl", "det", "conj"}

func newView(doc *english.Doc) *view {
	n := len(doc.Tokens)
	v := &view{doc: doc, t: make([]token, n), quoted: make([]bool, len(doc.Sentences))}
	bit := make(map[string]uint32, len(telling))
	for i, r := range telling {
		bit[r] = 1 << i
	}
	rels := map[string]uint32{}
	quotes := Quotations(doc)
	paragraph := int32(0)
	for s, sentence := range doc.Sentences {
		for i := sentence.First; i < sentence.Last; i++ {
			tok := &doc.Tokens[i]
			if i > 0 && strings.Contains(doc.Text[doc.Tokens[i-1].End:tok.Start], "\n\n") {
				paragraph++
			}
			if rels[tok.Rel] == 0 {
				rels[tok.Rel] = linear.Hash(tok.Rel)
			}
			lower := strings.ToLower(tok.Form)
			v.t[i] = token{
				lower: linear.Hash(lower), lemma: linear.Hash(strings.ToLower(tok.Lemma)), tag: linear.Hash(tok.Tag), pos: uint32(tok.POS) + 10,
				rel: rels[tok.Rel], suffix: linear.Hash(lower[max(0, len(lower)-3):]), head: int32(tok.Head), sentence: int32(s), paragraph: paragraph, quote: int32(quotes[i]),
				below: v.t[i].below, fine: tok.Class & 0xffff, coarse: tok.Class >> 16,
			}
			if tok.Head >= 0 {
				v.t[tok.Head].below |= bit[tok.Rel]
			}
			if quotes[i] >= 0 {
				v.quoted[s] = true
			}
		}
	}
	// A head behind its dependents was filled in after they marked it.
	for i := range doc.Tokens {
		if h := doc.Tokens[i].Head; h >= 0 {
			v.t[h].below |= bit[doc.Tokens[i].Rel]
		}
	}
	return v
}

func (v *view) at(i int) *token {
	if i < 0 || i >= len(v.t) {
		return &edge
	}
	return &v.t[i]
}

// mark notes which cue each token belongs to.
func (v *view) mark(cues [][]int) {
	for i := range v.t {
		v.t[i].cue = 0
	}
	for n, cue := range cues {
		for _, i := range cue {
			v.t[i].cue = int32(n + 1)
		}
	}
}

// Quotations numbers the quotations of a text by token, -1 outside. A quotation
// that is opened and not closed ends with its paragraph, so that one stray mark
// cannot put the rest of a text into somebody's mouth.
func Quotations(doc *english.Doc) []int {
	out := make([]int, len(doc.Tokens))
	n, open, from := 0, false, 0
	fill := func(to int) {
		for k := from; k <= to; k++ {
			out[k] = n
		}
		n++
		open = false
	}
	for i := range out {
		out[i] = -1
	}
	for i := range doc.Tokens {
		if open && i > 0 && strings.Contains(doc.Text[doc.Tokens[i-1].End:doc.Tokens[i].Start], "\n\n") {
			fill(i - 1)
		}
		switch doc.Tokens[i].Form {
		case "“", "``", "«", "„":
			if !open {
				open, from = true, i
			}
		case "”", "''", "»":
			if open {
				fill(i)
			}
		case "\"":
			if open {
				fill(i)
			} else {
				open, from = true, i
			}
		}
	}
	if open {
		fill(len(doc.Tokens) - 1)
	}
	return out
}
