// Package listtest tests parsers of lists: their output against golden files,
// and that no input makes them fail otherwise than with a clear error.
package listtest

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interdict/ftm"
	"interdict/lists"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Parse recognises the one set that the files make and reads it.
func Parse(t testing.TB, p lists.Parser, paths ...string) (lists.Set, *lists.Result) {
	t.Helper()
	var files []lists.File
	for _, path := range paths {
		files = append(files, lists.OpenFile(path))
	}
	sets, problems, rest := p.Recognise(files)
	if len(sets) != 1 || len(problems) > 0 || len(rest) > 0 {
		t.Fatalf("%v: sets %v, problems %v, not recognised %v", paths, sets, problems, rest)
	}
	r, err := p.Parse(context.Background(), sets[0])
	if err != nil {
		t.Fatal(err)
	}
	return sets[0], r
}

// Golden compares what the files give with a golden file beside them that
// holds the report and every entity; -update rewrites it. The source of the set
// must be the one named.
func Golden(t *testing.T, p lists.Parser, source, golden string, paths ...string) {
	t.Helper()
	set, r := Parse(t, p, paths...)
	if set.Source != source {
		t.Errorf("%v: recognised as %s, want %s", paths, set.Source, source)
	}
	var out bytes.Buffer
	out.WriteString("published " + r.Published + "; " + r.Report.String() + "\n")
	for _, l := range r.Report.Left {
		out.WriteString("left " + l.Place + " " + l.Field + ": " + l.Value + "\n")
	}
	enc := ftm.NewEncoder(&out)
	for _, e := range r.Entities {
		if err := enc.Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	if *update {
		if err := os.WriteFile(golden, out.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")); diff != "" {
		t.Errorf("%v (-want +got):\n%s", paths, diff)
	}
}

// Cut checks that a file that was cut off anywhere is an error that names the
// file. Tables that are cut between two rows cannot be told.
func Cut(t *testing.T, p lists.Parser, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for size := len(bytes.TrimRight(data, "\n\r ")) - 1; size > len(data)/2; size -= 1 + len(data)/97 {
		f := lists.NewFile(filepath.Base(path), data[:size])
		sets, problems, _ := p.Recognise([]lists.File{f})
		for _, set := range sets {
			_, err := p.Parse(context.Background(), set)
			if err == nil {
				t.Errorf("%s: cut after %d of %d bytes and read as if whole", path, size, len(data))
			} else if !strings.Contains(err.Error(), f.Path()) {
				t.Errorf("%s: error does not name the file: %v", path, err)
			}
		}
		if len(sets) == 0 && len(problems) == 0 {
			t.Errorf("%s: cut after %d bytes and no longer recognised", path, size)
		}
	}
}

// Fuzz checks that no input makes the parser panic and that every error names
// the file. The files under testdata are where it begins.
func Fuzz(f *testing.F, p lists.Parser) {
	paths, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		if !strings.HasSuffix(path, ".golden") {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := lists.NewFile("fuzzed-file", data)
		sets, problems, _ := p.Recognise([]lists.File{file})
		for _, problem := range problems {
			if !strings.Contains(problem.Err.Error(), "fuzzed-file") {
				t.Errorf("problem does not name the file: %v", problem.Err)
			}
		}
		for _, set := range sets {
			r, err := p.Parse(context.Background(), set)
			if err != nil {
				if !strings.Contains(err.Error(), "fuzzed-file") {
					t.Errorf("error does not name the file: %v", err)
				}
				continue
			}
			ids := map[string]bool{}
			for _, e := range r.Entities {
				if ids[e.ID] {
					t.Errorf("id %q is there twice", e.ID)
				}
				ids[e.ID] = true
			}
		}
	})
}
