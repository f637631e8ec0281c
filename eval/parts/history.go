package parts

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"

	"interdict/archive"
	"interdict/eval"
	"interdict/ftm"
	"interdict/lists"
	"interdict/lists/all"
)

// Changes says what the archive tells of two versions of a list.
func Changes(ctx context.Context, before, after []string) (eval.ListChanges, error) {
	old, err := entities(ctx, before)
	if err != nil {
		return eval.ListChanges{}, err
	}
	now, err := entities(ctx, after)
	if err != nil {
		return eval.ListChanges{}, err
	}
	c := archive.Count(archive.Diff(old, now))
	out := eval.ListChanges{Added: c.Added, Removed: c.Removed, RecordsAdded: c.Added + c.Relisted, RecordsRemoved: c.Removed + c.Relisted}
	for _, e := range now {
		if e.Target {
			out.Entries++
		}
	}
	return out, nil
}

func entities(ctx context.Context, files []string) ([]*ftm.Entity, error) {
	results, err := ReadLists(ctx, files)
	if err != nil {
		return nil, err
	}
	var out []*ftm.Entity
	for _, r := range results {
		out = append(out, r.Entities...)
	}
	return out, nil
}

// Archive keeps versions, oldest first, in an archive of their own and returns
// the bytes that it takes.
func Archive(ctx context.Context, versions [][]string) (bytes int64, err error) {
	dir, err := os.MkdirTemp("", "interdict-archive-*")
	if err != nil {
		return 0, err
	}
	defer func() {
		if rerr := os.RemoveAll(dir); err == nil {
			err = rerr
		}
	}()
	a := archive.Open(dir)
	for _, files := range versions {
		sets, err := recognise(files)
		if err != nil {
			return 0, err
		}
		for _, set := range sets {
			result, err := all.Parse(ctx, set)
			if err != nil {
				return 0, err
			}
			if result.Published == "" {
				result.Published = dated(set)
			}
			if _, _, err := a.Add(ctx, set, result); err != nil {
				return 0, err
			}
		}
	}
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		bytes += info.Size()
		return err
	})
	return bytes, err
}

// dated is the date that names the directory of a set's files, or "".
func dated(set lists.Set) string {
	d, err := ftm.ParseDate(filepath.Base(filepath.Dir(set.Files[0].Path())))
	if err != nil {
		return ""
	}
	return d.From.String()
}
