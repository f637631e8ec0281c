package eval

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// history measures what the archive makes of a list's versions: lists.added and
// lists.removed are how many entries came and went between a version and the
// one before it, lists.records_added and lists.records_removed the same by the
// publisher's record ids, which a relisted entry gets anew (group
// SOURCE/FROM..TO; n is the entries of the later version). lists.archive_ratio
// is the space of all versions by that of the newest of each list alone (n is
// how many versions there are).
func (r *run) history(ctx context.Context) error {
	if r.opts.Changes == nil || r.opts.Archive == nil || r.opts.Recognise == nil {
		return skipped("nothing to compare versions with")
	}
	var all, newest [][]string
	var errs []error
	for _, source := range r.sources() {
		var before *version
		for _, v := range r.versions(source) {
			switch err := r.opts.Recognise(ctx, v.files); {
			case errors.Is(err, ErrUnsupported):
				continue // the lists suite says why
			case err != nil:
				return err
			}
			all = append(all, v.files)
			if before != nil {
				c, err := r.opts.Changes(ctx, before.files, v.files)
				if err != nil {
					errs = append(errs, fmt.Errorf("%s to %s: %w", *before, v.date, err))
				} else {
					group := before.String() + ".." + v.date
					r.add("lists.added", group, float64(c.Added), c.Entries)
					r.add("lists.removed", group, float64(c.Removed), c.Entries)
					r.add("lists.records_added", group, float64(c.RecordsAdded), c.Entries)
					r.add("lists.records_removed", group, float64(c.RecordsRemoved), c.Entries)
				}
			}
			before = &v
		}
		if before != nil {
			newest = append(newest, before.files)
		}
	}
	if len(all) == 0 {
		return skipped("no whole list in %s", r.opts.Lists)
	}
	space, err := r.opts.Archive(ctx, all)
	if err != nil {
		return errors.Join(append(errs, err)...)
	}
	least, err := r.opts.Archive(ctx, newest)
	if err != nil {
		return errors.Join(append(errs, err)...)
	}
	if least > 0 {
		// To the hundredth: the times at which versions were added are kept too,
		// and take more or less room.
		r.add("lists.archive_ratio", "all", math.Round(100*float64(space)/float64(least))/100, len(all))
	}
	return errors.Join(errs...)
}
