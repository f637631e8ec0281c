package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"interdict/ftm"
	"interdict/internal/durable"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Many lists do not say since when an entry is on them. The archive does, as
// far back as its versions go: an entry was on the list by the date of the
// first version that has it.

// seen is what versions of one source tell of when its entries were there.
type seen struct {
	Versions []string             `json:"versions"` // ids of those taken in
	Entries  map[string][]sighted `json:"entries"`  // by FollowTheMoney id
}

// sighted is a version that had an entry: its date, and when it was added.
// Versions can be added in any order; only those are kept that made the date
// earlier than it was known to be.
type sighted struct {
	Date  string    `json:"date"`
	Added time.Time `json:"added"`
}

func (a *Archive) seenPath(source string) string {
	return filepath.Join(a.dir, "seen", source+".json.zst")
}

// readSeen returns what is kept, or nothing where it is not there or damaged:
// it is made of the versions and can be made again.
func (a *Archive) readSeen(source string) seen {
	none := seen{Entries: map[string][]sighted{}}
	packed, err := os.ReadFile(a.seenPath(source))
	if err != nil {
		return none
	}
	data, err := unpack(packed, nil)
	if err != nil {
		return none
	}
	s := seen{}
	if json.Unmarshal(data, &s) != nil || s.Entries == nil {
		return none
	}
	return s
}

func (a *Archive) writeSeen(source string, s seen) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	packed, err := pack(data, nil)
	if err != nil {
		return err
	}
	return durable.WriteFile(a.seenPath(source), packed)
}

// take adds the entries of a version.
func (s *seen) take(v Version, entities []*ftm.Entity) {
	s.Versions = append(s.Versions, v.ID)
	for _, e := range entities {
		if !e.Target {
			continue
		}
		have := s.Entries[e.ID]
		if slices.ContainsFunc(have, func(x sighted) bool { return x.Date <= v.Date() && !x.Added.After(v.Added) }) {
			continue
		}
		s.Entries[e.ID] = append(have, sighted{v.Date(), v.Added})
	}
}

// see takes in a version whose entities are at hand, and any that a killed
// program left out.
func (a *Archive) see(ctx context.Context, v Version, entities []*ftm.Entity) error {
	s := a.readSeen(v.Source)
	if slices.Contains(s.Versions, v.ID) {
		return nil
	}
	s.take(v, entities)
	if _, err := a.catchUp(ctx, v.Source, &s); err != nil {
		return err
	}
	return a.writeSeen(v.Source, s)
}

// catchUp takes in the versions that s lacks, and reports whether there were any.
func (a *Archive) catchUp(ctx context.Context, source string, s *seen) (changed bool, err error) {
	versions, err := a.Versions(source)
	if err != nil {
		return false, err
	}
	for _, v := range versions {
		if slices.Contains(s.Versions, v.ID) {
			continue
		}
		entities, err := a.Entities(ctx, v)
		if err != nil {
			return changed, fmt.Errorf("%s of %s: %w", source, v.Date(), err)
		}
		s.take(v, entities)
		changed = true
	}
	return changed, nil
}

// SeenBy returns, for the entries of a source, the earliest date by which a
// version had them, among the versions that were there by then: FollowTheMoney
// id to ISO 8601 date.
func (a *Archive) SeenBy(ctx context.Context, source string, when When) (map[string]string, error) {
	s := a.readSeen(source)
	changed, err := a.catchUp(ctx, source, &s)
	if err != nil {
		return nil, err
	}
	if changed {
		if err := a.writeSeen(source, s); err != nil && !errors.Is(err, os.ErrPermission) {
			return nil, err
		}
	}
	out := make(map[string]string, len(s.Entries))
	for id, versions := range s.Entries {
		for _, x := range versions {
			if when.AsOf != "" && x.Date > when.AsOf || !when.KnownAt.IsZero() && x.Added.After(when.KnownAt) {
				continue
			}
			if have := out[id]; have == "" || x.Date < have {
				out[id] = x.Date
			}
		}
	}
	return out, nil
}
