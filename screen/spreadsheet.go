package screen

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
)

// Excel's own bounds (its specifications and limits).
const (
	sheetLines = 1 << 20
	cellLength = 32767 // UTF-16 units
)

// A WorkbookWriter writes answers as a workbook (.xlsx, ECMA-376) with the
// lines that a [Writer] writes. Every cell of text is marked as text, so that no
// spreadsheet takes it for a formula. Where the lines do not fit on one sheet
// they go on on the next. It writes as it goes and holds nothing.
type WorkbookWriter struct {
	zip    *zip.Writer
	header []string
	sheets []string // names
	sheet  io.Writer
	lines  int // on the sheet
	buf    bytes.Buffer
	err    error
}

// NewWorkbookWriter returns a writer for answers to rows with these columns.
// [WorkbookWriter.Close] makes the workbook whole.
func NewWorkbookWriter(w io.Writer, header []string) *WorkbookWriter {
	return &WorkbookWriter{zip: zip.NewWriter(w), header: header}
}

// Write writes the lines of one answer.
func (w *WorkbookWriter) Write(a Answer) error {
	cells := fitCells(a.Query.Cells, len(w.header))
	none := []any{false, nil, nil, "", "", "", "", "", "", ""}
	switch {
	case a.Err != nil:
		none[0], none[len(none)-1] = nil, notScreened(a)
		w.line(cells, none...)
	case len(a.Hits) == 0:
		w.line(cells, none...)
	}
	for _, h := range a.Hits {
		w.line(cells, h.Match, h.Score, h.Probability, h.List, h.ID, h.Caption, h.Schema, h.since(), h.programmes(), h.reasons())
	}
	return w.err
}

func (w *WorkbookWriter) line(cells []string, more ...any) {
	if w.sheet == nil || w.lines == sheetLines {
		w.endSheet()
		title := "hits"
		if n := len(w.sheets); n > 0 {
			title += " " + strconv.Itoa(n+1)
		}
		w.beginSheet(title)
		w.row(1, append(bytesOf(w.header), bytesOf(hitColumns)...)...)
	}
	w.row(0, append(bytesOf(cells), more...)...)
}

func bytesOf(cells []string) []any {
	out := make([]any, len(cells))
	for i, c := range cells {
		out[i] = c
	}
	return out
}

// Close writes a last sheet with lines of a name and a value each, and ends the
// workbook. It does not close the writer below.
func (w *WorkbookWriter) Close(summary [][2]string) error {
	if w.sheet == nil { // a file without rows
		w.beginSheet("hits")
		w.row(1, append(bytesOf(w.header), bytesOf(hitColumns)...)...)
	}
	w.endSheet()
	w.beginSheet("summary")
	for _, line := range summary {
		var value any = line[1]
		if n, err := strconv.Atoi(line[1]); err == nil {
			value = float64(n)
		}
		w.row(0, line[0], value)
	}
	w.endSheet()
	w.parts()
	return errors.Join(w.err, w.zip.Close())
}

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relSpace  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	typeBase  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

func (w *WorkbookWriter) beginSheet(title string) {
	w.sheets = append(w.sheets, title)
	w.lines = 0
	w.begin("xl/worksheets/sheet" + strconv.Itoa(len(w.sheets)) + ".xml")
	w.print(xmlHead, "<worksheet ", mainSpace, `><sheetViews><sheetView workbookViewId="0">`)
	if title != "summary" {
		w.print(`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>`)
	}
	w.print(`</sheetView></sheetViews><sheetFormatPr defaultColWidth="18" defaultRowHeight="15"/><sheetData>`)
}

func (w *WorkbookWriter) endSheet() {
	if w.sheet != nil {
		w.print("</sheetData></worksheet>")
	}
}

// row writes texts, numbers and truth values; nil leaves a cell out.
func (w *WorkbookWriter) row(style int, cells ...any) {
	w.lines++
	w.buf.Reset()
	fmt.Fprintf(&w.buf, `<row r="%d">`, w.lines)
	for i, c := range cells {
		if c == nil || c == "" {
			continue
		}
		fmt.Fprintf(&w.buf, `<c r="%s%d" s="%d"`, columnName(i), w.lines, style)
		switch c := c.(type) {
		case bool:
			fmt.Fprintf(&w.buf, ` t="b"><v>%d</v></c>`, map[bool]int{true: 1}[c])
		case float64:
			fmt.Fprintf(&w.buf, `><v>%s</v></c>`, strconv.FormatFloat(c, 'f', -1, 64))
		case string:
			w.buf.WriteString(` t="inlineStr"><is><t xml:space="preserve">`)
			_ = xml.EscapeText(&w.buf, []byte(cellText(c))) // a buffer takes all
			w.buf.WriteString("</t></is></c>")
		}
	}
	w.buf.WriteString("</row>")
	w.print(w.buf.String())
}

// cellText is a text as a cell can hold it: cut, visibly, where it is too long.
func cellText(s string) string {
	s = escapes.ReplaceAllString(s, "_x005F_x${1}_")
	if len(s) <= cellLength || len(utf16.Encode([]rune(s))) <= cellLength {
		return s
	}
	units := 1 // the sign that it is cut
	for i, r := range s {
		if units += utf16.RuneLen(r); units > cellLength {
			return s[:i] + "…"
		}
	}
	return s
}

// columnName is the name of a column, A for 0.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// parts writes what names the sheets and how they look.
func (w *WorkbookWriter) parts() {
	w.begin("xl/workbook.xml")
	w.print(xmlHead, "<workbook ", mainSpace, ` xmlns:r="`, relSpace, `"><sheets>`)
	for i, title := range w.sheets {
		w.print(fmt.Sprintf(`<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, title, i+1, i+1))
	}
	w.print("</sheets></workbook>")

	const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	relate := func(id int, kind, target string) {
		w.print(fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>`, id, relSpace, kind, target))
	}
	w.begin("xl/_rels/workbook.xml.rels")
	w.print(xmlHead, relations)
	for i := range w.sheets {
		relate(i+1, "worksheet", "worksheets/sheet"+strconv.Itoa(i+1)+".xml")
	}
	relate(len(w.sheets)+1, "styles", "styles.xml")
	w.print("</Relationships>")
	w.begin("_rels/.rels")
	w.print(xmlHead, relations)
	relate(1, "officeDocument", "xl/workbook.xml")
	w.print("</Relationships>")

	w.begin("xl/styles.xml")
	w.print(xmlHead, "<styleSheet ", mainSpace, `><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>`,
		`<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>`,
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>`,
		`<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>`,
		`<cellXfs count="2"><xf fontId="0" xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/></cellXfs></styleSheet>`)

	w.begin("[Content_Types].xml")
	w.print(xmlHead, `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`,
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`,
		`<Override PartName="/xl/workbook.xml" ContentType="`, typeBase, `sheet.main+xml"/>`,
		`<Override PartName="/xl/styles.xml" ContentType="`, typeBase, `styles+xml"/>`)
	for i := range w.sheets {
		w.print(fmt.Sprintf(`<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, typeBase))
	}
	w.print("</Types>")
}

// begin begins a part of the file; what follows is printed into it.
func (w *WorkbookWriter) begin(name string) {
	var err error
	if w.sheet, err = w.zip.Create(name); err != nil && w.err == nil {
		w.err, w.sheet = err, io.Discard
	}
}

// print keeps the first error, which Write and Close return.
func (w *WorkbookWriter) print(texts ...string) {
	for _, s := range texts {
		if w.err == nil {
			_, w.err = io.WriteString(w.sheet, s)
		}
	}
}
