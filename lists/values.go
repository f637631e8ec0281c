package lists

import (
	"slices"
	"strconv"
	"strings"

	"interdict/ftm"
)

// itemMark is a mark before an item of several packed in one field: (1), 1),
// a) and the spans (1-3), (1)-(6), (1) to (6).
var itemMark = pattern(`(?:^|[\s.,;])\(?(\d{1,2}|[a-z])(?:\)?\s?(?:-|–|to)\s?\(?(\d{1,2}|[a-z]))?\)`)

// An Item is one of several values packed in one field, with the numbers under
// which it stands there.
type Item struct {
	Numbers []int
	Value   string
}

// Items parts a field that holds several values marked (1), (2) or a), b). A
// field without marks that count up from the first is one item under 0. Marks
// without a value, or with a dash for one, give no item.
func Items(field string) []Item {
	type mark struct{ start, end, first, last int }
	var marks []mark
	letters, next := false, 1
	for _, m := range itemMark().FindAllStringSubmatchIndex(field, -1) {
		first, letter := ordinal(field[m[2]:m[3]])
		last := first
		if m[4] >= 0 {
			last, _ = ordinal(field[m[4]:m[5]])
		}
		if first == next && last >= first && last <= maxItems && (next == 1 || letter == letters) {
			marks = append(marks, mark{m[0], m[1], first, last})
			letters, next = letter, last+1
		}
	}
	if len(marks) == 1 && marks[0].start > 0 {
		marks = nil // one (a) in the middle counts nothing
	}
	var out []Item
	add := func(numbers []int, value string) {
		if value = strings.Trim(value, " \t\r\n\u00a0;,"); strings.Trim(value, "-–. ") != "" {
			out = append(out, Item{numbers, value})
		}
	}
	if len(marks) == 0 {
		add([]int{0}, field)
		return out
	}
	add([]int{0}, field[:marks[0].start])
	for i, m := range marks {
		end := len(field)
		if i+1 < len(marks) {
			end = marks[i+1].start
		}
		var numbers []int
		for n := m.first; n <= m.last; n++ {
			numbers = append(numbers, n)
		}
		add(numbers, field[m.end:end])
	}
	return out
}

// maxItems bounds the numbers that are taken for marks; the longest official
// field counts to 32.
const maxItems = 99

func ordinal(s string) (int, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, false
	}
	return int(s[0]-'a') + 1, true
}

// Values returns the items of a field without their numbers, each without a
// full stop at its end that only ends the item.
func Values(field string) []string {
	items := Items(field)
	var out []string
	for _, i := range items {
		v := i.Value
		if len(items) > 1 {
			v = strings.TrimRight(v, ". ")
		}
		if v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// ByNumber returns the item of that number, or "". A field of one item without
// a number is every number's.
func ByNumber(items []Item, number int) string {
	for _, i := range items {
		if slices.Contains(i.Numbers, number) || len(items) == 1 && slices.Contains(i.Numbers, 0) {
			return i.Value
		}
	}
	return ""
}

var (
	countryParts = pattern(`\s*(?:[,;/&()]|\. |\band\b|\bor\b|\bet\b)\s*`)
	countryWords = pattern(`(?i)\b(?:formerly|former|currently|present|now|ex-|citizenship|citizen|national(?:ity)?|passport|born in|by birth)\b`)
)

// Countries returns the codes of the countries that a value names, and whether
// it says nothing beside their names. "Former USSR, now Belarus" names two;
// "Moscow" names none.
func Countries(value string) (codes []string, exact bool) {
	value = strings.TrimRight(strings.TrimSpace(value), ".;, ")
	if c := ftm.CountryCode(value); c != "" {
		return []string{c}, true
	}
	exact = true
	for _, item := range Values(value) {
		if c := ftm.CountryCode(item); c != "" {
			codes = append(codes, c)
			continue
		}
		// A country's name may itself hold commas and brackets, so that the
		// words between marks are tried alone only where the whole is none.
		words := countryWords().ReplaceAllString(item, ";")
		if words != item {
			exact = false
		}
		for _, part := range countryParts().Split(words, -1) {
			if part = strings.Trim(part, " .:-"); part == "" {
				continue
			}
			c := ftm.CountryCode(part)
			if c == "" || len(part) < 4 && part != strings.ToUpper(part) { // "no" is no Norway
				exact = false
				continue
			}
			codes = append(codes, c)
		}
		if strings.Contains(item, "(") {
			exact = false
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes), exact
}
