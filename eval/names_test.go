package eval

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNameBench(t *testing.T) {
	dir := benchDir(t, map[string]string{"names/pairs.csv": `case_group,schema,name1,name2,is_match,logicv2_score
nk_checks,Person,Anna Alba,Alba Anna,true,0.9
nk_checks,Person,Anna Alba,Anna Elba,false,0.8
cust_cases,Company,Zed GmbH,Zed,true,
synth_people,Person,Bo Ek,Bo Ok,TRUE,0.2
synth_people,Person,Bo Ek,Unn Ek,false,0.7
`})
	scores := map[string]float64{"Alba Anna": 0.7, "Anna Elba": 0.69, "Zed": 0.95, "Bo Ok": 0.1, "Unn Ek": 0.75}
	got, _ := measured(t, dir, Options{Suites: []string{"names"}, Compare: func(_ context.Context, schema, a, b string) (float64, error) {
		if b == "Zed" && schema != "Company" {
			t.Errorf("schema %q of the company", schema)
		}
		return scores[b], nil
	}})
	check(t, got, map[string]want{
		"name_bench.f1 all":                      {4.0 / 6, 5}, // 2 right, 1 false, 1 missed
		"name_bench.precision all":               {2.0 / 3, 5},
		"name_bench.recall all":                  {2.0 / 3, 5},
		"name_bench.f1 hand":                     {1, 3},
		"name_bench.f1 synth":                    {0, 2},
		"name_bench.f1 nk_checks":                {1, 2},
		"name_bench.logicv2_f1 all":              {2.0 / 5, 4}, // the row without a score does not count
		"name_bench.logicv2_precision hand":      {0.5, 2},
		"name_bench.logicv2_recall synth":        {0, 2},
		"name_bench.logicv2_f1 nk_checks":        {2.0 / 3, 2},
		"name_bench.logicv2_recall nk_checks":    {1, 2},
		"name_bench.logicv2_f1 synth_people":     {0, 2},
		"name_bench.recall cust_cases":           {1, 1},
		"name_bench.precision cust_cases":        {1, 1},
		"name_bench.logicv2_recall hand":         {1, 2},
		"name_bench.logicv2_precision synth":     {0, 2},
		"name_bench.precision synth_people":      {0, 2},
		"name_bench.recall synth_people":         {0, 2},
		"name_bench.f1 cust_cases":               {1, 1},
		"name_bench.logicv2_precision all":       {1.0 / 3, 4},
		"name_bench.logicv2_recall all":          {0.5, 4},
		"name_bench.precision hand":              {1, 3},
		"name_bench.recall hand":                 {1, 3},
		"name_bench.logicv2_f1 synth":            {0, 2},
		"name_bench.precision nk_checks":         {1, 2},
		"name_bench.logicv2_f1 hand":             {2.0 / 3, 2},
		"name_bench.logicv2_precision nk_checks": {0.5, 2},
	})
	if _, ok := got["name_bench.logicv2_f1 cust_cases"]; ok {
		t.Error("a peer without a score has a figure")
	}
}

func TestUnTyping(t *testing.T) {
	dir := benchDir(t, map[string]string{
		"queries/un_typing.csv": `name,birth_date,birth_place,country,expected,untreated
first,1961,,xx,AA.1,first
second,1962,,xx,AA.2,untreated
either,,,,AA.3|AA.4,untreated
below,,,,AA.5,untreated
`,
		"queries/un_2020-02-02_latin_only.xml.gz":    "<x/>",
		"lists/un-sc/2020-02-02/consolidated.xml.gz": "<x/>",
		"lists/un-sc/2021-01-01/consolidated.xml.gz": "<x/>",
		"lists/un-sc/2020-01-01/consolidated.xml.gz": "<x/>",
		"lists/un-sc/2020-02-02/.hidden":             "",
		"lists/us-ofac-sdn/2020-02-02/sdn.csv":       "",
	})
	var files []string
	got, skips := measured(t, dir, Options{Suites: []string{"names"}, Open: func(_ context.Context, f []string) (Screener, error) {
		if len(files) == 0 {
			files = f
		}
		return screenerFunc(func(q Query) []Hit {
			switch {
			case q.Schema != "Person" || q.Threshold != 0.7:
				t.Errorf("query %+v", q)
			case q.Name == "first":
				return []Hit{{"un", "AA.1", 0.9}}
			case q.Name == "second" && q.BirthDate == "": // of equal score, the one shown first counts
				return []Hit{{"un", "AA.9", 0.8}, {"un", "AA.2", 0.8}}
			case q.Name == "second":
				return []Hit{{"un", "AA.9", 0.7}, {"un", "AA.2", 0.9}}
			case q.Name == "either":
				return []Hit{{"un", "AA.4", 0.7}}
			case q.Name == "below":
				return []Hit{{"un", "AA.5", 0.69}}
			}
			return nil
		}), nil
	}})
	if len(files) != 1 || filepath.Base(filepath.Dir(files[0])) != "2020-02-02" {
		t.Errorf("screened against %v, want the list of the date of the queries", files)
	}
	check(t, got, map[string]want{
		"un_typing.top1 all":           {0.5, 4},
		"un_typing.recall all":         {0.75, 4},
		"un_typing.mrr all":            {2.5 / 4, 4},
		"un_typing.top10 all":          {0.75, 4},
		"un_typing.top1 changed":       {1.0 / 3, 3},
		"un_typing.recall changed":     {2.0 / 3, 3},
		"un_typing.top1 unchanged":     {1, 1},
		"un_typing.top1 birth_country": {1, 2},
	})
	if r := skips["un_script"]; !strings.Contains(r, "un_original_script") {
		t.Errorf("reason for un_script: %q", r)
	}
}

func TestScripts(t *testing.T) {
	dir := benchDir(t, map[string]string{
		"queries/un_original_script.csv":          "name,expected,latin\nАнна,AA.1,Anna\n",
		"queries/un_2020-02-02_latin_only.xml.gz": "<x/>",
		"queries/uk_original_script.csv": "name,schema,script,expected,latin\n" +
			"Анна,Person,CYRILLIC,11,Anna\nБанк,Organization,CYRILLIC,12|13,Bank\nبنك,Organization,ARABIC,14,Bank\n",
		"queries/uk_2020-03-03_latin_only.csv.gz": "x",
	})
	supported := true
	opts := Options{Suites: []string{"names"}, Open: func(_ context.Context, f []string) (Screener, error) {
		if strings.Contains(f[0], "uk_2020-03-03") && !supported {
			return nil, fmt.Errorf("%s: %w", f[0], ErrUnsupported)
		}
		return screenerFunc(func(q Query) []Hit {
			id := map[string]string{"Анна": "11", "Банк": "13"}[q.Name]
			if q.Schema == "" {
				id = "AA.1"
			}
			return []Hit{{"l", id, 0.8}}
		}), nil
	}}
	got, _ := measured(t, dir, opts)
	check(t, got, map[string]want{
		"un_script.top1 all":           {1, 1},
		"uk_script.top1 all":           {2.0 / 3, 3},
		"uk_script.top1 persons":       {1, 1},
		"uk_script.top1 organizations": {0.5, 2},
		"uk_script.top1 arabic":        {0, 1},
		"uk_script.recall cyrillic":    {1, 2},
	})
	supported = false
	got, skips := measured(t, dir, opts)
	if _, ok := got["uk_script.top1 all"]; ok || !strings.Contains(skips["uk_script"], "no parser takes this file") {
		t.Errorf("a list that no parser takes: skipped as %q", skips["uk_script"])
	}
	if _, ok := got["un_script.top1 all"]; !ok {
		t.Error("one skipped list hides the other's figures")
	}
}

func TestCustomers(t *testing.T) {
	dir := benchDir(t, map[string]string{
		"queries/negatives.csv.gz": "name,birth_date,nationality,gender,script,source\n" +
			"Hit Always,1961-01-08,Chile,female,LATIN,x\nHit Name,1959-04-27,Poland,other,LATIN,x\n" +
			"Никто,1959-04-27,Poland,other,CYRILLIC,x\nNobody,1959-04-27,Poland,other,LATIN,x\n",
		"lists/us-ofac-sdn/2020-01-01/sdn.csv":         "",
		"lists/us-ofac-sdn/2020-01-01/alt.csv":         "",
		"lists/us-ofac-sdn/2021-01-01/sdn.csv":         "", // later, but not whole
		"lists/us-ofac-sdn/2019-01-01/sdn.csv":         "",
		"lists/us-ofac-sdn/2019-01-01/alt.csv":         "",
		"lists/un-sc/2020-05-05/consolidated.xml":      "",
		"lists/un-sc/2022-05-05-cut/consolidated.xml":  "",
		"lists/gb-ofsi/2025-01-01/list.xlsx":           "",
		"lists/gb-ofsi/2018-01-01/list.csv":            "",
		"lists/eu-fsf/2018-01-01/list.odd":             "",
		"lists/us-ofac-sdn-partial/2025-01-01/sdn.csv": "",
		"lists/schemas/un-sc/x.xsd":                    "",
	})
	var opened []string
	got, skips := measured(t, dir, Options{
		Suites: []string{"names"},
		Recognise: func(_ context.Context, files []string) error {
			if strings.HasSuffix(files[0], ".xlsx") || strings.HasSuffix(files[0], ".odd") {
				return ErrUnsupported
			}
			return nil
		},
		Open: func(_ context.Context, files []string) (Screener, error) {
			for _, f := range files {
				rel, _ := filepath.Rel(filepath.Join(dir, "lists"), f)
				opened = append(opened, filepath.ToSlash(rel))
			}
			return screenerFunc(func(q Query) []Hit {
				if q.Name == "Hit Always" || q.Name == "Hit Name" && q.Country == "" && q.BirthDate == "" {
					return []Hit{{"l", "1", 0.7}}
				}
				return []Hit{{"l", "2", 0.69}}
			}), nil
		},
	})
	want1 := []string{"gb-ofsi/2018-01-01/list.csv", "un-sc/2020-05-05/consolidated.xml",
		"us-ofac-sdn/2020-01-01/alt.csv", "us-ofac-sdn/2020-01-01/sdn.csv"}
	if diff := cmp.Diff(want1, opened); diff != "" {
		t.Errorf("lists (-want +got):\n%s", diff)
	}
	check(t, got, map[string]want{
		"customers.false_hits all":         {0.5, 4},
		"customers.false_hits latin":       {2.0 / 3, 3},
		"customers.false_hits cyrillic":    {0, 1},
		"customers.false_hits dob_country": {0.25, 4},
	})
	if !strings.Contains(skips["customers"], "no parser") {
		t.Errorf("what was left out is not said: %q", skips["customers"])
	}
}

func TestSampleIsStable(t *testing.T) {
	var rows []row
	for i := range 200 {
		rows = append(rows, row{"name": fmt.Sprint("customer ", i)})
	}
	names := func(rows []row) []string {
		var out []string
		for _, r := range rows {
			out = append(out, r["name"])
		}
		slices.Sort(out)
		return out
	}
	small, large := names(sample(rows, 20)), names(sample(rows, 60))
	if len(small) != 20 || len(large) != 60 {
		t.Fatalf("samples of %d and %d", len(small), len(large))
	}
	for _, n := range small {
		if !slices.Contains(large, n) {
			t.Errorf("%s is in the smaller sample and not in the larger", n)
		}
	}
	reversed := slices.Clone(rows)
	slices.Reverse(reversed)
	if diff := cmp.Diff(small, names(sample(reversed, 20))); diff != "" {
		t.Errorf("the sample depends on the order (-want +got):\n%s", diff)
	}
	if n := len(sample(rows, -1)); n != 200 {
		t.Errorf("all is %d", n)
	}
}
