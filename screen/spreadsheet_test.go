package screen

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"interdict/match"
)

// readBook reads a sheet by another program's eyes, and counts the formulas.
func readBook(t *testing.T, data []byte, sheet string) (rows [][]string, formulas int) {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if rows, err = book.GetRows(sheet); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for j := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if f, err := book.GetCellFormula(sheet, cell); err != nil || f != "" {
				formulas++
			}
		}
	}
	return rows, formulas
}

func TestWorkbookWriter(t *testing.T) {
	since := "2009-04-24"
	long := strings.Repeat("é😀", cellLength)
	var b bytes.Buffer
	w := NewWorkbookWriter(&b, []string{"id", "name"})
	hit := Hit{List: "l", ID: "1", Caption: "<A> & \"B\"", Schema: "Person", Score: 0.91, Probability: 0.5, Match: true, Since: &since, Programmes: []string{"P", "Q"}, Why: []match.Reason{{Text: "same"}, {Text: "too"}}}
	for _, a := range []Answer{
		{Query: Query{Cells: []string{"7", "_x0041_ \x01"}}, Hits: []Hit{hit, hit}},
		{Query: Query{Cells: []string{"8", long}}},
		{Query: Query{Cells: []string{"9"}}, Err: &RowError{4, nil, errors.New("bad")}},
	} {
		if err := w.Write(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close([][2]string{{"rows", "3"}, {"basis", "x"}}); err != nil {
		t.Fatal(err)
	}
	rows, _ := readBook(t, b.Bytes(), "hits")
	line := []string{"7", "_x0041_ \ufffd", "TRUE", "0.91", "0.5", "l", "1", "<A> & \"B\"", "Person", since, "P; Q", "same. too"}
	cut := strings.Repeat("é😀", (cellLength-1)/3) + "é" // what fits beside the sign that it is cut
	want := [][]string{append([]string{"id", "name"}, hitColumns...), line, line, {"8", strings.TrimSuffix(cut, "é") + "…", "FALSE"}, {"9", "", "", "", "", "", "", "", "", "", "", "not screened: line 4: bad"}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	rows, _ = readBook(t, b.Bytes(), "summary")
	if diff := cmp.Diff([][]string{{"rows", "3"}, {"basis", "x"}}, rows); diff != "" {
		t.Error(diff)
	}
	// What is written can be read again as a customer file.
	got, err := read(t, b.Bytes(), TableOptions{})
	if err != nil || len(got) != 4 || !strings.HasPrefix(got[0], "_x0041_") {
		t.Errorf("%.200q %v", got, err)
	}
}

// TestWorkbookGoesOn writes more lines than a sheet holds.
func TestWorkbookGoesOn(t *testing.T) {
	w := NewWorkbookWriter(io.Discard, []string{"name"})
	for range 3 {
		if err := w.Write(Answer{Query: Query{Cells: []string{"x"}}}); err != nil {
			t.Fatal(err)
		}
		w.lines = sheetLines // as if the sheet were full
	}
	if diff := cmp.Diff([]string{"hits", "hits 2", "hits 3"}, w.sheets); diff != "" {
		t.Error(diff)
	}
}

// TestDamagedWorkbook cuts and changes a workbook: rows are never left out
// without an error.
func TestDamagedWorkbook(t *testing.T) {
	book := excelize.NewFile()
	for i, v := range []string{"name", "Ada", "Bob", "Cy"} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := book.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < b.Len(); i += 7 {
		for name, data := range map[string][]byte{
			"cut":     b.Bytes()[:i],
			"changed": append(append(bytes.Clone(b.Bytes()[:i]), b.Bytes()[i]^0x20), b.Bytes()[i+1:]...),
		} {
			got, err := read(t, data, TableOptions{})
			if err == nil && len(got) != 3 {
				t.Fatalf("%s at %d: %q and no error", name, i, got)
			}
		}
	}
}

// TestMarkupIsBounded gives a row of more markup than may be held.
func TestMarkupIsBounded(t *testing.T) {
	p := &part{name: "sheet", r: io.NopCloser(io.MultiReader(strings.NewReader("<row><c><v>"), endless{})), left: maxMarkup}
	p.Decoder = xml.NewDecoder(p)
	for {
		if _, err := p.Token(); err != nil {
			if !strings.Contains(err.Error(), "larger than 2 MB") {
				t.Error(err)
			}
			return
		}
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}
