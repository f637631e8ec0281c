package server

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"interdict/service"
)

// Whatever is sent to be matched gets an answer in JSON, and none breaks off.
func FuzzMatch(f *testing.F) {
	s, err := New(service.New(service.Options{Data: f.TempDir()}), Options{})
	if err != nil {
		f.Fatal(err)
	}
	for _, body := range []string{`{"queries":{"q1":{"id":"x","schema":"Person","properties":{"name":["Kim Yo-jong",null,7],"birthDate":"1989","nationality":"North Korea"}}}}`,
		`{"weights":{"name":0},"queries":{"":{"schema":"Vessel","properties":{"imoNumber":"IMO9074729"}}}}`, `{"queries":{"a":null}}`, `{"queries":[]}`, `{"queries":{"a":{"schema":"Company","properties":{"name":"\u202e</script>\ud800"}}}}`} {
		f.Add(body, "limit=2&topics=sanction")
	}
	f.Add("{", "threshold=NaN&cutoff=-1&limit=x")
	f.Fuzz(func(t *testing.T, body, query string) {
		r := httptest.NewRequest("POST", "/match/default", strings.NewReader(body))
		r.URL.RawQuery, r.Host = query, "localhost"
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != 200 && w.Code != 400 && w.Code != 422 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%d %q", w.Code, w.Body)
		}
	})
}

// Nobody is led to another server after signing in.
func FuzzOwnPath(f *testing.F) {
	for _, next := range []string{"/", "/search?q=x", "//evil.example", "/\\evil.example", "https://evil.example", "/%2f/evil.example", "\t//evil.example", "/a/../b", "/#x", "?x"} {
		f.Add(next)
	}
	here, err := url.Parse("https://here.example/sign-in")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, next string) {
		got := ownPath(next)
		to, err := here.Parse(got)
		if err != nil || to.Host != here.Host || to.Scheme != here.Scheme || !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\\\r\n\t") {
			t.Errorf("%q leads to %q", next, got)
		}
	})
}
