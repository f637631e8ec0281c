package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"interdict/archive"
	"interdict/ftm"
	"interdict/lists"
	"interdict/service"
)

// listsPage is what is loaded.
type listsPage struct {
	shell
	States   []stateView
	Missing  []lists.Source // lists of the catalogue that are not loaded
	Entries  int
	Warnings int
	Sample   []service.List // of the starter set, where nothing is loaded
}

// stateView is how a list stands, with its ages in words.
type stateView struct {
	service.ListState
	Age, LookedAgo string
	Read           float64         // share of its values that were understood
	Last           *archive.Counts // what its newest version changed, where that is known without work
}

func (s *Site) lists(w http.ResponseWriter, r *http.Request) {
	page := listsPage{shell: s.shell(r, "lists", "Lists")}
	now := s.options.Now()
	states, err := s.service.ListStates(now)
	if err == nil {
		err = s.service.Shown(r.Context(), "lists", nil, nil)
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	have := map[string]bool{}
	for _, l := range states {
		have[l.Source] = true
		page.Entries += l.Entities
		page.Warnings += len(l.Warnings)
		v := viewState(l, now)
		if l.Versions > 1 {
			if v.Last, err = s.service.LastChange(l.Source); err != nil {
				s.failed(w, r, err)
				return
			}
		}
		page.States = append(page.States, v)
	}
	for _, l := range lists.Sources() {
		if !have[l.Name] {
			page.Missing = append(page.Missing, l)
		}
	}
	if len(states) == 0 {
		if page.Sample, err = s.service.Starting(); err != nil {
			s.failed(w, r, err)
			return
		}
	}
	s.render(w, r, http.StatusOK, "lists", page)
}

func viewState(l service.ListState, now time.Time) stateView {
	v := stateView{ListState: l, LookedAgo: ago(now.Sub(l.Looked)), Read: l.Current.Report.Share()}
	if t, err := time.Parse(time.DateOnly, l.Current.Date()); err == nil {
		v.Age = ago(now.Sub(t))
	}
	return v
}

// ago says how long ago something was.
func ago(d time.Duration) string {
	switch {
	case d < 0:
		return "to come"
	case d < time.Hour:
		return plural(int(d.Minutes()), "minute", "minutes") + " ago"
	case d < 48*time.Hour:
		return plural(int(d.Hours()), "hour", "hours") + " ago"
	}
	return plural(int(d.Hours()/24), "day", "days") + " ago"
}

// listPage is one list with its versions.
type listPage struct {
	shell
	State   stateView
	Items   []versionView
	Counted bool
}

// versionView is a version with the one before it.
type versionView struct {
	service.HistoryItem
	Before  string // date of the version before; "" for the first
	Changes string // path of what it changed
}

// list shows the versions of a list; with changes=1 or part=versions what each
// changed, which may mean reading all of them.
func (s *Site) list(w http.ResponseWriter, r *http.Request) {
	source := r.PathValue("source")
	query := r.URL.Query()
	page := listPage{Counted: query.Get("changes") != "" || query.Get("part") == "versions"}
	states, err := s.service.ListStates(s.options.Now())
	if err != nil {
		s.failed(w, r, err)
		return
	}
	i := slices.IndexFunc(states, func(l service.ListState) bool { return l.Source == source })
	if i < 0 {
		s.fail(w, r, http.StatusNotFound, errors.New("no list of this name is loaded"))
		return
	}
	page.State = viewState(states[i], s.options.Now())
	if query.Get("part") == "last" {
		s.lastChange(w, r, page.State)
		return
	}
	if page.Counted {
		release, err := s.heavy.take(r.Context())
		if err != nil {
			s.failed(w, r, err)
			return
		}
		defer release()
	}
	items, err := s.service.History(r.Context(), source, page.Counted)
	if err == nil {
		err = s.service.Shown(r.Context(), "lists", []string{source}, nil)
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	for i, item := range items {
		v := versionView{HistoryItem: item}
		if i > 0 {
			v.Before = items[i-1].Date()
			v.Changes = changesPath(source, v.Before, item.Date())
		}
		page.Items = append(page.Items, v)
	}
	slices.Reverse(page.Items)
	if query.Get("part") == "versions" {
		s.render(w, r, http.StatusOK, "versions", page)
		return
	}
	page.shell = s.shell(r, "lists", listTitle(source))
	s.render(w, r, http.StatusOK, "list", page)
}

// lastChange answers with what the newest version of a list changed.
func (s *Site) lastChange(w http.ResponseWriter, r *http.Request, state stateView) {
	release, err := s.heavy.take(r.Context())
	if err != nil {
		s.failed(w, r, err)
		return
	}
	defer release()
	d, err := s.service.Diff(r.Context(), state.Source, "", "")
	if err != nil {
		s.fail(w, r, http.StatusNotFound, err)
		return
	}
	counts := archive.Count(d.Changes)
	state.Last = &counts
	s.render(w, r, http.StatusOK, "last-change", state)
}

func changesPath(source, from, to string) string {
	return "/lists/" + url.PathEscape(source) + "/changes?from=" + from + "&to=" + to
}

// changesPage is what changed between two versions of a list.
type changesPage struct {
	shell
	Source          string
	From, To        archive.Version
	Counts          archive.Counts
	Op, Words       string
	Changes         []entryChange
	Total           int
	First, Last     int
	Before, After   string
	DifferentFormat bool
	Days            []string // of versions, the newest first
	Status          string
}

type entryChange struct {
	archive.Change
	Word   string
	Path   string // of the entry's page; "" where it is no more
	Values []changeView
}

const changesOnPage = 100

// changes shows what changed between two versions, or with part=rows the
// changes alone.
func (s *Site) changes(w http.ResponseWriter, r *http.Request) {
	source := r.PathValue("source")
	q := r.URL.Query()
	for _, day := range []string{q.Get("from"), q.Get("to")} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			s.fail(w, r, http.StatusBadRequest, errors.New("“"+day+"”: write a date such as 2024-05-16"))
			return
		}
	}
	release, err := s.heavy.take(r.Context())
	if err != nil {
		s.failed(w, r, err)
		return
	}
	defer release()
	d, err := s.service.Diff(r.Context(), source, q.Get("from"), q.Get("to"))
	if err != nil {
		s.fail(w, r, http.StatusNotFound, err)
		return
	}
	page := changesPage{Source: source, From: d.From, To: d.To, Counts: archive.Count(d.Changes), Op: q.Get("op"), Words: q.Get("words"), DifferentFormat: d.From.Format != d.To.Format}
	if err := s.service.Shown(r.Context(), "changes", d.Versions(), nil); err != nil {
		s.failed(w, r, err)
		return
	}
	versions, err := s.service.History(r.Context(), source, false)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	for _, v := range slices.Backward(versions) {
		page.Days = append(page.Days, v.Date())
	}
	words := strings.Fields(strings.ToLower(page.Words))
	var chosen []archive.Change
	for _, c := range d.Changes {
		if page.Op != "" && c.Op != page.Op {
			continue
		}
		name := strings.ToLower(c.Caption + " " + c.ID)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) }) {
			chosen = append(chosen, c)
		}
	}
	page.Total = len(chosen)
	page.Status = plural(page.Total, "entry", "entries")
	from, _ := strconv.Atoi(q.Get("start")) // what is no number is the first page
	from = min(max(from, 0), len(chosen))
	to := min(from+changesOnPage, len(chosen))
	page.First, page.Last = from+1, to
	leaf := func(start int) string {
		return changesPath(source, page.From.Date(), page.To.Date()) + "&op=" + url.QueryEscape(page.Op) + "&words=" + url.QueryEscape(page.Words) + "&start=" + strconv.Itoa(start)
	}
	if from > 0 {
		page.Before = leaf(max(0, from-changesOnPage))
	}
	if to < len(chosen) {
		page.After = leaf(to)
	}
	newest := len(page.Days) > 0 && page.To.Date() == page.Days[0]
	for _, c := range chosen[from:to] {
		x := entryChange{Change: c, Word: opWord(c), Values: changeViews(c.Values)}
		switch {
		case c.Op == archive.OpDelete:
			x.Path = entryPath(c.Entity) + "?as-of=" + page.From.Date()
		case newest:
			x.Path = entryPath(c.Entity)
		default:
			x.Path = entryPath(c.Entity) + "?as-of=" + page.To.Date()
		}
		page.Changes = append(page.Changes, x)
	}
	if q.Get("part") == "rows" {
		s.render(w, r, http.StatusOK, "change-rows", page)
		return
	}
	page.shell = s.shell(r, "lists", "Changes of "+listTitle(source))
	s.render(w, r, http.StatusOK, "changes", page)
}

// propertyWords is a property of a change in words: sanction.program is
// sanction: program.
func propertyWords(property string) string {
	if of, name, ok := strings.Cut(property, "."); ok {
		return of + ": " + ftm.PlainName(name)
	}
	return ftm.PlainName(property)
}

// basisPage is what an answer rests on.
type basisPage struct {
	shell
	Hash  string
	Basis service.Basis
}

func (s *Site) basis(w http.ResponseWriter, r *http.Request) {
	hash := r.PathValue("hash")
	b, err := s.service.ReadBasis(hash)
	if err != nil {
		s.fail(w, r, http.StatusNotFound, err)
		return
	}
	s.render(w, r, http.StatusOK, "basis", basisPage{s.shell(r, "", "Basis "+hash), hash, b})
}
