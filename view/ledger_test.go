package view

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"interdict/ledger"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestLedgerGolden prints each ledger of testdata at several widths.
func TestLedgerGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no ledgers in testdata: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var l ledger.Ledger
		if err := json.Unmarshal(data, &l); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, c := range []struct {
			suffix string
			opts   Options
		}{{".80.txt", Options{}}, {".40.txt", Options{Width: 12}}, {".colour.txt", Options{Width: 100, Colour: true}}} {
			golden := strings.TrimSuffix(file, ".json") + c.suffix
			t.Run(filepath.Base(golden), func(t *testing.T) {
				var got bytes.Buffer
				if err := Ledger(&got, &l, c.opts); err != nil {
					t.Fatal(err)
				}
				if *update {
					if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(string(want), got.String()); d != "" {
					t.Errorf("-want +got:\n%s", d)
				}
			})
		}
	}
}

// TestLedgerIsSafeAndFits prints ledgers made of any characters: no control
// character but the line feed comes out, and no line is wider than asked.
func TestLedgerIsSafeAndFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := func(name string) string { return rapid.String().Draw(t, name) }
		l := &ledger.Ledger{
			Document: ledger.Document{ID: s("id"), Title: s("title"), Source: s("source"), Language: "en"},
			Parties: []ledger.Party{
				{ID: "p1", Name: s("name"), Schema: s("schema"), Listed: []ledger.Entry{{List: s("list"), ID: s("entry"), Caption: s("caption"), Match: true, Since: ledger.Null(s("since"))}}},
				{ID: "p2", Name: s("other")},
			},
			Claims:  []ledger.Claim{{ID: "c1", Type: s("type"), Mode: ledger.Null(s("mode")), Status: ledger.Claimed, Actors: []string{"p1"}, Attribution: []ledger.Attribution{{Source: "p2"}}, Evidence: ledger.Span{Text: s("evidence")}}},
			Matters: []ledger.Matter{{Title: s("matter"), Accuse: []string{"c1", "c9"}}},
		}
		w := rapid.IntRange(-5, 120).Draw(t, "width")
		var out bytes.Buffer
		if err := Ledger(&out, l, Options{Width: w}); err != nil {
			t.Fatal(err)
		}
		limit := max(w, 40)
		if w == 0 {
			limit = 80
		}
		for line := range strings.SplitSeq(out.String(), "\n") {
			if n := cells(line); n > limit {
				t.Fatalf("line of %d columns, want at most %d: %q", n, limit, line)
			}
			for _, r := range line {
				if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) {
					t.Fatalf("control character %U in %q", r, line)
				}
			}
		}
	})
}
