package dataset

import (
	"context"
	"slices"
	"strings"
	"testing"

	"interdict/internal/listtest"
	"interdict/lists"
)

func TestForms(t *testing.T) {
	for file, source := range map[string]string{
		"entities.ftm.json": "testdata", "targets.simple.csv": "testdata", "senzing.json": "testdata", "house-list.csv": "house_list",
	} {
		listtest.Golden(t, Parser(), source, "testdata/"+file+".golden", "testdata/"+file)
	}
}

// A list takes its name from its file or directory, never a publisher's.
func TestNames(t *testing.T) {
	for path, want := range map[string]string{
		"My List.csv": "my_list", "peps/targets.simple.csv": "peps", "us_ofac_sdn/entities.ftm.json.gz": "us_ofac_sdn_dataset",
		"наш.csv": "own", "entities.ftm.json": "entities",
	} {
		if got := nameOf(lists.OpenFile(path)); got != want {
			t.Errorf("%s is named %s, want %s", path, got, want)
		}
	}
}

// A name that the caller gives is the list's, in ids and references too.
func TestGivenName(t *testing.T) {
	set, _ := listtest.Parse(t, Parser(), "testdata/entities.ftm.json")
	set.Source = "given"
	r, err := Parser().Parse(context.Background(), set)
	if err != nil {
		t.Fatal(err)
	}
	if r.Entities[0].ID != "given-NK-1" || r.Entities[1].First("entity") != "given-NK-1" || !slices.Contains(r.Entities[0].Referents, "NK-1") {
		t.Errorf("ids %s, %s, referents %v", r.Entities[0].ID, r.Entities[1].First("entity"), r.Entities[0].Referents)
	}
}

func TestBadLists(t *testing.T) {
	for content, want := range map[string]string{
		"name,country\n,Russia\n": "row 2: no name",
		"id,name\n1,A\n1,B\n":     "id 1 is there twice",
		"id,name\n1,\"A\n":        "line",
		`{"id":"a","schema":"Person","properties":{}}` + "\n{broken\n": "line 2",
	} {
		sets, _, _ := Parser().Recognise([]lists.File{lists.NewFile("own-file.csv", []byte(content))})
		if len(sets) != 1 {
			t.Errorf("%q: not recognised", content)
			continue
		}
		if _, err := Parser().Parse(context.Background(), sets[0]); err == nil || !strings.Contains(err.Error(), "own-file.csv") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error = %v", content, err)
		}
	}
	// A table under the name of a publisher's file is a download that went wrong.
	if sets, _, _ := Parser().Recognise([]lists.File{lists.NewFile("consolidated.xml", []byte("name,birth_date\nA,1970\n"))}); len(sets) != 0 {
		t.Errorf("recognised as %v", sets)
	}
	// Text without a column of names is no list.
	for _, content := range []string{"date,amount\n2020,5\n", "{}", "<html></html>", "hello", `{"results":[]}`} {
		if sets, _, _ := Parser().Recognise([]lists.File{lists.NewFile("x", []byte(content))}); len(sets) != 0 {
			t.Errorf("%q was recognised as %v", content, sets)
		}
	}
}

func FuzzParse(f *testing.F) { listtest.Fuzz(f, Parser()) }
