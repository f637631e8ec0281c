package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"interdict/ftm"
	"interdict/screen"
	"interdict/service"
)

// The API of the field: yente's, of OpenSanctions. Clients that speak it need
// another address and nothing else.

// Bounds of yente's parameters.
const (
	defaultLimit  = 5
	mostLimit     = 500
	mostQueries   = 100
	defaultCutoff = 0.5
)

// algorithm is the one way of matching that there is; clients may ask for it by
// yente's names for its best.
const algorithm = "interdict"

var algorithms = []string{algorithm, "best", "default", "logic-v1", "logic-v2", "regression-v1", "regression-v2", "name-based", "name-qualified"}

func (s *Server) yente(mux *http.ServeMux) {
	mux.HandleFunc("POST /match/{dataset}", s.match)
	mux.HandleFunc("GET /search/{dataset}", s.search)
	mux.HandleFunc("GET /entities/{id}", s.entity)
	mux.HandleFunc("GET /entities/{id}/adjacent", s.adjacent)
	mux.HandleFunc("GET /entities/{id}/adjacent/{property}", s.adjacentBy)
	mux.HandleFunc("GET /statements", s.statements)
	mux.HandleFunc("GET /catalog", s.catalog)
	mux.HandleFunc("GET /algorithms", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]any{
			"algorithms": []map[string]any{{"name": algorithm, "description": "Alignment of names word by word, weighed by rarity, with what else is known for and against.",
				"features": map[string]any{}, "docs": map[string]any{}}},
			"default": algorithm, "best": algorithm})
	})
	mux.HandleFunc("POST /updatez", s.updatez)
}

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

type total struct {
	Value    int    `json:"value"`
	Relation string `json:"relation"`
}

type matchResponse struct {
	Status  int        `json:"status"`
	Results []scored   `json:"results"`
	Total   total      `json:"total"`
	Query   exampleOut `json:"query"`
}

type exampleOut struct {
	ID         string              `json:"id,omitempty"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

// entityOut is an entity as yente gives it.
type entityOut struct {
	ID         string         `json:"id"`
	Caption    string         `json:"caption"`
	Schema     string         `json:"schema"`
	Properties map[string]any `json:"properties"`
	Datasets   []string       `json:"datasets"`
	Referents  []string       `json:"referents"`
	Target     bool           `json:"target"`
	FirstSeen  *string        `json:"first_seen"`
	LastSeen   *string        `json:"last_seen"`
	LastChange *string        `json:"last_change"`
}

type scored struct {
	entityOut
	Score        float64            `json:"score"`
	Match        bool               `json:"match"`
	Features     map[string]float64 `json:"features"`
	Explanations map[string]feature `json:"explanations"`
}

// A feature is what one thing that was compared said.
type feature struct {
	Score     float64 `json:"score"`
	Detail    string  `json:"detail"`
	Query     string  `json:"query"`
	Candidate string  `json:"candidate"`
}

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
	engine, err := s.service.Engine(r.Context())
	if err != nil {
		s.options.Log.Error("the lists cannot be opened", "error", err)
		fail(w, http.StatusServiceUnavailable, "the lists cannot be opened")
		return
	}
	responses := make(map[string]matchResponse, len(in.Queries))
	for key, q := range in.Queries {
		out, err := s.answer(r.Context(), engine, &q, p)
		if err != nil {
			if r.Context().Err() != nil {
				fail(w, http.StatusServiceUnavailable, "the answer took too long; send fewer queries at once")
				return
			}
			failWith(w, err)
			return
		}
		responses[key] = out
	}
	s.metrics.queries.Add(float64(len(in.Queries)))
	w.Header().Set("x-batch-size", strconv.Itoa(len(in.Queries)))
	writeJSON(w, http.StatusOK, struct {
		Responses map[string]matchResponse `json:"responses"`
		Limit     int                      `json:"limit"`
	}{responses, p.limit})
}

// answer answers one query by example.
func (s *Server) answer(ctx context.Context, engine *screen.Engine, in *example, p *parameters) (matchResponse, error) {
	out := matchResponse{Status: http.StatusOK, Results: []scored{}, Query: exampleOut{ID: in.ID, Schema: in.Schema, Properties: map[string][]string{}}}
	schema := ftm.Lookup(in.Schema)
	switch {
	case schema == nil:
		return out, &badRequest{fmt.Sprintf("unknown schema %q", in.Schema)}
	case !schema.Matchable || schema.Abstract && schema.Name != "LegalEntity":
		return out, &badRequest{fmt.Sprintf("entities of schema %s cannot be matched", in.Schema)}
	}
	e := ftm.New(schema.Name, "query")
	for name, raw := range in.Properties {
		values, err := texts(raw)
		if err != nil {
			return out, &badRequest{fmt.Sprintf("property %s: a text or a list of texts is wanted", name)}
		}
		out.Query.Properties[name] = values
	}
	for _, name := range sortedNames(out.Query.Properties) {
		for _, v := range out.Query.Properties[name] {
			_ = e.Add(name, v) // a property that is not known, or a value that does not fit, is not compared
		}
	}
	hits, err := engine.Screen(ctx, screen.Query{Entity: e}, screen.Limits{Threshold: p.threshold, Min: p.cutoff})
	if err != nil {
		return out, err
	}
	for _, h := range hits {
		entity, ok, err := p.wanted(ctx, s, &h)
		if err != nil {
			return out, err
		}
		if !ok {
			continue
		}
		if out.Total.Value++; len(out.Results) < p.limit {
			out.Results = append(out.Results, score(entity, &h))
		}
	}
	out.Total.Relation = "eq"
	basis, err := s.service.Basis(ctx, p.threshold)
	if err != nil {
		return out, err
	}
	return out, s.service.Emit(ctx, service.Event{Kind: "match", Basis: basis, Results: service.Fingerprints(hits)}, out.Query)
}

func sortedNames(m map[string][]string) []string {
	out := make([]string, 0, len(m))
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// texts reads a text or a list of texts; numbers are taken as they are written.
func texts(raw json.RawMessage) ([]string, error) {
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

func score(e *ftm.Entity, h *screen.Hit) scored {
	out := scored{entityOut: plain(e), Score: h.Score, Match: h.Match, Features: map[string]float64{}, Explanations: map[string]feature{}}
	for _, w := range h.Why {
		name := strings.ReplaceAll(w.Feature, " ", "_")
		out.Features[name] = w.Score
		out.Explanations[name] = feature{w.Score, w.Text, w.Query, w.Candidate}
	}
	return out
}

func plain(e *ftm.Entity) entityOut {
	out := entityOut{ID: e.ID, Caption: e.Caption(), Schema: e.Schema.Name, Properties: map[string]any{}, Datasets: e.Datasets, Referents: e.Referents, Target: e.Target,
		FirstSeen: optional(e.FirstSeen), LastSeen: optional(e.LastSeen), LastChange: optional(e.LastChange)}
	if out.Referents == nil {
		out.Referents = []string{}
	}
	if out.Datasets == nil {
		out.Datasets = []string{}
	}
	e.Each(func(p *ftm.Property, values []string) { out.Properties[p.Name] = values })
	return out
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// parameters are those of /match.
type parameters struct {
	limit             int
	threshold, cutoff float64
	collection        string
	include, exclude  []string // datasets
	excludeSchema     []string
	excludeIDs        []string
	topics            []string
	changedSince      string
}

func (s *Server) parameters(r *http.Request, queries map[string]example) (*parameters, error) {
	v := r.URL.Query()
	p := &parameters{limit: defaultLimit, threshold: screen.DefaultThreshold, cutoff: defaultCutoff,
		include: v["include_dataset"], exclude: v["exclude_dataset"], excludeSchema: v["exclude_schema"], excludeIDs: v["exclude_entity_ids"], topics: v["topics"], changedSince: v.Get("changed_since")}
	var err error
	if p.collection, err = s.collection(r.PathValue("dataset")); err != nil {
		return nil, err
	}
	switch {
	case len(queries) == 0:
		return nil, &badRequest{"no queries in the body: {\"queries\": {\"q1\": {\"schema\": \"Person\", \"properties\": {\"name\": [\"…\"]}}}}"}
	case len(queries) > mostQueries:
		return nil, &badRequest{fmt.Sprintf("%d queries at once; at most %d", len(queries), mostQueries)}
	}
	if err := number(v, "limit", &p.limit, 0, mostLimit); err != nil {
		return nil, err
	}
	for name, f := range map[string]*float64{"threshold": &p.threshold, "cutoff": &p.cutoff} {
		if text := v.Get(name); text != "" {
			if *f, err = strconv.ParseFloat(text, 64); err != nil || !(*f >= 0 && *f <= 1) {
				return nil, &badRequest{fmt.Sprintf("%s=%s: use a number from 0 to 1", name, text)}
			}
			*f = max(*f, defaultCutoff) // below it hits are not all found
		}
	}
	if a := v.Get("algorithm"); a != "" && !slices.Contains(algorithms, a) {
		return nil, &badRequest{fmt.Sprintf("unknown algorithm %q; /algorithms names those that there are", a)}
	}
	return p, nil
}

func number(v url.Values, name string, to *int, least, most int) error {
	text := v.Get(name)
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return &badRequest{fmt.Sprintf("%s=%s: use a number from %d to %d", name, text, least, most)}
	}
	*to = n
	return nil
}

// collection checks the name of a dataset in a path: default and sanctions are
// all lists, any other is one; "" stands for all.
func (s *Server) collection(name string) (string, error) {
	if name == "default" || name == "sanctions" {
		return "", nil
	}
	lists, err := s.service.Answering()
	if err != nil {
		return "", err
	}
	for _, l := range lists {
		if l.Source == name {
			return name, nil
		}
	}
	return "", &badRequest{fmt.Sprintf("no dataset %q here; /catalog names those that there are", name)}
}

// wanted returns the entity of a hit, where the parameters do not leave it out.
func (p *parameters) wanted(ctx context.Context, s *Server, h *screen.Hit) (*ftm.Entity, bool, error) {
	if p.collection != "" && h.List != p.collection || len(p.include) > 0 && !slices.Contains(p.include, h.List) || slices.Contains(p.exclude, h.List) ||
		slices.Contains(p.excludeIDs, h.Entity) {
		return nil, false, nil
	}
	e, err := s.service.Entity(ctx, h.Entity)
	if err != nil || e == nil {
		return nil, false, err
	}
	if slices.ContainsFunc(p.excludeSchema, e.Schema.IsA) || p.changedSince != "" && e.LastChange < p.changedSince {
		return nil, false, nil
	}
	if len(p.topics) > 0 && !slices.ContainsFunc(p.topics, func(t string) bool { return slices.Contains(e.Get("topics"), t) }) {
		return nil, false, nil
	}
	return e, true, nil
}

// updatez fetches the lists anew, or looks for what another process fetched.
func (s *Server) updatez(w http.ResponseWriter, r *http.Request) {
	if s.options.Update == nil {
		fail(w, http.StatusNotFound, "this server fetches no lists; interdict lists update does, and what it brings is taken in")
		return
	}
	if !s.updating.CompareAndSwap(false, true) {
		writeJSON(w, http.StatusAccepted, map[string]string{"status": "running"})
		return
	}
	run := func(ctx context.Context) error {
		defer s.updating.Store(false)
		err := s.options.Update(ctx)
		if err != nil {
			s.options.Log.Error("the lists could not be updated", "error", err)
		}
		return err
	}
	if r.URL.Query().Get("sync") != "true" {
		go func() { _ = run(context.WithoutCancel(r.Context())) }() // said in the log
		writeJSON(w, http.StatusAccepted, map[string]string{"status": "ok"})
		return
	}
	// It takes longer than an answer may, and what was fetched stays.
	if err := run(context.WithoutCancel(r.Context())); err != nil {
		fail(w, http.StatusBadGateway, "not all lists could be updated: "+strings.Join(strings.Fields(err.Error()), " "))
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}
