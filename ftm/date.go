package ftm

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Date is a date as official lists give it: to the day, the month or the
// year, exactly or about, or a span between two such dates.
type Date struct {
	From  Partial
	To    Partial // zero where the date is no span
	Circa bool    // the list says about, circa, approximately
}

// A Partial is a date known to the year, the month (Day 0) or the day.
type Partial struct{ Year, Month, Day int }

// String returns the ISO 8601 prefix: 1961, 1961-05 or 1961-05-16.
func (p Partial) String() string {
	switch {
	case p.Year == 0:
		return ""
	case p.Month == 0:
		return fmt.Sprintf("%04d", p.Year)
	case p.Day == 0:
		return fmt.Sprintf("%04d-%02d", p.Year, p.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", p.Year, p.Month, p.Day)
}

// Values returns the date as FollowTheMoney writes it, one ISO 8601 prefix, or
// the two ends of a span. That it is only about then, or a span, it cannot
// write: see [Date.Qualifier].
func (d Date) Values() []string {
	if d.To == (Partial{}) || d.To == d.From {
		return []string{d.From.String()}
	}
	return []string{d.From.String(), d.To.String()}
}

// Qualifier says in words what Values leaves out: "circa 1961",
// "between 1961 and 1963", or nothing.
func (d Date) Qualifier() string {
	var words []string
	if d.Circa {
		words = append(words, "circa")
	}
	if v := d.Values(); len(v) == 2 {
		words = append(words, "between", v[0], "and", v[1])
	} else if d.Circa {
		words = append(words, v[0])
	}
	return strings.Join(words, " ")
}

var (
	isoDate   = regexp.MustCompile(`^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{2}:\d{2}.*|Z|[+-]\d{2}:\d{2})?$`)
	decade    = regexp.MustCompile(`^(?i:(early|mid|late)[ -]*)?(?:the )?(\d{3}0)'?s$`)
	dayFirst  = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?[ ./-]+([A-Za-z]{3,9})[a-z]*\.?,?[ ./-]+(\d{4})$`)
	monthOnly = regexp.MustCompile(`^([A-Za-z]{3,9})\.?,?[ /-]+(\d{4})$`)
	monthYear = regexp.MustCompile(`^(\d{1,2})[/.](\d{4})$`)
	monthDay  = regexp.MustCompile(`^([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})$`)
	spanWords = regexp.MustCompile(`(?i)^(?:between |from )?(.+?)(?: to | and | through | until | - |–| – |/)(.+)$`)
	yearSpan  = regexp.MustCompile(`^(\d{4}) ?[-–/] ?(\d{4})$`)
	circaWord = regexp.MustCompile(`(?i)^(?:circa|ca?\.?|approximately|approx\.?|about|around|probably|estimated|possibly)[ :]+`)
)

// ParseDate reads a date as lists write it in English or in ISO 8601: "1961",
// "1961-05", "16 May 1961", "May 16, 1961", "May 1961", "circa 1961",
// "between 1961 and 1963", "1961 to 1963", "early 1960s". Dates in figures
// alone, whose day and month could be taken for one another (03/04/1961), are
// refused: the parser of a list knows its order and gives it to [DateInOrder].
func ParseDate(s string) (Date, error) {
	s = oneSpaced(strings.TrimRight(s, ".;, "))
	var d Date
	if s != "" && s[0] > '9' { // it begins with a word
		if rest := circaWord.ReplaceAllString(s, ""); rest != s {
			d.Circa, s = true, rest
		}
	}
	if p, ok := parsePartial(s); ok {
		d.From = p
		return d, valid(p)
	}
	if m := decade.FindStringSubmatch(s); m != nil {
		first, _ := strconv.Atoi(m[2])
		last := first + 9
		switch strings.ToLower(m[1]) {
		case "early":
			last = first + 3
		case "mid":
			first, last = first+4, first+6
		case "late":
			first = first + 6
		}
		d.From, d.To, d.Circa = Partial{Year: first}, Partial{Year: last}, true
		return d, nil
	}
	m := yearSpan.FindStringSubmatch(s)
	if m == nil {
		m = spanWords.FindStringSubmatch(s)
	}
	if m != nil {
		from, ok1 := parsePartial(m[1])
		to, ok2 := parsePartial(circaWord.ReplaceAllString(m[2], ""))
		if year, err := strconv.Atoi(strings.TrimSpace(m[1])); !ok1 && ok2 && err == nil && year >= 1 && year <= 31 {
			from, ok1 = Partial{to.Year, to.Month, year}, to.Day > 0 // 3 to 5 May 1961
		}
		if ok1 && ok2 {
			d.From, d.To = from, to
			if to.before(from) {
				return Date{}, fmt.Errorf("a span that ends before it begins")
			}
			if err := valid(from); err != nil {
				return Date{}, err
			}
			return d, valid(to)
		}
	}
	return Date{}, fmt.Errorf("not a date that is understood, such as 1961, May 1961 or 16 May 1961")
}

func (p Partial) before(q Partial) bool {
	if p.Year != q.Year {
		return p.Year < q.Year
	}
	if p.Month != q.Month && p.Month > 0 && q.Month > 0 {
		return p.Month < q.Month
	}
	return p.Month == q.Month && p.Day > 0 && q.Day > 0 && p.Day < q.Day
}

// An Order is how a list writes a date in figures.
type Order string

// The orders that official lists use. In DMY a day or month of 00 is one that
// the list does not know.
const (
	DMY Order = "day/month/year"
	MDY Order = "month/day/year"
)

var figures = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)

// DateInOrder reads a date in figures in the order given, else as [ParseDate].
func DateInOrder(s string, order Order) (Date, error) {
	m := figures.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return ParseDate(s)
	}
	day, month := number(m[1]), number(m[2])
	if order == MDY {
		day, month = month, day
	}
	p := Partial{Year: number(m[3]), Month: month, Day: day}
	if p.Month == 0 {
		p.Day = 0
	}
	return Date{From: p}, valid(p)
}

func parsePartial(s string) (Partial, bool) {
	s = strings.TrimSpace(s)
	if d, m, y, ok := dayMonthYear(s); ok {
		return Partial{y, m, d}, true
	}
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return Partial{number(m[1]), number(m[2]), number(m[3])}, true
	}
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		return Partial{number(m[3]), month(m[2]), number(m[1])}, month(m[2]) > 0
	}
	if m := monthDay.FindStringSubmatch(s); m != nil {
		return Partial{number(m[3]), month(m[1]), number(m[2])}, month(m[1]) > 0
	}
	if m := monthOnly.FindStringSubmatch(s); m != nil {
		return Partial{number(m[2]), month(m[1]), 0}, month(m[1]) > 0
	}
	if m := monthYear.FindStringSubmatch(s); m != nil {
		return Partial{number(m[2]), number(m[1]), 0}, true
	}
	return Partial{}, false
}

// dayMonthYear reads "16 May 1961", the form of most dates, without the
// expressions.
func dayMonthYear(s string) (d, m, y int, ok bool) {
	day, rest, ok1 := strings.Cut(s, " ")
	name, year, ok2 := strings.Cut(rest, " ")
	if !ok1 || !ok2 || len(day) > 2 || len(name) < 3 || len(year) != 4 || !digits(day) || !digits(year) {
		return 0, 0, 0, false
	}
	m = month(name)
	return number(day), m, number(year), m > 0
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// month returns the number of an English month, whole or cut to three letters
// or more, or 0.
func month(s string) int {
	s = strings.ToLower(s)
	for m, name := range months {
		if len(s) >= 3 && strings.HasPrefix(name, s) || s == "sept" && name == "september" {
			return m + 1
		}
	}
	return 0
}

var months = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

func valid(p Partial) error {
	if p.Year < 1 || p.Month < 0 || p.Month > 12 || p.Month == 0 && p.Day > 0 {
		return fmt.Errorf("not a date of the calendar")
	}
	if p.Day > 0 && time.Date(p.Year, time.Month(p.Month), p.Day, 0, 0, 0, 0, time.UTC).Day() != p.Day {
		return fmt.Errorf("not a date of the calendar")
	}
	return nil
}
