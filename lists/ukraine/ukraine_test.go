package ukraine

import (
	"testing"

	"interdict/internal/listtest"
	"interdict/lists"
)

func TestGolden(t *testing.T) {
	listtest.Golden(t, Parser(), Source, "testdata/subjects.golden", "testdata/subjects-individual.json", "testdata/subjects-legal.json")
}

// One of the two answers alone is half a list.
func TestHalfAList(t *testing.T) {
	sets, _, _ := Parser().Recognise([]lists.File{lists.OpenFile("testdata/subjects-legal.json")})
	if len(sets) != 1 || sets[0].Partial == "" {
		t.Errorf("sets %v", sets)
	}
}

func TestCutOff(t *testing.T) { listtest.Cut(t, Parser(), "testdata/subjects-legal.json") }

func FuzzParse(f *testing.F) { listtest.Fuzz(f, Parser()) }
