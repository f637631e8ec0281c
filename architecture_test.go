package interdict_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// floors reads the table of ARCHITECTURE.md: package to floor.
func floors(t *testing.T) map[string]int {
	t.Helper()
	data, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	row := regexp.MustCompile("(?m)^\\| (\\d+) \\| `([a-z/]+)`")
	for _, m := range row.FindAllStringSubmatch(string(data), -1) {
		out[m[2]], _ = strconv.Atoi(m[1])
	}
	return out
}

// TestFloors holds every package to the house in ARCHITECTURE.md: it is named
// there, and imports only from the floors below its own (its own subpackages
// and the package it is a part of stand on one floor).
func TestFloors(t *testing.T) {
	floor := floors(t)
	room := func(pkg string) string { return strings.SplitN(pkg, "/", 2)[0] }
	at := func(pkg string) (int, bool) {
		if n, ok := floor[pkg]; ok {
			return n, true
		}
		n, ok := floor[room(pkg)]
		return n, ok
	}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "eval" || d.Name() == "internal") {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		pkg := filepath.ToSlash(filepath.Dir(path))
		own, ok := at(pkg)
		if !ok {
			t.Errorf("package %s has no floor in ARCHITECTURE.md", pkg)
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			other, ours := strings.CutPrefix(name, "interdict/")
			if !ours || room(other) == room(pkg) {
				continue
			}
			if n, ok := at(other); room(other) != "eval" && room(other) != "internal" && (!ok || n >= own) {
				t.Errorf("%s (floor %d) imports %s (floor %d)", path, own, other, n)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
