package claims

import (
	"strings"

	"interdict/english"
)

// subjects gives a finite verb that has none the noun phrase right before it for
// its subject, where the tree hangs the two together otherwise: "On Tuesday South
// Korea imposed sanctions", read as on Tuesday South Korea; "Dutch police arrested
// a developer", read as police who were arrested.
func (t *tree) subjects(lex *lexicon) bool {
	changed := false
	for v := 1; v < len(t.Tokens); v++ {
		if t.pos(v) != english.VERB || lex.verbs[t.lemma(v)] == nil && !lex.reports(t.lemma(v)) || t.child(v, "nsubj", "csubj", "expl") >= 0 {
			continue
		}
		k := v - 1
		for k > 0 && t.sent[k] == t.sent[v] && t.head(k) == v && (t.pos(k) == english.ADV || t.pos(k) == english.AUX) {
			k--
		}
		k = t.overTime(k)
		if t.sent[k] != t.sent[v] || !t.nominal(k) || calendarWord[t.form(k)] {
			continue
		}
		if !t.finiteForm(v, k) {
			continue
		}
		first := t.chunk(k)
		top := k
		for n := 0; n < 8 && t.head(top) >= first && t.head(top) <= k; n++ {
			top = t.head(top)
		}
		if first > 0 && t.sent[first-1] == t.sent[v] && (t.pos(first-1) == english.ADP && !calendarWord[t.form(first)] || t.form(first-1) == "to") {
			continue // what stands behind a preposition does nothing
		}
		if h := t.head(top); h >= 0 && h < first && t.pos(h) == english.VERB && is(t.rel(top), []string{"obj", "iobj", "xcomp", "ccomp"}) && t.rel(v) != "ccomp" {
			continue // "said it had told police arrested him": the object of a verb before
		}
		t.promote(v, top, first)
		changed = true
	}
	return changed
}

// actives makes an active verb of what the tree takes for a passive one without
// an auxiliary, where its object stands right behind it: "the Treasury on Tuesday
// sanctioned two firms", read as if the Treasury were sanctioned.
func (t *tree) actives(lex *lexicon) bool {
	changed := false
	for v := range t.Tokens {
		subject := t.child(v, "nsubj:pass")
		if t.pos(v) != english.VERB || t.Tokens[v].Tag != "VBN" || subject < 0 || subject > v || lex.verbs[t.lemma(v)] == nil || !t.finiteForm(v, subject) {
			continue
		}
		t.Tokens[v].Tag, t.Tokens[subject].Rel = "VBD", "nsubj"
		for _, c := range t.kids[v] {
			if c > v && t.nominal(c) && is(t.rel(c), []string{"obl", "obj", "nsubj"}) && t.child(c, "case") < 0 && !calendarWord[t.form(c)] {
				t.Tokens[c].Rel = "obj"
				break
			}
		}
		changed = true
	}
	return changed
}

// overTime goes back over a time that ends at k: "the ministry on Tuesday denied".
func (t *tree) overTime(k int) int {
	if !calendarWord[t.form(k)] || k < 2 {
		return k
	}
	i := k - 1
	for i > 0 && is(t.form(i), []string{"last", "this", "next", "early", "late"}) {
		i--
	}
	if i > 0 && t.pos(i) == english.ADP {
		i--
	}
	return i
}

// finiteForm reports whether a verb has a finite form behind a noun at k: not one
// of a participle that describes the noun, which takes no object.
func (t *tree) finiteForm(v, k int) bool {
	rel := t.rel(v)
	if base(rel) == "conj" || rel == "acl:relcl" || base(rel) == "xcomp" || t.child(v, "mark") >= 0 && t.form(t.child(v, "mark")) == "to" {
		return false
	}
	switch t.Tokens[v].Tag {
	case "VBD", "VBZ":
		return true
	case "VBN":
		if t.child(v, "aux", "aux:pass") >= 0 || v+1 >= len(t.Tokens) || t.sent[v+1] != t.sent[v] {
			return false
		}
		switch t.pos(v + 1) {
		case english.DET, english.PRON, english.PROPN, english.NUM:
			return !calendarWord[t.form(v+1)] && t.form(v+1) != "that"
		}
	}
	return false
}

// chunk returns where the noun phrase that ends at k begins: not before a name
// of a day or month that stands before another name.
func (t *tree) chunk(k int) int {
	i := k
	for i > 0 && t.sent[i-1] == t.sent[k] && !calendarWord[t.form(i-1)] {
		switch t.pos(i - 1) {
		case english.NOUN, english.PROPN, english.ADJ, english.NUM, english.PART:
			if t.form(i-1) == "to" || t.form(i-1) == "not" {
				return i
			}
		case english.DET:
			return i - 1
		default:
			return i
		}
		i--
	}
	return i
}

// promote hangs a noun on its verb as the subject; the verb takes the noun's
// place where it hung on it.
func (t *tree) promote(v, top, first int) {
	noun, verb := &t.Tokens[top], &t.Tokens[v]
	if t.under(v, top) {
		verb.Head, verb.Rel = noun.Head, "parataxis"
		if noun.Head < 0 {
			verb.Rel = "root"
		}
	}
	if first > 0 && calendarWord[t.form(first-1)] && t.head(first-1) >= first && t.head(first-1) <= top && !t.under(v, first-1) {
		day := &t.Tokens[first-1]
		day.Head, day.Rel = v, "obl"
		for _, c := range t.kids[top] {
			if c < first-1 && t.rel(c) == "case" {
				t.Tokens[c].Head = first - 1
			}
		}
	}
	noun.Head, noun.Rel = v, "nsubj"
	if verb.Tag == "VBN" {
		verb.Tag = "VBD"
	}
}

// unders makes a part of the title of what is taken for a preposition: "said Under
// Secretary Nelson", read as if it were said under him.
func (t *tree) unders(lex *lexicon) bool {
	changed := false
	for i := 1; i < len(t.Tokens); i++ {
		h := t.head(i)
		if t.Tokens[i].Form != "Under" || t.rel(i) != "case" || h <= i || t.sent[i-1] != t.sent[i] || t.pos(h) != english.PROPN || lex.people[strings.ToLower(t.Tokens[i+1].Form)] != "Person" {
			continue
		}
		t.Tokens[i].Rel, t.Tokens[i].POS, t.Tokens[i].Tag = "compound", english.PROPN, "NNP"
		if v := t.head(h); v >= 0 && base(t.rel(h)) == "obl" && lex.reports(t.lemma(v)) && t.child(v, "nsubj") < 0 {
			t.Tokens[h].Rel = "nsubj"
		}
		changed = true
	}
	return changed
}

// afters gives a finite verb the subject that the tree took for a time: "a day
// after the Treasury sanctioned two men", read as a day after the Treasury.
func (t *tree) afters() bool {
	changed := false
	for v := 2; v < len(t.Tokens); v++ {
		if t.pos(v) != english.VERB || t.Tokens[v].Tag != "VBD" && t.Tokens[v].Tag != "VBZ" || !is(t.rel(v), []string{"parataxis", "acl", "conj", "dep", "ccomp", "advcl"}) ||
			t.rel(v) == "acl:relcl" || t.child(v, "mark", "csubj", "expl") >= 0 {
			continue
		}
		other := t.child(v, "nsubj") // "removed the ship a week after the state sanctioned its owner", read as if the ship sanctioned
		if other >= 0 && (base(t.rel(v)) != "advcl" || t.child(t.head(v), "obj") >= 0) {
			continue
		}
		n := v - 1 // the phrase right before the verb
		for k := 0; k < 8 && t.head(n) >= 0 && t.sent[t.head(n)] == t.sent[v] && t.head(n) < v && t.preposition(n) == ""; k++ {
			n = t.head(n)
		}
		c := t.child(n, "case")
		if c < 0 || c > n || !is(t.rel(n), []string{"obl", "nmod"}) || !t.nominal(n) || t.under(v, n) && t.head(v) != n || other >= 0 && (other > c || !t.under(n, other)) {
			continue
		}
		switch t.form(c) {
		case "after", "before", "since", "until":
		default:
			continue
		}
		h := t.head(n)
		if other >= 0 {
			h = t.head(v)
			t.Tokens[other].Head, t.Tokens[other].Rel = h, "obj"
		}
		if h < 0 || h == v {
			continue
		}
		t.Tokens[v].Head, t.Tokens[v].Rel = h, "advcl"
		t.Tokens[n].Head, t.Tokens[n].Rel = v, "nsubj"
		t.Tokens[c].Head, t.Tokens[c].Rel = v, "mark"
		changed = true
	}
	return changed
}

// calendarWord has days and months, in small letters.
var calendarWord = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq("monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december yesterday today tomorrow week month year") {
		out[w] = true
	}
	return out
}()
