package parts

import (
	"bytes"
	"context"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interdict/english"
	"interdict/eval"
	"interdict/internal/bench"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestReadingFigures holds the figures of reading, on the development data, to
// those that are written down: a change for the worse is seen, and one for the
// better is kept with
//
//	go test ./eval/parts -run TestReadingFigures -update
func TestReadingFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all of the development data")
	}
	dir := bench.Dir(t)
	model, err := english.Default()
	if err != nil {
		t.Fatal(err)
	}
	figures, err := eval.Run(context.Background(), dir, eval.Options{Suites: []string{"reading"},
		Parse: Parse(model), Read: Read(model), Attribute: Attribute(model), Entities: Entities(model)})
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := eval.WriteGolden(&got, figures); err != nil {
		t.Fatal(err)
	}
	const path = "testdata/reading.txt"
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("figures of reading (-written +measured):\n%s", diff)
	}
}
