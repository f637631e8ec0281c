package web

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"interdict/archive"
	"interdict/ftm"
	"interdict/service"
)

// entryPage is all that is known of an entry.
type entryPage struct {
	shell
	ID, List, ListID string
	Caption, Kind    string
	Programmes       []string
	Topics           []string
	Since, SeenBy    string
	Groups           []factGroup
	Designations     []designation
	Also             []alsoView
	Besides          []besides
	Attached         []attachedView // documents, addresses and the like
	Relations        []relationView
	Drawing          template.HTML
	NotDrawn         int
	Rejected         []ftm.Rejected
	Several          []entryLink // where several lists use the id
	AsOf             string
	Version          *archive.Version // that an entry of the past is from
	Gone             string           // date of the version that no longer has it
	Trail            *trailView
}

type entryLink struct{ Path, Caption, List string }

// besides is what another list says of the same party and this one does not.
type besides struct {
	List, Path string
	Groups     []factGroup
}

type alsoView struct {
	service.AlsoListed
	SinceDate, SeenByDate string
}

func dateOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// entry shows an entry, or with part=history what became of it.
func (s *Site) entry(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	query := r.URL.Query()
	switch query.Get("part") {
	case "history":
		s.entryHistory(w, r, id)
		return
	case "json":
		s.entryJSON(w, r, id)
		return
	}
	asOf := query.Get("as-of")
	record, version, several, err := s.record(r.Context(), id, asOf)
	gone := ""
	if err != nil && asOf == "" {
		if last, removed := s.lastSeen(r.Context(), id); removed != "" {
			gone = removed
			record, version, several, err = s.record(r.Context(), id, last)
		}
	}
	switch {
	case errors.Is(err, service.ErrNotListed):
		s.fail(w, r, http.StatusNotFound, err)
		return
	case err != nil && r.Context().Err() == nil && record == nil:
		s.fail(w, r, http.StatusNotFound, err)
		return
	case err != nil:
		s.failed(w, r, err)
		return
	case len(several) > 0:
		page := entryPage{shell: s.shell(r, "search", "Entry "+id), ID: id}
		for _, x := range several {
			page.Several = append(page.Several, entryLink{entryPath(x.Entity.ID), x.Entity.Caption(), listTitle(x.List)})
		}
		s.render(w, r, http.StatusMultipleChoices, "entry-several", page)
		return
	case record.Entity.ID != id: // the publisher's own id leads to the whole one
		http.Redirect(w, r, entryPath(record.Entity.ID), http.StatusSeeOther)
		return
	}
	if err := s.service.Shown(r.Context(), "entity", []string{record.Entity.ID}, id); err != nil {
		s.failed(w, r, err)
		return
	}
	page := s.viewEntry(r.Context(), record, version == nil)
	page.shell = s.shell(r, "search", page.Caption)
	page.AsOf, page.Version, page.Gone = asOf, version, gone
	if query.Get("view") == "history" {
		if page.Trail, err = s.trail(r.Context(), record.Entity.ID); err != nil {
			s.failed(w, r, err)
			return
		}
	}
	s.render(w, r, http.StatusOK, "entry", page)
}

// record finds an entry, today or as its list had it by a day.
func (s *Site) record(ctx context.Context, id, asOf string) (*service.Record, *archive.Version, []service.Record, error) {
	if asOf != "" {
		if _, err := time.Parse(time.DateOnly, asOf); err != nil {
			return nil, nil, nil, errors.New("as of “" + asOf + "”: write a date such as 2024-05-16")
		}
		release, err := s.heavy.take(ctx)
		if err != nil {
			return nil, nil, nil, err
		}
		defer release()
		r, v, err := s.service.ShowAt(ctx, id, asOf)
		if err != nil {
			return nil, nil, nil, err
		}
		return &r, &v, nil, nil
	}
	records, err := s.service.Show(ctx, id)
	if err != nil {
		return nil, nil, nil, err
	}
	if len(records) > 1 {
		return nil, nil, records, nil
	}
	return &records[0], nil, nil, nil
}

// lastSeen returns, of an entry that was taken off its list, the date of the
// last version that has it and that of the first that has not; "" where nothing
// is known of that.
func (s *Site) lastSeen(ctx context.Context, id string) (last, removed string) {
	t, err := s.trail(ctx, id)
	if err != nil || len(t.Steps) == 0 || t.Steps[0].Change.Op != archive.OpDelete {
		return "", ""
	}
	return t.Steps[0].Before.Date(), t.Steps[0].Version.Date()
}

// entryJSON answers with the entry as FollowTheMoney has it.
func (s *Site) entryJSON(w http.ResponseWriter, r *http.Request, id string) {
	records, err := s.service.Show(r.Context(), id)
	if err != nil {
		s.fail(w, r, http.StatusNotFound, err)
		return
	}
	var shown []string
	for _, x := range records {
		shown = append(shown, x.Entity.ID)
	}
	data, err := json.MarshalIndent(records, "", "  ")
	if err == nil {
		err = s.service.Shown(r.Context(), "entity", shown, id)
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(append(data, '\n')) // who asked may be gone
}

// viewEntry makes the page of a record. around says whether the parties that it
// is joined to may be looked up in the newest lists.
func (s *Site) viewEntry(ctx context.Context, r *service.Record, around bool) entryPage {
	e := r.Entity
	p := entryPage{ID: e.ID, List: r.List, ListID: strings.TrimPrefix(e.ID, r.List+"-"), Caption: e.Caption(), Kind: e.Schema.Name,
		Since: dateOf(r.Since), SeenBy: dateOf(r.SeenBy), Topics: e.Get("topics"), Groups: factGroups(e), Rejected: e.Rejected}
	for _, a := range r.Also {
		p.Also = append(p.Also, alsoView{a, dateOf(a.Since), dateOf(a.SeenBy)})
		if other, err := s.service.Show(ctx, a.Entity); err == nil && len(other) == 1 { // its own page says what is wrong with it
			if more := without(factGroups(other[0].Entity), p.Groups); len(more) > 0 {
				p.Besides = append(p.Besides, besides{a.List, entryPath(a.Entity), more})
			}
		}
	}
	for _, x := range r.Attached {
		switch {
		case x.Schema.IsA("Sanction"):
			p.Designations = append(p.Designations, viewDesignation(x))
			for _, v := range append(slices.Clone(x.Get("programId")), x.Get("program")...) {
				if !slices.Contains(p.Programmes, v) && len(p.Programmes) < 12 {
					p.Programmes = append(p.Programmes, v)
				}
			}
		case x.Schema.Edge != nil:
			p.Relations = append(p.Relations, relationsOf(x, r)...)
		default:
			p.Attached = append(p.Attached, viewAttached(x, r))
		}
	}
	slices.SortStableFunc(p.Designations, func(a, b designation) int { return cmp.Compare(a.Date, b.Date) })
	p.Drawing, p.NotDrawn = s.drawRelations(ctx, r, p.Relations, around)
	return p
}
