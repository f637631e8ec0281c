package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"interdict/ftm"
)

// maxObject bounds one of the publisher's files, in bytes. The largest official
// file today is OFAC's advanced XML, of some 120 MB.
const maxObject = 2 << 30

// snapshotFormat changes whenever a parser or the entity form changes, so that
// snapshots made before are made anew.
const snapshotFormat = "1"

func (a *Archive) objectPath(sha string) string {
	return filepath.Join(a.dir, "objects", sha+".gz")
}

func (a *Archive) putObject(sha string, data []byte) error {
	path := a.objectPath(sha)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	return writeFile(path, func(w io.Writer) error {
		z := gzip.NewWriter(w)
		if _, err := z.Write(data); err != nil {
			return err
		}
		return z.Close()
	})
}

// object returns a publisher's file after checking that it is the one that the
// manifest names.
func (a *Archive) object(f File) ([]byte, error) {
	data, err := readGzip(a.objectPath(f.SHA256))
	if err != nil {
		return nil, fmt.Errorf("archived file %s: %w; add the list again", f.Name, err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA256 {
		return nil, fmt.Errorf("archived file %s: damaged: its hash is not %s; add the list again", f.Name, f.SHA256)
	}
	return data, nil
}

func (a *Archive) snapshotPath(v Version) string {
	return filepath.Join(a.dir, "snapshots", v.ID+"-"+snapshotFormat+".ftm.json.gz")
}

func (a *Archive) putSnapshot(ctx context.Context, v Version, entities []*ftm.Entity) error {
	return writeFile(a.snapshotPath(v), func(w io.Writer) error {
		z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
		if err != nil {
			return err
		}
		enc := ftm.NewEncoder(z)
		for _, e := range entities {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := enc.Encode(e); err != nil {
				return err
			}
		}
		return z.Close()
	})
}

var errSnapshot = errors.New("snapshot does not hold the version's entities")

func (a *Archive) readSnapshot(ctx context.Context, v Version) ([]*ftm.Entity, error) {
	data, err := readGzip(a.snapshotPath(v))
	if err != nil {
		return nil, err
	}
	lines := bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
	if len(lines) != v.Entities {
		return nil, errSnapshot
	}
	entities := make([]*ftm.Entity, len(lines))
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(lines) && errs[w] == nil; i += workers {
				entities[i] = new(ftm.Entity)
				if errs[w] = ctx.Err(); errs[w] == nil {
					errs[w] = json.Unmarshal(lines[i], entities[i])
				}
			}
		})
	}
	wg.Wait()
	return entities, errors.Join(errs...)
}

func readGzip(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(z, maxObject+1))
	if err == nil && len(data) > maxObject {
		err = errors.New("larger than any list can be")
	}
	return data, err
}

// WriteFile puts data in a file, whole or not at all.
func WriteFile(path string, data []byte) error {
	return writeFile(path, func(w io.Writer) error { _, err := w.Write(data); return err })
}

// writeFile puts a file in its place whole or not at all: it is written beside
// it, synced, and renamed.
func writeFile(path string, write func(io.Writer) error) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	buf := bufio.NewWriterSize(f, 256<<10)
	if err := write(buf); err != nil {
		return err
	}
	if err := buf.Flush(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
