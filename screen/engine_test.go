package screen_test

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"interdict/ftm"
	"interdict/internal/bench"
	"interdict/lists"
	"interdict/lists/all"
	"interdict/match"
	"interdict/screen"
)

// official returns the listed entities of real lists, newest versions.
func official(t testing.TB) []screen.Target {
	t.Helper()
	var entities []*ftm.Entity
	for _, dir := range []string{"us-ofac-sdn/2023-12-28", "us-ofac-cons/2025-12-19", "un-sc/2026-02-27", "gb-ofsi/2025-04-10"} {
		paths, err := filepath.Glob(filepath.Join(bench.Dir(t, "lists"), filepath.FromSlash(dir), "*"))
		if err != nil {
			t.Fatal(err)
		}
		var files []lists.File
		for _, p := range paths {
			files = append(files, lists.OpenFile(p))
		}
		sets, _ := all.Recognise(files)
		for _, set := range sets {
			r, err := all.Parse(t.Context(), set)
			if err != nil {
				t.Fatal(err)
			}
			entities = append(entities, r.Entities...)
		}
	}
	return screen.Targets(entities, screen.Options{})
}

// customers returns queries of customers who are on no list.
func customers(t testing.TB, most int, context bool) []screen.Query {
	t.Helper()
	f, err := os.Open(bench.Dir(t, "queries", "negatives.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []screen.Query
	for i := 1; i < len(rows) && len(out) < most; i += max(len(rows)/most, 1) {
		e := ftm.New("Person", "customer")
		_ = e.Add("name", rows[i][0])
		if context {
			_ = e.Add("birthDate", rows[i][1])
			_ = e.Add("country", rows[i][2])
		}
		out = append(out, screen.Query{Entity: e})
	}
	return out
}

func BenchmarkScreen(b *testing.B) {
	targets := official(b)
	engine, err := screen.New(b.Context(), match.Default(), targets)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		context bool
	}{{"name", false}, {"name+birth+country", true}} {
		queries := customers(b, 20000, c.context)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			hits := 0
			for i := 0; b.Loop(); i++ {
				h, err := engine.Screen(b.Context(), queries[i%len(queries)], screen.Limits{})
				if err != nil {
					b.Fatal(err)
				}
				hits += len(h)
			}
			b.ReportMetric(float64(hits)/float64(b.N), "hits/op")
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	targets := official(b)
	for b.Loop() {
		if err := screen.Build(b.Context(), filepath.Join(b.TempDir(), "x.index"), "bench", match.Default(), slices.Values(targets)); err != nil {
			b.Fatal(err)
		}
	}
}
