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
		if passive && !t.givenTo(v) {
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
		if passive && t.givenTo(v) {
			return t.surfaceSubject(v, 0)
		}
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

// givenTo reports whether a passive verb has an object of its own, so that its
// subject is who receives: "were given shelter".
func (t *tree) givenTo(v int) bool { return t.child(v, "obj") > v && t.child(v, "aux") >= 0 }

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
