package claims

import (
	"strconv"
	"strings"
)

var numberWords = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000}

func numberOf(form string) (int, bool) {
	form = strings.ToLower(form)
	if n, ok := numberWords[form]; ok {
		return n, true
	}
	if a, b, ok := strings.Cut(form, "-"); ok {
		x, y := numberWords[a], numberWords[b]
		if x >= 20 && y > 0 && y < 10 {
			return x + y, true
		}
	}
	n, err := strconv.Atoi(strings.ReplaceAll(form, ",", ""))
	return n, err == nil && n > 0
}
