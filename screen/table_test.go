package screen

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

// read returns what a file asks for: "name|birth date|…" a row, and for a row
// that cannot be screened "line N: why".
func read(t testing.TB, data []byte, options TableOptions) ([]string, error) {
	t.Helper()
	options.Name = "file"
	table, err := NewTable(bytes.NewReader(data), options)
	if err != nil {
		return nil, err
	}
	defer table.Close()
	var out []string
	for {
		row, err := table.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		q, err := row.Query()
		if err != nil {
			out = append(out, err.Error())
			continue
		}
		out = append(out, strings.Join([]string{q.Entity.First("name"), q.Entity.First("birthDate"), q.Entity.First("country")}, "|"))
	}
}

func zipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, s)
	_ = z.Close()
	return b.String()
}

func encoded(t *testing.T, s string, bytes func(string) (string, error)) string {
	out, err := bytes(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTable(t *testing.T) {
	utf16 := xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM).NewEncoder().String
	for name, c := range map[string]struct {
		in      string
		options TableOptions
		want    []string
	}{
		"comma":            {in: "name,dob,country\nAda Lovelace,1815-12-10,gb\n", want: []string{"Ada Lovelace|1815-12-10|gb"}},
		"semicolon, CRLF":  {in: "Name;Geburtsdatum\r\nAda;10.12.1815\r\n\r\nBob;\r\n", options: TableOptions{Dates: "day/month/year"}, want: []string{"Ada|1815-12-10|", "Bob||"}},
		"bar":              {in: "name|country\nAda|gb", want: []string{"Ada||gb"}},
		"tab, CR alone":    {in: "name\tcountry\rAda\tgb\r", want: []string{"Ada||gb"}},
		"sep line":         {in: "sep=;\nname;country,code\nAda;x\n", want: []string{"Ada||"}},
		"UTF-16":           {in: encoded(t, "name,country\nЁжи,ru\n", utf16), want: []string{"Ёжи||ru"}},
		"Windows-1252":     {in: encoded(t, "name\nJosé Müller\n", charmap.Windows1252.NewEncoder().String), want: []string{"José Müller||"}},
		"byte order mark":  {in: "\ufeffname\nAda\n", want: []string{"Ada||"}},
		"gzip":             {in: zipped("name\nAda\n"), want: []string{"Ada||"}},
		"several members":  {in: zipped("name\nAda\n") + zipped("Bob\n"), want: []string{"Ada||", "Bob||"}},
		"quotes":           {in: "name,x\n\"Doe, \"\"Jo\"\"\r\nhn\",1\n", want: []string{`Doe, "Jo" hn||`}},
		"quotes in a cell": {in: "name,x\nOOO \"Romashka\",1\n", want: []string{`OOO "Romashka"||`}},
		"empty at the end": {in: "name,x\nAda,1,,\n", want: []string{"Ada||"}},
		"cells":            {in: "name,x\nAda\nBob,1,2\nCy,1\n", want: []string{"line 2: 1 cells where the header has 2", "line 3: 3 cells where the header has 2", "Cy||"}},
		"no name":          {in: "name,x\n,1\n", want: []string{"line 2: no name and no identifier"}},
		"text after quote": {in: "name,x\n\"Ada\" L,1\nBob,2\n", want: []string{"line 2: " + errQuote.Error(), "Bob||"}},
		"quote never closed": {in: "name,x\n\"Ada,1\nBob,2\nCy,3\n", want: []string{
			"line 2: " + errOpen.Error(), "Bob||", "Cy||"}},
		"quote closed far on": {in: "name,x\n\"Ada,1\nBob,2\nCy,\"3\"\nDee,4\n", want: []string{
			"line 2: " + errQuote.Error(), "Bob||", "Cy||", "Dee||"}},
		"quote swallows rows": {in: "x,name,y\n1,\"Ada,x\n2,Bob,3\n4,Cy\",z,5\nDee,6,7\n", want: []string{
			"line 2: 4 cells where the header has 3", "Bob||", "line 4: 4 cells where the header has 3", "6||"}},
		"a row of a megabyte": {in: "name,x\n" + strings.Repeat("a", 1<<20) + ",1\nBob,2\n", want: []string{"line 2: longer than 256 KB", "Bob||"}},
		"a quoted megabyte":   {in: "name,x\n\"" + strings.Repeat("a", 1<<20) + "\",1\nBob,2\n", want: []string{"line 2: longer than 256 KB", "Bob||"}},
		"wrong letters later": {in: "name,x\n" + strings.Repeat("Ada,1\n", headSize/4) + "M\xfcller,2\n", want: nil},
		"header given":        {in: "Ada,1815\nBob,\n", options: TableOptions{Header: []string{"name", "birthDate"}}, want: []string{"Ada|1815|", "Bob||"}},
		"no header":           {in: "1,Ada\n2,Bob\n", options: TableOptions{NoHeader: true, Map: map[string]string{"name": "2"}}, want: []string{"Ada||", "Bob||"}},
		"map by name":         {in: "who,name\nAda,x\n", options: TableOptions{Map: map[string]string{"name": "WHO"}}, want: []string{"Ada||"}},
		"two halves":          {in: "nom;prénom\nDupont;Jean\nMarie Curie;Marie\n", want: []string{"Jean Dupont||", "Marie Curie||"}},
		"other halves":        {in: "nombre,apellidos\nJuan,Pérez García\n", want: []string{"Juan Pérez García||"}},
		"Turkish capitals":    {in: "ADI SOYADI,DOĞUM TARİHİ\nAda,1990\n", want: []string{"Ada|1990|"}},
		"Persian":             {in: "نام,نام خانوادگی\nعلی,رضایی\n", want: []string{"علی رضایی||"}},
		"Japanese":            {in: "氏名,生年月日\n山田太郎,1990-01-02\n", want: []string{"山田太郎|1990-01-02|"}},
		"objects":             {in: `{"name":"Ada","birth_date":"1815-12-10","x":1}` + "\n\n" + `{"full name":"Bob","country":["gb","fr"]}`, want: []string{"Ada|1815-12-10|", "Bob||gb"}},
		"FollowTheMoney":      {in: `{"id":"q1","schema":"Person","properties":{"name":["Ada"],"birthDate":["1815"],"nationality":["gb"]}}`, want: []string{"Ada|1815|"}},
		"bad objects": {in: `{"name":"Ada"}` + "\n{\"name\":\n[1]\n" + `{"name":{"first":"x"}}` + "\n" + `{"x":"` + strings.Repeat("a", 1<<20) + `"}` + "\n" + `{"name":"Bob"}`, want: []string{"Ada||",
			"line 2: not one JSON object: unexpected end of JSON input at character 8", "line 3: not one JSON object: not an object", `line 4: not one JSON object: "name": an object or a list where a text is wanted`,
			"line 5: longer than 256 KB", "Bob||"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, []byte(c.in), c.options)
			if err != nil {
				t.Fatal(err)
			}
			if name == "bad objects" && len(got) > 2 {
				got[2] = got[2][:min(len(got[2]), len(c.want[2]))]
			}
			if c.want == nil { // the last row is the one that matters
				got, c.want = got[len(got)-1:], []string{fmt.Sprintf("line %d: column name: not UTF-8 as the rows before it; save the file as UTF-8", headSize/4+2)}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTableErrors(t *testing.T) {
	for in, want := range map[string]string{
		"":                                "file: the file is empty",
		"\n \n":                           "file: the file is empty",
		"1,2\n":                           "no column of names among: 1, 2",
		"a\x00b":                          "not a text file",
		"%PDF-1.4":                        "a PDF file",
		"\xd0\xcf\x11\xe0":                "an Excel workbook of the old form",
		"PK\x03\x04junk":                  "damaged workbook or zip archive",
		"[{\"name\":\"x\"}]":              "a JSON array",
		zipped(zipped("name")):            "packed twice",
		zipped("name\nAda\n")[:20]:        "damaged gzip file: it is cut off",
		`{"who":"x"}`:                     "no key of names among: who",
		"\"name\nAda\n":                   "line 1: a quote is opened and not closed",
		zipped("name\nAda\n") + "garbage": "damaged gzip file",
	} {
		_, err := read(t, []byte(in), TableOptions{})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "file: ") {
			t.Errorf("%.20q: %v, want %q", in, err, want)
		}
	}
	for _, c := range []struct {
		options TableOptions
		want    string
	}{
		{TableOptions{Map: map[string]string{"nam": "name"}}, `unknown field "nam"`},
		{TableOptions{Map: map[string]string{"name": "3"}}, `no column "3"; columns are name, x`},
		{TableOptions{Header: []string{"name"}}, "--header names 1 columns, and the first row has 2 cells"},
		{TableOptions{NoHeader: true}, "say which column holds the name"},
		{TableOptions{Sheet: "a"}, "--sheet is for workbooks"},
	} {
		if _, err := read(t, []byte("name,x\nAda,1\n"), c.options); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.options, err, c.want)
		}
	}
}

// TestCSVAgainstStandard compares the reader with encoding/csv on all that it
// writes: every text in cells, with every delimiter.
func TestCSVAgainstStandard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 4).Draw(t, "width")
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab,;\t|\"\n\r 'é김=")))
		comma := rapid.SampledFrom([]rune(",;\t|")).Draw(t, "comma")
		var want [][]string
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma, w.UseCRLF = comma, rapid.Bool().Draw(t, "CRLF")
		header := append([]string{"name"}, strings.Split(strings.Repeat("x,", width), ",")[:width]...)
		for range rapid.IntRange(0, 6).Draw(t, "rows") {
			row := rapid.SliceOfN(text, width, width).Draw(t, "row")
			want = append(want, append([]string{"Ada"}, row...))
		}
		_ = w.Write(header)
		_ = w.WriteAll(want)
		table, err := NewTable(bytes.NewReader(b.Bytes()), TableOptions{})
		if err != nil {
			t.Fatal(err)
		}
		standard := csv.NewReader(bytes.NewReader(b.Bytes()))
		standard.Comma = comma
		_, _ = standard.Read()
		for i := 0; ; i++ {
			cells, err := standard.Read()
			row, err2 := table.Next()
			if errors.Is(err, io.EOF) || errors.Is(err2, io.EOF) {
				if err != err2 {
					t.Fatalf("row %d: %v, and %v by encoding/csv", i, err2, err)
				}
				return
			}
			if err != nil || err2 != nil || row.err != nil {
				t.Fatalf("row %d: %v %v %v", i, err, err2, row.err)
			}
			for j := range row.Cells {
				row.Cells[j] = strings.ReplaceAll(row.Cells[j], "\r\n", "\n") // as encoding/csv does
			}
			if diff := cmp.Diff(cells, row.Cells); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// FuzzTable gives the reader any file: it must not panic, must end, and must
// account for every line of a CSV file once: each row begins on a later line
// than the one before, and none that is not blank is left out.
func FuzzTable(f *testing.F) {
	for _, s := range []string{"name,x\nAda,1\n", "name\n\"A\nb\"\n\"", "name;x\r\"a\";b\r", "x,\"y\n", `{"name":"x"}` + "\n{", zipped("name\nx"), "sep=;\nname",
		"name,x\nx\",y,\"\nx\",y,\"\nx\",y,\"\n", "\xff\xfen\x00a\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := NewTable(bytes.NewReader(data), TableOptions{Header: []string{"name", "x"}})
		if err != nil {
			return
		}
		defer table.Close()
		c, isCSV := table.rows.(*csvRows)
		for next := 1; ; {
			row, err := table.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				return
			}
			if row.Line < next {
				t.Fatalf("line %d after line %d", row.Line, next)
			}
			if _, err := row.Query(); err == nil && len(row.Cells) != len(table.Header) {
				t.Fatalf("line %d is screened with %d cells", row.Line, len(row.Cells))
			}
			next = row.Line + 1
			if isCSV && c.line < next && len(c.text()) > 0 {
				t.Fatalf("line %d: reading goes on in line %d", row.Line, c.line)
			}
		}
	})
}

// TestQuotesTakeLinearTime reads a file in which every row could swallow all
// that follow.
func TestQuotesTakeLinearTime(t *testing.T) {
	lines := 200_000
	got, err := read(t, []byte("name,x,y\n"+strings.Repeat("x\",y,\"\n", lines)), TableOptions{})
	if err != nil || len(got) < lines/2 {
		t.Fatalf("%d rows, %v", len(got), err)
	}
}

func TestWorkbook(t *testing.T) {
	book := excelize.NewFile()
	set := func(sheet, cell string, value any, style *excelize.Style) {
		t.Helper()
		if err := book.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
		if style != nil {
			id, err := book.NewStyle(style)
			if err != nil {
				t.Fatal(err)
			}
			if err := book.SetCellStyle(sheet, cell, cell, id); err != nil {
				t.Fatal(err)
			}
		}
	}
	german, padded := "dd\\.mm\\.yyyy", "0000000000"
	for cell, value := range map[string]any{"A1": "Name", "B1": "Date of birth", "C1": "Country", "D1": "INN", "A2": "Ada <Lovelace>", "C2": "gb", "A4": "Bob", "D4": 770708389312, "A5": "Cy", "F5": "too far"} {
		set("Sheet1", cell, value, nil)
	}
	set("Sheet1", "B2", 25689, &excelize.Style{NumFmt: 14})
	set("Sheet1", "B4", 25689.5, &excelize.Style{CustomNumFmt: &german})
	set("Sheet1", "D2", 7707083893, &excelize.Style{CustomNumFmt: &padded})
	if err := book.SetCellFormula("Sheet1", "A6", "=B1"); err != nil {
		t.Fatal(err)
	}
	if _, err := book.NewSheet("Second"); err != nil {
		t.Fatal(err)
	}
	set("Second", "B3", "naam", nil)
	set("Second", "B4", "Dee", nil)
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	table, err := NewTable(bytes.NewReader(b.Bytes()), TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var cells [][]string
	for {
		row, err := table.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if row.err != nil {
			row.Cells = []string{row.err.Error()}
		}
		cells = append(cells, append([]string{fmt.Sprint(row.Line)}, row.Cells...))
	}
	want := [][]string{{"2", "Ada <Lovelace>", "1970-05-01", "gb", "7707083893"}, {"4", "Bob", "1970-05-01T12:00:00", "", "770708389312"},
		{"5", "6 cells where the header has 4"}, {"6", "cell A6 is a formula whose value is not in the file; open the workbook in a spreadsheet and save it"}}
	if diff := cmp.Diff(want, cells); diff != "" {
		t.Error(diff)
	}
	for _, sheet := range []string{"second", "2"} {
		got, err := read(t, b.Bytes(), TableOptions{Sheet: sheet})
		if diff := cmp.Diff([]string{"Dee||"}, got); err != nil || diff != "" {
			t.Error(sheet, err, diff)
		}
	}
	if _, err := read(t, b.Bytes(), TableOptions{Sheet: "third"}); err == nil || !strings.Contains(err.Error(), `no sheet "third"; sheets are Sheet1, Second`) {
		t.Error(err)
	}
}
