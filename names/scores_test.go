package names

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what is tested to the golden file")

// What pairs of names score, and by what, is kept in a file, so that a change
// of quality shows in the diff that makes it.
func TestScores(t *testing.T) {
	pairs, err := os.ReadFile("testdata/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]Kind{"person": Person, "organization": Organization, "vessel": Vessel, "other": Other}
	var b strings.Builder
	for line := range strings.Lines(string(pairs)) {
		if strings.HasPrefix(line, "#") {
			b.WriteString(line)
			continue
		}
		fields := strings.Split(strings.TrimSpace(line), " | ")
		if len(fields) != 3 {
			t.Fatalf("%q: three fields are needed", line)
		}
		x, y := Parse(fields[1], kinds[fields[0]]), Parse(fields[2], kinds[fields[0]])
		r := Compare(x, y)
		verdict := "     "
		if r.Score >= 0.7 {
			verdict = "match"
		}
		fmt.Fprintf(&b, "%s %.2f  %4.0f bits  %s / %s\n", verdict, r.Score, r.Bits, fields[1], fields[2])
		for _, p := range r.Pairs {
			fmt.Fprintf(&b, "           %s / %s: %s %.2f\n", originals(x, p.Q, p.QN), originals(y, p.C, p.CN), p.Relation, p.Strength)
		}
		for _, i := range r.LeftQ {
			fmt.Fprintf(&b, "           %s / -: %s\n", x.Words[i].Original, x.Words[i].Role)
		}
		for _, i := range r.LeftC {
			fmt.Fprintf(&b, "           - / %s: %s\n", y.Words[i].Original, y.Words[i].Role)
		}
	}
	if *update {
		if err := os.WriteFile("testdata/scores.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/scores.txt")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("scores have changed (-want +got); with -update they are written:\n%s", d)
	}
}

func originals(n *Name, from, count int) string {
	var out []string
	for i := from; i < from+count; i++ {
		out = append(out, n.Words[i].Original)
	}
	return strings.Join(out, " ")
}
