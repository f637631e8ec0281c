package service

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"interdict/screen"
)

func TestChain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit", "answers.jsonl")
	chain, err := OpenChain(path)
	if err != nil {
		t.Fatal(err)
	}
	s := New(Options{Data: t.TempDir(), Audit: chain})
	ask := func() {
		q, err := screen.NewQuery([]screen.Field{{Name: "name", Value: "Kim Yo Jong"}}, "")
		if err != nil {
			t.Error(err)
			return
		}
		if _, err := s.Screen(WithCaller(t.Context(), "analysts"), q, screen.Limits{}); err != nil {
			t.Error(err)
		}
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				ask()
			}
		})
	}
	wg.Wait()
	if _, err := OpenChain(path); err == nil {
		t.Error("two write one chain")
	}
	if err := chain.Close(); err != nil {
		t.Fatal(err)
	}
	v, err := VerifyChain(t.Context(), path)
	if err != nil || v.Events != 40 {
		t.Fatalf("%+v %v", v, err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(`"who":"analysts","kind":"screen","basis":"`)) || !bytes.Contains(data, []byte(`us_ofac_sdn-21444 `)) || bytes.Contains(data, []byte("Kim Yo Jong")) {
		t.Errorf("what is kept: %.300s", data)
	}

	// A line that a stopping machine cut off is put aside, and the chain goes on.
	if err := os.WriteFile(path, append(data, `{"n":41,"pre`...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := VerifyChain(t.Context(), path); err == nil || !strings.Contains(err.Error(), "line 41, the last, was not written whole") {
		t.Errorf("a line that was cut off: %v", err)
	}
	if chain, err = OpenChain(path); err != nil {
		t.Fatal(err)
	}
	s = New(Options{Data: t.TempDir(), Audit: chain, AuditQueries: true})
	ask()
	if err := chain.Close(); err != nil {
		t.Fatal(err)
	}
	if v, err = VerifyChain(t.Context(), path); err != nil || v.Events != 41 {
		t.Errorf("%+v %v", v, err)
	}
	if data, err = os.ReadFile(path); err != nil || !bytes.Contains(data, []byte("Kim Yo Jong")) {
		t.Error("the query is not kept where it is wanted", err)
	}
	if _, err := os.Stat(path + ".torn"); err != nil {
		t.Error(err)
	}

	lines := strings.SplitAfter(string(data), "\n")
	for what, broken := range map[string]string{
		"changed":   strings.Replace(string(data), "analysts", "analyzts", 1),
		"taken out": strings.Join(append(append([]string{}, lines[:3]...), lines[4:]...), ""),
		"put in":    strings.Join(append(append([]string{}, lines[:3]...), lines[2:]...), ""),
		"damaged":   strings.Replace(string(data), `{"n":7,`, `{"n":7`, 1),
	} {
		if err := os.WriteFile(path, []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := VerifyChain(t.Context(), path); err == nil || !strings.Contains(err.Error(), "line ") {
			t.Errorf("a line was %s: %v", what, err)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Record(...Event) error { return errors.New("no space left") }

// What cannot be recorded is not answered.
func TestNoAnswerWithoutRecord(t *testing.T) {
	s := New(Options{Data: t.TempDir(), Audit: fullDisk{}})
	q, err := screen.NewQuery([]screen.Field{{Name: "name", Value: "x"}}, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Screen(t.Context(), q, screen.Limits{}); err == nil || !strings.Contains(err.Error(), "could not be recorded") {
		t.Error(err)
	}
}
