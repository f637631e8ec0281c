package service

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"interdict/screen"
)

// customers is a file in which some are listed and some cannot be screened.
func customers(n int) string {
	var b strings.Builder
	b.WriteString("id,name,note\n")
	for i := range n {
		name := []string{"Ada Lovelace", "Kim Yo Jong", "", "KOMID", "\"x\"y"}[i%5]
		fmt.Fprintf(&b, "%d,%s,%d\n", i, name, 1950+i%50)
	}
	return b.String()
}

// batch is one that keeps a checkpoint after every row.
func batch(t testing.TB, dir, input string) Batch {
	t.Helper()
	b := Batch{Format: CSV, Out: filepath.Join(dir, "hits.csv"), Rejected: filepath.Join(dir, "rejected.csv"), Summary: filepath.Join(dir, "summary.json"),
		Size: int64(len(input)), Options: screen.TableOptions{Name: "customers"}, open: openFile, Interval: time.Nanosecond}
	var err error
	if b.Table, err = screen.NewTable(strings.NewReader(input), b.Options); err != nil {
		t.Fatal(err)
	}
	return b
}

// contents are the files of a directory.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(data)
	}
	return out
}

// A disk does so many things to files and then fails for good. What was
// written and not synced is then there, or in part, or in part as something
// else.
type disk struct {
	left int
	err  error
}

type failingFile struct {
	*os.File
	disk   *disk
	synced int64
}

func (d *disk) open(path string) (diskFile, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return &failingFile{File: f, disk: d, synced: info.Size()}, nil
}

func (f *failingFile) step() error {
	if f.disk.left--; f.disk.left < 0 {
		return f.disk.err
	}
	return nil
}

func (f *failingFile) Write(p []byte) (int, error) {
	if err := f.step(); err != nil {
		n, _ := f.File.Write(p[:rand.IntN(len(p)+1)])
		return n, err
	}
	return f.File.Write(p)
}

func (f *failingFile) Sync() error {
	if err := f.step(); err != nil {
		return err
	}
	info, err := f.File.Stat()
	if err == nil {
		f.synced = info.Size()
	}
	return err
}

func (f *failingFile) Truncate(size int64) error {
	if err := f.step(); err != nil {
		return err
	}
	f.synced = min(f.synced, size)
	return f.File.Truncate(size)
}

func (f *failingFile) Close() error {
	if f.disk.left < 0 {
		if info, err := f.File.Stat(); err == nil && info.Size() > f.synced {
			kept := f.synced + rand.Int64N(info.Size()-f.synced+1)
			_, _ = f.File.WriteAt(bytes.Repeat([]byte{'?'}, rand.IntN(40)), kept)
		}
	}
	return f.File.Close()
}

// TestDiskFails lets the disk fail at every moment of a run and of the runs
// that go on with it, until one comes to the end: the files are those of a run
// without a break.
func TestDiskFails(t *testing.T) {
	s, input := New(Options{Data: t.TempDir()}), customers(23)
	whole := t.TempDir()
	if _, err := s.ScreenBatch(t.Context(), batch(t, whole, input)); err != nil {
		t.Fatal(err)
	}
	want := contents(t, whole)
	if len(want) != 3 || strings.Count(want["hits.csv"], "\n") < 24 || strings.Count(want["rejected.csv"], "\n") != 10 {
		t.Fatal(want)
	}
	breaks := 0
	for after := 0; after < 60; after += 1 + rand.IntN(5) {
		dir := t.TempDir()
		for try := 0; ; try++ {
			b := batch(t, dir, input)
			b.Resume = try > 0
			b.open = (&disk{left: after, err: &os.PathError{Op: "write", Path: b.Out, Err: syscall.ENOSPC}}).open
			if try > 20 {
				b.open = openFile
			}
			sum, err := s.ScreenBatch(t.Context(), b)
			if err == nil {
				if sum.Rows != 23 {
					t.Fatalf("%d rows", sum.Rows)
				}
				break
			}
			breaks++
			var broken *BrokenError
			if try == 0 && !errors.As(err, &broken) || !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "hits.csv: no space left on device") {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(want, contents(t, dir)); diff != "" {
			t.Fatalf("broken after %d steps: %s", after, diff)
		}
	}
	if breaks < 30 {
		t.Errorf("only %d breaks", breaks)
	}
}

// TestCancelled ends a run in the middle, in every form that can be resumed.
func TestCancelled(t *testing.T) {
	s, input := New(Options{Data: t.TempDir()}), customers(300)
	for _, format := range []Format{CSV, JSON} {
		var outcomes []map[string]string
		for _, stops := range [][]int{nil, {100}, {1, 2, 299, 300}} {
			dir := t.TempDir()
			for i, stop := range append(stops, -1) {
				ctx, cancel := context.WithCancel(t.Context())
				b := batch(t, dir, input)
				b.Format, b.Resume, b.Interval = format, i > 0, time.Hour
				b.Progress = func(rows int) {
					if rows == stop {
						cancel()
					}
				}
				if sum, err := s.ScreenBatch(ctx, b); stop > 0 && !errors.Is(err, context.Canceled) || stop < 0 && err != nil {
					t.Fatal(sum, err)
				}
				cancel()
			}
			outcomes = append(outcomes, contents(t, dir))
		}
		for _, o := range outcomes[1:] {
			if diff := cmp.Diff(outcomes[0], o); diff != "" {
				t.Error(format, diff)
			}
		}
	}
}

// TestResumeRefuses changes what a resumed run rests on.
func TestResumeRefuses(t *testing.T) {
	input := customers(100)
	for want, change := range map[string]func(t *testing.T, b *Batch, s **Service){
		"the input is not the one that the run began with": func(t *testing.T, b *Batch, _ **Service) {
			var err error
			if b.Table, err = screen.NewTable(strings.NewReader(strings.Replace(input, "Ada", "Eda", 1)), b.Options); err != nil {
				t.Fatal(err)
			}
		},
		"the input's size was 1":          func(_ *testing.T, b *Batch, _ **Service) { b.Size++ },
		"--threshold was 0.7":             func(_ *testing.T, b *Batch, _ **Service) { b.Limits.Threshold = 0.8 },
		"--min was 0":                     func(_ *testing.T, b *Batch, _ **Service) { b.Limits.Min = 0.6 },
		"--rejected was ":                 func(_ *testing.T, b *Batch, _ **Service) { b.Rejected = "" },
		"the form of output was csv":      func(_ *testing.T, b *Batch, _ **Service) { b.Format = JSON },
		"how the input is read was ":      func(_ *testing.T, b *Batch, _ **Service) { b.Options.Dates = "day/month/year" },
		"shorter than the checkpoint":     func(t *testing.T, b *Batch, _ **Service) { truncate(t, b.Out, 10) },
		"a run into":                      func(_ *testing.T, b *Batch, _ **Service) { b.Resume = false },
		"only a run into a .csv or .json": func(_ *testing.T, b *Batch, _ **Service) { b.Format = Workbook },
		"no checkpoint that this version": func(t *testing.T, b *Batch, _ **Service) { truncate(t, CheckpointPath(b.Out), 10) },
		"no checkpoint beside it": func(t *testing.T, b *Batch, _ **Service) {
			if err := os.Remove(CheckpointPath(b.Out)); err != nil {
				t.Fatal(err)
			}
		},
		"the lists, the model or the threshold are not those": func(t *testing.T, b *Batch, s **Service) {
			path := filepath.Join(t.TempDir(), "un.xml")
			list := `<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS><INDIVIDUAL><DATAID>690734</DATAID>` +
				`<FIRST_NAME>YUN</FIRST_NAME><SECOND_NAME>HO-JIN</SECOND_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>` +
				`<REFERENCE_NUMBER>KPi.001</REFERENCE_NUMBER><LISTED_ON>2009-07-16</LISTED_ON></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>`
			if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, problems, err := (*s).AddLists(t.Context(), []string{path}, "", false); err != nil || len(problems) > 0 {
				t.Fatal(problems, err)
			}
		},
	} {
		t.Run(want, func(t *testing.T) {
			s, dir := New(Options{Data: t.TempDir()}), t.TempDir()
			ctx, cancel := context.WithCancel(t.Context())
			b := batch(t, dir, input)
			b.Progress = func(rows int) {
				if rows == 50 {
					cancel()
				}
			}
			if _, err := s.ScreenBatch(ctx, b); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			again := batch(t, dir, input)
			again.Resume = true
			before := contents(t, dir)["hits.csv"]
			change(t, &again, &s)
			_, err := s.ScreenBatch(t.Context(), again)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Fatalf("%v, want %q", err, want)
			}
			if after := contents(t, dir)["hits.csv"]; want[:7] != "shorter" && after != before {
				t.Error("the answers were touched")
			}
		})
	}
}

func truncate(t *testing.T, path string, size int64) {
	t.Helper()
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
}

// TestSummary counts what came of a file, and a broken file's reasons without
// end.
func TestSummary(t *testing.T) {
	s, dir := New(Options{Data: t.TempDir()}), t.TempDir()
	input := customers(50)
	for i := range 50 {
		input += "Ada" + strings.Repeat(",", i+3) + "x\n"
	}
	b := batch(t, dir, input)
	b.Interval = 0
	if _, err := s.ScreenBatch(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	var got Summary
	if err := json.Unmarshal([]byte(contents(t, dir)["summary.json"]), &got); err != nil {
		t.Fatal(err)
	}
	if got.Rows != 100 || got.Screened != 30 || got.Matched != 20 || got.Rejected != 70 || got.ByList["us_ofac_sdn"] != 20 || got.Basis == "" ||
		got.Reasons["no name and no identifier"] != 10 || len(got.Reasons) != mostReasons+1 || got.Reasons[otherReasons] != 70-20-(mostReasons-2) {
		t.Errorf("%+v", got)
	}
}

// TestStream writes answers to a stream that breaks.
func TestStream(t *testing.T) {
	s := New(Options{Data: t.TempDir()})
	b := batch(t, t.TempDir(), customers(50_000))
	b.Out, b.Rejected, b.Summary, b.Stream = "", "", "", brokenPipe{}
	var broken *BrokenError
	if _, err := s.ScreenBatch(t.Context(), b); !errors.Is(err, io.ErrClosedPipe) || errors.As(err, &broken) {
		t.Error(err)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
