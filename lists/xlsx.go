package lists

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strconv"
	"strings"
	"time"
)

// Bounds on workbooks. The widest official sheet has 58 columns, the largest
// part 13 MB.
const (
	maxColumns = 1024
	maxPart    = 256 << 20 // bytes, unpacked
)

// A workbook is an XLSX file (ECMA-376), of which the values of cells are read
// and nothing else: the shared strings, and which number formats are dates.
type workbook struct {
	parts   map[string]*zip.File
	packed  int64
	sheets  []sheetPart
	shared  []string
	date    []bool // by cell format: it shows a date
	date904 bool
}

type sheetPart struct{ name, path string }

// openWorkbook reads what the cells refer to.
func openWorkbook(data []byte) (*workbook, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("damaged workbook: %w; fetch it again", err)
	}
	w := &workbook{parts: map[string]*zip.File{}, packed: int64(len(data))}
	for _, f := range z.File {
		w.parts[f.Name] = f
	}
	for _, read := range []func() error{w.readSheets, w.readStyles, w.readShared} {
		if err := read(); err != nil {
			return nil, fmt.Errorf("damaged workbook: %w; fetch it again", err)
		}
	}
	if len(w.sheets) == 0 {
		return nil, errors.New("a workbook without sheets; fetch it again")
	}
	return w, nil
}

// isWorkbook reports whether data could be an XLSX file.
func isWorkbook(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) && bytes.Contains(data[:min(len(data), 1<<16)], []byte("[Content_Types].xml")) ||
		bytes.HasPrefix(data, []byte("PK\x03\x04")) && bytes.Contains(data, []byte("xl/workbook.xml"))
}

// part returns a part unpacked, nil where there is none.
func (w *workbook) part(name string) ([]byte, error) {
	f := w.parts[strings.TrimPrefix(name, "/")]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	limit := min(int64(maxPart), w.packed*maxRatio+1<<20)
	if size := int64(f.UncompressedSize64); size > 0 && size <= limit {
		buf := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
		if _, err := buf.ReadFrom(io.LimitReader(r, limit)); err != nil {
			return nil, err
		}
		return buf.Bytes(), nil
	}
	return readBounded(r, limit)
}

// walk calls f at every start of an element of a part.
func (w *workbook) walk(name string, f func(s *xmlScanner) error) error {
	data, err := w.part(name)
	if err != nil || data == nil {
		return err
	}
	s := newXMLScanner(data)
	for {
		more, err := s.next()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if !more {
			return nil
		}
		if s.kind == startTag {
			if err := f(s); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
}

func (s *xmlScanner) attr(name string) string {
	for _, a := range s.attrs {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

func (w *workbook) readSheets() error {
	targets := map[string]string{}
	err := w.walk("xl/_rels/workbook.xml.rels", func(s *xmlScanner) error {
		if s.name == "Relationship" {
			target := s.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			targets[s.attr("Id")] = target
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.walk("xl/workbook.xml", func(s *xmlScanner) error {
		switch s.name {
		case "workbookPr":
			w.date904 = s.attr("date1904") == "1" || s.attr("date1904") == "true"
		case "sheet":
			w.sheets = append(w.sheets, sheetPart{s.attr("name"), targets[s.attr("id")]})
		}
		return nil
	})
}

// readStyles tells which cell formats are dates: the number formats 14 to 22
// and 45 to 47 of ECMA-376 18.8.30, and own formats with a day or a year.
func (w *workbook) readStyles() error {
	own := map[string]bool{}
	inCells := false
	return w.walk("xl/styles.xml", func(s *xmlScanner) error {
		switch s.name {
		case "numFmt":
			own[s.attr("numFmtId")] = isDateFormat(s.attr("formatCode"))
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if inCells {
				id := s.attr("numFmtId")
				n, _ := strconv.Atoi(id)
				w.date = append(w.date, n >= 14 && n <= 22 || n >= 45 && n <= 47 || own[id])
			}
		}
		return nil
	})
}

// isDateFormat reports whether a number format shows a day or a year, apart
// from words in quotes and brackets.
func isDateFormat(code string) bool {
	quoted, bracketed := false, false
	for _, c := range strings.ToLower(code) {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '[':
			bracketed = true
		case c == ']':
			bracketed = false
		case !quoted && !bracketed && (c == 'd' || c == 'y'):
			return true
		}
	}
	return false
}

// readShared reads the shared strings. Readings of characters (rPh) are left
// out: they repeat the text in kana.
func (w *workbook) readShared() error {
	data, err := w.part("xl/sharedStrings.xml")
	if err != nil || data == nil {
		return err
	}
	s := newXMLScanner(data)
	var text []byte
	inText, phonetic := false, false
	for {
		more, err := s.next()
		if err != nil {
			return fmt.Errorf("shared strings: %w", err)
		}
		if !more {
			return nil
		}
		switch {
		case s.kind == charData:
			if inText {
				text = append(text, s.text...)
			}
		case s.name == "si" && s.kind == startTag:
			text = text[:0]
		case s.name == "si":
			w.shared = append(w.shared, string(text))
		case s.name == "rPh":
			phonetic = s.kind == startTag
		case s.name == "t":
			inText = s.kind == startTag && !phonetic
		}
	}
}

// sheetReader reads the rows of a sheet.
type sheetReader struct {
	book *workbook
	scan *xmlScanner
	row  []string
	line int // the row's number in the sheet
}

func (w *workbook) sheet(i int) (*sheetReader, error) {
	data, err := w.part(w.sheets[i].path)
	if err == nil && data == nil {
		err = errors.New("the part is missing")
	}
	if err != nil {
		return nil, fmt.Errorf("sheet %s: %w; fetch it again", w.sheets[i].name, err)
	}
	return &sheetReader{book: w, scan: newXMLScanner(data)}, nil
}

// next returns the cells of the next row, valid until the call after it, or
// io.EOF.
func (r *sheetReader) next() ([]string, error) {
	r.row = r.row[:0]
	column, kind, style := -1, "", ""
	var value []byte
	inValue, inRow := false, false
	for {
		more, err := r.scan.next()
		if err != nil {
			return nil, fmt.Errorf("after row %d: %w; the file is damaged or cut off: fetch it again", r.line, err)
		}
		if !more {
			return nil, io.EOF
		}
		start := r.scan.kind == startTag
		switch {
		case r.scan.kind == charData:
			if inValue {
				value = append(value, r.scan.text...)
			}
		case r.scan.name == "row" && start:
			inRow, column = true, -1
			r.line++
			if n, err := strconv.Atoi(r.scan.attr("r")); err == nil {
				r.line = n
			}
		case r.scan.name == "row":
			return r.row, nil
		case !inRow:
		case r.scan.name == "c" && start:
			kind, style, value = "", "", value[:0]
			column++
			for _, a := range r.scan.attrs {
				switch a.Name {
				case "r":
					column = columnOf(a.Value)
				case "t":
					kind = a.Value
				case "s":
					style = a.Value
				}
			}
			if column < 0 || column >= maxColumns {
				return nil, fmt.Errorf("row %d: a cell outside the first %d columns; no list is so wide", r.line, maxColumns)
			}
		case r.scan.name == "c":
			if len(value) == 0 {
				continue
			}
			v, err := r.value(kind, style, string(value))
			if err != nil {
				return nil, fmt.Errorf("row %d: %w", r.line, err)
			}
			for len(r.row) <= column {
				r.row = append(r.row, "")
			}
			r.row[column] = v
		case r.scan.name == "v" || r.scan.name == "t":
			inValue = start
		}
	}
}

// columnOf returns the column of a cell reference such as AB12, counted from 0.
func columnOf(ref string) int {
	n := 0
	for i := 0; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		if n = n*26 + int(ref[i]-'A') + 1; n > 1<<16 {
			return n
		}
	}
	return n - 1
}

func (r *sheetReader) value(kind, style, raw string) (string, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(raw)
		if err != nil || i < 0 || i >= len(r.book.shared) {
			return "", errors.New("a cell refers to a text that is not there; the file is damaged: fetch it again")
		}
		return r.book.shared[i], nil
	case "inlineStr", "str", "d", "b":
		return raw, nil
	case "e": // an error of a formula, #N/A
		return "", nil
	}
	number, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw, nil
	}
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(r.book.date) && r.book.date[i] {
		if day, ok := r.book.day(number); ok {
			return day, nil
		}
	}
	if number == math.Trunc(number) && math.Abs(number) < 1e15 {
		return strconv.FormatInt(int64(number), 10), nil
	}
	return raw, nil
}

// day turns a serial number into an ISO 8601 date. Day 60 of the 1900 system
// never was (ECMA-376 18.17.4.1).
func (w *workbook) day(serial float64) (string, bool) {
	if serial < 1 || serial > 2958465 {
		return "", false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case w.date904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case serial < 60:
		epoch = epoch.AddDate(0, 0, 1)
	}
	return epoch.AddDate(0, 0, int(serial)).Format(time.DateOnly), true
}
