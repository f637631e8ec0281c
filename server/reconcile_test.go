package server_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"interdict/server"
)

// What OpenRefine reads, in the shapes of the Reconciliation Service API 0.2.
func TestReconcile(t *testing.T) {
	s := start(t, server.Options{Origins: []string{"http://127.0.0.1:3333"}})
	type thing struct{ ID, Name string }
	var manifest struct {
		Versions                           []string
		Name, IdentifierSpace, SchemaSpace string
		DefaultTypes                       []thing
		View                               struct{ URL string }
		Preview                            struct {
			URL           string
			Width, Height int
		}
		Suggest map[string]struct {
			ServiceURL  string `json:"service_url"`
			ServicePath string `json:"service_path"`
		}
		Extend struct {
			ProposeProperties map[string]string `json:"propose_properties"`
		}
	}
	s.get("/reconcile/default", &manifest)
	if len(manifest.Versions) != 1 || manifest.Versions[0] != "0.2" || manifest.Name == "" || manifest.IdentifierSpace == "" || manifest.SchemaSpace == "" || len(manifest.DefaultTypes) == 0 ||
		!strings.Contains(manifest.View.URL, "{{id}}") || !strings.Contains(manifest.Preview.URL, "{{id}}") || manifest.Preview.Width == 0 {
		t.Fatalf("%+v", manifest)
	}
	queries := `{"q0":{"query":"Kim Yo-jong","type":"Person","limit":3,"properties":[{"pid":"birthDate","v":"1989-09-26"},{"pid":"nationality","v":{"id":"kp"}}]},"q1":{"query":"nobody at all"}}`
	var answers map[string]struct {
		Result []struct {
			ID, Name string
			Type     []thing
			Score    float64
			Match    bool
			Features []struct {
				ID    string
				Value float64
			}
		}
	}
	for _, form := range []string{"GET", "POST"} {
		path, body := "/reconcile/default", "queries="+url.QueryEscape(queries)
		if form == "GET" {
			path, body = path+"?"+body, ""
		}
		status, _, text := s.ask(form, path, body, "Content-Type", "application/x-www-form-urlencoded")
		if err := json.Unmarshal([]byte(text), &answers); err != nil || status != 200 {
			t.Fatalf("%s: %d %v %s", form, status, err, text)
		}
		q0 := answers["q0"].Result
		if len(q0) != 1 || q0[0].ID != "us_ofac_sdn-21444" || q0[0].Type[0].ID != "Person" || !q0[0].Match || q0[0].Score < 90 || q0[0].Score > 100 || len(q0[0].Features) == 0 {
			t.Errorf("%s: %+v", form, answers)
		}
		if q1, ok := answers["q1"]; !ok || q1.Result == nil {
			t.Errorf("%s: no answer for q1: %s", form, text)
		}
	}
	var suggested struct {
		Result []struct {
			ID, Name, Description string
			Notable               []thing
		}
	}
	for _, what := range []string{"entity?prefix=kim+yo", "property?prefix=birth", "type?prefix=per"} {
		s.get("/reconcile/default/suggest/"+what, &suggested)
		if len(suggested.Result) == 0 || suggested.Result[0].ID == "" || suggested.Result[0].Name == "" {
			t.Errorf("%s: %+v", what, suggested)
		}
	}
	for _, path := range []string{manifest.Suggest["entity"].ServicePath, manifest.Suggest["property"].ServicePath, manifest.Suggest["type"].ServicePath} {
		s.get(path, &suggested)
	}
	var extended struct {
		Meta []thing
		Rows map[string]map[string][]struct{ Str string }
	}
	s.get("/reconcile/default?extend="+url.QueryEscape(`{"ids":["us_ofac_sdn-21444","nobody"],"properties":[{"id":"birthDate"}]}`), &extended)
	if len(extended.Meta) != 1 || len(extended.Rows) != 2 || extended.Rows["us_ofac_sdn-21444"]["birthDate"][0].Str != "1989-09-26" || len(extended.Rows["nobody"]["birthDate"]) != 0 {
		t.Errorf("%+v", extended)
	}
	var proposed struct {
		Type       string
		Properties []thing
	}
	s.get(manifest.Extend.ProposeProperties["service_path"]+"?type=Person&limit=3", &proposed)
	if proposed.Type != "Person" || len(proposed.Properties) != 3 {
		t.Errorf("%+v", proposed)
	}
	if status, _, text := s.ask("GET", "/reconcile/default/preview?id=us_ofac_sdn-21444", ""); status != 200 || !strings.Contains(text, "<h1>KIM Yo Jong</h1>") {
		t.Errorf("preview: %d %s", status, text)
	}
	for path, want := range map[string]int{"/reconcile/nowhere": 400, "/reconcile/default?queries=x": 400, "/reconcile/default?extend=x": 400, "/reconcile/default/preview?id=nobody": 404,
		"/reconcile/default?queries=" + url.QueryEscape(`{"a":{"query":"x","type":"Starship"}}`): 400} {
		if status, _, text := s.ask("GET", path, ""); status != want || !strings.HasPrefix(text, `{"detail"`) {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}

	// Pages that were named may ask from elsewhere, others not; and for nothing else.
	if status, header, _ := s.ask("GET", "/reconcile/default", "", "Origin", "http://127.0.0.1:3333"); status != 200 || header.Get("Access-Control-Allow-Origin") != "http://127.0.0.1:3333" {
		t.Errorf("an origin that was named: %d %v", status, header)
	}
	for _, path := range []string{"/reconcile/default", "/search/default"} {
		origin := map[string]string{"/reconcile/default": "http://evil.example", "/search/default": "http://127.0.0.1:3333"}[path]
		if status, header, _ := s.ask("GET", path, "", "Origin", origin); status != 403 || header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s from %s: %d %v", path, origin, status, header)
		}
	}
}
