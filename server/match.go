package server

import (
	"context"
	"encoding/json"
	"fmt"
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
	Queries map[string]example         `json:"queries"`
}

// match answers POST /match/{dataset}.
func (s *Server) match(w http.ResponseWriter, r *http.Request) {
	var in matchRequest
	if err := readJSON(r, &in); err != nil {
		failWith(w, err)
		return
	}
	p, err := s.parameters(r, in.Queries)
	if err != nil {
		failWith(w, err)
		return
	}
	for key := range in.Config {
		failWith(w, &badRequest{fmt.Sprintf("unknown config key %q: this algorithm has none", key)})
		return
	}
	edition, err := s.service.Edition(r.Context())
	if err != nil {
		s.options.Log.Error("the lists cannot be opened", "error", err)
		fail(w, http.StatusServiceUnavailable, "the lists cannot be opened")
		return
	}
	m := matching{parameters: p, edition: edition, queries: s.service.AuditsQueries()}
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
	edition *service.Edition
	basis   string
	queries bool   // go into the record of answers too
	out     []byte // the answer: {"responses":{key: {status, results, total, query}}, "limit"}
	events  []service.Event
}

func (m *matching) all(ctx context.Context, queries map[string]example) (err error) {
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
		if err := m.one(ctx, &q); err != nil {
			return err
		}
	}
	m.out = append(m.out, `},"limit":`...)
	m.out = append(strconv.AppendInt(m.out, int64(m.limit), 10), '}', '\n')
	return nil
}

// one answers one query by example.
func (m *matching) one(ctx context.Context, in *example) error {
	query, properties, err := in.query()
	if err != nil {
		return err
	}
	found, err := m.edition.Engine.Rank(ctx, query, screen.Limits{Threshold: m.threshold, Min: m.cutoff})
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
	m.out = append(m.out, '{')
	if in.ID != "" {
		m.out = append(appendJSONText(append(m.out, `"id":`...), in.ID), ',')
	}
	m.out = appendJSONText(append(m.out, `"schema":`...), in.Schema)
	m.out = append(m.out, `,"properties":{`...)
	for i, name := range sortedNames(properties) {
		m.out = appendJSONProperty(m.out, i, name, properties[name])
	}
	m.out = append(m.out, "}}"...)
	if m.queries {
		event.Query = slices.Clone(m.out[from:])
	}
	m.out = append(m.out, '}')
	m.events = append(m.events, event)
	return nil
}

// query is the query that an example is, with its values as they were sent.
func (in *example) query() (screen.Query, map[string][]string, error) {
	schema := ftm.Lookup(in.Schema)
	switch {
	case schema == nil:
		return screen.Query{}, nil, &badRequest{fmt.Sprintf("unknown schema %q", in.Schema)}
	case !schema.Matchable || schema.Abstract && schema.Name != "LegalEntity":
		return screen.Query{}, nil, &badRequest{fmt.Sprintf("entities of schema %s cannot be matched", in.Schema)}
	}
	properties := make(map[string][]string, len(in.Properties))
	for name, raw := range in.Properties {
		values, err := texts(raw)
		if err != nil {
			return screen.Query{}, nil, &badRequest{fmt.Sprintf("property %s: a text or a list of texts is wanted", name)}
		}
		properties[name] = values
	}
	e := ftm.New(schema.Name, "query")
	for _, name := range sortedNames(properties) {
		for _, v := range properties[name] {
			_ = e.Add(name, v) // a property that is not known, or a value that does not fit, is not compared
		}
	}
	return screen.Query{Entity: e}, properties, nil
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
	case p.collection != "" && list != p.collection, len(p.include) > 0 && !slices.Contains(p.include, list), slices.Contains(p.exclude, list),
		slices.Contains(p.excludeIDs, e.ID), slices.ContainsFunc(p.excludeSchema, e.Schema.IsA), p.changedSince != "" && e.LastChange < p.changedSince:
		return false
	}
	return len(p.topics) == 0 || slices.ContainsFunc(p.topics, func(t string) bool { return slices.Contains(e.Get("topics"), t) })
}
