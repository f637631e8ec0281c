package claims

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interdict/document"
	"interdict/english"
	"interdict/ledger"
	"interdict/parties"
)

var update = flag.Bool("update", false, "rewrite golden files")

// A sentence is one block of testdata/sentences.txt: a text with its tree and
// parties as given, and the rows that must come of it.
type sentence struct {
	text, source string
	parties      []parties.Party
	mentions     map[int][]int // token to parties
	tokens       []english.Token
	lines        []string // the block but its rows
	want         []string
}

// readSentences reads the blocks. Lines are "text TEXT", "source NAME",
// "party SCHEMA NAME: token token", "token FORM LEMMA UPOS TAG HEAD REL" and
// "row …"; a blank line ends a block.
func readSentences(t testing.TB) []sentence {
	t.Helper()
	file, err := os.Open("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var out []sentence
	cur := sentence{mentions: map[int][]int{}}
	flush := func() {
		if cur.text != "" {
			out = append(out, cur)
		}
		cur = sentence{mentions: map[int][]int{}}
	}
	at := 0
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := lines.Text()
		kind, rest, _ := strings.Cut(line, " ")
		if line == "" {
			flush()
			continue
		}
		if kind != "row" {
			cur.lines = append(cur.lines, line)
		}
		switch kind {
		case "text":
			cur.text, at = rest, 0
		case "source":
			cur.source = rest
		case "party":
			schema, rest, _ := strings.Cut(rest, " ")
			name, where, _ := strings.Cut(rest, ": ")
			cur.parties = append(cur.parties, parties.Party{Name: name, Schema: schema})
			for _, w := range strings.Fields(where) {
				i, err := strconv.Atoi(w)
				if err != nil {
					t.Fatalf("%q: %v", line, err)
				}
				cur.mentions[i] = append(cur.mentions[i], len(cur.parties)-1)
			}
		case "token":
			c := strings.Fields(rest)
			if len(c) != 6 {
				t.Fatalf("%q: want six fields", line)
			}
			start := strings.Index(cur.text[at:], c[0])
			if start < 0 {
				t.Fatalf("%q is not in %q", c[0], cur.text)
			}
			head, err := strconv.Atoi(c[4])
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			start += at
			at = start + len(c[0])
			cur.tokens = append(cur.tokens, english.Token{Start: start, End: at, Form: c[0], Lemma: c[1], POS: posOf[c[2]], Tag: c[3], Head: head, Rel: c[5]})
		case "row":
			cur.want = append(cur.want, rest)
		case "#":
		default:
			t.Fatalf("unknown line %q", line)
		}
	}
	flush()
	return out
}

var posOf = map[string]english.POS{"ADJ": english.ADJ, "ADP": english.ADP, "ADV": english.ADV, "AUX": english.AUX, "CCONJ": english.CCONJ, "DET": english.DET,
	"NOUN": english.NOUN, "NUM": english.NUM, "PART": english.PART, "PRON": english.PRON, "PROPN": english.PROPN, "PUNCT": english.PUNCT,
	"SCONJ": english.SCONJ, "SYM": english.SYM, "VERB": english.VERB, "X": english.X}

// rowsOf makes the rows of a sentence.
func (s sentence) rowsOf(t testing.TB) ([]Row, *parties.Set) {
	f := s.found(t)
	return f.rows, f.set
}

func (s sentence) found(t testing.TB) *finder {
	t.Helper()
	doc := document.New(s.text, document.Options{ID: "test", Source: s.source, Published: "2024-05-16"})
	tree := &english.Doc{Text: s.text, Tokens: s.tokens, Sentences: s.sentences()}
	set := &parties.Set{Doc: tree, Parties: slices.Clone(s.parties)}
	f, err := trace(doc, tree, set, func(i int) []int { return s.mentions[i] }, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// sentences cuts the block at tokens that head nothing above them, one root a sentence.
func (s sentence) sentences() []english.Sentence {
	var out []english.Sentence
	first := 0
	for i, tok := range s.tokens {
		if i == len(s.tokens)-1 || tok.Form == "." || tok.Form == "?" {
			out = append(out, english.Sentence{First: first, Last: i + 1, Start: s.tokens[first].Start, End: tok.End})
			first = i + 1
		}
	}
	return out
}

func describeRow(r Row, set *parties.Set) string {
	names := func(ids []string) string {
		var out []string
		for _, id := range ids {
			n, _ := strconv.Atoi(strings.TrimPrefix(id, "p"))
			out = append(out, set.Parties[n-1].Name)
		}
		return strings.Join(out, "+")
	}
	var chain []string
	for _, a := range r.Attribution {
		chain = append(chain, names([]string{a.Source})+"("+string(a.Cue)+string(a.Medium)+")")
	}
	date := ""
	if r.Date != nil {
		date = " @" + r.Date.Value
	}
	count := ""
	for _, c := range r.Count {
		count += fmt.Sprintf(" #%d %s", c.N, c.Of)
	}
	mode := ""
	if r.Mode != "" {
		mode = "/" + string(r.Mode)
	}
	return fmt.Sprintf("%s%s %s [%s > %s > %s] by [%s]%s%s: %s", r.Type, mode, r.Status, names(r.Actors), names(r.Recipients), names(r.Objects),
		strings.Join(chain, ", "), date, count, r.Evidence.Text)
}

// TestSentences checks the rows of single sentences whose trees and parties are
// given, so that it tests the rules and not a parser.
func TestSentences(t *testing.T) {
	blocks := readSentences(t)
	var golden strings.Builder
	for _, s := range blocks {
		t.Run(s.text, func(t *testing.T) {
			rows, set := s.rowsOf(t)
			var got []string
			for _, r := range rows {
				got = append(got, describeRow(r, set))
			}
			golden.WriteString(strings.Join(s.lines, "\n") + "\n")
			for _, g := range got {
				golden.WriteString("row " + g + "\n")
			}
			golden.WriteString("\n")
			if d := cmp.Diff(s.want, got); d != "" && !*update {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
	if *update {
		if err := os.WriteFile("testdata/sentences.txt", []byte(golden.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// keepsPromises checks what no row may break whatever the tree.
func keepsPromises(t interface{ Fatalf(string, ...any) }, rows []Row, set *parties.Set, text string) {
	runes := []rune(text)
	for _, r := range rows {
		if (r.Status == ledger.Claimed || r.Status == ledger.Denied) && len(r.Attribution) == 0 {
			t.Fatalf("%s is %s without a source: %q", r.Type, r.Status, r.Evidence.Text)
		}
		if !slices.Contains(ledger.EventTypes, r.Type) {
			t.Fatalf("unknown type %q", r.Type)
		}
		if r.Evidence.Start < 0 || r.Evidence.End > len(runes) || string(runes[r.Evidence.Start:r.Evidence.End]) != r.Evidence.Text {
			t.Fatalf("evidence %d-%d %q does not quote the text", r.Evidence.Start, r.Evidence.End, r.Evidence.Text)
		}
		ids := slices.Concat(r.Actors, r.Recipients, r.Objects)
		for _, a := range r.Attribution {
			ids = append(ids, a.Source)
		}
		for _, id := range ids {
			n, err := strconv.Atoi(strings.TrimPrefix(id, "p"))
			if err != nil || n < 1 || n > len(set.Parties) {
				t.Fatalf("no party %q", id)
			}
		}
		if r.Rule == "" {
			t.Fatalf("%s tells no rule that made it", r.Type)
		}
	}
}
