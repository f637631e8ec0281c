package claims

import (
	"slices"

	"interdict/english"
	"interdict/ledger"
)

// nounRow makes the row of an event noun, where a party hangs on it.
func (f *finder) nounRow(n int) {
	t := f.t
	if is(t.rel(n), []string{"compound", "nmod:poss"}) {
		return
	}
	fr := frame{t: t, head: n, noun: true}
	for _, s := range f.lex.nouns[t.lemma(n)] {
		if !fr.matches(s, f.lex, func(i int) bool { return len(f.who(i)) > 0 }) {
			continue
		}
		var roles []Role
		actors := f.role("actor", fr, s.Roles[0], &roles)
		recipients := f.role("recipient", fr, s.Roles[1], &roles)
		objects := f.role("object", fr, s.Roles[2], &roles)
		deed, kind := f.carriedOut(n)
		if deed >= 0 {
			actors, recipients = f.lightRoles(kind, frame{t: t, head: deed}, s, actors, recipients, &roles)
		}
		chain := f.chain(n)
		denied := len(chain) > 0 && f.atts[chain[0]].status == ledger.Denied && f.atts[chain[0]].kind == "act"
		if len(actors) == 0 && denied && t.head(n) == f.atts[chain[0]].head {
			actors = f.all(f.atts[chain[0]].sources)
		}
		if s.Type == "FACILITATE" && !denied {
			return
		}
		unrest := kind == "happen" && (s.Type == "PROTEST" || s.Type == "ASSAULT") // riots break out whoever riots
		if !unrest && (len(actors)+len(recipients)+len(objects) == 0 || !denied && len(actors)+len(recipients) == 0 && s.Type != "COERCE") {
			return
		}
		if s.Type == "SANCTION" && s.Mode != "expel" && (len(actors) == 0 || len(recipients) == 0) || s.Type == "AID" && deed < 0 && (len(actors) == 0 || len(recipients) == 0) {
			return
		}
		if s.Type == "CONSULT" && len(actors)+len(recipients) < 2 && (deed < 0 || kind == "undergo") {
			return
		}
		real := reality{}
		if deed >= 0 {
			real = f.reality(deed)
		} else if v := f.verbAbove(n); v >= 0 {
			real = f.reality(v)
			known := f.lex.verbs[t.lemma(v)] != nil && slices.ContainsFunc(f.rows, func(r Row) bool { return r.Token == v })
			if (real.future || real.dropped || real.negated) && !denied {
				if known || real.dropped || real.negated {
					return
				}
			}
			if known && len(chain) == 0 && s.Type != "SANCTION" && s.Type != "COERCE" && s.Type != "ASSAULT" && s.Type != "REQUEST" {
				return // told by the verb
			}
		}
		mode := s.Mode
		if s.Type == "TRANSFER" && mode == "" {
			mode = f.transferMode(fr)
		}
		tokens := t.subtree(n, func(k int) bool { return base(t.rel(k)) == "conj" && t.verbal(k) })
		if deed >= 0 && t.sent[deed] == t.sent[n] {
			tokens = f.clause(deed)
		}
		recipients = slices.DeleteFunc(slices.Clone(recipients), func(p int) bool { return slices.Contains(actors, p) })
		f.add(Row{Rule: s.Rule, Roles: roles, Token: n, of: -1, tokens: tokens,
			Claim: ledger.Claim{Type: s.Type, Mode: ledger.Null(mode), Count: f.counts(fr.slot("of"), fr.slot("by"))}},
			actors, recipients, objects, real)
		return
	}
}

// carriedOut returns the light verb that says that a noun's event took place, and
// which kind of cue that is: its subject does it ("conducted a search", "talks
// were held"), the event is its subject ("clashes broke out"), or its subject
// undergoes it ("drew criticism", "came under attack"). It returns -1 where there
// is none.
func (f *finder) carriedOut(n int) (verb int, kind string) {
	t := f.t
	for k := 0; k < 4 && t.rel(n) == "nmod" && t.preposition(n) == "of" && (partitive[t.lemma(t.head(n))] || t.timeWord(t.head(n))); k++ {
		n = t.head(n) // "two days of talks opened"
	}
	h := t.head(n)
	if h < 0 || t.pos(h) != english.VERB {
		return -1, ""
	}
	lemma := t.lemma(h)
	switch rel := t.rel(n); {
	case is(rel, []string{"nsubj:pass", "obj"}) && f.lex.cues["carry"][lemma]:
		return h, "carry"
	case is(rel, []string{"obj"}) && f.lex.cues["undergo"][lemma], base(rel) == "obl" && (lemma == "come" && t.preposition(n) == "under" || lemma == "meet" && t.preposition(n) == "with"):
		return h, "undergo"
	case rel == "nsubj" && (f.lex.cues["happen"][lemma] || lemma == "be" && t.child(h, "expl") >= 0),
		rel == "nsubj:pass" && f.lex.cues["known"][lemma]:
		return h, "happen"
	}
	return -1, ""
}

// lightRoles fills the roles that a noun leaves open from what hangs on its light
// verb.
func (f *finder) lightRoles(kind string, verb frame, s *sense, actors, recipients []int, roles *[]Role) (a, r []int) {
	fill := func(name string, have []int, slots ...string) []int {
		if len(have) > 0 || len(slots) == 0 {
			return have
		}
		return f.role(name, verb, slots, roles)
	}
	prepositions := slices.DeleteFunc(slices.Clone(s.Roles[1]), func(slot string) bool {
		return slices.Contains([]string{"of", "poss", "adj", "comp", "by"}, slot)
	})
	switch kind {
	case "carry":
		return fill("actor", actors, "subj"), fill("recipient", recipients, append(prepositions, "iobj")...)
	case "undergo":
		return fill("actor", actors, "from", "by"), fill("recipient", recipients, "subj")
	}
	if t := verb.t; t.lemma(verb.head) == "come" { // "an offer came from the sultan"
		actors = fill("actor", actors, "from")
	}
	return actors, fill("recipient", recipients, prepositions...)
}

func (f *finder) verbAbove(n int) int {
	for h, k := f.t.head(n), 0; h >= 0 && k < 50; h, k = f.t.head(h), k+1 {
		if f.t.pos(h) == english.VERB {
			return h
		}
	}
	return -1
}

// transferMode names what is passed on.
func (f *finder) transferMode(fr frame) string {
	for _, slot := range []string{"obj", "of", "with", "comp", "in", "subj"} {
		if slot == "subj" && !fr.noun && !slices.Contains([]string{"go", "reach", "arrive"}, f.t.lemma(fr.head)) {
			continue
		}
		for _, h := range fr.slot(slot) {
			for _, i := range f.t.conjuncts(f.t.antecedent(h)) {
				for _, m := range []struct{ class, mode string }{{"crypto", "crypto"}, {"arms", "arms"}, {"oil", "oil"}, {"money", "money"}, {"tech", "technology"}} {
					if f.t.inClass(i, m.class, f.lex, func(int) bool { return false }) {
						if m.mode == "oil" && f.t.form(i) == "coal" {
							return "goods"
						}
						return m.mode
					}
				}
				if slices.ContainsFunc(f.resolve(i), func(p int) bool { return f.set.Parties[p].Schema == "Weapon" }) {
					return "arms"
				}
			}
		}
	}
	return "goods"
}
