package service

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"interdict/screen"
)

// An Answer is what screening one query gave, as programs read it.
type Answer struct {
	Query screen.Query `json:"query"`
	Hits  []screen.Hit `json:"hits"`
	Error string       `json:"error,omitempty"` // why the row could not be screened
	Basis string       `json:"basis"`
}

// Screen answers one query.
func (s *Service) Screen(ctx context.Context, q screen.Query, limits screen.Limits) (Answer, error) {
	e, err := s.searching(ctx)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Query: q}
	if a.Basis, err = e.Basis(limits); err != nil {
		return a, err
	}
	if a.Hits, err = e.Engine.Screen(ctx, q, limits); err != nil {
		return a, err
	}
	return a, s.Emit(ctx, Event{Kind: "screen", Basis: a.Basis, Results: Fingerprints(a.Hits)}, q)
}

func threshold(l screen.Limits) float64 {
	if l.Threshold == 0 {
		return screen.DefaultThreshold
	}
	return l.Threshold
}

// WriteAnswer writes an answer of a table as one line of JSON.
func WriteAnswer(w io.Writer, a screen.Answer, basis string) error {
	out := Answer{Query: a.Query, Hits: a.Hits, Basis: basis}
	if a.Err != nil {
		line, err := json.Marshal(struct {
			Row   int      `json:"row"`
			Cells []string `json:"cells"`
			Error string   `json:"error"`
		}{a.Query.Row, a.Query.Cells, a.Err.Error()})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "%s\n", line)
		return err
	}
	if out.Hits == nil {
		out.Hits = []screen.Hit{}
	}
	line, err := json.Marshal(out)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", line)
	return err
}
