package claims

import (
	"slices"
	"strings"

	"interdict/english"
)

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
	if t.clauses(lex) {
		lem := t.lem
		t = newTree(&own)
		t.lem = lem
	}
	changed := t.plurals(lex)
	changed = t.compounds() || changed
	changed = t.unders(lex) || changed
	changed = t.subjects(lex) || changed
	changed = t.actives(lex) || changed
	changed = t.gerunds(lex) || changed
	changed = t.afters() || changed
	changed = t.accused(lex) || changed
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

// compounds joins two nouns that stand side by side where the tree takes the
// second for a clause of the first: "denies arms trade", in headlines.
func (t *tree) compounds() bool {
	changed := false
	for n := 1; n < len(t.Tokens); n++ {
		h := n - 1
		if t.pos(n) != english.NOUN || !is(t.rel(n), []string{"acl", "dep"}) || t.head(n) != h || t.pos(h) != english.NOUN || t.child(n, "case", "mark", "nsubj", "cop", "det") >= 0 {
			continue
		}
		t.Tokens[n].Head, t.Tokens[n].Rel = t.Tokens[h].Head, t.Tokens[h].Rel
		t.Tokens[h].Head, t.Tokens[h].Rel = n, "compound"
		for _, k := range t.kids[h] {
			if k != n {
				t.Tokens[k].Head = n
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
		before := t.overTime(v - 1) // ", on Friday denied"
		switch {
		case t.form(before) == ",":
			if t.child(v, "obj", "ccomp", "xcomp", "aux") < 0 && !lex.reports(t.lemma(v)) {
				continue
			}
		case whole && t.rel(v) == "acl" && (t.head(v) == root || t.head(t.head(v)) == root && t.preposition(t.head(v)) == "of") && (t.Tokens[v].Tag == "VBN" || t.Tokens[v].Tag == "VBD"):
			t.Tokens[v].Tag = "VBD" // the only verb: "Students demonstrated in the capital."
		default:
			continue
		}
		t.Tokens[v].Head, t.Tokens[v].Rel = -1, "root"
		t.Tokens[root].Head, t.Tokens[root].Rel = v, "nsubj"
		if t.child(v, "aux:pass") >= 0 {
			t.Tokens[root].Rel = "nsubj:pass"
		}
		for i := before + 1; i < v; i++ {
			if h := t.head(i); h >= s.First && h <= before {
				t.Tokens[i].Head, t.Tokens[i].Rel = v, "obl"
			}
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

// gerunds makes a verb of a word in -ing that the tagger took for a part of a
// noun, where it says what somebody is accused of, charged with or denies:
// "accused Pretoria of shipping artillery shells", read as shells of shipping.
func (t *tree) gerunds(lex *lexicon) bool {
	changed := false
	for g := 1; g < len(t.Tokens); g++ {
		tok := &t.Tokens[g]
		form := t.form(g)
		if tok.POS != english.NOUN && t.rel(g) != "compound" || !strings.HasSuffix(form, "ing") || tok.Head <= g || t.sent[tok.Head] != t.sent[g] {
			continue
		}
		verb := *tok
		verb.POS, verb.Lemma = english.VERB, form
		lemma := lex.lemma(verb)
		if lex.verbs[lemma] == nil {
			continue
		}
		above, bare := t.accuser(g, lex)
		if above < 0 {
			continue
		}
		object := g
		for n := 0; n < 6 && t.head(object) > g && t.sent[t.head(object)] == t.sent[g]; n++ {
			object = t.head(object)
		}
		if object == g || t.head(object) > object || t.pos(object) != english.NOUN && t.pos(object) != english.PROPN {
			continue
		}
		tok.POS, tok.Tag, tok.Lemma, tok.Head, tok.Rel = english.VERB, "VBG", lemma, above, "advcl"
		t.lem[g] = lemma
		if bare {
			tok.Rel = "xcomp"
		} else {
			t.Tokens[g-1].Head, t.Tokens[g-1].Rel = g, "mark"
		}
		t.Tokens[object].Head, t.Tokens[object].Rel = g, "obj"
		for _, k := range t.subtree(object, nil) { // to whom, from whom
			if k > object && base(t.rel(k)) == "nmod" {
				switch t.preposition(k) {
				case "to", "from", "into", "for", "through":
					t.Tokens[k].Head, t.Tokens[k].Rel = g, "obl"
				}
			}
		}
		changed = true
	}
	return changed
}

// accuser returns the verb or noun before a word in -ing that such a word gives
// the content of, and whether nothing stands between; -1 where there is none.
func (t *tree) accuser(g int, lex *lexicon) (above int, bare bool) {
	speaks := func(i int, types ...string) bool {
		if t.pos(i) != english.VERB || t.sent[i] != t.sent[g] {
			return false
		}
		return slices.ContainsFunc(lex.verbs[t.lemma(i)], func(s *sense) bool { return slices.Contains(types, s.Type) })
	}
	if speaks(g-1, "DENY") {
		return g - 1, true
	}
	switch t.form(g - 1) {
	case "of", "for", "with", "over":
	default:
		return -1, false
	}
	if n := g - 2; n >= 0 && t.sent[n] == t.sent[g] && t.pos(n) == english.NOUN && (lex.cues["noun-claim"][t.lemma(n)] || lex.cues["noun-deny"][t.lemma(n)]) {
		return n, false
	}
	for i := g - 2; i >= 0 && i > g-16 && t.sent[i] == t.sent[g]; i-- {
		if speaks(i, "ACCUSE", "SANCTION", "COERCE", "DENY") || t.pos(i) == english.VERB && lex.cues["think"][t.lemma(i)] {
			return i, false
		}
		if t.pos(i) == english.VERB || t.clauseMark(i) && t.form(i) != "," {
			break
		}
	}
	return -1, false
}

// accused gives a verb the object that the tree took for the subject of what the
// object is accused of: "accused the United States of violating", where nothing
// can be the subject of a clause and stand before the clause's own "of".
func (t *tree) accused(lex *lexicon) bool {
	changed := false
	for v := range t.Tokens {
		h := t.head(v)
		if m := t.child(v, "mark"); h >= 0 && base(t.rel(v)) == "ccomp" && m > h && t.form(m) == "that" && base(t.rel(m-1)) == "obj" && t.head(m-1) == h &&
			t.child(v, "obj") < 0 && t.child(v, "nsubj") > m && t.child(v, "advcl", "obl") > v && !lex.reports(t.lemma(h)) && lex.reports(t.lemma(v)) && !lex.cues["say"][t.lemma(v)] {
			// "seized a tanker that it accused of": a clause of the tanker, not of seizing
			t.Tokens[v].Head, t.Tokens[v].Rel, t.Tokens[m].Rel = m-1, "acl:relcl", "obj"
			t.Tokens[m].POS, t.Tokens[m].Tag = english.PRON, "WDT"
			changed = true
			continue
		}
		if h < 0 || h > v || base(t.rel(v)) != "advcl" || t.Tokens[v].Tag != "VBG" || t.pos(h) != english.VERB || t.child(h, "obj") >= 0 || t.passive(h) {
			continue
		}
		m, s := t.child(v, "mark", "case"), t.child(v, "nsubj")
		if m < 0 || s < 0 || s > m || s < h {
			continue
		}
		switch t.form(m) {
		case "of", "for", "from", "over":
			t.Tokens[s].Head, t.Tokens[s].Rel = h, "obj"
			changed = true
		}
	}
	return changed
}
