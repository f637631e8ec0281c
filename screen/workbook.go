package screen

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// Bounds on a workbook: one packed, the texts that its cells share, and the
// markup of one row or one text.
const (
	maxWorkbook = 512 << 20
	maxShared   = 512 << 20
	maxMarkup   = 2 << 20
	maxColumns  = 16384 // Excel's own
)

// A workbook is an .xlsx file (ECMA-376, Office Open XML).
type workbook struct {
	zip     *zip.Reader
	shared  []string // texts that cells point at
	formats []numberFormat
	from    int // year that days are counted from: 1900 or 1904
}

// workbook reports whether the table is a workbook's sheet.
func (t *Table) workbook() bool { _, ok := t.rows.(*sheetRows); return ok }

func (t *Table) openWorkbook(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, maxWorkbook+1))
	if err != nil {
		return err
	}
	if len(data) > maxWorkbook {
		return errors.New("a workbook of more than 512 MB; save the sheet as CSV")
	}
	w := &workbook{from: 1900}
	if w.zip, err = zip.NewReader(bytes.NewReader(data), int64(len(data))); err != nil {
		return fmt.Errorf("damaged workbook or zip archive: %w", err)
	}
	sheet, err := w.open(t.options.Sheet)
	if err != nil {
		return err
	}
	part, err := w.part(sheet)
	if err != nil {
		return err
	}
	s := &sheetRows{book: w, part: part, width: len(t.options.Header)}
	t.rows = s
	if err := t.columnsFrom(s.peekCells); err != nil {
		return err
	}
	s.width = len(t.Header)
	return nil
}

// A relation points from one part of the file to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relations are those of a part: the names of the parts by id, and by the last
// word of their type.
func (w *workbook) relations(of string) (map[string]string, error) {
	out := map[string]string{}
	dir, name := path.Split(of)
	err := w.each(dir+"_rels/"+name+".rels", "Relationship", func(d *xml.Decoder, e xml.StartElement) error {
		var r relation
		if err := d.DecodeElement(&r, &e); err != nil {
			return err
		}
		target := path.Join(dir, r.Target)
		if strings.HasPrefix(r.Target, "/") {
			target = r.Target[1:]
		}
		out[r.ID], out[path.Base(r.Type)] = target, target
		return nil
	})
	return out, err
}

// open reads what the sheets share, and returns the part that the wanted sheet
// is in.
func (w *workbook) open(wanted string) (string, error) {
	top, err := w.relations("")
	book := top["officeDocument"]
	if err != nil || book == "" || !strings.HasSuffix(book, ".xml") {
		return "", errors.New("a zip archive, and no workbook (.xlsx) in it; unpack it first")
	}
	parts, err := w.relations(book)
	if err != nil {
		return "", err
	}
	var titles, sheets []string
	err = w.each(book, "", func(_ *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			if v := attribute(e, "date1904"); v == "1" || v == "true" {
				w.from = 1904
			}
		case "sheet":
			titles, sheets = append(titles, attribute(e, "name")), append(sheets, parts[attribute(e, "id")])
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if part := parts["styles"]; part != "" {
		if err := w.readFormats(part); err != nil {
			return "", err
		}
	}
	if part := parts["sharedStrings"]; part != "" {
		if err := w.readShared(part); err != nil {
			return "", err
		}
	}
	for i, title := range titles {
		if wanted == "" || strings.EqualFold(wanted, title) {
			return sheets[i], nil
		}
	}
	if n, err := strconv.Atoi(wanted); err == nil && n > 0 && n <= len(sheets) {
		return sheets[n-1], nil
	}
	if wanted == "" {
		return "", errors.New("a workbook without a sheet")
	}
	return "", fmt.Errorf("no sheet %q; sheets are %s", wanted, strings.Join(titles, ", "))
}

// A part is one of the files in the workbook, as markup. So that none takes
// more memory than it may, no more than maxMarkup is read on without renew.
type part struct {
	*xml.Decoder
	name string
	r    io.ReadCloser
	left int
}

func (w *workbook) part(name string) (*part, error) {
	r, err := w.zip.Open(name)
	if err != nil {
		return nil, fmt.Errorf("damaged workbook: %w", err)
	}
	p := &part{name: name, r: r, left: maxMarkup}
	p.Decoder = xml.NewDecoder(p)
	return p, nil
}

// renew allows so much more again.
func (p *part) renew() { p.left = maxMarkup }

// Read reads the markup.
func (p *part) Read(b []byte) (int, error) {
	if p.left <= 0 {
		return 0, fmt.Errorf("%s: one row or text is larger than %d MB", p.name, maxMarkup>>20)
	}
	n, err := p.r.Read(b[:min(len(b), p.left)])
	p.left -= n
	return n, err
}

// each calls f with the elements of a part that have the name, or with all.
func (w *workbook) each(name, element string, f func(*xml.Decoder, xml.StartElement) error) (err error) {
	p, err := w.part(name)
	if err != nil {
		return err
	}
	defer p.r.Close()
	for {
		token, err := p.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("damaged workbook: %s: %w", name, err)
		}
		if e, ok := token.(xml.StartElement); ok && (element == "" || e.Name.Local == element) {
			p.renew()
			if err := f(p.Decoder, e); err != nil {
				return fmt.Errorf("damaged workbook: %s: %w", name, err)
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// A richText is a text in one piece or in several; how it is read aloud
// (rPh) is no part of it.
type richText struct {
	Text string   `xml:"t"`
	Runs []string `xml:"r>t"`
}

func (t richText) String() string { return unescape(t.Text + strings.Join(t.Runs, "")) }

// escapes are how a workbook writes characters that markup cannot hold, by
// their number (ECMA-376, 22.9.2.19).
var escapes = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escapes.ReplaceAllStringFunc(s, func(e string) string {
		n, _ := strconv.ParseUint(e[2:6], 16, 16) // four hexadecimal digits
		return string(rune(n))
	})
}

func (w *workbook) readShared(name string) error {
	size := 0
	return w.each(name, "si", func(d *xml.Decoder, e xml.StartElement) error {
		var t richText
		if err := d.DecodeElement(&t, &e); err != nil {
			return err
		}
		text := t.String()
		if size += len(text) + 16; size > maxShared {
			return errors.New("more text than can be held; save the sheet as CSV")
		}
		w.shared = append(w.shared, text)
		return nil
	})
}
