// Package index finds, among many entities, those that a query could match,
// and misses none.
//
// [Build] takes prepared entities ([match.Entity]) and notes under every key of
// every entity (of its names and of its identifiers) which entities have it.
// [Index.Candidates] returns the entities that share a key with the query. By
// the contract of package names two names are alike only through words that
// share a key, and an identifier decides only where its key is shared, so that
// an entity which shares none has nothing for the score to rest on: comparing
// the candidates alone gives what comparing every entity would give. The
// evaluation's suite exact holds it to that on whole lists.
//
// An index is immutable once built and safe for concurrent use.
package index

import (
	"context"
	"slices"

	"interdict/match"
	"interdict/names"
)

// An Index finds candidates among the entities it was built from.
type Index struct {
	entities []*match.Entity
	postings map[names.Key][]uint32 // key to entities that have it, ascending
}

// Build makes an index of entities. Candidates are told by their place in the
// slice, which must not be changed afterwards.
func Build(ctx context.Context, entities []*match.Entity) (*Index, error) {
	ix := &Index{entities: entities, postings: make(map[names.Key][]uint32, 16*len(entities))}
	var keys []names.Key
	for i, e := range entities {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		keys = e.AppendKeys(keys[:0])
		slices.Sort(keys)
		for _, key := range slices.Compact(keys) {
			ix.postings[key] = append(ix.postings[key], uint32(i))
		}
	}
	return ix, nil
}

// Len returns the number of entities.
func (ix *Index) Len() int { return len(ix.entities) }

// Entity returns the i-th entity.
func (ix *Index) Entity(i int) *match.Entity { return ix.entities[i] }

// Candidates returns every entity that could match the query, ascending.
func (ix *Index) Candidates(query *match.Entity) []int {
	keys := query.AppendQueryKeys(nil)
	slices.Sort(keys)
	seen := make([]bool, len(ix.entities))
	var out []int
	for _, key := range slices.Compact(keys) {
		for _, i := range ix.postings[key] {
			if !seen[i] {
				seen[i] = true
				out = append(out, int(i))
			}
		}
	}
	slices.Sort(out)
	return out
}
