package eval

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// benchDir writes a directory of labelled data. Names that end in .gz are gzipped.
func benchDir(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		b := []byte(content)
		if strings.HasSuffix(name, ".gz") {
			var z bytes.Buffer
			w := gzip.NewWriter(&z)
			if _, err := w.Write(b); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			b = z.Bytes()
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// measured runs and returns the figures by "figure group", and what was skipped.
func measured(t *testing.T, dir string, opts Options) (map[string]Figure, map[string]string) {
	t.Helper()
	skips := map[string]string{}
	opts.OnSkip = func(s Skip) { skips[s.What] = s.Reason }
	figures, err := Run(context.Background(), dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]Figure{}
	for _, f := range figures {
		key := f.Figure + " " + f.Group
		if _, twice := by[key]; twice {
			t.Errorf("figure %s is there twice", key)
		}
		by[key] = f
	}
	return by, skips
}

type want struct {
	value float64
	n     int
}

func check(t *testing.T, got map[string]Figure, wants map[string]want) {
	t.Helper()
	for key, w := range wants {
		f, ok := got[key]
		if !ok {
			t.Errorf("no figure %s", key)
			continue
		}
		if d := f.Value - w.value; d > 1e-9 || d < -1e-9 || f.N != w.n {
			t.Errorf("%s is %v of %d, want %v of %d", key, f.Value, f.N, w.value, w.n)
		}
	}
}

// screenerFunc makes a screener of a function.
type screenerFunc func(Query) []Hit

func (f screenerFunc) Screen(_ context.Context, q Query) ([]Hit, error) { return f(q), nil }
