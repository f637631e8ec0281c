package swiss

import (
	"testing"

	"interdict/internal/listtest"
)

func TestGolden(t *testing.T) {
	listtest.Golden(t, Parser(), Source, "testdata/seco.xml.golden", "testdata/seco.xml")
}

func FuzzParse(f *testing.F) { listtest.Fuzz(f, Parser()) }

func TestCutOff(t *testing.T) { listtest.Cut(t, Parser(), "testdata/seco.xml") }
