package eval

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interdict/ledger"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func scoreFiles(t *testing.T, gold, output string) LedgerCount {
	t.Helper()
	gs, err := readLedgers(gold)
	if err != nil {
		t.Fatal(err)
	}
	outs, err := readLedgers(output)
	if err != nil {
		t.Fatal(err)
	}
	var sum LedgerCount
	for _, g := range gs {
		out := &ledger.Ledger{}
		for _, o := range outs {
			if o.Document.ID == g.Document.ID {
				out = o
			}
		}
		sum.Add(ScoreLedger(g, out))
	}
	return sum
}

// The pair holds one case of each kind: wrong names that are the same party,
// a surplus recipient, a lost source, a wrong date, an allegation stored as a
// fact, an unpaired row that states a finding as a fact, missed and extra rows,
// a list link that was missed and one that is only possible. The figures in the
// golden file agree with those of the codebook's own scoring program, save the
// list links, which that program reads under another name.
func TestLedgerFiguresGolden(t *testing.T) {
	sum := scoreFiles(t, "testdata/ledger/gold.jsonl", "testdata/ledger/output.jsonl")
	var b strings.Builder
	if err := WriteGolden(&b, LedgerFigures(sum)); err != nil {
		t.Fatal(err)
	}
	golden := filepath.FromSlash("testdata/ledger/figures.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("figures changed (-want +got):\n%s", diff)
	}
}

func TestGoldAgainstItselfIsPerfect(t *testing.T) {
	gold := "testdata/ledger/gold.jsonl"
	for _, f := range LedgerFigures(scoreFiles(t, gold, gold)) {
		want := 1.0
		if strings.HasPrefix(f.Figure, "ledger.false_fact") {
			want = 0
		}
		if f.Value != want {
			t.Errorf("%s of %s is %v, want %v", f.Figure, f.Group, f.Value, want)
		}
	}
}

func TestUnreadDocumentIsAllMissed(t *testing.T) {
	gs, err := readLedgers("testdata/ledger/gold.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	c := ScoreLedger(gs[0], &ledger.Ledger{})
	if c.RowsGold != len(gs[0].Claims) || c.Pairs != 0 || c.RowsOut != 0 || c.ListGold != 2 {
		t.Errorf("counts %+v", c)
	}
}

func TestSameParty(t *testing.T) {
	for _, c := range []struct {
		a, aSchema, b, bSchema string
		want                   bool
	}{
		{"Kim Jong Un", "Person", "Kim", "Person", true},
		{"Kim Jong Un", "Person", "Kim Yo Jong", "Person", false}, // a shared family name is not enough
		{"Prime Minister Narendra Modi", "Person", "Modi", "Person", true},
		{"J. Borrell", "Person", "Josep Borrell", "Person", true},
		{"M. Borrell", "Person", "Josep Borrell", "Person", true}, // initials do not count
		{"Maria Borrell", "Person", "Josep Borrell", "Person", false},
		{"Moscow", "Country", "Russian Federation", "Country", true},
		{"the U.S.", "Country", "Washington", "Country", true},
		{"D.P.R.K.", "Country", "North Korea", "", true},
		{"Norway", "Country", "Norwegian government", "PublicBody", false},
		{"Iran", "Country", "Iranian foreign ministry", "PublicBody", false},
		{"Korea Mining Development Trading Corporation", "Company", "Korea Mining Development Trading Corp.", "Company", true},
		{"International Atomic Energy Agency", "Organization", "IAEA", "Organization", true},
		{"foreign ministry", "PublicBody", "Ministry of Foreign Affairs", "PublicBody", true},
		{"foreign ministry", "PublicBody", "Ministry of Defence", "PublicBody", false},
		{"two officials", "Group", "2 officials", "Group", true},
		{"two officials", "Group", "several diplomats", "Group", false},
		{"Banque de Crédit", "Company", "banque de credit", "Company", true},
		{"", "Person", "", "Person", false},
	} {
		for range 2 {
			if got := sameParty(newPartyName(c.a, c.aSchema), newPartyName(c.b, c.bSchema)); got != c.want {
				t.Errorf("sameParty(%q %s, %q %s) = %v", c.a, c.aSchema, c.b, c.bSchema, got)
			}
			c.a, c.aSchema, c.b, c.bSchema = c.b, c.bSchema, c.a, c.aSchema
		}
	}
}

func TestPlainName(t *testing.T) {
	for in, want := range map[string]string{
		"The U.S. Treasury": "us treasury",
		"People’s Bank":     "people s bank",
		"ʼAli_b":            "ali b",
		"Straße":            "strasse",
		"Khān  al-Shāwī":    "khan al shawi",
		"e.g. Ltd.":         "eg ltd",
		"a.b":               "a b",
		"\xff\xfe":          "",
		"The the":           "the",
		"김정은 (Kim)":         plainName("김정은") + " kim",
	} {
		if got := plainName(in); got != want {
			t.Errorf("plainName(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzScoreLedger(f *testing.F) {
	for _, name := range []string{"testdata/ledger/gold.jsonl", "testdata/ledger/output.jsonl"} {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			f.Add([]byte(line))
		}
	}
	f.Add([]byte(`{"parties":[{"listed":[{}]}],"claims":[{"evidence":{"start":-5,"end":9}}]}`))
	gold, err := readLedgers("testdata/ledger/gold.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		out, err := decodeLedger(line)
		if err != nil || len(out.Claims) > 50 || len(out.Parties) > 50 {
			return
		}
		c := ScoreLedger(gold[0], out)
		if c.Pairs > min(c.RowsGold, c.RowsOut) || c.StatusOK > c.Pairs || c.ActorBoth > min(c.ActorGold, c.ActorOut) ||
			c.FalseFacts > c.RowsOut || c.ListBoth > min(c.ListGold, c.ListOut) {
			t.Errorf("counts cannot be: %+v", c)
		}
	})
}
