package service

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"interdict/archive"
	"interdict/internal/bench"
	"interdict/screen"
)

// screened returns the answers to a file as JSON lines.
func screened(t *testing.T, s *Service, file string, limits screen.Limits) string {
	t.Helper()
	table, err := screen.NewTable(strings.NewReader(file), screen.TableOptions{Name: "customers"})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := s.ScreenBatch(t.Context(), Batch{Table: table, Limits: limits, Format: JSON, Stream: &out}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func rescreen(t *testing.T, s *Service, answers string, changed bool) (string, Rescreened) {
	t.Helper()
	var out bytes.Buffer
	done, err := s.Rescreen(t.Context(), Rescreen{Answers: strings.NewReader(answers), Out: &out, Changed: changed})
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), done
}

func addFiles(t *testing.T, s *Service, paths ...string) {
	t.Helper()
	_, problems, err := s.AddLists(t.Context(), paths, "", false)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
}

func wantSame(t *testing.T, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("line %d:\n%s\nwant\n%s", i+1, a[i], b[i])
		}
	}
	t.Fatalf("%d lines, want %d", len(a), len(b))
}

func TestRescreenEqualsAFullRun(t *testing.T) {
	data := t.TempDir()
	write := func(date string, n int, mark string) string {
		path := filepath.Join(t.TempDir(), "consolidated.xml")
		if err := os.WriteFile(path, []byte(unFile(date, n, mark)), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	addFiles(t, New(Options{Data: data}), write("2024-01-01", 20, "ALPHA"))
	file := "id,name,country\n"
	for i := range 60 {
		file += fmt.Sprintf("%d,%s,%s\n", i, []string{"", fmt.Sprintf("Model Person %d Alpha", i), fmt.Sprintf("Model Persom %d Beta", i), "Ada Lovelace"}[i%4], []string{"kp", ""}[i%2])
	}
	for _, limits := range []screen.Limits{{}, {Min: 0.5, Most: 3}} {
		before := screened(t, New(Options{Data: data}), file, limits)
		old := New(Options{Data: data})
		if got, done := rescreen(t, old, before, false); got != before || done.Screened != 0 || done.Entries != 0 {
			t.Errorf("nothing changed: %+v", done)
		}
	}
	before := screened(t, New(Options{Data: data}), file, screen.Limits{Min: 0.5, Most: 3})
	for i, step := range []struct {
		n    int
		mark string
	}{{25, "ALPHA"}, {22, "BETA"}, {5, "BETA"}} {
		addFiles(t, New(Options{Data: data}), write(fmt.Sprintf("2024-02-%02d", i+1), step.n, step.mark))
		now := New(Options{Data: data})
		want := screened(t, now, file, screen.Limits{Min: 0.5, Most: 3})
		got, done := rescreen(t, now, before, false)
		wantSame(t, got, want)
		changed, _ := rescreen(t, now, before, true)
		if n := strings.Count(changed, "\n"); n != done.Changed || n == 0 {
			t.Errorf("%+v, and %d changed lines", done, n)
		}
		before = want
	}
}

// Over real lists, of which one has changed.
func TestRescreenRealLists(t *testing.T) {
	f, err := os.Open(bench.Dir(t, "queries", "negatives.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(string(all), "\n")
	file := rows[0] + "\nKim Yo Jong,,,,,\nMohammed Hassan,,,,,\nAbdul Rahman,,,,,\n" + strings.Join(rows[1:1500], "\n")
	data := t.TempDir()
	lists := bench.Dir(t, "lists")
	files := func(list, version string) []string {
		paths, err := filepath.Glob(filepath.Join(lists, list, version, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return paths
	}
	addFiles(t, New(Options{Data: data}), append(files("us-ofac-sdn", "2021-07-07"), files("un-sc", "2025-06-18")...)...)
	before := screened(t, New(Options{Data: data}), file, screen.Limits{})
	addFiles(t, New(Options{Data: data}), files("un-sc", "2025-11-20")...)
	now := New(Options{Data: data})
	got, done := rescreen(t, now, before, false)
	t.Logf("%+v", done)
	wantSame(t, got, screened(t, now, file, screen.Limits{}))
	if done.Screened > done.Queries/10 {
		t.Errorf("%d of %d were screened again", done.Screened, done.Queries)
	}
}

func TestRescreenRefusesWhatItCannotDo(t *testing.T) {
	s := New(Options{Data: t.TempDir(), When: archive.When{}})
	good := screened(t, s, "name\nKim Yo Jong\n", screen.Limits{})
	for text, want := range map[string]string{
		"":                              "there is no answer in it",
		"name,score\n":                  "line 1: no answer as --json gives it",
		`{"query":{"schema":"Person"}}`: "line 1: an answer without a basis",
		good + "{\n":                    "line 2: no answer as --json gives it",
		strings.Replace(good, `"basis":"`, `"basis":"00`, 1):                             "without a basis",
		good[:strings.LastIndex(good, `"basis"`)] + `"basis":"0123456789abcdef"}`:        "is not known in this data directory; screen the file itself",
		good + good[:strings.LastIndex(good, `"basis"`)] + `"basis":"0123456789abcdef"}`: "line 2: rests on 0123456789abcdef",
	} {
		_, err := s.Rescreen(t.Context(), Rescreen{Answers: strings.NewReader(text), Out: io.Discard})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v, want %q", text, err, want)
		}
	}
}
