package screen

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"interdict/text"
)

// hitColumns are the columns that [Writer] adds to those of the input.
var hitColumns = []string{"match", "score", "probability", "list", "entry", "caption", "schema", "since", "programmes", "why"}

// A Writer writes answers as CSV: the input's columns first, then those of the
// hit, one line a hit, and one line for a row without hits. Cells that a
// spreadsheet would take for a formula are made plain text.
type Writer struct {
	csv *csv.Writer
	n   int // columns of the input
}

// NewWriter writes the header line.
func NewWriter(w io.Writer, header []string) (*Writer, error) {
	out := &Writer{csv.NewWriter(w), len(header)}
	return out, out.csv.Write(append(safeCells(header), hitColumns...))
}

// Write writes the lines of one answer.
func (w *Writer) Write(a Answer) error {
	cells := safeCells(a.Query.Cells)
	for len(cells) < w.n {
		cells = append(cells, "")
	}
	cells = cells[:w.n:w.n]
	if a.Err != nil {
		line := append(cells, make([]string, len(hitColumns))...)
		line[len(line)-1] = text.SafeCell("not screened: " + a.Err.Error())
		return w.csv.Write(line)
	}
	if len(a.Hits) == 0 {
		return w.csv.Write(append(cells, "false", "", "", "", "", "", "", "", "", ""))
	}
	for _, h := range a.Hits {
		since := ""
		if h.Since != nil {
			since = *h.Since
		}
		var why []string
		for _, r := range h.Why {
			why = append(why, r.Text)
		}
		line := append(cells, fmt.Sprint(h.Match), fmt.Sprintf("%.4f", h.Score), fmt.Sprintf("%.4f", h.Probability), h.List, h.ID,
			text.SafeCell(h.Caption), h.Schema, since, text.SafeCell(strings.Join(h.Programmes, "; ")), text.SafeCell(strings.Join(why, ". ")))
		if err := w.csv.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// Flush writes what is still held back.
func (w *Writer) Flush() error {
	w.csv.Flush()
	return w.csv.Error()
}

func safeCells(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = text.SafeCell(c)
	}
	return out
}
