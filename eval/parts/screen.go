package parts

import (
	"context"

	"interdict/eval"
	"interdict/ftm"
	"interdict/match"
	"interdict/screen"
)

// Open screens as the program does, with its index.
func Open(m *match.Model) eval.OpenLists {
	return func(ctx context.Context, files []string) (eval.Screener, error) {
		results, err := ReadLists(ctx, files)
		if err != nil {
			return nil, err
		}
		var all []*ftm.Entity
		for _, r := range results {
			all = append(all, r.Entities...)
		}
		engine, err := screen.New(ctx, m, screen.Targets(all, screen.Options{}))
		if err != nil {
			return nil, err
		}
		return indexed{engine}, nil
	}
}

type indexed struct{ engine *screen.Engine }

// Screen returns the hits from the query's threshold up, best first.
func (s indexed) Screen(ctx context.Context, q eval.Query) ([]eval.Hit, error) {
	party, err := Party(q)
	if err != nil {
		return nil, err
	}
	found, err := s.engine.Screen(ctx, screen.Query{Entity: party}, screen.Limits{Threshold: q.Threshold})
	if err != nil {
		return nil, err
	}
	hits := make([]eval.Hit, 0, len(found))
	for _, h := range found {
		hits = append(hits, eval.Hit{List: h.List, ID: h.ID, Score: h.Score})
	}
	return hits, nil
}
