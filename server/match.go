package server

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"interdict/ftm"
	"interdict/records"
	"interdict/screen"
	"interdict/service"
)

// example is a query by example.
type example struct {
	ID         string                     `json:"id,omitempty"`
	Schema     string                     `json:"schema"`
	Properties map[string]json.RawMessage `json:"properties"`
}

type matchRequest struct {
	Weights map[string]float64         `json:"weights"`
	Config  map[string]json.RawMessage `json:"config"`
	Queries map[string]*example        `json:"queries"` // null: left out, as yente does
}

// match answers POST /match/{dataset}.
func (s *Server) match(w http.ResponseWriter, r *http.Request) {
	var in matchRequest
	if err := readJSON(r, &in); err != nil {
		failWith(w, err)
		return
	}
	maps.DeleteFunc(in.Queries, func(_ string, q *example) bool { return q == nil })
	p, err := s.parameters(r, in.Queries)
	if err != nil {
		failWith(w, err)
		return
	}
	off, warnings, err := in.switchedOff()
	if err != nil {
		failWith(w, err)
		return
	}
	edition, err := s.service.Edition(r.Context())
	if err != nil {
		s.options.Log.Error("the lists cannot be opened", "error", err)
		fail(w, http.StatusServiceUnavailable, "the lists cannot be opened")
		return
	}
	m := matching{parameters: p, edition: edition, queries: s.service.AuditsQueries(), off: off, warnings: warnings}
	if err = m.all(r.Context(), in.Queries); err == nil {
		err = s.service.EmitAll(r.Context(), m.events)
	}
	if err != nil {
		if r.Context().Err() != nil {
			fail(w, http.StatusServiceUnavailable, "the answer took too long; send fewer queries at once")
			return
		}
		failWith(w, err)
		return
	}
	s.metrics.queries.Add(float64(len(in.Queries)))
	w.Header().Set("x-batch-size", strconv.Itoa(len(in.Queries)))
	sendJSON(w, http.StatusOK, m.out)
}

// A matching is the answer to a request on its way.
type matching struct {
	*parameters
	edition  *service.Edition
	basis    string
	queries  bool     // go into the record of answers too
	off      []string // features that are not compared
	warnings []string
	out      []byte // the answer: {"responses":{key: {status, results, total, query}}, "limit"}
	events   []service.Event
}

func (m *matching) all(ctx context.Context, queries map[string]*example) (err error) {
	if m.basis, err = m.edition.Basis(screen.Limits{Threshold: m.threshold}); err != nil {
		return err
	}
	m.out = append(m.out, `{"responses":{`...)
	first := true
	for key, q := range queries {
		if !first {
			m.out = append(m.out, ',')
		}
		first = false
		m.out = append(appendJSONText(m.out, key), ':')
		if err := m.one(ctx, q); err != nil {
			return err
		}
	}
	m.out = append(m.out, `},"limit":`...)
	m.out = strconv.AppendInt(m.out, int64(m.limit), 10)
	if len(m.warnings) > 0 {
		m.out = appendJSONTexts(append(m.out, `,"warnings":`...), m.warnings)
	}
	m.out = append(m.out, '}', '\n')
	return nil
}

// one answers one query by example.
func (m *matching) one(ctx context.Context, in *example) error {
	query, err := in.query()
	if err != nil {
		return err
	}
	compared := query
	if len(m.off) > 0 {
		compared.Entity = without(query.Entity, m.off)
	}
	found, err := m.edition.Engine.Rank(ctx, compared, screen.Limits{Threshold: m.threshold, Min: m.cutoff})
	if err != nil {
		return err
	}
	m.out = append(m.out, `{"status":200,"results":[`...)
	event := service.Event{Kind: "match", Basis: m.basis}
	total := 0
	for i := range found.Len() {
		if !m.filters() && total >= m.limit {
			total = found.Len()
			break
		}
		n, ok := m.edition.Records.Target(found.Target(i))
		if !ok {
			return fmt.Errorf("the index and the records are of different lists: no record of target %d", found.Target(i))
		}
		record, err := m.edition.Records.Record(n)
		if err != nil {
			return err
		}
		if !m.wants(&record) {
			continue
		}
		if total++; total > m.limit {
			continue
		}
		hit, err := found.Hit(i)
		if err != nil {
			return err
		}
		if total > 1 {
			m.out = append(m.out, ',')
		}
		m.out = appendScored(m.out, record.Entity, &hit)
		event.Results = append(event.Results, service.Fingerprint(&hit))
	}
	if total > len(event.Results) {
		event.Counts = map[string]int{"hits": total}
	}
	m.out = append(m.out, `],"total":{"value":`...)
	m.out = strconv.AppendInt(m.out, int64(total), 10)
	m.out = append(m.out, `,"relation":"eq"},"query":`...)
	from := len(m.out)
	m.out = appendQuery(m.out, in, query.Entity)
	if m.queries {
		event.Query = slices.Clone(m.out[from:])
	}
	m.out = append(m.out, '}')
	m.events = append(m.events, event)
	return nil
}

// query is the query that an example is. Values that do not fit are in its
// entity's Rejected; of a property that is not known nothing is compared.
func (in *example) query() (screen.Query, error) {
	schema := ftm.Lookup(in.Schema)
	switch {
	case in.Schema == "":
		return screen.Query{}, &badRequest{detail: "a query without a schema", status: http.StatusUnprocessableEntity}
	case schema == nil:
		return screen.Query{}, badf("unknown schema %q", in.Schema)
	case !schema.Matchable || schema.Abstract && schema.Name != "LegalEntity":
		return screen.Query{}, badf("entities of schema %s cannot be matched", in.Schema)
	}
	properties := make(map[string][]string, len(in.Properties))
	for name, raw := range in.Properties {
		values, err := texts(raw)
		if err != nil {
			return screen.Query{}, badf("property %s: a text or a list of texts is wanted", name)
		}
		properties[name] = values
	}
	e := ftm.New(schema.Name, "query")
	for _, name := range sortedNames(properties) {
		for _, v := range properties[name] {
			_ = e.Add(name, v) // what does not fit is in e.Rejected
		}
	}
	return screen.Query{Entity: e}, nil
}

// The features of this algorithm, as explanations name them, and the types of the
// properties that each compares. yente's clients turn off what they do not want by
// a weight of 0.
var features = map[string]func(*ftm.Property) bool{
	"name":        func(p *ftm.Property) bool { return p.Type == ftm.TypeName },
	"identifier":  func(p *ftm.Property) bool { return p.Type == ftm.TypeIdentifier },
	"country":     func(p *ftm.Property) bool { return p.Type == ftm.TypeCountry },
	"gender":      func(p *ftm.Property) bool { return p.Type == ftm.TypeGender },
	"birth_date":  func(p *ftm.Property) bool { return p.Name == "birthDate" },
	"birth_place": func(p *ftm.Property) bool { return p.Name == "birthPlace" },
}

// switchedOff returns the features that weights of 0 turn off. Scores here are no
// sums of weighted features: other weights than 0 and 1 are refused, as is config.
// Weights of features that this algorithm has not do nothing, as with yente; the
// answer says so.
func (in *matchRequest) switchedOff() (off, warnings []string, err error) {
	for _, key := range slices.Sorted(maps.Keys(in.Config)) {
		return nil, nil, badf("invalid configuration parameter: %s for algorithm %s: unknown config key, it has none", key, algorithm)
	}
	for _, name := range slices.Sorted(maps.Keys(in.Weights)) {
		weight := in.Weights[name]
		switch {
		case features[name] == nil:
			warnings = append(warnings, fmt.Sprintf("weights: algorithm %s has no feature %q; /algorithms names those that there are", algorithm, name))
		case weight != 0 && weight != 1:
			return nil, nil, badf("weights: %s=%v: algorithm %s takes 1, or 0 for a feature that is not to be compared", name, weight, algorithm)
		case weight == 0:
			off = append(off, name)
		}
	}
	return off, warnings, nil
}

// without returns an entity without what some features compare.
func without(e *ftm.Entity, off []string) *ftm.Entity {
	out := ftm.New(e.Schema.Name, e.ID)
	e.Each(func(p *ftm.Property, values []string) {
		if !slices.ContainsFunc(off, func(name string) bool { return features[name](p) }) {
			out.Restore(p, values)
		}
	})
	return out
}

// texts reads a text or a list of texts; numbers are taken as they are written.
func texts(raw json.RawMessage) ([]string, error) {
	if len(raw) > 0 && raw[0] == '"' {
		out := []string{""}
		return out, json.Unmarshal(raw, &out[0])
	}
	var plain []string
	if !strings.Contains(string(raw), "null") && json.Unmarshal(raw, &plain) == nil && plain != nil {
		return plain, nil
	}
	var list []any
	if err := json.Unmarshal(raw, &list); err != nil {
		var one any
		if err := json.Unmarshal(raw, &one); err != nil {
			return nil, err
		}
		list = []any{one}
	}
	out := []string{}
	for _, v := range list {
		switch v := v.(type) {
		case string:
			out = append(out, v)
		case float64:
			out = append(out, strconv.FormatFloat(v, 'f', -1, 64))
		case nil:
		default:
			return nil, fmt.Errorf("%T", v)
		}
	}
	return out, nil
}

// filters reports whether some hits may not be wanted.
func (p *parameters) filters() bool {
	return p.collection != "" || p.changedSince != "" || len(p.include)+len(p.exclude)+len(p.excludeSchema)+len(p.excludeIDs)+len(p.topics) > 0
}

// wants reports whether the parameters do not leave an entity out.
func (p *parameters) wants(r *records.Record) bool {
	e, list := r.Entity, r.Target.List
	switch {
	case p.collection != "" && list != p.collection, slices.ContainsFunc(e.Referents, func(id string) bool { return slices.Contains(p.excludeIDs, id) }), len(p.include) > 0 && !slices.Contains(p.include, list), slices.Contains(p.exclude, list),
		slices.Contains(p.excludeIDs, e.ID), slices.ContainsFunc(p.excludeSchema, e.Schema.IsA), p.changedSince != "" && e.LastChange < p.changedSince:
		return false
	}
	return len(p.topics) == 0 || slices.ContainsFunc(p.topics, func(t string) bool { return slices.Contains(e.Get("topics"), t) })
}
