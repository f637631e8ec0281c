package canada

import (
	"testing"

	"interdict/internal/listtest"
)

func TestGolden(t *testing.T) {
	listtest.Golden(t, Parser(), Source, "testdata/sema-lmes.xml.golden", "testdata/sema-lmes.xml")
}

func FuzzParse(f *testing.F) { listtest.Fuzz(f, Parser()) }

func TestCutOff(t *testing.T) { listtest.Cut(t, Parser(), "testdata/sema-lmes.xml") }
