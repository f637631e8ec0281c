package screen

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// hitColumns are the columns that [Writer] adds to those of the input.
var hitColumns = []string{"match", "score", "probability", "list", "entry", "caption", "schema", "since", "programmes", "why"}

// A Writer writes answers as CSV: the input's columns first, then those of the
// hit, one line a hit, and one line for a row without hits. Cells that a
// spreadsheet would take for a formula are made plain text.
type Writer struct {
	csv    *csv.Writer
	header []string // columns of the input
}

// NewWriter returns a writer for answers to rows with these columns.
func NewWriter(w io.Writer, header []string) *Writer { return &Writer{csv.NewWriter(w), header} }

// WriteHeader writes the line that names the columns.
func (w *Writer) WriteHeader() error { return w.csv.Write(append(safeCells(w.header), hitColumns...)) }

// Write writes the lines of one answer.
func (w *Writer) Write(a Answer) error {
	cells := fitCells(safeCells(a.Query.Cells), len(w.header))
	if a.Err != nil {
		line := append(cells, make([]string, len(hitColumns))...)
		line[len(line)-1] = notScreened(a)
		return w.csv.Write(line)
	}
	if len(a.Hits) == 0 {
		return w.csv.Write(append(cells, "false", "", "", "", "", "", "", "", "", ""))
	}
	for _, h := range a.Hits {
		line := append(cells, fmt.Sprint(h.Match), fmt.Sprintf("%.4f", h.Score), fmt.Sprintf("%.4f", h.Probability), h.List, Safe(h.ID),
			Safe(h.Caption), h.Schema, h.since(), Safe(h.programmes()), Safe(h.reasons()))
		if err := w.csv.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// Flush writes what is still held back.
func (w *Writer) Flush() error { return flushed(w.csv) }

func flushed(w *csv.Writer) error {
	w.Flush()
	return w.Error()
}

// A RejectedWriter writes rows that could not be screened as CSV: the line of
// the input, the reason, then the row as far as it could be read.
type RejectedWriter struct {
	csv    *csv.Writer
	header []string
}

// NewRejectedWriter returns a writer for rejected rows of a file with these
// columns.
func NewRejectedWriter(w io.Writer, header []string) *RejectedWriter {
	return &RejectedWriter{csv.NewWriter(w), header}
}

// WriteHeader writes the line that names the columns.
func (w *RejectedWriter) WriteHeader() error {
	return w.csv.Write(append([]string{"line", "reason"}, safeCells(w.header)...))
}

// Write writes the row of an answer, where it could not be screened.
func (w *RejectedWriter) Write(a Answer) error {
	var row *RowError
	if !errors.As(a.Err, &row) {
		return nil
	}
	return w.csv.Write(append([]string{strconv.Itoa(row.Row), Safe(row.Err.Error())}, safeCells(row.Cells)...))
}

// Flush writes what is still held back.
func (w *RejectedWriter) Flush() error { return flushed(w.csv) }

func notScreened(a Answer) string { return "not screened: " + a.Err.Error() }

func (h Hit) since() string {
	if h.Since == nil {
		return ""
	}
	return *h.Since
}

func (h Hit) programmes() string { return strings.Join(h.Programmes, "; ") }

// reasons are those of the hit in words.
func (h Hit) reasons() string {
	var why []string
	for _, r := range h.Why {
		why = append(why, r.Text)
	}
	return strings.Join(why, ". ")
}

// fitCells gives a row n cells. One that has not as many is not screened, and
// says so.
func fitCells(cells []string, n int) []string {
	for len(cells) < n {
		cells = append(cells, "")
	}
	return cells[:n:n]
}

func safeCells(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = Safe(c)
	}
	return out
}

// Safe returns a cell that no spreadsheet takes for a formula: where it begins
// with a sign that starts one, an apostrophe is put before it (OWASP, CSV
// injection; the wide forms are what Japanese spreadsheets take too). Signed
// numbers are left as they are.
func Safe(cell string) string {
	first, size := utf8.DecodeRuneInString(cell)
	switch {
	case cell == "" || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", first):
		return cell
	case (first == '+' || first == '-') && strings.Trim(cell[size:], "0123456789.,") == "":
		return cell
	}
	return "'" + cell
}
