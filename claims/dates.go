package claims

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"interdict/ledger"
)

// A datePhrase is a date as the text words it, resolved.
type datePhrase struct {
	ledger.Date
	start, end int // bytes
}

const (
	monthPattern   = `(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)`
	weekdayPattern = `(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)`
	seasonPattern  = `(?:spring|summer|autumn|fall|winter)`
	numberPattern  = `(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})`
)

// datePatterns are tried in order at every place of the text; the first that
// matches takes it. The groups are read by resolve under the pattern's name. What
// a pattern needs are the kinds of word without which it matches nothing.
var datePatterns = []struct {
	name  string
	needs dateWords
	re    *regexp.Regexp
}{
	{"range-month", monthWord | numberWord, regexp.MustCompile(`(?i:between|from)\s+(` + monthPattern + `)(?:\s+(\d{4}))?\s+(?i:and|to|until)\s+(` + monthPattern + `)\s+(\d{4})\b`)},
	{"range-year", numberWord, regexp.MustCompile(`(?i:between|from)\s+(\d{4})\s+(?i:and|to|until)\s+(\d{4})\b`)},
	{"iso", numberWord, regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)},
	{"day-month", monthWord | numberWord, regexp.MustCompile(`(?:(?i:on|from|since|by|until|before|after)\s+)?\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(` + monthPattern + `)(?:,?\s+(\d{4}))?`)},
	{"month-day", monthWord | numberWord, regexp.MustCompile(`(?:(?i:on|from|since|by|until|before|after)\s+)?\b(` + monthPattern + `)\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(\d{4})\b)?`)},
	{"month-year", monthWord | numberWord, regexp.MustCompile(`(?:(?i:in|since|from|by|until|during|early|late)\s+)*\b(` + monthPattern + `),?\s+(?:of\s+)?(\d{4})\b`)},
	{"last-month-name", monthWord, regexp.MustCompile(`(?i:(last|this|next|in|since|during|by|early|late|mid|until|from)\s+(?:early\s+|late\s+|mid-)?)(` + monthPattern + `)\b`)},
	{"weekday", weekdayWord, regexp.MustCompile(`(?i:(on|last|next|this|since|until|by|late|early)\s+)?\b(` + weekdayPattern + `)\b`)},
	{"relative-day", dayWord, regexp.MustCompile(`(?i)\b(today|yesterday|tomorrow|tonight)\b`)},
	{"relative-unit", unitWord, regexp.MustCompile(`(?i)\b(last|this|next|earlier this|later this|earlier in the|the previous|the same|the following)\s+(week|month|year|` + seasonPattern + `)\b`)},
	{"ago", unitWord, regexp.MustCompile(`(?i)\b(` + numberPattern + `)\s+(day|week|month|year)s?\s+(ago|earlier|before)\b`)},
	{"month-only", monthWord, regexp.MustCompile(`\b(January|February|March|April|June|July|August|September|October|November|December)\b(?:\s+(?:\d{4}))?`)},
	{"year", numberWord, regexp.MustCompile(`(?i:(in|since|from|during|until|by|early|late|mid|of)\s+(?:early\s+|late\s+)?)((?:19|20)\d{2})\b`)},
}

// findDates returns the dates of a text in order, resolved against the day of
// publication (ISO 8601). Without a publication date only dates that name their
// year are resolved.
func findDates(text, published string) []datePhrase {
	ref, err := time.Parse("2006-01-02", published)
	r := resolver{ref: ref, known: err == nil}
	var out []datePhrase
	for _, w := range dateStretches(text) {
		out = r.find(out, text, w)
	}
	return out
}

// find adds the dates of a stretch of the text to those before it.
func (r resolver) find(out []datePhrase, text string, w dateStretch) []datePhrase {
	next := make([][]int, len(datePatterns)) // the next match of each pattern, as places in text
	done := make([]bool, len(datePatterns))
	for i, p := range datePatterns {
		done[i] = p.needs&^w.words != 0
	}
	for at := w.start; at < w.end; {
		best, bestName := []int(nil), ""
		for i, p := range datePatterns {
			if !done[i] && (next[i] == nil || next[i][0] < at) {
				next[i] = p.re.FindStringSubmatchIndex(text[at:w.end])
				done[i] = next[i] == nil
				for k := range next[i] {
					if next[i][k] >= 0 {
						next[i][k] += at
					}
				}
			}
			if m := next[i]; m != nil && (best == nil || m[0] < best[0]) {
				best, bestName = m, p.name
			}
		}
		if best == nil {
			break
		}
		g := make([]string, len(best)/2)
		for i := range g {
			if best[2*i] >= 0 {
				g[i] = text[best[2*i]:best[2*i+1]]
			}
		}
		before := ""
		if len(out) > 0 {
			before = out[len(out)-1].Value
		}
		if value, precision, ok := r.resolve(bestName, g, before); ok {
			out = append(out, datePhrase{ledger.Date{Text: g[0], Value: value, Precision: precision}, best[0], best[1]})
		}
		at = best[1]
	}
	return out
}

// A resolver turns phrases into dates. News looks back: a weekday or a month
// without a year is the last one before publication unless a word says otherwise.
type resolver struct {
	ref   time.Time
	known bool
}

func (r resolver) resolve(name string, g []string, before string) (value, precision string, ok bool) {
	switch name {
	case "range-month":
		y1 := g[2]
		if y1 == "" {
			y1 = g[4]
		}
		return fmt.Sprintf("%s-%02d/%s-%02d", y1, month(g[1]), g[4], month(g[3])), "month", true
	case "range-year":
		return g[1] + "/" + g[2], "year", true
	case "iso":
		return g[0], "day", validDay(g[1], g[2], g[3])
	case "day-month":
		return r.day(g[1], g[2], g[3], g[0])
	case "month-day":
		return r.day(g[2], g[1], g[3], g[0])
	case "month-year":
		return fmt.Sprintf("%s-%02d", g[2], month(g[1])), "month", month(g[1]) > 0
	}
	if name == "year" {
		return g[2], "year", true
	}
	if !r.known {
		return "", "", false
	}
	switch name {
	case "last-month-name":
		return r.month(month(g[2]), strings.ToLower(g[1])), "month", month(g[2]) > 0
	case "month-only":
		return r.month(month(g[1]), ""), "month", true
	case "weekday":
		return r.weekday(g[2], strings.ToLower(g[1])), "day", true
	case "relative-day":
		d := map[string]int{"yesterday": -1, "tomorrow": 1}[strings.ToLower(g[1])]
		return r.ref.AddDate(0, 0, d).Format("2006-01-02"), "day", true
	case "relative-unit":
		return r.unit(strings.ToLower(g[1]), strings.ToLower(g[2]), before)
	case "ago":
		n, ok := numberOf(g[1])
		if !ok {
			n = 1
		}
		switch strings.ToLower(g[2]) {
		case "day":
			return r.ref.AddDate(0, 0, -n).Format("2006-01-02"), "day", true
		case "week":
			return week(r.ref.AddDate(0, 0, -7*n)), "week", true
		case "month":
			return firstOfMonth(r.ref).AddDate(0, -n, 0).Format("2006-01"), "month", true
		}
		return strconv.Itoa(r.ref.Year() - n), "year", true
	}
	return "", "", false
}

func (r resolver) day(day, mon, year, phrase string) (string, string, bool) {
	m := month(mon)
	if year == "" {
		if !r.known {
			return "", "", false
		}
		y := r.ref.Year()
		d, _ := strconv.Atoi(day)
		at := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
		ahead := strings.HasPrefix(strings.ToLower(phrase), "from") || strings.HasPrefix(strings.ToLower(phrase), "by") || strings.HasPrefix(strings.ToLower(phrase), "until")
		switch {
		case ahead && at.Before(r.ref):
			y++
		case !ahead && at.After(r.ref.AddDate(0, 0, 31)):
			y--
		}
		year = strconv.Itoa(y)
	}
	mm := fmt.Sprintf("%02d", m)
	if len(day) == 1 {
		day = "0" + day
	}
	return year + "-" + mm + "-" + day, "day", validDay(year, mm, day)
}

func (r resolver) month(m int, word string) string {
	y := r.ref.Year()
	switch {
	case word == "next" || word == "by":
		if m <= int(r.ref.Month()) {
			y++
		}
	case word == "last" && m >= int(r.ref.Month()), m > int(r.ref.Month()):
		y--
	}
	return fmt.Sprintf("%d-%02d", y, m)
}

func (r resolver) weekday(name, word string) string {
	want := weekdays[strings.ToLower(name)[:3]]
	diff := (int(r.ref.Weekday()) - int(want) + 7) % 7
	if word == "next" || word == "by" || word == "until" {
		ahead := (7 - diff) % 7
		if ahead == 0 {
			ahead = 7
		}
		return r.ref.AddDate(0, 0, ahead).Format("2006-01-02")
	}
	if word == "last" && diff == 0 {
		diff = 7
	}
	return r.ref.AddDate(0, 0, -diff).Format("2006-01-02")
}

func (r resolver) unit(word, unit, before string) (string, string, bool) {
	step := 0
	switch {
	case strings.HasPrefix(word, "last"), strings.HasPrefix(word, "the previous"):
		step = -1
	case strings.HasPrefix(word, "next"), strings.HasPrefix(word, "the following"):
		step = 1
	case word == "the same":
		switch {
		case unit == "month" && len(before) >= 7 && before[4] == '-' && before[5] != 'W':
			return before[:7], "month", true
		case unit == "year" && len(before) >= 4:
			return before[:4], "year", true
		}
		return "", "", false
	}
	switch unit {
	case "week":
		return week(r.ref.AddDate(0, 0, 7*step)), "week", true
	case "month":
		return firstOfMonth(r.ref).AddDate(0, step, 0).Format("2006-01"), "month", true
	case "year":
		return strconv.Itoa(r.ref.Year() + step), "year", true
	}
	// a season: known to the year only
	y := r.ref.Year() + step
	if step == -1 && (unit == "spring" || unit == "winter") && r.ref.Month() > 6 {
		y = r.ref.Year()
	}
	return strconv.Itoa(y), "year", true
}

// future moves a weekday that was read as past to the one that comes: "will
// meet on Monday".
func (d datePhrase) future(published string) ledger.Date {
	out := d.Date
	ref, err := time.Parse("2006-01-02", published)
	at, err2 := time.Parse("2006-01-02", d.Value)
	low := strings.ToLower(d.Text)
	if err != nil || err2 != nil || strings.ContainsAny(d.Text, "0123456789") || !strings.Contains(low, "day") || low == "today" || low == "yesterday" || low == "tomorrow" || strings.HasPrefix(low, "last") {
		return out
	}
	for !at.After(ref) {
		at = at.AddDate(0, 0, 7)
	}
	if strings.HasPrefix(low, "this") && at.Sub(ref) > 6*24*time.Hour {
		return out
	}
	out.Value = at.Format("2006-01-02")
	return out
}

func week(t time.Time) string {
	y, w := t.ISOWeek()
	return fmt.Sprintf("%d-W%02d", y, w)
}

func firstOfMonth(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

var weekdays = map[string]time.Weekday{"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday, "fri": time.Friday, "sat": time.Saturday, "sun": time.Sunday}

// month returns the number of a month by its name or its abbreviation, 0 for none.
func month(name string) int {
	if len(name) < 3 {
		return 0
	}
	i := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(name[:3]))
	if i < 0 || i%3 != 0 {
		return 0
	}
	return i/3 + 1
}

func validDay(y, m, d string) bool {
	_, err := time.Parse("2006-01-02", y+"-"+m+"-"+d)
	return err == nil
}
