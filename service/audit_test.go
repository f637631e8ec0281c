package service

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"interdict/screen"
)

func TestChain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "audit")
	path := filepath.Join(dir, "answers.jsonl")
	chain, err := OpenChain(dir, 0)
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
	second, err := OpenChain(dir, 0)
	if err != nil || filepath.Base(second.path) != "answers-2.jsonl" {
		t.Fatalf("a second process writes %s (%v)", second.path, err)
	}
	if err := errors.Join(second.Record(Event{Kind: "mcp"}), second.Close()); err != nil {
		t.Error(err)
	}
	if all, err := VerifyChains(t.Context(), dir); err != nil || len(all) != 2 || all[0].Events != 40 || all[1].Events != 1 {
		t.Errorf("%+v %v", all, err)
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
	if chain, err = OpenChain(dir, 0); err != nil {
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

// A file that is full is put aside, and the chain goes on: through stops, and
// without files that were taken elsewhere.
func TestChainIsParted(t *testing.T) {
	dir := t.TempDir()
	written := 0
	for range 5 {
		c, err := OpenChain(dir, 2000)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			written++
			if err := c.Record(Event{Kind: "screen", Who: "key a", At: time.Date(2026, 1, 1, 0, written, 0, 0, time.UTC), Results: []string{fmt.Sprintf("entry-%d fp 0.9", written%7)}}, Event{Kind: "read", At: time.Date(2026, 1, 1, 0, written, 30, 0, time.UTC)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	files, err := asideFiles(filepath.Join(dir, "answers.jsonl"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files put aside %v", len(files), err)
	}
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Size() > 2000 {
			t.Errorf("%s: %d bytes %v", f, info.Size(), err)
		}
	}
	all, err := VerifyChains(t.Context(), dir)
	if err != nil || len(all) != 1 || all[0].Events != 2*written || all[0].From != 0 {
		t.Fatalf("%+v %v", all, err)
	}
	for _, tt := range []struct {
		q    EventQuery
		want int
	}{{EventQuery{}, 2 * written}, {EventQuery{Kind: "read"}, written}, {EventQuery{Who: "key a", Most: 3}, 3}, {EventQuery{Entity: "entry-3"}, 14}, {EventQuery{Entity: "entry"}, 0},
		{EventQuery{Since: time.Date(2026, 1, 1, 0, 11, 0, 0, time.UTC), Until: time.Date(2026, 1, 1, 0, 13, 0, 0, time.UTC)}, 4}} {
		got, err := Events(t.Context(), dir, tt.q)
		if err != nil || len(got) != tt.want || !slices.IsSortedFunc(got, func(a, b Event) int { return a.At.Compare(b.At) }) {
			t.Errorf("%+v: %d events, want %d, %v", tt.q, len(got), tt.want, err)
		}
		if tt.q.Most > 0 && got[len(got)-1].At.Minute() != written%60 {
			t.Errorf("not the newest: %v", got)
		}
	}
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	if all, err = VerifyChains(t.Context(), dir); err != nil || all[0].From < 2 {
		t.Errorf("the first file is elsewhere: %+v %v", all, err)
	}
	if err := os.Remove(files[4]); err != nil {
		t.Fatal(err)
	}
	if _, err := VerifyChains(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "taken out") {
		t.Errorf("one in the middle is gone: %v", err)
	}
	if got, err := Events(t.Context(), filepath.Join(dir, "none"), EventQuery{}); err != nil || len(got) > 0 {
		t.Error(got, err)
	}
}
