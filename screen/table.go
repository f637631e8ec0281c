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

// A Row is one line of a table or one object of a JSON file, read and not yet
// understood.
type Row struct {
	Line  int      // of the file where it begins, from 1
	Cells []string // as many as the header has, but in a row that cannot be screened

	table  *Table
	fields []Field // what the cells hold, where the file names its values itself
	err    error   // why it cannot be read
}

// Next returns the next row, io.EOF at the end, or an error that ends the file.
func (t *Table) Next() (Row, error) {
	r, err := t.rows.next()
	r.table = t
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%s: %w", t.options.Name, err)
	}
	return r, err
}

// Query returns what the row asks for, or a *RowError where it cannot be
// screened.
func (r Row) Query() (Query, error) {
	q, err := r.query()
	if err != nil {
		return Query{Row: r.Line, Cells: r.Cells}, &RowError{r.Line, r.Cells, err}
	}
	q.Row, q.Cells = r.Line, r.Cells
	return q, nil
}

func (r Row) query() (Query, error) {
	if r.err != nil {
		return Query{}, r.err
	}
	fields := r.fields
	for i, cell := range r.Cells {
		if !utf8.ValidString(cell) {
			return Query{}, fmt.Errorf("column %s: not UTF-8 as the rows before it; save the file as UTF-8", r.table.Header[i])
		}
		if field := r.table.fields; r.fields == nil && field[i] != "" {
			fields = append(fields, Field{field[i], cell})
		}
	}
	return NewQuery(fields, r.table.options.Dates)
}
