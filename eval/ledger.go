package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"interdict/ledger"
)

// ledger measures the reader on reading/ledger/*.jsonl, a gold ledger with its
// text a line, by the codebook's scoring. Groups: all; row figures also by type.
func (r *run) ledger(ctx context.Context) error {
	files := r.find("reading/ledger/*.jsonl")
	switch {
	case len(files) == 0:
		return skipped("no reading/ledger/*.jsonl")
	case r.opts.Read == nil:
		return skipped("nothing to read documents with")
	}
	var gold []*ledger.Ledger
	for _, f := range files {
		g, err := readLedgers(f)
		if err != nil {
			return err
		}
		gold = append(gold, g...)
	}
	counts, errs := make([]LedgerCount, len(gold)), make([]error, len(gold))
	err := r.each(ctx, len(gold), func(ctx context.Context, i int) error {
		g := gold[i]
		out, err := r.opts.Read(ctx, &Document{
			ID: g.Document.ID, Title: g.Document.Title, Source: g.Document.Source,
			Published: string(g.Document.Published), Text: g.Text,
		})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil || out == nil {
			// A document that cannot be read is all missed, and the others go on.
			errs[i] = fmt.Errorf("document %s: %w", g.Document.ID, err)
			out = &ledger.Ledger{}
		}
		counts[i] = ScoreLedger(g, out)
		return nil
	})
	if err != nil {
		return err
	}
	var sum LedgerCount
	for _, c := range counts {
		sum.Add(c)
	}
	r.figures = append(r.figures, LedgerFigures(sum)...)
	return errors.Join(errs...)
}

// LedgerFigures turns counts into the figures of the reading suite. A figure
// that nothing was counted for is left out.
func LedgerFigures(c LedgerCount) []Figure {
	r := &run{suite: "reading"}
	ratio := func(name string, part, whole, n int) {
		r.addRatio("ledger."+name, "all", float64(part), float64(whole), n)
	}
	ratio("row_f1", 2*c.Pairs, c.RowsGold+c.RowsOut, c.RowsGold)
	ratio("row_precision", c.Pairs, c.RowsOut, c.RowsOut)
	ratio("row_recall", c.Pairs, c.RowsGold, c.RowsGold)
	ratio("actor_f1", 2*c.ActorBoth, c.ActorGold+c.ActorOut, c.ActorGold)
	ratio("recipient_f1", 2*c.RecipBoth, c.RecipGold+c.RecipOut, c.RecipGold)
	ratio("status_accuracy", c.StatusOK, c.Pairs, c.Pairs)
	ratio("attribution_f1", 2*c.SourceBoth, c.SourceGold+c.SourceOut, c.SourceGold)
	ratio("date_accuracy", c.DatesOK, c.Dates, c.Dates)
	r.add("ledger.false_facts", "all", float64(c.FalseFacts), c.RowsOut)
	ratio("false_fact_rate", c.FalseFacts, c.RowsOut, c.RowsOut)
	ratio("list_precision", c.ListBoth, c.ListOut, c.ListOut)
	ratio("list_recall", c.ListBoth, c.ListGold, c.ListGold)
	for _, t := range slices.Sorted(maps.Keys(c.TypeGold)) {
		r.addRatio("ledger.row_f1", t, float64(2*c.TypePairs[t]), float64(c.TypeGold[t]+c.TypeOut[t]), c.TypeGold[t])
	}
	return r.figures
}

// readLedgers reads ledgers, one a line.
func readLedgers(path string) ([]*ledger.Ledger, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	var out []*ledger.Ledger
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		l, err := decodeLedger(lines.Bytes())
		if err != nil {
			return nil, fmt.Errorf("%s:%d: not a ledger: %w", path, n, err)
		}
		if l.Text == "" {
			return nil, fmt.Errorf("%s:%d: document %q has no text to be read", path, n, l.Document.ID)
		}
		out = append(out, l)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

// decodeLedger reads one ledger. Gold coded by hand names a list entry in entry
// where the program writes id, and leaves out match, which is then true.
func decodeLedger(line []byte) (*ledger.Ledger, error) {
	var l ledger.Ledger
	if err := json.Unmarshal(line, &l); err != nil {
		return nil, err
	}
	var hand struct {
		Parties []struct {
			Listed []struct {
				Entry string `json:"entry"`
				Match *bool  `json:"match"`
			} `json:"listed"`
		} `json:"parties"`
	}
	if err := json.Unmarshal(line, &hand); err != nil {
		return nil, err
	}
	for i, p := range hand.Parties {
		for j, e := range p.Listed {
			to := &l.Parties[i].Listed[j]
			if to.ID == "" {
				to.ID = e.Entry
			}
			if e.Match == nil {
				to.Match = true
			}
		}
	}
	return &l, nil
}
