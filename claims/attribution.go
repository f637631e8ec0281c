package claims

import (
	"slices"
	"strings"

	"interdict/attribution"
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

// Attributions finds every attribution of a text: those of the model of package
// attribution, which is the better judge of where a source and a content begin
// and end.
func Attributions(doc *english.Doc) ([]Attribution, error) {
	model, err := attribution.Default()
	if err != nil {
		return nil, err
	}
	var out []Attribution
	for _, a := range model.Find(doc) {
		out = append(out, Attribution{Source: a.Source, Cue: a.Cue, Content: a.Content, Rule: "model", head: a.Cue[0], status: ledger.Claimed, kind: "say"})
	}
	return out, nil
}

// better lets the model name the source of an attribution where the rules find
// nobody, and the content of what is plainly said where they find less.
func (f *finder) better(found []attribution.Attribution) {
	at := map[int]int{} // cue token to attribution
	for k, a := range found {
		for _, i := range a.Cue {
			at[i] = k + 1
		}
	}
	for k := range f.atts {
		a := &f.atts[k]
		if a.head < 0 || at[a.head] == 0 || a.kind != "say" && a.kind != "act" && a.kind != "think" {
			continue
		}
		m := found[at[a.head]-1]
		if len(m.Source) > 0 && len(f.all(a.sources)) == 0 {
			a.Source, a.sources = m.Source, []int{f.t.topOf(m.Source)}
		}
		if a.kind == "say" {
			a.Content = slices.Concat(a.Content, m.Content)
			slices.Sort(a.Content)
			a.Content = slices.Compact(a.Content)
		}
	}
}

// learn adds what the model found and the rules did not. A row that would stand
// as a fact, though the model hears somebody say it, is claimed by the one heard.
func (f *finder) learn(found []attribution.Attribution) {
	f.learned = make([][]int, len(f.t.Tokens))
	for _, a := range found {
		if len(a.Content) == 0 {
			continue
		}
		head := f.t.topOf(a.Cue)
		if lemma := f.t.lemma(head); f.lex.verbs[lemma] != nil && !f.lex.cues["say"][lemma] {
			continue // an event of its own ("refused", "agreed"): the lexicon knows what its content is
		}
		at := Attribution{Source: a.Source, Cue: a.Cue, Content: a.Content, Rule: "model", head: head, status: ledger.Claimed, kind: "say"}
		if len(a.Source) > 0 {
			at.sources = []int{f.t.topOf(a.Source)}
		}
		f.atts = append(f.atts, at)
		for _, i := range a.Content {
			f.learned[i] = append(f.learned[i], len(f.atts)-1)
		}
	}
}

// topOf returns the token that the others of a phrase hang on.
func (t *tree) topOf(tokens []int) int {
	for _, i := range tokens {
		if !slices.Contains(tokens, t.head(i)) && t.pos(i) != english.PUNCT {
			return i
		}
	}
	return tokens[0]
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
		case a.t.pos(i) == english.VERB, i+1 < len(a.t.Tokens) && a.t.form(i+1) == "that" && a.finite(i):
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
	f := frame{t: a.t, head: v}
	for _, s := range a.lex.verbs[a.t.lemma(v)] {
		if f.matches(s, a.lex, a.party) {
			return s
		}
	}
	return nil
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

// clauseContent is what a reporting verb says: its clause, the clause that it
// is thrown into ("…, officials said, …"), or a quotation beside it.
func (a *attributor) clauseContent(v int, quoted bool) []int {
	t := a.t
	var out []int
	for _, k := range t.children(v, "ccomp", "xcomp") {
		if base(t.rel(k)) == "xcomp" && !(t.passive(v) || t.pos(k) == english.VERB) {
			continue
		}
		out = append(out, t.subtree(k, func(j int) bool { return base(t.rel(j)) == "punct" && j == t.kids[k][0] && t.quote[j] < 0 })...)
	}
	if len(out) == 0 && quoted {
		for _, k := range t.children(v, "parataxis", "dep") {
			if k < v && t.verbal(k) || t.quote[k] >= 0 {
				out = append(out, t.subtree(k, nil)...)
			}
		}
	}
	if len(out) == 0 { // "is suspected of breaking"
		for _, k := range t.children(v, "advcl", "obl") {
			if t.preposition(k) == "of" && t.passive(v) {
				out = append(out, t.subtree(k, nil)...)
			}
		}
	}
	thrownIn := base(t.rel(v)) == "parataxis" || base(t.rel(v)) == "advcl" && t.child(v, "mark") >= 0 && t.form(t.child(v, "mark")) == "as"
	if len(out) == 0 && thrownIn && quoted && t.head(v) >= 0 && t.verbal(t.head(v)) {
		h := t.head(v)
		out = t.subtree(h, func(k int) bool {
			return k == v || base(t.rel(k)) == "parataxis" && k > v && t.child(k, "nsubj") >= 0 && !t.under(v, k)
		})
	}
	if len(out) == 0 && quoted { // a quotation in the sentence that the tree hangs elsewhere
		s := t.Sentences[t.sent[v]]
		for i := s.First; i < s.Last; i++ {
			if t.quote[i] >= 0 && t.quote[v] < 0 {
				out = append(out, i)
			}
		}
		if len(out) < 4 && t.child(v, "obj") < 0 {
			out = nil
		}
	}
	if len(out) == 0 && quoted {
		if obj := t.child(v, "obj"); obj >= 0 && a.lex.verbs[t.lemma(v)] == nil && t.quote[obj] >= 0 {
			out = t.subtree(obj, nil)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// besideComma is what a reporting phrase set off by a comma speaks of, with the
// phrase's subject, wherever the tree hangs the phrase: "…, Yonhap reported on
// Wednesday".
func (t *tree) besideComma(v int) (sources, content []int) {
	sent := t.Sentences[t.sent[v]]
	if t.Tokens[v].Tag != "VBD" && t.Tokens[v].Tag != "VBZ" && t.Tokens[v].Tag != "VBP" && t.Tokens[v].Tag != "VBN" {
		return nil, nil
	}
	first := v - 1
	for first >= sent.First && !t.clauseMark(first) {
		first--
	}
	first++
	if first == v { // "…," said the spokesman
		return t.inverted(v, sent)
	}
	for i := first; i < v; i++ {
		if t.pos(i) == english.VERB || t.relative(i) || t.form(i) == "that" {
			return nil, nil
		}
		if h := t.head(i); (h < first || h >= v) && (t.pos(i) == english.NOUN || t.pos(i) == english.PROPN || t.pos(i) == english.PRON) {
			sources = append(sources, i)
		}
	}
	if len(sources) == 0 || first <= sent.First+1 {
		return nil, nil
	}
	sources = sources[:1]
	last := v
	for _, k := range t.kids[v] {
		if k > v && is(t.rel(k), []string{"obl", "iobj", "obj", "advmod", "compound:prt"}) {
			last = max(last, slices.Max(t.subtree(k, nil)))
		}
	}
	for i := sent.First; i < first-1; i++ {
		content = append(content, i)
	}
	if t.form(first-1) != "," {
		content = append(content, first-1)
	}
	if last+3 < sent.Last && t.form(last+1) == "," && t.head(v) > last {
		for i := last + 2; i < sent.Last-1; i++ {
			content = append(content, i)
		}
	}
	if len(content) < 3 {
		return nil, nil
	}
	return sources, content
}

// inverted is besideComma for a phrase that puts the verb first.
func (t *tree) inverted(v int, sent english.Sentence) (sources, content []int) {
	if v <= sent.First+1 || v >= sent.Last-1 {
		return nil, nil
	}
	for i := v + 1; i < sent.Last && !t.clauseMark(i); i++ {
		if tag := t.Tokens[i].Tag; len(sources) == 0 && (tag == "VBD" || tag == "VBZ" || tag == "VBP" || t.relative(i)) {
			return nil, nil
		}
		if h := t.head(i); len(sources) == 0 && (h <= v || h >= sent.Last) && (t.pos(i) == english.NOUN || t.pos(i) == english.PROPN || t.pos(i) == english.PRON) && t.preposition(i) == "" {
			sources = []int{i}
		}
	}
	if len(sources) == 0 {
		return nil, nil
	}
	for i := sent.First; i < v; i++ {
		if i == v-1 && t.form(i) == "," {
			continue
		}
		content = append(content, i)
	}
	return sources, content
}

func (t *tree) clauseMark(i int) bool {
	switch t.form(i) {
	case ",", "”", "\"", "—", "–", ";", ":", "''":
		return true
	}
	return false
}

// looseContent is what follows a reporting verb where the tree shows no clause
// but the words do: the rest of the sentence, if a verb is in it.
func (t *tree) looseContent(v int) []int {
	if t.pos(v) == english.VERB && t.child(v, "nsubj") < 0 && base(t.rel(v)) != "conj" || t.passive(v) {
		return nil
	}
	if obj := t.child(v, "obj"); obj >= 0 {
		acl := t.child(obj, "acl")
		if acl < 0 || t.child(acl, "aux", "nsubj") < 0 {
			return nil
		}
	}
	sent := t.Sentences[t.sent[v]]
	verb := false
	var out []int
	for i := v + 1; i < sent.Last; i++ {
		if t.pos(i) == english.VERB && !t.reducedPassive(i) {
			verb = true
		}
		if verb && i > v+1 && base(t.rel(i)) == "cc" && t.head(i) >= 0 && t.head(t.head(i)) == v {
			break // a second verb beside this one
		}
		out = append(out, i)
	}
	if !verb {
		return nil
	}
	return out
}

// actContent is what a speech act is about, or what a measure is for.
func (a *attributor) actContent(v int, s *sense) []int {
	t := a.t
	var heads []int
	measure := s.Type == "SANCTION" || s.Type == "COERCE"
	for _, k := range t.kids[v] {
		rel, prep := base(t.rel(k)), t.preposition(k)
		switch {
		case measure:
			if rel == "obj" || rel == "nsubj" && t.passive(v) { // the reason hung on who is hit
				for _, c := range t.children(k, "acl", "nmod") {
					if t.preposition(c) == "for" && t.Tokens[c].Tag == "VBG" {
						heads = append(heads, c)
					}
				}
			}
			if (rel == "advcl" || rel == "obl" || rel == "xcomp" || rel == "ccomp") && (prep == "for" || prep == "over") && !t.timeWord(k) {
				heads = append(heads, k)
			}
			if rel == "obl" && (prep == "on" || prep == "with") && (t.lemma(k) == "charge" || t.lemma(k) == "suspicion") {
				heads = append(heads, k)
			}
			if s.Mode == "charge" && (rel == "obl" || rel == "advcl") && prep == "with" {
				heads = append(heads, k)
			}
		case rel == "ccomp" || rel == "xcomp":
			heads = append(heads, k)
		case rel == "advcl" || rel == "obl":
			if (prep == "of" || prep == "for" || prep == "over") && (t.verbal(k) || rel == "obl" && s.Type == "ACCUSE" || s.Type == "REQUEST" && prep == "for") {
				heads = append(heads, k)
			}
		case rel == "obj" && (s.Type == "DENY" || s.Type == "REQUEST" || s.Type == "AGREE" || s.Type == "THREATEN" || s.Type == "REJECT") && !a.party(k):
			heads = append(heads, k)
		case rel == "parataxis" && (t.quote[k] >= 0 || k < v):
			heads = append(heads, k)
		case rel == "obj" || rel == "nsubj" && t.passive(v):
			for _, c := range t.children(k, "acl", "nmod") { // "accused Pretoria of supplying", hung on Pretoria
				if p := t.preposition(c); (p == "of" || p == "for") && t.Tokens[c].Tag == "VBG" {
					heads = append(heads, c)
				}
				if t.preposition(c) == "to" && s.Type == "REQUEST" && t.pos(c) == english.VERB {
					heads = append(heads, c)
				}
			}
		}
	}
	if len(heads) == 0 && !measure {
		if out := a.clauseContent(v, true); len(out) > 0 && (base(t.rel(v)) == "parataxis" || s.Type == "THREATEN" || s.Type == "FIND" || s.Type == "DENY" || s.Type == "AGREE") {
			return out
		}
		if s.Type == "FIND" || s.Type == "THREATEN" {
			if _, out := t.besideComma(v); len(out) > 0 {
				return out
			}
		}
		for _, k := range t.kids[v] { // a clause that the tree calls something else
			if k > v && (is(t.rel(k), []string{"advcl", "acl", "csubj"}) || is(t.rel(k), []string{"obl", "obj"}) && t.child(k, "acl") >= 0) && !t.timeWord(k) {
				if p := t.preposition(k); p != "after" && p != "before" && p != "because" && p != "as" && p != "if" && p != "when" && p != "while" && p != "by" {
					heads = append(heads, k)
				}
			}
		}
	}
	if len(heads) == 0 && (s.Type == "DENY" || s.Type == "ACCUSE") {
		return t.saidNext(v)
	}
	var out []int
	for _, h := range heads {
		out = append(out, t.subtree(h, nil)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// saidNext is the clause that stands right behind a verb in the words, where the
// tree hangs it elsewhere: "denied sending money, and …".
func (t *tree) saidNext(v int) []int {
	last := t.Sentences[t.sent[v]].Last - 1
	from := -1
	for i := v + 1; i <= last && i < v+14; i++ {
		if t.Tokens[i].Tag == "VBG" && (i == v+1 || t.form(i-1) == "of" || t.form(i-1) == "for") || t.form(i) == "that" && i == v+1 {
			from = i
			break
		}
		if t.form(i) == "," || t.pos(i) == english.VERB {
			return nil
		}
	}
	if from < 0 {
		return nil
	}
	var out []int
	for i := from; i <= last; i++ {
		if t.form(i) == "," && i < last && (t.pos(i+1) == english.CCONJ || t.form(i+1) == "but") {
			break
		}
		out = append(out, i)
	}
	return out
}

// timeWord reports whether a phrase only tells how long.
func (t *tree) timeWord(i int) bool {
	switch t.lemma(i) {
	case "year", "month", "day", "week", "hour", "time", "decade", "example", "instance", "now", "part":
		return true
	}
	return false
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
