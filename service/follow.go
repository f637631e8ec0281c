package service

import (
	"context"
	"time"
)

// Follow takes in what changes in the data directory, by this program or
// another, until ctx ends: it looks every so often, and at once after a change
// by this service. Answers come from the lists as they were until the new ones
// are compiled and open, and then from these; none waits or fails. report is
// called after each change, and with what kept one from being taken in.
func (s *Service) Follow(ctx context.Context, every time.Duration, report func(error)) {
	s.following.Store(true)
	defer s.following.Store(false)
	tick := time.NewTicker(every)
	defer tick.Stop()
	failed := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-s.changed:
		}
		changed, err := s.refresh(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && err.Error() != failed: // said once
			failed = err.Error()
			report(err)
		case changed:
			failed = ""
			report(nil)
		}
	}
}

// wake says that something may have changed.
func (s *Service) wake() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// refresh puts what is on disk in the place of what answers come from, once it
// is ready.
func (s *Service) refresh(ctx context.Context) (changed bool, err error) {
	fresh := New(s.options)
	c, err := fresh.choose()
	if err != nil {
		return false, err
	}
	identity, err := fresh.identity(c)
	if err != nil || identity == s.answersFrom() {
		return false, err
	}
	e, err := fresh.Edition(ctx)
	if err != nil {
		return false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chosen, s.engine, s.store = e.chosen, e.Engine, e.Records
	return true, nil
}

// answersFrom returns the identity of what answers come from, "" where nothing
// was asked yet.
func (s *Service) answersFrom() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.chosen == nil {
		return ""
	}
	return s.chosen.identity
}
