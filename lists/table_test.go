package lists_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"interdict/internal/listtest"
	"interdict/lists"
)

// rows reads a whole table.
func rows(t testing.TB, name string, data []byte) [][]string {
	t.Helper()
	table, err := lists.NewTable(lists.NewFile(name, data))
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for {
		row, err := table.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, append([]string(nil), row...))
	}
}

// Whatever the separator and the encoding, the rows are the same.
func TestTablesInEveryForm(t *testing.T) {
	want := [][]string{{"Name", "Town"}, {"Köhler, Jörg", "São Paulo"}, {`the "Wolf"`, "two\nlines"}}
	comma := "Name,Town\n\"Köhler, Jörg\",São Paulo\n,\n\"the \"\"Wolf\"\"\",\"two\nlines\"\n"
	cp1252, err := charmap.Windows1252.NewEncoder().String(comma)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(comma)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"utf-8": comma, "with its mark": "\ufeff" + comma, "windows 1252": cp1252, "utf-16": utf16, "semicolons": strings.ReplaceAll(strings.ReplaceAll(comma, ",", ";"), "r; J", "r, J"),
		"tabs": strings.ReplaceAll(strings.ReplaceAll(comma, ",", "\t"), "r\t J", "r, J"),
	} {
		if diff := cmp.Diff(want, rows(t, name, []byte(data))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	book := listtest.Workbook(t, []any{"Name", "Town"}, []any{"Köhler, Jörg", "São Paulo"}, []any{}, []any{`the "Wolf"`, "two\nlines"})
	if diff := cmp.Diff(want, rows(t, "workbook", book)); diff != "" {
		t.Errorf("workbook: %s", diff)
	}
}

func TestWorkbookValues(t *testing.T) {
	got := rows(t, "values.xlsx", listtest.Workbook(t, []any{"", "A & <B>", 12500, listtest.Day(41988), listtest.Day(60), "", "last"}))
	want := [][]string{{"", "A & <B>", "12500", "2014-12-15", "1900-02-28", "", "last"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A quote that never closes is a file that was cut off, and says where.
func TestCutOffTable(t *testing.T) {
	table, err := lists.NewTable(lists.NewFile("cut.csv", []byte("Name,Town\nA,\"B\nC,D\n")))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = table.Next()
	}
	if errors.Is(err, io.EOF) || !strings.Contains(err.Error(), "cut.csv: line") {
		t.Errorf("error = %v", err)
	}
	book := listtest.Workbook(t, []any{"Name"}, []any{"A"})
	if _, err := lists.NewTable(lists.NewFile("cut.xlsx", book[:len(book)-40])); err == nil || !strings.Contains(err.Error(), "cut.xlsx") {
		t.Errorf("error = %v", err)
	}
}

func TestRowsRememberWhatWasRead(t *testing.T) {
	table, err := lists.NewTable(lists.NewFile("x.csv", []byte("Post/Zip Code,Name,\n1000,A,odd\n")))
	if err != nil {
		t.Fatal(err)
	}
	header, err := table.Next()
	if err != nil {
		t.Fatal(err)
	}
	table.Header(header)
	var row lists.Row
	if err := table.Row(&row); err != nil {
		t.Fatal(err)
	}
	if row.Get("post/zip code") != "1000" || row.Get("none") != "" {
		t.Error("a cell was not found by its column's folded name")
	}
	var left []string
	row.Unread(func(column, value string) { left = append(left, column+"="+value) })
	if diff := cmp.Diff([]string{"Name=A", "column 3=odd"}, left); diff != "" {
		t.Error(diff)
	}
	if err := row.Errorf("wrong"); err.Error() != "x.csv: row 2: wrong" {
		t.Error(err)
	}
}

// A workbook gives back every text that was put in it.
func TestWorkbookKeepsText(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aÄ漢<>&\"' ;,")), 1, 20, -1).Draw(r, "text")
		if strings.TrimSpace(text) == "" {
			return
		}
		got := rows(t, "x.xlsx", listtest.Workbook(t, []any{text}))
		if len(got) != 1 || got[0][0] != text {
			r.Fatalf("%q became %q", text, got)
		}
	})
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("a,b\n\"c\",d\n"))
	f.Add(listtest.Workbook(f, []any{"Name", 5}, []any{listtest.Day(3)}))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := lists.NewFile("fuzzed-file", data)
		lists.Head(file)
		table, err := lists.NewTable(file)
		for n := 0; err == nil && n < 1000; n++ {
			_, err = table.Next()
		}
		if err != nil && !errors.Is(err, io.EOF) && !strings.Contains(err.Error(), "fuzzed-file") {
			t.Errorf("error does not name the file: %v", err)
		}
	})
}

func BenchmarkWorkbook(b *testing.B) {
	var cells [][]any
	for i := range 5000 {
		cells = append(cells, []any{fmt.Sprintf("Name %d", i), i, listtest.Day(40000 + i%1000), "the same text"})
	}
	data := listtest.Workbook(b, cells...)
	b.ReportAllocs()
	for b.Loop() {
		rows(b, "x.xlsx", data)
	}
}
