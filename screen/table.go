package screen

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// TableOptions say how a customer file is to be read.
type TableOptions struct {
	Map      map[string]string // field to column, by name or by place from 1, where the usual names do not tell
	Header   []string          // names of the columns, for a file whose first line is a row already
	NoHeader bool              // the first line is a row: columns are said in Map by place
	Sheet    string            // name or number from 1 of a workbook's sheet; "" is the first
	Dates    DateOrder         // how dates in figures are written
	Name     string            // of the file, for messages
}

// A Table reads queries from a customer file: CSV, JSON objects one a line, or
// the sheet of a workbook (.xlsx), any of them packed with gzip or not. What it
// is, its delimiter (comma, semicolon, tab or bar) and its encoding (UTF-8,
// UTF-16 with a byte order mark, else Windows-1252) are told from the content.
// But for a workbook, which is read into memory packed, a table takes the same
// memory whatever its size.
type Table struct {
	Header []string // names of the columns

	options TableOptions
	rows    rows
	fields  []string // field of each column, "" where it means nothing here
}

// A RowError says that one row cannot be screened. Reading goes on after it.
type RowError struct {
	Row   int      // line where the row begins
	Cells []string // what could be read of it
	Err   error
}

// Error returns "line 12: " and what is wrong.
func (e *RowError) Error() string { return fmt.Sprintf("line %d: %v", e.Row, e.Err) }

// Unwrap returns what is wrong with the row.
func (e *RowError) Unwrap() error { return e.Err }

// NewTable finds out what a file is and what its columns hold. It is an error
// if no column holds names or identifiers. The table is to be closed.
func NewTable(r io.Reader, options TableOptions) (*Table, error) {
	t := &Table{options: options}
	err := t.open(r)
	switch {
	case errors.Is(err, io.EOF):
		err = errors.New("the file is empty")
	case err == nil && options.Sheet != "" && !t.workbook():
		err = errors.New("--sheet is for workbooks (.xlsx), and this is none")
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", options.Name, err), t.Close())
	}
	return t, nil
}

// Close frees what the table holds. It does not close the reader.
func (t *Table) Close() error {
	if t.rows == nil {
		return nil
	}
	return t.rows.close()
}

// Next returns the next query, io.EOF at the end, or a *RowError for a row
// that cannot be screened; any other error ends the file.
func (t *Table) Next() (Query, error) {
	r, err := t.rows.next()
	switch {
	case errors.Is(err, io.EOF):
		return Query{}, io.EOF
	case err != nil:
		return Query{}, fmt.Errorf("%s: %w", t.options.Name, err)
	case r.err != nil:
		return Query{}, &RowError{r.line, r.cells, r.err}
	}
	fields := r.fields
	for i, cell := range r.cells {
		if !utf8.ValidString(cell) {
			return Query{}, &RowError{r.line, r.cells, fmt.Errorf("column %s: not UTF-8 as the rows before it; save the file as UTF-8", t.Header[i])}
		}
		if r.fields == nil && t.fields[i] != "" {
			fields = append(fields, Field{t.fields[i], cell})
		}
	}
	q, err := NewQuery(fields, t.options.Dates)
	if err != nil {
		return Query{}, &RowError{r.line, r.cells, err}
	}
	q.Row, q.Cells = r.line, r.cells
	return q, nil
}
