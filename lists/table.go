package lists

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// A Table is a file of rows: comma, semicolon, tab or bar separated text in
// any encoding that [Decode] knows, or the first sheet of an XLSX workbook.
type Table struct {
	name    string
	csv     *csv.Reader
	sheet   *sheetReader
	line    int
	columns map[string]int
	header  []string
}

// NewTable opens the file as a table. A file of other content fails here or at
// the first row.
func NewTable(f File) (*Table, error) {
	data, err := f.Bytes()
	if err != nil {
		return nil, err
	}
	if isWorkbook(data) {
		w, err := openWorkbook(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Path(), err)
		}
		sheet, err := w.sheet(0)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Path(), err)
		}
		return &Table{name: f.Path(), sheet: sheet}, nil
	}
	if bytes.IndexByte(data[:min(len(data), 4096)], 0) >= 0 && !bytes.HasPrefix(data, []byte{0xff, 0xfe}) && !bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return nil, fmt.Errorf("%s: not a table of text", f.Path())
	}
	data = Decode(data)
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	head := data[:min(len(data), 8192)]
	for _, c := range ";\t|" {
		if bytes.Count(head, []byte(string(c))) > bytes.Count(head, []byte(string(r.Comma))) {
			r.Comma = c
		}
	}
	return &Table{name: f.Path(), csv: r}, nil
}

// headRows and headBytes bound what [Head] reads of a file.
const (
	headRows  = 20
	headBytes = 1 << 16
)

// Head returns up to 20 first rows of a file that is a table, else nothing, for
// telling whose it is. They are read once, however many ask.
func Head(f File) [][]string {
	f.head.once.Do(func() { f.head.rows = readHead(f) })
	return f.head.rows
}

func readHead(f File) [][]string {
	data, err := f.Bytes()
	if err != nil {
		return nil
	}
	if !isWorkbook(data) {
		if bytes.HasPrefix(bytes.TrimSpace(data[:min(len(data), 512)]), []byte("<")) {
			return nil // XML or a page
		}
		f = f.With(data[:min(len(data), headBytes)])
	}
	t, err := NewTable(f)
	if err != nil {
		return nil
	}
	if t.csv != nil {
		t.csv.LazyQuotes = true // the last row is cut
	}
	var out [][]string
	for len(out) < headRows {
		row, err := t.Next()
		if err != nil {
			break
		}
		out = append(out, slices.Clone(row))
	}
	return out
}

// Next returns the next row, valid until the call after it, or io.EOF. Rows
// without any value are passed over.
func (t *Table) Next() ([]string, error) {
	for {
		row, err := t.read()
		if err != nil {
			return nil, err
		}
		for _, cell := range row {
			if strings.TrimSpace(cell) != "" {
				return row, nil
			}
		}
	}
}

func (t *Table) read() ([]string, error) {
	if t.sheet != nil {
		row, err := t.sheet.next()
		t.line = t.sheet.line
		if err != nil && !errors.Is(err, io.EOF) {
			err = fmt.Errorf("%s: %w", t.name, err)
		}
		return row, err
	}
	row, err := t.csv.Read()
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return nil, fmt.Errorf("%s: line %d: %w; the file is damaged or cut off: fetch it again", t.name, parse.Line, parse.Err)
	}
	if err == nil {
		t.line, _ = t.csv.FieldPos(0)
	}
	return row, err
}

// Header names the columns by a row. Names are compared by [FoldColumn].
func (t *Table) Header(row []string) {
	t.header = slices.Clone(row)
	t.columns = map[string]int{}
	for i, name := range row {
		if name = FoldColumn(name); name != "" {
			if _, there := t.columns[name]; !there {
				t.columns[name] = i
			}
		}
	}
}

// FoldColumn writes a column's name in lower case with only letters and
// digits: "Post/Zip Code" as "postzipcode".
func FoldColumn(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// A Row is a row under a header. It remembers which cells were asked for.
type Row struct {
	table *Table
	cells []string
	used  []bool
}

// Row returns the next row under the header, valid until the call after it, or
// io.EOF.
func (t *Table) Row(into *Row) error {
	cells, err := t.Next()
	if err != nil {
		return err
	}
	into.table, into.cells = t, cells
	into.used = append(into.used[:0], make([]bool, len(cells))...)
	return nil
}

// EachRow calls f with every row of the file under its first row, which is the
// header. A row must have as many cells as the header, unless the file is a
// workbook, whose rows end with their last value.
func EachRow(ctx context.Context, file File, f func(*Row) error) error {
	t, err := NewTable(file)
	if err != nil {
		return err
	}
	header, err := t.Next()
	if err != nil {
		return fmt.Errorf("%s: no rows; fetch the file again", file.Path())
	}
	t.Header(header)
	var row Row
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := t.Row(&row); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if t.csv != nil && len(row.cells) == 1 && strings.Trim(row.cells[0], "\x1a \r\n") == "" {
			continue // the end-of-file mark of old systems
		}
		if len(row.cells) != len(t.header) && (t.csv != nil || len(row.cells) > len(t.header)) {
			return row.Errorf("%d columns where there should be %d; the file is damaged or cut off: fetch it again", len(row.cells), len(t.header))
		}
		if err := f(&row); err != nil {
			return err
		}
	}
}

// Get returns the cell of a column, trimmed, "" where there is none.
func (r *Row) Get(column string) string {
	i, ok := r.table.columns[FoldColumn(column)]
	if !ok || i >= len(r.cells) {
		return ""
	}
	r.used[i] = true
	return strings.TrimSpace(r.cells[i])
}

// Cells calls f for every cell that is not empty, with its column as the
// header writes it.
func (r *Row) Cells(f func(column, value string)) {
	for i, v := range r.cells {
		if v = strings.TrimSpace(v); v != "" {
			f(r.table.Column(i), v)
		}
	}
}

// Column returns the name of a column, counted from 0, as the header writes it.
func (t *Table) Column(i int) string {
	if i < len(t.header) && t.header[i] != "" {
		return t.header[i]
	}
	return fmt.Sprintf("column %d", i+1)
}

// Line returns the line or row in the file of the row that Next returned.
func (t *Table) Line() int { return t.line }

// Unread calls f for every cell that is not empty and was never asked for.
func (r *Row) Unread(f func(column, value string)) {
	for i, v := range r.cells {
		if v = strings.TrimSpace(v); v != "" && !r.used[i] {
			f(r.table.Column(i), v)
		}
	}
}

// Errorf returns an error that names the file and the row.
func (r *Row) Errorf(format string, a ...any) error {
	return fmt.Errorf("%s: row %d: %w", r.table.name, r.table.line, fmt.Errorf(format, a...))
}

// HasHeader reports whether a row at the head of the file names all these
// columns.
func HasHeader(f File, names ...string) bool {
	return slices.ContainsFunc(Head(f), func(row []string) bool { return Columns(row, names...) })
}

// Columns reports whether a row names all these columns.
func Columns(row []string, names ...string) bool {
	have := map[string]bool{}
	for _, cell := range row {
		have[FoldColumn(cell)] = true
	}
	for _, n := range names {
		if !have[FoldColumn(n)] {
			return false
		}
	}
	return true
}
