package web

import (
	"slices"
	"strings"
	"unicode"

	"interdict/ftm"
	"interdict/screen"
)

// nameLines are the names of a pasted block, one a line, without the bullets and
// numbers that stand before them in lists.
func nameLines(block string) []string {
	var out []string
	for line := range strings.Lines(block) {
		line = strings.TrimSpace(line)
		trimmed := strings.TrimLeft(line, "•*–—·▪◦ ")
		if digits := strings.TrimLeft(trimmed, "0123456789"); digits != trimmed && (strings.HasPrefix(digits, ". ") || strings.HasPrefix(digits, ") ")) {
			trimmed = digits[2:]
		}
		trimmed = strings.TrimSpace(strings.TrimPrefix(trimmed, "- "))
		if strings.IndexFunc(trimmed, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0 {
			out = append(out, trimmed)
		}
	}
	return out
}

// mostWords is from how many words on a line is no name but a sentence.
const mostWords = 18

// isProse reports whether lines read like a text.
func isProse(lines []string) bool {
	return slices.ContainsFunc(lines, func(line string) bool {
		return len(strings.Fields(line)) > mostWords && strings.ContainsAny(line, ".,;:!?。")
	})
}

// lineFields reads a line: a name, or cells of a sheet with a name among them,
// and perhaps a date of birth and a country.
func lineFields(line string) []screen.Field {
	cells := strings.Split(line, "\t")
	if len(cells) == 1 {
		return []screen.Field{{Name: "name", Value: line}}
	}
	var out []screen.Field
	has := map[string]bool{}
	for _, cell := range cells {
		cell = strings.TrimSpace(cell)
		_, notDate := ftm.ParseDate(cell)
		field := ""
		switch {
		case cell == "":
		case notDate == nil && strings.ContainsAny(cell, "0123456789"):
			field = "birthDate"
		case ftm.CountryCode(cell) != "" && (has["name"] || len(cell) <= 3):
			field = "country"
		case strings.IndexFunc(cell, unicode.IsLetter) >= 0 && !strings.ContainsAny(cell, "0123456789"):
			field = "name"
		}
		if field != "" && !has[field] {
			has[field] = true
			out = append(out, screen.Field{Name: field, Value: cell})
		}
	}
	if !has["name"] {
		return []screen.Field{{Name: "name", Value: strings.Join(cells, " ")}}
	}
	return out
}
