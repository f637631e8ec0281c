package screen

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"interdict/lists/starter"
	"interdict/match"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func testEngine(t testing.TB) *Engine {
	t.Helper()
	entities, err := starter.Entities()
	if err != nil {
		t.Fatal(err)
	}
	engine, err := New(t.Context(), match.Default(), Targets(entities, Options{}))
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// customers is a table of n rows; each hundredth is listed, and each seventh
// cannot be screened.
func customers(t testing.TB, n int) *Table {
	t.Helper()
	var b strings.Builder
	b.WriteString("id,name\n")
	for i := range n {
		name := "Ada Lovelace"
		switch {
		case i%100 == 3:
			name = "Kim Yo Jong"
		case i%7 == 0:
			name = ""
		}
		fmt.Fprintf(&b, "%d,%s\n", i, name)
	}
	table, err := NewTable(strings.NewReader(b.String()), TableOptions{Name: "customers"})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestBatchKeepsOrder reads with pauses and writes with pauses: answers come
// in the order of the rows, each once, with what screening it alone gives.
func TestBatchKeepsOrder(t *testing.T) {
	engine, table := testEngine(t), customers(t, 1500)
	pause := func() {
		if rand.IntN(100) == 0 {
			time.Sleep(time.Millisecond)
		}
	}
	n := 0
	err := engine.Batch(t.Context(), Limits{}, func() (Row, error) { pause(); return table.Next() }, func(a Answer) error {
		pause()
		if want := fmt.Sprint(n); a.Query.Cells[0] != want || a.Query.Row != n+2 {
			return fmt.Errorf("row %s in line %d, want %s", a.Query.Cells[0], a.Query.Row, want)
		}
		var row *RowError
		switch {
		case n%100 == 3 && len(a.Hits) == 0, n%100 != 3 && len(a.Hits) > 0:
			return fmt.Errorf("row %d: %d hits", n, len(a.Hits))
		case n%7 == 0 && n%100 != 3 && !errors.As(a.Err, &row), n%7 != 0 && a.Err != nil:
			return fmt.Errorf("row %d: %v", n, a.Err)
		}
		n++
		return nil
	})
	if err != nil || n != 1500 {
		t.Fatalf("%d answers, %v", n, err)
	}
}

// TestBatchEnds ends a batch in the middle in every way there is. The answers
// before the end are all there, and nothing is left running (TestMain).
func TestBatchEnds(t *testing.T) {
	engine := testEngine(t)
	broken := errors.New("broken")
	for name, stop := range map[string]func(ctx context.Context, cancel func(), reading, writing int) (read, write error){
		"context, while reading": func(ctx context.Context, cancel func(), reading, _ int) (error, error) {
			if reading == 500 {
				cancel()
			}
			return nil, nil
		},
		"context, while reading waits": func(ctx context.Context, cancel func(), reading, _ int) (error, error) {
			if reading == 500 {
				time.AfterFunc(5*time.Millisecond, cancel)
				<-ctx.Done()
				return ctx.Err(), nil
			}
			return nil, nil
		},
		"context, while writing": func(ctx context.Context, cancel func(), _, writing int) (error, error) {
			if writing == 500 {
				cancel()
			}
			return nil, nil
		},
		"reading": func(_ context.Context, _ func(), reading, _ int) (error, error) {
			if reading == 500 {
				return broken, nil
			}
			return nil, nil
		},
		"writing": func(_ context.Context, _ func(), _, writing int) (error, error) {
			if writing == 500 {
				return nil, broken
			}
			return nil, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			table := customers(t, 5000)
			reading, writing := 0, 0
			err := engine.Batch(ctx, Limits{}, func() (Row, error) {
				reading++
				if err, _ := stop(ctx, cancel, reading, -1); err != nil {
					return Row{}, err
				}
				return table.Next()
			}, func(a Answer) error {
				if a.Query.Cells[0] != fmt.Sprint(writing) {
					t.Errorf("row %s, want %d", a.Query.Cells[0], writing)
				}
				writing++
				_, err := stop(ctx, cancel, -1, writing)
				return err
			})
			switch {
			case strings.HasPrefix(name, "context") && !errors.Is(err, context.Canceled), !strings.HasPrefix(name, "context") && !errors.Is(err, broken):
				t.Error(err)
			case name == "reading" && writing != 499:
				t.Errorf("%d answers before the error, want 499", writing)
			case writing > 4000:
				t.Errorf("%d answers after the end", writing)
			}
			goleak.VerifyNone(t)
		})
	}
}

// TestEveryRowOnce gives lines of damaged CSV: quotes anywhere, cells too many
// and too few. Every line is in one row, as an answer or rejected, and rows
// keep their order.
func TestEveryRowOnce(t *testing.T) {
	engine := testEngine(t)
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{`"`, `""`, ",", ",,", "x", " ", "Kim Yo Jong", `,"`, `",`, "\r", "é"})
		var b strings.Builder
		b.WriteString("name,x\n")
		n := rapid.IntRange(0, 200).Draw(t, "lines")
		for i := range n {
			for range rapid.IntRange(0, 3).Draw(t, "pieces") {
				b.WriteString(piece.Draw(t, "piece"))
			}
			fmt.Fprintf(&b, "<%d>", i)
			for range rapid.IntRange(0, 3).Draw(t, "pieces") {
				b.WriteString(piece.Draw(t, "piece"))
			}
			b.WriteByte('\n')
		}
		table, err := NewTable(strings.NewReader(b.String()), TableOptions{Name: "damaged"})
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		err = engine.Batch(context.Background(), Limits{}, table.Next, func(a Answer) error {
			all.WriteString(strings.Join(a.Query.Cells, " "))
			if (a.Err == nil) == (a.Query.Entity == nil) {
				t.Fatalf("neither an answer nor rejected: %+v", a)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		rest := all.String()
		for i := range n {
			mark := fmt.Sprintf("<%d>", i)
			_, after, ok := strings.Cut(rest, mark)
			if !ok || strings.Contains(after, mark) {
				t.Fatalf("line %d of\n%s\nis not once and in order in\n%s", i+2, b.String(), all.String())
			}
			rest = after
		}
	})
}

// TestFormulaInjection writes cells that spreadsheets take for formulas.
func TestFormulaInjection(t *testing.T) {
	cells := []string{`=HYPERLINK("http://x","y")`, "+1+cmd|'/C calc'!A0", "@SUM(1)", "-2+3", "\t=1", "-12.5", "+49 1", "plain", ""}
	want := []string{`'=HYPERLINK("http://x","y")`, "'+1+cmd|'/C calc'!A0", "'@SUM(1)", "'-2+3", "'\t=1", "-12.5", "'+49 1", "plain", ""}
	header := append([]string{"=name"}, cells[1:]...)
	answer := Answer{Query: Query{Cells: cells}, Hits: []Hit{{ID: "=1", Caption: "=1+1", Programmes: []string{"@x"}, Why: []match.Reason{{Text: "-x"}}}}}
	rejected := Answer{Query: Query{Cells: cells}, Err: &RowError{3, cells, errors.New("=bad")}}
	var b, r bytes.Buffer
	w, rw := NewWriter(&b, header), NewRejectedWriter(&r, header)
	for _, err := range []error{w.WriteHeader(), w.Write(answer), w.Write(rejected), w.Flush(), rw.WriteHeader(), rw.Write(answer), rw.Write(rejected), rw.Flush()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	lines, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, lines[1][:len(want)]); diff != "" {
		t.Error(diff)
	}
	dangerous := func(cells []string) {
		t.Helper()
		for _, c := range cells {
			if c != "" && strings.ContainsAny(c[:1], "=+@\t\r") || strings.HasPrefix(c, "-") && c != "-12.5" {
				t.Errorf("a formula: %q", c)
			}
		}
	}
	for _, line := range lines {
		dangerous(line)
	}
	reader := csv.NewReader(&r)
	reader.FieldsPerRecord = -1
	if lines, err = reader.ReadAll(); err != nil || len(lines) != 2 {
		t.Fatal(lines, err)
	}
	dangerous(lines[0])
	dangerous(lines[1])
	if diff := cmp.Diff(append([]string{"3", "'=bad"}, want...), lines[1]); diff != "" {
		t.Error(diff)
	}
	var x bytes.Buffer
	book := NewWorkbookWriter(&x, header)
	if err := errors.Join(book.Write(answer), book.Close(nil)); err != nil {
		t.Fatal(err)
	}
	got, formulas := readBook(t, x.Bytes(), "hits")
	if diff := cmp.Diff(cells[:8], got[1][:8]); diff != "" || formulas != 0 {
		t.Error(formulas, "formulas", diff)
	}
}

// FuzzSafe holds every cell to what [Safe] promises.
func FuzzSafe(f *testing.F) {
	f.Add("=1+1")
	f.Add("-1,5")
	f.Fuzz(func(t *testing.T, cell string) {
		safe := Safe(cell)
		if safe != cell && safe != "'"+cell {
			t.Fatalf("%q became %q", cell, safe)
		}
		if first, _ := utf8.DecodeRuneInString(safe); safe != "" && strings.ContainsRune("=@\t\r\n＝＋－＠", first) {
			t.Fatalf("%q is a formula", safe)
		}
		if safe != "" && strings.ContainsAny(safe[:1], "+-") && strings.Trim(safe[1:], "0123456789.,") != "" {
			t.Fatalf("%q is a formula", safe)
		}
	})
}

// BenchmarkBatch measures rows through the whole of a batch; what the engine
// takes is small over the starter set.
func BenchmarkBatch(b *testing.B) {
	engine := testEngine(b)
	for b.Loop() {
		table := customers(b, 10_000)
		w := NewWriter(io.Discard, table.Header)
		if err := engine.Batch(b.Context(), Limits{}, table.Next, w.Write); err != nil {
			b.Fatal(err)
		}
	}
}
