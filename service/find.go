package service

import (
	"context"

	"interdict/ftm"
	"interdict/screen"
)

// Entity returns an entity of the lists by its FollowTheMoney id, or nil.
func (s *Service) Entity(ctx context.Context, id string) (*ftm.Entity, error) {
	l, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	return l.entities[id], nil
}

// Targets returns every listed entity. They are the service's own: they must
// not be changed.
func (s *Service) Targets(ctx context.Context) ([]screen.Target, error) {
	l, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	return l.targets, nil
}

// Answering returns the lists that answers come from, the starter set's while
// there are none.
func (s *Service) Answering() ([]List, error) {
	c, err := s.choose()
	if err != nil {
		return nil, err
	}
	return c.lists, nil
}
