package uk

import (
	"testing"

	"interdict/internal/listtest"
)

func TestLayouts(t *testing.T) {
	for _, c := range []struct{ source, file string }{
		{OFSI, "conlist.csv"},
		{OFSI, "sanctionsconlist-2018.csv"},
		{FCDO, "UK-Sanctions-List.csv"},
		{FCDO, "UK-Sanctions-List.xml"},
	} {
		listtest.Golden(t, Parser(), c.source, "testdata/"+c.file+".golden", "testdata/"+c.file)
	}
	listtest.Cut(t, Parser(), "testdata/UK-Sanctions-List.xml")
}

func FuzzParse(f *testing.F) { listtest.Fuzz(f, Parser()) }
