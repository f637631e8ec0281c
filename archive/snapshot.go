package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
	"interdict/ftm"
	"interdict/internal/durable"
)

// A snapshot is the entities of a version, kept so that its files need not be
// parsed again. Only the newest version of a source has one: the others are
// seldom asked for, and their files tell the same.

// SnapshotFormat changes whenever a parser or the entity form changes, so that
// snapshots made before are made anew.
const SnapshotFormat = "3"

const snapshotSuffix = ".ftm.json.zst"

func (a *Archive) snapshotPath(v Version) string {
	return filepath.Join(a.dir, "snapshots", v.Source, v.ID+"-"+SnapshotFormat+snapshotSuffix)
}

func (a *Archive) putSnapshot(ctx context.Context, v Version, entities []*ftm.Entity) error {
	return durable.Write(a.snapshotPath(v), func(w io.Writer) error {
		z, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedDefault))
		if err != nil {
			return err
		}
		enc := ftm.NewEncoder(z)
		for _, e := range entities {
			if err := ctx.Err(); err != nil {
				return errors.Join(err, z.Close())
			}
			if err := enc.Encode(e); err != nil {
				return errors.Join(err, z.Close())
			}
		}
		return z.Close()
	})
}

// dropSnapshots removes the snapshots of a source's versions but that of v. A
// snapshot that stays behind costs space and nothing else.
func (a *Archive) dropSnapshots(v Version) {
	have, _ := filepath.Glob(filepath.Join(a.dir, "snapshots", v.Source, "*"+snapshotSuffix))
	for _, path := range have {
		if path != a.snapshotPath(v) && !strings.HasPrefix(filepath.Base(path), ".") {
			_ = os.Remove(path)
		}
	}
}

var errSnapshot = errors.New("snapshot does not hold the version's entities")

func (a *Archive) readSnapshot(ctx context.Context, v Version) ([]*ftm.Entity, error) {
	packed, err := os.ReadFile(a.snapshotPath(v))
	if err != nil {
		return nil, err
	}
	data, err := unpack(packed, nil)
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
