package claims

import (
	"interdict/document"
	"interdict/english"
	"interdict/parties"
)

// ZZTypes is temporary.
func ZZTypes(docu *document.Document, doc *english.Doc, set *parties.Set, want string) (any map[string]int) {
	f, _ := find(docu, doc, set)
	lex, t := f.lex, f.t
	any = map[string]int{}
	party := func(i int) bool { return len(f.who(i)) > 0 || lex.people[t.lemma(i)] != "" }
	for i := range t.Tokens {
		kind := "verb"
		senses := lex.verbs[t.lemma(i)]
		switch t.pos(i) {
		case english.NOUN:
			kind, senses = "noun", lex.nouns[t.lemma(i)]
		case english.VERB:
		case english.ADJ:
			kind = "adj"
		default:
			continue
		}
		has := false
		for _, s := range senses {
			has = has || s.Type == want
		}
		if !has {
			continue
		}
		s := frame{t: t, head: i, noun: kind == "noun"}.sense(senses, lex, party)
		switch {
		case s == nil:
			any[kind+" no sense"]++
		case s.Type == want:
			any[kind+" right sense, no row"]++
		default:
			any[kind+" other sense "+s.Type]++
		}
	}
	return any
}
