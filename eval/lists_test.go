package eval

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

func TestPublishedEntries(t *testing.T) {
	long := strings.Repeat(",", 34)
	for _, c := range []struct {
		name, content string
		want          int
	}{
		{"consolidated.xml", `<?xml version="1.0"?><CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><INDIVIDUAL_ALIAS/></INDIVIDUAL><INDIVIDUAL/></INDIVIDUALS><ENTITIES><ENTITY><ENTITY_ALIAS/></ENTITY></ENTITIES></CONSOLIDATED_LIST>`, 3},
		{"sdn.xml.gz", `<sdnList xmlns="x"><publshInformation/><sdnEntry><uid>1</uid></sdnEntry><sdnEntry/></sdnList>`, 2},
		{"sdn_advanced.xml", `<Sanctions><DistinctParties><DistinctParty><Profile/></DistinctParty></DistinctParties></Sanctions>`, 1},
		{"ENHANCED.xml", `<sanctionsData><entities><entity><relationships><relationship><entity/></relationship></relationships></entity></entities></sanctionsData>`, 1},
		{"latin1.xml", `<?xml version="1.0" encoding="iso-8859-1"?><data-set><record/><record/></data-set>`, 2},
		{"other.xml", `<html><entity/></html>`, 0},
		{"sdn.csv", "36,\"AEROCARIBBEAN \"\"X\"\"\",-0-\n173,\"ANGLO\nTWO\",-0-\n\x1a\n", 2},
		{"cons_prim.csv.gz", "1,a,b\n", 1},
		{"add.csv", "1,a,b\n", 0},
		{"sanctionsconlist.csv", "Last Updated,10/04/2025\nName 6" + long + ",Group ID\nA" + long + ",7\nB" + long + ",7\nC" + long + ",8\n", 2},
		{"list.odd", "x", 0},
	} {
		dir := benchDir(t, map[string]string{c.name: c.content})
		got, err := publishedEntries([]string{filepath.Join(dir, c.name)})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got != c.want {
			t.Errorf("%s: %d entries, want %d", c.name, got, c.want)
		}
	}
	dir := benchDir(t, map[string]string{"cut.xml": `<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>`})
	if n, err := publishedEntries([]string{filepath.Join(dir, "cut.xml")}); err == nil && n != 1 {
		t.Errorf("a file cut short: %d entries", n)
	}
}

func TestLists(t *testing.T) {
	dir := benchDir(t, map[string]string{
		"PROVENANCE.md": "| file | found in | entities | state |\n|---|---|---|---|\n| xx-list/2020-01-01/list.json | somewhere | 12 (40 rows) | WHOLE |\n",
		"lists/un-sc/2020-01-01/consolidated.xml": `<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL/><INDIVIDUAL/></INDIVIDUALS></CONSOLIDATED_LIST>`,
		"lists/un-sc/2021-01-01/consolidated.xml": `<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL/></INDIVIDUALS></CONSOLIDATED_LIST>`,
		"lists/xx-list/2020-01-01/list.json.gz":   "{}",
		"lists/yy-list/2020-01-01/list.odd":       "?",
		"lists/zz-list/2020-01-01/list.json":      "{}",
		"lists/aa-broken/2020-01-01/list.json":    "{}",
	})
	var skips []string
	figures, err := Run(context.Background(), dir, Options{
		Suites: []string{"lists"},
		OnSkip: func(s Skip) { skips = append(skips, s.Reason) },
		Load: func(_ context.Context, files []string) (ListStats, error) {
			switch f := filepath.ToSlash(files[0]); {
			case strings.Contains(f, "un-sc/2020"):
				return ListStats{Entities: 2, Values: 100, Kept: 99}, nil
			case strings.Contains(f, "un-sc/2021"):
				return ListStats{Entities: 2, Values: 100, Kept: 100}, nil
			case strings.Contains(f, "xx-list"):
				return ListStats{Entities: 10}, nil
			case strings.Contains(f, "yy-list"):
				return ListStats{}, fmt.Errorf("list.odd: %w", ErrUnsupported)
			case strings.Contains(f, "zz-list"):
				return ListStats{Entities: 1}, nil
			}
			return ListStats{}, errors.New("cut short")
		},
	})
	if err == nil || !strings.Contains(err.Error(), "aa-broken/2020-01-01: cut short") {
		t.Errorf("error %v, want one that names the broken list", err)
	}
	got := map[string]Figure{}
	for _, f := range figures {
		got[f.Figure+" "+f.Group] = f
	}
	check(t, got, map[string]want{
		"lists.entities un-sc/2020-01-01":    {2, 2},
		"lists.entities un-sc/2021-01-01":    {2, 1},
		"lists.entities xx-list/2020-01-01":  {10, 12}, // as PROVENANCE.md has it
		"lists.entities all":                 {14, 15},
		"lists.entity_differences all":       {3, 15},
		"lists.values_kept un-sc/2020-01-01": {0.99, 100},
		"lists.values_kept all":              {0.995, 200},
	})
	all := strings.Join(skips, "\n")
	if !strings.Contains(all, "yy-list/2020-01-01: list.odd: no parser") || !strings.Contains(all, "zz-list/2020-01-01: the publisher's number") {
		t.Errorf("skipped: %s", all)
	}
}
