package service

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// addVersions adds versions of a list of one's own, one for each date.
func addVersions(t testing.TB, s *Service, name string, versions map[string][]string) {
	t.Helper()
	dir := t.TempDir()
	for date, lines := range versions {
		path := filepath.Join(dir, date, name+".ftm.json")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		added, problems, err := s.AddLists(context.Background(), []string{path}, "", true)
		if err != nil || len(problems) > 0 || len(added) != 1 || added[0].Err != nil {
			t.Fatal(added, problems, err)
		}
	}
}

func person(id, name, born string) string {
	return fmt.Sprintf(`{"id":%q,"schema":"Person","target":true,"properties":{"name":[%q],"birthDate":[%q]}}`, id, name, born)
}

// TestTrail follows entries through four versions of a list, whole and when
// there is no time for it.
func TestTrail(t *testing.T) {
	s := New(Options{Data: t.TempDir()})
	addVersions(t, s, "own", map[string][]string{
		"2024-01-01": {person("a", "Model One", "1960"), person("c", "Model Three", "1980")},
		"2024-02-01": {person("a", "Model One", "1961"), person("b", "Model Two", "1970"), person("c", "Model Three", "1980")},
		"2024-03-01": {person("a", "Model One", "1961"), person("c", "Model Three", "1980")},
		"2024-04-01": {person("a", "Model One", "1961"), person("b", "Model Two", "1971"), person("c", "Model Three", "1980")},
	})
	steps := func(ctx context.Context, id string) []string {
		t.Helper()
		trail, err := s.Trail(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, x := range trail.Steps {
			line := x.Version.Published + " " + x.Change.Op
			for _, v := range x.Change.Values {
				line += fmt.Sprint(" ", v.Property, v.Removed, v.Added)
			}
			out = append(out, line)
		}
		return append(out, fmt.Sprint(len(trail.Versions), trail.First, trail.Left))
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if d := cmp.Diff([]string{"4 false 3"}, steps(gone, "own-a")); d != "" {
		t.Errorf("without time (-want +got):\n%s", d)
	}
	for range 2 { // compared, then as kept
		for id, want := range map[string][]string{
			"own-a": {"2024-02-01 MOD birthDate[1960] [1961]", "4 true 0"},
			"own-b": {"2024-04-01 ADD", "2024-03-01 DEL", "2024-02-01 ADD", "4 false 0"},
			"own-c": {"4 true 0"},
		} {
			if d := cmp.Diff(want, steps(context.Background(), id)); d != "" {
				t.Errorf("%s (-want +got):\n%s", id, d)
			}
		}
	}
	if _, err := s.Trail(context.Background(), "other-a"); err == nil {
		t.Error("an entry of no list has a trail")
	}
	r, v, err := s.ShowAt(context.Background(), "own-b", "2024-02-20")
	if err != nil || v.Published != "2024-02-01" || r.Entity.First("birthDate") != "1970" {
		t.Errorf("%v of %s, %v", r.Entity, v.Published, err)
	}
	for _, day := range []string{"2024-03-20", "2023-01-01"} {
		if _, _, err := s.ShowAt(context.Background(), "own-b", day); !errors.Is(err, ErrNotListed) {
			t.Errorf("by %s: %v", day, err)
		}
	}
}

// TestListStates warns of what is stale, held back, or of long ago.
func TestListStates(t *testing.T) {
	s := New(Options{Data: t.TempDir()})
	addVersions(t, s, "own", map[string][]string{"2024-01-01": {person("a", "Model One", "1960")}})
	warnings := func(now time.Time) string {
		t.Helper()
		states, err := s.ListStates(now)
		if err != nil || len(states) != 1 {
			t.Fatal(states, err)
		}
		return strings.Join(states[0].Warnings, "\n")
	}
	now := time.Now()
	if got := warnings(now); !strings.Contains(got, "published") || strings.Contains(got, "stale") {
		t.Errorf("fresh: %q", got)
	}
	if got := warnings(now.AddDate(0, 2, 0)); !strings.Contains(got, "stale") {
		t.Errorf("two months on: %q", got)
	}
	if err := os.MkdirAll(filepath.Join(s.options.Data, "fetch"), 0o700); err != nil {
		t.Fatal(err)
	}
	note := fmt.Sprintf(`{"at":%q,"reason":"it shrank"}`, now.Add(time.Minute).UTC().Format(time.RFC3339))
	if err := os.WriteFile(s.heldPath("own"), []byte(note), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := warnings(now.Add(time.Hour)); !strings.Contains(got, "it shrank") {
		t.Errorf("held back: %q", got)
	}
}
