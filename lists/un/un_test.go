package un

import (
	"testing"

	"interdict/internal/listtest"
)

func TestGolden(t *testing.T) {
	listtest.Golden(t, Parser(), Source, "testdata/consolidated.xml.golden", "testdata/consolidated.xml")
}

func TestCutOff(t *testing.T) { listtest.Cut(t, Parser(), "testdata/consolidated.xml") }

func FuzzParse(f *testing.F) { listtest.Fuzz(f, Parser()) }
