package parties

import (
	"strings"

	"interdict/ftm"
)

// owner returns the country, body or other party that a noun belongs to: a
// possessor, a demonym before it, or a name after "of" or "for".
func (f *finder) owner(i int) int {
	for _, c := range f.Doc.Children(i) {
		t := f.Doc.Tokens[c]
		switch t.Rel {
		case "nmod:poss", "amod", "compound", "nmod", "nmod:unmarked":
			if p := f.At(c); len(p) == 1 && f.Parties[p[0]].Schema != "Person" && f.Parties[p[0]].Schema != "Weapon" {
				return p[0]
			}
			if t.Rel == "nmod:poss" {
				if p := f.pronounOwner(c); p >= 0 {
					return p
				}
			}
		}
	}
	if m, ok := f.cover[f.phrase(i)-1]; ok && len(f.Mentions[m].Parties) == 1 {
		if p := f.Mentions[m].Parties[0]; f.Parties[p].Schema == "Country" {
			return p
		}
	}
	return -1
}

// pronounOwner resolves its, their before a noun.
func (f *finder) pronounOwner(c int) int {
	switch f.lower(c) {
	case "its", "their", "our":
		if p := f.lastOf(c, "Country", "Organization", "Company", "PublicBody"); p >= 0 {
			return p
		}
	}
	return -1
}

// lastOf returns the party of one of the schemata that was mentioned last
// before token i, or -1.
func (f *finder) lastOf(i int, schemata ...string) int {
	for m := len(f.Mentions) - 1; m >= 0; m-- {
		if f.Mentions[m].First >= i || f.Mentions[m].Kind == Adjective || len(f.Mentions[m].Parties) != 1 {
			continue
		}
		p := f.Mentions[m].Parties[0]
		for _, schema := range schemata {
			if f.Parties[p].Schema == schema {
				return p
			}
		}
	}
	return -1
}

// state makes "the government", "the Iranian government" mentions of the
// country.
func (f *finder) state(i int) {
	if p := f.owner(i); p >= 0 && f.Parties[p].Schema == "Country" {
		f.mention(Nominal, f.phrase(i), i+1, p)
		return
	}
	if d := f.determiner(i); d == "the" || d == "that" || d == "this" {
		if p := f.lastOf(i, "Country"); p >= 0 {
			f.mention(Nominal, f.phrase(i), i+1, p)
		}
	}
}

// body makes a ministry, court or army a party of its own, named with its
// country.
func (f *finder) body(i int) {
	first := f.phrase(i)
	words := f.text(first, i+1)
	p := f.owner(i)
	if p < 0 {
		if known := f.known(words, f.Doc.Tokens[i].Lemma, "PublicBody"); known >= 0 {
			f.mention(Nominal, first, i+1, known)
			return
		}
		if first == i && f.determiner(i) != "the" {
			return
		}
		f.mention(Nominal, first, i+1, f.party(words, "PublicBody", ""))
		return
	}
	name, code := f.named(p, words)
	f.mention(Nominal, first, i+1, f.party(name, "PublicBody", code))
}

// named puts the owner's name before a body's words: Iranian foreign ministry.
func (f *finder) named(owner int, words string) (name, code string) {
	q := f.Parties[owner]
	if q.Schema == "Country" {
		return demonym(strings.ToLower(q.Country), q.Name) + " " + words, q.Country
	}
	return q.Name + " " + words, q.Country
}

// demonyms are the adjectives of countries whose name does not serve.
var demonyms = map[string]string{"ru": "Russian", "ir": "Iranian", "cn": "Chinese", "ua": "Ukrainian", "gb": "British", "fr": "French", "de": "German", "jp": "Japanese", "il": "Israeli", "sy": "Syrian", "tr": "Turkish", "in": "Indian", "pk": "Pakistani", "kp": "North Korean", "kr": "South Korean", "us": "US", "by": "Belarusian", "iq": "Iraqi", "lb": "Lebanese", "sa": "Saudi", "ae": "Emirati", "ye": "Yemeni", "ly": "Libyan", "eg": "Egyptian", "ve": "Venezuelan", "cu": "Cuban", "mm": "Myanmar", "pl": "Polish", "se": "Swedish", "no": "Norwegian", "fi": "Finnish", "dk": "Danish", "nl": "Dutch", "es": "Spanish", "it": "Italian", "gr": "Greek", "ro": "Romanian", "hu": "Hungarian", "ca": "Canadian", "au": "Australian", "sg": "Singaporean", "my": "Malaysian", "th": "Thai", "vn": "Vietnamese", "pa": "Panamanian", "mt": "Maltese", "cy": "Cypriot", "ch": "Swiss", "at": "Austrian", "be": "Belgian", "rs": "Serbian", "kz": "Kazakh", "ge": "Georgian", "am": "Armenian", "az": "Azerbaijani", "et": "Ethiopian", "sd": "Sudanese", "ml": "Malian", "ng": "Nigerian", "ke": "Kenyan", "za": "South African", "br": "Brazilian", "mx": "Mexican", "co": "Colombian"}

func demonym(code, name string) string {
	if d, ok := demonyms[code]; ok {
		return d
	}
	return name
}

// known returns the party of a schema whose name ends in the words, or, where
// they are one bare noun, in that noun; the latest such, or -1.
func (f *finder) known(words, lemma, schema string) int {
	for m := len(f.Mentions) - 1; m >= 0; m-- {
		for _, p := range f.Mentions[m].Parties {
			name := strings.ToLower(f.Parties[p].Name)
			if f.Parties[p].Schema == schema && (strings.HasSuffix(name, strings.ToLower(words)) || strings.HasSuffix(name, " "+strings.ToLower(lemma)) || strings.HasPrefix(name, strings.ToLower(lemma)+" of ") || words == lemma && f.lex.aliasHas(f.Parties[p].Name, lemma)) {
				return p
			}
		}
	}
	return -1
}

// countryName is the name to show for a code.
func countryName(code string) string { return ftm.CountryName(code) }
