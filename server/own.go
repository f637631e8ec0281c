package server

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"

	"interdict/archive"
	"interdict/document"
	"interdict/ftm"
	"interdict/screen"
	"interdict/service"
)

//go:embed openapi.json
var openAPI []byte

// own is Interdict's own API. Answers are those of the command line with --json.
func (s *Server) own(mux *http.ServeMux) {
	for pattern, h := range map[string]func(http.ResponseWriter, *http.Request) error{
		"POST /api/v1/screen":                s.screenOne,
		"POST /api/v1/screen/file":           s.screenFile,
		"POST /api/v1/text":                  s.screenText,
		"POST /api/v1/compare":               s.compare,
		"POST /api/v1/read":                  s.read,
		"GET /api/v1/lists":                  s.lists,
		"GET /api/v1/lists/{source}/history": s.history,
		"GET /api/v1/lists/{source}/diff":    s.diff,
		"GET /api/v1/entities/{id}":          s.record,
		"GET /api/v1/basis/{hash}":           s.basis,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := h(w, r); err != nil {
				s.options.Log.Debug("refused", "route", pattern, "error", err)
				failWith(w, err)
			}
		})
	}
	mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(openAPI)
	})
	mux.HandleFunc("GET /docs", docs)
}

// screenRequest asks for one party: a name, or properties as FollowTheMoney has
// them.
type screenRequest struct {
	ID         string              `json:"id"`
	Name       string              `json:"name"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
	Threshold  float64             `json:"threshold"`
	Min        float64             `json:"min"`
	Limit      int                 `json:"limit"`
}

func (q *screenRequest) query() (screen.Query, error) {
	fields := []screen.Field{{Name: "id", Value: q.ID}, {Name: "schema", Value: q.Schema}}
	if q.Name != "" {
		fields = append(fields, screen.Field{Name: "name", Value: q.Name})
	}
	for _, name := range sortedNames(q.Properties) {
		for _, v := range q.Properties[name] {
			fields = append(fields, screen.Field{Name: name, Value: v})
		}
	}
	query, err := screen.NewQuery(fields, "")
	if err != nil {
		return query, &badRequest{detail: err.Error()}
	}
	return query, nil
}

func checkLimits(l screen.Limits) error {
	if l.Threshold != 0 && (l.Threshold < 0.5 || l.Threshold > 1) || l.Min != 0 && (l.Min < 0.5 || l.Min > 1) || l.Most < 0 {
		return &badRequest{detail: "threshold and min are scores from 0.5 to 1, limit a number of hits"}
	}
	return nil
}

func (s *Server) screenOne(w http.ResponseWriter, r *http.Request) error {
	var in screenRequest
	if err := readJSON(r, &in); err != nil {
		return err
	}
	limits := screen.Limits{Threshold: in.Threshold, Min: in.Min, Most: in.Limit}
	if err := checkLimits(limits); err != nil {
		return err
	}
	q, err := in.query()
	if err != nil {
		return err
	}
	answer, err := s.service.Screen(r.Context(), q, limits)
	if err != nil {
		return err
	}
	s.metrics.queries.Inc()
	writeJSON(w, http.StatusOK, answer)
	return nil
}

// screenFile screens an uploaded file and streams the answers, one JSON object
// a row; what came of it stands in a last line {"summary":…}.
func (s *Server) screenFile(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	var limits screen.Limits
	for name, to := range map[string]*float64{"threshold": &limits.Threshold, "min": &limits.Min} {
		if text := v.Get(name); text != "" {
			f, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return badf("%s=%s: use a score from 0.5 to 1", name, text)
			}
			*to = f
		}
	}
	if err := number(v, "limit", &limits.Most, 0, mostLimit); err != nil {
		return err
	}
	if err := checkLimits(limits); err != nil {
		return err
	}
	table, err := screen.NewTable(r.Body, screen.TableOptions{Name: "the file"})
	if err != nil {
		return &badRequest{detail: err.Error()}
	}
	defer table.Close()
	w.Header().Set("Content-Type", "application/x-ndjson")
	flush := http.NewResponseController(w)
	summary, err := s.service.ScreenBatch(r.Context(), service.Batch{Table: table, Limits: limits, Format: service.JSON, Stream: w, HitsOnly: v.Get("hits_only") == "true",
		Progress: func(rows int) {
			s.metrics.queries.Inc()
			if rows%1000 == 0 {
				_ = flush.Flush()
			}
		}})
	last := map[string]any{"summary": summary}
	if err != nil {
		last["error"] = err.Error() // the answers above it stand
	}
	return json.NewEncoder(w).Encode(last)
}

func (s *Server) screenText(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Text  string `json:"text"`
		Exact bool   `json:"exact"`
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "text/plain" {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		in.Text = string(body)
	} else if err := readJSON(r, &in); err != nil {
		return err
	}
	answer, err := s.service.ScreenText(r.Context(), in.Text, screen.TextOptions{Exact: in.Exact})
	if err != nil {
		return err
	}
	if answer.Mentions == nil {
		answer.Mentions = []screen.Mention{}
	}
	writeJSON(w, http.StatusOK, map[string]any{"mentions": answer.Mentions, "basis": answer.Basis})
	return nil
}

func (s *Server) compare(w http.ResponseWriter, r *http.Request) error {
	in := struct {
		Schema    string  `json:"schema"`
		Name1     string  `json:"name1"`
		Name2     string  `json:"name2"`
		Threshold float64 `json:"threshold"`
	}{Schema: "Person", Threshold: screen.DefaultThreshold}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	var entities [2]*ftm.Entity
	for i, name := range []string{in.Name1, in.Name2} {
		q, err := screen.NewQuery([]screen.Field{{Name: "name", Value: name}, {Name: "schema", Value: in.Schema}}, "")
		if err != nil {
			return badf("name%d: %v", i+1, err)
		}
		entities[i] = q.Entity
	}
	result := s.service.Compare(entities[0], entities[1], in.Threshold)
	if err := s.service.Emit(r.Context(), service.Event{Kind: "compare", Results: []string{fmt.Sprintf("%.4f", result.Score)}}, in); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, map[string]any{"schema": in.Schema, "name1": in.Name1, "name2": in.Name2,
		"score": result.Score, "probability": result.Probability, "match": result.Match, "why": result.Why})
	return nil
}

// read reads an uploaded document, of any kind that is told by its content or
// the name, and streams a ledger for each that is in it.
func (s *Server) read(w http.ResponseWriter, r *http.Request) error {
	if s.options.Extract == nil {
		return &badRequest{detail: "this server reads no documents"}
	}
	v := r.URL.Query()
	if date := v.Get("date"); date != "" {
		if _, err := ftm.ParseDate(date); err != nil {
			return &badRequest{detail: "date=" + date + ": " + err.Error()}
		}
	}
	reader, err := s.service.Reader(r.Context())
	if err != nil {
		return err
	}
	name := v.Get("name")
	if name == "" {
		name = "document"
	}
	o := document.Options{Published: v.Get("date"), Source: v.Get("source"), Title: v.Get("title"), ContentType: r.Header.Get("Content-Type")}
	in := io.Reader(r.Body)
	if address := v.Get("url"); address != "" {
		if s.options.Fetch == nil {
			return &badRequest{detail: "url: this server fetches nothing for its callers; send the document itself"}
		}
		p, err := s.options.Fetch(r.Context(), address)
		if err != nil {
			return &badRequest{detail: "url: " + err.Error()}
		}
		defer p.Body.Close()
		in, o.ID, o.URL, o.ContentType = p.Body, p.Name, p.URL, p.ContentType
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	out := json.NewEncoder(w)
	some := false
	for doc, err := range s.options.Extract.Documents(r.Context(), in, name, o) {
		if err != nil {
			if !some {
				return &badRequest{detail: err.Error()}
			}
			if err := out.Encode(map[string]string{"error": err.Error()}); err != nil {
				return nil // whoever asked is gone
			}
			continue
		}
		l, err := service.ReadDocument(r.Context(), reader, doc)
		if err != nil {
			return err
		}
		some = true
		if err := out.Encode(l); err != nil {
			return nil // whoever asked is gone
		}
	}
	return nil
}

func (s *Server) lists(w http.ResponseWriter, r *http.Request) error {
	lists, err := s.service.Answering()
	if err == nil {
		err = s.service.Shown(r.Context(), "lists", nil, nil)
	}
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, lists)
	return nil
}

func (s *Server) history(w http.ResponseWriter, r *http.Request) error {
	if err := s.known(r.PathValue("source")); err != nil {
		return err
	}
	items, err := s.service.History(r.Context(), r.PathValue("source"), r.URL.Query().Get("changes") == "true")
	if err == nil {
		err = s.service.Shown(r.Context(), "lists", []string{r.PathValue("source")}, nil)
	}
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, items)
	return nil
}

func (s *Server) known(source string) error {
	lists, err := s.service.Answering()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(lists, func(l service.List) bool { return l.Source == source }) {
		return badf("no list %q here; /api/v1/lists names those that there are", source)
	}
	return nil
}

func (s *Server) diff(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	if err := s.known(r.PathValue("source")); err != nil {
		return err
	}
	d, err := s.service.Diff(r.Context(), r.PathValue("source"), v.Get("from"), v.Get("to"))
	if err != nil {
		return &badRequest{detail: err.Error()}
	}
	if err := s.service.Shown(r.Context(), "changes", d.Versions(), nil); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, map[string]any{"from": d.From.Date(), "to": d.To.Date(), "changes": d.Changes})
	return nil
}

func (s *Server) record(w http.ResponseWriter, r *http.Request) error {
	at := s.service
	v := r.URL.Query()
	if v.Get("as_of") != "" || v.Get("known_at") != "" {
		when, err := archive.ParseWhen(v.Get("as_of"), v.Get("known_at"))
		if err != nil {
			return &badRequest{detail: err.Error()}
		}
		at = s.service.At(when)
	}
	records, err := at.Show(r.Context(), r.PathValue("id"))
	if err != nil {
		if r.Context().Err() != nil {
			return err
		}
		fail(w, http.StatusNotFound, err.Error())
		return nil
	}
	var shown []string
	for _, x := range records {
		shown = append(shown, x.Entity.ID)
	}
	if err := at.Shown(r.Context(), "entity", shown, r.PathValue("id")); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, records)
	return nil
}

func (s *Server) basis(w http.ResponseWriter, r *http.Request) error {
	b, err := s.service.ReadBasis(r.PathValue("hash"))
	if err != nil {
		fail(w, http.StatusNotFound, err.Error())
		return nil
	}
	writeJSON(w, http.StatusOK, b)
	return nil
}
