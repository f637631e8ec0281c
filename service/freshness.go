package service

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"interdict/archive"
	"interdict/lists"
)

// A ListState is how a list stands: the version in use, when it was last looked
// for, and what a user should know before resting on it.
type ListState struct {
	List
	Current  archive.Version
	About    lists.Source // what the catalogue says; its Name is "" where that has nothing
	Looked   time.Time    // when its publisher was last asked, or files were added
	Held     *HeldBack    // a newer version that is not used, nil where none is
	Warnings []string     // in words, the gravest first
}

// HeldBack says that a version came and was not fit for use.
type HeldBack struct {
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// Bounds from which on a list is called stale.
const (
	missedPolls  = 3                   // times that its publisher was not asked, of a list that is fetched
	leastMissed  = 2 * 24 * time.Hour  // but not before this
	longNotAdded = 30 * 24 * time.Hour // since files were added, of a list that is not fetched
	oldVersion   = 90 * 24 * time.Hour // since publication, of a list that changes more often
	wellRead     = 0.99                // share of a list's values that should have been understood
)

// ListStates returns how the lists stand that answers come from.
func (s *Service) ListStates(now time.Time) ([]ListState, error) {
	all, err := s.Lists()
	if err != nil {
		return nil, err
	}
	versions, err := s.archive.At(s.options.When)
	if err != nil {
		return nil, err
	}
	current := map[string]archive.Version{}
	for _, v := range versions {
		current[v.Source] = v
	}
	out := make([]ListState, 0, len(all))
	for _, l := range all {
		v := current[l.Source]
		state := ListState{List: l, Current: v, Looked: v.Added}
		state.About, _ = lists.Lookup(l.Source)
		if err := s.lookedFor(&state); err != nil {
			return nil, err
		}
		state.Warnings = state.warnings(now)
		out = append(out, state)
	}
	return out, nil
}

// lookedFor adds what updates have left behind.
func (s *Service) lookedFor(l *ListState) error {
	u := updater{Service: s}
	var fetched fetchState
	if err := readJSON(u.statePath(l.Source), &fetched); err != nil {
		return err
	}
	if fetched.Checked.After(l.Looked) {
		l.Looked = fetched.Checked
	}
	var held HeldBack
	if err := readJSON(s.heldPath(l.Source), &held); err != nil {
		return err
	}
	if held.At.After(l.Looked) { // else what came later was fit
		l.Held, l.Looked = &held, held.At
	}
	return nil
}

// readJSON reads a file that may not be there; a damaged one says nothing.
func readJSON(path string, into any) error {
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil {
		_ = json.Unmarshal(data, into)
	}
	return err
}

func (l *ListState) warnings(now time.Time) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if l.Held != nil {
		say("a newer version is held back since %s: %s", l.Held.At.Format(time.DateOnly), l.Held.Reason)
	}
	if l.Current.Partial != "" {
		say("not the whole list: %s", l.Current.Partial)
	}
	not := now.Sub(l.Looked)
	switch {
	case l.About.Closed != "":
		say("its publisher keeps it no more since %s", l.About.Closed)
	case l.About.Poll > 0 && not > max(missedPolls*l.About.Poll, leastMissed):
		say("stale: nobody has asked its publisher for %s; interdict lists update does", days(not))
	case l.About.Poll == 0 && not > longNotAdded:
		say("perhaps stale: it was added %s ago, and is not fetched from here", days(not))
	}
	if published, err := time.Parse(time.DateOnly, l.Current.Date()); err == nil && l.About.Closed == "" && now.Sub(published) > oldVersion {
		say("this version was published %s ago", days(now.Sub(published)))
	}
	if share := l.Current.Report.Share(); l.Current.Report.Values > 0 && share < wellRead {
		say("only %.1f %% of its values were understood", 100*share)
	}
	if l.About.Name != "" && !l.About.Checked {
		say("its reader was not yet checked against a whole file")
	}
	return out
}

// days says a span of time in days.
func days(d time.Duration) string {
	if n := int(d.Hours() / 24); n != 1 {
		return fmt.Sprintf("%d days", n)
	}
	return "1 day"
}
