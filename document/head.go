package document

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
)

var (
	// dateline: SEOUL, Feb. 6, 2024 (Example Wire) -
	monthDay   = regexp.MustCompile(`\b(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?) (\d{1,2}),? (\d{4})\b`)
	dayMonth   = regexp.MustCompile(`\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.?,? (\d{4})\b`)
	isoDay     = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)
	agency     = regexp.MustCompile(`^[A-Z][\p{Lu} .,'/-]{2,60}[^()\n]{0,40}\(([\p{L} .&-]{2,40})\)\s*[-–—]`)
	headerLine = regexp.MustCompile(`(?i)^(published|date|source|outlet|by|updated)\s*[:—-]?\s+\S`)
)

// maxHead is how far into the text its head can reach, in bytes.
const maxHead = 1200

// readHead finds the headline, the outlet and the date of publication in the
// lines before the text proper and in its dateline.
func (d *Document) readHead() {
	head := d.Text[:min(len(d.Text), maxHead)]
	at := 0
	for n := 0; n < 6 && at < len(head); n++ {
		line, _, more := strings.Cut(head[at:], "\n")
		trimmed := strings.TrimSpace(line)
		if trimmed == "" && more {
			at += len(line) + 1
			continue
		}
		isHeader := headerLine.MatchString(trimmed) && len(trimmed) < 120
		isTitle := n == 0 && more && len(trimmed) < 160 && !endsLikeText(trimmed)
		bare := more && len(trimmed) < 100 && !endsLikeText(trimmed) && dateIn(trimmed) != ""
		if !isHeader && !isTitle && !bare {
			break
		}
		if isTitle && !isHeader && d.Title == "" {
			d.Title = trimmed
		}
		if date := dateIn(trimmed); date != "" && d.Published == "" {
			d.Published = date
		}
		if lower := strings.ToLower(trimmed); d.Source == "" && (strings.HasPrefix(lower, "source:") || strings.HasPrefix(lower, "outlet:")) {
			_, rest, _ := strings.Cut(trimmed, ":")
			d.Source = strings.TrimSpace(rest)
		} else if d.Source == "" && bare {
			d.Source = outletOf(trimmed)
		}
		at += len(line) + 1
	}
	d.body = min(at, len(d.Text))
	first, _, _ := strings.Cut(d.Text[d.body:min(len(d.Text), d.body+300)], "\n")
	if m := agency.FindStringSubmatch(first); m != nil {
		if d.Source == "" {
			d.Source = m[1]
		}
	}
	if i := strings.IndexAny(first, "–—"); d.Published == "" && i > 0 && i < 90 || strings.Contains(first, ") - ") {
		if date := dateIn(first[:min(len(first), 110)]); date != "" && d.Published == "" {
			d.Published = date
		}
	}
}

// outletOf is what stands before the date in a line such as
// "Interdict example desk, 6 February 2024".
func outletOf(line string) string {
	for _, form := range []*regexp.Regexp{monthDay, dayMonth, isoDay} {
		if i := form.FindStringIndex(line); i != nil && i[0] > 0 {
			name := strings.Trim(line[:i[0]], " ,|–—-·:")
			if strings.ToLower(name) == "published" || strings.ToLower(name) == "date" || strings.ToLower(name) == "updated" {
				return ""
			}
			return name
		}
	}
	return ""
}

// endsLikeText reports whether a line ends as sentences do.
func endsLikeText(line string) bool {
	line = strings.TrimRightFunc(line, func(r rune) bool { return r == '"' || r == '”' || r == '’' || unicode.IsSpace(r) })
	return strings.HasSuffix(line, ".") || strings.HasSuffix(line, "!") || strings.HasSuffix(line, ":") || strings.HasSuffix(line, ",")
}

// dateIn returns the first whole date in a line, in ISO 8601, or "".
func dateIn(line string) string {
	var year, day int
	var month string
	switch {
	case isoDay.MatchString(line):
		m := isoDay.FindString(line)
		if _, err := time.Parse(time.DateOnly, m); err == nil {
			return m
		}
		return ""
	case monthDay.MatchString(line):
		m := monthDay.FindStringSubmatch(line)
		month = m[1]
		_, _ = fmt.Sscan(m[2], &day) // digits, by the pattern
		_, _ = fmt.Sscan(m[3], &year)
	case dayMonth.MatchString(line):
		m := dayMonth.FindStringSubmatch(line)
		month = m[2]
		_, _ = fmt.Sscan(m[1], &day)
		_, _ = fmt.Sscan(m[3], &year)
	default:
		return ""
	}
	for k := time.January; k <= time.December; k++ {
		if strings.HasPrefix(strings.ToLower(k.String()), strings.ToLower(month[:3])) {
			if t := time.Date(year, k, day, 0, 0, 0, 0, time.UTC); t.Day() == day {
				return t.Format(time.DateOnly)
			}
		}
	}
	return ""
}
