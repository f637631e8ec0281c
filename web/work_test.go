package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"interdict/fetch/page"
	"interdict/service"
)

// article has a listed party, an accusation, a denial and a sanction.
const article = `Modelov denies sale of weapons

MOSCOW, 3 May 2024 (Model Desk) - Viktor Modelov on Friday denied that the Model Trading Company had sold weapons to North Korea.

South Korea accused the Model Trading Company of shipping missiles to North Korea in March. The United States sanctioned Viktor Modelov on 2 May.`

// done asks until work that goes on in the background has ended.
func done(t testing.TB, server *httptest.Server, path, user string) response {
	t.Helper()
	for until := time.Now().Add(40 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		r := get(t, server, path, user)
		if !strings.Contains(r.Body, "data-poll") {
			return r
		}
	}
	t.Fatalf("%s does not come to an end", path)
	return response{}
}

// TestRead reads text and files, shows what they say and gives it as files, to
// whom it was read for alone.
func TestRead(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	r := post(t, server, "/read", "me", url.Values{"text": {article}})
	r = done(t, server, r.Path, "me")
	r.has(t, "Modelov denies sale of weapons", "Model Desk", "2024-05-03", "Viktor Modelov listed", "DENY", "ACCUSE", "SANCTION", "On the word of", "Who does what to whom", "Basis of the list entries")
	if !strings.Contains(r.Body, `href="/entry/own-1"`) || !strings.Contains(r.Body, "/static/ties-1-") {
		t.Error("no link to the entry, or no rules that tie claims to words")
	}
	for file, words := range map[string]string{"ledger.json": `"claims":[`, "claims.csv": "document,title,source", "entities.ftm.json": `"schema":"Article"`, "page.html": "<!DOCTYPE html>"} {
		f := get(t, server, r.Path+"/"+file, "me")
		if f.Status != http.StatusOK || !strings.Contains(f.Body, words) || !strings.HasPrefix(f.Header.Get("Content-Disposition"), "attachment; filename=") {
			t.Errorf("%s: %d, %s, %.80q", file, f.Status, f.Header.Get("Content-Disposition"), f.Body)
		}
	}
	for _, path := range []string{r.Path, r.Path + "/ledger.json"} {
		if other := get(t, server, path, "another"); other.Status != http.StatusNotFound || strings.Contains(other.Body, "Modelov") {
			t.Errorf("%s: another sees it", path)
		}
	}
	get(t, server, "/read", "me").has(t, "Read lately", "1 document")
	two := upload(t, server, "/read", "me", map[string]string{"source": "Model Wire", "date": "2024-05-04"}, map[string]string{"one.txt": article, "two.html": "<html><body><h1>Other model</h1><p>" + strings.Repeat("The United States sanctioned Viktor Modelov in May. ", 20) + "</p></body></html>", "bad.png": "\x89PNG\r\n"})
	two = done(t, server, two.Path, "me")
	two.has(t, "2 documents", "a picture; for a scanned page run text recognition first", "Model Wire")
	get(t, server, two.Path+"?doc=2", "me").has(t, "2 documents")
}

// TestReadRefuses answers what cannot be read with what to do.
func TestReadRefuses(t *testing.T) {
	server := serve(t, newService(t, nil), Options{MaxDocument: 100_000})
	for _, c := range []struct {
		form   url.Values
		status int
		words  string
	}{
		{url.Values{}, 400, "There is nothing to read"},
		{url.Values{"text": {article}, "date": {"someday"}}, 400, "Date “someday”"},
		{url.Values{"url": {"https://example.org/"}}, 400, "Addresses are not fetched here"},
	} {
		r := post(t, server, "/read", "", c.form)
		if r.Status != c.status {
			t.Errorf("%v: status %d", c.form, r.Status)
		}
		r.has(t, c.words)
		checkPage(t, r)
	}
	r := upload(t, server, "/read", "", nil, map[string]string{"big.txt": strings.Repeat("word ", 500_000)})
	if r.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("a large document: status %d", r.Status)
	}
	empty := upload(t, server, "/read", "", nil, map[string]string{"empty.txt": ""})
	done(t, server, empty.Path, "").has(t, "Nothing was read", "the file is empty")
	cut, err := http.NewRequest(http.MethodPost, server.URL+"/read", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nnever en"))
	if err != nil {
		t.Fatal(err)
	}
	cut.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if r := send(t, server, cut, ""); r.Status != http.StatusBadRequest {
		t.Errorf("a form that is cut off: status %d", r.Status)
	}
	foreign, err := http.NewRequest(http.MethodPost, server.URL+"/read", strings.NewReader("text=x"))
	if err != nil {
		t.Fatal(err)
	}
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	if r := send(t, server, foreign, ""); r.Status != http.StatusForbidden {
		t.Errorf("a form of another site: status %d", r.Status)
	}
}

// TestReadAddress reads what is fetched, and says why something was not.
func TestReadAddress(t *testing.T) {
	fetch := func(_ context.Context, address string) (*page.Page, error) {
		if strings.Contains(address, "inside") {
			return nil, errors.New("this address is in a network that is nobody's business")
		}
		return &page.Page{Body: io.NopCloser(strings.NewReader(article)), URL: address + "?end", Name: "story", ContentType: "text/plain"}, nil
	}
	server := serve(t, newService(t, models()), Options{Fetch: fetch})
	get(t, server, "/read", "").has(t, "or an address")
	r := post(t, server, "/read", "", url.Values{"url": {"https://example.org/story"}})
	done(t, server, r.Path, "").has(t, "Modelov denies sale of weapons", "https://example.org/story?end")
	r = post(t, server, "/read", "", url.Values{"url": {"https://inside.example.org/"}})
	done(t, server, r.Path, "").has(t, "Nothing was read", "nobody's business")
	r = post(t, server, "/read", "", url.Values{"url": {"javascript:alert(1)"}})
	r.has(t, "An address begins with https:// or http://")
}

// customers has two rows that match, one that does not and one that cannot be
// screened; harm is in one of its names and one of its ids.
var customers = "id,full name,dob\n1,Viktor Modelov,1961-02-03\n2,Nobody Atall,\n3,,\n\"" + strings.ReplaceAll(harm, `"`, `""`) + "\",\"" + strings.ReplaceAll(harm, `"`, `""`) + " Modelson\",\n"

// TestBatch screens a file: its rows can be chosen, sorted and taken along.
func TestBatch(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.WriteString(z, customers); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r := upload(t, server, "/batch", "me", map[string]string{"threshold": "0,7"}, map[string]string{"customers.csv.gz": packed.String()})
	r = done(t, server, r.Path, "me")
	r.has(t, "customers.csv.gz", "4 rows", "2 with a match", "1 not screened", "Viktor Modelov", "over 99 %", "1 to 2 of 2", "no name and no identifier", "threshold of 0.70")
	checkPage(t, r)
	for query, words := range map[string]string{
		"?kind=rejected":         "Not screened: line 4: no name and no identifier",
		"?words=viktor&sort=row": "1 to 1 of 1",
		"?list=second":           "1 to 1 of 1",
		"?words=zzz":             "No row is as you chose",
		"?from=9999&part=rows":   "No row",
		"?from=x&sort=name":      "1 to 2 of 2",
		"?sort=probability":      "See how they go together",
	} {
		rows := get(t, server, r.Path+query, "me")
		rows.has(t, words)
		checkPage(t, rows)
	}
	for file, words := range map[string]string{"answers.csv": "id,full name,dob,match,score", "answers.xlsx": "PK", "answers.jsonl": `"hits":[`, "rejected.csv": "line,reason"} {
		f := get(t, server, r.Path+"/"+file, "me")
		if f.Status != http.StatusOK || !strings.Contains(f.Body, words) || !strings.HasPrefix(f.Header.Get("Content-Disposition"), "attachment; filename=") {
			t.Errorf("%s: %d, %s, %.80q", file, f.Status, f.Header.Get("Content-Disposition"), f.Body)
		}
		if other := get(t, server, r.Path+"/"+file, "another"); other.Status != http.StatusNotFound {
			t.Errorf("%s: another gets it", file)
		}
	}
	if strings.Contains(get(t, server, "/batch", "another").Body, "customers") {
		t.Error("another sees the file")
	}
	get(t, server, "/batch", "me").has(t, "customers.csv.gz done 4 2 1")
	post(t, server, r.Path+"/stop", "another", nil)
	get(t, server, r.Path, "me").has(t, "4 rows")
	post(t, server, r.Path+"/stop", "me", nil).has(t, "None yet.")
	if gone := get(t, server, r.Path, "me"); gone.Status != http.StatusNotFound {
		t.Errorf("after it was removed: status %d", gone.Status)
	}
}

// TestBatchWeak shows rows whose hits do not come to the threshold, where that
// is asked for.
func TestBatchWeak(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	r := upload(t, server, "/batch", "", map[string]string{"weak": "1"}, map[string]string{"a.csv": "name,dob\nViktor Modelov,1950-01-01\nModel Star,\n"})
	r = done(t, server, r.Path, "")
	r.has(t, "2 rows", "1 with a match", "below the threshold (1)", "1 to 2 of 2")
	get(t, server, r.Path+"?kind=possible", "").has(t, "1 to 1 of 1", "Viktor Modelov")
	var again string
	walk(t, r.Body, func(n *html.Node) {
		if href := attribute(n, "href"); strings.Contains(href, "Viktor") {
			again = href
		}
	})
	get(t, server, again, "").has(t, "compared with birth date 1950-01-01", "Against: The dates of birth contradict each other")
}

// TestBatchRefuses answers files that cannot be screened with what to do.
func TestBatchRefuses(t *testing.T) {
	server := serve(t, newService(t, nil), Options{Jobs: service.JobOptions{MaxBytes: 1000}})
	for _, c := range []struct {
		file, content string
		fields        map[string]string
		status        int
		words         string
	}{
		{"odd.csv", "a,b\n1,2\n", nil, 400, "no column of names among: a, b. Say below under “Column of names” which one holds them"},
		{"odd.csv", "a,b\n1,2\n", map[string]string{"column": "c"}, 400, `no column "c"`},
		{"a.csv", "name\nx\n", map[string]string{"threshold": "2"}, 400, "The threshold is a score from 0.5 to 1"},
		{"a.csv", "name\nx\n", map[string]string{"dates": "ymd"}, 400, "day first or month first"},
		{"empty.csv", "", nil, 400, "the file is empty"},
		{"a.pdf", "%PDF-1.4", nil, 400, "a PDF file, not a table"},
		{"big.csv", "name\n" + strings.Repeat("Nobody\n", 1000), nil, 413, "too large"},
		{"huge.csv", "name\n" + strings.Repeat("Nobody\n", 400_000), nil, 413, "taken at once"},
		{"<script>alert(1)</script>.csv", "a\n1\n", nil, 400, "script>.csv: no column of names"},
	} {
		r := upload(t, server, "/batch", "", c.fields, map[string]string{c.file: c.content})
		if r.Status != c.status {
			t.Errorf("%s: status %d", c.file, r.Status)
		}
		r.has(t, c.words)
		if strings.Contains(r.words(t), "--") {
			t.Errorf("%s: advice for the command line on a page", c.file)
		}
		checkPage(t, r)
	}
	post(t, server, "/batch", "", url.Values{}).has(t, "There is nothing to screen")
	get(t, server, "/batch", "").has(t, "None yet.")
}
