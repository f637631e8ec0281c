package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

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
	lines := nameLines(p.Form.Q)
	p.Prose = isProse(lines)
	switch {
	case p.Prose:
		p.Asked = true
		a, err := s.answerText(ctx, lists, p.Form.Q)
		if err == nil {
			err = s.tellKnown(ctx, p, &a)
		}
		if err != nil {
			return err
		}
		p.Basis, p.Answers, p.Status = a.Basis, []searchAnswer{a}, "This looks like a text. In it: "+plural(a.Found, "listed party", "listed parties")
		return nil
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
		if err == nil {
			err = s.tellKnown(ctx, p, &a)
		}
		if err != nil {
			return err
		}
		p.Basis = a.Basis
		p.Answers = append(p.Answers, a)
	}
	p.Status = statusOf(p.Answers)
	return nil
}

// answerText finds the parties that a text names.
func (s *Site) answerText(ctx context.Context, lists *service.Service, words string) (searchAnswer, error) {
	found, err := lists.ScreenText(ctx, words, screen.TextOptions{})
	if err != nil {
		return searchAnswer{}, err
	}
	a := searchAnswer{Name: "this text", Basis: found.Basis}
	for _, m := range found.Mentions {
		for _, party := range groupHits(m.Hits) {
			i := slices.IndexFunc(a.Parties, func(have partyHits) bool { return have.Best.Party == party.Best.Party })
			if i < 0 {
				i = len(a.Parties)
				a.Parties = append(a.Parties, party)
			}
			if have := &a.Parties[i]; !slices.Contains(have.Called, m.Text) {
				have.Called = append(have.Called, m.Text)
			}
		}
	}
	a.Found = len(a.Parties)
	a.Parties = a.Parties[:min(maxShown, len(a.Parties))]
	return a, nil
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
