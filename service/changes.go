package service

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"

	"interdict/archive"
	"interdict/ftm"
	"interdict/internal/durable"
)

// What changed from one version of a list to the next never changes itself, and
// finding it means reading both. It is kept:
// DATA/changes/SOURCE/FROM-TO-FORMAT.json.gz.

func (s *Service) changesPath(from, to archive.Version) string {
	return filepath.Join(s.options.Data, "changes", to.Source, from.ID+"-"+to.ID+"-"+archive.SnapshotFormat+".json.gz")
}

// keptChanges returns what is kept of the changes between two versions; ok is
// false where nothing is, or it is damaged: it can be found again.
func (s *Service) keptChanges(from, to archive.Version) (changes []archive.Change, ok bool) {
	f, err := os.Open(s.changesPath(from, to))
	if err != nil {
		return nil, false
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, false
	}
	data, err := io.ReadAll(z)
	if err != nil || json.Unmarshal(data, &changes) != nil {
		return nil, false
	}
	return changes, true
}

// keepChanges keeps them. That there is no right to write is no error: they are
// found anew each time then.
func (s *Service) keepChanges(from, to archive.Version, changes []archive.Change) error {
	data, err := json.Marshal(changes)
	if err != nil {
		return err
	}
	err = durable.Write(s.changesPath(from, to), func(w io.Writer) error {
		z := gzip.NewWriter(w)
		_, err := z.Write(data)
		return errors.Join(err, z.Close())
	})
	if errors.Is(err, os.ErrPermission) {
		return nil
	}
	return err
}

// changesBetween returns what changed from one version of a source to the next.
func (s *Service) changesBetween(ctx context.Context, from, to archive.Version) ([]archive.Change, error) {
	c := comparer{service: s}
	return c.between(ctx, from, to)
}

// A comparer compares versions one pair after the other, and reads a version
// that is in two of them once.
type comparer struct {
	service  *Service
	id       string // of the version that was read last
	entities []*ftm.Entity
}

func (c *comparer) between(ctx context.Context, from, to archive.Version) ([]archive.Change, error) {
	if changes, ok := c.service.keptChanges(from, to); ok {
		return changes, nil
	}
	after, err := c.read(ctx, to)
	if err != nil {
		return nil, err
	}
	before, err := c.read(ctx, from)
	if err != nil {
		return nil, err
	}
	changes := archive.Diff(before, after)
	return changes, c.service.keepChanges(from, to, changes)
}

func (c *comparer) read(ctx context.Context, v archive.Version) ([]*ftm.Entity, error) {
	if c.id == v.ID {
		return c.entities, nil
	}
	entities, err := c.service.archive.Entities(ctx, v)
	if err != nil {
		return nil, err
	}
	c.id, c.entities = v.ID, entities
	return entities, nil
}

// LastChange counts what the newest version of a source changed, or returns nil
// where that was not asked for yet ([Service.History] finds it).
func (s *Service) LastChange(source string) (*archive.Counts, error) {
	all, err := s.versions(source)
	if err != nil || len(all) < 2 {
		return nil, err
	}
	changes, ok := s.keptChanges(all[len(all)-2], all[len(all)-1])
	if !ok {
		return nil, nil
	}
	counts := archive.Count(changes)
	return &counts, nil
}

// Starting returns the lists of which the starter set has entries.
func (s *Service) Starting() ([]List, error) {
	c, err := s.choose()
	if err != nil || !c.starter {
		return nil, err
	}
	return c.lists, nil
}
