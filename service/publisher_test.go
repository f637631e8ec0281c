package service

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"interdict/archive"
	"interdict/fetch"
	"interdict/lists"
)

// unFile is a list of the Security Council with n persons, each marked.
func unFile(date string, n int, mark string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" dateGenerated="%sT00:00:09.554Z"><INDIVIDUALS>`, date)
	for i := range n {
		fmt.Fprintf(&b, `
<INDIVIDUAL><DATAID>%d</DATAID><FIRST_NAME>MODEL</FIRST_NAME><SECOND_NAME>PERSON %d</SECOND_NAME><THIRD_NAME>%s</THIRD_NAME>
<UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.%03d</REFERENCE_NUMBER><LISTED_ON>2009-07-16</LISTED_ON>
<NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY></INDIVIDUAL>`, 690000+i, i, mark, i)
	}
	return b.String() + "\n</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>\n"
}

// ofacFiles are the four files of OFAC's list with n entries, each marked.
func ofacFiles(n int, mark string) map[string]string {
	var sdn, add, alt, comments strings.Builder
	for i := range n {
		fmt.Fprintf(&sdn, "%d,\"MODEL COMPANY %d %s\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n", 100+i, i, mark)
		fmt.Fprintf(&add, "%d,%d,\"Ibex House %s\",\"London EC3N 1DY\",\"United Kingdom\",-0- \r\n", 100+i, i, mark)
		fmt.Fprintf(&alt, "%d,%d,\"aka\",\"MODEL CO %d %s\",-0- \r\n", 100+i, i, i, mark)
	}
	fmt.Fprintf(&comments, "100,\"Registration ID 1234 (Cuba)\"\r\n")
	return map[string]string{"sdn.csv": sdn.String(), "add.csv": add.String(), "alt.csv": alt.String(), "sdn_comments.csv": comments.String()}
}

// A publisher serves two lists, and for each path what a test tells it to.
type publisher struct {
	*httptest.Server
	mu      sync.Mutex
	version int
	answers map[string]http.HandlerFunc
	asked   []string
}

func newPublisher(t testing.TB, secure bool) *publisher {
	t.Helper()
	p := &publisher{answers: map[string]http.HandlerFunc{}}
	p.Server = httptest.NewUnstartedServer(p)
	p.Config.ErrorLog = log.New(io.Discard, "", 0) // broken connections are wanted here
	if secure {
		p.StartTLS()
	} else {
		p.Start()
	}
	t.Cleanup(p.Close)
	return p
}

func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, r.URL.RequestURI())
	answer := p.answers[r.URL.Path]
	p.mu.Unlock()
	if answer == nil {
		http.NotFound(w, r)
		return
	}
	answer(w, r)
}

// on sets the answer for a path.
func (p *publisher) on(path string, answer http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers[path] = answer
}

// serve sets a whole file for a path.
func (p *publisher) serve(path, content string) {
	p.mu.Lock()
	p.version++
	tag := fmt.Sprintf(`"v%d"`, p.version)
	p.mu.Unlock()
	p.on(path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(content))
	})
}

// serveOFAC sets the four files.
func (p *publisher) serveOFAC(n int, mark string) {
	for name, content := range ofacFiles(n, mark) {
		p.serve("/us_ofac_sdn/"+name, content)
	}
}

// requests returns what was asked for since the last call.
func (p *publisher) requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.asked
	p.asked = nil
	slices.Sort(out)
	return out
}

// catalogue is one with the two lists, at a server.
func catalogue(server string) []lists.Source {
	un := lists.Source{Name: "un_sc_sanctions", MinEntries: 10, MaxShrink: 0.2,
		Files: []lists.Download{{Name: "consolidated.xml", URL: server + "/un_sc_sanctions/consolidated.xml"}}}
	ofac := lists.Source{Name: "us_ofac_sdn", MinEntries: 10, MaxShrink: 0.2}
	for _, name := range []string{"sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"} {
		ofac.Files = append(ofac.Files, lists.Download{Name: name, URL: server + "/us_ofac_sdn/" + name})
	}
	return []lists.Source{un, ofac}
}

// options are those of an update from the publisher, in no time.
func (p *publisher) options() UpdateOptions {
	return UpdateOptions{
		Catalogue: catalogue(p.URL),
		Fetch: fetch.Options{Transport: p.Client().Transport, MaxBytes: 1 << 20, Stall: 20 * time.Second, Attempts: 2,
			Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }},
		Now: func() time.Time { return time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC) },
	}
}

// update runs an update and returns what became of each source.
func update(t testing.TB, s *Service, o UpdateOptions) map[string]Updated {
	t.Helper()
	out := map[string]Updated{}
	err := s.Update(context.Background(), o, func(u Updated) error {
		if strings.Contains(u.Reason, "\n") {
			t.Errorf("the reason is of several lines: %q", u.Reason)
		}
		out[u.Source] = u
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wantState checks what became of a source and that the reason says words.
func wantState(t testing.TB, got Updated, state State, words ...string) {
	t.Helper()
	if got.State != state {
		t.Errorf("%s is %q (%s), want %q", got.Source, got.State, got.Reason, state)
	}
	for _, w := range words {
		if !strings.Contains(got.Reason, w) {
			t.Errorf("%s: the reason %q does not say %q", got.Source, got.Reason, w)
		}
	}
}

// newest returns the version in use of a source.
func newest(t testing.TB, s *Service, source string) archive.Version {
	t.Helper()
	v, err := s.current(source)
	if err != nil || v == nil {
		t.Fatalf("%s: version in use %v, %v", source, v, err)
	}
	return *v
}
