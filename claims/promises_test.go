package claims

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"interdict/document"
	"interdict/english"
	"interdict/ledger"
	"interdict/parties"
)

// TestLexicon checks that the embedded files can be read and speak the ledger's
// language: known types and statuses, and no verb line that an earlier one hides.
func TestLexicon(t *testing.T) {
	lex, err := parseLexicon()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"-": true}
	for _, typ := range ledger.EventTypes {
		known[typ] = true
	}
	seen := map[string]bool{}
	for word, senses := range lex.verbs {
		for i, s := range senses {
			seen[s.Type] = true
			if !known[s.Type] {
				t.Errorf("%s: unknown type %q", s.Rule, s.Type)
			}
			switch s.Content {
			case "", "claimed", "denied", "intended", "none":
			default:
				t.Errorf("%s: unknown status %q of content", s.Rule, s.Content)
			}
			for _, later := range senses[i+1:] {
				if takesAll(s, later) {
					t.Errorf("%s: takes every %q that %s would, which is never reached", s.Rule, word, later.Rule)
				}
			}
		}
	}
	for _, typ := range ledger.EventTypes {
		if !seen[typ] {
			t.Errorf("no verb makes a %s", typ)
		}
	}
}

// takesAll reports whether a reading asks for nothing that a later one does not
// ask for as well.
func takesAll(s, later *sense) bool {
	if s.Particle != "" && s.Particle != later.Particle {
		return false
	}
	return !slices.ContainsFunc(s.When, func(c condition) bool {
		return !slices.ContainsFunc(later.When, func(d condition) bool {
			if c.not || d.not || c.op != "=" || d.op != "=" || c.slot != d.slot {
				return cmp.Equal(c, d, cmp.AllowUnexported(condition{}))
			}
			for w := range d.want {
				if !c.want[w] {
					return false
				}
			}
			return true
		})
	})
}

// TestParseConditionRejects tells bad lexicon lines from good ones.
func TestParseConditionRejects(t *testing.T) {
	for _, bad := range []string{"", "!", "holds:obj"} {
		if _, err := parseCondition(bad); err == nil {
			t.Errorf("condition %q is accepted", bad)
		}
	}
	if err := eachLine("a\tb\n", 3, func(int, []string) error { return nil }); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a short line gives %v, want an error that names the line", err)
	}
}

// vocabulary is what random texts are made of: words that the rules look for.
var vocabulary = []struct {
	form string
	pos  english.POS
	tag  string
}{
	{"Iran", english.PROPN, "NNP"}, {"Japan", english.PROPN, "NNP"}, {"it", english.PRON, "PRP"}, {"which", english.PRON, "WDT"}, {"said", english.VERB, "VBD"},
	{"denied", english.VERB, "VBD"}, {"accused", english.VERB, "VBD"}, {"sold", english.VERB, "VBD"}, {"shipping", english.VERB, "VBG"}, {"sanctioned", english.VERB, "VBN"},
	{"attack", english.NOUN, "NN"}, {"missiles", english.NOUN, "NNS"}, {"officials", english.NOUN, "NNS"}, {"claim", english.NOUN, "NN"}, {"false", english.ADJ, "JJ"},
	{"to", english.PART, "TO"}, {"of", english.ADP, "IN"}, {"by", english.ADP, "IN"}, {"that", english.SCONJ, "IN"}, {"if", english.SCONJ, "IN"}, {"not", english.PART, "RB"},
	{"will", english.AUX, "MD"}, {"was", english.AUX, "VBD"}, {",", english.PUNCT, ","}, {"“", english.PUNCT, "``"}, {"”", english.PUNCT, "''"}, {"citing", english.VERB, "VBG"},
	{"according", english.VERB, "VBG"}, {"reportedly", english.ADV, "RB"}, {"Friday", english.PROPN, "NNP"}, {"two", english.NUM, "CD"}, {"$", english.SYM, "$"},
}

var relations = []string{"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "conj", "cc", "mark", "case", "fixed",
	"aux", "aux:pass", "cop", "advmod", "amod", "compound", "nmod", "nmod:poss", "appos", "parataxis", "punct", "det", "nummod", "flat", "dep", "expl"}

// TestAnyTree reads random trees, well-formed or not: no panic, no endless loop,
// and no row that breaks a promise.
func TestAnyTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		var text strings.Builder
		tree := &english.Doc{}
		mentions := map[int][]int{}
		for i := range n {
			w := rapid.SampledFrom(vocabulary).Draw(t, "word")
			if i > 0 {
				text.WriteByte(' ')
			}
			start := text.Len()
			text.WriteString(w.form)
			tree.Tokens = append(tree.Tokens, english.Token{Start: start, End: text.Len(), Form: w.form, Lemma: strings.ToLower(w.form), POS: w.pos, Tag: w.tag,
				Head: rapid.IntRange(-1, n-1).Draw(t, "head"), Rel: rapid.SampledFrom(relations).Draw(t, "rel")})
			if w.tag == "NNP" {
				mentions[i] = []int{i % 2}
			}
		}
		tree.Text = text.String()
		cut := rapid.IntRange(0, n-1).Draw(t, "cut")
		for _, s := range [][2]int{{0, cut + 1}, {cut + 1, n}} {
			if s[0] < s[1] {
				tree.Sentences = append(tree.Sentences, english.Sentence{First: s[0], Last: s[1], Start: tree.Tokens[s[0]].Start, End: tree.Tokens[s[1]-1].End})
			}
		}
		doc := document.New(tree.Text, document.Options{ID: "any", Published: "2024-05-16", Source: rapid.SampledFrom([]string{"", "Ministry of Japan"}).Draw(t, "source")})
		set := &parties.Set{Doc: tree, Parties: []parties.Party{{Name: "Iran", Schema: "Country"}, {Name: "Japan", Schema: "Country"}}}
		f, err := trace(doc, tree, set, func(i int) []int { return mentions[i] }, nil)
		if err != nil {
			t.Fatal(err)
		}
		rows := f.rows
		keepsPromises(t, rows, set, tree.Text)
		claims := make([]ledger.Claim, len(rows))
		ids := map[string]bool{}
		for i, r := range rows {
			claims[i] = r.Claim
			ids[r.ID] = true
		}
		for _, m := range Matters(claims, set) {
			for _, id := range append(append(m.Accuse, m.Deny...), append(m.Evidence, m.Act...)...) {
				if !ids[id] {
					t.Fatalf("matter %q names row %q, which is not there", m.Title, id)
				}
			}
		}
	})
}

// TestMatters makes one matter of an accusation, its denial and a sanction for
// it, and none of a claim that nobody answers.
func TestMatters(t *testing.T) {
	set := &parties.Set{Parties: []parties.Party{{Name: "Iran"}, {Name: "Russia"}, {Name: "Japan"}, {Name: "drones", Schema: "Weapon"}}}
	row := func(id, typ, status string, actors, recipients []string, from, to int) ledger.Claim {
		c := ledger.Claim{ID: id, Type: typ, Status: ledger.Status(status), Actors: actors, Recipients: recipients, Evidence: ledger.Span{Start: from, End: to}}
		if status != "asserted" {
			c.Attribution = []ledger.Attribution{{Source: "p3"}}
		}
		return c
	}
	accuse := row("c1", "ACCUSE", "asserted", []string{"p3"}, []string{"p1"}, 0, 60)
	claimed := row("c2", "TRANSFER", "claimed", []string{"p1"}, []string{"p2"}, 20, 60)
	claimed.Mode, claimed.Objects = "arms", []string{"p4"}
	deny := row("c3", "DENY", "asserted", []string{"p1"}, nil, 70, 120)
	denied := row("c4", "TRANSFER", "denied", []string{"p1"}, nil, 80, 120)
	sanction := row("c5", "SANCTION", "asserted", []string{"p3"}, []string{"p1"}, 130, 160)
	other := row("c6", "ASSAULT", "claimed", []string{"p2"}, []string{"p3"}, 170, 190)
	got := Matters([]ledger.Claim{accuse, claimed, deny, denied, sanction, other}, set)
	if len(got) != 1 {
		t.Fatalf("got %d matters, want 1: %+v", len(got), got)
	}
	want := "Whether Iran supplied Russia with drones: accuse [c2 c1] deny [c4 c3] evidence [] act [c5]"
	m := got[0]
	if s := fmt.Sprintf("%s: accuse %v deny %v evidence %v act %v", m.Title, m.Accuse, m.Deny, m.Evidence, m.Act); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}
