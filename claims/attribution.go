package claims

import (
	"slices"
	"strings"

	"interdict/english"
	"interdict/ledger"
)

// An Attribution is one place where a text says that somebody says something.
// Source, Cue and Content are token numbers in order; a source may be missing
// ("reportedly"), and each may be torn apart by what stands between.
type Attribution struct {
	Source, Cue, Content []int
	Rule                 string // the rule or lexicon entry that found it

	head    int           // token of the cue's head, -1 where there is none
	sources []int         // heads of the source
	status  ledger.Status // what the content becomes; empty where it makes no rows
	medium  string        // "in an email"
	kind    string        // kind of cue: say, think, show, cite, seen, hedge, noun, act
	rank    int           // among attributions of the same content, the inner first
}

type attributor struct {
	t     *tree
	lex   *lexicon
	party func(int) bool
	out   []Attribution
}

func newAttributor(t *tree, lex *lexicon, resolve func(int) []int) *attributor {
	return &attributor{t: t, lex: lex, party: func(i int) bool {
		if len(resolve(i)) > 0 {
			return true
		}
		_, ok := lex.people[t.lemma(i)]
		return ok
	}}
}

func (a *attributor) find() []Attribution {
	for i := range a.t.Tokens {
		switch {
		case a.t.form(i) == "according" && i+1 < len(a.t.Tokens) && a.t.form(i+1) == "to":
			a.accordingTo(i)
		case a.lex.cues["hedge"][a.t.form(i)] && a.t.pos(i) == english.ADV:
			a.hedge(i)
		case a.t.pos(i) == english.VERB, a.t.predicate(i), i+1 < len(a.t.Tokens) && a.t.form(i+1) == "that" && a.finite(i):
			a.verb(i)
		case a.t.pos(i) == english.NOUN:
			a.noun(i)
		}
	}
	a.citing()
	a.quotes()
	return a.out
}

// finite reports whether a word is the finite form of a reporting verb, whatever
// the tagger made of it: "the indictment alleges that".
func (a *attributor) finite(i int) bool {
	tok := a.t.Tokens[i]
	tok.POS = english.VERB
	form := a.t.form(i)
	return a.t.pos(i) == english.NOUN && (strings.HasSuffix(form, "s") || strings.HasSuffix(form, "ed")) && a.t.lemma(i) != form && a.lex.cues["say"][a.lex.lemma(tok)] && !a.lex.cues["noun-claim"][a.t.lemma(i)]
}

// sense returns the speech act or measure that a verb is, if it has content.
func (a *attributor) sense(v int) *sense {
	return frame{t: a.t, head: v}.sense(a.lex.verbs[a.t.lemma(v)], a.lex, a.party)
}

// verb finds what a reporting verb, a speech act or a measure says.
func (a *attributor) verb(v int) {
	t, lemma := a.t, a.t.lemma(v)
	at := Attribution{head: v, status: ledger.Claimed}
	finds := false // "…, an investigation has found"
	if s := a.sense(v); s != nil && s.Content != "" {
		at.kind, at.Rule, finds = "act", s.Rule, s.Type == "FIND"
		switch s.Content {
		case "none":
			at.status = ""
		default:
			at.status = ledger.Status(s.Content)
		}
		at.Content = a.actContent(v, s)
	} else {
		for _, kind := range []string{"say", "think", "show"} {
			if a.lex.cues[kind][lemma] {
				at.kind, at.Rule = kind, "cues.tsv "+kind+" "+lemma
				break
			}
		}
		if at.kind == "" {
			return
		}
		if at.kind == "show" && v+2 >= t.Sentences[t.sent[v]].Last {
			finds = true
		}
		at.Content = a.clauseContent(v, at.kind == "say")
	}
	at.sources = a.sourceOf(v)
	if len(at.Content) == 0 && (at.kind == "say" || finds) {
		if src, content := t.besideComma(v); len(content) > 0 {
			at.sources, at.Content = src, content
		} else if at.kind == "say" {
			at.Content = t.looseContent(v)
		}
		if t.pos(v) != english.VERB && len(at.sources) == 0 && v > 0 && t.nominal(v-1) {
			at.sources = []int{v - 1}
		}
	}
	if len(at.Content) == 0 {
		return
	}
	at.medium = a.mediumOf(v)
	at.Cue = a.cueTokens(v)
	at.Source = a.sourceTokens(at.sources)
	a.out = append(a.out, at)
}

// sourceOf returns the heads of who a verb says it is from: its subject, the
// agent of a passive, nobody for "it is alleged".
func (a *attributor) sourceOf(v int) []int {
	heads := frame{t: a.t, head: v}.slot("subj")
	out := heads[:0:0]
	for _, h := range heads {
		if a.t.rel(h) == "expl" || a.t.pos(h) == english.VERB {
			continue
		}
		out = append(out, a.t.antecedent(h))
	}
	return out
}

func (a *attributor) sourceTokens(heads []int) []int {
	var out []int
	for _, h := range heads {
		out = append(out, a.t.subtree(h, func(k int) bool {
			return a.t.rel(k) == "acl:relcl" && len(heads) > 0 && slices.Contains(heads, a.t.head(k)) || base(a.t.rel(k)) == "parataxis"
		})...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// cueTokens is the verb with its particle, auxiliaries left out as annotators do.
func (a *attributor) cueTokens(v int) []int {
	out := append([]int{v}, a.t.children(v, "compound:prt")...)
	slices.Sort(out)
	return out
}

// mediumOf returns where it was said: "in an email", "on Twitter".
func (a *attributor) mediumOf(v int) string {
	for _, k := range a.t.children(v, "obl") {
		if p := a.t.preposition(k); (p == "in" || p == "on" || p == "by" || p == "via") && a.lex.cues["medium"][a.t.lemma(k)] {
			start, end := a.t.span(a.t.subtree(k, func(j int) bool { return is(a.t.rel(j), []string{"acl", "nmod", "appos"}) }))
			return a.t.Text[start:end]
		}
	}
	return ""
}
