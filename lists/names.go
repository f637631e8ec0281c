package lists

import (
	"slices"
	"strings"
	"unicode"

	"interdict/ftm"
)

var (
	nameBreak = pattern(`\s*[;\n]\s*|\s+/+\s+|,?\s+(?:or|a\.?k\.?a\.?|A/K/A|a/k/a|D/B/A|d/b/a|also known as|alias)\s+|[,.]?\s*\b(?:Arabic|Russian|Ukrainian|Bela?russ?ian|Persian|Farsi|Chinese|Korean|Burmese|Spanish|French|Hebrew|Georgian)\s*:\s*`)
	knownAs   = pattern(`(?is)\s*\(\s*(?:also\s+known\s+as|a\.?k\.?a\.?|formerly(?:\s+known\s+as)?|f\.?k\.?a\.?)[:\s]+(.+)\)\s*$`)
	legalForm = pattern(`(?i)(?:^|[\s"«“(.])(?:ltd|limited|llc|l\.l\.c|inc|incorporated|corp|corporation|co|company|gmbh|ag|sa|s\.a|s\.l|srl|s\.r\.l|b\.?v|n\.v|plc|pte|pty|jsc|ojsc|pjsc|cjsc|zao|oao|ooo|pao|ao|fgup|fsue|oy|ab|as|kg|sdn|bhd|sarl|fze|fzc|fzco|joint[\s-]+stock|bank|airlines?|airways|trading|industries|group|holding|institute|university|ао|ооо|пао|оао|зао|фгуп|фку|акционерное|общество)(?:$|[\s"»”).,])`)
	formOnly  = pattern(`(?i)^(?:ltd|limited|llc|l\.l\.c|inc|incorporated|corp|co|co\.,? ltd|company|gmbh|ag|s\.?a|s\.?l|srl|b\.?v|n\.?v|plc|pte|pty|jsc|ojsc|pjsc|cjsc|zao|oao|ooo|pao|ao|fgup|fsue|jr|sr|ii|iii|iv|kg|ао|ооо|пао|оао|зао|фгуп|фку|фгбу|гуп|муп)\.?$`)
)

// HasLegalForm reports whether a name holds a word that only the name of an
// organisation has.
func HasLegalForm(name string) bool { return legalForm().MatchString(name) }

// SplitNames parts a field that packs several names. It parts at semicolons,
// line breaks, slashes between spaces, "or", a.k.a. and the like, and names of
// languages with a colon; and at a comma unless a legal form ("Agat, JSC"), a
// suffix ("Gomez, Jr.") or a word that goes on in lower case follows.
func SplitNames(field string) []string {
	var out []string
	for _, item := range nameBreak().Split(field, -1) {
		var parts []string
		for _, p := range strings.Split(item, ",") {
			word := strings.TrimSpace(p)
			joins := word == "" || formOnly().MatchString(strings.Trim(word, `."»”' `)) || unicode.IsLower([]rune(word)[0])
			if len(parts) == 1 && word != "" && formOnly().MatchString(strings.TrimSpace(parts[0])) {
				joins = true // the form stands first: "АО, Завод имени Калинина"
			}
			if len(parts) > 0 && joins {
				parts[len(parts)-1] += "," + p
				continue
			}
			parts = append(parts, p)
		}
		for _, p := range parts {
			if p = trimName(p); p != "" && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// trimName drops what stands around a name: "also", commas, a bracket or quote
// that is not closed or that holds the whole.
func trimName(s string) string {
	s = strings.Trim(s, " ,\u00a0\t\r\n")
	s = strings.TrimPrefix(s, "also ")
	for _, q := range []struct{ open, close string }{{"(", ")"}, {"“", "”"}, {"‘", "’"}, {`"`, `"`}, {"'", "'"}, {"«", "»"}} {
		opened, closed := strings.HasPrefix(s, q.open), strings.HasSuffix(s, q.close)
		inner := strings.TrimSuffix(strings.TrimPrefix(s, q.open), q.close)
		if opened && closed && !strings.Contains(inner, q.open) && !strings.Contains(inner, q.close) {
			s = inner
		}
	}
	if strings.Count(s, "(") != strings.Count(s, ")") {
		s = strings.Trim(s, "()")
	}
	return strings.TrimSpace(s)
}

// KnownAs parts "Agat JSC (also known as Agat Plant and Agat JSC)" into the
// name and the names in the brackets. An "and" parts names only where what
// stands on each side is a name: it has a legal form or a long word of the
// name.
func KnownAs(field string) (name string, others []string) {
	m := knownAs().FindStringSubmatchIndex(field)
	if m == nil {
		return trimName(field), nil
	}
	name = trimName(field[:m[0]])
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
	isName := func(s string) bool {
		return HasLegalForm(s) || slices.ContainsFunc(words, func(w string) bool { return len(w) > 3 && strings.Contains(strings.ToLower(s), w) })
	}
	for _, other := range SplitNames(strings.Join(strings.Fields(field[m[2]:m[3]]), " ")) {
		other = strings.TrimPrefix(other, "and ")
		left, right, ok := strings.Cut(other, " and ")
		if ok && isName(left) && isName(right) && (HasLegalForm(right) || len(strings.Fields(right)) > 1) {
			others = append(others, trimName(left), trimName(right))
		} else {
			others = append(others, other)
		}
	}
	return name, others
}

// PersonName turns "GHAILANI, Abubakary Khalfan Ahmed" into reading order. The
// two parts are kept as lastName and firstName of the entity, unless it is nil.
func PersonName(e *ftm.Entity, name string) string {
	family, given, ok := strings.Cut(name, ",")
	family, given = strings.TrimSpace(family), strings.TrimSpace(given)
	if !ok || given == "" || family == "" || strings.Contains(given, ",") || formOnly().MatchString(given) {
		return name
	}
	if e != nil {
		_ = e.Add("lastName", family)
		_ = e.Add("firstName", given)
	}
	return given + " " + family
}

// Alias adds a further name of an entity. A single word that a person is also
// known by is a weak alias: it says little alone.
func (b *Builder) Alias(e *ftm.Entity, name string) {
	property := "alias"
	if e.Schema.IsA("Person") && len(strings.Fields(name)) == 1 {
		property = "weakAlias"
	}
	b.Add(e, property, name)
}

// Slug writes parts as an id in lower-case letters, digits and hyphens.
func Slug(parts ...string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.Join(parts, "-")) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// IsLatin reports whether a text has letters and all of them are Latin.
func IsLatin(s string) bool {
	letters := false
	for _, r := range s {
		if unicode.IsLetter(r) {
			if !unicode.Is(unicode.Latin, r) {
				return false
			}
			letters = true
		}
	}
	return letters
}

// SplitOutside parts a field at any of the separators that stands outside of
// brackets.
func SplitOutside(field, separators string) []string {
	var out []string
	depth, start := 0, 0
	add := func(end int) {
		if v := strings.TrimSpace(field[start:end]); v != "" {
			out = append(out, v)
		}
	}
	for i, r := range field {
		switch {
		case r == '(' || r == '（':
			depth++
		case (r == ')' || r == '）') && depth > 0:
			depth--
		case depth == 0 && strings.ContainsRune(separators, r):
			add(i)
			start = i + len(string(r))
		}
	}
	add(len(field))
	return out
}

// SplitPersons parts a field that packs names of persons: as [SplitNames], and
// at an "and" between names of two words or more.
func SplitPersons(field string) []string {
	var out []string
	for _, name := range SplitNames(field) {
		parts := strings.Split(name, " and ")
		if slices.ContainsFunc(parts, func(p string) bool { return len(strings.Fields(p)) < 2 }) {
			parts = []string{name}
		}
		for _, p := range parts {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}
