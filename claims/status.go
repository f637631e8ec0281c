package claims

import (
	"slices"
	"sort"

	"interdict/english"
	"interdict/ledger"
)

// chain returns the attributions that a token is content of, innermost first.
func (f *finder) chain(i int) []int {
	out := slices.Clone(f.cover[i])
	sort.SliceStable(out, func(x, y int) bool {
		a, b := f.atts[out[x]], f.atts[out[y]]
		aInB := a.head >= 0 && slices.Contains(b.Content, a.head)
		bInA := b.head >= 0 && slices.Contains(a.Content, b.head)
		switch {
		case aInB != bInA:
			return aInB
		case a.rank != b.rank:
			return a.rank < b.rank
		}
		return len(a.Content) < len(b.Content)
	})
	return out
}

// relay reports whether an attribution only carries words: an outlet's, or that
// of one who saw them.
func (f *finder) relay(k int) bool {
	at := f.atts[k]
	if at.kind == "seen" {
		return true
	}
	ps := f.all(at.sources)
	for _, p := range ps {
		if f.set.Parties[p].Schema != "Outlet" {
			return false
		}
	}
	return len(ps) > 0
}

// A reality says how a clause stands to fact by its own words.
type reality struct {
	negated, future, doubtful, dropped bool
}

// reality reads negation, tense and the verbs above a verb.
func (f *finder) reality(v int) reality {
	t := f.t
	var r reality
	r.negated, r.future = t.negated(v), t.imperative(v)
	up := v
	for n := 0; n < 12; n++ {
		for _, a := range t.children(up, "aux") {
			switch t.lemma(a) {
			case "will", "shall", "'ll", "would", "wo":
				r.future = true
			case "may", "might", "could", "can", "should", "must", "ca":
				if up == v || base(t.rel(up)) == "xcomp" {
					r.doubtful = true
				}
			}
			if t.form(a) == "would" || t.form(a) == "'d" && t.Tokens[v].Tag == "VB" {
				r.future = true
			}
		}
		if up == v && t.child(v, "aux") < 0 {
			subject := t.child(v, "nsubj") // of one, "were" is a wish; of many, it is the past
			if m := t.child(v, "cop"); m >= 0 && t.form(m) == "were" && (subject < 0 || t.Tokens[subject].Tag != "NNS" && t.Tokens[subject].Tag != "NNPS") {
				r.doubtful = true
			}
		}
		if m := t.child(up, "mark"); m >= 0 && (t.form(m) == "if" || t.form(m) == "unless" || t.form(m) == "lest") {
			r.dropped = true // supposed, wherever the tree hangs it
			return r
		}
		h := t.head(up)
		mark := ""
		if m := t.child(up, "mark"); m >= 0 {
			mark = t.form(m)
		}
		switch rel := base(t.rel(up)); {
		case rel == "advcl" && (mark == "if" || mark == "unless" || mark == "whether" || mark == "lest"),
			rel == "ccomp" && (mark == "whether" || mark == "if"):
			r.dropped = true
			return r
		case rel == "advcl" && mark == "to" && t.verbal(h):
			if f.lex.cues["block"][t.lemma(h)] || t.negated(h) {
				r.dropped = true
				return r
			}
			r.future = true // what somebody goes somewhere for is planned
			return r
		case rel == "xcomp" && h >= 0,
			rel == "advcl" && mark == "" && t.Tokens[up].Tag == "VBG" && t.pos(h) == english.VERB && (f.lex.cues["intend"][t.lemma(h)] || f.lex.cues["block"][t.lemma(h)]): // "is considering lifting"
			lemma := t.lemma(h)
			if _, act := f.acts[h]; act {
				return r
			}
			switch {
			case f.lex.cues["block"][lemma]:
				r.dropped = true
				return r
			case f.lex.cues["intend"][lemma]:
				r.future = true
			case lemma == "begin" || lemma == "start" || lemma == "continue" || lemma == "keep" || lemma == "resume" || lemma == "help" ||
				lemma == "manage" || lemma == "go" || lemma == "use" || lemma == "appear" || lemma == "seem":
			case f.lex.cues["say"][lemma] || f.lex.cues["think"][lemma] || f.lex.cues["show"][lemma]:
				return r
			case lemma == "likely" || lemma == "ready" || lemma == "able" || lemma == "willing":
				r.dropped = true
				return r
			default:
				if mark == "to" || t.Tokens[v].Tag == "VB" {
					r.dropped = true
					return r
				}
			}
			if t.negated(h) {
				r.negated = true
			}
			up = h
			continue
		case rel == "acl" && mark == "to": // "plans to sell", "a bid to evade"
			if h >= 0 && (t.lemma(h) == "plan" || t.lemma(h) == "intention" || t.lemma(h) == "decision" || t.lemma(h) == "promise" || t.lemma(h) == "order") {
				r.future = true
				return r
			}
			if _, act := f.acts[t.head(h)]; !act {
				r.dropped = true
			}
			return r
		case rel == "conj" && h >= 0 && t.child(up, "nsubj") < 0 && t.verbal(h) && t.child(up, "aux") < 0 && t.Tokens[up].Tag == t.Tokens[h].Tag:
			// a shared auxiliary: "will ban and restrict"
			up = h
			if t.Tokens[up].Tag != "VB" {
				return r
			}
			continue
		}
		break
	}
	return r
}

// negated reports whether a clause is negated, by an adverb or by its subject or
// object ("none of the tankers", "nobody", "no weapons").
func (t *tree) negated(v int) bool {
	if h := t.head(v); h >= 0 && h < v && t.rel(v) == "conj" { // neither confirmed nor denied
		for _, k := range t.kids[h] {
			if t.form(k) == "neither" && k < h {
				return true
			}
		}
	}
	for _, k := range t.kids[v] {
		switch t.form(k) {
		case "not", "n't", "n’t", "never", "nor", "neither", "hardly", "no":
			if is(t.rel(k), []string{"advmod", "cc", "det", "aux"}) || t.pos(k) == english.PART {
				return true
			}
		}
		if is(t.rel(k), []string{"nsubj", "obj"}) {
			switch t.form(k) {
			case "none", "nobody", "nothing", "neither", "no-one":
				return true
			}
			if d := t.child(k, "det"); d >= 0 && (t.form(d) == "no" || t.form(d) == "neither") {
				return true
			}
		}
	}
	return false
}

// fallback finds the source of an event that stands in the sentence of a
// reporting cue without being in its content as the trees have it. What is
// coordinated before the cue, or what the cue hangs below, stands on its own.
func (f *finder) fallback(v int) int {
	t := f.t
	if v > 0 && t.form(v-1) == "for" && t.Tokens[v].Tag == "VBG" || t.preposition(v) == "for" && t.pos(v) == english.NOUN {
		// the reason of a measure: "sanctioned the ship, the Lady R, for carrying"
		for i := v - 1; i >= 0 && t.sent[i] == t.sent[v]; i-- {
			if k, ok := f.acts[i]; ok && f.atts[k].status == ledger.Claimed {
				return k
			}
		}
	}
	if t.Tokens[v].Tag == "VBG" && t.child(v, "aux") < 0 { // a gerund behind a denial or an accusation
		for i := v - 1; i >= 0 && t.sent[i] == t.sent[v] && !t.clauseMark(i); i-- {
			if k, ok := f.acts[i]; ok && f.atts[k].status != "" {
				return k
			}
		}
	}
	for k, at := range f.atts {
		if at.head < 0 || t.sent[at.head] != t.sent[v] || at.kind != "say" && at.kind != "hedge" && at.kind != "show" && at.kind != "cite" {
			continue
		}
		if t.under(at.head, v) && at.rank != 3 { // the cue is inside the event's own clause
			continue
		}
		if v < at.head && base(t.rel(at.head)) == "conj" && t.under(v, t.head(at.head)) {
			continue
		}
		if t.under(at.head, t.clauseTop(v)) && base(t.rel(at.head)) != "root" && base(t.rel(at.head)) != "conj" && base(t.rel(at.head)) != "parataxis" && at.rank != 3 {
			continue // a cue in a relative or adverbial clause speaks for that clause
		}
		return k
	}
	return -1
}

// clauseTop is the topmost verb above a token in its sentence.
func (t *tree) clauseTop(i int) int {
	for n := 0; t.head(i) >= 0 && n < 400; n++ {
		i = t.head(i)
	}
	return i
}

// attribution writes a chain out. Links whose source is the speech act's own
// speaker are left out, and so are those that name nobody where another does.
func (f *finder) attribution(chain []int, speaker []int) []ledger.Attribution {
	var out []ledger.Attribution
	seen := map[int]bool{}
	for _, k := range chain {
		at := f.atts[k]
		ps := f.all(at.sources)
		if len(ps) == 0 {
			ps = f.namedSource(at.sources)
		}
		cue := ledger.Null(f.cueText(at))
		for _, p := range ps {
			if seen[p] || slices.Contains(speaker, p) {
				continue
			}
			seen[p] = true
			out = append(out, ledger.Attribution{Source: partyIDs([]int{p})[0], Cue: cue, Medium: ledger.Null(at.medium)})
		}
		if len(ps) == 0 && at.kind == "hedge" {
			p := f.unnamed(at.head)
			if !seen[p] {
				seen[p] = true
				out = append(out, ledger.Attribution{Source: partyIDs([]int{p})[0], Cue: cue})
			}
		}
	}
	return out
}

// namedSource makes parties of sources that no rule for names knows and that the
// text names all the same: "according to Kpler", "data from Kpler show".
func (f *finder) namedSource(heads []int) []int {
	for _, h := range heads {
		h = f.t.antecedent(h)
		if f.lex.cues["medium"][f.t.lemma(h)] {
			for _, k := range f.t.children(h, "nmod") {
				if p := f.t.preposition(k); p == "from" || p == "of" || p == "by" {
					if ps := f.all([]int{k}); len(ps) > 0 {
						return ps
					}
					h = k
					break
				}
			}
		}
		if f.t.pos(h) == english.PROPN && !calendarWord[f.t.form(h)] && len(f.resolve(h)) == 0 {
			return f.group(h, "Organization")
		}
	}
	return nil
}

func (f *finder) cueText(at Attribution) string {
	if len(at.Cue) == 0 {
		return ""
	}
	if at.kind == "seen" {
		return f.t.form(at.head) + " by"
	}
	start, end := f.t.span(at.Cue)
	return f.t.Text[start:end]
}
