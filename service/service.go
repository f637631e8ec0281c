// Package service is what the program offers, free of transport: lists added
// and shown, names and files screened, two parties compared, documents read.
// Commands, an HTTP server and other front ends are thin shells over it.
//
// A [Service] works on one data directory. It loads the lists there when first
// asked for an answer, and answers from the embedded starter set while there
// are none ([Service.Basis] says which). [Service.At] answers from the lists as
// they were on a day.
package service

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"sync"

	"interdict/archive"
	"interdict/english"
	"interdict/ftm"
	"interdict/lists/starter"
	"interdict/match"
	"interdict/read"
	"interdict/resolve"
	"interdict/screen"
)

// Options say what a service works on.
type Options struct {
	Data string       // directory of the lists; made when something is first written
	When archive.When // which versions of the lists to answer from
}

// A Service answers from the lists of one data directory. It is safe for
// concurrent use.
type Service struct {
	options Options
	archive *archive.Archive

	mu     sync.Mutex
	loaded *loaded
	engine *screen.Engine // over loaded
}

// loaded is what the lists say, all lists together.
type loaded struct {
	targets  []screen.Target
	parties  *resolve.Parties
	parted   []Parting
	entities map[string]*ftm.Entity // all, by id
	attached map[string][]string    // id to the ids of entities that point at it
	lists    []List
	starter  bool
}

// New returns a service. Nothing is read or written yet.
func New(options Options) *Service {
	return &Service{options: options, archive: archive.Open(filepath.Join(options.Data, "archive"))}
}

// At returns a service over the same directory that answers from the lists as
// they were.
func (s *Service) At(when archive.When) *Service {
	return New(Options{Data: s.options.Data, When: when})
}

// load reads the versions to answer from, once.
func (s *Service) load(ctx context.Context) (*loaded, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.loadLocked(ctx)
}

func (s *Service) loadLocked(ctx context.Context) (*loaded, error) {
	if s.loaded != nil {
		return s.loaded, nil
	}
	l := &loaded{entities: map[string]*ftm.Entity{}, attached: map[string][]string{}}
	versions, err := s.archive.At(s.options.When)
	if err != nil {
		return nil, err
	}
	var all []*ftm.Entity
	seen := map[string]string{}
	for _, v := range versions {
		entities, err := s.archive.Entities(ctx, v)
		if err != nil {
			return nil, err
		}
		all = append(all, entities...)
		l.lists = append(l.lists, listOf(v))
		by, err := s.archive.SeenBy(ctx, v.Source, s.options.When)
		if err != nil {
			return nil, err
		}
		maps.Copy(seen, by)
	}
	switch {
	case len(versions) == 0 && !s.options.When.Zero():
		return nil, errors.New("no list was there by then; interdict lists history SOURCE shows the versions that are")
	case len(versions) == 0:
		l.starter = true
		if all, err = starter.Entities(); err != nil {
			return nil, err
		}
		l.lists = starterLists(all)
	}
	for _, e := range all {
		l.entities[e.ID] = e
		for _, id := range e.ByType(ftm.TypeEntity) {
			l.attached[id] = append(l.attached[id], e.ID)
		}
	}
	if l.parted, err = s.Partings(); err != nil {
		return nil, err
	}
	l.parties = resolve.Find(all, pairs(l.parted))
	l.targets = screen.Targets(all, screen.Options{Party: l.parties.Of, SeenBy: seen})
	s.loaded = l
	return l, nil
}

// Engine returns the engine over the lists, which is built when first asked for.
func (s *Service) Engine(ctx context.Context) (*screen.Engine, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.engine != nil {
		return s.engine, nil
	}
	l, err := s.loadLocked(ctx)
	if err != nil {
		return nil, err
	}
	s.engine, err = screen.New(ctx, match.Default(), l.targets)
	return s.engine, err
}

// forget drops what was loaded, after it changed on disk.
func (s *Service) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loaded, s.engine = nil, nil
}

// Starter reports whether answers come from the starter set, because no list
// is loaded.
func (s *Service) Starter(ctx context.Context) (bool, error) {
	l, err := s.load(ctx)
	if err != nil {
		return false, err
	}
	return l.starter, nil
}

// Reader returns a reader of documents that links parties to the lists.
func (s *Service) Reader(ctx context.Context) (*read.Reader, error) {
	model, err := english.Default()
	if err != nil {
		return nil, err
	}
	if _, err := s.Engine(ctx); err != nil {
		return nil, err
	}
	return read.New(model, linker{s}), nil
}

// Compare compares two parties, as screening would.
func (s *Service) Compare(a, b *ftm.Entity, threshold float64) match.Result {
	model := match.Default()
	return model.Compare(model.Prepare(a), model.Prepare(b), threshold)
}
