package parties

import (
	"strings"
	"unicode"

	"interdict/english"
)

// classify says what a new name is of, "" where it names no party.
func (f *finder) classify(name string, first, end int, titled bool) (schema, country string) {
	t := f.Doc.Tokens
	last := t[end-1].Form
	country = f.nearCountry(first)
	switch {
	case f.vesselCue(first), f.after(end) == "(" && f.after(end+1) == "imo":
		return "Vessel", ""
	case legalForms[last] && end-first > 1:
		return "Company", country
	case bodyWords[last] && end-first > 1, bodyWords[t[first].Form] && end-first > 1:
		return "PublicBody", country
	case organizationWords[last] && end-first > 1, organizationWords[t[first].Form] && end-first > 2:
		return "Organization", country
	case titled:
		return "Person", country
	}
	if role := f.apposition(first, end); role != "" {
		return role, country
	}
	head := t[f.headOf(first, end)]
	if f.lex.is("company", f.before(first)) {
		return "Company", country
	}
	if f.lex.is("outlet", f.before(first)) || f.before(first) == "newspaper" {
		return "Outlet", country
	}
	if f.lex.is("person", f.before(first)) {
		return "Person", country
	}
	if f.before(first) == "port" || f.after(end) == "province" || strings.HasPrefix(head.Rel, "obl") && f.preposition(head) {
		return "", "" // a place
	}
	if strings.ToUpper(name) == name && end-first == 1 {
		return "Organization", country
	}
	if n := end - first; n >= 2 && n <= 5 && personLike(name) {
		return "Person", country
	}
	if head.Rel == "nsubj" || head.Rel == "nsubj:pass" || head.Rel == "obl:agent" {
		if end-first == 1 {
			return "Organization", country
		}
		return "Person", country
	}
	if end-first == 1 && (head.Rel == "compound" || head.Rel == "amod" || head.Rel == "nmod" || head.Rel == "obl") {
		return "", ""
	}
	return "Organization", country
}

// personLike reports whether a name's words are of letters alone, as persons'
// names are.
func personLike(name string) bool {
	for _, r := range name {
		if !unicode.IsLetter(r) && r != ' ' && r != '-' && r != '.' && r != '\'' && r != '’' {
			return false
		}
	}
	return true
}

// preposition reports whether a token stands after a preposition of place.
func (f *finder) preposition(head english.Token) bool {
	for i := range f.Doc.Tokens {
		if f.Doc.Tokens[i].Start == head.Start {
			for _, c := range f.Doc.Children(i) {
				if f.Doc.Tokens[c].Rel == "case" {
					switch f.lower(c) {
					case "in", "at", "near", "into", "through", "outside", "around", "off":
						return true
					}
				}
			}
		}
	}
	return false
}

func (f *finder) headOf(first, end int) int {
	for i := first; i < end; i++ {
		if h := f.Doc.Tokens[i].Head; h < first || h >= end {
			return i
		}
	}
	return end - 1
}

// before returns the lemma of the word before a name, over "the".
func (f *finder) before(first int) string {
	i := first - 1
	for i >= 0 && (f.Doc.Tokens[i].Form == "," || f.Doc.Tokens[i].Form == "\"" || f.lower(i) == "the") {
		i--
	}
	if i < 0 {
		return ""
	}
	return f.Doc.Tokens[i].Lemma
}

func (f *finder) after(end int) string { return f.lower(end) }

// vesselCue reports whether the words before a name say that it is a ship's.
func (f *finder) vesselCue(first int) bool {
	if first == 0 {
		return false
	}
	switch f.lower(first - 1) {
	case "m/v", "mv", "m/t", "mt", "vessel", "ship", "tanker", "freighter", "trawler", "yacht", "carrier", "barge", "ss", "ferry":
		return true
	}
	// "two ships, the Lady R and the Angara": names in a row behind the noun
	for i := first - 1; i > 0 && i > first-12; i-- {
		switch f.lower(i) {
		case "the", ",", "and":
			continue
		case "ships", "vessels", "tankers", "freighters", "trawlers", "yachts", "boats", "barges", "carriers":
			return f.lower(i+1) == "," || f.lower(i+1) == "the"
		}
		if f.Doc.Tokens[i].POS != english.PROPN {
			break
		}
	}
	return false
}

// apposition says what a name is by the noun in apposition to it: "X, a trading
// company", "X, a former minister".
func (f *finder) apposition(first, end int) string {
	head := f.headOf(first, end)
	t := f.Doc.Tokens
	nouns := []int{}
	for _, c := range f.Doc.Children(head) {
		if t[c].Rel == "appos" {
			nouns = append(nouns, c)
		}
	}
	if t[head].Rel == "appos" || t[head].Rel == "flat" || t[head].Rel == "compound" {
		nouns = append(nouns, t[head].Head)
	}
	for _, n := range nouns {
		if n < 0 || n >= first && n < end {
			continue
		}
		if schema := f.schemaOfNoun(t[n].Lemma); schema != "" && schema != "Group" {
			return schema
		}
	}
	return ""
}

// schemaOfNoun says what a common noun names.
func (f *finder) schemaOfNoun(lemma string) string {
	for _, c := range []struct{ class, schema string }{{"vessel", "Vessel"}, {"aircraft", "Airplane"}, {"company", "Company"}, {"person", "Person"}, {"body", "PublicBody"}, {"outlet", "Outlet"}, {"organization", "Organization"}, {"weapon", "Weapon"}} {
		if f.lex.is(c.class, lemma) {
			return c.schema
		}
	}
	return ""
}

// nearCountry is the country that stands right before a name: Iran's, Russian.
func (f *finder) nearCountry(first int) string {
	i := first - 1
	for steps := 0; i >= 0 && steps < 5; i, steps = i-1, steps+1 {
		if m, ok := f.cover[i]; ok && len(f.Mentions[m].Parties) == 1 {
			if p := f.Parties[f.Mentions[m].Parties[0]]; p.Schema == "Country" {
				return strings.ToLower(p.Country)
			}
			return ""
		}
		if l := f.lower(i); l == "," || l == "." || f.Doc.Tokens[i].POS == english.VERB || f.Doc.Tokens[i].POS == english.ADP {
			return ""
		}
	}
	return ""
}
