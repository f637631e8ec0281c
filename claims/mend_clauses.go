package claims

import (
	"slices"

	"interdict/english"
)

// clauses puts right what the parser is known to have wrong of clauses and of the
// phrases that open them, before anything else is looked at.
func (t *tree) clauses(lex *lexicon) bool {
	changed := t.participles()
	changed = t.saidBehind(lex) || changed
	changed = t.saidOf(lex) || changed
	changed = t.complements(lex) || changed
	changed = t.whoever(lex) || changed
	return t.labels() || changed
}

// participles makes the verb of a sentence of what the tree takes for an adjective
// that has a subject: "The Treasury blacklisted two firms", read as blacklisted
// firms.
func (t *tree) participles() bool {
	changed := false
	for v := range t.Tokens {
		s, object := t.child(v, "nsubj"), t.head(v)
		if t.pos(v) != english.VERB || t.rel(v) != "amod" || s < 0 || s > v || object <= v || t.child(v, "aux") >= 0 {
			continue
		}
		for t.head(object) > object && is(t.rel(object), []string{"compound", "amod", "nmod:poss"}) {
			object = t.head(object)
		}
		o := &t.Tokens[object]
		if o.Head >= 0 && is(o.Rel, []string{"obl", "nmod"}) {
			continue // "the Security Council mandated embargo" is no clause
		}
		t.Tokens[v].Head, t.Tokens[v].Rel, t.Tokens[v].Tag = o.Head, o.Rel, "VBD"
		o.Head, o.Rel = v, "obj"
		t.Tokens[s].Rel = "nsubj"
		for _, k := range t.kids[object] {
			switch {
			case k == v:
			case k < v || t.rel(k) == "punct":
				t.Tokens[k].Head = v
			}
		}
		changed = true
	}
	return changed
}

// saidBehind reads "The depot held missiles, said the monitor": the noun behind a
// reporting verb that ends its sentence says it, and what stands before the comma
// is a clause with a subject of its own.
func (t *tree) saidBehind(lex *lexicon) bool {
	changed := false
	for v := 1; v < len(t.Tokens); v++ {
		if t.form(v-1) != "," && t.form(v-1) != "\"" && t.form(v-1) != "”" || t.pos(v) != english.VERB || !lex.cues["say"][t.lemma(v)] {
			continue
		}
		n, who := t.child(v, "nsubj"), -1
		for _, k := range t.kids[v] {
			if k > v && is(t.rel(k), []string{"obj", "iobj"}) && t.preposition(k) == "" {
				who = k
				break
			}
		}
		if n < 0 || n > v || who < 0 || t.child(v, "ccomp") >= 0 {
			continue
		}
		// The clause's own verb was taken for one that describes its subject.
		w := -1
		for _, k := range t.kids[n] {
			if k > n && k < v && t.pos(k) == english.VERB && is(t.rel(k), []string{"acl", "parataxis", "conj", "dep"}) && t.child(k, "nsubj") < 0 {
				w = k
			}
		}
		if w < 0 {
			continue
		}
		t.Tokens[w].Head, t.Tokens[w].Rel = v, "ccomp"
		t.Tokens[n].Head, t.Tokens[n].Rel = w, "nsubj"
		t.Tokens[who].Rel = "nsubj"
		changed = true
	}
	return changed
}

// saidOf gives a clause that stands before a reporting verb the subject that the
// tree has hung on that verb over the clause: "The attacks depend on parts, said the
// envoy"; and reads "Denmark plans to stop tankers, officials said", where plans was
// taken for a noun and there are two who say it.
func (t *tree) saidOf(lex *lexicon) bool {
	changed := false
	for v := range t.Tokens {
		if t.pos(v) != english.VERB || !lex.cues["say"][t.lemma(v)] {
			continue
		}
		subjects := t.children(v, "nsubj")
		if len(subjects) == 0 || subjects[0] > v {
			continue
		}
		n := subjects[0]
		if w := t.child(v, "ccomp"); w > n && w < v && t.pos(w) == english.VERB && t.Tokens[w].Tag != "VBG" && t.Tokens[w].Tag != "VBN" && t.child(w, "nsubj", "csubj", "expl") < 0 && t.between(w, v, ",") {
			t.Tokens[n].Head, t.Tokens[n].Rel = w, "nsubj"
			changed = true
			continue
		}
		if len(subjects) < 2 || subjects[1] > v || !t.between(n, subjects[1], ",") || t.pos(n) != english.NOUN || t.Tokens[n].Tag != "NNS" {
			continue
		}
		verb := t.Tokens[n]
		verb.POS = english.VERB
		actor, to := t.child(n, "compound"), t.child(n, "acl")
		if lemma := lex.lemma(verb); actor >= 0 && to > n && t.child(to, "mark") == n+1 && (lex.cues["intend"][lemma] || lex.verbs[lemma] != nil) {
			t.Tokens[n].POS, t.Tokens[n].Tag, t.Tokens[n].Rel, t.lem[n] = english.VERB, "VBZ", "ccomp", lemma
			t.Tokens[actor].Rel, t.Tokens[to].Rel = "nsubj", "xcomp"
			changed = true
		}
	}
	return changed
}

// complements makes content of clauses that the tree takes for circumstances:
// "denied on Friday that it had", "threatened to strike".
func (t *tree) complements(lex *lexicon) bool {
	changed := false
	for v := range t.Tokens {
		h := t.head(v)
		if t.rel(v) != "advcl" || h < 0 || h > v || t.pos(h) != english.VERB {
			continue
		}
		m := t.child(v, "mark")
		if m < 0 || m > v || m < h {
			continue
		}
		switch t.form(m) {
		case "that":
			if t.child(h, "ccomp") < 0 && t.form(m-1) != "so" && t.form(m-1) != "such" && (lex.reports(t.lemma(h)) || lex.cues["think"][t.lemma(h)]) {
				t.Tokens[v].Rel = "ccomp"
				changed = true
			}
		case "to":
			if m == h+1 && t.child(h, "obj", "xcomp", "ccomp") < 0 && t.child(v, "nsubj") < 0 && t.wantsInfinitive(h, lex) {
				t.Tokens[v].Rel = "xcomp"
				changed = true
			}
		}
	}
	return changed
}

// wantsInfinitive reports whether a verb says of what follows with "to" that
// somebody will, would or would not do it.
func (t *tree) wantsInfinitive(h int, lex *lexicon) bool {
	lemma := t.lemma(h)
	return lex.cues["intend"][lemma] || lex.cues["block"][lemma] || slices.ContainsFunc(lex.verbs[lemma], func(s *sense) bool { return s.Content == "intended" || s.Type == "REJECT" })
}

// whoever hangs a clause with "who" on the person and not on the place that the
// person is from: "the only official in Pyongyang who denies it".
func (t *tree) whoever(lex *lexicon) bool {
	changed := false
	for v := range t.Tokens {
		s, place := t.child(v, "nsubj"), t.head(v)
		if t.rel(v) != "acl:relcl" || s < 0 || t.form(s) != "who" || place < 0 || t.rel(place) != "nmod" {
			continue
		}
		person := t.head(place)
		if switched := person >= 0 && lex.people[t.lemma(place)] == "" && lex.people[t.lemma(person)] == "Person"; switched && !t.between(place, s, ",") {
			t.Tokens[v].Head = person
			changed = true
		}
	}
	return changed
}

// labels makes what somebody calls somebody the predicate that it is, where the
// tree has it beside the object: "called the trip "a terror convoy"".
func (t *tree) labels() bool {
	changed := false
	for v := range t.Tokens {
		switch t.lemma(v) {
		case "call", "brand", "label", "dub", "term", "deem", "declare":
		default:
			continue
		}
		o := t.child(v, "obj")
		if t.pos(v) != english.VERB || o < v || t.child(v, "xcomp") >= 0 {
			continue
		}
		for _, k := range t.kids[o] {
			if k > o && t.rel(k) == "appos" && t.nominal(k) && !t.between(o, k, ",") {
				t.Tokens[k].Head, t.Tokens[k].Rel = v, "xcomp"
				changed = true
			}
		}
	}
	return changed
}

// between reports whether a form stands between two tokens.
func (t *tree) between(a, b int, form string) bool {
	for i := a + 1; i < b; i++ {
		if t.form(i) == form {
			return true
		}
	}
	return false
}
