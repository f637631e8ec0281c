package service

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"interdict/screen"
)

// An Event is what an answer leaves behind.
type Event struct {
	At      time.Time       `json:"at"`
	Who     string          `json:"who,omitempty"`   // see [WithCaller]
	Kind    string          `json:"kind"`            // screen, match, search, compare, batch, text, read; what was shown: entity, adjacent, statements, lists, changes
	Basis   string          `json:"basis,omitempty"` // what the answer rests on
	Results []string        `json:"results"`         // of each hit: entity, fingerprint of what was compared, score
	Counts  map[string]int  `json:"counts,omitempty"`
	Query   json.RawMessage `json:"query,omitempty"` // only where it is wanted
}

// An Audit takes the events of answers. It must be safe for concurrent use.
type Audit interface {
	Record(...Event) error
}

type callerKey struct{}

// WithCaller says in whose name answers are given, "" in nobody's.
func WithCaller(ctx context.Context, who string) context.Context {
	return context.WithValue(ctx, callerKey{}, who)
}

// Emit records an answer, where the service has an audit, and the query with it
// where it is wanted. An answer that cannot be recorded must not be given: the
// error says so.
func (s *Service) Emit(ctx context.Context, e Event, query any) error {
	if s.options.Audit == nil {
		return nil
	}
	if s.options.AuditQueries && query != nil {
		var err error
		if e.Query, err = json.Marshal(query); err != nil {
			return err
		}
	}
	return s.EmitAll(ctx, []Event{e})
}

// Shown records that entries or lists were shown, by their ids.
func (s *Service) Shown(ctx context.Context, kind string, shown []string, query any) error {
	if s.options.Audit == nil {
		return nil
	}
	basis, err := s.Basis(ctx, screen.DefaultThreshold)
	if err != nil {
		return err
	}
	return s.Emit(ctx, Event{Kind: kind, Basis: basis, Results: shown}, query)
}

// AuditsQueries reports whether records of answers are to hold the queries.
func (s *Service) AuditsQueries() bool { return s.options.Audit != nil && s.options.AuditQueries }

// EmitAll records several answers as Emit does, with the queries that they hold.
func (s *Service) EmitAll(ctx context.Context, events []Event) error {
	if s.options.Audit == nil || len(events) == 0 {
		return nil
	}
	now := time.Now().UTC()
	who, _ := ctx.Value(callerKey{}).(string)
	for i := range events {
		events[i].At, events[i].Who = now, who
		if events[i].Results == nil {
			events[i].Results = []string{}
		}
	}
	if err := s.options.Audit.Record(events...); err != nil {
		return fmt.Errorf("the answer could not be recorded, and so is not given: %w", err)
	}
	return nil
}

// Fingerprints are the results of an event.
func Fingerprints(hits []screen.Hit) []string {
	out := make([]string, len(hits))
	for i := range hits {
		out[i] = Fingerprint(&hits[i])
	}
	return out
}

// Fingerprint is one result of an event: entity, fingerprint of what was
// compared, score.
func Fingerprint(h *screen.Hit) string {
	b := make([]byte, 0, len(h.Entity)+len(h.Fingerprint)+8)
	b = append(append(append(append(b, h.Entity...), ' '), h.Fingerprint...), ' ')
	return string(strconv.AppendFloat(b, h.Score, 'f', 4, 64))
}
