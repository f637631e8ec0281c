package claims

import (
	"slices"
	"strings"

	"interdict/english"
	"interdict/ledger"
)

// verbRow makes the rows of a verb, if the lexicon has it.
func (f *finder) verbRow(v int, used map[int]bool) {
	t := f.t
	if h := t.head(v); h > v && t.Tokens[v].Tag == "VBN" && t.nominal(h) && t.child(v, "aux", "obl", "nsubj", "mark") < 0 {
		return // "sanctioned potash" tells of a kind of potash
	}
	fr := frame{t: t, head: v}
	party := func(i int) bool { return len(f.who(i)) > 0 || f.lex.people[t.lemma(i)] != "" }
	var s *sense
	for _, x := range f.lex.verbs[t.lemma(v)] {
		if fr.matches(x, f.lex, party) {
			s = x
			break
		}
	}
	if s == nil || s.Type == "-" {
		return
	}
	actors := f.role(fr, s.Roles[0], false)
	recipients := f.role(fr, s.Roles[1], false)
	objects := f.role(fr, s.Roles[2], true)
	if (s.Type == "TRANSFER" || s.Type == "SANCTION") && len(actors)+len(recipients)+len(objects) == 0 {
		return
	}
	// the things a light verb carries are told by this row, not by one of their own
	for _, o := range fr.slot("obj") {
		used[o] = true
	}
	if s.Type == "FACILITATE" && s.Mode == "procure" || strings.Contains(s.Rule, " help") {
		for _, x := range fr.slot("xcomp") {
			used[x] = true
		}
	}
	if s.Type == "RETREAT" || s.Type == "REJECT" {
		for _, x := range append(fr.slot("xcomp"), fr.slot("ccomp")...) {
			used[x] = true
		}
	}
	mode := s.Mode
	if s.Type == "TRANSFER" && mode == "" {
		mode = f.transferMode(fr)
	}
	if s.Type == "CONSULT" && len(recipients) > 0 && len(actors) == 0 {
		actors, recipients = recipients, nil
	}
	recipients = slices.DeleteFunc(slices.Clone(recipients), func(p int) bool { return slices.Contains(actors, p) && s.Type != "DENY" })
	f.add(Row{Rule: s.Rule, Token: v, of: -1, tokens: f.clause(v),
		Claim: ledger.Claim{Type: s.Type, Mode: ledger.Null(mode), Count: f.counts(fr.slot("subj"), fr.slot("obj"))}},
		actors, recipients, objects, f.reality(v))
}

// add gives a row its status and attribution and keeps it, unless it is no row:
// supposed, merely possible, or negated with nobody who says so.
func (f *finder) add(r Row, actors, recipients, objects []int, real reality) {
	t, v := f.t, r.Token
	if real.dropped {
		return
	}
	chain := f.chain(v)
	speech := ledger.SpeechAct(r.Type)
	if !speech && len(chain) == 0 {
		if k := f.fallback(v); k >= 0 {
			chain = append([]int{k}, f.chain(f.atts[k].head)...)
		}
	}
	if len(chain) == 0 && len(f.learned[v]) > 0 && f.atts[f.learned[v][0]].head != v {
		chain = f.learned[v][:1:1]
	}
	if len(chain) > 0 && f.atts[chain[0]].status == "" {
		return
	}
	inner := ledger.Asserted
	var plain int = -1
	for _, k := range chain {
		if speech && f.relay(k) {
			continue
		}
		inner = f.atts[k].status
		plain = k
		break
	}
	status := inner
	if inner == "" {
		return
	}
	said := plain >= 0 && (f.atts[plain].kind == "say" || f.atts[plain].kind == "think")
	switch {
	case real.negated && said && !speech:
		f.denial(r, plain, chain)
		status = ledger.Denied
	case real.negated:
		return
	case real.doubtful && inner != ledger.Intended:
		return
	}
	if real.future && status != ledger.Denied {
		status = ledger.Intended
	}
	if status == ledger.Asserted && t.Tokens[v].Tag == "VB" && t.child(v, "aux") < 0 {
		status = ledger.Intended // an infinitive tells of nothing that has happened
	}
	if speech && len(chain) > 0 && t.child(v, "nsubj", "mark") < 0 && f.atts[chain[0]].kind == "say" && f.atts[chain[0]].head >= 0 &&
		base(t.rel(v)) == "conj" && (len(actors) == 0 || t.Tokens[v].Tag == t.Tokens[f.atts[chain[0]].head].Tag) && t.quote[v] < 0 {
		actors = f.all(f.atts[chain[0]].sources) // a second verb beside the reporting verb
		if status == ledger.Claimed {
			status = ledger.Asserted
		}
		chain = chain[1:]
	}
	var speaker []int
	if speech && status != ledger.Intended { // who promises to sue says what he will do
		speaker = actors
	}
	r.Status, r.chain = status, chain
	if speech && plain >= 0 && (t.Tokens[v].Tag == "VBD" || t.Tokens[v].Tag == "VBN") && (base(t.rel(v)) != "conj" || t.quote[v] >= 0) && len(speaker) > 0 {
		if ps := f.all(f.atts[plain].sources); len(ps) > 0 && slices.Equal(ps, speaker) {
			speaker = nil // who tells of what he once said makes a claim like any other
		}
	}
	r.Attribution = f.attribution(chain, speaker)
	if !speech && status == ledger.Asserted || status == ledger.Asserted && f.issuer >= 0 {
		f.issued(&r, actors)
	}
	if (r.Status == ledger.Claimed || r.Status == ledger.Denied) && len(r.Attribution) == 0 {
		switch {
		case speech && len(chain) > 0 && len(f.all(f.atts[chain[0]].sources)) > 0:
			r.Status = ledger.Asserted // one who tells of his own speech act
			if real.future {
				r.Status = ledger.Intended
			}
		case f.issuer >= 0:
			r.Attribution = []ledger.Attribution{{Source: partyIDs([]int{f.issuer})[0], Medium: "document"}}
		default:
			r.Attribution = []ledger.Attribution{{Source: partyIDs([]int{f.unnamed(-1)})[0]}}
			if len(chain) > 0 {
				r.Attribution[0].Cue = ledger.Null(f.cueText(f.atts[chain[0]]))
			}
		}
	}
	if t.quote[v] >= 0 && len(chain) == 0 && r.Status == ledger.Asserted {
		r.Status = ledger.Claimed
		r.Attribution = []ledger.Attribution{{Source: partyIDs([]int{f.unnamed(-1)})[0]}}
	}
	if r.Type == "DENY" && len(recipients) == 0 {
		recipients = f.told(plain)
	}
	r.Actors, r.Recipients, r.Objects = partyIDs(actors), partyIDs(recipients), partyIDs(objects)
	if len(r.tokens) == 0 {
		return
	}
	start, end := t.span(r.tokens)
	if end <= start {
		return
	}
	r.Evidence = f.doc.Span(start, end)
	r.About = f.about(r)
	if r.Date == nil {
		r.Date = f.date(r)
	}
	f.rows = append(f.rows, r)
}

// issued lets a document that a party issues speak for that party: what it
// tells of others is the issuer's claim; its own measures stand.
func (f *finder) issued(r *Row, actors []int) {
	if f.issuer < 0 || r.Status != ledger.Asserted || len(r.Attribution) > 0 {
		return
	}
	switch r.Type {
	case "TRANSFER", "FACILITATE", "EVADE", "ASSAULT", "ORIGIN", "AID":
		if slices.Contains(actors, f.issuer) {
			return
		}
		r.Status = ledger.Claimed
		r.Attribution = []ledger.Attribution{{Source: partyIDs([]int{f.issuer})[0], Medium: "document"}}
	}
}

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
	if f.saysFalse(words) && (f.lex.class["claim"][t.lemma(obj)] || len(f.who(obj)) == 0) {
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
	r := Row{Rule: rule, Token: v, tokens: tokens, of: -1, chain: chain}
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
		actors := f.role(fr, s.Roles[0], false)
		recipients := f.role(fr, s.Roles[1], false)
		objects := f.role(fr, s.Roles[2], true)
		deed := f.carriedOut(n)
		if len(actors) == 0 && deed >= 0 {
			actors = f.all(frame{t: t, head: deed}.slot("subj"))
		}
		chain := f.chain(n)
		denied := len(chain) > 0 && f.atts[chain[0]].status == ledger.Denied && f.atts[chain[0]].kind == "act"
		if len(actors) == 0 && denied && t.head(n) == f.atts[chain[0]].head {
			actors = f.all(f.atts[chain[0]].sources)
		}
		if s.Type == "FACILITATE" && !denied {
			return
		}
		if len(actors)+len(recipients)+len(objects) == 0 || !denied && len(actors)+len(recipients) == 0 && s.Type != "COERCE" {
			return
		}
		if s.Type == "SANCTION" && (len(actors) == 0 || len(recipients) == 0) || s.Type == "AID" && (len(actors) == 0 || len(recipients) == 0) {
			return
		}
		if (s.Type == "CONSULT" || s.Type == "REQUEST") && len(actors)+len(recipients) < 2 && s.Type != "REQUEST" {
			return
		}
		real := reality{}
		if deed >= 0 {
			real = f.reality(deed)
		} else if v := f.verbAbove(n); v >= 0 {
			real = f.reality(v)
			known := f.lex.verbs[t.lemma(v)] != nil
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
		f.add(Row{Rule: s.Rule, Token: n, of: -1, tokens: tokens,
			Claim: ledger.Claim{Type: s.Type, Mode: ledger.Null(mode), Count: f.counts(fr.slot("of"), fr.slot("by"))}},
			actors, recipients, objects, real)
		return
	}
}

// carriedOut returns the light verb that says that a noun's event took place:
// "deliveries were made", "talks were held", "conducted a search".
func (f *finder) carriedOut(n int) int {
	h := f.t.head(n)
	if h < 0 || f.t.pos(h) != english.VERB || !is(f.t.rel(n), []string{"nsubj:pass", "obj"}) {
		return -1
	}
	switch f.t.lemma(h) {
	case "make", "hold", "conduct", "carry", "take", "stage", "do", "perform", "launch", "complete", "have", "arrange", "begin", "open", "resume":
		return h
	}
	return -1
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
