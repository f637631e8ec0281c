package server

import (
	"context"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"interdict/ftm"
	"interdict/screen"
	"interdict/service"
)

// The Reconciliation Service API, version 0.2 (W3C Entity Reconciliation
// Community Group), by which OpenRefine matches columns of names.

func (s *Server) reconciliation(mux *http.ServeMux) {
	mux.HandleFunc("GET /reconcile/{dataset}", s.reconcile)
	mux.HandleFunc("POST /reconcile/{dataset}", s.reconcile)
	mux.HandleFunc("GET /reconcile/{dataset}/suggest/entity", s.suggestEntity)
	mux.HandleFunc("GET /reconcile/{dataset}/suggest/property", s.suggestProperty)
	mux.HandleFunc("GET /reconcile/{dataset}/suggest/type", s.suggestType)
	mux.HandleFunc("GET /reconcile/{dataset}/preview", s.preview)
	mux.HandleFunc("GET /reconcile/{dataset}/extend/property", s.proposeProperties)
}

// named is how the API writes types, properties and what else has an id.
type named struct {
	ID          string  `json:"id"`
	Name        string  `json:"name"`
	Description string  `json:"description,omitempty"`
	Notable     []named `json:"notable,omitempty"`
}

// types are the schemata that parties have.
func types() (out []named) {
	for _, schema := range ftm.Schemata() {
		if schema.Matchable && (!schema.Abstract || schema.Name == "LegalEntity") {
			out = append(out, named{ID: schema.Name, Name: schema.Name})
		}
	}
	return out
}

// properties are what can be compared of a party, or told of it.
func properties(schema *ftm.Schema) (out []named) {
	for _, p := range schema.Properties() {
		if p.Type != ftm.TypeEntity {
			out = append(out, named{ID: p.Name, Name: p.Name})
		}
	}
	return out
}

// here is the address that a request came to, without its path.
func here(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

func (s *Server) reconcile(w http.ResponseWriter, r *http.Request) {
	collection, err := s.collection(r.PathValue("dataset"))
	if err != nil {
		failWith(w, err)
		return
	}
	if err := r.ParseForm(); err != nil {
		failWith(w, err)
		return
	}
	switch {
	case r.Form.Get("queries") != "":
		s.reconcileAll(w, r, collection, r.Form.Get("queries"))
	case r.Form.Get("extend") != "":
		s.extend(w, r, r.Form.Get("extend"))
	default:
		s.manifest(w, r)
	}
}

func (s *Server) manifest(w http.ResponseWriter, r *http.Request) {
	base := here(r)
	path := "/reconcile/" + url.PathEscape(r.PathValue("dataset"))
	suggest := func(what string) map[string]string {
		return map[string]string{"service_url": base, "service_path": path + "/suggest/" + what}
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"versions":        []string{"0.2"},
		"name":            "Interdict: " + r.PathValue("dataset"),
		"identifierSpace": "https://www.followthemoney.tech/entities/",
		"schemaSpace":     "https://www.followthemoney.tech/schema/",
		"defaultTypes":    []named{{ID: "Person", Name: "Person"}, {ID: "Organization", Name: "Organization"}, {ID: "LegalEntity", Name: "LegalEntity"}},
		"view":            map[string]string{"url": base + "/entry/{{id}}"},
		"preview":         map[string]any{"url": base + path + "/preview?id={{id}}", "width": 430, "height": 300},
		"suggest":         map[string]any{"entity": suggest("entity"), "property": suggest("property"), "type": suggest("type")},
		"extend": map[string]any{"propose_properties": map[string]string{"service_url": base, "service_path": path + "/extend/property"},
			"property_settings": []any{}},
		"batchSize": mostQueries,
	})
}

// reconciling is one query of a batch.
type reconciling struct {
	Query      string          `json:"query"`
	Type       json.RawMessage `json:"type"`
	Limit      int             `json:"limit"`
	Properties []struct {
		ID    string          `json:"pid"`
		Value json.RawMessage `json:"v"`
	} `json:"properties"`
}

type candidate struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Type     []named    `json:"type"`
	Score    float64    `json:"score"` // 0–100
	Match    bool       `json:"match"`
	Features []numbered `json:"features,omitempty"`
}

type numbered struct {
	ID    string  `json:"id"`
	Value float64 `json:"value"`
}

func (s *Server) reconcileAll(w http.ResponseWriter, r *http.Request, collection, text string) {
	var queries map[string]reconciling
	if err := json.Unmarshal([]byte(text), &queries); err != nil {
		failWith(w, &badRequest{detail: "queries: " + err.Error()})
		return
	}
	if len(queries) > mostQueries {
		failWith(w, badf("%d queries at once; at most %d", len(queries), mostQueries))
		return
	}
	edition, err := s.service.Edition(r.Context())
	if err != nil {
		failWith(w, err)
		return
	}
	out := map[string]map[string][]candidate{}
	for key, q := range queries {
		found, err := s.reconcileOne(r.Context(), edition, collection, &q)
		if err != nil {
			failWith(w, err)
			return
		}
		out[key] = map[string][]candidate{"result": found}
	}
	s.metrics.queries.Add(float64(len(queries)))
	writeJSON(w, http.StatusOK, out)
}

func (s *Server) reconcileOne(ctx context.Context, edition *service.Edition, collection string, q *reconciling) ([]candidate, error) {
	schema := "LegalEntity"
	if len(q.Type) > 0 {
		of, err := texts(q.Type)
		if err != nil {
			return nil, &badRequest{detail: "type: a text or a list of texts is wanted"}
		}
		if len(of) == 1 {
			schema = of[0]
		}
	}
	of := ftm.Lookup(schema)
	if of == nil || !of.Matchable {
		return nil, badf("unknown type %q", schema)
	}
	e := ftm.New(of.Name, "query")
	_ = e.Add("name", q.Query) // a name takes any text
	for _, p := range q.Properties {
		values, err := texts(p.Value)
		if err != nil {
			continue // an entity that was matched before, or a thing with parts: not compared
		}
		for _, v := range values {
			_ = e.Add(p.ID, v) // a property that is not known, or a value that does not fit, is not compared
		}
	}
	hits, err := edition.Engine.Screen(ctx, screen.Query{Entity: e}, screen.Limits{Min: defaultCutoff})
	if err != nil {
		return nil, err
	}
	limit := defaultLimit
	if q.Limit > 0 {
		limit = min(q.Limit, mostLimit)
	}
	out := []candidate{}
	for _, h := range hits {
		if collection != "" && h.List != collection || len(out) == limit {
			continue
		}
		c := candidate{ID: h.Entity, Name: h.Caption, Type: []named{{ID: h.Schema, Name: h.Schema}}, Score: 100 * h.Score, Match: h.Match && h.Probability >= 0.5}
		for _, why := range h.Why {
			c.Features = append(c.Features, numbered{strings.ReplaceAll(why.Feature, " ", "_"), why.Score})
		}
		out = append(out, c)
	}
	basis, err := edition.Basis(screen.Limits{})
	if err != nil {
		return nil, err
	}
	return out, s.service.Emit(ctx, service.Event{Kind: "match", Basis: basis, Results: service.Fingerprints(hits)}, q)
}

// extend answers with values of entities: {"ids":[…],"properties":[{"id":…}]}.
func (s *Server) extend(w http.ResponseWriter, r *http.Request, text string) {
	var in struct {
		IDs        []string `json:"ids"`
		Properties []struct {
			ID string `json:"id"`
		} `json:"properties"`
	}
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		failWith(w, &badRequest{detail: "extend: " + err.Error()})
		return
	}
	meta := []named{}
	for _, p := range in.Properties {
		meta = append(meta, named{ID: p.ID, Name: p.ID})
	}
	type value struct {
		Text string `json:"str"`
	}
	rows := map[string]map[string][]value{}
	for _, id := range in.IDs {
		e, err := s.service.Entity(r.Context(), id)
		if err != nil {
			failWith(w, err)
			return
		}
		row := map[string][]value{}
		for _, p := range in.Properties {
			row[p.ID] = []value{}
			if e == nil {
				continue
			}
			for _, v := range e.Get(p.ID) {
				row[p.ID] = append(row[p.ID], value{v})
			}
		}
		rows[id] = row
	}
	if err := s.service.Shown(r.Context(), "entity", in.IDs, json.RawMessage(text)); err != nil {
		failWith(w, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"meta": meta, "rows": rows})
}

func (s *Server) suggestEntity(w http.ResponseWriter, r *http.Request) {
	collection, err := s.collection(r.PathValue("dataset"))
	if err != nil {
		failWith(w, err)
		return
	}
	out, shown := []named{}, []string{}
	if prefix := strings.TrimSpace(r.URL.Query().Get("prefix")); prefix != "" {
		found, err := s.lookFor(r.Context(), prefix, true, anySchema, func(e *ftm.Entity) bool { return collection == "" || slices.Contains(e.Datasets, collection) })
		if err != nil {
			failWith(w, err)
			return
		}
		sortFound(found, nil)
		for _, f := range found[:min(len(found), 20)] {
			out = append(out, named{f.entity.ID, f.entity.Caption(), strings.Join(f.entity.Datasets, ", "), []named{{ID: f.entity.Schema.Name, Name: f.entity.Schema.Name}}})
			shown = append(shown, f.entity.ID)
		}
		if err := s.service.Shown(r.Context(), "search", shown, prefix); err != nil {
			failWith(w, err)
			return
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"result": out})
}

// beginning with a prefix, in upper or lower case.
func beginning(all []named, prefix string) []named {
	out := []named{}
	for _, n := range all {
		if strings.HasPrefix(strings.ToLower(n.ID), strings.ToLower(strings.TrimSpace(prefix))) {
			out = append(out, n)
		}
	}
	return out
}

func (s *Server) suggestProperty(w http.ResponseWriter, r *http.Request) {
	seen := map[string]bool{}
	var all []named
	for _, name := range []string{"Person", "Company", "Vessel", "Airplane"} {
		for _, p := range properties(ftm.Lookup(name)) {
			if !seen[p.ID] {
				seen[p.ID] = true
				all = append(all, p)
			}
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"result": beginning(all, r.URL.Query().Get("prefix"))})
}

func (s *Server) suggestType(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"result": beginning(types(), r.URL.Query().Get("prefix"))})
}

func (s *Server) proposeProperties(w http.ResponseWriter, r *http.Request) {
	v := r.URL.Query()
	schema := ftm.Lookup(v.Get("type"))
	if schema == nil {
		schema = ftm.Lookup("LegalEntity")
	}
	all := properties(schema)
	limit := len(all)
	if err := number(v, "limit", &limit, 0, mostLimit); err != nil {
		failWith(w, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"type": schema.Name, "limit": limit, "properties": all[:min(limit, len(all))]})
}

var previewPage = template.Must(template.New("preview").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Caption}}</title></head><body>
<h1>{{.Caption}}</h1><p>{{.Schema}}, {{.Lists}}</p>
<dl>{{range .Values}}<dt>{{.Name}}</dt><dd>{{.Text}}</dd>{{end}}</dl></body></html>
`))

// preview is a small page about an entity.
func (s *Server) preview(w http.ResponseWriter, r *http.Request) {
	e, err := s.service.Entity(r.Context(), r.URL.Query().Get("id"))
	if err != nil {
		failWith(w, err)
		return
	}
	if e == nil {
		fail(w, http.StatusNotFound, "no such entity in the lists")
		return
	}
	type value struct{ Name, Text string }
	page := struct {
		Caption, Schema, Lists string
		Values                 []value
	}{e.Caption(), e.Schema.Name, strings.Join(e.Datasets, ", "), nil}
	for _, name := range []string{"name", "alias", "birthDate", "nationality", "country", "position", "notes"} {
		if v := e.Get(name); len(v) > 0 {
			page.Values = append(page.Values, value{name, strings.Join(v[:min(len(v), 5)], "; ")})
		}
	}
	if err := s.service.Shown(r.Context(), "entity", []string{e.ID}, e.ID); err != nil {
		failWith(w, err)
		return
	}
	// OpenRefine shows it in a frame.
	w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'self' "+strings.Join(s.options.Origins, " "))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = previewPage.Execute(w, page) // whoever asked may be gone
}
