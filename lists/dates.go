package lists

import (
	"strings"

	"interdict/ftm"
)

var (
	dateBreak = pattern(`\s*(?:[;\n,]|>>|\balt(?:ernative|\.)?(?: DOB)?:?|\bDOB:?|\bor\b|\bOR\b|\band also\b)\s*`)
	dateAside = pattern(`\s*\([^()]*\)`)
	dateLead  = pattern(`(?i)^(?:born(?: on| in)?|date of birth|in|on|year)[: ]+(?:the )?`)
)

// Dates puts the dates of a field that can hold several, "a) 1954 b) 1953",
// "05/03/1964; alt DOB: 06/03/1964", "2 November 1972 (as Ali)", in a property.
// Where a part is no date that is understood, or the field says more than its
// dates, the whole is kept in a note under the label as well.
func (b *Builder) Dates(e *ftm.Entity, property, label, field string, order ftm.Order) {
	field = strings.TrimSpace(field)
	if field == "" {
		return
	}
	if e.Schema.Property(property) == nil {
		b.Note(e, label, field)
		return
	}
	found, plain := 0, true
	add := func(s string) bool {
		d, err := ftm.DateInOrder(dateLead().ReplaceAllString(s, ""), order)
		if err != nil {
			return false
		}
		if d.Qualifier() != "" {
			plain = false
		}
		for _, v := range d.Values() {
			_ = e.Add(property, v)
		}
		found++
		return true
	}
	for _, item := range Values(strings.Join(strings.Fields(field), " ")) {
		if add(item) {
			continue
		}
		bare := dateAside().ReplaceAllString(item, " ;")
		if bare != item {
			plain = false
		}
		for _, part := range dateBreak().Split(bare, -1) {
			if part = strings.Trim(part, " .:"); part != "" && !add(part) {
				plain = false
			}
		}
	}
	switch {
	case found == 0:
		b.Note(e, label, field)
	case plain:
		b.Report.Reach()
	default:
		b.Report.Reach()
		Remark(e, label+": "+field)
	}
}

// DateParts writes a year, month and day, the last two empty or 0 where they
// are not known, as an ISO 8601 prefix.
func DateParts(year, month, day string) string {
	out := strings.TrimSpace(year)
	for _, p := range []string{month, day} {
		p = strings.TrimLeft(strings.TrimSpace(p), "0")
		if p == "" {
			break
		}
		if len(p) == 1 {
			p = "0" + p
		}
		out += "-" + p
	}
	return out
}
