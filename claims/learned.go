package claims

import (
	"slices"

	"interdict/attribution"
	"interdict/english"
	"interdict/ledger"
)

// learnedRule is what an attribution that the trained model found names for its
// rule.
const learnedRule = "model"

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
		out = append(out, Attribution{Source: a.Source, Cue: a.Cue, Content: a.Content, Rule: learnedRule, head: a.Cue[0], status: ledger.Claimed, kind: "say"})
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
			a.Content = f.withoutAsides(a.Content, m.Content)
			a.Content = slices.Concat(a.Content, m.Content)
			slices.Sort(a.Content)
			a.Content = slices.Compact(a.Content)
		}
	}
}

// withoutAsides leaves out of what the rules take for content the clauses set off
// by a comma that the model hears the document say itself: "said that Turkey had
// bought gold, which Ankara denies".
func (f *finder) withoutAsides(content, heard []int) []int {
	if len(heard) == 0 {
		return content
	}
	for _, k := range content {
		if !is(f.t.rel(k), []string{"acl:relcl", "appos"}) || !slices.Contains(heard, f.t.head(k)) {
			continue
		}
		aside := f.t.subtree(k, nil)
		if first := aside[0]; first == 0 || f.t.form(first) != "," && f.t.form(first-1) != "," {
			continue
		}
		if !slices.ContainsFunc(aside, func(i int) bool { return slices.Contains(heard, i) }) {
			content = slices.DeleteFunc(slices.Clone(content), func(i int) bool { return slices.Contains(aside, i) })
		}
	}
	return content
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
		if f.takesThing(head, a.Content) {
			continue // "listed the company": no words are told
		}
		at := Attribution{Source: a.Source, Cue: a.Cue, Content: a.Content, Rule: learnedRule, head: head, status: ledger.Claimed, kind: "say"}
		if len(a.Source) > 0 {
			at.sources = []int{f.t.topOf(a.Source)}
		}
		f.atts = append(f.atts, at)
		for _, i := range a.Content {
			f.learned[i] = append(f.learned[i], len(f.atts)-1)
		}
	}
}

// takesThing reports whether a verb that is no word for saying has a thing for its
// object and nothing that anybody says.
func (f *finder) takesThing(v int, content []int) bool {
	t, lemma := f.t, f.t.lemma(v)
	if t.pos(v) != english.VERB || f.lex.cues["say"][lemma] || f.lex.cues["think"][lemma] || f.lex.cues["show"][lemma] || f.lex.cues["cite"][lemma] {
		return false
	}
	quoted := slices.ContainsFunc(content, func(i int) bool { return t.quote[i] >= 0 })
	return !quoted && t.child(v, "obj") >= 0 && t.child(v, "ccomp", "xcomp") < 0
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
