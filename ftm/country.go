package ftm

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"github.com/biter777/countries"
	"golang.org/x/text/unicode/norm"
)

//go:embed countries.tsv
var countriesText string

// countryTable maps folded names to codes, and codes to the name to show.
type countryTable struct {
	codes map[string]string
	names map[string]string
}

var countryNames = sync.OnceValue(func() countryTable {
	t := countryTable{codes: map[string]string{}, names: map[string]string{}}
	for _, c := range countries.All() {
		if code := strings.ToLower(c.Alpha2()); len(code) == 2 {
			t.codes[code], t.names[code] = code, c.String()
			t.codes[strings.ToLower(c.Alpha3())] = code
			t.codes[foldCountry(c.String())] = code
		}
	}
	for line := range strings.Lines(countriesText) {
		code, names, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		t.codes[code] = code
		for i, name := range strings.Split(names, "|") {
			if i == 0 {
				t.names[code] = name
			}
			t.codes[foldCountry(name)] = code
		}
	}
	// Codes that names of the table would otherwise shadow (CAR is no code).
	t.codes["uk"] = "gb"
	return t
})

// CountryCode returns the code of a country, territory or people named in
// English or in its own usual names, or given by its ISO 3166-1 alpha-2 or
// alpha-3 code; "" where it is not known. Codes are lower-case alpha-2, with
// FollowTheMoney's own for the European Union, Kosovo and states that are no
// more.
func CountryCode(name string) string {
	t := countryNames()
	folded := foldCountry(name)
	if code, ok := t.codes[folded]; ok {
		return code
	}
	if c := countries.ByName(name); c != countries.Unknown && len(folded) > 3 && !strings.ContainsAny(name, "0123456789(") {
		return strings.ToLower(c.Alpha2())
	}
	return ""
}

// CountryName returns the English name of a code, or the code in capitals
// where it is not known.
func CountryName(code string) string {
	if name, ok := countryNames().names[strings.ToLower(code)]; ok {
		return name
	}
	return strings.ToUpper(code)
}

// foldCountry drops case, marks, punctuation and a leading article.
func foldCountry(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '.' || r == '\'' || r == '’' || r == '`':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		default:
			space = true
		}
	}
	return strings.TrimPrefix(b.String(), "the ")
}
