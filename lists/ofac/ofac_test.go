package ofac

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interdict/ftm"
	"interdict/internal/listtest"
	"interdict/lists"
)

// delimited are the four files that make the list in the delimited form.
var delimited = []string{"testdata/sdn.csv", "testdata/alt.csv", "testdata/add.csv", "testdata/sdn_comments.csv"}

func TestForms(t *testing.T) {
	listtest.Golden(t, Parser(), SDN, "testdata/delimited.golden", delimited...)
	for _, f := range []string{"sdn.xml", "sdn_advanced.xml", "sdn_enhanced.xml"} {
		listtest.Golden(t, Parser(), SDN, "testdata/"+f+".golden", "testdata/"+f)
		listtest.Cut(t, Parser(), "testdata/"+f)
	}
}

// One entry gives the same entity in every form.
func TestFormsAgree(t *testing.T) {
	kim := func(paths ...string) map[string][]string {
		_, r := listtest.Parse(t, Parser(), paths...)
		out := map[string][]string{}
		for _, e := range r.Entities {
			if e.ID == SDN+"-21444" {
				e.Each(func(p *ftm.Property, values []string) { out[p.Name] = values })
			}
			if e.ID == SDN+"-21444-sanction" {
				out["program"] = e.Get("program")
			}
		}
		return out
	}
	want := kim(delimited...)
	for _, f := range []string{"sdn.xml", "sdn_advanced.xml", "sdn_enhanced.xml"} {
		got := kim("testdata/" + f)
		for _, p := range []string{"name", "firstName", "lastName", "birthDate", "gender", "country", "program", "topics"} {
			if diff := cmp.Diff(want[p], got[p]); diff != "" {
				t.Errorf("%s: %s: %s", f, p, diff)
			}
		}
		if !strings.Contains(strings.Join(got["alias"], "|"), want["alias"][0]) {
			t.Errorf("%s: aliases %q lack %q", f, got["alias"], want["alias"])
		}
	}
}

// Files of a set that lack their main file are told, and a main file alone is
// not taken for the whole list.
func TestIncompleteSets(t *testing.T) {
	_, problems, _ := Parser().Recognise([]lists.File{lists.OpenFile("testdata/alt.csv")})
	if len(problems) != 1 || !strings.Contains(problems[0].Err.Error(), "give them together") {
		t.Errorf("problems %v", problems)
	}
	sets, _, _ := Parser().Recognise([]lists.File{lists.OpenFile("testdata/sdn.csv")})
	if len(sets) != 1 || sets[0].Partial == "" {
		t.Errorf("sets %v", sets)
	}
}

func FuzzParse(f *testing.F) { listtest.Fuzz(f, Parser()) }
