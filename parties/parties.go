// Package parties finds who and what a document names: every person, body,
// company, state, vessel, weapon and outlet once, with all its mentions.
//
//	set := parties.Find(doc, tree)
//	for _, p := range set.Resolve(subject) { fmt.Println(set.Parties[p].Name) }
//
// Names are found by capitals, tags and the tree, and sorted by gazetteers
// (countries from package ftm; capitals, bodies, outlets and weapons from
// gazetteer.tsv), by titles and legal forms, and by the words beside them
// (words.txt). One party is made per referent: short forms, acronyms, titles,
// appositions, capitals that stand for their states, pronouns and definite
// descriptions are mentions of it. Of a document in another language only names
// that capitals show are found. What stays in doubt is left apart: two
// parties that are one are a smaller fault than one that is two.
package parties

import (
	"slices"
	"strings"

	"interdict/document"
	"interdict/english"
)

// A Kind is how a mention refers.
type Kind uint8

// The kinds of mention.
const (
	Name      Kind = iota
	Nominal        // the ministry, two officials
	Pronoun        // he, it, they
	Adjective      // Russian
)

// A Mention is a place where the document refers to a party, or to several at
// once ("the two countries").
type Mention struct {
	Parties     []int // places in Set.Parties
	First, Last int   // tokens [First, Last)
	Start, End  int   // bytes
	Head        int   // the token that stands for the mention in the tree
	Kind        Kind
}

// A Party is one referent.
type Party struct {
	Name     string
	Schema   string // a FollowTheMoney schema, or Country, Weapon, Outlet, Group
	Country  string // ISO 3166-1 alpha-2 in capitals, "" where the text does not tell
	Mentions []int  // places in Set.Mentions
}

// A Relation is a standing tie between two parties, with the bytes that say it.
type Relation struct {
	Type       string
	From, To   int
	Label      string
	Start, End int
}

// A Set is all parties of one document.
type Set struct {
	Doc       *english.Doc
	Parties   []Party
	Mentions  []Mention
	Relations []Relation

	head  map[int]int // head token to mention
	cover map[int]int // token inside a mention to mention
}

// At returns the parties of the phrase that the token heads, or nil.
func (s *Set) At(token int) []int {
	if m, ok := s.head[token]; ok {
		return s.Mentions[m].Parties
	}
	return nil
}

// Resolve returns the parties that a token refers to: those of the phrase that
// it heads or stands in, or of one in apposition to it.
func (s *Set) Resolve(token int) []int {
	if p := s.At(token); len(p) > 0 {
		return p
	}
	if m, ok := s.cover[token]; ok {
		return s.Mentions[m].Parties
	}
	for _, c := range s.Doc.Children(token) {
		if rel := s.Doc.Tokens[c].Rel; rel == "appos" || rel == "flat" || rel == "compound" && s.Doc.Tokens[c].POS == english.PROPN {
			if p := s.At(c); len(p) > 0 && s.Parties[p[0]].Schema != "Country" {
				return p
			}
		}
	}
	return nil
}

// Add adds a party that the text refers to in another way and returns its
// place.
func (s *Set) Add(p Party) int {
	s.Parties = append(s.Parties, p)
	return len(s.Parties) - 1
}

// Find finds the parties of a document.
func Find(doc *document.Document, tree *english.Doc) *Set {
	s := &Set{Doc: tree, head: map[int]int{}, cover: map[int]int{}}
	f := &finder{Set: s, doc: doc, lex: lexicons(), byKey: map[string]int{}, english: doc.Language == "" || doc.Language == "en"}
	f.start = f.afterDateline()
	for _, sentence := range tree.Sentences {
		f.names(sentence)
		if !f.english {
			continue
		}
		f.nominals(sentence)
		f.pronouns(sentence)
	}
	f.offices()
	for i := range s.Mentions {
		for _, p := range s.Mentions[i].Parties {
			s.Parties[p].Mentions = append(s.Parties[p].Mentions, i)
		}
	}
	return s
}

// finder builds a set from the beginning of the text to its end.
type finder struct {
	*Set
	doc   *document.Document
	lex   *lexicon
	byKey map[string]int // folded name to party

	english bool // in other languages names alone are found, where capitals show them
	start   int  // byte
}

// mention adds a mention of parties over the tokens [first, last).
func (f *finder) mention(kind Kind, first, last int, parties ...int) int {
	t := f.Doc.Tokens
	head := last - 1
	for i := first; i < last; i++ {
		if t[i].Head < first || t[i].Head >= last {
			head = i
			break
		}
	}
	m := len(f.Mentions)
	f.Mentions = append(f.Mentions, Mention{Parties: slices.Clone(parties), First: first, Last: last, Start: t[first].Start, End: t[last-1].End, Head: head, Kind: kind})
	f.head[head] = m
	for i := first; i < last; i++ {
		if _, ok := f.cover[i]; !ok {
			f.cover[i] = m
		}
	}
	return m
}

// text returns what stands at the tokens [first, last), on one line.
func (f *finder) text(first, last int) string {
	if last <= first {
		return ""
	}
	return strings.Join(strings.Fields(f.Doc.Text[f.Doc.Tokens[first].Start:f.Doc.Tokens[last-1].End]), " ")
}

// party returns the party of that name and schema, made anew where there is
// none yet.
func (f *finder) party(name, schema, country string) int {
	key := schema + " " + strings.ToLower(name)
	if p, ok := f.byKey[key]; ok {
		return p
	}
	p := f.Add(Party{Name: name, Schema: schema, Country: strings.ToUpper(country)})
	f.byKey[key] = p
	return p
}

// lower returns the word of a token in lower case.
func (f *finder) lower(i int) string {
	if i < 0 || i >= len(f.Doc.Tokens) {
		return ""
	}
	return strings.ToLower(f.Doc.Tokens[i].Form)
}
