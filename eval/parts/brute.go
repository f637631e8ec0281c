package parts

import (
	"context"
	"slices"

	"interdict/eval"
	"interdict/match"
)

// Brute screens by comparing the query with every listed entity.
func Brute(m *match.Model) eval.OpenLists {
	return func(ctx context.Context, files []string) (eval.Screener, error) {
		results, err := ReadLists(ctx, files)
		if err != nil {
			return nil, err
		}
		s := &brute{model: m}
		for _, r := range results {
			for _, e := range r.Entities {
				if e.Target {
					list, id := entry(e)
					s.entries = append(s.entries, candidate{list, id, m.Prepare(e)})
				}
			}
		}
		return s, nil
	}
}

type candidate struct {
	list, id string
	entity   *match.Entity
}

type brute struct {
	model   *match.Model
	entries []candidate
}

// Screen returns the hits from the threshold up, best first; hits of one score
// in the order of list and id, so that the order does not depend on the files'.
func (b *brute) Screen(ctx context.Context, q eval.Query) ([]eval.Hit, error) {
	party, err := Party(q)
	if err != nil {
		return nil, err
	}
	query := b.model.Prepare(party)
	var hits []eval.Hit
	for i, c := range b.entries {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if s := b.model.Score(query, c.entity); s > 0 && s >= q.Threshold {
			hits = append(hits, eval.Hit{List: c.list, ID: c.id, Score: s})
		}
	}
	slices.SortFunc(hits, func(x, y eval.Hit) int {
		switch {
		case x.Score > y.Score, x.Score == y.Score && x.List+" "+x.ID < y.List+" "+y.ID:
			return -1
		case x == y:
			return 0
		}
		return 1
	})
	return hits, nil
}
