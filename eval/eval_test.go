package eval

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"interdict/ledger"
)

func TestRunRefusesWhatCannotBe(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		dir, suite, message string
	}{
		"suite":     {dir, "name", "choose from names, exact, lists, reading"},
		"directory": {filepath.Join(dir, "none"), "names", "--bench"},
		"file":      {file, "names", "directory is needed"},
	} {
		_, err := Run(context.Background(), c.dir, Options{Suites: []string{c.suite}})
		if err == nil || !strings.Contains(err.Error(), c.message) {
			t.Errorf("%s: error %v, want %q", name, err, c.message)
		}
	}
}

func TestEverythingMissingIsSkippedWithReason(t *testing.T) {
	got, skips := measured(t, t.TempDir(), Options{})
	if len(got) != 0 {
		t.Errorf("figures of nothing: %v", got)
	}
	for _, what := range []string{"name_bench", "un_typing", "un_script", "uk_script", "customers", "exact", "lists", "ledger", "polnear", "ewt", "plover", "re3d"} {
		if skips[what] == "" {
			t.Errorf("%s is neither measured nor skipped", what)
		}
	}
}

// One broken file and one failing part must not hide the others' figures.
func TestOneFailureHidesNoOther(t *testing.T) {
	gold, err := os.ReadFile("testdata/ledger/gold.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	dir := benchDir(t, map[string]string{
		"names/pairs.csv":                "case_group,schema,name1\n",
		"queries/un_original_script.csv": "name,expected\nx,1\n",
		"queries/un_2020_latin_only.xml": "",
		"reading/ledger/dev.jsonl":       string(gold),
		"reading/ud-ewt/dev.conllu":      "1\tbroken\n",
	})
	boom := errors.New("boom")
	figures, err := Run(context.Background(), dir, Options{
		Compare: func(context.Context, string, string, string) (float64, error) { return 0, nil },
		Open:    func(context.Context, []string) (Screener, error) { return nil, boom },
		Parse:   func(context.Context, string) ([][]Token, error) { return nil, nil },
		Read: func(_ context.Context, d *Document) (*ledger.Ledger, error) {
			if d.Published != "2021-06-05" || d.Title == "" || d.Text == "" {
				t.Errorf("document %+v", d)
			}
			if d.ID == "inv2" {
				return nil, boom
			}
			return &ledger.Ledger{}, nil
		},
	})
	if !errors.Is(err, boom) {
		t.Errorf("error %v does not wrap the part's own", err)
	}
	for _, message := range []string{`pairs.csv: no column "name2"`, "un_script: boom", "document inv2", "dev.conllu: line 1: 2 columns"} {
		if err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("no %q in error:\n%v", message, err)
		}
	}
	found := false
	for _, f := range figures {
		found = found || f == Figure{"reading", "ledger.row_recall", "all", 0, 10}
	}
	if !found {
		t.Errorf("the ledger's figures are hidden: %v", figures)
	}
}

func TestRunStopsWhenCancelled(t *testing.T) {
	dir := benchDir(t, map[string]string{"names/pairs.csv": "case_group,schema,name1,name2,is_match\n" + strings.Repeat("g,Person,a,b,true\n", 1000)})
	ctx, cancel := context.WithCancel(context.Background())
	_, err := Run(ctx, dir, Options{Workers: 1, Compare: func(context.Context, string, string, string) (float64, error) {
		cancel()
		return 0, nil
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func sampleFigures() []Figure {
	return []Figure{
		{"names", "name_bench.f1", "all", 0.81234, 395},
		{"names", "name_bench.logicv2_f1", "all", 0.76, 395},
		{"names", "customers.false_hits", "all", 0.0004, 5000},
		{"names", "un_script.top1", strings.Repeat("long group ", 5), 1, 180},
		{"exact", "exact.queries", "all", 20000, 20000},
		{"reading", "ledger.false_facts", "all", 3, 257},
	}
}

func TestTable(t *testing.T) {
	var b strings.Builder
	if err := Table(&b, sampleFigures(), Skip{"names", "uk_script", strings.Repeat("a long reason ", 9)}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	for _, part := range []string{"0.812", "0.760 logic-v2", "0.00040", "~0.0005 Watchman", " 20000 ", "as quoted", "uk_script: a long reason"} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("no %q in\n%s", part, b.String())
		}
	}
	if strings.Contains(b.String(), "logicv2_f1") {
		t.Error("the peer's figure has a line of its own")
	}
}

func TestGoldenAndJSON(t *testing.T) {
	figures := sampleFigures()[:2]
	figures[0], figures[1] = figures[1], figures[0]
	var golden, lines strings.Builder
	if err := WriteGolden(&golden, figures); err != nil {
		t.Fatal(err)
	}
	want := "names\tname_bench.f1\tall\t0.81234\t395\nnames\tname_bench.logicv2_f1\tall\t0.76000\t395\n"
	if diff := cmp.Diff(want, golden.String()); diff != "" {
		t.Errorf("golden (-want +got):\n%s", diff)
	}
	if err := WriteJSON(&lines, figures); err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(lines.String(), "\n")
	if want := `{"suite":"names","figure":"name_bench.logicv2_f1","group":"all","value":0.76,"n":395}`; first != want {
		t.Errorf("line %s, want %s", first, want)
	}
	var back Figure
	if err := json.Unmarshal([]byte(first), &back); err != nil || back != figures[0] {
		t.Errorf("read back %+v, %v", back, err)
	}
}

func TestGzipCutShortIsAnError(t *testing.T) {
	dir := benchDir(t, map[string]string{"names/pairs.csv.gz": "case_group,schema,name1,name2,is_match\n" + strings.Repeat("g,Person,a,b,true\n", 9)})
	path := filepath.Join(dir, "names/pairs.csv.gz")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b[:len(b)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = Run(context.Background(), dir, Options{Suites: []string{"names"}, Compare: func(context.Context, string, string, string) (float64, error) { return 0, nil }})
	if err == nil || !strings.Contains(err.Error(), "pairs.csv.gz") {
		t.Errorf("error %v, want one that names the file", err)
	}
}
