package read_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"interdict/document"
	"interdict/english"
	"interdict/internal/bench"
	"interdict/ledger"
	"interdict/read"
)

// articles returns the development articles.
func articles(t testing.TB) []*document.Document {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(bench.Dir(t, "reading", "ledger"), "ledger.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var out []*document.Document
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var l ledger.Ledger
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		d := l.Document
		out = append(out, document.New(l.Text, document.Options{ID: d.ID, Title: d.Title, Source: d.Source, Published: string(d.Published)}))
	}
	return out
}

// TestLedgersKeepTheirPromises reads real articles and holds each ledger to
// what package ledger promises: every quotation lies where its offsets say,
// every id is one of the ledger's, and what is claimed or denied has a source.
func TestLedgersKeepTheirPromises(t *testing.T) {
	model, err := english.Default()
	if err != nil {
		t.Fatal(err)
	}
	reader := read.New(model, nil)
	for _, doc := range articles(t) {
		l, err := reader.Read(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		points := []rune(doc.Text)
		quotes := func(what string, s ledger.Span) {
			if s.Start < 0 || s.End > len(points) || s.Start >= s.End || string(points[s.Start:s.End]) != s.Text {
				t.Errorf("%s: %s: %q does not lie at %d–%d", doc.ID, what, s.Text, s.Start, s.End)
			}
		}
		known := map[string]bool{}
		for _, p := range l.Parties {
			known[p.ID] = true
			for _, m := range p.Mentions {
				quotes(p.Name, m)
			}
		}
		rows := map[string]bool{}
		for _, c := range l.Claims {
			rows[c.ID] = true
			quotes(c.ID, c.Evidence)
			for _, ids := range [][]string{c.Actors, c.Recipients, c.Objects} {
				for _, id := range ids {
					if !known[id] {
						t.Errorf("%s: %s names party %q, which is not there", doc.ID, c.ID, id)
					}
				}
			}
			if (c.Status == ledger.Claimed || c.Status == ledger.Denied) && len(c.Attribution) == 0 {
				t.Errorf("%s: %s is %s by nobody", doc.ID, c.ID, c.Status)
			}
			for _, a := range c.Attribution {
				if !known[a.Source] {
					t.Errorf("%s: %s is said by party %q, which is not there", doc.ID, c.ID, a.Source)
				}
			}
		}
		for _, m := range l.Matters {
			for _, ids := range [][]string{m.Accuse, m.Deny, m.Evidence, m.Act} {
				for _, id := range ids {
					if !rows[id] {
						t.Errorf("%s: matter %q names row %q, which is not there", doc.ID, m.Title, id)
					}
				}
			}
		}
		if len(l.Claims) == 0 {
			t.Errorf("%s: no claims", doc.ID)
		}
	}
}

// BenchmarkRead reads the development articles, the whole way but for the lists.
func BenchmarkRead(b *testing.B) {
	model, err := english.Default()
	if err != nil {
		b.Fatal(err)
	}
	reader, docs := read.New(model, nil), articles(b)
	words := 0
	for _, d := range docs {
		words += len(bytes.Fields([]byte(d.Text)))
	}
	if _, err := reader.Read(b.Context(), docs[0]); err != nil { // loads the models
		b.Fatal(err)
	}
	for b.Loop() {
		for _, d := range docs {
			if _, err := reader.Read(b.Context(), d); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(docs)*b.N)/b.Elapsed().Seconds(), "articles/s")
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}
