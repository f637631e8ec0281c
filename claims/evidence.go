package claims

import (
	"slices"
	"strings"

	"interdict/english"
	"interdict/ledger"
)

// clause returns the tokens of the clause that a verb heads: its subtree
// without coordinated clauses and without a reporting phrase thrown in, and with
// the noun that a relative clause or a participle belongs to.
func (f *finder) clause(v int) []int {
	t := f.t
	skip := func(k int) bool {
		switch base(t.rel(k)) {
		case "conj":
			return t.verbal(k) && t.head(k) == v
		case "parataxis":
			return t.head(k) == v
		case "cc", "discourse":
			return t.head(k) == v
		case "mark":
			return t.head(k) == v
		}
		return false
	}
	tokens := t.subtree(v, skip)
	tokens = slices.DeleteFunc(tokens, func(i int) bool { // phrases of attribution hung on the verb
		for _, k := range f.cueIn(v) {
			if slices.Contains(f.atts[k].Source, i) || slices.Contains(f.atts[k].Cue, i) {
				return true
			}
		}
		return false
	})
	if is(t.rel(v), []string{"acl"}) && t.head(v) >= 0 {
		h := t.head(v)
		tokens = append(tokens, t.subtree(h, func(k int) bool {
			return k == v || is(t.rel(k), []string{"acl", "cc", "conj", "appos", "punct", "case", "parataxis"})
		})...)
		slices.Sort(tokens)
	}
	// keep to the sentence
	s := t.sent[v]
	return slices.DeleteFunc(tokens, func(i int) bool { return t.sent[i] != s })
}

// cueIn returns the attributions other than speech acts whose cue hangs on v.
func (f *finder) cueIn(v int) []int {
	if f.according == nil {
		f.according = map[int][]int{}
		for k, at := range f.atts {
			if at.head >= 0 && at.Rule == "according to" {
				f.according[f.t.sent[at.head]] = append(f.according[f.t.sent[at.head]], k)
			}
		}
	}
	var out []int
	for _, k := range f.according[f.t.sent[v]] {
		if at := f.atts[k]; at.head != v && !slices.Contains(at.Content, at.head) && slices.Contains(at.Content, v) {
			out = append(out, k)
		}
	}
	return out
}

// about is what a row is about in the document's words: a speech act's content,
// else the evidence.
func (f *finder) about(r Row) string {
	if k, ok := f.acts[r.Token]; ok && ledger.SpeechAct(r.Type) {
		content := slices.DeleteFunc(slices.Clone(f.atts[k].Content), func(i int) bool { return f.t.sent[i] != f.t.sent[r.Token] })
		for len(content) > 1 && (f.t.form(content[0]) == "that" || f.t.form(content[0]) == "to" || f.t.form(content[0]) == "of" || f.t.form(content[0]) == "for" || f.t.pos(content[0]) == english.PUNCT) {
			content = content[1:]
		}
		if start, end := f.t.span(content); end > start {
			return f.t.Text[start:end]
		}
	}
	start, end := f.t.span(r.tokens)
	return f.t.Text[start:end]
}

// date returns the date that belongs to a row: one in its own clause, not in a
// clause inside it. A speech act without one takes that of the report on it.
func (f *finder) date(r Row) *ledger.Date {
	t := f.t
	var own []int
	if t.pos(r.Token) == english.VERB || t.verbal(r.Token) {
		own = t.ownClause(r.Token)
	} else {
		own = t.subtree(r.Token, func(k int) bool { return t.verbal(k) && !t.reducedPassive(k) })
		if deed, _ := f.carriedOut(r.Token); deed >= 0 {
			own = t.ownClause(deed)
		}
		for _, k := range t.children(r.Token, "acl") {
			if t.reducedPassive(k) {
				own = append(own, t.ownClause(k)...)
			}
		}
	}
	if d := f.dateIn(own, r.Status == ledger.Intended); d != nil {
		return d
	}
	if t.quote[r.Token] >= 0 && !ledger.SpeechAct(r.Type) {
		return nil
	}
	if ledger.SpeechAct(r.Type) && r.Status == ledger.Asserted {
		for _, k := range r.chain {
			if h := f.atts[k].head; h >= 0 && t.sent[h] == t.sent[r.Token] && (f.atts[k].kind == "say" || f.atts[k].kind == "act") {
				if d := f.dateIn(t.ownClause(h), false); d != nil {
					return d
				}
			}
		}
	}
	return nil
}

func (f *finder) dateIn(tokens []int, future bool) *ledger.Date {
	for _, d := range f.dates {
		for _, i := range tokens {
			tok := f.t.Tokens[i]
			if tok.Start < d.end && tok.End > d.start && (tok.POS == english.PROPN || tok.POS == english.NOUN || tok.POS == english.NUM || tok.POS == english.ADV || tok.POS == english.X) {
				if strings.TrimSpace(d.Value) == "" {
					continue
				}
				out := d.Date
				if future {
					out = d.future(f.doc.Published)
				}
				return &out
			}
		}
	}
	return nil
}

// ownClause is a verb's subtree without the clauses inside it.
func (t *tree) ownClause(v int) []int {
	return t.subtree(v, func(k int) bool {
		switch base(t.rel(k)) {
		case "ccomp", "advcl", "acl", "parataxis", "csubj":
			return true
		case "conj":
			return t.verbal(k)
		case "xcomp":
			return t.pos(k) == english.VERB
		}
		return false
	})
}
