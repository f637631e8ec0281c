package screen

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

//go:embed columns.tsv
var columnsText string

// TableOptions say how a customer file is to be read.
type TableOptions struct {
	Map   map[string]string // field to column name, where the usual names do not tell
	Dates DateOrder         // how dates in figures are written
	Name  string            // of the file, for messages
}

// A Table reads queries from a CSV file with a header line. Delimiter (comma,
// semicolon, tab or bar) and encoding (UTF-8, UTF-16 with a byte order mark,
// else Windows-1252) are told from the content.
type Table struct {
	Header []string

	options TableOptions
	csv     *csv.Reader
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

// NewTable reads the header and finds what each column holds. It is an error
// if no column holds names or identifiers.
func NewTable(r io.Reader, options TableOptions) (*Table, error) {
	decoded, err := decode(bufio.NewReaderSize(r, 64<<10))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", options.Name, err)
	}
	t := &Table{options: options}
	head, _ := decoded.Peek(16 << 10)
	if len(bytes.TrimSpace(head)) == 0 {
		return nil, fmt.Errorf("%s: the file is empty", options.Name)
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return nil, fmt.Errorf("%s: not a text file; save the sheet as CSV", options.Name)
	}
	t.csv = csv.NewReader(decoded)
	t.csv.Comma = delimiter(head)
	t.csv.FieldsPerRecord = -1
	if t.Header, err = t.csv.Read(); err != nil {
		return nil, fmt.Errorf("%s: header: %w", options.Name, err)
	}
	if err := t.findColumns(); err != nil {
		return nil, fmt.Errorf("%s: %w", options.Name, err)
	}
	return t, nil
}

// Next returns the next query, io.EOF at the end, or a *RowError for a row
// that cannot be screened; any other error ends the file.
func (t *Table) Next() (Query, error) {
	cells, err := t.csv.Read()
	var parse *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return Query{}, io.EOF
	case errors.As(err, &parse):
		if errors.Is(parse.Err, csv.ErrQuote) && parse.Line > parse.StartLine {
			return Query{}, fmt.Errorf("%s: line %d: a quote is opened and closed wrongly or never: the rows from there to line %d could not be told apart; mend the quotes", t.options.Name, parse.StartLine, parse.Line)
		}
		return Query{}, &RowError{Row: parse.StartLine, Cells: cells, Err: fmt.Errorf("column %d: %w; put the cell in quotes and double the quotes inside it", parse.Column, parse.Err)}
	case err != nil:
		return Query{}, fmt.Errorf("%s: %w", t.options.Name, err)
	}
	row, _ := t.csv.FieldPos(0)
	if len(cells) != len(t.Header) {
		return Query{}, &RowError{Row: row, Cells: cells, Err: fmt.Errorf("%d cells where the header has %d", len(cells), len(t.Header))}
	}
	var fields []Field
	for i, cell := range cells {
		if !utf8.ValidString(cell) {
			return Query{}, &RowError{Row: row, Cells: cells, Err: fmt.Errorf("column %s: not UTF-8 as the rows before it; save the file as UTF-8", t.Header[i])}
		}
		if t.fields[i] != "" {
			fields = append(fields, Field{t.fields[i], cell})
		}
	}
	q, err := NewQuery(fields, t.options.Dates)
	if err != nil {
		return Query{}, &RowError{Row: row, Cells: cells, Err: err}
	}
	q.Row, q.Cells = row, cells
	return q, nil
}

func (t *Table) findColumns() error {
	t.fields = make([]string, len(t.Header))
	mapped := map[string]string{} // folded column to field
	for field, column := range t.options.Map {
		if !knownFields()[field] {
			return fmt.Errorf("--map %s=%s: unknown field %q; fields are name, birthDate, country, … (see FORMATS.md)", field, column, field)
		}
		mapped[foldColumn(column)] = field
	}
	usual := usualColumns()
	for i, column := range t.Header {
		folded := foldColumn(column)
		if field, ok := mapped[folded]; ok {
			t.fields[i] = field
			delete(mapped, folded)
			continue
		}
		field := usual[folded]
		if _, given := t.options.Map[field]; !given {
			t.fields[i] = field
		}
	}
	for column, field := range mapped {
		return fmt.Errorf("--map %s: no column %q; columns are %s", field, column, strings.Join(t.Header, ", "))
	}
	for _, field := range t.fields {
		switch field {
		case "name", "firstName", "lastName", "alias", "imoNumber", "leiCode", "passportNumber":
			return nil
		}
	}
	return fmt.Errorf("no column of names among: %s; the first line must name the columns, or say --map name=COLUMN", strings.Join(t.Header, ", "))
}

// usualColumns maps folded column names to fields.
var usualColumns = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(columnsText) {
		field, names, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		out[foldColumn(field)] = field
		for name := range strings.SplitSeq(names, "|") {
			out[foldColumn(name)] = field
		}
	}
	return out
})

var knownFields = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, field := range usualColumns() {
		out[field] = true
	}
	return out
})

func foldColumn(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// delimiter is the one of comma, semicolon, tab and bar that the header line
// holds most of, outside quotes.
func delimiter(head []byte) rune {
	counts := map[rune]int{}
	quoted := false
	for _, r := range string(head) {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted {
			break
		}
		if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, r := range ";\t|" {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

// decode returns the text in UTF-8.
func decode(r *bufio.Reader) (*bufio.Reader, error) {
	head, err := r.Peek(16 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		_, _ = r.Discard(3) // peeked: it is there
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		from = xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM)
	case !validPrefix(head, len(head) == 16<<10):
		from = charmap.Windows1252
	}
	if from == nil {
		return r, nil
	}
	return bufio.NewReaderSize(transform.NewReader(r, from.NewDecoder()), 64<<10), nil
}

// validPrefix reports whether b is UTF-8; where it is cut from a longer text,
// but for a letter cut at its end.
func validPrefix(b []byte, cut bool) bool {
	for i := 0; cut && i < utf8.UTFMax && !utf8.Valid(b); i++ {
		b = b[:len(b)-1]
	}
	return utf8.Valid(b)
}
