// Package archive keeps every version of every list that was added, on disk.
//
// A version is the publisher's own files, kept byte for byte under their
// sha256, and a manifest that names them, with the source, the date of
// publication and the number of entries. Beside it lies a snapshot: the
// entities that the files gave, kept so that they need not be parsed again. A
// snapshot is made anew when it is damaged or an older parser made it.
//
//	a, err := archive.Open(dir)
//	version, added, err := a.Add(ctx, set, result)
//	for _, v := range versions { entities, err := a.Entities(ctx, v) }
//
// A list is never half there: files are written beside their place, synced and
// renamed into it, and the manifest, by which alone a version exists, comes
// last. Kill the program at any moment and the versions that were there are
// there still.
//
// Layout of the directory:
//
//	objects/SHA256.gz               one publisher's file, compressed
//	versions/SOURCE/ID.json         manifest of one version
//	snapshots/ID-PARSER.ftm.json.gz the version's entities
package archive

import (
	"context"
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

	"interdict/ftm"
	"interdict/lists"
	"interdict/lists/all"
)

// An Archive is a directory of list versions. Its methods are safe for
// concurrent use, by several processes too.
type Archive struct{ dir string }

// A Version is one publication of one source as this installation has it.
type Version struct {
	ID        string       `json:"id"`     // hash of the files
	Source    string       `json:"source"` // such as us_ofac_sdn
	Format    string       `json:"format"`
	Published string       `json:"published"` // ISO 8601 date; empty where nothing tells it
	Added     time.Time    `json:"added"`
	Entries   int          `json:"entries"`  // the publisher's entries
	Entities  int          `json:"entities"` // with those attached to them: sanctions, documents, relations
	Files     []File       `json:"files"`
	Report    lists.Report `json:"report"`
}

// A File is one of the publisher's files.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // of the file as published, uncompressed
	Bytes  int64  `json:"bytes"`
}

// Open returns the archive in dir, which need not exist yet.
func Open(dir string) *Archive { return &Archive{dir} }

// Add keeps a set of files and what was read from them as a version of its
// source. Files that are there already are not added again: the version that
// holds them is returned and added is false.
func (a *Archive) Add(ctx context.Context, set lists.Set, result *lists.Result) (v Version, added bool, err error) {
	v = Version{Source: set.Source, Format: set.Format, Published: result.Published, Added: time.Now().UTC().Truncate(time.Second),
		Entries: result.Count, Entities: len(result.Entities), Report: result.Report}
	type content struct {
		sha  string
		data []byte
	}
	var contents []content
	for _, f := range set.Files {
		data, err := f.Bytes()
		if err != nil {
			return v, false, err
		}
		sum := sha256.Sum256(data)
		sha := hex.EncodeToString(sum[:])
		contents = append(contents, content{sha, data})
		v.Files = append(v.Files, File{Name: f.Name, SHA256: sha, Bytes: int64(len(data))})
	}
	v.ID = versionID(v)
	have, err := a.Versions(set.Source)
	if err != nil {
		return v, false, err
	}
	for _, h := range have {
		if h.ID == v.ID {
			return h, false, nil
		}
	}
	for _, c := range contents {
		if err := ctx.Err(); err != nil {
			return v, false, err
		}
		if err := a.putObject(c.sha, c.data); err != nil {
			return v, false, err
		}
	}
	if err := a.putSnapshot(ctx, v, result.Entities); err != nil {
		return v, false, err
	}
	manifest, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return v, false, err
	}
	return v, true, WriteFile(a.manifest(v), manifest)
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
	slices.SortFunc(out, func(a, b Version) int {
		if c := strings.Compare(a.date(), b.date()); c != 0 {
			return c
		}
		return a.Added.Compare(b.Added)
	})
	return out, nil
}

func (v Version) date() string {
	if v.Published != "" {
		return v.Published
	}
	return v.Added.Format(time.DateOnly)
}

// Current returns the newest version of every source, by source name.
func (a *Archive) Current() ([]Version, error) {
	dirs, err := os.ReadDir(filepath.Join(a.dir, "versions"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	var out []Version
	for _, dir := range dirs {
		if !dir.IsDir() {
			continue
		}
		versions, err := a.Versions(dir.Name())
		if err != nil {
			return nil, err
		}
		if len(versions) > 0 {
			out = append(out, versions[len(versions)-1])
		}
	}
	return out, nil
}

// Entities returns what a version says: from its snapshot, else from the
// publisher's files, read again.
func (a *Archive) Entities(ctx context.Context, v Version) ([]*ftm.Entity, error) {
	entities, err := a.readSnapshot(ctx, v)
	if err == nil {
		return entities, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	set := lists.Set{Source: v.Source, Format: v.Format, Published: v.Published}
	for _, f := range v.Files {
		data, err := a.object(f)
		if err != nil {
			return nil, err
		}
		set.Files = append(set.Files, lists.NewFile(f.Name, data))
	}
	result, err := all.Parse(ctx, set)
	if err != nil {
		return nil, err
	}
	return result.Entities, a.putSnapshot(ctx, v, result.Entities)
}
