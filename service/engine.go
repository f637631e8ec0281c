package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"interdict/archive"
	"interdict/lists/starter"
	"interdict/match"
	"interdict/screen"
)

// Engine returns the engine over the lists. It is compiled into a file when
// lists change, and opened in milliseconds from then on.
func (s *Service) Engine(ctx context.Context) (*screen.Engine, error) {
	if e := s.compiled(); e != nil {
		return e, nil
	}
	s.work.Lock()
	defer s.work.Unlock()
	if e := s.compiled(); e != nil {
		return e, nil
	}
	c, err := s.choose()
	if err != nil {
		return nil, err
	}
	identity, err := s.identity(c)
	if err != nil {
		return nil, err
	}
	engine, err := s.compile(ctx, identity)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.chosen == c {
		s.engine, c.identity = engine, identity
	}
	return engine, nil
}

// compiled returns the engine where there is one.
func (s *Service) compiled() *screen.Engine {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.engine
}

// compile opens the engine of an identity, or makes it of what is chosen.
func (s *Service) compile(ctx context.Context, identity string) (*screen.Engine, error) {
	model := match.Default()
	sum := sha256.Sum256([]byte(identity + model.Version()))
	path := filepath.Join(s.options.Data, "index", hex.EncodeToString(sum[:8])+indexSuffix)
	// A file that is not there, damaged or another program's is made anew.
	if engine, err := screen.Open(path, identity, model); err == nil {
		return engine, nil
	}
	l, err := s.loadWorking(ctx)
	if err != nil {
		return nil, err
	}
	if err := screen.Build(ctx, path, identity, model, slices.Values(l.targets)); err == nil {
		if engine, err := screen.Open(path, identity, model); err == nil {
			s.dropIndexes()
			return engine, nil
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	// No room or no right to write: the answer does not depend on the file.
	return screen.New(ctx, model, l.targets)
}

const indexSuffix = ".index"

// keptIndexes is how many compiled engines stay: that of today, and of days
// that were asked for.
const keptIndexes = 4

// dropIndexes removes all but the newest compiled engines. One that is in use,
// on systems that keep it then, or cannot be removed costs space and nothing
// else.
func (s *Service) dropIndexes() {
	paths, _ := filepath.Glob(filepath.Join(s.options.Data, "index", "*"+indexSuffix))
	age := map[string]int64{}
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil {
			age[p] = info.ModTime().UnixNano()
		}
	}
	slices.SortFunc(paths, func(a, b string) int { return int(min(max(age[b]-age[a], -1), 1)) })
	for _, p := range paths[min(keptIndexes, len(paths)):] {
		_ = os.Remove(p)
	}
}

// identity says all that the compiled engine is made of, but for the model.
func (s *Service) identity(c *chosen) (string, error) {
	id := struct {
		Starter  string // hash of the starter set, where answers come from it
		Versions []string
		Seen     []string // versions that tell by when an entry was on its list
		Parted   []Parting
		Form     string
	}{Parted: c.parted, Form: archive.SnapshotFormat}
	if c.starter {
		id.Starter = starter.SHA256()
	}
	for _, v := range c.versions {
		id.Versions = append(id.Versions, v.ID)
		all, err := s.archive.Versions(v.Source)
		if err != nil {
			return "", err
		}
		for _, x := range all {
			if s.options.When.Holds(x) {
				id.Seen = append(id.Seen, x.ID)
			}
		}
	}
	out, err := json.Marshal(id)
	return string(out), err
}
