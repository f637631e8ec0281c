package screen

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"interdict/internal/packed"
	"interdict/match"
)

// A Ranking is what a query found, the best first. Why a hit is one is said when
// it is asked for: most answers show only some of many.
type Ranking struct {
	engine *Engine
	query  *match.Entity
	limits Limits
	found  []ranked
}

type ranked struct {
	entry              int
	candidate          *match.Entity
	score, probability float64
}

// Rank finds what [Engine.Screen] would return.
func (e *Engine) Rank(ctx context.Context, q Query, limits Limits) (*Ranking, error) {
	r := &Ranking{engine: e, query: e.prepare(q.Entity), limits: limits}
	if err := e.index.Search(ctx, r.query, limits.floor(), r.take); err != nil {
		return nil, err
	}
	slices.SortFunc(r.found, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.probability, a.probability), bytes.Compare(r.id(a.entry), r.id(b.entry)))
	})
	if limits.Most > 0 && len(r.found) > limits.Most {
		r.found = r.found[:limits.Most]
	}
	return r, nil
}

func (r *Ranking) take(entry int, candidate *match.Entity) {
	score, probability := r.engine.model.Rate(r.query, candidate, r.limits.floor())
	if score >= r.limits.floor() {
		r.found = append(r.found, ranked{entry, candidate, score, probability})
	}
}

// id is an entry's FollowTheMoney id, where it lies.
func (r *Ranking) id(entry int) []byte {
	id, _ := packed.FirstText(r.engine.index.Meta(entry))
	return id
}

// Len returns how many hits there are.
func (r *Ranking) Len() int { return len(r.found) }

// Target returns the place of a hit's target among those that the engine was
// built of.
func (r *Ranking) Target(i int) int { return r.found[i].entry }

// Score returns a hit's score, 0–1.
func (r *Ranking) Score(i int) float64 { return r.found[i].score }

// Hit returns a hit with its reasons.
func (r *Ranking) Hit(i int) (Hit, error) {
	f := &r.found[i]
	h, ok := unpackHit(r.engine.index.Meta(f.entry))
	if !ok {
		return h, fmt.Errorf("index entry %d: %w", f.entry, errMeta)
	}
	why := r.engine.model.Compare(r.query, f.candidate, r.limits.threshold())
	h.Score, h.Probability, h.Match, h.Why = why.Score, why.Probability, why.Match, why.Why
	return h, nil
}

var errMeta = errors.New("what is kept with it is damaged")

// metaFormat tells indexes apart that keep something else with their entries.
const metaFormat = "\nhits 2"

// pack writes what a hit says of its target; the id comes first.
func (h *Hit) pack() []byte {
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	var b []byte
	for _, s := range []string{h.Entity, h.List, h.ID, h.Party, h.Caption, h.Schema, text(h.Since), text(h.SeenBy), h.Fingerprint} {
		b = packed.Text(b, s)
	}
	return packed.Texts(b, h.Programmes)
}

func unpackHit(meta []byte) (h Hit, ok bool) {
	r := packed.Reader{Left: string(meta)}
	h.Entity, h.List, h.ID, h.Party, h.Caption, h.Schema = r.Text(), r.Text(), r.Text(), r.Text(), r.Text(), r.Text()
	for _, to := range []**string{&h.Since, &h.SeenBy} {
		if s := r.Text(); s != "" {
			*to = &s
		}
	}
	h.Fingerprint, h.Programmes = r.Text(), r.Texts()
	if h.Programmes == nil {
		h.Programmes = []string{}
	}
	return h, !r.Bad
}
