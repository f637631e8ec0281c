package service

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"interdict/internal/durable"
	"interdict/resolve"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Parting is a user's word that two entries are not one party, whatever
// speaks for it.
type Parting struct {
	A   string `json:"a"` // FollowTheMoney ids
	B   string `json:"b"`
	Why string `json:"why"`
	At  string `json:"at"` // RFC 3339
}

func pairs(partings []Parting) []resolve.Pair {
	var out []resolve.Pair
	for _, p := range partings {
		out = append(out, resolve.NewPair(p.A, p.B))
	}
	return out
}

func (s *Service) partingsPath() string { return filepath.Join(s.options.Data, "parted.json") }

// Partings returns the pairs that users have parted, oldest first.
func (s *Service) Partings() ([]Parting, error) {
	data, err := os.ReadFile(s.partingsPath())
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Parting
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, fmt.Errorf("%s: damaged: %w; mend or remove it", s.partingsPath(), err)
	}
	return out, nil
}

// Part keeps two entries, each named as [Service.Show] takes it, from being
// joined into one party.
func (s *Service) Part(ctx context.Context, a, b, why string) error {
	return s.changePartings(ctx, a, b, func(have []Parting, pair resolve.Pair) ([]Parting, error) {
		if slices.Contains(pairs(have), pair) {
			return nil, fmt.Errorf("%s and %s are parted already", pair.A, pair.B)
		}
		return append(have, Parting{pair.A, pair.B, why, time.Now().UTC().Format(time.RFC3339)}), nil
	})
}

// Rejoin takes a parting back.
func (s *Service) Rejoin(ctx context.Context, a, b string) error {
	return s.changePartings(ctx, a, b, func(have []Parting, pair resolve.Pair) ([]Parting, error) {
		i := slices.Index(pairs(have), pair)
		if i < 0 {
			return nil, fmt.Errorf("%s and %s were not parted", pair.A, pair.B)
		}
		return slices.Delete(have, i, i+1), nil
	})
}

func (s *Service) changePartings(ctx context.Context, a, b string, change func([]Parting, resolve.Pair) ([]Parting, error)) error {
	var ids [2]string
	for i, id := range []string{a, b} {
		e, err := s.Entry(ctx, id)
		if err != nil {
			return err
		}
		ids[i] = e.ID
	}
	if ids[0] == ids[1] {
		return fmt.Errorf("%s and %s are one entry", a, b)
	}
	have, err := s.Partings()
	if err != nil {
		return err
	}
	if have, err = change(have, resolve.NewPair(ids[0], ids[1])); err != nil {
		return err
	}
	data, err := json.MarshalIndent(have, "", "  ")
	if err != nil {
		return err
	}
	defer s.forget()
	return durable.WriteFile(s.partingsPath(), append(data, '\n'))
}

// A PartyLink is two entries that are taken for one party, and why.
type PartyLink struct {
	A        string `json:"a"` // FollowTheMoney ids
	B        string `json:"b"`
	CaptionA string `json:"caption_a"`
	CaptionB string `json:"caption_b"`
	Party    string `json:"party"`
	Why      string `json:"why"`
}

// Links returns the pairs of entries that are taken for one party.
func (s *Service) Links(ctx context.Context) ([]PartyLink, error) {
	store, err := s.Records(ctx)
	if err != nil {
		return nil, err
	}
	var out []PartyLink
	for n := range store.Targets() {
		also, err := store.Also(n)
		if err != nil {
			return nil, err
		}
		for _, other := range also {
			if other.Why == "" {
				continue
			}
			a, err := store.Record(n)
			if err != nil {
				return nil, err
			}
			b, err := store.Entity(other.Number)
			if err != nil {
				return nil, err
			}
			if a.Entity.ID < b.ID { // each pair once
				out = append(out, PartyLink{a.Entity.ID, b.ID, a.Entity.Caption(), b.Caption(), a.Target.Party, other.Why})
			}
		}
	}
	slices.SortFunc(out, func(a, b PartyLink) int { return cmp.Or(strings.Compare(a.A, b.A), strings.Compare(a.B, b.B)) })
	return out, nil
}
