package claims

import (
	"slices"

	"interdict/english"
)

// demands makes the rows of those who say what others must do: "said that Minsk
// must free the prisoners". What is said to be a duty of the speaker himself, of
// no party, or to have been one, is an opinion and makes no row.
func (f *finder) demands() {
	t := f.t
	for v := range t.Tokens {
		imperative := t.imperative(v) && f.lex.verbs[t.lemma(v)] != nil
		if t.pos(v) != english.VERB || len(f.cover[v]) == 0 || !imperative && !t.obliges(v) {
			continue
		}
		k := f.chain(v)[0]
		at := f.atts[k]
		if at.kind != "say" || at.head < 0 || f.reality(v).dropped {
			continue
		}
		speaker := f.all(at.sources)
		asked := f.all(frame{t: t, head: v}.slot("subj"))
		if imperative {
			asked = f.told(k)
		}
		if len(speaker) == 0 || len(asked) == 0 || slices.ContainsFunc(asked, func(p int) bool { return slices.Contains(speaker, p) }) {
			continue
		}
		if slices.ContainsFunc(f.rows, func(r Row) bool { return r.Type == "REQUEST" && slices.Contains(r.tokens, v) }) {
			continue
		}
		tokens := f.clause(v)
		if t.sent[at.head] == t.sent[v] {
			tokens = slices.Concat(tokens, at.Source, at.Cue)
			slices.Sort(tokens)
		}
		f.addAct("REQUEST", "", "must: the content of "+at.Rule, v, tokens, speaker, asked, slices.DeleteFunc(f.chain(v), func(o int) bool { return o == k }))
	}
}

// obliges reports whether a verb tells of a duty that is still to be done: "must
// stop", "has to stop", "should stop", but not "should have stopped".
func (t *tree) obliges(v int) bool {
	if t.Tokens[v].Tag != "VB" {
		return false
	}
	duty := false
	for _, a := range t.children(v, "aux") {
		switch t.lemma(a) {
		case "must", "should":
			duty = true
		case "have":
			return false
		}
	}
	h := t.head(v)
	return duty || base(t.rel(v)) == "xcomp" && (t.lemma(h) == "have" || t.lemma(h) == "need")
}

// imperative reports whether a verb in a quotation tells somebody to do something:
// "Withdraw your troops".
func (t *tree) imperative(v int) bool {
	return t.quote[v] >= 0 && t.Tokens[v].Tag == "VB" && t.lemma(v) != "let" && t.child(v, "nsubj", "csubj", "expl", "aux", "mark", "cop") < 0 &&
		is(t.rel(v), []string{"root", "ccomp", "parataxis"})
}

// conditionals makes the rows of those who say what they will do if others do, or
// do not do, something: a threat, unless what they will do is friendly ("said it
// would close the strait if the tanker was not freed"). That they may do what is
// hostile is a threat even without a condition ("said it could strike the port").
func (f *finder) conditionals() {
	t := f.t
	for v := range t.Tokens {
		if t.pos(v) != english.VERB || len(f.cover[v]) == 0 || t.negated(v) {
			continue
		}
		may := slices.ContainsFunc(t.children(v, "aux"), func(a int) bool { return slices.Contains([]string{"may", "might", "could"}, t.form(a)) })
		if !may && !t.wills(v) {
			continue
		}
		clause := -1
		for _, k := range t.children(v, "advcl") {
			if p := t.preposition(k); p == "if" || p == "unless" {
				clause = k
			}
		}
		k := f.chain(v)[0]
		at := f.atts[k]
		if at.kind != "say" || at.head < 0 {
			continue
		}
		fr := frame{t: t, head: v}
		s := fr.sense(f.lex.verbs[t.lemma(v)], f.lex, func(i int) bool { return len(f.who(i)) > 0 })
		hostile := s != nil && kindsOfEvent["hostile"][s.Type]
		if s != nil && (kindsOfEvent["friendly"][s.Type] || s.Type == "THREATEN") || clause < 0 && !(may && hostile) || may && !hostile {
			continue
		}
		speaker, actors := f.all(at.sources), f.all(fr.slot("subj"))
		if !slices.ContainsFunc(actors, func(p int) bool { return slices.Contains(speaker, p) }) {
			continue
		}
		var roles []Role
		var recipients []int
		if clause >= 0 {
			recipients = slices.DeleteFunc(f.all(frame{t: t, head: clause}.slot("subj")), func(p int) bool { return slices.Contains(speaker, p) })
		}
		if len(recipients) == 0 {
			recipients = f.within(v, speaker, &roles)
		}
		tokens := f.clause(v)
		if t.sent[at.head] == t.sent[v] {
			tokens = slices.Concat(tokens, at.Source, at.Cue)
			slices.Sort(tokens)
		}
		f.addAct("THREATEN", "", "will, if: the content of "+at.Rule, v, tokens, speaker, recipients, slices.DeleteFunc(f.chain(v), func(o int) bool { return o == k }))
	}
}
