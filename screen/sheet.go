package screen

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// sheetRows reads the rows of a workbook's sheet. Cells are read as they are
// kept, not as they are shown: dates as 1970-05-01 whatever their format,
// numbers with all their digits.
type sheetRows struct {
	book  *workbook
	part  *part
	width int
	line  int
	ahead *Row // read, and not yet given out
}

func (s *sheetRows) close() error { return s.part.r.Close() }

func (s *sheetRows) peekCells(take bool) ([]string, error) {
	first, err := s.next()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the sheet is empty")
	}
	if err == nil {
		err = first.err
	}
	if err != nil {
		return nil, err
	}
	if !take {
		s.ahead = &first
	}
	return first.Cells, nil
}

func (s *sheetRows) next() (Row, error) {
	if s.ahead != nil {
		out := *s.ahead
		s.ahead = nil
		return s.fit(out), nil
	}
	for {
		token, err := s.part.Token()
		if errors.Is(err, io.EOF) {
			return Row{}, io.EOF
		}
		if err != nil {
			return Row{}, fmt.Errorf("damaged workbook: after row %d: %w", s.line, err)
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "row" {
			continue
		}
		s.part.renew()
		s.line++
		if r := attribute(e, "r"); r != "" {
			if s.line, err = strconv.Atoi(r); err != nil {
				return Row{}, fmt.Errorf("damaged workbook: row %q", r)
			}
		}
		out, err := s.read(e)
		if err != nil {
			return Row{}, fmt.Errorf("damaged workbook: row %d: %w", s.line, err)
		}
		if out.err != nil || strings.Join(out.Cells, "") != "" {
			return s.fit(out), nil
		}
	}
}

// fit gives a row as many cells as the header has: what is empty at its end is
// not kept in the file.
func (s *sheetRows) fit(r Row) Row {
	for len(r.Cells) > s.width && r.Cells[len(r.Cells)-1] == "" {
		r.Cells = r.Cells[:len(r.Cells)-1]
	}
	if s.width == 0 {
		return r
	}
	if r.err == nil && len(r.Cells) > s.width {
		r.err = fmt.Errorf("%d cells where the header has %d", len(r.Cells), s.width)
	}
	for len(r.Cells) < s.width {
		r.Cells = append(r.Cells, "")
	}
	return r
}

// A cell is one cell as the file has it.
type cell struct {
	Ref     string    `xml:"r,attr"`
	Kind    string    `xml:"t,attr"`
	Style   int       `xml:"s,attr"`
	Value   *string   `xml:"v"`
	Formula *struct{} `xml:"f"`
	Inline  richText  `xml:"is"`
}

func (s *sheetRows) read(start xml.StartElement) (Row, error) {
	var xmlRow struct {
		Cells []cell `xml:"c"`
	}
	if err := s.part.DecodeElement(&xmlRow, &start); err != nil {
		return Row{}, err
	}
	out := Row{Line: s.line}
	size, column := 0, 0
	for _, c := range xmlRow.Cells {
		column++
		if c.Ref != "" {
			if column = columnOf(c.Ref); column == 0 {
				return Row{}, fmt.Errorf("cell %q", c.Ref)
			}
		}
		for len(out.Cells) < column {
			out.Cells = append(out.Cells, "")
		}
		text, err := s.book.text(c)
		if err != nil {
			return Row{}, fmt.Errorf("cell %s: %w", c.Ref, err)
		}
		if c.Formula != nil && c.Value == nil {
			out.err = fmt.Errorf("cell %s is a formula whose value is not in the file; open the workbook in a spreadsheet and save it", c.Ref)
		}
		if size += len(text); size > maxRow {
			out.Cells, out.err = []string{strings.ToValidUTF8(text[:min(len(text), maxShow)], "") + "…"}, errLong
			return out, nil
		}
		out.Cells[column-1] = text
	}
	return out, nil
}

// columnOf is the number of the column of a cell such as BC12, from 1; 0 where
// the name is none.
func columnOf(ref string) int {
	n := 0
	for _, r := range ref {
		if r < 'A' || r > 'Z' {
			break
		}
		if n = n*26 + int(r-'A') + 1; n > maxColumns {
			return 0
		}
	}
	return n
}

// text is what a cell holds.
func (w *workbook) text(c cell) (string, error) {
	if c.Kind == "inlineStr" {
		return c.Inline.String(), nil
	}
	if c.Value == nil {
		return "", nil
	}
	value := *c.Value
	switch c.Kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(w.shared) {
			return "", fmt.Errorf("no text %q", value)
		}
		return w.shared[i], nil
	case "b":
		if value == "1" {
			return "true", nil
		}
		return "false", nil
	case "", "n":
		if number, err := strconv.ParseFloat(value, 64); err == nil {
			return w.number(number, c.Style), nil
		}
	}
	return unescape(value), nil // str, e, d: as written
}

// number is a number as its style has it.
func (w *workbook) number(number float64, style int) string {
	var format numberFormat
	if style >= 0 && style < len(w.formats) {
		format = w.formats[style]
	}
	if format.date && number >= 1 && number < 2958466 { // to the end of 9999
		return dateOf(number, w.from)
	}
	out := strconv.FormatFloat(number, 'f', -1, 64)
	if short := strconv.FormatFloat(number, 'f', 15, 64); strings.Contains(out, ".") {
		out = strings.TrimRight(strings.TrimRight(short, "0"), ".")
	}
	if n := format.zeros - len(out); n > 0 && number >= 0 {
		out = strings.Repeat("0", n) + out
	}
	return out
}

// dateOf is the day, and the time where there is one, that a number stands
// for: days since the end of 1899, of which there was one too many in February
// 1900 (ECMA-376, 18.17.4), or since the first of 1904.
func dateOf(days float64, from int) string {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from == 1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60:
		epoch = epoch.AddDate(0, 0, 1)
	}
	day := int(days)
	seconds := int((days-float64(day))*86400 + 0.5)
	at := epoch.AddDate(0, 0, day).Add(time.Duration(seconds) * time.Second)
	if seconds == 0 {
		return at.Format(time.DateOnly)
	}
	return at.Format("2006-01-02T15:04:05")
}

// A numberFormat is what matters here of how a cell is shown.
type numberFormat struct {
	date  bool
	zeros int // digits at least, as of an account number kept as a number
}

// readFormats reads what each style of cells makes of a number.
func (w *workbook) readFormats(name string) error {
	own := map[int]numberFormat{}
	return w.each(name, "", func(d *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			id, err := strconv.Atoi(attribute(e, "numFmtId"))
			own[id] = parseFormat(attribute(e, "formatCode"))
			return err
		case "cellXfs":
			var styles struct {
				XF []struct {
					Format int `xml:"numFmtId,attr"`
				} `xml:"xf"`
			}
			if err := d.DecodeElement(&styles, &e); err != nil {
				return err
			}
			for _, s := range styles.XF {
				f, ok := own[s.Format]
				if !ok {
					f.date = builtinDate(s.Format)
				}
				w.formats = append(w.formats, f)
			}
		}
		return nil
	})
}

// builtinDate reports whether a format that files do not spell out shows a day
// (ECMA-376, 18.8.30).
func builtinDate(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 36 || id >= 50 && id <= 58
}

// parseFormat reads a format code. One that shows a year or a day of the month
// shows a date; letters in quotes, brackets and after \ mean nothing.
func parseFormat(code string) numberFormat {
	code, _, _ = strings.Cut(code, ";")
	if strings.Trim(code, "0") == "" {
		return numberFormat{zeros: len(code)}
	}
	quoted, bracket, escaped := false, false, false
	for _, r := range code {
		switch {
		case escaped:
			escaped = false
		case r == '\\' || r == '_' || r == '*':
			escaped = true
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '[':
			bracket = true
		case r == ']':
			bracket = false
		case !bracket && strings.ContainsRune("yYdD", r):
			return numberFormat{date: true}
		}
	}
	return numberFormat{}
}
