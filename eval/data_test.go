package eval

import (
	"context"
	"strings"
	"testing"

	"interdict/internal/bench"
)

// The development data must be read whole: gold scored against itself is
// perfect, and nothing of it lies outside its text.
func TestDevelopmentDataIsRead(t *testing.T) {
	ctx := context.Background()
	t.Run("ledger", func(t *testing.T) {
		gold := bench.Dir(t, "reading", "ledger", "ledger.jsonl")
		c := scoreFiles(t, gold, gold)
		if c.RowsGold == 0 || c.Pairs != c.RowsGold || c.StatusOK != c.Pairs || c.SourceBoth != c.SourceGold || c.FalseFacts != 0 {
			t.Errorf("gold against itself: %+v", c)
		}
		ls, err := readLedgers(gold)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range ls {
			text := []rune(l.Text)
			for _, claim := range l.Claims {
				if e := claim.Evidence; string(text[e.Start:e.End]) != e.Text {
					t.Errorf("%s %s: evidence is not in its place", l.Document.ID, claim.ID)
				}
			}
		}
	})
	t.Run("polnear", func(t *testing.T) {
		files, err := ReadStandoff(ctx, bench.Dir(t, "reading", "polnear", "dev.tar.gz"))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, f := range files {
			s := scoreAttributions(f.Text, f.Attributions, f.Attributions)
			if s.whole.both != s.whole.gold {
				t.Errorf("%s: %d of %d attributions agree with themselves", f.Name, s.whole.both, s.whole.gold)
			}
			n += s.whole.gold
		}
		if n == 0 {
			t.Error("no attribution")
		}
	})
	t.Run("ewt", func(t *testing.T) {
		f, err := open(bench.Dir(t, "reading", "ud-ewt", "dev.conllu.gz"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		docs, err := readCoNLLU(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range docs {
			s := scoreTrees(d, d)
			if s.las.both != len(d.words) || s.sentences.both != len(d.sentences) || s.tokens.both != len(d.tokens) {
				t.Errorf("a document does not agree with itself: %+v in %.60q", s, d.text)
			}
			if solid(d.text) != d.sentences[len(d.sentences)-1][1] {
				t.Errorf("the words do not cover the text: %.60q", d.text)
			}
		}
	})
	t.Run("plover", func(t *testing.T) {
		items, err := readPlover(bench.Dir(t, "reading", "plover", "gsr.json"))
		if err != nil {
			t.Fatal(err)
		}
		here := 0
		for _, x := range items {
			for _, a := range x.Source {
				// The actor as coded, found by its own words in the sentence.
				if w := actorWords(a); len(w) > 0 && strings.Contains(plainName(x.Text), w[len(w)-1]) {
					here++
					break
				}
			}
		}
		if here < len(items)*9/10 {
			t.Errorf("only %d of %d sentences hold the head of a source", here, len(items))
		}
	})
	t.Run("re3d", func(t *testing.T) {
		docs, _, err := ReadRe3d(bench.Dir(t, "reading", "re3d", "CENTCOM"))
		if err != nil {
			t.Fatal(err)
		}
		if len(docs) == 0 || len(docs[0].Gold["organization"]) == 0 {
			t.Errorf("no organizations in %d documents", len(docs))
		}
	})
}
