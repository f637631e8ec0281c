package service

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"interdict/archive"
	"interdict/ftm"
	"interdict/lists"
	"interdict/lists/all"
	"interdict/lists/starter"
)

// A List is one loaded list.
type List struct {
	Source    string   `json:"source"`
	Title     string   `json:"title"`
	Published *string  `json:"published"` // null where nothing tells it
	Entities  int      `json:"entities"`  // the publisher's entries
	Files     []string `json:"files"`
	SHA256    []string `json:"sha256"` // of each file as published
	Versions  int      `json:"versions"`
	Added     string   `json:"added,omitempty"`
	Version   string   `json:"version,omitempty"`
}

func listOf(v archive.Version) List {
	l := List{Source: v.Source, Entities: v.Entries, Added: v.Added.Format("2006-01-02T15:04:05Z"), Version: v.ID}
	if v.Published != "" {
		l.Published = &v.Published
	}
	if source, ok := lists.Lookup(v.Source); ok {
		l.Title = source.Title
	}
	for _, f := range v.Files {
		l.Files = append(l.Files, f.Name)
		l.SHA256 = append(l.SHA256, f.SHA256)
	}
	return l
}

// starterLists describes the starter set by the lists that its entries are of.
func starterLists(entities []*ftm.Entity) []List {
	var out []List
	for _, e := range entities {
		if !e.Target || len(e.Datasets) == 0 {
			continue
		}
		i := slices.IndexFunc(out, func(l List) bool { return l.Source == e.Datasets[0] })
		if i < 0 {
			i = len(out)
			published := starter.Published(e.Datasets[0])
			l := List{Source: e.Datasets[0], Published: &published, Files: []string{"starter set"}, SHA256: []string{starter.SHA256()}}
			if source, ok := lists.Lookup(l.Source); ok {
				l.Title = source.Title
			}
			out = append(out, l)
		}
		out[i].Entities++
	}
	return out
}

// Lists returns the version of every list that answers come from.
func (s *Service) Lists() ([]List, error) {
	versions, err := s.archive.At(s.options.When)
	if err != nil {
		return nil, err
	}
	out := make([]List, 0, len(versions))
	for _, v := range versions {
		l := listOf(v)
		have, err := s.archive.Versions(v.Source)
		if err != nil {
			return nil, err
		}
		l.Versions = len(have)
		out = append(out, l)
	}
	return out, nil
}

// Added tells what became of one set of files that was to be added.
type Added struct {
	Set     lists.Set
	Version archive.Version
	New     bool // false where the same files were there already
	Current bool // it is the newest version of its source
	Err     error
}

// AddLists recognises the files, reads them and adds each list that is whole to
// the archive. published is the date of publication, for files that tell none;
// where it is empty a directory above the file that is named as a date tells
// it. Files that cannot be used are reported among the problems, one list's
// failure never touches another, and what was there stays. A set
// that is not a whole list is added only where incomplete says so.
func (s *Service) AddLists(ctx context.Context, paths []string, published string, incomplete bool) ([]Added, []lists.Problem, error) {
	byDate := map[string][]lists.File{}
	var problems []lists.Problem
	for _, path := range expand(paths) {
		info, err := os.Stat(path)
		if err == nil && info.IsDir() {
			err = fmt.Errorf("%s is a directory; name the files in it", path)
		}
		if err != nil {
			problems = append(problems, lists.Problem{File: path, Err: err})
			continue
		}
		date := published
		if date == "" {
			date = directoryDate(path)
		}
		byDate[filepath.Dir(path)+"\x00"+date] = append(byDate[filepath.Dir(path)+"\x00"+date], lists.OpenFile(path))
	}
	groups := make([]string, 0, len(byDate))
	for key := range byDate {
		groups = append(groups, key)
	}
	slices.Sort(groups)
	var out []Added
	for _, key := range groups {
		_, date, _ := strings.Cut(key, "\x00")
		sets, bad := all.Recognise(byDate[key])
		problems = append(problems, bad...)
		for _, set := range sets {
			if err := ctx.Err(); err != nil {
				return out, problems, err
			}
			if set.Published == "" {
				set.Published = date
			}
			out = append(out, s.addSet(ctx, set, incomplete))
		}
	}
	s.forget()
	return out, problems, nil
}

func (s *Service) addSet(ctx context.Context, set lists.Set, incomplete bool) Added {
	a := Added{Set: set}
	if set.Partial != "" && !incomplete {
		a.Err = fmt.Errorf("%s: not a whole list: %s (or say --incomplete)", set.Source, set.Partial)
		return a
	}
	result, err := all.Parse(ctx, set)
	if err != nil {
		a.Err = err
		return a
	}
	if result.Published == "" {
		result.Published = set.Published
	}
	if a.Version, a.New, a.Err = s.archive.Add(ctx, set, result); a.Err != nil {
		return a
	}
	versions, err := s.archive.Versions(set.Source)
	if err != nil {
		a.Err = err
		return a
	}
	a.Current = len(versions) > 0 && versions[len(versions)-1].ID == a.Version.ID
	return a
}

// expand replaces patterns by the files that they match, for shells that leave
// that to the program.
func expand(paths []string) []string {
	var out []string
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil && strings.ContainsAny(path, "*?[") {
			if found, err := filepath.Glob(path); err == nil && len(found) > 0 {
				out = append(out, found...)
				continue
			}
		}
		out = append(out, path)
	}
	return out
}

var dateName = regexp.MustCompile(`^\d{4}(-\d{2}){0,2}$`)

// directoryDate returns the date that names a directory above the file, or "".
func directoryDate(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	for dir := filepath.Dir(full); fs.ValidPath(filepath.ToSlash(filepath.Base(dir))); dir = filepath.Dir(dir) {
		if name := filepath.Base(dir); dateName.MatchString(name) {
			if d, err := ftm.ParseDate(name); err == nil {
				return d.From.String()
			}
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return ""
}
