package eval

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A version is one publication of one list: the files under SOURCE/DATE.
type version struct {
	source, date string
	files        []string
}

func (v version) String() string { return v.source + "/" + v.date }

// sources returns the names of the lists in the lists directory, sorted.
func (r *run) sources() []string {
	var names []string
	entries, _ := os.ReadDir(r.opts.Lists) // no directory: no sources
	for _, e := range entries {
		if e.IsDir() && e.Name() != "schemas" && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names
}

// versions returns what is there of a list, oldest first.
func (r *run) versions(source string) []version {
	var out []version
	dir := filepath.Join(r.opts.Lists, source)
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		v := version{source: source, date: e.Name()}
		files, _ := os.ReadDir(filepath.Join(dir, e.Name()))
		for _, f := range files {
			if f.Type().IsRegular() && !strings.HasPrefix(f.Name(), ".") {
				v.files = append(v.files, filepath.Join(dir, e.Name(), f.Name()))
			}
		}
		if len(v.files) > 0 {
			out = append(out, v)
		}
	}
	return out
}

// current picks the lists to screen customers against: of each source the
// newest of its fullest versions, that is, of those with the most files, so
// that a later main file without its aliases does not pass for the whole.
// Sources and versions whose name says that they are a part, an extract, a cut
// or an example are left out, and so is the enhanced form of a list that is
// there in another. A version that no parser takes gives way to an older one.
func (r *run) current(ctx context.Context) ([]version, error) {
	var out []version
	for _, source := range r.sources() {
		if hasAnySuffix(source, "-partial", "-derived", "-enhanced") {
			continue
		}
		all := slices.DeleteFunc(r.versions(source), func(v version) bool {
			return hasAnySuffix(v.date, "-cut", "-example")
		})
		slices.SortStableFunc(all, func(a, b version) int {
			if d := len(b.files) - len(a.files); d != 0 {
				return d
			}
			return strings.Compare(b.date, a.date)
		})
		for _, v := range all {
			var err error
			if r.opts.Recognise != nil {
				err = r.opts.Recognise(ctx, v.files)
			}
			if err == nil {
				out = append(out, v)
				break
			}
			if !errors.Is(err, ErrUnsupported) {
				return nil, fmt.Errorf("%s: %w", v, err)
			}
			r.skip("%s: %v", v, err)
		}
	}
	return out, nil
}

func hasAnySuffix(s string, suffixes ...string) bool {
	return slices.ContainsFunc(suffixes, func(x string) bool { return strings.HasSuffix(s, x) })
}

// join gathers the files of several versions.
func join(vs []version) []string {
	var files []string
	for _, v := range vs {
		files = append(files, v.files...)
	}
	return files
}
