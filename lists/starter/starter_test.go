package starter

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"interdict/ftm"
	"interdict/internal/bench"
	"interdict/lists"
	"interdict/lists/all"
)

func TestEntriesAreWhole(t *testing.T) {
	entities, err := Entities()
	if err != nil {
		t.Fatal(err)
	}
	designated := map[string]bool{}
	for _, e := range entities {
		if len(e.Rejected) > 0 {
			t.Errorf("%s: %v", e.ID, e.Rejected)
		}
		if e.Schema.Name == "Sanction" {
			designated[e.First("entity")] = true
		}
	}
	targets := 0
	for _, e := range entities {
		if e.Target {
			targets++
			if !designated[e.ID] {
				t.Errorf("%s has no designation", e.ID)
			}
		}
	}
	if targets < 60 {
		t.Errorf("%d entries", targets)
	}
}

// Every value must be one that the newest whole list gives for that entry, and
// no entry may have left the list since.
func TestEveryValueIsOnTheLists(t *testing.T) {
	listed := map[string]*ftm.Entity{}
	for _, dir := range []string{"us-ofac-sdn/2023-12-28", "un-sc/2026-02-27"} {
		for _, e := range parse(t, bench.Dir(t, "lists", filepath.FromSlash(dir))) {
			listed[e.ID] = e
		}
	}
	still := []map[string]bool{
		uids(t, bench.Dir(t, "lists", "us-ofac-sdn", "2024-05-03", "sdn.csv.gz")),
		uids(t, bench.Dir(t, "lists", "us-ofac-sdn-derived", "2026-08-20", "ofac-sdn.csv.gz")),
	}
	entities, err := Entities()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entities {
		have := listed[e.ID]
		if have == nil {
			t.Errorf("%s %s is not on the list", e.ID, e.Caption())
			continue
		}
		if have.Schema != e.Schema || have.Target != e.Target || !slices.Equal(have.Datasets, e.Datasets) {
			t.Errorf("%s is a %s on the list, not a %s", e.ID, have.Schema.Name, e.Schema.Name)
		}
		e.Each(func(p *ftm.Property, values []string) {
			for _, v := range values {
				if !slices.Contains(have.Get(p.Name), v) {
					t.Errorf("%s: %s %q is not what the list says: %q", e.ID, p.Name, v, have.Get(p.Name))
				}
			}
		})
		// A designation must name every programme: half of them would mislead.
		if e.Schema.Name == "Sanction" && len(e.Get("program")) != len(have.Get("program")) {
			t.Errorf("%s: programmes %q, the list has %q", e.ID, e.Get("program"), have.Get("program"))
		}
		if id, ofac := strings.CutPrefix(e.ID, "us_ofac_sdn-"); ofac && e.Target {
			for _, later := range still {
				if !later[id] {
					t.Errorf("%s %s has left the list since", e.ID, e.Caption())
				}
			}
		}
	}
}

func parse(t *testing.T, dir string) []*ftm.Entity {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	var files []lists.File
	for _, p := range paths {
		files = append(files, lists.OpenFile(p))
	}
	sets, problems := all.Recognise(files)
	if len(sets) != 1 || len(problems) > 0 {
		t.Fatalf("%s: %d sets, problems %v", dir, len(sets), problems)
	}
	r, err := all.Parse(context.Background(), sets[0])
	if err != nil {
		t.Fatal(err)
	}
	return r.Entities
}

func uids(t *testing.T, path string) map[string]bool {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(z)
	r.FieldsPerRecord = -1
	out := map[string]bool{}
	for {
		row, err := r.Read()
		if err != nil {
			return out
		}
		out[row[0]] = true
	}
}
