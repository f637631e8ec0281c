package web

import (
	"context"
	"net/http"
	"time"

	"interdict/archive"
	"interdict/service"
)

// trailTime is how long one request may compare versions of a list. What is
// done is kept, and the next goes on.
const trailTime = 8 * time.Second

// trailView is what became of an entry.
type trailView struct {
	service.Trail
	ID    string
	Views []stepView
}

type stepView struct {
	service.Step
	Word    string
	Changes []changeView
}

// changeView is a property whose values changed.
type changeView struct {
	Name           string
	Removed, Added []string
}

// trail follows an entry as far as there is time.
func (s *Site) trail(ctx context.Context, id string) (*trailView, error) {
	release, err := s.heavy.take(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, trailTime)
	defer cancel()
	t, err := s.service.Trail(ctx, id)
	if err != nil {
		return nil, err
	}
	v := &trailView{Trail: t, ID: id}
	for _, x := range t.Steps {
		v.Views = append(v.Views, stepView{x, opWord(x.Change), changeViews(x.Change.Values)})
	}
	return v, nil
}

// entryHistory answers with the history alone.
func (s *Site) entryHistory(w http.ResponseWriter, r *http.Request, id string) {
	t, err := s.trail(r.Context(), id)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "trail", t)
}

func opWord(c archive.Change) string {
	switch {
	case c.Op == archive.OpAdd:
		return "added"
	case c.Op == archive.OpDelete:
		return "removed"
	case c.Relisted:
		return "listed anew"
	}
	return "changed"
}

func changeViews(values []archive.ValueChange) []changeView {
	var out []changeView
	for _, v := range values {
		out = append(out, changeView{propertyWords(v.Property), v.Removed, v.Added})
	}
	return out
}
