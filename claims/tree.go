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

// prepare reads a parsed text for the rules: lemmas as the lexicon spells them,
// and coordinations that a parser is known to hang too low put right.
func prepare(doc *english.Doc, lex *lexicon) *tree {
	own := *doc
	own.Tokens = slices.Clone(doc.Tokens)
	t := newTree(&own)
	t.lem = make([]string, len(t.Tokens))
	for i := range t.Tokens {
		t.lem[i] = lex.lemma(t.Tokens[i])
	}
	changed := t.plurals(lex)
	changed = t.conjunctions() || changed
	changed = t.contents(lex) || changed
	changed = t.relatives() || changed
	for v := range t.Tokens {
		if s := t.misplaced(v, lex); s >= 0 {
			t.Tokens[v].Head = s
			changed = true
		}
	}
	for _, s := range t.Sentences {
		if t.verbless(s, lex) {
			changed = true
		}
	}
	if changed {
		lem := t.lem
		t = newTree(&own)
		t.lem = lem
	}
	return t
}

// plurals makes a noun of what the tagger took for a verb in -s right before a
// reporting verb, and its subject: ", United Nations monitors told the
// council", read as if nations monitored.
func (t *tree) plurals(lex *lexicon) bool {
	changed := false
	for v := 1; v < len(t.Tokens); v++ {
		n := v - 1
		if t.pos(v) != english.VERB || t.Tokens[v].Tag != "VBD" || !lex.reports(t.lemma(v)) || t.child(v, "nsubj") >= 0 ||
			t.pos(n) != english.VERB || t.Tokens[n].Tag != "VBZ" || !strings.HasSuffix(t.form(n), "s") || t.sent[n] != t.sent[v] || t.head(v) != n {
			continue
		}
		noun := &t.Tokens[n]
		t.Tokens[v].Head, t.Tokens[v].Rel = noun.Head, noun.Rel
		noun.Head, noun.Rel, noun.POS, noun.Tag = v, "nsubj", english.NOUN, "NNS"
		for _, k := range t.kids[n] {
			switch {
			case k > v:
				t.Tokens[k].Head = v
			case base(t.rel(k)) == "nsubj":
				t.Tokens[k].Rel = "compound"
			}
		}
		changed = true
	}
	return changed
}

// conjunctions calls "that" a mark where the clause that it opens has a subject
// and an object of its own: "the allegation that Minsk supplied guns", read as if
// that were what was supplied.
func (t *tree) conjunctions() bool {
	changed := false
	for i := range t.Tokens {
		v := t.head(i)
		if t.form(i) != "that" || v <= i || !is(t.rel(i), []string{"nsubj", "obj", "iobj"}) {
			continue
		}
		subject, object := false, t.child(v, "cop") >= 0
		for _, k := range t.kids[v] {
			subject = subject || k != i && k > i && k < v && base(t.rel(k)) == "nsubj"
			object = object || k > v && is(t.rel(k), []string{"obj", "ccomp", "xcomp"})
		}
		if !subject || base(t.rel(i)) == "obj" && !object {
			continue
		}
		t.Tokens[i].Rel = "mark"
		if t.rel(v) == "acl:relcl" {
			t.Tokens[v].Rel = "acl"
		}
		changed = true
	}
	return changed
}

// relatives makes a relative pronoun the object of a clause that has a subject
// of its own: "the bank, which Washington accused".
func (t *tree) relatives() bool {
	changed := false
	for v := range t.Tokens {
		if t.rel(v) != "acl:relcl" {
			continue
		}
		subjects := t.children(v, "nsubj")
		if len(subjects) > 1 && t.relative(subjects[0]) && subjects[1] < v && t.child(v, "obj") < 0 {
			t.Tokens[subjects[0]].Rel = "obj"
			changed = true
		}
	}
	return changed
}

// contents hangs a clause with "that" on the noun right before it where that
// noun is a claim or a denial: "rejected the denial that it was urging".
func (t *tree) contents(lex *lexicon) bool {
	changed := false
	for v := range t.Tokens {
		m := t.child(v, "mark")
		if m < 1 || m > v || t.form(m) != "that" || base(t.rel(v)) != "ccomp" || t.head(v) == m-1 || t.head(v) > m {
			continue
		}
		if n := t.lemma(m - 1); t.pos(m-1) == english.NOUN && (lex.cues["noun-claim"][n] || lex.cues["noun-deny"][n]) {
			t.Tokens[v].Head, t.Tokens[v].Rel = m-1, "acl"
			changed = true
		}
	}
	return changed
}

// verbless mends a sentence that the tree takes for a noun phrase, though its
// verb is there, behind an apposition or taken for a participle: "The ambassador,
// Reuben Brigety, accused Pretoria of …", with accused hung on Brigety as if he
// were the accused.
func (t *tree) verbless(s english.Sentence, lex *lexicon) bool {
	root := -1
	for i := s.First; i < s.Last; i++ {
		if t.head(i) < 0 {
			root = i
		}
	}
	if root < 0 || t.pos(root) != english.NOUN && t.pos(root) != english.PROPN || t.child(root, "cop", "nsubj") >= 0 {
		return false
	}
	finite := false // another verb with a subject is there
	for i := s.First; i < s.Last; i++ {
		if t.pos(i) == english.VERB && t.child(i, "nsubj") >= 0 && t.rel(i) != "acl:relcl" {
			finite = true
		}
	}
	last := t.form(s.Last - 1)
	whole := !finite && (last == "." || last == "\"" || last == "”")
	for v := root + 1; v < s.Last; v++ {
		if t.pos(v) != english.VERB || t.Tokens[v].Tag == "VBG" || !is(t.rel(v), []string{"acl", "parataxis", "appos", "conj", "dep"}) ||
			t.child(v, "nsubj", "mark") >= 0 || !t.under(v, root) || len(t.agents(v)) > 0 {
			continue
		}
		switch {
		case t.form(v-1) == ",":
			if t.child(v, "obj", "ccomp", "xcomp", "aux") < 0 && !lex.reports(t.lemma(v)) {
				continue
			}
		case whole && t.rel(v) == "acl" && t.head(v) == root && (t.Tokens[v].Tag == "VBN" || t.Tokens[v].Tag == "VBD"):
			t.Tokens[v].Tag = "VBD" // the only verb: "Students demonstrated in the capital."
		default:
			continue
		}
		t.Tokens[v].Head, t.Tokens[v].Rel = -1, "root"
		t.Tokens[root].Head, t.Tokens[root].Rel = v, "nsubj"
		if t.child(v, "aux:pass") >= 0 {
			t.Tokens[root].Rel = "nsubj:pass"
		}
		for i := v + 1; i < s.Last; i++ { // what follows the verb belongs to it
			if h := t.head(i); h >= s.First && h < v {
				t.Tokens[i].Head = v
				if base(t.rel(i)) == "nmod" {
					t.Tokens[i].Rel = "obl"
				}
			}
		}
		return true
	}
	return false
}

// misplaced finds the verb that a reporting verb belongs beside where the tree
// coordinates it with what is said: "X said the claims were false and accused
// Y", with accused hung on false. It returns -1 where the tree may stand.
func (t *tree) misplaced(v int, lex *lexicon) int {
	h := t.head(v)
	if t.pos(v) != english.VERB || base(t.rel(v)) != "conj" || h < 0 || base(t.rel(h)) != "ccomp" || t.child(v, "nsubj", "mark", "aux") >= 0 {
		return -1
	}
	s := t.head(h)
	if s < 0 || !lex.reports(t.lemma(s)) || !lex.reports(t.lemma(v)) || t.Tokens[s].Tag != t.Tokens[v].Tag || s > v {
		return -1
	}
	return s
}

// markQuotes pairs opening and closing quotation marks. A quotation that is
// opened and not closed ends with its paragraph, so that one stray mark cannot
// put the rest of a document into somebody's mouth.
func (t *tree) markQuotes() {
	open, from := false, 0
	for i := range t.Tokens {
		t.quote[i] = -1
	}
	for i := range t.Tokens {
		if open && i > 0 && strings.Contains(t.Text[t.Tokens[i-1].End:t.Tokens[i].Start], "\n\n") {
			t.fill(from, i-1)
			open = false
		}
		switch form := t.Tokens[i].Form; {
		case form == "“" || form == "``" || form == "«" || form == "„":
			open, from = true, i
		case form == "”" || form == "''" || form == "»":
			if open {
				t.fill(from, i)
			}
			open = false
		case form == "\"":
			if open {
				t.fill(from, i)
			} else {
				from = i
			}
			open = !open
		}
	}
}

func (t *tree) fill(from, to int) {
	for i := from; i <= to; i++ {
		t.quote[i] = t.nq
	}
	t.nq++
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
