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
	"strings"
	"unicode/utf8"
)

// tableWidth is the width that the table keeps to.
const tableWidth = 80

// Table prints the figures for people, in 80 columns: figure, group, value, n,
// and a peer's value where one is known. A peer's value that was not measured on
// the same rows is marked with a tilde. Lines on what was skipped follow.
func Table(w io.Writer, figures []Figure, skips ...Skip) error {
	b := bufio.NewWriter(w)
	marked := false
	for len(figures) > 0 {
		n := 1
		for n < len(figures) && figures[n].Suite == figures[0].Suite {
			n++
		}
		marked = suiteTable(b, figures[:n]) || marked
		if figures = figures[n:]; len(figures) > 0 {
			fmt.Fprintln(b)
		}
	}
	if marked {
		fmt.Fprintln(b, "\n~ as quoted by others, on data that can differ from this")
	}
	if len(skips) > 0 {
		fmt.Fprintln(b, "\nnot measured")
		for _, s := range skips {
			wrap(b, fmt.Sprintf("%s: %s: %s", s.Suite, s.What, s.Reason))
		}
	}
	return b.Flush()
}

// suiteTable prints the figures of one suite and reports whether one has a
// quoted peer. Columns are as wide as they need to be; where that is too much,
// groups are cut, then figures.
func suiteTable(b io.Writer, figures []Figure) (marked bool) {
	type line struct{ figure, group, value, n, peer string }
	lines := []line{{figures[0].Suite, "group", "value", "n", "peer"}}
	for _, f := range figures {
		if isPeerFigure(f) {
			continue // stands beside our own
		}
		l := line{f.Figure, f.Group, formatValue(f), strconv.Itoa(f.N), ""}
		if p, ok := PeerOf(figures, f); ok {
			l.peer = p.Text + " " + p.Name
			if p.Quoted {
				l.peer, marked = "~"+l.peer, true
			}
		}
		lines = append(lines, l)
	}
	width := func(of func(line) string) int {
		n := 0
		for _, l := range lines {
			n = max(n, utf8.RuneCountInString(of(l)))
		}
		return n
	}
	value, n := width(func(l line) string { return l.value }), width(func(l line) string { return l.n })
	peer := min(width(func(l line) string { return l.peer }), 20)
	figure := min(width(func(l line) string { return l.figure }), 28)
	group := min(width(func(l line) string { return l.group }), tableWidth-figure-value-n-peer-5)
	for _, l := range lines {
		fmt.Fprintln(b, strings.TrimRight(fmt.Sprintf("%-*s %-*s %*s %*s  %s",
			figure, fit(l.figure, figure), group, fit(l.group, group), value, l.value, n, l.n, fit(l.peer, peer)), " "))
	}
	return marked
}

// wrap prints a text in lines of at most 80 columns, indented; a word that is
// longer than a line is cut.
func wrap(b io.Writer, text string) {
	line := " "
	for i, w := range strings.Fields(text) {
		if i > 0 && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > tableWidth {
			fmt.Fprintln(b, line)
			line = "   "
		}
		line = fit(line+" "+w, tableWidth)
	}
	fmt.Fprintln(b, line)
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
