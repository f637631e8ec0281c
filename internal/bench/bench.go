// Package bench finds the development data that tests and benchmarks measure
// on: official list files, labelled names, reading corpora. The data is not
// part of the repository. A test that needs it calls [Dir] and is skipped, with
// a line that says so, where the data is not at hand.
package bench

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Env names the environment variable that points at the data directory.
const Env = "INTERDICT_BENCH"

// Dir returns the data directory, joined with elem. It is taken from
// INTERDICT_BENCH, else from shared/data beside the checkout. The test is
// skipped where that path does not exist.
func Dir(t testing.TB, elem ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{Root()}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no development data at %s: set %s to its directory", path, Env)
	}
	return path
}

// Root returns the data directory without checking that it exists.
func Root() string {
	if dir := os.Getenv(Env); dir != "" {
		return dir
	}
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "..", "shared", "data")
}
