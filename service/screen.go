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
	engine, err := s.Engine(ctx)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Query: q}
	if a.Basis, err = s.Basis(ctx, threshold(limits)); err != nil {
		return a, err
	}
	a.Hits, err = engine.Screen(ctx, q, limits)
	return a, err
}

func threshold(l screen.Limits) float64 {
	if l.Threshold == 0 {
		return screen.DefaultThreshold
	}
	return l.Threshold
}

// Summary counts what came of a file of queries.
type Summary struct {
	Rows     int            // rows of the file, without the header
	Screened int            // rows that were screened
	Matched  int            // rows with a hit that matches
	Hits     int            // hits that match
	Rejected int            // rows that could not be screened
	Noted    int            // rows with a value that was not understood
	ByList   map[string]int // matching hits by list
}

// ScreenTable screens every row of a table, in order. yield gets each answer;
// rows that cannot be screened have Err set.
func (s *Service) ScreenTable(ctx context.Context, table *screen.Table, limits screen.Limits, yield func(screen.Answer) error) (Summary, error) {
	sum := Summary{ByList: map[string]int{}}
	engine, err := s.Engine(ctx)
	if err != nil {
		return sum, err
	}
	err = engine.Batch(ctx, limits, table.Next, func(a screen.Answer) error {
		sum.Rows++
		if a.Err != nil {
			sum.Rejected++
			return yield(a)
		}
		sum.Screened++
		if len(a.Query.Entity.Rejected) > 0 {
			sum.Noted++
		}
		matched := false
		for _, h := range a.Hits {
			if h.Match {
				matched = true
				sum.Hits++
				sum.ByList[h.List]++
			}
		}
		if matched {
			sum.Matched++
		}
		return yield(a)
	})
	return sum, err
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
