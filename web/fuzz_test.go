package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// FuzzSearch asks for anything: there is an answer, and nothing in it could run.
func FuzzSearch(f *testing.F) {
	f.Add("Viktor Modelov", "1961", "Russia", "753182649", "", "")
	f.Add(harm, harm, harm, harm, harm, harm)
	f.Add("Modelov\t1961-02-03\tRU\n\n- Model Star", "03/04/1961", "xx", "IMO9074729", "imoNumber", "Vessel")
	f.Add("\x00\xff\u202e Modelov", "0000", "", "1", "nothing", "Person")
	site, err := New(newService(f, models()), Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := site.Close(); err != nil {
			f.Error(err)
		}
	})
	f.Fuzz(func(t *testing.T, q, born, country, number, numberKind, kind string) {
		form := url.Values{"q": {q}, "born": {born}, "country": {country}, "number": {number}, "number-kind": {numberKind}, "kind": {kind}, "weak": {"1"}}
		for _, part := range []string{"", "hits"} {
			form.Set("part", part)
			w := httptest.NewRecorder()
			site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/search?"+form.Encode(), nil))
			if w.Code >= http.StatusInternalServerError {
				t.Fatalf("status %d", w.Code)
			}
			checkPage(t, response{Status: w.Code, Path: "/search", Body: w.Body.String()})
		}
	})
}
