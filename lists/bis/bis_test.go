package bis

import (
	"testing"

	"interdict/internal/listtest"
)

func TestGolden(t *testing.T) {
	for file, source := range map[string]string{"dpl.txt": Denied, "consolidated.json": CSL, "consolidated.csv": CSL} {
		listtest.Golden(t, Parser(), source, "testdata/"+file+".golden", "testdata/"+file)
	}
}

func TestCutOff(t *testing.T) { listtest.Cut(t, Parser(), "testdata/consolidated.json") }

func FuzzParse(f *testing.F) { listtest.Fuzz(f, Parser()) }
