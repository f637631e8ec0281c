package claims

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestReasons holds the reasons of every row of the sentences to their row: the
// trigger is in the tree, a rule that names a lexicon line finds it, and a row
// that is not asserted has a step or an attribution that says why.
func TestReasons(t *testing.T) {
	for _, s := range readSentences(t) {
		f := s.found(t)
		for _, row := range f.rows {
			r := f.reason(row, f.set.Doc)
			if r.Trigger < 0 || r.Trigger >= len(r.Tokens) {
				t.Fatalf("%s: trigger %d of %d words", r.Rule, r.Trigger, len(r.Tokens))
			}
			if strings.Contains(r.Rule, ".tsv:") {
				word := r.Rule[strings.IndexByte(r.Rule, ' ')+1:]
				if !strings.Contains(r.Lexicon, word) {
					t.Errorf("%s: the line is %q", r.Rule, r.Lexicon)
				}
			}
			if row.Status != "asserted" && len(r.Steps)+len(r.Attributions) == 0 {
				t.Errorf("%s %s: nothing says why: %q", row.Type, row.Status, row.Evidence.Text)
			}
			var told []string
			for _, role := range r.Roles {
				told = append(told, role.Names...)
			}
			for _, id := range slices.Concat(row.Actors, row.Recipients, row.Objects) {
				if n := f.set.Parties[place(t, id)].Name; !slices.Contains(told, n) && len(r.Steps) < 2 {
					t.Errorf("%s: nothing says where %s is from: %q", row.Type, n, row.Evidence.Text)
				}
			}
		}
	}
}

func TestLexiconLine(t *testing.T) {
	for rule, want := range map[string]string{
		"cues.tsv say tell": "say: … tell …",
		"called":            "",
		"verbs.tsv:99999 x": "",
		"other.tsv:1 x":     "",
	} {
		if got := LexiconLine(rule); !strings.HasSuffix(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, want %q", rule, got, want)
		}
	}
}

// place is where the party of an id stands in its set.
func place(t *testing.T, id string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "p"))
	if err != nil {
		t.Fatal(err)
	}
	return n - 1
}
