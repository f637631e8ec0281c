package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"interdict/ftm"
	"interdict/screen"
	"interdict/service"
)

// Bounds on one search.
const (
	maxQuery  = 16 << 10 // bytes
	maxNames  = 50       // lines, each a name; more are a batch
	maxShown  = 40       // hits of one name
	maxBlock  = 5        // of each name, where there are several
	weakFloor = 0.5      // the score from which hits below the threshold are shown where asked for
)

// searchPage is the page of search, and with Part its hits alone.
type searchPage struct {
	shell
	Form      searchForm
	Kinds     []option
	Countries []option
	Numbers   []option
	Lists     []service.List
	Entries   int // of all lists
	Asked     bool
	Answers   []searchAnswer
	Block     bool // several names
	Problem   string
	TooMany   int  // lines, where there are more than maxNames
	Prose     bool // it reads like a text and not like names
	Basis     string
	Status    string // what came of it, for those who cannot see it
}

// searchForm is what is asked, as it was given.
type searchForm struct {
	Q, Kind, Born, Country, Number, NumberKind, AsOf string
	Weak                                             bool
}

type option struct{ Value, Name string }

var kindOptions = []option{{"", "Any kind"}, {"Person", "Person"}, {"Company", "Company"}, {"Organization", "Organization"}, {"Vessel", "Vessel"}, {"Airplane", "Aircraft"}}

// numberOptions are the kinds of identifier that can be asked for, by property.
var numberOptions = []option{{"", "Any number"}, {"passportNumber", "Passport"}, {"idNumber", "National id"}, {"registrationNumber", "Registration"}, {"taxNumber", "Tax"},
	{"innCode", "INN"}, {"leiCode", "LEI"}, {"swiftBic", "SWIFT / BIC"}, {"imoNumber", "IMO"}, {"mmsi", "MMSI"}}

func readSearch(r *http.Request) searchForm {
	v := r.URL.Query()
	return searchForm{Q: v.Get("q"), Kind: v.Get("kind"), Born: strings.TrimSpace(v.Get("born")), Country: strings.TrimSpace(v.Get("country")), Number: strings.TrimSpace(v.Get("number")),
		NumberKind: v.Get("number-kind"), AsOf: v.Get("as-of"), Weak: v.Get("weak") != ""}
}

// search shows the page of search, or with part=hits only what was found.
func (s *Site) search(w http.ResponseWriter, r *http.Request) {
	form := readSearch(r)
	if len(form.Q) > maxQuery {
		s.fail(w, r, http.StatusRequestEntityTooLarge, errors.New("this is too long for a search; screen it as a batch"))
		return
	}
	page := searchPage{Form: form, Kinds: kindOptions, Numbers: numberOptions, Countries: countries()}
	status := http.StatusOK
	err := s.answer(r.Context(), &page)
	var asked *askedError
	switch {
	case errors.As(err, &asked):
		status, page.Problem = http.StatusBadRequest, capital(plainReason(err))
		page.Status = page.Problem
	case err != nil:
		s.failed(w, r, err)
		return
	}
	if r.URL.Query().Get("part") == "hits" {
		s.render(w, r, http.StatusOK, "hits", page) // a problem is an answer here
		return
	}
	title := "Search"
	if name := strings.TrimSpace(form.Q); name != "" {
		title = cut(name, 60)
	}
	page.shell = s.shell(r, "search", title)
	s.render(w, r, status, "search", page)
}

// An askedError says that what was asked cannot be answered.
type askedError struct{ error }

// answer screens what the form asks for.
func (s *Site) answer(ctx context.Context, p *searchPage) error {
	if !slices.ContainsFunc(kindOptions, func(o option) bool { return o.Value == p.Form.Kind }) {
		return &askedError{fmt.Errorf("there is no kind of party called “%s”", cut(p.Form.Kind, 40))}
	}
	lists, err := s.past.at(ctx, p.Form.AsOf)
	if err != nil {
		return err
	}
	if p.Lists, err = lists.Lists(); err != nil {
		return err
	}
	for _, l := range p.Lists {
		p.Entries += l.Entities
	}
	if p.Form.AsOf == "" {
		s.known.isReady(p.Lists) // begins to read, for when something is asked
	}
	lines := nameLines(p.Form.Q)
	p.Prose = isProse(lines)
	switch {
	case len(lines) > maxNames:
		p.TooMany = len(lines)
		p.Status = fmt.Sprintf("%d names are too many for a search", len(lines))
		return nil
	case len(lines) == 0 && p.Form.Number == "":
		return nil
	case len(lines) == 0:
		lines = []string{""}
	}
	p.Asked, p.Block = true, len(lines) > 1
	for _, line := range lines {
		a, err := s.answerLine(ctx, lists, p.Form, line, p.Block)
		if err != nil {
			return err
		}
		for i := range a.Parties {
			if party := &a.Parties[i]; p.Form.AsOf == "" { // the newest lists do not tell of the past
				party.Known = s.known.of(ctx, p.Lists, party.Listed)
			}
		}
		p.Basis = a.Basis
		p.Answers = append(p.Answers, a)
	}
	p.Status = statusOf(p.Answers)
	return nil
}

// statusOf says in words what was found.
func statusOf(answers []searchAnswer) string {
	if len(answers) == 1 {
		a := answers[0]
		if len(a.Parties) == 0 {
			return "No hit for " + a.Name
		}
		return fmt.Sprintf("%s for %s, the best %s with a score of %.2f", plural(a.Found, "party", "parties"), a.Name, a.Parties[0].Best.Caption, a.Parties[0].Best.Score)
	}
	hit := 0
	for _, a := range answers {
		if len(a.Parties) > 0 {
			hit++
		}
	}
	return fmt.Sprintf("%d of %d names have hits", hit, len(answers))
}

// answerLine screens one name with what else is known.
func (s *Site) answerLine(ctx context.Context, lists *service.Service, form searchForm, line string, block bool) (searchAnswer, error) {
	fields := lineFields(line)
	if !block {
		fields = append(fields, screen.Field{Name: "birthDate", Value: form.Born}, screen.Field{Name: "country", Value: form.Country})
	}
	a := searchAnswer{}
	var hits []screen.Hit
	for i, variant := range variants(fields, form, block) {
		q, err := screen.NewQuery(variant, "")
		if err != nil {
			return a, &askedError{err}
		}
		limits := screen.Limits{}
		if form.Weak {
			limits.Min = weakFloor
		}
		answer, err := lists.Screen(ctx, q, limits)
		if err != nil {
			return a, err
		}
		if i == 0 {
			a.Name, a.Basis, a.Known = cmp.Or(q.Entity.First("name"), form.Number), answer.Basis, knownValues(q.Entity, form)
			for _, x := range q.Entity.Rejected {
				a.Notes = append(a.Notes, fmt.Sprintf("%s “%s” is not compared: %s", capital(ftm.PlainName(x.Property)), x.Value, plainReason(errors.New(x.Reason))))
			}
		}
		hits = append(hits, answer.Hits...)
	}
	a.Parties = groupHits(bestOfEach(hits))
	a.Found = len(a.Parties)
	most := maxShown
	if block {
		most = maxBlock
	}
	a.Parties = a.Parties[:min(most, len(a.Parties))]
	return a, nil
}

// variants are the queries that a number asks for besides the first: which
// properties can hold it depends on the kind of party, which nobody may have
// said.
func variants(fields []screen.Field, form searchForm, block bool) [][]screen.Field {
	base := slices.Clone(fields)
	if form.Kind != "" {
		base = append(base, screen.Field{Name: "schema", Value: form.Kind})
	}
	if block || form.Number == "" {
		return [][]screen.Field{base}
	}
	kinds := []string{form.Kind}
	if form.Kind == "" {
		kinds = []string{"LegalEntity", "Person", "Organization", "Vessel"}
	}
	var out [][]screen.Field
	for _, kind := range kinds {
		variant := slices.Clone(fields)
		variant = append(variant, screen.Field{Name: "schema", Value: kind})
		schema := ftm.Lookup(kind)
		named := false
		for _, n := range numberOptions[1:] {
			p := schema.Property(n.Value)
			if p == nil || form.NumberKind != "" && form.NumberKind != n.Value {
				continue
			}
			if _, err := p.Clean(form.Number); err == nil {
				variant = append(variant, screen.Field{Name: n.Value, Value: form.Number})
				named = true
			}
		}
		if named || kind == kinds[0] && hasName(fields) {
			out = append(out, variant)
		}
	}
	if len(out) == 0 { // nothing takes it: let the query say so
		out = append(out, append(base, screen.Field{Name: cmp.Or(form.NumberKind, "idNumber"), Value: form.Number}))
	}
	return out
}

func hasName(fields []screen.Field) bool {
	return slices.ContainsFunc(fields, func(f screen.Field) bool { return f.Name == "name" && strings.TrimSpace(f.Value) != "" })
}

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

// knownValues are what a query holds besides the name, in words. A number is
// told once, whatever properties it is held against.
func knownValues(e *ftm.Entity, form searchForm) []string {
	var out []string
	e.Each(func(p *ftm.Property, values []string) {
		if p.Name == "name" || p.Type == ftm.TypeIdentifier {
			return
		}
		for _, v := range values {
			if p.Type == ftm.TypeCountry {
				v = ftm.CountryName(v)
			}
			out = append(out, ftm.PlainName(p.Name)+" "+v)
		}
	})
	if len(e.ByType(ftm.TypeIdentifier)) > 0 {
		out = append(out, ftm.PlainName(cmp.Or(form.NumberKind, "number"))+" "+form.Number)
	}
	return out
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
