// Package archive keeps every version of every list that was added, on disk.
//
// A version is the publisher's own files, kept byte for byte and known by
// their sha256, and a manifest that names them, with the source, the date of
// publication and the number of entries. Files of one source are stored as
// what changed since the version before. Beside the newest version of a source
// lies a snapshot: the entities that its files gave, so that they need not be
// parsed again; it is made anew when it is damaged or an older parser made it.
//
//	a := archive.Open(dir)
//	version, added, err := a.Add(ctx, set, result)
//	versions, err := a.At(archive.When{AsOf: "2024-05-16"})
//	entities, err := a.Entities(ctx, versions[0])
//	changes := archive.Diff(before, after)
//
// A list is never half there: files are written beside their place, synced and
// renamed into it, and the manifest, by which alone a version exists, comes
// last. Kill the program at any moment and the versions that were there are
// there still.
//
// Layout of the directory:
//
//	objects/AB/SHA256.zst                one publisher's file, compressed
//	versions/SOURCE/ID.json              manifest of one version
//	seen/SOURCE.json.zst                 by when each entry was on the list
//	snapshots/SOURCE/ID-N.ftm.json.zst   entities of the newest version
package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"interdict/ftm"
	"interdict/internal/durable"
	"interdict/lists"
	"interdict/lists/all"
	"time"
)

// An Archive is a directory of list versions. Its methods are safe for
// concurrent use, by several processes too.
type Archive struct{ dir string }

// Open returns the archive in dir, which need not exist yet.
func Open(dir string) *Archive { return &Archive{dir} }

// Add keeps a set of files and what was read from them as a version of its
// source. Files that are there already are not added again: the version that
// holds them is returned and added is false.
func (a *Archive) Add(ctx context.Context, set lists.Set, result *lists.Result) (v Version, added bool, err error) {
	v = Version{Source: set.Source, Format: set.Format, Published: result.Published, Added: time.Now().UTC().Truncate(time.Microsecond),
		Entries: result.Count, Entities: len(result.Entities), Partial: set.Partial, Report: result.Report}
	var contents [][]byte
	for _, f := range set.Files {
		data, err := f.Bytes()
		if err != nil {
			return v, false, err
		}
		sum := sha256.Sum256(data)
		contents = append(contents, data)
		v.Files = append(v.Files, File{Name: f.Name, SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(data))})
	}
	v.ID = versionID(v)
	have, err := a.Versions(v.Source)
	if err != nil {
		return v, false, err
	}
	for _, h := range have {
		if h.ID == v.ID {
			return h, false, nil
		}
	}
	for i, data := range contents {
		if err := ctx.Err(); err != nil {
			return v, false, err
		}
		if err := a.putObject(v.Files[i].SHA256, data, likely(have, v.Files[i])); err != nil {
			return v, false, err
		}
	}
	newest := len(have) == 0 || before(have[len(have)-1], v)
	if newest {
		if err := a.putSnapshot(ctx, v, result.Entities); err != nil {
			return v, false, err
		}
	}
	manifest, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return v, false, err
	}
	if err := durable.WriteFile(a.manifest(v), manifest); err != nil {
		return v, false, err
	}
	if newest {
		a.dropSnapshots(v)
	}
	return v, true, a.see(ctx, v, result.Entities)
}

// likely returns the hash of the file that a new one is probably most like:
// the one of that name in the newest version that has one.
func likely(have []Version, f File) string {
	for i := len(have) - 1; i >= 0; i-- {
		for _, old := range have[i].Files {
			if old.Name == f.Name {
				return old.SHA256
			}
		}
	}
	return ""
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
	set := lists.Set{Source: v.Source, Format: v.Format, Published: v.Published, Partial: v.Partial}
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
	have, err := a.Versions(v.Source)
	if err != nil || len(have) == 0 || have[len(have)-1].ID != v.ID {
		return result.Entities, err
	}
	v.Entities = len(result.Entities)
	return result.Entities, a.putSnapshot(ctx, v, result.Entities)
}
