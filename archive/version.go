package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"interdict/lists"
)

// A Version is one publication of one source as this installation has it.
type Version struct {
	ID        string       `json:"id"`     // hash of the files
	Source    string       `json:"source"` // such as us_ofac_sdn
	Format    string       `json:"format"`
	Published string       `json:"published"` // ISO 8601 date; empty where nothing tells it
	Added     time.Time    `json:"added"`
	Entries   int          `json:"entries"`           // the publisher's entries
	Entities  int          `json:"entities"`          // with those attached to them: sanctions, documents, relations
	Partial   string       `json:"partial,omitempty"` // why it is not a whole list
	Files     []File       `json:"files"`
	Report    lists.Report `json:"report"`
}

// A File is one of the publisher's files.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // of the file as published, uncompressed
	Bytes  int64  `json:"bytes"`
}

// When chooses among versions. The zero value chooses the newest.
type When struct {
	AsOf    string    // ISO 8601 date: what was published by the end of that day
	KnownAt time.Time // what this installation had by then
}

// ParseWhen reads the days that people give, each empty or an ISO 8601 date; a
// knownAt may also be a time (RFC 3339), and a day is taken to its end.
func ParseWhen(asOf, knownAt string) (When, error) {
	var w When
	if asOf != "" {
		if _, err := time.Parse(time.DateOnly, asOf); err != nil {
			return w, fmt.Errorf("as of %q: use a date such as 2024-05-16", asOf)
		}
		w.AsOf = asOf
	}
	if knownAt == "" {
		return w, nil
	}
	if t, err := time.Parse(time.DateOnly, knownAt); err == nil {
		w.KnownAt = t.AddDate(0, 0, 1).Add(-time.Nanosecond)
		return w, nil
	}
	t, err := time.Parse(time.RFC3339, knownAt)
	if err != nil {
		return w, fmt.Errorf("known at %q: use a date such as 2024-05-16, or a time such as 2024-05-16T09:00:00Z", knownAt)
	}
	w.KnownAt = t
	return w, nil
}

// Zero reports whether the newest versions are meant.
func (w When) Zero() bool { return w.AsOf == "" && w.KnownAt.IsZero() }

// Holds reports whether a version was there by then.
func (w When) Holds(v Version) bool {
	return (w.AsOf == "" || v.Date() <= w.AsOf) && (w.KnownAt.IsZero() || !v.Added.After(w.KnownAt))
}

// versionID is a hash over the source, the date and the files' hashes in order.
func versionID(v Version) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n", v.Source, v.Published)
	for _, f := range v.Files {
		fmt.Fprintln(h, f.SHA256)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

func (a *Archive) manifest(v Version) string {
	return filepath.Join(a.dir, "versions", v.Source, v.ID+".json")
}

// Date returns the day by which the version was surely published: the last day
// of the month or year where no more is known, the day it was added where
// nothing is.
func (v Version) Date() string {
	switch len(v.Published) {
	case len("2006"):
		return v.Published + "-12-31"
	case len("2006-01"):
		if t, err := time.Parse("2006-01", v.Published); err == nil {
			return t.AddDate(0, 1, -1).Format(time.DateOnly)
		}
	case len(time.DateOnly):
		return v.Published
	}
	return v.Added.Format(time.DateOnly)
}

// before reports whether a was published before b.
func before(a, b Version) bool { return compareVersions(a, b) < 0 }

func compareVersions(a, b Version) int {
	if c := strings.Compare(a.Date(), b.Date()); c != 0 {
		return c
	}
	if c := a.Added.Compare(b.Added); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

// Versions returns the versions of a source, oldest publication first; one
// without a date counts from when it was added. A source that has none is no
// error.
func (a *Archive) Versions(source string) ([]Version, error) {
	paths, err := filepath.Glob(filepath.Join(a.dir, "versions", source, "*.json"))
	if err != nil {
		return nil, err
	}
	var out []Version
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var v Version
		if err := json.Unmarshal(data, &v); err != nil || v.ID == "" || v.Source != source {
			return nil, fmt.Errorf("%s: damaged manifest; remove it and add the list again", path)
		}
		out = append(out, v)
	}
	slices.SortFunc(out, compareVersions)
	return out, nil
}

// Sources returns the names of the sources that have a version, sorted.
func (a *Archive) Sources() ([]string, error) {
	dirs, err := os.ReadDir(filepath.Join(a.dir, "versions"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	var out []string
	for _, dir := range dirs {
		if dir.IsDir() {
			out = append(out, dir.Name())
		}
	}
	return out, nil
}

// At returns, for every source that had one by then, the version to answer
// from, by source name.
func (a *Archive) At(when When) ([]Version, error) {
	sources, err := a.Sources()
	if err != nil {
		return nil, err
	}
	var out []Version
	for _, source := range sources {
		v, ok, err := a.VersionAt(source, when)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, v)
		}
	}
	return out, nil
}

// VersionAt returns the newest version that a source had by then; ok is false
// where it had none.
func (a *Archive) VersionAt(source string, when When) (v Version, ok bool, err error) {
	versions, err := a.Versions(source)
	for i := len(versions) - 1; i >= 0; i-- {
		if when.Holds(versions[i]) {
			return versions[i], true, nil
		}
	}
	return Version{}, false, err
}
