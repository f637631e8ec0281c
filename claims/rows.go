package claims

import (
	"slices"
	"strings"

	"interdict/ledger"
)

// verbRow makes the rows of a verb, if the lexicon has it.
func (f *finder) verbRow(v int, used map[int]bool) {
	t := f.t
	if h := t.head(v); h > v && t.Tokens[v].Tag == "VBN" && t.nominal(h) && t.child(v, "aux", "obl", "nsubj", "mark") < 0 {
		return // "sanctioned potash" tells of a kind of potash
	}
	if t.Tokens[v].Tag == "VBG" && base(t.rel(v)) == "csubj" || f.inquires(v) {
		return // "selling arms is a crime" tells of no sale, and a question asks for nothing to be done
	}
	fr := frame{t: t, head: v}
	party := func(i int) bool { return len(f.who(i)) > 0 || f.lex.people[t.lemma(i)] != "" }
	s := fr.sense(f.lex.verbs[t.lemma(v)], f.lex, party)
	if s == nil || s.Type == "-" {
		return
	}
	var roles []Role
	actors := f.role("actor", fr, s.Roles[0], &roles)
	recipients := f.role("recipient", fr, s.Roles[1], &roles)
	if len(recipients) == 0 {
		if slots := concerned(s.Type); len(slots) > 0 {
			recipients = f.role("recipient", fr, slots, &roles)
		}
		if len(recipients) == 0 && reaches(s.Type) {
			recipients = f.within(v, actors, &roles)
		}
	}
	objects := f.role("object", fr, s.Roles[2], &roles)
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
	typ, mode := s.Type, s.Mode
	if typ == "TRANSFER" && mode == "" {
		mode = f.transferMode(fr)
	}
	real := f.reality(v)
	switch {
	case s.willed():
		real.future, real.doubtful = false, false // the threat is made now
	case s.negated():
		real.negated, real.future, real.doubtful = false, false, false
	case real.negated && t.wills(v) && (kindsOfEvent["friendly"][typ] || typ == "TRANSFER"):
		typ, mode = "REJECT", "" // what somebody will not do he refuses
		real.negated, real.future, real.doubtful = false, false, false
	}
	done := typ == "EVADE" && real.future && base(t.rel(v)) == "advcl" && t.preposition(v) == "to" && f.reality(t.head(v)) == reality{}
	if done {
		real.future = false
	}
	if s.Type == "CONSULT" && len(recipients) > 0 && len(actors) == 0 {
		actors, recipients = recipients, nil
	}
	recipients = slices.DeleteFunc(slices.Clone(recipients), func(p int) bool { return slices.Contains(actors, p) && s.Type != "DENY" })
	f.add(Row{Rule: s.Rule, Roles: roles, Token: v, of: -1, done: done, tokens: f.clause(v),
		Claim: ledger.Claim{Type: typ, Mode: ledger.Null(mode), Count: f.counts(fr.slot("subj"), fr.slot("obj"))}},
		actors, recipients, objects, real)
}

// within returns the first named party in what a verb speaks of, other than its
// actors, nearest to the verb first: whom a demand or a threat concerns may be
// named deep in it ("demanded that shelling of towns along the border with
// Uganda stop").
func (f *finder) within(v int, actors []int, roles *[]Role) []int {
	t := f.t
	level := slices.Clone(t.kids[v])
	for depth := 0; depth < 8 && len(level) > 0; depth++ {
		var next []int
		for _, k := range level {
			if k < v || t.head(k) == v && is(t.rel(k), []string{"nsubj", "conj", "parataxis", "obl:agent"}) || t.timeWord(k) {
				continue
			}
			next = append(next, t.kids[k]...)
			if !t.nominal(k) || t.pronoun(k) {
				continue
			}
			ps := slices.DeleteFunc(slices.Clone(f.resolve(k)), func(p int) bool { return slices.Contains(actors, p) })
			if len(ps) > 0 && !f.thing(ps) {
				*roles = append(*roles, Role{Name: "recipient", Tried: []string{"within"}, Slot: "within", Heads: []int{k}, parties: ps})
				return ps
			}
		}
		level = next
	}
	return nil
}

// inquires reports whether a verb of asking has a question for its content:
// "asked whether", "asked why".
func (f *finder) inquires(v int) bool {
	t := f.t
	if t.lemma(v) != "ask" {
		return false
	}
	for _, c := range t.children(v, "ccomp", "xcomp", "advcl") {
		for _, k := range append([]int{c}, t.kids[c]...) {
			if form := t.form(k); form == "if" || form == "whether" || strings.HasPrefix(t.Tokens[k].Tag, "W") {
				return true
			}
		}
	}
	return false
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
			r.because("no attribution has the word in its content; %s stands in its sentence and is not known to speak of something else", f.quoteCue(k))
		}
	}
	if len(chain) == 0 && len(f.learned[v]) > 0 && f.atts[f.learned[v][0]].head != v {
		chain = f.learned[v][:1:1]
		r.because("the rules heard nobody say it; the trained model did: %s", f.quoteCue(chain[0]))
	}
	if len(chain) > 0 && (f.atts[chain[0]].status == "" || f.askedInDenial(chain)) {
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
	switch {
	case plain >= 0:
		r.because("%s: the content of %s (%s)", status, f.quoteCue(plain), f.atts[plain].Rule)
	case len(chain) > 0:
		r.because("asserted: a speech act stays one when it is only relayed (%s)", f.quoteCue(chain[0]))
	default:
		r.because("asserted: no attribution speaks of it")
	}
	said := plain >= 0 && (f.atts[plain].kind == "say" || f.atts[plain].kind == "think")
	if said && t.obliges(v) { // what others must do is asked of them; what they must not is no event
		if real.negated && !speech {
			return
		}
		real.doubtful, real.future = false, true
	}
	switch {
	case real.negated && said && !speech:
		f.denial(r, plain, chain)
		status = ledger.Denied
		r.because("denied: negated in what %s says", f.quoteCue(plain))
	case real.negated:
		return
	case real.doubtful && inner != ledger.Intended:
		return
	}
	if real.future && status != ledger.Denied {
		status = ledger.Intended
		r.because("intended: still to come by its auxiliary or by the verb above it")
	}
	if status == ledger.Asserted && t.Tokens[v].Tag == "VB" && t.child(v, "aux") < 0 && !r.done {
		status = ledger.Intended
		r.because("intended: an infinitive tells of nothing that has happened")
	}
	if speech && len(chain) > 0 && t.child(v, "nsubj", "mark") < 0 && f.atts[chain[0]].kind == "say" && f.atts[chain[0]].head >= 0 &&
		base(t.rel(v)) == "conj" && (len(actors) == 0 || t.Tokens[v].Tag == t.Tokens[f.atts[chain[0]].head].Tag) && t.quote[v] < 0 {
		actors = f.all(f.atts[chain[0]].sources)
		r.because("the actor is the speaker of %s: a second verb beside the reporting verb", f.quoteCue(chain[0]))
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
			r.Status = ledger.Asserted
			r.because("asserted: one who tells of his own speech act")
			if real.future {
				r.Status = ledger.Intended
			}
		case f.issuer >= 0:
			r.Attribution = []ledger.Attribution{{Source: partyIDs([]int{f.issuer})[0], Medium: "document"}}
			r.because("nobody is named; the document speaks for its issuer")
		default:
			r.Attribution = []ledger.Attribution{{Source: partyIDs([]int{f.unnamed(-1)})[0]}}
			r.because("nobody known is named as the source: an unnamed one stands for it")
			if len(chain) > 0 {
				r.Attribution[0].Cue = ledger.Null(f.cueText(f.atts[chain[0]]))
			}
		}
	}
	if t.quote[v] >= 0 && len(chain) == 0 && r.Status == ledger.Asserted {
		r.Status = ledger.Claimed
		r.Attribution = []ledger.Attribution{{Source: partyIDs([]int{f.unnamed(-1)})[0]}}
		r.because("claimed: inside a quotation whose speaker was not found")
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

// askedInDenial reports whether somebody denies the request, promise or threat
// that a row is the content of: then nothing is asked or promised.
func (f *finder) askedInDenial(chain []int) bool {
	return f.atts[chain[0]].status == ledger.Intended && slices.ContainsFunc(chain[1:], func(k int) bool { return f.atts[k].status == ledger.Denied })
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
		r.because("claimed: what a document that a party issues tells of others is its issuer's word")
	}
}
