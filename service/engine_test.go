package service

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// Compiled files that are gone, damaged or of other lists are made anew, by
// another process where there is one that does.
func TestEditionIsMadeAnew(t *testing.T) {
	data := t.TempDir()
	compiled := 0
	check := func(what string) {
		t.Helper()
		s := New(Options{Data: data, Compile: func(context.Context) { compiled++ }})
		e, err := s.Edition(t.Context())
		if err != nil {
			t.Fatal(what, err)
		}
		n, ok := e.Records.Find("us_ofac_sdn-21444")
		if !ok || e.Records.Len() == 0 {
			t.Fatalf("%s: not there", what)
		}
		if x, err := e.Records.Entity(n); err != nil || x.Caption() != "KIM Yo Jong" {
			t.Errorf("%s: %v %v", what, x, err)
		}
	}
	check("first")
	for i, suffix := range []string{indexSuffix, recordsSuffix} {
		paths, err := filepath.Glob(filepath.Join(data, "index", "*"+suffix))
		if err != nil || len(paths) != 1 {
			t.Fatal(paths, err)
		}
		whole, err := os.ReadFile(paths[0])
		if err != nil {
			t.Fatal(err)
		}
		for what, change := range map[string]func() error{
			"gone":    func() error { return os.Remove(paths[0]) },
			"cut off": func() error { return os.WriteFile(paths[0], whole[:len(whole)/2], 0o600) },
			"damaged": func() error {
				damaged := append([]byte{}, whole...)
				damaged[len(damaged)/2] ^= 0x10
				return os.WriteFile(paths[0], damaged, 0o600)
			},
		} {
			if err := change(); err != nil {
				t.Fatal(err)
			}
			check(suffix + " " + what)
			if now, err := os.ReadFile(paths[0]); err != nil || len(now) != len(whole) {
				t.Errorf("%s %s: %d bytes now, %d before, %v", suffix, what, len(now), len(whole), err)
			}
		}
		if want := 1 + 3*(i+1); compiled != want {
			t.Errorf("compiled %d times, want %d", compiled, want)
		}
	}
	check("whole")
	if compiled != 7 {
		t.Errorf("compiled though it is there")
	}
}
