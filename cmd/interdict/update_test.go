package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"interdict/service"
)

// unFile is a list of the Security Council with n persons.
func unFile(date string, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<CONSOLIDATED_LIST dateGenerated=\"%sT00:00:09.554Z\"><INDIVIDUALS>\n", date)
	for i := range n {
		fmt.Fprintf(&b, "<INDIVIDUAL><DATAID>%d</DATAID><FIRST_NAME>MODEL</FIRST_NAME><SECOND_NAME>PERSON %d</SECOND_NAME>"+
			"<UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.%03d</REFERENCE_NUMBER><LISTED_ON>2009-07-16</LISTED_ON></INDIVIDUAL>\n", 690000+i, i, i)
	}
	return b.String() + "</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>\n"
}

// command runs one command line with a data directory of its own.
func command(data string, args ...string) (status int, out, errs string) {
	var stdout, stderr bytes.Buffer
	status = run(context.Background(), append([]string{"--data", data}, args...), terminal{
		in: strings.NewReader(""), out: &stdout, err: &stderr, env: func(string) string { return "" },
	})
	return status, stdout.String(), stderr.String()
}

func TestListsUpdate(t *testing.T) {
	file := unFile("2026-02-27", 1000)
	mirror := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/lists/un_sc_sanctions/consolidated.xml":
			http.ServeContent(w, r, "", time.Time{}, strings.NewReader(file))
		case "/lists/us_bis_denied/dpl.txt":
			fmt.Fprint(w, "<!DOCTYPE html><html></html>")
		default:
			http.NotFound(w, r)
		}
	}))
	defer mirror.Close()
	data := filepath.Join(t.TempDir(), "data")
	base := "--base-url=" + mirror.URL + "/lists"
	kept := filepath.Join(data, "fetch", "un_sc_sanctions", "held")
	steps := []struct {
		name   string
		file   string
		args   []string
		status int
		out    string
		err    string
	}{
		{"first", unFile("2026-02-27", 1000), []string{"un_sc_sanctions", base}, 0,
			"un_sc_sanctions 2026-02-27: 1000 entries, 100.00% of values read; fetched\n", ""},
		{"again", unFile("2026-02-27", 1000), []string{"un_sc_sanctions", base}, 0, "un_sc_sanctions 2026-02-27: 1000 entries; unchanged\n", ""},
		{"older", unFile("2025-02-27", 1000), []string{"un_sc_sanctions", base}, 1, "",
			"interdict: un_sc_sanctions held back: it is of 2025-02-27, older than the version of 2026-02-27 in use; the files are in " + kept + "\ninterdict: 1 of 1 were not updated; what was in use stays in use\n"},
		{"shrunken", unFile("2026-03-01", 700), []string{"un_sc_sanctions", base}, 1, "",
			"interdict: un_sc_sanctions held back: it has 700 entries and the version in use 1000: it shrank by 30%, more than the 15% that is usual; if that is right, say --allow-shrink un_sc_sanctions; the files are in " + kept +
				"\ninterdict: 1 of 1 were not updated; what was in use stays in use\n"},
		{"accepted", unFile("2026-03-01", 700), []string{"un_sc_sanctions", base, "--allow-shrink", "un_sc_sanctions"}, 0,
			"un_sc_sanctions 2026-03-01: 700 entries (1000 before), 100.00% of values read; fetched\n", ""},
		{"failed", unFile("2026-03-01", 700), []string{"un_sc_sanctions", "us_bis_denied", base, "--json"}, 1, "",
			"interdict: 1 of 2 were not updated; what was in use stays in use\n"},
		{"unknown", "", []string{"us_ofac"}, 2, "", "interdict: no list is called \"us_ofac\"; interdict lists --sources names them\nhint: interdict --help shows the commands, interdict COMMAND --help an example of each\n"},
		{"no time", "", []string{"--timeout=0s"}, 2, "", "interdict: --timeout and --stall are times such as 90s or 15m\nhint: interdict --help shows the commands, interdict COMMAND --help an example of each\n"},
	}
	for _, s := range steps {
		file = s.file
		status, out, errs := command(data, append([]string{"lists", "update"}, s.args...)...)
		if s.name == "failed" {
			states := map[string]service.State{}
			for line := range strings.Lines(out) {
				var u service.Updated
				if err := json.Unmarshal([]byte(line), &u); err != nil {
					t.Errorf("line %q: %v", line, err)
				}
				states[u.Source] = u.State
			}
			if diff := cmp.Diff(map[string]service.State{"un_sc_sanctions": service.Unchanged, "us_bis_denied": service.Failed}, states); diff != "" {
				t.Errorf("states (-want +got):\n%s", diff)
			}
			out = ""
		}
		if status != s.status || out != s.out || errs != s.err {
			t.Errorf("%s: status %d, want %d\n%s", s.name, status, s.status, cmp.Diff(s.out+s.err, out+errs))
		}
	}
	_, out, _ := command(data, "lists")
	if !regexp.MustCompile(`(?m)^un_sc_sanctions +2026-03-01 .* 700 +2$`).MatchString(out) {
		t.Errorf("afterwards:\n%s", out)
	}
}

func TestListsUpdateFromDirectory(t *testing.T) {
	dir, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(filepath.Join(dir, "x.xml"), []byte(unFile("2026-02-27", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "y.csv"), []byte("no list"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, out, errs := command(data, "lists", "update", "--from", dir)
	want := "un_sc_sanctions 2026-02-27: 1000 entries, 100.00% of values read; fetched\n"
	if status != 1 || out != want || !strings.HasPrefix(errs, "interdict: failed: "+filepath.Join(dir, "y.csv")+": not a list") {
		t.Errorf("status %d\n%s%s", status, out, errs)
	}
}

func TestTransferLine(t *testing.T) {
	var out bytes.Buffer
	l := &transferLine{out: &out, on: true, files: map[string]transfer{}}
	l.show(service.Progress{Source: "a", File: "x", Got: 1 << 20, Total: 4 << 20})
	l.show(service.Progress{Source: "a", File: "x", Got: 3 << 20, Total: 4 << 20})
	for _, c := range []struct {
		elapsed time.Duration
		want    string
	}{{0, "1 file: 3.0 MB of 4.0 MB"}, {2 * time.Second, "1 file: 3.0 MB of 4.0 MB, 1.0 MB a second, 1s left"}} {
		if got := l.text(c.elapsed); got != c.want {
			t.Errorf("after %v %q, want %q", c.elapsed, got, c.want)
		}
	}
	l.show(service.Progress{Source: "b", File: "x", Got: 1 << 20, Total: -1})
	l.show(service.Progress{Source: "b", File: "x", Got: 3 << 20, Total: -1})
	if got, want := l.text(2*time.Second), "2 files: 6.0 MB, 2.0 MB a second"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	l.clear()
	if got, want := out.String(), "\r\x1b[K1 file: 1.0 MB of 4.0 MB\r\x1b[K"; got != want {
		t.Errorf("written %q, want %q", got, want)
	}
}
