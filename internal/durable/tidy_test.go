package durable

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTidy(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	for name, age := range map[string]time.Duration{"deep/.new-old": 2 * time.Hour, "deep/.new-fresh": time.Minute, "deep/list.json": 99 * time.Hour, ".new-old": 2 * time.Hour} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := WriteFile(path, []byte("x")); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if err := Tidy(dir, now); err != nil {
		t.Fatal(err)
	}
	var left []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			left = append(left, d.Name())
		}
		return err
	})
	if diff := cmp.Diff([]string{".new-fresh", "list.json"}, left); diff != "" || err != nil {
		t.Errorf("left (-want +got):\n%s%v", diff, err)
	}
	if err := Tidy(filepath.Join(dir, "none"), now); err != nil {
		t.Error(err)
	}
}
