package service

import (
	"context"
	"fmt"
	"strings"

	"interdict/archive"
	"interdict/lists"
)

// checkSource is an error where there is no version of a source, which tells a
// misspelt name from a list that was never added.
func (s *Service) checkSource(source string) ([]archive.Version, error) {
	versions, err := s.archive.Versions(source)
	if err != nil || len(versions) > 0 {
		return versions, err
	}
	if _, ok := lists.Lookup(source); ok {
		return nil, fmt.Errorf("%s: no version of this list is here; interdict lists add or lists update brings one", source)
	}
	have, err := s.archive.Sources()
	if err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("no list is called %q; here are: %s", source, strings.Join(have, ", "))
}

// A HistoryItem is one version of a list with what it changed.
type HistoryItem struct {
	archive.Version
	Counts *archive.Counts `json:"changes,omitempty"` // against the version before; nil for the first
}

// History returns the versions of a list, oldest first, each with what it
// changed where changes says so: that reads every version.
func (s *Service) History(ctx context.Context, source string, changes bool) ([]HistoryItem, error) {
	versions, err := s.checkSource(source)
	if err != nil {
		return nil, err
	}
	c := comparer{service: s}
	out := make([]HistoryItem, len(versions))
	for i, v := range versions {
		out[i].Version = v
		if !changes || i == 0 {
			continue
		}
		found, err := c.between(ctx, versions[i-1], v)
		if err != nil {
			return nil, err
		}
		counts := archive.Count(found)
		out[i].Counts = &counts
	}
	return out, nil
}

// A Difference is what changed between two versions of a list.
type Difference struct {
	From, To archive.Version
	Changes  []archive.Change
}

// Versions names the two, by source and id.
func (d *Difference) Versions() []string {
	return []string{d.From.Source + " " + d.From.ID, d.To.Source + " " + d.To.ID}
}

// Diff compares two versions of a list: those of the dates given (ISO 8601, the
// newest published by then), else the newest and the one before it.
func (s *Service) Diff(ctx context.Context, source, from, to string) (Difference, error) {
	var d Difference
	versions, err := s.checkSource(source)
	if err != nil {
		return d, err
	}
	last, first := len(versions)-1, -1
	if to != "" {
		last = newestBy(versions, to)
	}
	if last < 0 {
		return d, fmt.Errorf("%s: no version was published by %s; the first is of %s", source, to, versions[0].Date())
	}
	if from != "" {
		if first = newestBy(versions, from); first < 0 {
			return d, fmt.Errorf("%s: no version was published by %s; the first is of %s", source, from, versions[0].Date())
		}
	} else if first = last - 1; first < 0 {
		return d, fmt.Errorf("%s: the version of %s is the first here: there is nothing before it to compare with", source, versions[last].Date())
	}
	if first > last {
		return d, fmt.Errorf("%s: --from %s is after --to %s", source, from, to)
	}
	d.From, d.To = versions[first], versions[last]
	if first == last-1 {
		d.Changes, err = s.changesBetween(ctx, d.From, d.To)
	} else {
		d.Changes, err = s.compareVersions(ctx, d.From, d.To)
	}
	return d, err
}

// newestBy returns the place of the newest version published by a day, or -1.
func newestBy(versions []archive.Version, day string) int {
	for i := len(versions) - 1; i >= 0; i-- {
		if versions[i].Date() <= day {
			return i
		}
	}
	return -1
}

func (s *Service) compareVersions(ctx context.Context, from, to archive.Version) ([]archive.Change, error) {
	before, err := s.archive.Entities(ctx, from)
	if err != nil {
		return nil, err
	}
	after, err := s.archive.Entities(ctx, to)
	if err != nil {
		return nil, err
	}
	return archive.Diff(before, after), nil
}
