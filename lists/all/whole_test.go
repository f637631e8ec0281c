package all

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"interdict/internal/bench"
	"interdict/lists"
)

var show = flag.Int("show", 0, "how many values that were kept aside or left to show of each list")

// whole is every file of the development data with the publisher's number of
// entries; empty sources are files that must be told as unusable.
var whole = []struct {
	dir, source string
	entries     int
}{
	{"us-ofac-sdn/2021-07-07", "us_ofac_sdn", 8976},
	{"us-ofac-sdn/2023-12-28", "us_ofac_sdn", 13821},
	{"us-ofac-sdn/2024-05-03", "us_ofac_sdn", 14965},
	{"us-ofac-cons/2020-03-17", "us_ofac_cons", 375},
	{"us-ofac-cons/2023-11-01", "us_ofac_cons", 445},
	{"us-ofac-cons/2025-03-28", "us_ofac_cons", 443},
	{"us-ofac-cons/2025-12-19", "us_ofac_cons", 442},
	{"us-ofac-enhanced/2024-08-28", "us_ofac_sdn", 293},
	{"un-sc/2024-11-30", "un_sc_sanctions", 879},
	{"un-sc/2025-06-18", "un_sc_sanctions", 877},
	{"un-sc/2025-11-20", "un_sc_sanctions", 1000},
	{"un-sc/2026-02-27", "un_sc_sanctions", 1003},
	{"gb-ofsi/2018-04-13", "gb_hmt_sanctions", 2106},
	{"gb-ofsi/2025-04-10", "gb_hmt_sanctions", 4686},
	{"ca-sema/2025-05", "ca_dfatd_sema_sanctions", 4759},
	{"au-dfat/2024-12", "au_dfat_sanctions", 3062},
	{"us-bis-dpl/2019-07", "us_bis_denied", 546},
	{"us-bis-dpl/2022-09-07", "us_bis_denied", 581},
}

// On every whole file the entries are as many as the publisher's and at least
// 99.5% of the values reach a property or a named note.
func TestWholeFiles(t *testing.T) {
	for _, w := range whole {
		t.Run(w.dir, func(t *testing.T) {
			set := open(t, bench.Dir(t, "lists", filepath.FromSlash(w.dir)))
			if set.Source != w.source {
				t.Fatalf("recognised as %s", set.Source)
			}
			r, err := Parse(context.Background(), set)
			if err != nil {
				t.Fatal(err)
			}
			targets, ids := 0, map[string]bool{}
			for _, e := range r.Entities {
				if ids[e.ID] {
					t.Errorf("id %s is there twice", e.ID)
				}
				ids[e.ID] = true
				if e.Target && e.Schema.Name != "CryptoWallet" {
					targets++
					if !e.Has("name") {
						t.Errorf("%s has no name", e.ID)
					}
				}
			}
			if r.Count != w.entries || targets != w.entries {
				t.Errorf("%d entries, %d listed entities, want %d", r.Count, targets, w.entries)
			}
			if share := r.Report.Share(); share < 0.995 {
				t.Errorf("%.4f of the values were read: %s", share, &r.Report)
			}
			t.Logf("%.4f: %s", r.Report.Share(), &r.Report)
			shown := 0
			for _, l := range r.Report.Left {
				if shown++; shown <= *show {
					t.Logf("left %s %s: %.150s", l.Place, l.Field, l.Value)
				}
			}
			shown = 0
			for _, e := range r.Entities {
				for _, x := range e.Rejected {
					if shown++; shown <= *show {
						t.Logf("aside %s %s %q: %s", e.ID, x.Property, x.Value, x.Reason)
					}
				}
			}
		})
	}
}

// open recognises the one set that the files of a directory make.
func open(t testing.TB, dir string) lists.Set {
	t.Helper()
	sets, problems := Recognise(filesOf(t, dir))
	if len(sets) != 1 || len(problems) > 0 {
		t.Fatalf("%s: %d sets, problems %v", dir, len(sets), problems)
	}
	return sets[0]
}

func filesOf(t testing.TB, dir string) []lists.File {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var files []lists.File
	for _, e := range entries {
		files = append(files, lists.OpenFile(filepath.Join(dir, e.Name())))
	}
	return files
}

// BenchmarkParse measures recognising and reading each whole list, packed
// files and all.
func BenchmarkParse(b *testing.B) {
	for _, w := range whole {
		b.Run(w.dir, func(b *testing.B) {
			dir := bench.Dir(b, "lists", filepath.FromSlash(w.dir))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(context.Background(), open(b, dir)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The list whose original scripts were blanked is the same list.
func TestQueriesAreRecognised(t *testing.T) {
	for _, q := range []struct{ file, source string }{
		{"uk_2025-04-10_latin_only.csv.gz", "gb_hmt_sanctions"},
		{"un_2025-06-18_latin_only.xml.gz", "un_sc_sanctions"},
	} {
		f := lists.OpenFile(bench.Dir(t, "queries", q.file))
		sets, problems := Recognise([]lists.File{f})
		if len(sets) != 1 || sets[0].Source != q.source {
			t.Errorf("%s: sets %v, problems %v", q.file, sets, problems)
			continue
		}
		r, err := Parse(context.Background(), sets[0])
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(whole, func(w struct {
			dir, source string
			entries     int
		}) bool {
			return w.entries == r.Count
		}) {
			continue
		}
		t.Errorf("%s: %d entries", q.file, r.Count)
	}
}
