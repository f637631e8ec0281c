// Package service is what the program offers, free of transport: lists added
// and shown, names and files screened, two parties compared, documents read.
// Commands, an HTTP server and other front ends are thin shells over it.
//
// A [Service] works on one data directory. It opens what was compiled of the
// lists there when first asked for an answer, and answers from the embedded starter set while there
// are none ([Service.Basis] says which). [Service.At] answers from the lists as
// they were on a day.
package service

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"sync"
	"sync/atomic"

	"interdict/archive"
	"interdict/attribution"
	"interdict/document"
	"interdict/english"
	"interdict/ftm"
	"interdict/lists/starter"
	"interdict/match"
	"interdict/read"
	"interdict/records"
	"interdict/resolve"
	"interdict/screen"
)

// Options say what a service works on.
type Options struct {
	Data string       // directory of the lists; made when something is first written
	When archive.When // which versions of the lists to answer from

	Audit        Audit // takes an event for every answer; nil: none is kept
	AuditQueries bool  // with the query in it

	// Compile compiles the newest lists of the directory elsewhere, so that this
	// process has neither the memory nor the work of it, and says itself what goes
	// wrong; then, and where it is nil, they are compiled here.
	Compile func(context.Context)

	// Compiling is called when lists are compiled here and that takes more than a
	// moment, so that whoever waits knows why; may be nil.
	Compiling func()

	// Cache is a directory for the tables of the models that documents are read
	// with, which can be deleted at any time; "": they are in memory.
	Cache string
}

// A Service answers from the lists of one data directory. It is safe for
// concurrent use.
type Service struct {
	options Options
	archive *archive.Archive

	mu     sync.Mutex // of what was chosen and opened; never held for long
	chosen *chosen
	engine *screen.Engine
	store  *records.Store
	model  func() (*english.Model, error)

	work      sync.Mutex    // held by who reads lists or compiles
	following atomic.Bool   // changes on disk are taken in by [Service.Follow]
	changed   chan struct{} // says that there may be some
}

// chosen is what answers rest on, as manifests tell it.
type chosen struct {
	versions []archive.Version
	lists    []List
	starter  bool
	parted   []Parting
	identity string   // once it is compiled
	basis    sync.Map // hashes of records that were kept, by screen.Limits
}

// New returns a service. Nothing is read or written yet.
func New(options Options) *Service {
	model := english.Default
	if options.Cache != "" {
		model = sync.OnceValues(func() (*english.Model, error) { return english.DefaultIn(options.Cache) })
	}
	return &Service{options: options, archive: archive.Open(filepath.Join(options.Data, "archive")), changed: make(chan struct{}, 1), model: model}
}

// At returns a service over the same directory that answers from the lists as
// they were.
func (s *Service) At(when archive.When) *Service {
	o := s.options
	o.When = when
	return New(o)
}

// choose finds the versions to answer from, once.
func (s *Service) choose() (*chosen, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.chooseLocked()
}

func (s *Service) chooseLocked() (*chosen, error) {
	if s.chosen != nil {
		return s.chosen, nil
	}
	versions, err := s.archive.At(s.options.When)
	if err != nil {
		return nil, err
	}
	c := &chosen{versions: versions, starter: len(versions) == 0}
	if c.starter && !s.options.When.Zero() {
		return nil, errors.New("no list was there by then; interdict lists history SOURCE shows the versions that are")
	}
	for _, v := range versions {
		c.lists = append(c.lists, listOf(v))
	}
	if c.starter {
		entities, err := starter.Entities()
		if err != nil {
			return nil, err
		}
		c.lists = starterLists(entities)
	}
	if c.parted, err = s.Partings(); err != nil {
		return nil, err
	}
	s.chosen = c
	return c, nil
}

// read reads the entries of the versions that were chosen.
func (s *Service) read(ctx context.Context, c *chosen) (content records.Content, err error) {
	var all []*ftm.Entity
	seen := map[string]string{}
	for _, v := range c.versions {
		entities, err := s.archive.Entities(ctx, v)
		if err != nil {
			return content, err
		}
		all = append(all, entities...)
		by, err := s.archive.SeenBy(ctx, v.Source, s.options.When)
		if err != nil {
			return content, err
		}
		maps.Copy(seen, by)
	}
	if c.starter {
		if all, err = starter.Entities(); err != nil {
			return content, err
		}
	}
	return contentOf(all, pairs(c.parted), seen), nil
}

// contentOf is what entities are compiled into: parties joined, but for the
// pairs that are parted, and what is said of those that are listed.
func contentOf(all []*ftm.Entity, parted []resolve.Pair, seen map[string]string) records.Content {
	parties := resolve.Find(all, parted)
	return records.Content{Entities: all, Parties: parties, Targets: screen.Targets(all, screen.Options{Party: parties.Of, SeenBy: seen})}
}

// forget drops what was opened, after it changed on disk. Answers under way go
// on with what they have, and while a server follows the lists, later ones too
// until what is new is ready.
func (s *Service) forget() {
	if s.following.Load() {
		s.wake()
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chosen, s.engine, s.store = nil, nil, nil
}

// Starter reports whether answers come from the starter set, because no list
// is loaded.
func (s *Service) Starter(context.Context) (bool, error) {
	c, err := s.choose()
	if err != nil {
		return false, err
	}
	return c.starter, nil
}

// Reader returns a reader of documents that links parties to the lists.
func (s *Service) Reader(ctx context.Context) (*read.Reader, error) {
	go attribution.Default() // what is wrong with it, whoever reads is told
	model, err := s.model()
	if err != nil {
		return nil, err
	}
	if _, err := s.Engine(ctx); err != nil {
		return nil, err
	}
	return read.New(model, linker{s}), nil
}

// WarmReader loads all that reading needs by reading a sentence, which is
// recorded nowhere: up to a second of work that the first reader would wait for.
func (s *Service) WarmReader(ctx context.Context) error {
	model, err := s.model()
	if err != nil {
		return err
	}
	const text = "The ministry denied on Tuesday that Acme Ltd had sold arms to the group, its spokesman John Smith said."
	_, err = read.New(model, nil).Read(ctx, document.New(text, document.Options{}))
	return err
}

// Compare compares two parties, as screening would.
func (s *Service) Compare(a, b *ftm.Entity, threshold float64) match.Result {
	model := match.Default()
	return model.Compare(model.Prepare(a), model.Prepare(b), threshold)
}
