package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"interdict/archive"
	"interdict/lists/starter"
	"interdict/match"
	"interdict/records"
	"interdict/screen"
)

// An Edition is the lists of one moment, open: whatever one answer needs it
// takes from one edition, so that a change of the lists meanwhile does not part
// what belongs together.
type Edition struct {
	Engine  *screen.Engine
	Records *records.Store

	service *Service
	chosen  *chosen
}

// Basis returns the hash of what answers from the edition rest on and keeps its
// record, so that [Service.ReadBasis] finds it later.
func (e *Edition) Basis(l screen.Limits) (string, error) { return e.service.basisOf(e.chosen, l) }

// Edition returns the lists that answers come from, open.
func (s *Service) Edition(ctx context.Context) (*Edition, error) {
	if e := s.edition(); e.Engine != nil && e.Records != nil {
		return &e, nil
	}
	s.work.Lock()
	defer s.work.Unlock()
	return s.open(ctx, true, true)
}

// Engine returns the engine over the lists. It is compiled into a file when
// lists change, and opened in milliseconds from then on.
func (s *Service) Engine(ctx context.Context) (*screen.Engine, error) {
	e, err := s.searching(ctx)
	return e.Engine, err
}

// searching returns an edition that may have no records: those who only search
// need none.
func (s *Service) searching(ctx context.Context) (Edition, error) {
	if e := s.edition(); e.Engine != nil {
		return e, nil
	}
	s.work.Lock()
	defer s.work.Unlock()
	e, err := s.open(ctx, true, false)
	if err != nil {
		return Edition{}, err
	}
	return *e, nil
}

// Records returns the entities of the lists.
func (s *Service) Records(ctx context.Context) (*records.Store, error) {
	if e := s.edition(); e.Records != nil {
		return e.Records, nil
	}
	s.work.Lock()
	defer s.work.Unlock()
	e, err := s.open(ctx, false, true)
	if err != nil {
		return nil, err
	}
	return e.Records, nil
}

// edition returns what is open.
func (s *Service) edition() Edition {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Edition{s.engine, s.store, s, s.chosen}
}

// open opens what is wanted and not open, or compiles it of what is chosen. It
// is for who holds the lock on work.
func (s *Service) open(ctx context.Context, engine, store bool) (*Edition, error) {
	c, err := s.choose()
	if err != nil {
		return nil, err
	}
	identity, err := s.identity(c)
	if err != nil {
		return nil, err
	}
	e := s.edition()
	if e.chosen != c { // somebody changed them
		e = Edition{service: s, chosen: c}
	}
	if err := s.compile(ctx, identity, &e, engine, store); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.chosen == c {
		s.engine, s.store, c.identity = e.Engine, e.Records, identity
	}
	return &e, nil
}

// compile opens the files of an identity, or makes them of what is chosen.
func (s *Service) compile(ctx context.Context, identity string, e *Edition, engine, store bool) error {
	model := match.Default()
	path := s.compiledPath(identity + model.Version())
	openFiles := func() bool {
		e.open(path, identity, engine, store)
		return (!engine || e.Engine != nil) && (!store || e.Records != nil)
	}
	if openFiles() {
		return nil
	}
	if s.options.Compile != nil && s.options.When.Zero() {
		if s.options.Compile(ctx); openFiles() {
			return nil
		}
	}
	if s.options.Compiling != nil {
		defer time.AfterFunc(aMoment, s.options.Compiling).Stop()
	}
	engine = engine && e.Engine == nil
	content, err := s.read(ctx, e.chosen)
	if err != nil {
		return err
	}
	// Where there is no room or no right to write, answers come from memory: they
	// do not depend on the files.
	if engine {
		if err = screen.Build(ctx, path+indexSuffix, identity, model, slices.Values(content.Targets)); err == nil {
			e.Engine, err = screen.Open(path+indexSuffix, identity, model)
		}
		if err != nil && ctx.Err() == nil {
			e.Engine, err = screen.New(ctx, model, content.Targets)
		}
		if err != nil {
			return err
		}
	}
	// The records are made whenever the lists are read: to read them again is dear.
	if e.Records == nil {
		if err = records.Build(path+recordsSuffix, identity, content); err == nil {
			e.Records, err = records.Open(path+recordsSuffix, identity)
		}
		if err != nil {
			if e.Records, err = records.New(content); err != nil {
				return err
			}
		}
	}
	s.dropCompiled()
	return ctx.Err()
}

// aMoment is how long nobody asks why an answer is not there.
const aMoment = time.Second

// open opens the files that are wanted and not open. One that is not there,
// damaged or another program's stays closed.
func (e *Edition) open(path, identity string, engine, store bool) {
	opened := make(chan struct{})
	go func() {
		defer close(opened)
		if store && e.Records == nil {
			if x, err := records.Open(path+recordsSuffix, identity); err == nil {
				e.Records = x
			}
		}
	}()
	if engine && e.Engine == nil {
		if x, err := screen.Open(path+indexSuffix, identity, match.Default()); err == nil {
			e.Engine = x
		}
	}
	<-opened
}

// compiledPath is where the files of an identity are, without their suffix.
func (s *Service) compiledPath(identity string) string {
	sum := sha256.Sum256([]byte(identity))
	return filepath.Join(s.options.Data, "index", hex.EncodeToString(sum[:8]))
}

const (
	indexSuffix   = ".index"
	recordsSuffix = ".records"
)

// keptCompiled is how many compiled editions stay: that of today, and of days
// that were asked for.
const keptCompiled = 4

// dropCompiled removes all but the newest compiled files. One that is in use, on
// systems that keep it then, or cannot be removed costs space and nothing else.
func (s *Service) dropCompiled() {
	paths, _ := filepath.Glob(filepath.Join(s.options.Data, "index", "*"+indexSuffix))
	age := map[string]int64{}
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil {
			age[p] = info.ModTime().UnixNano()
		}
	}
	slices.SortFunc(paths, func(a, b string) int { return int(min(max(age[b]-age[a], -1), 1)) })
	for _, p := range paths[min(keptCompiled, len(paths)):] {
		_ = os.Remove(p)
		_ = os.Remove(strings.TrimSuffix(p, indexSuffix) + recordsSuffix)
	}
}

// identity says all that an edition is compiled of, but for the model.
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
