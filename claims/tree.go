package claims

import (
	"slices"
	"strings"

	"interdict/english"
)

// A tree is a parsed document with what the rules ask of it again and again:
// children in order, the sentence of a token, and the quotations.
type tree struct {
	*english.Doc
	kids  [][]int
	sent  []int // sentence of each token
	quote []int // quotation of each token, -1 outside
	nq    int   // how many quotations
	lem   []string
	kind  func(int) string // schema of the party that a token stands for, nil where parties are not known
}

// kindOf is the schema of the party that a token stands for, "" for none.
func (t *tree) kindOf(i int) string {
	if t.kind == nil {
		return ""
	}
	return t.kind(i)
}

func newTree(doc *english.Doc) *tree {
	t := &tree{Doc: doc, kids: make([][]int, len(doc.Tokens)), sent: make([]int, len(doc.Tokens)), quote: make([]int, len(doc.Tokens))}
	for i := range doc.Tokens {
		if h := doc.Tokens[i].Head; h >= 0 && h < len(doc.Tokens) && h != i {
			t.kids[h] = append(t.kids[h], i)
		}
	}
	for s, sent := range doc.Sentences {
		for i := sent.First; i < sent.Last; i++ {
			t.sent[i] = s
		}
	}
	t.markQuotes()
	return t
}

// base is a relation without its subtype.
func base(rel string) string {
	b, _, _ := strings.Cut(rel, ":")
	return b
}

// The accessors take -1, the head of a root, and answer with nothing.

func (t *tree) rel(i int) string {
	if i < 0 {
		return ""
	}
	return t.Tokens[i].Rel
}

// head returns the head of a token, -1 for a root and for a head that is none.
func (t *tree) head(i int) int {
	if i < 0 || t.Tokens[i].Head == i || t.Tokens[i].Head >= len(t.Tokens) {
		return -1
	}
	return t.Tokens[i].Head
}

func (t *tree) lemma(i int) string {
	switch {
	case i < 0:
		return ""
	case t.lem != nil:
		return t.lem[i]
	}
	return strings.ToLower(t.Tokens[i].Lemma)
}

func (t *tree) form(i int) string {
	if i < 0 {
		return ""
	}
	return strings.ToLower(t.Tokens[i].Form)
}

func (t *tree) pos(i int) english.POS {
	if i < 0 {
		return english.X
	}
	return t.Tokens[i].POS
}

// child returns the first child with one of the relations (bare or with their
// subtype), or -1.
func (t *tree) child(i int, rels ...string) int {
	if i < 0 {
		return -1
	}
	for _, k := range t.kids[i] {
		if is(t.Tokens[k].Rel, rels) {
			return k
		}
	}
	return -1
}

func (t *tree) children(i int, rels ...string) []int {
	if i < 0 {
		return nil
	}
	var out []int
	for _, k := range t.kids[i] {
		if is(t.Tokens[k].Rel, rels) {
			out = append(out, k)
		}
	}
	return out
}

func is(rel string, rels []string) bool {
	for _, r := range rels {
		if rel == r || !strings.Contains(r, ":") && base(rel) == r {
			return true
		}
	}
	return false
}

// conjuncts returns i and the words coordinated with it.
func (t *tree) conjuncts(i int) []int {
	out := []int{i}
	for _, k := range t.children(i, "conj") {
		if t.nominal(k) {
			out = append(out, k)
		}
	}
	return out
}

func (t *tree) nominal(i int) bool {
	switch t.pos(i) {
	case english.NOUN, english.PROPN, english.PRON, english.NUM, english.X, english.SYM, english.DET, english.ADJ:
		return t.child(i, "nsubj") < 0
	}
	return false
}

// verbal reports whether a token heads a clause.
func (t *tree) verbal(i int) bool {
	return t.pos(i) == english.VERB || t.child(i, "cop", "nsubj") >= 0 || t.pos(i) == english.AUX && t.rel(i) == "root"
}

// predicate reports whether a token is an adjective that says something of its
// subject: "is ready to talk".
func (t *tree) predicate(i int) bool { return t.pos(i) == english.ADJ && t.child(i, "cop") >= 0 }

// subtree returns the tokens of i's subtree in order, leaving out the subtrees
// of those for which skip is true.
func (t *tree) subtree(i int, skip func(int) bool) []int {
	var out []int
	seen := map[int]bool{} // a tree given with a loop is read once round
	var walk func(int, int)
	walk = func(i, depth int) {
		if seen[i] || depth > 400 {
			return
		}
		seen[i] = true
		out = append(out, i)
		for _, k := range t.kids[i] {
			if skip == nil || !skip(k) {
				walk(k, depth+1)
			}
		}
	}
	walk(i, 0)
	slices.Sort(out)
	return slices.Compact(out)
}

// under reports whether i is a or below it.
func (t *tree) under(i, a int) bool {
	for n := 0; i >= 0 && n < 400; n++ {
		if i == a {
			return true
		}
		i = t.head(i)
	}
	return false
}

// preposition returns the case marking of a nominal, or the marker of a clause,
// in lower case with its fixed words: "to", "according to".
func (t *tree) preposition(i int) string {
	c := t.child(i, "case", "mark")
	if c < 0 {
		return ""
	}
	words := []string{t.form(c)}
	for _, f := range t.children(c, "fixed") {
		words = append(words, t.form(f))
	}
	return strings.Join(words, " ")
}

// span is the stretch of text from the first to the last of the tokens, without
// punctuation at its ends.
func (t *tree) span(tokens []int) (start, end int) {
	for len(tokens) > 1 && t.pos(tokens[0]) == english.PUNCT {
		tokens = tokens[1:]
	}
	for len(tokens) > 1 && t.pos(tokens[len(tokens)-1]) == english.PUNCT {
		tokens = tokens[:len(tokens)-1]
	}
	if len(tokens) == 0 {
		return 0, 0
	}
	return t.Tokens[tokens[0]].Start, t.Tokens[tokens[len(tokens)-1]].End
}

// passive reports whether a verb's subject is what the verb is done to. The
// auxiliaries tell better than the name of the relation, which a parser easily
// gets wrong: "has denied" is active whatever its subject is called.
func (t *tree) passive(v int) bool {
	have := false
	for _, a := range t.children(v, "aux") {
		switch t.lemma(a) {
		case "be", "get":
			return t.Tokens[v].Tag != "VBG"
		case "have", "do":
			have = true
		}
	}
	switch h := t.head(v); {
	case have:
		return false
	case t.rel(v) == "conj" && t.Tokens[v].Tag == "VBN" && t.child(v, "nsubj", "aux") < 0 && h >= 0 && h < v && t.Tokens[h].Tag == "VBN":
		return t.child(h, "nsubj:pass", "aux:pass") >= 0 // was charged and arrested
	case t.rel(v) != "acl" && t.child(v, "obj", "ccomp") > v:
		return false // "A court sentenced two journalists", whatever its tag
	case t.child(v, "nsubj:pass", "aux:pass", "csubj:pass") >= 0:
		return true
	}
	return t.reducedPassive(v)
}

// reducedPassive reports whether v is a past participle that modifies a noun
// ("drones made in Iran").
func (t *tree) reducedPassive(v int) bool {
	return t.rel(v) == "acl" && t.Tokens[v].Tag == "VBN" && t.child(v, "nsubj", "aux") < 0
}
