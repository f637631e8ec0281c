package japan

import (
	"testing"

	"interdict/internal/listtest"
)

func TestGolden(t *testing.T) {
	listtest.Golden(t, Parser(), Source, "testdata/shisantouketsu20260828.csv.golden", "testdata/shisantouketsu20260828.csv")
}

func FuzzParse(f *testing.F) { listtest.Fuzz(f, Parser()) }
