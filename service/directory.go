package service

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"interdict/lists"
	"interdict/lists/all"
)

// maxDirectoryFiles bounds the files of a directory that lists are taken from.
const maxDirectoryFiles = 10_000

// A group is the files of one directory.
type group struct {
	dir   string
	date  string // of publication, by the name of a directory above; "" where none is a date
	files []string
}

// fromDirectory takes the lists from the files below a directory, told by what
// is in them, whatever the layout: each directory by itself, those that are
// named as a date in the order of dates. A file that is no list, or is damaged,
// fails the source whose directory it is in, or is yielded without a source.
func (u *updater) fromDirectory(ctx context.Context, sources []lists.Source, yield func(Updated) error) error {
	groups, err := directoryGroups(u.o.From)
	if err != nil {
		return err
	}
	chosen := map[string]lists.Source{}
	for _, source := range sources {
		chosen[source.Name] = source
	}
	seen := map[string]bool{}
	for _, g := range groups {
		var files []lists.File
		for _, path := range g.files {
			files = append(files, lists.OpenFile(path))
		}
		sets, problems := all.Recognise(files)
		for _, p := range problems {
			if err := ctx.Err(); err != nil {
				return err
			}
			source := u.sourceOf(g.dir)
			if _, ok := chosen[source]; !ok && (source != "" || u.named) {
				continue
			}
			seen[source] = true
			if err := yield(u.failedFile(source, p.Err)); err != nil {
				return err
			}
		}
		for _, set := range sets {
			source, ok := chosen[set.Source]
			if !ok && !u.named { // what may be anything is added only by those who name it
				err := yield(Updated{Source: set.Source, State: Skipped,
					Reason: fmt.Sprintf("%s is no list of the catalogue; interdict lists add takes it", set.Files[0].Path())})
				if err != nil {
					return err
				}
			}
			if !ok {
				continue
			}
			if set.Published == "" {
				set.Published = g.date
			}
			seen[source.Name] = true
			done := u.takeSet(ctx, source, set, "")
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := yield(done); err != nil {
				return err
			}
		}
	}
	if len(seen) == 0 {
		return fmt.Errorf("%s has no file of a list that is known here", u.o.From)
	}
	for _, source := range sources {
		if u.named && !seen[source.Name] {
			if err := yield(u.failedFile(source.Name, fmt.Errorf("%s has no file of this list", u.o.From))); err != nil {
				return err
			}
		}
	}
	return nil
}

// failedFile tells of a file that cannot be used.
func (u *updater) failedFile(source string, err error) Updated {
	out := Updated{Source: source, State: Failed, Reason: oneLine(err)}
	if current, err := u.current(source); source != "" && err == nil && current != nil {
		out.inUse(*current)
	}
	return out
}

// sourceOf returns the source that a directory, or one above it, is named
// after, or "".
func (u *updater) sourceOf(dir string) string {
	rel, err := filepath.Rel(u.o.From, dir)
	if err != nil {
		return ""
	}
	for _, name := range strings.Split(filepath.ToSlash(rel), "/") {
		if slices.ContainsFunc(u.o.Catalogue, func(s lists.Source) bool { return s.Name == name }) {
			return name
		}
	}
	return ""
}

// directoryGroups finds the files below a directory, but for hidden ones.
func directoryGroups(root string) ([]group, error) {
	byDir := map[string]*group{}
	count := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(d.Name(), ".") && path != root:
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		info, err := os.Stat(path) // of what a link leads to
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return nil
		}
		if count++; count > maxDirectoryFiles {
			return fmt.Errorf("%s has more than %d files; name a directory of lists", root, maxDirectoryFiles)
		}
		dir := filepath.Dir(path)
		if byDir[dir] == nil {
			byDir[dir] = &group{dir: dir, date: directoryDate(path)}
		}
		byDir[dir].files = append(byDir[dir].files, path)
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such directory", root)
	}
	var out []group
	for _, g := range byDir {
		out = append(out, *g)
	}
	slices.SortFunc(out, func(a, b group) int {
		if (a.date == "") != (b.date == "") { // what tells no date is taken for the newest
			return len(b.date) - len(a.date)
		}
		return strings.Compare(a.date+"\x00"+a.dir, b.date+"\x00"+b.dir)
	})
	return out, err
}
