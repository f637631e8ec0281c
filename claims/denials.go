package claims

import (
	"slices"

	"interdict/english"
	"interdict/ledger"
)

// denial makes the row of one who says that something is not so.
func (f *finder) denial(r Row, k int, chain []int) {
	at := f.atts[k]
	speaker := f.all(at.sources)
	if len(speaker) == 0 || slices.ContainsFunc(speaker, func(p int) bool { return f.set.Parties[p].Schema == "Outlet" }) {
		return
	}
	tokens := slices.Clone(r.tokens)
	if at.head >= 0 && f.t.sent[at.head] == f.t.sent[r.Token] {
		tokens = append(tokens, at.Source...)
		tokens = append(tokens, at.Cue...)
		slices.Sort(tokens)
	}
	start, end := f.t.span(tokens)
	d := Row{Rule: "negated content of " + at.Rule, Token: r.Token, tokens: tokens, of: -1}
	d.Type, d.Status = "DENY", ledger.Asserted
	outer := slices.DeleteFunc(slices.Clone(chain), func(o int) bool { return o == k })
	for _, o := range outer {
		if !f.relay(o) {
			d.Status = ledger.Claimed
		}
	}
	d.Roles, d.chain = []Role{{Name: "actor", Slot: "source of " + f.quoteCue(k), parties: speaker}}, outer
	d.because("a denial: what the speaker says is negated")
	d.Attribution = f.attribution(outer, speaker)
	if len(d.Attribution) == 0 {
		d.Status = ledger.Asserted
	}
	d.Actors, d.Recipients, d.Objects = partyIDs(speaker), partyIDs(f.told(k)), []string{}
	d.Evidence = f.doc.Span(start, end)
	s, e := f.t.span(r.tokens)
	d.About = f.t.Text[s:e]
	f.rows = append(f.rows, d)
}

// denials makes the rows of those who say, in plain words and in the past, that
// something did not happen, though the lexicon has no type for it: "said that
// none of the tankers had called at its ports". What is not so now, or will not
// be, is an opinion or a plan, and makes no row.
func (f *finder) denials() {
	t := f.t
	for v := range t.Tokens {
		if t.pos(v) != english.VERB || t.Tokens[v].Tag != "VBD" && t.Tokens[v].Tag != "VBN" || !t.negated(v) || len(f.cover[v]) == 0 {
			continue
		}
		chain := f.chain(v)
		at := f.atts[chain[0]]
		if at.kind != "say" || slices.Contains([]string{"acl", "advcl", "amod"}, base(t.rel(v))) || f.reality(v).dropped || f.reality(v).future || f.reality(v).doubtful {
			continue
		}
		if t.quote[v] < 0 && base(t.rel(v)) != "ccomp" && base(t.rel(v)) != "conj" && base(t.rel(v)) != "root" {
			continue
		}
		if slices.ContainsFunc(f.rows, func(r Row) bool { return r.Type == "DENY" && (r.Token == v || slices.Contains(r.tokens, at.head)) }) {
			continue // one denial for all that one sentence denies
		}
		f.denial(Row{Token: v, tokens: f.clause(v)}, chain[0], chain)
	}
}

// told returns to whom an attribution's words were said.
func (f *finder) told(k int) []int {
	if k < 0 || f.atts[k].head < 0 {
		return nil
	}
	if f.t.lemma(f.atts[k].head) != "tell" && f.t.lemma(f.atts[k].head) != "inform" {
		return nil
	}
	return f.all(f.t.children(f.atts[k].head, "iobj", "obj"))
}

// falsehood makes a denial of words that call a claim false: "said the charges
// were baseless", "called the story a sick invention".
func (f *finder) falsehood(i int) {
	t := f.t
	if t.pos(i) == english.VERB && (t.lemma(i) == "call" || t.lemma(i) == "describe" || t.lemma(i) == "label" || t.lemma(i) == "brand" || t.lemma(i) == "term") {
		f.called(i)
		return
	}
	subj := t.child(i, "nsubj")
	if subj < 0 || t.child(i, "cop") < 0 || !f.lex.class["claim"][t.lemma(subj)] || t.negated(i) {
		return
	}
	if !f.saysFalse(t.subtree(i, func(k int) bool { return k == subj })) {
		return
	}
	chain := f.chain(i)
	var speaker []int
	tokens := t.subtree(i, nil)
	for n, k := range chain {
		if ps := f.all(f.atts[k].sources); len(ps) > 0 && f.atts[k].status == ledger.Claimed {
			speaker = ps
			if f.atts[k].head >= 0 && t.sent[f.atts[k].head] == t.sent[i] {
				tokens = append(append(tokens, f.atts[k].Source...), f.atts[k].Cue...)
				slices.Sort(tokens)
			}
			chain = slices.Delete(slices.Clone(chain), n, n+1)
			break
		}
	}
	if speaker == nil && f.issuer >= 0 && len(chain) == 0 {
		speaker = []int{f.issuer}
	}
	if speaker == nil {
		return
	}
	f.addAct("DENY", "", "false: "+t.form(i), i, tokens, speaker, nil, chain)
}

// called makes the row of a label: a denial where a claim is called false, else
// an accusation where a party or a deed gets a bad name.
func (f *finder) called(v int) {
	t := f.t
	fr := frame{t: t, head: v}
	actors := f.all(fr.slot("subj"))
	objs := fr.slot("obj")
	label := append(fr.slot("xcomp"), fr.slot("as")...)
	if len(actors) == 0 || len(objs) == 0 || len(label) == 0 || t.negated(v) {
		return
	}
	var words []int
	for _, l := range label {
		words = append(words, t.subtree(l, nil)...)
	}
	obj := t.antecedent(objs[0])
	if f.saysFalse(words) && (f.lex.class["claim"][t.lemma(obj)] || len(f.who(obj)) == 0 || t.pos(obj) == english.PRON) {
		f.addAct("DENY", "", "called false", v, f.clause(v), actors, nil, f.chain(v))
		return
	}
	quoted := slices.ContainsFunc(words, func(i int) bool { return t.quote[i] >= 0 })
	if quoted && t.lemma(v) != "describe" {
		f.addAct("ACCUSE", "", "called", v, f.clause(v), actors, f.all(objs), f.chain(v))
	}
}

func (f *finder) saysFalse(tokens []int) bool {
	return slices.ContainsFunc(tokens, func(i int) bool { return f.lex.cues["false"][f.t.lemma(i)] || f.lex.cues["false"][f.t.form(i)] })
}

// addAct keeps the row of a speech act that was found without a lexicon entry.
func (f *finder) addAct(typ, mode, rule string, v int, tokens, actors, recipients, chain []int) {
	r := Row{Rule: rule, Token: v, tokens: tokens, of: -1, chain: chain,
		Roles: []Role{{Name: "actor", parties: actors}, {Name: "recipient", parties: recipients}}}
	r.Type, r.Mode, r.Status = typ, ledger.Null(mode), ledger.Asserted
	for _, k := range chain {
		if !f.relay(k) {
			r.Status = ledger.Claimed
		}
	}
	r.Attribution = f.attribution(chain, actors)
	if len(r.Attribution) == 0 {
		r.Status = ledger.Asserted
	}
	r.Actors, r.Recipients, r.Objects = partyIDs(actors), partyIDs(recipients), []string{}
	start, end := f.t.span(tokens)
	if end <= start {
		return
	}
	r.Evidence = f.doc.Span(start, end)
	r.About = f.about(r)
	r.Date = f.date(r)
	f.rows = append(f.rows, r)
}
