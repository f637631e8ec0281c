package claims

import (
	"slices"
	"strings"

	"interdict/english"
)

// A frame is a verb or noun with the words that stand in its slots. Slots are
// deep ones: "subj" does it and "obj" undergoes it, whatever the voice; a
// preposition names the slot of what it introduces; "iobj" receives; "poss",
// "adj" and "comp" are what stands before a noun.
type frame struct {
	t     *tree
	head  int
	noun  bool
	depth int // how many frames this one stands in whose conditions are being looked at
}

// slot returns the heads of what stands in a slot, without their conjuncts. Of
// "a/b" it is slot b of what stands in slot a: "obj/poss" is whose the object is.
func (f frame) slot(name string) []int {
	if outer, inner, ok := strings.Cut(name, "/"); ok {
		var out []int
		for _, h := range f.slot(outer) {
			out = append(out, frame{t: f.t, head: h, noun: !f.t.verbal(h)}.slot(inner)...)
		}
		return out
	}
	if f.noun {
		return f.nounSlot(name)
	}
	t, v := f.t, f.head
	passive := t.passive(v)
	switch name {
	case "subj":
		if passive {
			return t.agents(v)
		}
		return t.surfaceSubject(v, 0)
	case "obj":
		if passive {
			return t.surfaceSubject(v, 0)
		}
		if obj := t.children(v, "obj"); len(obj) > 0 {
			return obj
		}
		if obj := t.gap(v); len(obj) > 0 {
			return obj
		}
		return t.children(v, "iobj") // one who stands alone
	case "iobj":
		return t.children(v, "iobj")
	case "xcomp", "ccomp":
		return t.children(v, "xcomp", "ccomp")
	case "to-do": // what somebody is told to do, not that something is so
		return slices.DeleteFunc(t.children(v, "xcomp", "ccomp"), func(k int) bool { return t.preposition(k) != "to" || t.pos(k) != english.VERB })
	}
	if passive && name == "by" {
		return t.agents(v)
	}
	var out []int
	for _, k := range t.kids[v] {
		if is(t.rel(k), []string{"obl", "nmod", "advcl", "xcomp"}) && prepositionIs(t, k, name) {
			out = append(out, k)
		}
		if is(t.rel(k), []string{"compound:prt", "advmod"}) && t.form(k) == name {
			out = append(out, k)
		}
	}
	if len(out) == 0 { // a phrase that the tree hangs on the object, though the verb wants it
		for _, obj := range append(t.children(v, "obj"), t.children(v, "nsubj:pass")...) {
			for _, k := range t.children(obj, "nmod") {
				if name != "of" && prepositionIs(t, k, name) {
					out = append(out, k)
				}
			}
		}
	}
	return out
}

func prepositionIs(t *tree, i int, name string) bool {
	p := t.preposition(i)
	return p == name || name == "around" && p == "round"
}

func (f frame) nounSlot(name string) []int {
	t, n := f.t, f.head
	var out []int
	for _, k := range t.kids[n] {
		rel := t.rel(k)
		switch name {
		case "poss":
			if rel == "nmod:poss" {
				out = append(out, k)
			}
		case "adj":
			if base(rel) == "amod" && len(t.Tokens[k].Form) > 0 && isUpper(t.Tokens[k].Form) {
				out = append(out, k)
			}
		case "comp":
			if base(rel) == "compound" {
				out = append(out, k)
			}
		case "by": // "imposed on us by the EU": the agent may hang on the participle
			if is(rel, []string{"nmod", "obl"}) && t.preposition(k) == "by" {
				out = append(out, k)
			}
			if rel == "acl" && t.Tokens[k].Tag == "VBN" {
				out = append(out, t.agents(k)...)
			}
		default:
			if is(rel, []string{"nmod", "obl"}) && t.preposition(k) == name {
				out = append(out, k)
			}
			if rel == "acl" && t.Tokens[k].Tag == "VBN" {
				for _, o := range t.children(k, "obl") {
					if t.preposition(o) == name {
						out = append(out, o)
					}
				}
			}
		}
	}
	return out
}

func isUpper(s string) bool { return s[0] >= 'A' && s[0] <= 'Z' }

// agents returns the doers of a passive: "by the Treasury".
func (t *tree) agents(v int) []int {
	var out []int
	for _, k := range t.children(v, "obl", "nmod") {
		if t.rel(k) == "obl:agent" || t.preposition(k) == "by" {
			out = append(out, k)
		}
	}
	return out
}

// gap returns the antecedent of a relative clause whose object is missing:
// "a broker whom Washington designated", "drones it had sent".
func (t *tree) gap(v int) []int {
	up := v
	for n := 0; n < 6 && (t.rel(up) == "ccomp" || t.rel(up) == "xcomp"); n++ {
		up = t.head(up)
	}
	if up >= 0 && t.rel(up) == "acl:relcl" && t.child(up, "nsubj") >= 0 && t.head(up) >= 0 {
		if subj := t.child(v, "nsubj"); subj >= 0 && !t.relative(subj) {
			return []int{t.head(up)}
		}
	}
	return nil
}

// relative reports whether a token is a relative pronoun.
func (t *tree) relative(i int) bool {
	switch t.form(i) {
	case "who", "whom", "which", "that", "whose":
		return t.pos(i) == english.PRON || t.pos(i) == english.DET || strings.HasPrefix(t.Tokens[i].Tag, "W")
	}
	return false
}

// antecedent returns what a relative pronoun stands for, or the token itself.
func (t *tree) antecedent(i int) int {
	if !t.relative(i) {
		return i
	}
	up := t.head(i)
	for n := 0; up >= 0 && n < 8; n++ {
		if t.rel(up) == "acl:relcl" && t.head(up) >= 0 {
			return t.head(up)
		}
		up = t.head(up)
	}
	return i
}

// surfaceSubject returns the subject of a verb, its own or the one it shares
// with a verb above it.
func (t *tree) surfaceSubject(v, depth int) []int {
	var own []int
	for _, k := range t.children(v, "nsubj", "csubj") {
		if t.rel(k) != "nsubj:outer" {
			own = append(own, k)
		}
	}
	if len(own) > 0 {
		return own
	}
	h := t.head(v)
	if h < 0 || depth > 6 {
		return nil
	}
	switch rel := t.rel(v); base(rel) {
	case "conj":
		if t.verbal(h) {
			return t.surfaceSubject(h, depth+1)
		}
	case "xcomp":
		if obj := t.children(h, "obj", "iobj"); len(obj) > 0 {
			return obj
		}
		return t.surfaceSubject(h, depth+1)
	case "ccomp":
		if t.rel(h) == "acl:relcl" && t.head(h) >= 0 && t.child(h, "nsubj") >= 0 {
			return []int{t.head(h)}
		}
		if t.Tokens[v].Tag == "VBG" || t.child(v, "mark") >= 0 && t.form(t.child(v, "mark")) == "to" {
			return t.controller(h, v, depth)
		}
	case "advcl", "obl":
		if t.Tokens[v].Tag == "VBG" || t.Tokens[v].Tag == "VBN" || t.preposition(v) == "to" {
			return t.controller(h, v, depth)
		}
	case "acl":
		if rel == "acl:relcl" {
			return []int{h}
		}
		if t.Tokens[v].Tag == "VBG" || t.Tokens[v].Tag == "VBN" {
			return []int{h}
		}
		if t.preposition(v) == "to" { // "its plan to sell"
			return t.children(h, "nmod:poss")
		}
		// "accused Pretoria of supplying", where the clause hangs on the accused
		if t.preposition(v) == "of" || t.preposition(v) == "for" {
			return []int{h}
		}
	case "parataxis":
		if t.child(v, "aux") < 0 && t.Tokens[v].Tag == "VBG" {
			return t.surfaceSubject(h, depth+1)
		}
	}
	return nil
}

// controller returns who does what a clause without a subject tells: after
// "accused X of" and "sanctioned X for" the object of the verb above, else its
// subject.
func (t *tree) controller(h, v, depth int) []int {
	if p := t.preposition(v); p == "of" || p == "for" || p == "over" {
		if t.passive(h) {
			return t.surfaceSubject(h, depth+1)
		}
		if obj := (frame{t: t, head: h}).slot("obj"); len(obj) > 0 {
			return obj
		}
	}
	if t.pos(h) == english.VERB || t.verbal(h) {
		return t.surfaceSubject(h, depth+1)
	}
	return nil
}

// matches reports whether a sense's conditions hold of a frame. party says
// whether a token is a party, or could be one.
func (f frame) matches(s *sense, lex *lexicon, party func(int) bool) bool {
	if s.Particle != "" && len(f.slot(s.Particle)) == 0 {
		return false
	}
	for _, c := range s.When {
		if f.holds(c, lex, party) == c.not {
			return false
		}
	}
	return true
}

func (f frame) holds(c condition, lex *lexicon, party func(int) bool) bool {
	switch c.op {
	case "word":
		for _, k := range f.t.kids[f.head] {
			if f.t.form(k) == c.slot {
				return true
			}
		}
		return false
	case "+": // a word that describes what stands in the slot
		for _, i := range f.slot(c.slot) {
			for _, k := range f.t.kids[i] {
				if c.want[f.t.lemma(k)] || c.want["false"] && c.slot == "obj" && (f.t.lemma(k) == "fake" || f.t.lemma(k) == "forged") {
					return true
				}
			}
		}
		return false
	case "aux":
		return f.t.wills(f.head) && !f.t.negated(f.head)
	case "neg":
		return f.t.negated(f.head) && (c.slot != "will" || f.t.wills(f.head))
	}
	heads := f.slot(c.slot)
	switch c.op {
	case "has":
		return len(heads) > 0
	case "no":
		return len(heads) == 0
	}
	for _, h := range heads {
		for _, i := range f.t.conjuncts(f.t.antecedent(h)) {
			switch c.op {
			case "party":
				if party(i) {
					return true
				}
			case "=":
				if c.want[f.t.lemma(i)] || c.want[f.t.form(i)] {
					return true
				}
			case "^":
				if s := f.inner(i, lex, party); s != nil && c.want[s.Type] {
					return true
				}
			case "~":
				for class := range c.want {
					if f.t.inClass(i, class, lex, party) {
						return true
					}
				}
			}
		}
	}
	return false
}

// inner returns the sense of a verb or event noun that stands in a slot, nil
// where it has none. In a tree with a loop it gives up after a few steps.
func (f frame) inner(i int, lex *lexicon, party func(int) bool) *sense {
	if f.depth > 4 {
		return nil
	}
	in := frame{t: f.t, head: i, noun: f.t.pos(i) == english.NOUN, depth: f.depth + 1}
	senses := lex.verbs[f.t.lemma(i)]
	if in.noun {
		senses = lex.nouns[f.t.lemma(i)]
	}
	return in.sense(senses, lex, party)
}

// sense returns the first sense whose conditions hold of a frame, or nil.
func (f frame) sense(senses []*sense, lex *lexicon, party func(int) bool) *sense {
	for _, s := range senses {
		if f.matches(s, lex, party) {
			return s
		}
	}
	return nil
}

// wills reports whether a verb's auxiliary tells what somebody will do or is able
// to bear: "will not talk", "would never accept", "cannot accept".
func (t *tree) wills(v int) bool {
	for _, a := range t.children(v, "aux") {
		switch t.form(a) {
		case "will", "would", "shall", "wo", "'ll", "'d", "can", "ca":
			return true
		}
	}
	return false
}

// inClass reports whether a nominal is of a class of nouns. "Part of the money"
// and "$60 million of the ether" are of the class of what they are part of.
func (t *tree) inClass(i int, class string, lex *lexicon, party func(int) bool) bool {
	for n := 0; n < 4; n++ {
		lemma := t.lemma(i)
		if class == "any" {
			return true
		}
		if lex.class[class][lemma] || lex.class[class][t.form(i)] {
			return true
		}
		schema, known := lex.people[lemma]
		switch class {
		case "person", "group":
			if known && (schema == "Person" || schema == "Company" || schema == "Organization") || t.pos(i) == english.PROPN && party(i) || t.pos(i) == english.PRON && t.kindOf(i) == "Person" {
				return true
			}
		case "org", "company", "body", "state", "document":
			if known && schema != "Person" && schema != "Vessel" || t.pos(i) == english.PROPN && party(i) && t.kindOf(i) != "Person" {
				return class != "document"
			}
			if class == "document" && lex.cues["medium"][lemma] {
				return true
			}
		case "individual": // a person, and not a state or body with a name
			if known && schema == "Person" || t.kindOf(i) == "Person" {
				return true
			}
		case "official": // one who speaks or travels for a state or body
			if t.pos(i) == english.PROPN && t.kindOf(i) == "Person" {
				return true
			}
		case "bloc": // what one can be a member of or a party to
			if k := t.kindOf(i); t.pos(i) == english.PROPN && (k == "Organization" || k == "PublicBody") {
				return true
			}
		case "panel", "ngo":
			if party(i) {
				return true
			}
		case "money":
			for _, k := range t.kids[i] {
				if f := t.form(k); f == "$" || f == "€" || f == "£" {
					return true
				}
			}
		}
		if c := t.child(i, "compound"); c >= 0 && lex.class[class][t.lemma(c)] && class != "arms" {
			return true
		}
		next := -1
		for _, k := range t.children(i, "nmod") {
			if t.preposition(k) == "of" && (partitive[lemma] || t.pos(i) == english.NUM || t.pos(i) == english.SYM) {
				next = k
			}
		}
		if next < 0 {
			return false
		}
		i = next
	}
	return false
}

// partitive nouns measure what follows "of".
var partitive = map[string]bool{"part": true, "some": true, "ton": true, "tonne": true, "barrel": true, "number": true, "lot": true,
	"piece": true, "kilogram": true, "pound": true, "million": true, "billion": true, "thousand": true, "dozen": true, "hundred": true, "worth": true,
	"type": true, "kind": true, "batch": true, "load": true, "cargo": true, "shipment": true, "amount": true, "quantity": true, "most": true,
	"all": true, "container": true, "bulk": true, "half": true, "range": true, "list": true, "one": true, "any": true, "none": true, "each": true,
	"member": true, "unit": true, "variety": true, "series": true, "round": true, "wave": true, "string": true, "spate": true, "set": true, "handful": true, "majority": true, "couple": true, "rank": true, "stock": true, "stockpile": true, "share": true, "rest": true}
