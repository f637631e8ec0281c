package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"interdict/ftm"
	"interdict/match"
	"interdict/service"
)

// policy is the Content-Security-Policy that the pages are served under.
const policy = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"

// harm is what would run where it is not escaped. In a browser it leaves a mark.
const harm = `<img src=x onerror="window.ran=1"><script>window.ran=1</script>"'><svg onload=window.ran=1>`

// ownList are the entries of a list of models in its two versions. One has harm
// in every value.
func ownList() map[string][]string {
	person := `{"id":"1","schema":"Person","target":true,"properties":{"name":["Viktor Modelov"],"alias":["Виктор Моделов"],"birthDate":["%s"],"nationality":["ru"],"passportNumber":["753182649"],"notes":["Supplies models of vessels to the Model Trading Company."]}}`
	rest := []string{
		`{"id":"2","schema":"Company","target":true,"properties":{"name":["Model Trading Company LLC"],"country":["ru"],"website":["https://example.org/model"]}}`,
		`{"id":"3","schema":"Vessel","target":true,"properties":{"name":["Model Star"],"imoNumber":["IMO9074729"],"flag":["pa"]}}`,
		`{"id":"4","schema":"Ownership","properties":{"owner":["1"],"asset":["2"],"role":["owner"],"startDate":["2019"]}}`,
		`{"id":"5","schema":"UnknownLink","properties":{"subject":["2"],"object":["3"],"role":["operates"]}}`,
		`{"id":"6","schema":"Sanction","properties":{"entity":["1"],"authority":["Model Authority"],"program":["MODELS"],"listingDate":["2022-03-01"],"reason":["Sold models."]}}`,
		fmt.Sprintf(`{"id":"7","schema":"Person","target":true,"properties":{"name":[%q],"alias":["Harmful Modelson"],"notes":[%q],"position":[%q],"website":["https://example.org/%%22%%3E%%3Cscript%%3E"]}}`, harm+" Modelson", harm, harm),
		fmt.Sprintf(`{"id":"8","schema":"UnknownLink","properties":{"subject":["7"],"object":["1"],"role":[%q]}}`, harm),
		fmt.Sprintf(`{"id":"9","schema":"Sanction","properties":{"entity":["7"],"authority":[%q],"program":[%q],"reason":[%q]}}`, harm, harm, harm),
	}
	gone := `{"id":"10","schema":"Person","target":true,"properties":{"name":["Former Modelman"]}}`
	return map[string][]string{
		"2024-01-01": append(slices.Clone(rest), fmt.Sprintf(person, "1960"), gone),
		"2024-06-01": append(slices.Clone(rest), fmt.Sprintf(person, "1961-02-03")),
	}
}

// otherList has one of the parties again. Its name comes behind that of the
// first, so that of equal hits the first list's stands first.
var otherList = map[string][]string{"2023-05-01": {
	`{"id":"x1","schema":"Person","target":true,"properties":{"name":["MODELOV Viktor"],"birthDate":["1961-02-03"],"nationality":["ru"],"passportNumber":["753182649"],"address":["1 Model Street, Moscow"]}}`,
}}

// newService returns a service over lists of models.
func newService(t testing.TB, lists map[string]map[string][]string) *service.Service {
	t.Helper()
	s := service.New(service.Options{Data: t.TempDir()})
	for name, versions := range lists {
		addVersions(t, s, name, versions)
	}
	return s
}

// addVersions adds versions of a list, by date.
func addVersions(t testing.TB, s *service.Service, name string, versions map[string][]string) {
	t.Helper()
	dir := t.TempDir()
	for date, lines := range versions {
		path := filepath.Join(dir, date, name+".ftm.json")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		added, problems, err := s.AddLists(context.Background(), []string{path}, "", true)
		if err != nil || len(problems) > 0 || len(added) != 1 || added[0].Err != nil {
			t.Fatal(added, problems, err)
		}
	}
}

// models are the lists that most tests are on.
func models() map[string]map[string][]string {
	return map[string]map[string][]string{"own": ownList(), "second": otherList}
}

// serve serves the pages of a service under the headers that they will have.
// The user is who the header User names.
func serve(t testing.TB, s *service.Service, o Options) *httptest.Server {
	t.Helper()
	if o.User == nil {
		o.User = func(r *http.Request) string { return r.Header.Get("User") }
	}
	o.Jobs.Dir = t.TempDir()
	site, err := New(s, o)
	if err != nil {
		t.Fatal(err)
	}
	protected := http.NewCrossOriginProtection().Handler(site)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		protected.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		server.Close()
		if err := site.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

// A response is a page that was got.
type response struct {
	Status int
	Path   string // where it was in the end, with the query
	Header http.Header
	Body   string
}

// get asks for a page as a user; "" is the nameless one.
func get(t testing.TB, server *httptest.Server, path, user string) response {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return send(t, server, r, user)
}

// post sends a form and follows where it leads.
func post(t testing.TB, server *httptest.Server, path, user string, form url.Values) response {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return send(t, server, r, user)
}

// upload sends a form with files, by name.
func upload(t testing.TB, server *httptest.Server, path, user string, fields, files map[string]string) response {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range files {
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, server.URL+path, &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return send(t, server, r, user)
}

func send(t testing.TB, server *httptest.Server, r *http.Request, user string) response {
	t.Helper()
	r.Header.Set("User", user)
	client := server.Client()
	client.Timeout = 30 * time.Second
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response{answer.StatusCode, answer.Request.URL.RequestURI(), answer.Header, string(body)}
}

// words are the words of a page, as people see them.
func (r response) words(t testing.TB) string {
	t.Helper()
	var out []string
	walk(t, r.Body, func(n *html.Node) {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			out = append(out, n.Data)
		}
	})
	return strings.Join(strings.Fields(strings.Join(out, " ")), " ")
}

// has fails where a page lacks some words.
func (r response) has(t testing.TB, words ...string) {
	t.Helper()
	text := r.words(t)
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s: no %q in: %s", r.Path, w, text)
		}
	}
}

func walk(t testing.TB, source string, visit func(*html.Node)) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		visit(n)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// compare compares two names as screening would.
func compare(t interface{ Fatal(...any) }, query, candidate, schema string) match.Result {
	q, c := ftm.New("LegalEntity", "q"), ftm.New(schema, "c")
	if err := errors.Join(q.Add("name", query), c.Add("name", candidate)); err != nil {
		t.Fatal(err)
	}
	model := match.Default()
	return model.Compare(model.Prepare(q), model.Prepare(c), 0.7)
}
