package server

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"interdict/ftm"
	"interdict/screen"
)

// The API of the field: yente's, of OpenSanctions. Clients that speak it need
// another address and nothing else.

// Bounds of yente's parameters.
const (
	defaultLimit  = 5
	mostLimit     = 500
	mostQueries   = 100
	mostExcluded  = 50
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
				"features": featureDocs(), "docs": map[string]any{}}},
			"default": algorithm, "best": algorithm})
	})
	mux.HandleFunc("POST /updatez", s.updatez)
}

type total struct {
	Value    int    `json:"value"`
	Relation string `json:"relation"`
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

func sortedNames(m map[string][]string) []string {
	out := make([]string, 0, len(m))
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
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

func (s *Server) parameters(r *http.Request, queries map[string]*example) (*parameters, error) {
	v := r.URL.Query()
	p := &parameters{limit: defaultLimit, threshold: screen.DefaultThreshold, cutoff: defaultCutoff,
		include: v["include_dataset"], exclude: v["exclude_dataset"], excludeSchema: v["exclude_schema"], excludeIDs: v["exclude_entity_ids"], topics: v["topics"], changedSince: v.Get("changed_since")}
	var err error
	if p.collection, err = s.collection(r.PathValue("dataset")); err != nil {
		return nil, err
	}
	switch {
	case len(queries) == 0:
		return nil, badf("no queries in the body: {\"queries\": {\"q1\": {\"schema\": \"Person\", \"properties\": {\"name\": [\"…\"]}}}}")
	case len(queries) > mostQueries:
		return nil, badf("%d queries at once; at most %d", len(queries), mostQueries)
	}
	if err := number(v, "limit", &p.limit, 0, mostLimit); err != nil {
		return nil, err
	}
	for name, f := range map[string]*float64{"threshold": &p.threshold, "cutoff": &p.cutoff} {
		if text := v.Get(name); text != "" {
			if *f, err = strconv.ParseFloat(text, 64); err != nil || !(*f >= 0 && *f <= 1) {
				return nil, badf("%s=%s: use a number from 0 to 1", name, text)
			}
			*f = max(math.Ceil(*f*1e4)/1e4, defaultCutoff) // scores have four places; below the least hits are not all found
		}
	}
	if len(p.excludeIDs) > mostExcluded {
		return nil, badf("%d exclude_entity_ids; at most %d", len(p.excludeIDs), mostExcluded)
	}
	if a := v.Get("algorithm"); a != "" && !slices.Contains(algorithms, a) {
		return nil, badf("unknown algorithm %q; /algorithms names those that there are", a)
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
		return badf("%s=%s: use a number from %d to %d", name, text, least, most)
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
	return "", badf("no dataset %q here; /catalog names those that there are", name)
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

// featureDocs say what each feature is, as /algorithms does.
func featureDocs() map[string]any {
	out := map[string]any{}
	for name, words := range map[string]string{
		"name":        "The best alignment of a name of each, word by word.",
		"identifier":  "Numbers that belong to one party: passports, registrations, IMO, LEI and the like.",
		"country":     "Countries of citizenship, residence, registration, flag.",
		"gender":      "Whether the genders agree.",
		"birth_date":  "Whether dates of birth agree, as far as both are known.",
		"birth_place": "Whether places of birth agree.",
	} {
		out[name] = map[string]any{"description": words, "coefficient": 1.0, "url": nil}
	}
	return out
}
