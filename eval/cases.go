package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"interdict/ledger"
)

// readCases reads rows that people found wrong, one a line.
func readCases(path string) ([]ledger.Case, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	var out []ledger.Case
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var c ledger.Case
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return nil, fmt.Errorf("%s:%d: not a case: %w", path, n, err)
		}
		if c.Text == "" || c.Evidence.End <= c.Evidence.Start {
			return nil, fmt.Errorf("%s:%d: case %q has no text or no evidence", path, n, c.ID)
		}
		out = append(out, c)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

// cases reads the texts of rows that people found wrong, and counts those that
// are now as wanted (cases.right). What falls short is said as progress.
func (r *run) cases(ctx context.Context) error {
	switch {
	case r.opts.Cases == "":
		return skipped("no file of cases is given")
	case r.opts.Read == nil:
		return skipped("nothing to read documents with")
	}
	cases, err := readCases(r.opts.Cases)
	if err != nil {
		return err
	}
	failures := make([][]string, len(cases))
	err = r.each(ctx, len(cases), func(ctx context.Context, i int) error {
		c := &cases[i]
		l, err := r.opts.Read(ctx, &Document{ID: c.ID, Title: c.Title, Source: c.Source, Published: string(c.Published), Text: c.Text})
		if err != nil {
			return fmt.Errorf("%s: %w", c.ID, err)
		}
		failures[i] = c.Failures(l)
		return nil
	})
	if err != nil {
		return err
	}
	right := 0
	for i, short := range failures {
		if len(short) == 0 {
			right++
		}
		for _, s := range short {
			r.say("case %s: %s", cases[i].ID, s)
		}
	}
	r.addRatio("cases.right", "all", float64(right), float64(len(cases)), len(cases))
	return nil
}
