// Package service is what the program offers, free of transport: lists added
// and shown, names and files screened, two parties compared, documents read.
// Commands, an HTTP server and other front ends are thin shells over it.
//
// A [Service] works on one data directory. It loads the lists there when first
// asked for an answer, and answers from the embedded starter set while there
// are none ([Service.Basis] says which).
package service

import (
	"context"
	"path/filepath"
	"sync"

	"interdict/archive"
	"interdict/english"
	"interdict/ftm"
	"interdict/lists/starter"
	"interdict/match"
	"interdict/read"
	"interdict/screen"
)

// Options say what a service works on.
type Options struct {
	Data string // directory of the lists; made when something is first written
}

// A Service answers from the lists of one data directory. It is safe for
// concurrent use.
type Service struct {
	options Options
	archive *archive.Archive

	mu     sync.Mutex
	loaded *loaded
}

// loaded is an engine with what it was built from.
type loaded struct {
	engine   *screen.Engine
	entities map[string]*ftm.Entity // all, by id
	attached map[string][]string    // id to the ids of entities that point at it
	lists    []List
	starter  bool
}

// New returns a service. Nothing is read or written yet.
func New(options Options) *Service {
	return &Service{options: options, archive: archive.Open(filepath.Join(options.Data, "archive"))}
}

// load builds the engine from the newest version of every list, once.
func (s *Service) load(ctx context.Context) (*loaded, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.loaded != nil {
		return s.loaded, nil
	}
	l := &loaded{entities: map[string]*ftm.Entity{}, attached: map[string][]string{}}
	versions, err := s.archive.Current()
	if err != nil {
		return nil, err
	}
	var all []*ftm.Entity
	for _, v := range versions {
		entities, err := s.archive.Entities(ctx, v)
		if err != nil {
			return nil, err
		}
		all = append(all, entities...)
		l.lists = append(l.lists, listOf(v))
	}
	if len(versions) == 0 {
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
	if l.engine, err = screen.New(ctx, match.Default(), all); err != nil {
		return nil, err
	}
	s.loaded = l
	return l, nil
}

// Engine returns the engine over the newest lists.
func (s *Service) Engine(ctx context.Context) (*screen.Engine, error) {
	l, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	return l.engine, nil
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
	if _, err := s.load(ctx); err != nil {
		return nil, err
	}
	return read.New(model, linker{s}), nil
}

// Compare compares two parties, as screening would.
func (s *Service) Compare(a, b *ftm.Entity, threshold float64) match.Result {
	model := match.Default()
	return model.Compare(model.Prepare(a), model.Prepare(b), threshold)
}
