package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestUpdateFetchesAndSaysUnchanged(t *testing.T) {
	p := newPublisher(t, true)
	p.serve("/un_sc_sanctions/consolidated.xml", unFile("2026-03-01", 20, "A"))
	p.serveOFAC(30, "A")
	s := New(Options{Data: t.TempDir()})
	got := update(t, s, p.options())
	un, ofac := newest(t, s, "un_sc_sanctions"), newest(t, s, "us_ofac_sdn")
	want := map[string]Updated{
		"un_sc_sanctions": {Source: "un_sc_sanctions", State: Fetched, Version: un.ID, Published: "2026-03-01", Entities: 20, Read: un.Report.Share()},
		"us_ofac_sdn":     {Source: "us_ofac_sdn", State: Fetched, Version: ofac.ID, Entities: 30, Read: ofac.Report.Share()},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("first update (-want +got):\n%s", diff)
	}
	p.requests()
	again := update(t, s, p.options())
	wantState(t, again["un_sc_sanctions"], Unchanged)
	wantState(t, again["us_ofac_sdn"], Unchanged)
	if n := len(p.requests()); n != 5 {
		t.Errorf("%d requests for five files that did not change", n)
	}
	if again["un_sc_sanctions"].Version != un.ID {
		t.Errorf("unchanged, but of version %q", again["un_sc_sanctions"].Version)
	}

	// One file of the set changed: the version is made of all four.
	p.serve("/us_ofac_sdn/alt.csv", ofacFiles(30, "B")["alt.csv"])
	wantState(t, update(t, s, p.options())["us_ofac_sdn"], Fetched)
	if v := newest(t, s, "us_ofac_sdn"); len(v.Files) != 4 || v.ID == ofac.ID {
		t.Errorf("new version %s of %d files", v.ID, len(v.Files))
	}

	// The archive was lost: nothing is taken for known.
	if err := os.RemoveAll(filepath.Join(s.options.Data, "archive")); err != nil {
		t.Fatal(err)
	}
	wantState(t, update(t, s, p.options())["un_sc_sanctions"], Fetched)
}

func TestSameFilesAreNotANewVersion(t *testing.T) {
	p := newPublisher(t, true)
	p.serveOFAC(30, "A")
	s := New(Options{Data: t.TempDir()})
	o := p.options()
	o.Sources = []string{"us_ofac_sdn"}
	update(t, s, o)
	p.serveOFAC(30, "A") // with new tags, on another day
	o.Now = func() time.Time { return time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC) }
	wantState(t, update(t, s, o)["us_ofac_sdn"], Unchanged)
	if versions, err := s.archive.Versions("us_ofac_sdn"); err != nil || len(versions) != 1 {
		t.Errorf("%d versions, %v", len(versions), err)
	}
	// A list that tells no date, and was published again as it once was.
	p.serveOFAC(31, "B")
	wantState(t, update(t, s, o)["us_ofac_sdn"], Fetched)
	p.serveOFAC(30, "A")
	wantState(t, update(t, s, o)["us_ofac_sdn"], Held, "again, older than")
}

func TestFilesReplacedWhileTheyAreFetched(t *testing.T) {
	p := newPublisher(t, true)
	o := p.options()
	o.Sources = []string{"us_ofac_sdn"}
	s := New(Options{Data: t.TempDir()})
	p.serveOFAC(30, "A")
	answer := p.answers["/us_ofac_sdn/alt.csv"]
	p.on("/us_ofac_sdn/alt.csv", func(w http.ResponseWriter, r *http.Request) {
		answer(w, r)
		p.serveOFAC(31, "B") // after two of the four files were sent
	})
	wantState(t, update(t, s, o)["us_ofac_sdn"], Fetched)
	entities, err := s.archive.Entities(context.Background(), newest(t, s, "us_ofac_sdn"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entities {
		for _, name := range append(e.Get("name"), e.Get("alias")...) {
			if !strings.HasSuffix(name, " B") {
				t.Errorf("a version of which only a part is new: %s", name)
			}
		}
	}
	n := 0
	p.on("/us_ofac_sdn/alt.csv", func(w http.ResponseWriter, r *http.Request) {
		answer(w, r)
		n++
		p.serve("/us_ofac_sdn/sdn.csv", ofacFiles(31, fmt.Sprint("C", n))["sdn.csv"])
	})
	wantState(t, update(t, s, o)["us_ofac_sdn"], Failed, "changed again and again")
}

func TestServersThatDoNotSayUnchanged(t *testing.T) {
	for name, header := range map[string]func(http.Header){
		"nothing":          func(http.Header) {},
		"tag":              func(h http.Header) { h.Set("ETag", `"same"`) },
		"another tag":      func(h http.Header) { h.Set("ETag", fmt.Sprintf(`"%d"`, time.Now().UnixNano())) },
		"changed just now": func(h http.Header) { h.Set("Last-Modified", time.Now().UTC().Format(http.TimeFormat)) },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPublisher(t, true)
			for name, content := range ofacFiles(30, "A") {
				p.on("/us_ofac_sdn/"+name, func(w http.ResponseWriter, _ *http.Request) {
					header(w.Header())
					_, _ = io.WriteString(w, content)
				})
			}
			o := p.options()
			o.Sources = []string{"us_ofac_sdn"}
			s := New(Options{Data: t.TempDir()})
			wantState(t, update(t, s, o)["us_ofac_sdn"], Fetched)
			wantState(t, update(t, s, o)["us_ofac_sdn"], Unchanged)
		})
	}
}

// faults are what a server can do wrong with a list, and what is said of it.
var faults = map[string]struct {
	answer http.HandlerFunc
	state  State
	words  string
}{
	"half a file": {func(w http.ResponseWriter, _ *http.Request) {
		file := unFile("2026-03-02", 20, "B")
		w.Header().Set("Content-Length", strconv.Itoa(len(file)))
		_, _ = io.WriteString(w, file[:len(file)/2])
		panic(http.ErrAbortHandler)
	}, Failed, "the connection ended after"},
	"half a file that claims to be whole": {whole(unFile("2026-03-02", 20, "B")[:3000]), Held, "damaged or cut off"},
	"end is missing":                      {whole(strings.TrimSuffix(unFile("2026-03-02", 20, "B"), "</CONSOLIDATED_LIST>\n")), Held, "damaged or cut off"},
	"web page":                            {whole("<!DOCTYPE html><html><title>Sorry</title></html>"), Failed, "web page instead of the file"},
	"nothing":                             {whole(""), Failed, "empty file"},
	"older version":                       {whole(unFile("2026-02-01", 20, "B")), Held, "it is of 2026-02-01, older than the version of 2026-03-01 in use"},
	"not yet published":                   {whole(unFile("2027-01-01", 20, "B")), Held, "which is not yet"},
	"shrunken list":                       {whole(unFile("2026-03-02", 15, "B")), Held, "it shrank by 25%, more than the 20%"},
	"far too few":                         {whole(unFile("2026-03-02", 9, "B")), Held, "never had less than 10; if that is right, say --allow-shrink un_sc_sanctions"},
	"other form":                          {whole(strings.ReplaceAll(unFile("2026-03-02", 20, "B"), "NATIONALITY", "CITIZENSHIP")), Held, "reached a property"},
	"other list":                          {whole(ofacFiles(20, "B")["sdn.csv"]), Held, "not this list"},
	"no list":                             {whole("{}"), Held, "consolidated.xml: "},
	"a table of persons":                  {whole("name,birth_date\nModel Person,1970\n"), Held, "consolidated"},
	"endless body": {func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(make([]byte, 32<<10)); err != nil {
				return
			}
		}
	}, Failed, "more than the 1.0 MB"},
	"ten gigabytes": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "10737418240") }, Failed, "of 10240 MB, more than"},
	"stalled": {func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, unFile("2026-03-02", 20, "B")[:3000])
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}, Failed, "the server sent nothing for 1s"},
	"redirect to another host": {func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://storage.example/list.xml", http.StatusFound)
	}, Failed, "redirects to storage.example, which is not a host that the catalogue names"},
	"busy": {func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	}, Failed, "429 Too Many Requests and asks to wait 1h0m0s"},
	"broken": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, Failed, "500 Internal Server Error (tried 2 times)"},
	"gone":   {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }, Failed, "there is no such file"},
}

func whole(content string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, content) }
}

func TestFaultsChangeNothing(t *testing.T) {
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			p := newPublisher(t, true)
			p.serve("/un_sc_sanctions/consolidated.xml", unFile("2026-03-01", 20, "A"))
			p.serveOFAC(30, "A")
			s := New(Options{Data: t.TempDir()})
			update(t, s, p.options())
			un, ofac := newest(t, s, "un_sc_sanctions"), newest(t, s, "us_ofac_sdn")

			p.on("/un_sc_sanctions/consolidated.xml", fault.answer)
			p.serveOFAC(31, "B")
			o := p.options()
			if name == "stalled" {
				o.Fetch.Stall, o.Fetch.Attempts = time.Second, 1
			}
			got := update(t, s, o)
			wantState(t, got["un_sc_sanctions"], fault.state, fault.words)
			if got["un_sc_sanctions"].Version != un.ID || newest(t, s, "un_sc_sanctions").ID != un.ID {
				t.Error("the version in use changed")
			}
			wantState(t, got["us_ofac_sdn"], Fetched) // the other list goes on
			if newest(t, s, "us_ofac_sdn").ID == ofac.ID {
				t.Error("the other list was not updated")
			}
			if held := got["un_sc_sanctions"].Kept; (held != "") != (fault.state == Held) {
				t.Errorf("kept in %q", held)
			} else if held != "" {
				if _, err := os.Stat(filepath.Join(held, "consolidated.xml")); err != nil {
					t.Error(err)
				}
			}

			p.serve("/un_sc_sanctions/consolidated.xml", unFile("2026-03-03", 21, "C"))
			o = p.options()
			o.Sources = []string{"un_sc_sanctions"}
			wantState(t, update(t, s, o)["un_sc_sanctions"], Fetched)
			if v := newest(t, s, "un_sc_sanctions"); v.Entries != 21 || v.Published != "2026-03-03" {
				t.Errorf("afterwards %d entries of %s are in use", v.Entries, v.Published)
			}
		})
	}
}

func TestFirstVersionIsCheckedToo(t *testing.T) {
	for name, c := range map[string]struct{ content, words string }{
		"too few":    {unFile("2026-03-01", 5, "A"), "never had less than 10"},
		"other form": {strings.NewReplacer("NATIONALITY", "CITIZENSHIP", "NAME>", "NOM>", "LISTED_ON", "ON", "UN_LIST_TYPE", "KIND", "DATAID", "KEY").Replace(unFile("2026-03-01", 20, "A")), "of its values were understood"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPublisher(t, true)
			p.serve("/un_sc_sanctions/consolidated.xml", c.content)
			s := New(Options{Data: t.TempDir()})
			o := p.options()
			o.Sources = []string{"un_sc_sanctions"}
			wantState(t, update(t, s, o)["un_sc_sanctions"], Held, c.words)
			if v, err := s.current("un_sc_sanctions"); v != nil || err != nil {
				t.Errorf("in use: %v, %v", v, err)
			}
		})
	}
}

func TestAllowShrink(t *testing.T) {
	p := newPublisher(t, true)
	p.serve("/un_sc_sanctions/consolidated.xml", unFile("2026-03-01", 20, "A"))
	s := New(Options{Data: t.TempDir()})
	o := p.options()
	o.Sources = []string{"un_sc_sanctions"}
	update(t, s, o)
	p.serve("/un_sc_sanctions/consolidated.xml", unFile("2026-03-02", 5, "B"))
	wantState(t, update(t, s, o)["un_sc_sanctions"], Held)
	o.AllowShrink = []string{"us_ofac_sdn"}
	wantState(t, update(t, s, o)["un_sc_sanctions"], Held)
	o.AllowShrink = append(o.AllowShrink, "un_sc_sanctions")
	got := update(t, s, o)["un_sc_sanctions"]
	wantState(t, got, Fetched)
	if got.Entities != 5 || got.Before != 20 {
		t.Errorf("%d entries, %d before", got.Entities, got.Before)
	}
}

func TestMirror(t *testing.T) {
	p := newPublisher(t, false)
	p.serve("/lists/un_sc_sanctions/consolidated.xml.gz", packed(t, unFile("2026-03-01", 20, "A")))
	o := p.options()
	o.BaseURL = p.URL + "/lists"
	s := New(Options{Data: t.TempDir()})
	got := update(t, s, o)
	wantState(t, got["un_sc_sanctions"], Fetched)
	wantState(t, got["us_ofac_sdn"], Skipped, "the mirror has no us_ofac_sdn/sdn.csv")
	wantState(t, update(t, s, o)["un_sc_sanctions"], Unchanged)
	o.Sources = []string{"us_ofac_sdn"}
	wantState(t, update(t, s, o)["us_ofac_sdn"], Failed, "there is no such file")

	p.on("/lists/un_sc_sanctions/consolidated.xml.gz", nil)
	o.Sources = nil
	if err := s.Update(context.Background(), o, func(u Updated) error {
		if u.Source == "un_sc_sanctions" { // it was there, and is in use
			wantState(t, u, Failed, "there is no such file")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	o.BaseURL = p.URL + "/wrong"
	err := New(Options{Data: t.TempDir()}).Update(context.Background(), o, func(Updated) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "every list was skipped") {
		t.Errorf("a mirror that has nothing: %v", err)
	}
}

func TestPublisherDateOfFilesThatTellNone(t *testing.T) {
	p := newPublisher(t, true)
	for name, content := range ofacFiles(30, "A") {
		p.on("/us_ofac_sdn/"+name, func(w http.ResponseWriter, r *http.Request) {
			http.ServeContent(w, r, "", time.Date(2026, 3, len(name)%3+1, 0, 0, 0, 0, time.UTC), strings.NewReader(content))
		})
	}
	o := p.options()
	o.Sources = []string{"us_ofac_sdn"}
	if got := update(t, New(Options{Data: t.TempDir()}), o)["us_ofac_sdn"]; got.Published != "2026-03-02" {
		t.Errorf("published %q", got.Published)
	}
	o.BaseURL = p.URL // whose dates are those of its copies
	if got := update(t, New(Options{Data: t.TempDir()}), o)["us_ofac_sdn"]; got.Published != "" || got.State != Fetched {
		t.Errorf("from a mirror: %+v", got)
	}
}

func TestTokens(t *testing.T) {
	p := newPublisher(t, true)
	p.on("/un_sc_sanctions/consolidated.xml", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("token") != "my own/token" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = io.WriteString(w, unFile("2026-03-01", 20, "A"))
	})
	p.serveOFAC(30, "A")
	o := p.options()
	o.Catalogue[0].Files[0].URL += "?token="
	data := t.TempDir()
	s := New(Options{Data: data})
	wantState(t, update(t, s, o)["un_sc_sanctions"], Skipped, "set INTERDICT_TOKEN_UN_SC_SANCTIONS to yours")
	token := "wrong/token"
	o.Token = func(source string) string {
		if source == "un_sc_sanctions" {
			return token
		}
		return ""
	}
	refused := update(t, s, o)["un_sc_sanctions"]
	wantState(t, refused, Failed, "403 Forbidden")
	if strings.Contains(refused.Reason, "wrong") {
		t.Errorf("the reason tells the token: %s", refused.Reason)
	}
	token = "my own/token"
	wantState(t, update(t, s, o)["un_sc_sanctions"], Fetched)
	for _, asked := range p.requests() {
		if strings.Contains(asked, "us_ofac_sdn") && strings.Contains(asked, "token") {
			t.Errorf("another list was asked for with the token: %s", asked)
		}
	}
	err := filepath.WalkDir(data, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if strings.Contains(string(content), "my own") || strings.Contains(string(content), "my+own") {
			t.Errorf("%s holds the token", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestClosedListIsFetchedOnlyByName(t *testing.T) {
	p := newPublisher(t, true)
	p.serve("/un_sc_sanctions/consolidated.xml", unFile("2026-01-01", 20, "A"))
	p.serveOFAC(30, "A")
	o := p.options()
	o.Catalogue[0].Closed = "2026-01-28"
	s := New(Options{Data: t.TempDir()})
	wantState(t, update(t, s, o)["un_sc_sanctions"], Skipped, "no more since 2026-01-28")
	o.Sources = []string{"un_sc_sanctions"}
	wantState(t, update(t, s, o)["un_sc_sanctions"], Fetched)
}

func TestUpdateOptionsAreChecked(t *testing.T) {
	p := newPublisher(t, true)
	for words, change := range map[string]func(*UpdateOptions){
		`no list is called "us_ofac"`: func(o *UpdateOptions) { o.Sources = []string{"us_ofac"} },
		`no list is called "xx"`:      func(o *UpdateOptions) { o.AllowShrink = []string{"xx"} },
		"not both":                    func(o *UpdateOptions) { o.From, o.BaseURL = "x", "https://y" },
		"address of the mirror":       func(o *UpdateOptions) { o.BaseURL = "mirror.example/lists" },
		"has no address":              func(o *UpdateOptions) { o.Catalogue[0].Files = nil; o.Sources = []string{"un_sc_sanctions"} },
	} {
		o := p.options()
		change(&o)
		if err := o.Check(); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("error %v, want %q", err, words)
		}
	}
	if o := p.options(); o.Check() != nil {
		t.Error(o.Check())
	}
}

func TestOnlyOneUpdateAtATime(t *testing.T) {
	p := newPublisher(t, true)
	p.serve("/un_sc_sanctions/consolidated.xml", unFile("2026-03-01", 20, "A"))
	p.serveOFAC(30, "A")
	data := t.TempDir()
	first, second := New(Options{Data: data}), New(Options{Data: data})
	err := first.Update(context.Background(), p.options(), func(Updated) error {
		err := second.Update(context.Background(), p.options(), func(Updated) error { return nil })
		if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf("process %d since 2026-03-10T12:00:00Z", os.Getpid())) {
			t.Errorf("a second update: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	wantState(t, update(t, second, p.options())["un_sc_sanctions"], Unchanged)
}

func TestInterruptIsPrompt(t *testing.T) {
	p := newPublisher(t, true)
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	p.on("/un_sc_sanctions/consolidated.xml", func(_ http.ResponseWriter, r *http.Request) {
		interrupt()
		<-r.Context().Done()
	})
	p.on("/us_ofac_sdn/sdn.csv", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	o := p.options()
	o.Fetch.Stall, o.Fetch.Sleep = time.Minute, nil
	o.Fetch.Backoff = time.Minute
	start := time.Now()
	err := New(Options{Data: t.TempDir()}).Update(ctx, o, func(u Updated) error { t.Errorf("%+v", u); return nil })
	if !errors.Is(err, context.Canceled) || time.Since(start) > 5*time.Second {
		t.Errorf("after %v: %v", time.Since(start), err)
	}
}

func TestUpdatedAsJSON(t *testing.T) {
	got, err := json.Marshal(Updated{Source: "un_sc_sanctions", State: Held, Reason: "why", Version: "v", Published: "2026-03-01", Entities: 20, Read: 1, Kept: "dir"})
	want := `{"source":"un_sc_sanctions","state":"held","reason":"why","version":"v","published":"2026-03-01","entities":20,"read":1,"kept":"dir"}`
	if err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
}
