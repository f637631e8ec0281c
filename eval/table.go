package eval

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Table prints the figures for people, in 80 columns: figure, group, value, n,
// and a peer's value where one is known. A peer's value that was not measured on
// the same rows is marked with a tilde. Lines on what was skipped follow.
func Table(w io.Writer, figures []Figure, skips ...Skip) error {
	b := bufio.NewWriter(w)
	suite, marked := "", false
	for _, f := range figures {
		if isPeerFigure(f) {
			continue // stands beside our own
		}
		if f.Suite != suite {
			if suite != "" {
				fmt.Fprintln(b)
			}
			suite = f.Suite
			fmt.Fprintf(b, "%-25s %-18s %8s %7s  %s\n", suite, "group", "value", "n", "peer")
		}
		peer := ""
		if p, ok := PeerOf(figures, f); ok {
			peer = p.Text + " " + p.Name
			if p.Quoted {
				peer, marked = "~"+peer, true
			}
		}
		line := fmt.Sprintf("%-25s %-18s %8s %7d  %s", fit(f.Figure, 25), fit(f.Group, 18), formatValue(f), f.N, fit(peer, 17))
		fmt.Fprintln(b, trimRight(line))
	}
	if marked {
		fmt.Fprintln(b, "\n~ as quoted by others, on data that can differ from this")
	}
	if len(skips) > 0 {
		fmt.Fprintln(b, "\nnot measured")
		for _, s := range skips {
			fmt.Fprintln(b, fit(fmt.Sprintf("  %s: %s: %s", s.Suite, s.What, s.Reason), 80))
		}
	}
	return b.Flush()
}

// WriteJSON writes one figure a line, in the form that FORMATS.md fixes.
func WriteJSON(w io.Writer, figures []Figure) error {
	b := bufio.NewWriter(w)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	for _, f := range figures {
		if err := e.Encode(f); err != nil {
			return fmt.Errorf("figure %s of %s: %w", f.Figure, f.Group, err)
		}
	}
	return b.Flush()
}

// WriteGolden writes the figures sorted and with fixed decimals, one a line, tabs between, so
// that a change of quality shows in a diff: suite, figure, group, value, n.
func WriteGolden(w io.Writer, figures []Figure) error {
	sorted := slices.Clone(figures)
	slices.SortStableFunc(sorted, func(a, b Figure) int {
		return cmp.Or(cmp.Compare(a.Suite, b.Suite), cmp.Compare(a.Figure, b.Figure), cmp.Compare(a.Group, b.Group))
	})
	b := bufio.NewWriter(w)
	for _, f := range sorted {
		fmt.Fprintf(b, "%s\t%s\t%s\t%s\t%d\n", f.Suite, f.Figure, f.Group, formatGolden(f), f.N)
	}
	return b.Flush()
}

// isCount reports whether a figure's value is a count and not a share.
func isCount(f Figure) bool {
	switch f.Figure {
	case "exact.queries", "exact.differences", "exact.shard_differences", "ledger.false_facts",
		"lists.entities", "lists.entity_differences":
		return true
	}
	return false
}

func isPeerFigure(f Figure) bool {
	switch f.Figure {
	case "name_bench.logicv2_f1", "name_bench.logicv2_precision", "name_bench.logicv2_recall":
		return true
	}
	return false
}

// formatValue gives counts whole, shares in three decimals, and small shares,
// where the third decimal says nothing, in five.
func formatValue(f Figure) string {
	switch {
	case isCount(f):
		return strconv.FormatFloat(f.Value, 'f', 0, 64)
	case f.Value != 0 && math.Abs(f.Value) < 0.01:
		return strconv.FormatFloat(f.Value, 'f', 5, 64)
	}
	return strconv.FormatFloat(f.Value, 'f', 3, 64)
}

func formatGolden(f Figure) string {
	if isCount(f) {
		return strconv.FormatFloat(f.Value, 'f', 0, 64)
	}
	return strconv.FormatFloat(f.Value, 'f', 5, 64)
}

// fit cuts a text to a width, with a mark where it was cut.
func fit(s string, width int) string {
	if utf8.RuneCountInString(s) <= width {
		return s
	}
	return string([]rune(s)[:width-1]) + "…"
}

func trimRight(s string) string {
	for len(s) > 0 && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	return s
}
