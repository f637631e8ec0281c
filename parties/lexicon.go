package parties

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"interdict/ftm"
)

//go:embed gazetteer.tsv
var gazetteerText string

//go:embed words.txt
var wordsText string

//go:embed titles.txt
var titlesText string

// entry is a name that the gazetteer knows.
type entry struct{ name, schema, country string }

// lexicon is what is known of words and names before a document is read.
type lexicon struct {
	names  map[string]entry           // as written, and in lower case for names of several words
	words  map[string]map[string]bool // class to lemmas
	titles map[string]bool
	parts  map[string]string // name to show, to the words of its other names in lower case
}

var lexicons = sync.OnceValue(func() *lexicon {
	l := &lexicon{names: map[string]entry{}, words: map[string]map[string]bool{}, titles: map[string]bool{}, parts: map[string]string{}}
	for line := range strings.Lines(gazetteerText) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(f) != 4 {
			continue
		}
		e := entry{name: f[2], schema: f[0], country: strings.Trim(f[1], "-")}
		l.parts[e.name] = " " + strings.ToLower(strings.ReplaceAll(f[2]+"|"+f[3], "|", " ")) + " "
		for name := range strings.SplitSeq(f[2]+"|"+f[3], "|") {
			if name != "-" {
				l.names[name] = e
			}
		}
	}
	for line := range strings.Lines(wordsText) {
		class, lemmas, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		l.words[class] = map[string]bool{}
		for w := range strings.FieldsSeq(lemmas) {
			l.words[class][w] = true
		}
	}
	for w := range strings.FieldsSeq(titlesText) {
		l.titles[w] = true
	}
	return l
})

// aliasHas reports whether one of the names of what the gazetteer shows by that
// name holds a word: the FBI is a bureau.
func (l *lexicon) aliasHas(name, word string) bool {
	return strings.Contains(l.parts[name], " "+strings.ToLower(word)+" ")
}

// is reports whether a lemma is of a class of words.txt. A plural that the
// tagger did not know for one counts too.
func (l *lexicon) is(class, lemma string) bool {
	lemma = strings.ToLower(lemma)
	return l.words[class][lemma] || len(lemma) > 3 && l.words[class][strings.TrimSuffix(lemma, "s")]
}

// lookup finds a name in the gazetteer, then among the countries. A demonym is
// known as the country's own name is; adjective tells that it is one.
func (l *lexicon) lookup(name string) (e entry, ok bool) {
	name = strings.TrimPrefix(name, "the ")
	name = strings.TrimPrefix(name, "The ")
	if e, ok := l.names[name]; ok {
		return e, true
	}
	if len(name) >= 4 && strings.ToUpper(name) == name {
		// "SEOUL", "NORTH KOREA", as headlines and datelines write them
		if c := capitalized(name); c != name { // else it has no capitals
			return l.lookup(c)
		}
	}
	if len(name) < 2 || strings.ToLower(name) == name {
		return entry{}, false
	}
	code := ftm.CountryCode(name)
	if code == "" || len(code) != 2 || code == "zz" || len(name) == 2 && name != "US" && name != "UK" && name != "EU" || len(name) == 3 && name != "USA" && name != "UAE" && name != "DRC" && name != "PRC" {
		return entry{}, false
	}
	shown := ftm.CountryName(code)
	if code == "eu" {
		return l.names["European Union"], true
	}
	return entry{shown, "Country", code}, true
}

// capitalized writes words in capitals as names are written.
func capitalized(name string) string {
	words := strings.Fields(strings.ToLower(name))
	for i, w := range words {
		if w != "of" && w != "the" && w != "and" {
			r, n := utf8.DecodeRuneInString(w)
			words[i] = string(unicode.ToUpper(r)) + w[n:]
		}
	}
	return strings.Join(words, " ")
}

// legalForms end the names of companies.
var legalForms = set("Ltd Ltd. Limited LLC L.L.C. Inc Inc. Corp Corp. Corporation Co Co. Company PLC plc GmbH AG S.A. SA JSC PJSC OJSC OOO AO FZE FZCO FZC Bank Holding Holdings Group Industries Shipping Airlines Aviation Trading Exchange Technologies Systems Petroleum Refinery Enterprises Pte Bhd Air Lines Maritime Logistics Marine Tankers Energy Oil Gas Steel Motors Electronics Aerospace Shipyard")

// bodyWords end the names of public bodies.
var bodyWords = set("Ministry Department Agency Army Navy Forces Force Guard Guards Police Court Council Parliament Embassy Bureau Office Commission Committee Service Authority Directorate Assembly Senate Tribunal Duma Knesset Cabinet Administration Command Corps Staff")

// organizationWords end the names of organizations.
var organizationWords = set("Observatory Syndicate Consortium Confederation Bloc Brigades Chamber Church Club Organization Organisation Union Party Movement Alliance Institute Foundation Federation Association Coalition Front Brigade Society Initiative Centre Center University Network Watch International Battalion League Congress Fund")

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}
