package eval

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A partyName is a party's name and schema as the ledger scoring compares them.
// The comparison is the codebook's yardstick, not the program's own matcher: a
// matcher must not be judged by itself.
type partyName struct {
	name, schema string
	norm         string
	words        []string
	country      string // the state that the name stands for, among a dozen that are often renamed
}

func newPartyName(name, schema string) partyName {
	p := partyName{name: name, schema: schema, norm: plainName(name)}
	p.words = nameWords(name, schema)
	switch schema {
	case "", "Country", "PublicBody", "Organization", "Group", "Thing", "LegalEntity":
		p.country = stateAlias(p.norm)
	}
	return p
}

// sameParty reports whether a gold and an output name stand for one party.
func sameParty(g, o partyName) bool {
	switch {
	case g.norm == "" || o.norm == "":
		return false
	case g.norm == o.norm:
		return true
	case g.country != "" || o.country != "":
		return g.country == o.country
	case g.schema == "Country" || o.schema == "Country":
		return false
	}
	group := g.schema == "Group" || o.schema == "Group"
	if g.schema == "Person" || o.schema == "Person" {
		a, b := nameWords(g.name, "Person"), nameWords(o.name, "Person")
		if len(a) == 0 || len(b) == 0 {
			return false
		}
		if slices.Equal(a, b) {
			return true
		}
		if !group {
			return samePerson(a, b)
		}
	}
	if group {
		a, b := groupWords(g.words), groupWords(o.words)
		if len(a) == 0 || len(b) == 0 {
			return false
		}
		both := 0
		for w := range a {
			if b[w] {
				both++
			}
		}
		return float64(both)/float64(len(a)+len(b)-both) >= 0.5
	}
	a, b := bodyWords(g.words), bodyWords(o.words)
	return within(a, b) || within(b, a) ||
		len(a) == 1 && a[0] == initials(o.words) || len(b) == 1 && b[0] == initials(g.words)
}

// samePerson compares the words of two persons' names that differ: a last name
// must agree, and the given names must not contradict each other.
func samePerson(a, b []string) bool {
	if !slices.Contains(b, a[len(a)-1]) && !slices.Contains(a, b[len(b)-1]) {
		return false
	}
	if len(a) == 1 || len(b) == 1 {
		return true
	}
	long := func(t []string) []string { // initials do not count
		var out []string
		for _, w := range t {
			if letters(w) > 1 {
				out = append(out, w)
			}
		}
		if len(out) == 0 {
			return t
		}
		return out
	}
	if within(long(a), long(b)) || within(long(b), long(a)) {
		return true
	}
	return a[len(a)-1] == b[len(b)-1] && []rune(a[0])[0] == []rune(b[0])[0] && (letters(a[0]) == 1 || letters(b[0]) == 1)
}

func letters(w string) int { return len([]rune(w)) }

// within reports whether every word of a is one of b.
func within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(w string) bool { return !slices.Contains(b, w) })
}

func initials(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if !stopWord(w) {
			b.WriteRune([]rune(w)[0])
		}
	}
	return b.String()
}

func groupWords(words []string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		if d := digit(w); d != "" {
			w = d
		}
		if !stopWord(w) {
			out[w] = true
		}
	}
	return out
}

func bodyWords(words []string) []string {
	var out []string
	for _, w := range words {
		if !stopWord(w) && !legalForm(w) {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return words
	}
	return out
}

func nameWords(name, schema string) []string {
	t := strings.Fields(plainName(name))
	if schema == "Person" {
		for len(t) > 1 && title(t[0]) {
			t = t[1:]
		}
	}
	return t
}

// plainName folds a name to its words in lower case without marks, dots of
// abbreviations (U.S.) and a leading article.
func plainName(name string) string {
	s := cases.Fold().String(norm.NFKD.String(name))
	s = strings.Map(func(c rune) rune {
		if norm.NFD.PropertiesString(string(c)).CCC() != 0 {
			return -1
		}
		return c
	}, s)
	s = joinAbbreviations(s)
	s = strings.Join(strings.FieldsFunc(s, func(c rune) bool {
		return c == 'ʼ' || !unicode.IsLetter(c) && !unicode.IsNumber(c) // the modifier apostrophe counts as a letter
	}), " ")
	return strings.TrimPrefix(s, "the ")
}

// joinAbbreviations takes the dots out of runs of two and more dotted letters
// that begin a word: u.s. becomes us.
func joinAbbreviations(s string) string {
	r := []rune(s)
	var b strings.Builder
	for i := 0; i < len(r); {
		j := i
		if i == 0 || !wordRune(r[i-1]) {
			for j+1 < len(r) && 'a' <= r[j] && r[j] <= 'z' && r[j+1] == '.' {
				j += 2
			}
		}
		if j-i < 4 {
			b.WriteRune(r[i])
			i++
			continue
		}
		for ; i < j; i += 2 {
			b.WriteRune(r[i])
		}
	}
	return b.String()
}

func wordRune(c rune) bool { return c == '_' || unicode.IsLetter(c) || unicode.IsNumber(c) }

func title(w string) bool {
	switch w {
	case "mr", "mrs", "ms", "dr", "sir", "president", "premier", "chairman", "chairwoman", "minister",
		"secretary", "general", "ambassador", "senator", "judge", "captain", "colonel", "brigadier",
		"lieutenant", "admiral", "king", "queen", "prince", "prime", "foreign", "defense", "defence",
		"leader", "spokesman", "spokeswoman", "spokesperson", "supreme", "professor", "representative",
		"governor", "mayor", "director", "chief":
		return true
	}
	return false
}

func stopWord(w string) bool {
	switch w {
	case "the", "a", "an", "of", "to", "for", "and", "in", "at", "on", "s", "its", "their", "his", "her":
		return true
	}
	return false
}

func legalForm(w string) bool {
	switch w {
	case "ltd", "llc", "inc", "co", "corp", "corporation", "company", "limited", "plc", "gmbh", "sa",
		"ooo", "jsc", "pjsc", "ao":
		return true
	}
	return false
}

func digit(w string) string {
	switch w {
	case "one":
		return "1"
	case "two":
		return "2"
	case "three":
		return "3"
	case "four":
		return "4"
	case "five":
		return "5"
	case "six":
		return "6"
	case "seven":
		return "7"
	case "eight":
		return "8"
	case "nine":
		return "9"
	case "ten":
		return "10"
	case "eleven":
		return "11"
	case "twelve":
		return "12"
	}
	return ""
}

// stateAlias gives the state that a folded name stands for: its short and long
// names, its adjective, its capital or seat of government.
func stateAlias(n string) string {
	switch n {
	case "us", "usa", "u s", "u s a", "united states", "united states of america", "america", "american",
		"washington", "white house", "us government", "u s government", "united states government",
		"american government", "biden administration":
		return "united states"
	case "russia", "russian", "russian federation", "moscow", "kremlin", "russian government":
		return "russia"
	case "north korea", "north korean", "dprk", "pyongyang", "north",
		"democratic people s republic of korea", "democratic peoples republic of korea":
		return "north korea"
	case "china", "chinese", "beijing", "people s republic of china", "peoples republic of china", "prc":
		return "china"
	case "iran", "iranian", "tehran", "islamic republic", "islamic republic of iran":
		return "iran"
	case "south korea", "south korean", "seoul", "republic of korea", "rok", "south":
		return "south korea"
	case "uk", "u k", "britain", "british", "london", "united kingdom", "great britain":
		return "united kingdom"
	case "eu", "e u", "european union", "brussels":
		return "european union"
	case "ukraine", "ukrainian", "kyiv", "kiev":
		return "ukraine"
	case "japan", "japanese", "tokyo":
		return "japan"
	case "israel", "israeli", "jerusalem":
		return "israel"
	case "syria", "syrian", "damascus", "syrian arab republic":
		return "syria"
	}
	return ""
}
