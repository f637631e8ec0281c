package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"interdict/archive"
	"interdict/records"
)

// A Step is what became of an entry in one version of its list.
type Step struct {
	Version archive.Version `json:"version"`
	Before  archive.Version `json:"before"` // the version that it is compared with
	Change  archive.Change  `json:"change"`
}

// A Trail is what became of an entry over the versions of its list that are
// here.
type Trail struct {
	Source   string
	Versions []archive.Version // all, oldest first
	Steps    []Step            // newest first
	First    bool              // it was there in the oldest version already, as far as that is known
	Left     int               // versions, the oldest ones, that there was no time to compare; 0 where the trail is whole
}

// Trail follows an entry, by its FollowTheMoney id, back through the versions of
// its list. Where ctx ends before the first is reached the trail says how many
// are left, and what was compared is kept: asked again, it goes on from there.
func (s *Service) Trail(ctx context.Context, id string) (Trail, error) {
	var t Trail
	source, err := s.sourceOf(id)
	if err != nil {
		return t, err
	}
	t.Source = source
	if t.Versions, err = s.versions(source); err != nil {
		return t, err
	}
	c := comparer{service: s}
	there := true
	for i := len(t.Versions) - 1; i > 0; i-- {
		changes, err := c.between(ctx, t.Versions[i-1], t.Versions[i])
		if err != nil && ctx.Err() != nil {
			t.Left = i
			return t, nil
		}
		if err != nil {
			return t, err
		}
		for _, x := range changes {
			if x.Entity == id {
				t.Steps = append(t.Steps, Step{t.Versions[i], t.Versions[i-1], x})
				there = x.Op != archive.OpAdd
			}
		}
	}
	t.First = there
	return t, nil
}

// versions are those of a source that answers may rest on, oldest first.
func (s *Service) versions(source string) ([]archive.Version, error) {
	all, err := s.archive.Versions(source)
	return slices.DeleteFunc(all, func(v archive.Version) bool { return !s.options.When.Holds(v) }), err
}

// sourceOf returns the list that an entry is of: the one that its id begins
// with.
func (s *Service) sourceOf(id string) (string, error) {
	sources, err := s.archive.Sources()
	if err != nil {
		return "", err
	}
	best := ""
	for _, source := range sources {
		if strings.HasPrefix(id, source+"-") && len(source) > len(best) {
			best = source
		}
	}
	if best == "" {
		return "", fmt.Errorf("no list here has versions of the entry %q", id)
	}
	return best, nil
}

// ErrNotListed is returned, wrapped, for an entry that was on no list then.
var ErrNotListed = errors.New("not on its list")

// ShowAt returns an entry, by its FollowTheMoney id, as its list had it by a day
// (ISO 8601), with the version that tells it. What other lists said is left out.
func (s *Service) ShowAt(ctx context.Context, id, day string) (Record, archive.Version, error) {
	source, err := s.sourceOf(id)
	if err != nil {
		return Record{}, archive.Version{}, err
	}
	when := s.options.When
	when.AsOf = day
	v, ok, err := s.archive.VersionAt(source, when)
	if err != nil {
		return Record{}, v, err
	}
	if !ok {
		return Record{}, v, fmt.Errorf("%w: no version of it was published by %s", ErrNotListed, day)
	}
	entities, err := s.archive.Entities(ctx, v)
	if err != nil {
		return Record{}, v, err
	}
	store, err := records.New(contentOf(entities, nil, nil))
	if err != nil {
		return Record{}, v, err
	}
	for _, n := range store.Named(id) {
		r, err := record(store, n)
		return r, v, err
	}
	return Record{}, v, fmt.Errorf("%w in the version of %s", ErrNotListed, v.Date())
}
