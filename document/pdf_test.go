package document

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// put is a string set at a place of a page, in points from the lower left.
type put struct {
	x, y, size float64
	text       string
}

// makePDF writes a PDF of pages of Helvetica, Letter size. info is put into
// the trailer's information dictionary, extra into the trailer.
func makePDF(info, extra string, pages ...[]put) []byte {
	var b bytes.Buffer
	var at []int
	object := func(body string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), body)
	}
	b.WriteString("%PDF-1.4\n")
	var kids []string
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 4+2*i))
	}
	object("<</Type/Catalog/Pages 2 0 R>>")
	object(fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", strings.Join(kids, " "), len(pages)))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	for i, page := range pages {
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>", 5+2*i))
		var c strings.Builder
		for _, p := range page {
			fmt.Fprintf(&c, "BT /F %g Tf %g %g Td (%s) Tj ET\n", p.size, p.x, p.y, strings.NewReplacer("(", `\(`, ")", `\)`, `\`, `\\`).Replace(p.text))
		}
		object(fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", c.Len(), c.String()))
	}
	object("<<" + info + ">>")
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R/Info %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, len(at), extra, xref)
	return b.Bytes()
}

// set places lines below each other.
func set(x, y, size float64, lines ...string) []put {
	var out []put
	for i, l := range lines {
		out = append(out, put{x, y - float64(i)*size*1.2, size, l})
	}
	return out
}

var (
	leftColumn = []string{
		"Monitors told the Security Council that the", "debris of a missile that hit Kharkiv came from", "a North Korean weapon of the newest series, ac-",
		"cording to a report seen by the agency. They", "said that the state-owned shippers had moved", "containers between two ports since August, and",
	}
	rightColumn = []string{
		"that a second vessel had followed in October.", "Moscow denied the accusations and called the", "report of the monitors groundless. A state-",
		"owned company in the port declined to answer", "questions about the vessels, and the ministry", "did not return calls.",
	}
	columnsText = "Monitors told the Security Council that the debris of a missile that hit Kharkiv came from a North Korean weapon of the newest series, according to a report seen by the agency. They said that the state-owned shippers had moved containers between two ports since August, and that a second vessel had followed in October. Moscow denied the accusations and called the report of the monitors groundless. A state-owned company in the port declined to answer questions about the vessels, and the ministry did not return calls."
)

// testExtractor finds the compiled engine of earlier runs, where the user has
// a place for such things: to compile it takes seconds.
func testExtractor(t testing.TB) *Extractor {
	t.Helper()
	x := NewExtractor(Settings{Cache: DefaultCache()})
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func one(t testing.TB, x *Extractor, data []byte, o Options) (*Document, error) {
	t.Helper()
	for d, err := range x.Documents(context.Background(), bytes.NewReader(data), "file", o) {
		return d, err
	}
	t.Fatal("neither a document nor an error")
	return nil, nil
}

func TestPDF(t *testing.T) {
	x := testExtractor(t)
	title := put{80, 740, 22, "Monitors trace missile debris to the North"}
	byColumn := append(append([]put{title}, set(60, 690, 10, leftColumn...)...), set(320, 690, 10, rightColumn...)...)
	var byLine []put
	for i := range leftColumn {
		byLine = append(byLine, set(60, 690-12*float64(i), 10, leftColumn[i])[0], set(320, 690-12*float64(i), 10, rightColumn[i])[0])
	}
	byLine = append(byLine, title)
	var table []put
	for i, row := range [][]string{{"Vessel", "Flag", "Seen"}, {"Lady R", "Russia", "12 August 2023"}, {"Angara", "Russia", "26 August 2023"}, {"Maria", "Russia", "4 October 2023"}} {
		for k, cell := range row {
			table = append(table, put{60 + 180*float64(k), 700 - 20*float64(i), 10, cell})
		}
	}
	tests := []struct {
		name  string
		pages [][]put
		text  string
		title string
	}{
		{"two columns", [][]put{byColumn}, title.text + "\n\n" + columnsText, title.text},
		{"two columns drawn line by line, the title last", [][]put{byLine}, title.text + "\n\n" + columnsText, title.text},
		{"paragraphs by space and by indent", [][]put{slices.Concat(
			set(60, 700, 10, "The ministry said that it had never supplied any weapons to the", "other side. It had no plan to do so."),
			set(60, 664, 10, "A second paragraph stands lower on the page than the first one, and it", "runs on to a second line for the sake of the test of its lines."),
			set(75, 640, 10, "A third paragraph is indented and begins right after the second one"), set(60, 628, 10, "ends, as in books."))},
			"The ministry said that it had never supplied any weapons to the other side. It had no plan to do so.\n\nA second paragraph stands lower on the page than the first one, and it runs on to a second line for the sake of the test of its lines.\n\nA third paragraph is indented and begins right after the second one ends, as in books.", ""},
		{"a table is read by rows", [][]put{table}, "Vessel | Flag | Seen\n\nLady R | Russia | 12 August 2023\n\nAngara | Russia | 26 August 2023\n\nMaria | Russia | 4 October 2023", "Vessel | Flag | Seen"},
		{"running heads and page numbers", [][]put{
			slices.Concat(set(60, 770, 9, "S/2024/215 Panel of Experts"), set(60, 700, 10, "The Panel has found that the vessel sailed from the port with containers", "that it believes held munitions, and that the crew switched off its trans-"), set(300, 30, 9, "1/3")),
			slices.Concat(set(60, 770, 9, "S/2024/215 Panel of Experts"), set(60, 700, 10, "mitter for six days. The owner denied this."), set(300, 30, 9, "2/3")),
			slices.Concat(set(60, 770, 9, "S/2024/215 Panel of Experts"), set(60, 700, 10, "The Panel thanks Member States."), set(300, 30, 9, "3/3")),
		}, "S/2024/215 Panel of Experts\n\nThe Panel has found that the vessel sailed from the port with containers that it believes held munitions, and that the crew switched off its transmitter for six days. The owner denied this.\n\nThe Panel thanks Member States.", "S/2024/215 Panel of Experts"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := one(t, x, makePDF("", "", tt.pages...), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.text, d.Text); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if d.Title != tt.title || d.Kind != PDF {
				t.Errorf("title %q, kind %s", d.Title, d.Kind)
			}
		})
	}
}

func TestPDFPages(t *testing.T) {
	x := testExtractor(t)
	d, err := one(t, x, makePDF("/Title (Report of the Panel)", "",
		set(60, 700, 10, "Report of the Panel", "First page."), nil, set(60, 700, 10, "Third page, in Zürich."), nil), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for word, page := range map[string]int{"Report": 1, "First": 1, "Third": 3, "rich": 3} {
		if got := d.Page(strings.Index(d.Text, word)); got != page {
			t.Errorf("%q is on page %d, want %d", word, got, page)
		}
	}
	starts := d.PageStarts()
	if len(starts) != 4 || starts[0] != 0 || starts[1] != starts[2] || []rune(d.Text)[starts[2]] != 'T' || starts[3] != d.Characters() {
		t.Errorf("pages begin at %v in %q", starts, d.Text)
	}
	if d.Title != "Report of the Panel" || !slices.Equal(d.Notes, []string{"2 of 4 pages without text (a picture or nothing); run text recognition to read them: 2, 4"}) {
		t.Errorf("title %q, notes %q", d.Title, d.Notes)
	}
	if n := New("text", Options{}); n.Page(2) != 0 || n.PageStarts() != nil {
		t.Error("plain text has pages")
	}
}

func TestUnreadablePDFs(t *testing.T) {
	x := testExtractor(t)
	good := makePDF("", "", set(60, 700, 10, "Text."))
	encrypted := makePDF("", "/Encrypt<</Filter/Standard/V 1/R 2/O<"+strings.Repeat("ab", 32)+">/U<"+strings.Repeat("cd", 32)+">/P -4>>/ID[<00><00>]", set(60, 700, 10, "Text."))
	loop := bytes.Replace(good, []byte("/Kids[4 0 R]"), []byte("/Kids[2 0 R]"), 1)
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"scan":      {makePDF("", "", nil, nil), "a scan: 2 pages without text"},
		"encrypted": {encrypted, "encrypted"},
		"cut off":   {[]byte("%PDF-1.7\n1 0 obj\n<</Type"), "damaged PDF"},
		"no pages":  {bytes.Replace(good, []byte("/Kids[4 0 R]/Count 1"), []byte("/Kids[]/Count 0     "), 1), "damaged PDF"},
		"a loop":    {loop, "damaged PDF"},
	} {
		d, err := one(t, x, tt.data, Options{})
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, %+v", name, err, d)
		}
	}
	// A damaged file must not spoil the next.
	if d, err := one(t, x, good, Options{}); err != nil || d.Text != "Text." {
		t.Errorf("after damaged ones: %v %v", d, err)
	}
}

// TestPDFStops ends the context while the engine works.
func TestPDFStops(t *testing.T) {
	x := testExtractor(t)
	var pages [][]put
	for range 400 {
		pages = append(pages, set(60, 780, 5, slices.Repeat([]string{strings.Repeat("word ", 30)}, 100)...))
	}
	data := makePDF("", "", pages...)
	if _, err := one(t, x, makePDF("", "", set(60, 700, 10, "Warm.")), Options{}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	for d, err := range x.Documents(ctx, bytes.NewReader(data), "long.pdf", Options{}) {
		if err == nil {
			t.Errorf("a document after the end: %v", d.ID)
		}
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("stopped after %v", took)
	}
	if d, err := one(t, x, makePDF("", "", set(60, 700, 10, "After.")), Options{}); err != nil || d.Text != "After." {
		t.Errorf("after one that was stopped: %v %v", d, err)
	}
}

// TestBrokenPDFs breaks a PDF in many ways: each gives documents or an error of
// one line, and none stops the engine.
func TestBrokenPDFs(t *testing.T) {
	x := testExtractor(t)
	whole := makePDF("/Title (Report)", "", set(60, 700, 10, leftColumn...), nil)
	r := rand.New(rand.NewPCG(1, 2))
	for range 150 {
		data := bytes.Clone(whole)
		for range 1 + r.IntN(8) {
			at := r.IntN(len(data) - 40)
			switch r.IntN(3) {
			case 0:
				data[at] = byte(r.IntN(256))
			case 1:
				data[at] = "0123456789<>/()[]"[r.IntN(17)]
			case 2:
				data = slices.Delete(data, at, at+r.IntN(40))
			}
		}
		checkDocuments(t, x, data)
	}
	if d, err := one(t, x, whole, Options{}); err != nil || d.Title != "" && d.Title != "Report" {
		t.Errorf("after broken ones: %+v %v", d, err)
	}
}

func FuzzPDF(f *testing.F) {
	f.Add(makePDF("/Title (x)", "", set(60, 700, 10, leftColumn...), nil))
	f.Add([]byte("%PDF-1.7 trailer<</Root 1 0 R>>"))
	x := testExtractor(f)
	f.Fuzz(func(t *testing.T, data []byte) { checkDocuments(t, x, data) })
}

// FuzzLayout lays out characters at any place: none is lost.
func FuzzLayout(f *testing.F) {
	f.Add([]byte("Monitors\r\ntold"), uint64(7))
	f.Fuzz(func(t *testing.T, data []byte, seed uint64) {
		var chars []char
		want := map[rune]int{}
		for _, r := range string(bytes.ToValidUTF8(data, nil)) {
			seed = seed*6364136223846793005 + 1442695040888963407
			x, y := float64(seed>>40%600), float64(seed>>20%800)
			chars = append(chars, char{r: r, box: box{x, y, x + 5, y + 8}, turned: seed%31 == 0})
			if r > ' ' && r < 0x7f && r != '-' && r != '|' {
				want[r]++
			}
		}
		got := map[rune]int{}
		for _, l := range layOut(chars) {
			for _, r := range l.text {
				if r > ' ' && r < 0x7f && r != '-' && r != '|' {
					got[r]++
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("characters lost or made: %s", diff)
		}
	})
}

// BenchmarkPDF measures pages of two columns a second, the engine started.
func BenchmarkPDF(b *testing.B) {
	x := testExtractor(b)
	page := append(set(60, 740, 10, slices.Repeat(leftColumn, 9)...), set(320, 740, 10, slices.Repeat(rightColumn, 9)...)...)
	data := makePDF("", "", slices.Repeat([][]put{page}, 20)...)
	if _, err := one(b, x, data, Options{}); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		if _, err := one(b, x, data, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(20*b.N)/b.Elapsed().Seconds(), "pages/s")
}
