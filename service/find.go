package service

import (
	"context"

	"interdict/ftm"
)

// Entity returns an entity of the lists by its FollowTheMoney id, or nil.
func (s *Service) Entity(ctx context.Context, id string) (*ftm.Entity, error) {
	store, err := s.Records(ctx)
	if err != nil {
		return nil, err
	}
	n, ok := store.Find(id)
	if !ok {
		return nil, nil
	}
	return store.Entity(n)
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
