package web

import (
	"context"
	"fmt"
	"sync"
	"time"

	"interdict/archive"
	"interdict/internal/recent"
	"interdict/service"
)

// past remembers the services that answer from lists as they were: to compile
// their engines is dear.
type past struct {
	now   *service.Service
	heavy turns

	mu   sync.Mutex
	days recent.Map[string, *service.Service]
}

// turns lets one at a time do work that takes much time and memory: to read
// versions of lists whole.
type turns chan struct{}

// take waits for a turn, or for the end of ctx. What it returns gives the turn
// back.
func (t turns) take(ctx context.Context) (func(), error) {
	select {
	case t <- struct{}{}:
		return func() { <-t }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// at returns the service that answers from the lists of a day (ISO 8601), or
// from the newest where it is "".
func (p *past) at(ctx context.Context, day string) (*service.Service, error) {
	if day == "" {
		return p.now, nil
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return nil, &askedError{fmt.Errorf("as of “%s”: write a date such as 2024-05-16", day)}
	}
	s := p.now.At(archive.When{AsOf: day})
	all, err := s.Lists()
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, &askedError{fmt.Errorf("no list is here that was published by %s", day)}
	}
	key := day // the lists of a day change when older versions are added
	for _, l := range all {
		key += " " + l.Version
	}
	if have := p.get(key); have != nil {
		return have, nil
	}
	release, err := p.heavy.take(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	if have := p.get(key); have != nil { // somebody else asked for it
		return have, nil
	}
	if _, err := s.Engine(ctx); err != nil { // compiles it where it is not there
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.days.Half = 2
	p.days.Put(key, s)
	return s, nil
}

func (p *past) get(key string) *service.Service {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, _ := p.days.Get(key)
	return s
}
