package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"interdict/archive"
	"interdict/lists"
	"interdict/lists/all"
)

// Bounds on a new version beside those of the catalogue.
const (
	defaultShrink = 0.1  // share of entries that may be gone, where the catalogue sets none
	maxFall       = 0.05 // by how much the share of values that reach a property may fall
	minShare      = 0.8  // of values that must reach a property or a note, where there is no version to compare with
	maxAhead      = 48 * time.Hour
)

// current returns the version of a source that is in use, nil where there is
// none.
func (s *Service) current(source string) (*archive.Version, error) {
	versions, err := s.archive.Versions(source)
	if err != nil || len(versions) == 0 {
		return nil, err
	}
	return &versions[len(versions)-1], nil
}

func (out *Updated) inUse(v archive.Version) {
	out.Version, out.Published, out.Entities, out.Read = v.ID, v.Published, v.Entries, v.Report.Share()
}

// takeSets recognises files that should be one set of a source, and takes it.
func (u *updater) takeSets(ctx context.Context, source lists.Source, files []lists.File, published string) Updated {
	out := Updated{Source: source.Name, State: Held}
	sets, problems := all.Recognise(files)
	switch {
	case len(problems) > 0:
		out.Reason = oneLine(problems[0].Err)
	case len(sets) != 1 || sets[0].Source != source.Name:
		var found []string
		for _, set := range sets {
			found = append(found, set.Source)
		}
		out.Reason = fmt.Sprintf("the files are not this list, but %q", found)
	default:
		out = u.takeSet(ctx, source, sets[0], published)
	}
	return out
}

// takeSet reads a set, checks it and archives it where it is fit for use.
// published is the date to take where the files tell none.
func (u *updater) takeSet(ctx context.Context, source lists.Source, set lists.Set, published string) Updated {
	out := Updated{Source: source.Name, State: Failed}
	fail := func(err error) Updated { out.Reason = oneLine(err); return out }
	versions, err := u.archive.Versions(source.Name)
	if err != nil {
		return fail(err)
	}
	var current *archive.Version
	if len(versions) > 0 {
		current = &versions[len(versions)-1]
		out.Before = current.Entries
		out.inUse(*current)
	}
	same, err := sameFiles(set, versions)
	if err != nil {
		return fail(err)
	}
	switch {
	case same != nil && same.ID == current.ID:
		out.State, out.Before = Unchanged, 0
		return out
	case same != nil:
		out.State, out.Before = Held, 0
		out.Reason = fmt.Sprintf("it is the version of %s again, older than that of %s in use; if the publisher went back to it, add the files with interdict lists add --published DATE", same.Date(), current.Date())
		return out
	}
	hold := func(reason string) Updated { out.State, out.Reason, out.Before = Held, reason, 0; return out }
	if set.Partial != "" {
		return hold("not a whole list: " + set.Partial)
	}
	result, err := all.Parse(ctx, set)
	if ctx.Err() != nil {
		return fail(ctx.Err())
	}
	if err != nil {
		return hold(oneLine(err))
	}
	if result.Published == "" {
		result.Published = set.Published
	}
	if result.Published == "" && (current == nil || current.Date() <= published) {
		result.Published = published
	}
	if reason := unfit(source, result, current, slices.Contains(u.o.AllowShrink, source.Name), u.o.Now()); reason != "" {
		return hold(reason)
	}
	v, added, err := u.archive.Add(ctx, set, result)
	if err != nil {
		return fail(err)
	}
	out.State = Fetched
	if !added {
		out.State = Unchanged
	}
	out.inUse(v)
	return out
}

// sameFiles returns the newest version that is made of the same files, or nil.
func sameFiles(set lists.Set, versions []archive.Version) (*archive.Version, error) {
	var sums []string
	for _, f := range set.Files {
		data, err := f.Bytes()
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		sums = append(sums, hex.EncodeToString(sum[:]))
	}
	slices.Sort(sums)
	for i := len(versions) - 1; i >= 0; i-- {
		var have []string
		for _, f := range versions[i].Files {
			have = append(have, f.SHA256)
		}
		slices.Sort(have)
		if slices.Equal(sums, have) {
			return &versions[i], nil
		}
	}
	return nil, nil
}

// unfit says why what was read must not replace the version in use (nil where
// there is none), or nothing.
func unfit(source lists.Source, new *lists.Result, current *archive.Version, allowShrink bool, now time.Time) string {
	if d, err := time.Parse(time.DateOnly, new.Published); err == nil && d.After(now.Add(maxAhead)) {
		return fmt.Sprintf("it is dated %s, which is not yet", new.Published)
	}
	if current != nil && new.Published != "" && (archive.Version{Published: new.Published}).Date() < current.Date() {
		in := "the version of " + current.Published + " in use"
		if current.Published == "" {
			in = "the version in use, which was added on " + current.Date() + " and tells no date"
		}
		return fmt.Sprintf("it is of %s, older than %s", new.Published, in)
	}
	accept := fmt.Sprintf("; if that is right, say --allow-shrink %s", source.Name)
	if new.Count < source.MinEntries && !allowShrink {
		return fmt.Sprintf("it has %d entries, and this list never had less than %d%s", new.Count, source.MinEntries, accept)
	}
	if current == nil {
		if share := new.Report.Share(); share < minShare {
			return fmt.Sprintf("only %.1f%% of its values were understood: its form may have changed", 100*share)
		}
		return ""
	}
	limit := source.MaxShrink
	if limit == 0 {
		limit = defaultShrink
	}
	if least := float64(current.Entries) * (1 - limit); float64(new.Count) < least && !allowShrink {
		return fmt.Sprintf("it has %d entries and the version in use %d: it shrank by %.0f%%, more than the %.0f%% that is usual%s",
			new.Count, current.Entries, 100*(1-float64(new.Count)/float64(current.Entries)), 100*limit, accept)
	}
	if before, after := properties(current.Report), properties(new.Report); after < before-maxFall {
		return fmt.Sprintf("only %.1f%% of its values reached a property, against %.1f%% of the version in use: its form may have changed", 100*after, 100*before)
	}
	return ""
}

// properties is the share (0–1) of values that reached a property.
func properties(r lists.Report) float64 {
	if r.Values == 0 {
		return 1
	}
	return float64(r.Reached) / float64(r.Values)
}
