package eu

import (
	"strings"
	"testing"

	"interdict/internal/listtest"
	"interdict/lists"
)

func TestGolden(t *testing.T) {
	listtest.Golden(t, Parser(), Source, "testdata/fsf.xml.golden", "testdata/fsf.xml")
}

func FuzzParse(f *testing.F) { listtest.Fuzz(f, Parser()) }

func TestCutOff(t *testing.T) { listtest.Cut(t, Parser(), "testdata/fsf.xml") }

// The list of the retired schema is told by name, not read by half.
func TestRetiredSchema(t *testing.T) {
	sets, problems, rest := Parser().Recognise([]lists.File{lists.OpenFile("testdata/retired.xml")})
	if len(sets) != 0 || len(rest) != 0 || len(problems) != 1 || !strings.Contains(problems[0].Err.Error(), "retired in 2018") {
		t.Errorf("sets %v, problems %v, rest %v", sets, problems, rest)
	}
}
