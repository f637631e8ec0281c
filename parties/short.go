package parties

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"interdict/english"
)

// shortForm joins a name to the party that it is a shorter form of: the last
// or first word of a person's, the first words of a company's, an acronym.
func (f *finder) shortForm(name string, first, end int, titled bool) bool {
	words := strings.Fields(strings.ReplaceAll(name, "-", " "))
	best := -1
	for p := len(f.Parties) - 1; p >= 0; p-- {
		q := f.Parties[p]
		if q.Schema == "Country" || q.Schema == "Group" || q.Schema == "Weapon" {
			continue
		}
		long := strings.Fields(strings.ReplaceAll(q.Name, "-", " "))
		if strings.EqualFold(name, q.Name) {
			best = p
			break
		}
		if len(words) >= len(long) {
			continue
		}
		match := false
		switch q.Schema {
		case "Person":
			match = len(words) == 1 && (strings.EqualFold(words[0], long[len(long)-1]) || strings.EqualFold(words[0], long[0]) && len(long) == 3 && len(long[0]) <= 4) ||
				len(words) > 1 && strings.EqualFold(strings.Join(long[len(long)-len(words):], " "), strings.Join(words, " "))
		default:
			match = strings.EqualFold(strings.Join(long[:len(words)], " "), strings.Join(words, " ")) && !titled || len(words) == 1 && len(name) > 1 && strings.EqualFold(name, initials(long))
		}
		if match && best < 0 {
			best = p
		} else if match && f.Parties[best].Schema == "Person" && q.Schema == "Person" && best != p {
			// Two of that name: the one named last is meant only where it is
			// the nearer by far; here it is taken, being the later.
			break
		}
	}
	if best < 0 {
		return false
	}
	f.mention(Name, first, end, best)
	return true
}

// initials of the words that are capitalised.
func initials(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// acronym reads "(KOMID)" after a name as another name of its party.
func (f *finder) acronym(p int, name string, end int, s english.Sentence) {
	t := f.Doc.Tokens
	if end+2 < s.Last && t[end].Form == "(" && t[end+2].Form == ")" && strings.ToUpper(t[end+1].Form) == t[end+1].Form && len(t[end+1].Form) > 1 && unicode.IsUpper(rune(t[end+1].Form[0])) {
		f.byKey[f.Parties[p].Schema+" "+strings.ToLower(t[end+1].Form)] = p
		f.byKey["alias "+strings.ToLower(t[end+1].Form)] = p
	}
}
