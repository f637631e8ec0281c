package parts

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interdict/english"
	"interdict/eval"
	"interdict/match"
)

// Two entries of the UN list, in its format.
const unList = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" dateGenerated="2026-02-27T00:00:09.554Z">
  <INDIVIDUALS>
    <INDIVIDUAL>
      <DATAID>690734</DATAID><VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>YUN</FIRST_NAME><SECOND_NAME>HO-JIN</SECOND_NAME>
      <UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.001</REFERENCE_NUMBER><LISTED_ON>2009-07-16</LISTED_ON>
      <NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>
      <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Yun Ho-chin</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1944-10-13</DATE></INDIVIDUAL_DATE_OF_BIRTH>
    </INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES>
    <ENTITY>
      <DATAID>690735</DATAID><VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>KOREA MINING DEVELOPMENT TRADING CORPORATION</FIRST_NAME>
      <UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPe.001</REFERENCE_NUMBER><LISTED_ON>2009-04-24</LISTED_ON>
      <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>KOMID</ALIAS_NAME></ENTITY_ALIAS>
      <ENTITY_ADDRESS><CITY>Pyongyang</CITY><COUNTRY>Democratic People's Republic of Korea</COUNTRY></ENTITY_ADDRESS>
    </ENTITY>
  </ENTITIES>
</CONSOLIDATED_LIST>
`

func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBruteFindsListedPartiesByTheirPublishersID(t *testing.T) {
	ctx := context.Background()
	file := write(t, t.TempDir(), "consolidated.xml", unList)
	s, err := Brute(match.Default())(ctx, []string{file})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		query eval.Query
		id    string // of the only hit; empty: none
	}{
		{eval.Query{Name: "Yun Ho Jin", Schema: "Person", Threshold: 0.7}, "KPi.001"},
		{eval.Query{Name: "KOMID", Threshold: 0.7}, "KPe.001"},
		{eval.Query{Name: "KOMID", Schema: "Person", Threshold: 0.7}, ""},
		{eval.Query{Name: "Ada Lovelace", Schema: "Person", Threshold: 0.7}, ""},
	} {
		hits, err := s.Screen(ctx, c.query)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case c.id == "" && len(hits) > 0:
			t.Errorf("%+v hits %+v", c.query, hits)
		case c.id != "" && (len(hits) != 1 || hits[0].ID != c.id || hits[0].List != "un_sc_sanctions"):
			t.Errorf("%+v hits %+v, want %s alone", c.query, hits, c.id)
		}
	}
	// Another birth date speaks against a namesake, so it must reach the comparison.
	score := func(q eval.Query) float64 {
		hits, err := s.Screen(ctx, q)
		if err != nil || len(hits) == 0 {
			t.Fatalf("%+v: %v, %v", q, hits, err)
		}
		return hits[0].Score
	}
	same := score(eval.Query{Name: "Yun Ho Jin", Schema: "Person", BirthDate: "1944-10-13", Country: "North Korea"})
	other := score(eval.Query{Name: "Yun Ho Jin", Schema: "Person", BirthDate: "1991-01-30", Country: "North Korea"})
	if same <= other {
		t.Errorf("score %v with the birth date, %v with another", same, other)
	}
}

func TestCompare(t *testing.T) {
	compare := Compare(match.Default())
	same, err := compare(context.Background(), "Person", "Yun Ho-jin", "YUN HO JIN")
	if err != nil || same < 0.7 {
		t.Errorf("score %v, %v", same, err)
	}
	if _, err := compare(context.Background(), "Persona", "a", "b"); err == nil {
		t.Error("an unknown schema is not refused")
	}
}

func TestUnknownFilesAreUnsupported(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	odd := write(t, dir, "odd/list.xlsx", "not a list")
	part := write(t, dir, "part/sdn.csv", `36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- `+"\n")
	whole := write(t, dir, "whole/consolidated.xml", unList)
	for _, f := range []string{odd, part} {
		if err := Recognise(ctx, []string{f}); !errors.Is(err, eval.ErrUnsupported) {
			t.Errorf("%s: error %v", f, err)
		}
	}
	if err := Recognise(ctx, []string{whole}); err != nil {
		t.Errorf("a whole list: %v", err)
	}
	if _, err := Load(ctx, []string{odd}); !errors.Is(err, eval.ErrUnsupported) {
		t.Errorf("load: error %v", err)
	}
	if _, err := Brute(match.Default())(ctx, []string{odd}); !errors.Is(err, eval.ErrUnsupported) {
		t.Errorf("open: error %v", err)
	}
}

// A gold tree that is what the model says of a plain sentence has every figure
// at 1 only where heads and places are handed over right.
func TestParseHandsOverTrees(t *testing.T) {
	model, err := english.Default()
	if err != nil {
		t.Fatal(err)
	}
	const text = "Ships sail. They don't stop."
	trees, err := Parse(model)(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for _, tree := range trees {
		var words []string
		for _, w := range tree {
			head := "root"
			if w.Head > 0 {
				head = tree[w.Head-1].Form
			}
			words = append(words, text[w.Start:w.End]+"/"+w.Form+"<"+head)
		}
		got = append(got, words)
	}
	want := [][]string{
		{"Ships/Ships<sail", "sail/sail<root", "./.<sail"},
		{"They/They<stop", "don't/do<stop", "don't/n't<stop", "stop/stop<root", "./.<stop"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("words and heads (-want +got):\n%s", diff)
	}
}

// The whole way: a directory of data, the program's own parts, figures.
func TestRunWithOwnParts(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "lists/un-sc/2026-02-27/consolidated.xml", unList)
	write(t, dir, "queries/un_typing.csv", "name,birth_date,birth_place,country,expected,untreated\nYun Hoo-jin,1944-10-13,,kp,KPi.001,YUN HO-JIN\n")
	write(t, dir, "queries/negatives.csv", "name,birth_date,nationality,gender,script,source\nAda Lovelace,1815-12-10,United Kingdom,female,LATIN,x\n")
	brute := Brute(match.Default())
	figures, err := eval.Run(context.Background(), dir, eval.Options{
		Open: brute, Brute: brute, Recognise: Recognise, EntityNames: EntityNames, Load: Load,
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range figures {
		got[f.Figure+" "+f.Group] = f.Value
	}
	for key, want := range map[string]float64{
		"un_typing.top1 changed":       1,
		"customers.false_hits all":     0,
		"exact.queries all":            6, // the person, the customer, and two names of each entry
		"exact.differences all":        0,
		"lists.entities all":           2,
		"lists.entity_differences all": 0,
	} {
		if v, ok := got[key]; !ok || v != want {
			t.Errorf("%s is %v (there: %v), want %v", key, v, ok, want)
		}
	}
	if got["lists.values_kept all"] < 0.99 {
		t.Errorf("values kept: %v", got["lists.values_kept all"])
	}
}
