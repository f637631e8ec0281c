package match

import (
	"fmt"
	"slices"
	"strings"

	"interdict/ftm"
	"interdict/names"
)

// birth compares dates of birth: the best agreement of any two counts, for
// lists give several. It returns bits of evidence.
func (m *Model) birth(q, c *Entity, r *Result) float64 {
	if len(q.birth) == 0 || len(c.birth) == 0 {
		return 0
	}
	best, qi, ci := -1, 0, 0
	for i, a := range q.birth {
		for j, b := range c.birth {
			if k := agreement(a, b); k > best {
				best, qi, ci = k, i, j
			}
		}
	}
	a, b := q.birthText[qi], c.birthText[ci]
	switch best {
	case sameDay:
		r.raise(birthAgrees)
		r.why("birth date", 1, a, b, "the dates of birth are the same")
		return 14
	case sameYear:
		r.raise(birthYearAgrees)
		r.why("birth date", 0.5, a, b, "the dates of birth agree as far as both are known")
		return 5
	case slip:
		r.raise(birthSlip)
		r.why("birth date", 0.3, a, b, "the dates of birth differ by what could be a slip")
		return 3
	case nearYear:
		r.why("birth date", 0, a, b, "the years of birth are one apart")
		return 0
	}
	r.Score *= birthContradicts
	r.why("birth date", -1, a, b, "the dates of birth contradict each other")
	return -8
}

// How two dates agree, worst first.
const (
	contradict = iota
	nearYear
	slip
	sameYear
	sameDay
)

// agreement compares two dates as far as both are known. Slips are a day and
// month changed round, or one figure off.
func agreement(a, b ftm.Partial) int {
	if a.Day > 0 && b.Day > 0 {
		switch {
		case a == b:
			return sameDay
		case a.Year == b.Year && a.Month == b.Day && a.Day == b.Month:
			return slip
		case names.Distance(a.String(), b.String(), 1) == 1:
			return slip
		}
	} else if a.Year == b.Year && (a.Month == 0 || b.Month == 0 || a.Month == b.Month) {
		return sameYear
	}
	if d := a.Year - b.Year; d >= -1 && d <= 1 {
		return nearYear
	}
	return contradict
}

// countries compares all countries that the two have to do with.
func (m *Model) countries(q, c *Entity, r *Result) float64 {
	if len(q.countries) == 0 || len(c.countries) == 0 {
		return 0
	}
	a, b := countryNames(q.countries), countryNames(c.countries)
	for _, code := range q.countries {
		if slices.Contains(c.countries, code) {
			r.raise(countryAgrees)
			r.why("country", 1, a, b, "both have to do with "+ftm.CountryName(code))
			return 3
		}
	}
	r.Score *= countryDiffers
	r.why("country", -0.3, a, b, "no country is shared")
	return -2
}

func countryNames(codes []string) string {
	var out []string
	for _, code := range codes {
		out = append(out, ftm.CountryName(code))
	}
	return strings.Join(out, ", ")
}

func (m *Model) gender(q, c *Entity, r *Result) float64 {
	if len(q.genders) == 0 || len(c.genders) == 0 || slices.Contains(q.genders, "other") || slices.Contains(c.genders, "other") {
		return 0
	}
	if slices.Contains(c.genders, q.genders[0]) {
		r.why("gender", 0.1, q.genders[0], c.genders[0], "the genders agree")
		return 1
	}
	r.Score *= genderDiffers
	r.why("gender", -1, q.genders[0], c.genders[0], "the genders contradict each other")
	return -5
}

func (m *Model) birthPlace(q, c *Entity, r *Result) float64 {
	for _, a := range q.places {
		for _, b := range c.places {
			if s := names.Compare(a.Name, b.Name).Score; s >= 0.7 {
				r.raise(placeAgrees * s)
				r.why("birth place", 1, a.text, b.text, fmt.Sprintf("the places of birth agree: %s", b.text))
				return 4
			}
		}
	}
	return 0
}
