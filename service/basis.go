package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"interdict/internal/durable"
	"interdict/match"
	"interdict/screen"
)

// A Basis is what an answer rests on: given again, the answer is the same.
type Basis struct {
	Lists     []BasisList `json:"lists"`
	Starter   bool        `json:"starter"` // the embedded starter set, for want of lists
	Model     string      `json:"model"`
	Threshold float64     `json:"threshold"`
	Min       float64     `json:"min,omitempty"`    // hits below the threshold from this score up
	Most      int         `json:"most,omitempty"`   // so many hits a query, the best
	AsOf      *string     `json:"as_of"`            // what was published by then; null: the newest
	KnownAt   *string     `json:"known_at"`         // what this installation had by then; null: now
	Parted    []Parting   `json:"parted,omitempty"` // entries that a user says are not one party
}

// A BasisList is one list version that an answer rests on.
type BasisList struct {
	Source    string   `json:"source"`
	Published *string  `json:"published"`
	Entities  int      `json:"entities"`
	SHA256    []string `json:"sha256"`
}

// Basis returns the hash of what answers rest on now and keeps its record, so
// that [Service.ReadBasis] finds it later.
func (s *Service) Basis(_ context.Context, threshold float64) (string, error) {
	c, err := s.choose()
	if err != nil {
		return "", err
	}
	return s.basisOf(c, screen.Limits{Threshold: threshold})
}

func (s *Service) basisOf(c *chosen, l screen.Limits) (string, error) {
	if hash, ok := c.basis.Load(l); ok {
		return hash.(string), nil
	}
	b := Basis{Lists: []BasisList{}, Starter: c.starter, Model: match.Default().Version(), Threshold: threshold(l), Min: l.Min, Most: l.Most}
	b.Parted = c.parted
	if when := s.options.When; when.AsOf != "" {
		b.AsOf = &when.AsOf
	}
	if when := s.options.When; !when.KnownAt.IsZero() {
		at := when.KnownAt.UTC().Format(time.RFC3339)
		b.KnownAt = &at
	}
	for _, list := range c.lists {
		b.Lists = append(b.Lists, BasisList{list.Source, list.Published, list.Entities, list.SHA256})
	}
	record, err := json.Marshal(b)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(record)
	hash := hex.EncodeToString(sum[:8])
	path := s.basisPath(hash)
	if _, err := os.Stat(path); err != nil {
		if err := durable.WriteFile(path, append(record, '\n')); err != nil {
			return hash, err
		}
	}
	c.basis.Store(l, hash)
	return hash, nil
}

func (s *Service) basisPath(hash string) string {
	return filepath.Join(s.options.Data, "basis", hash+".json")
}

var basisForm = regexp.MustCompile(`^[0-9a-f]{16}$`)

// ReadBasis returns the record behind a hash that an answer carried.
func (s *Service) ReadBasis(hash string) (Basis, error) {
	var b Basis
	if !basisForm.MatchString(hash) {
		return b, fmt.Errorf("%q is no basis: sixteen characters 0-9 a-f, as answers carry it", hash)
	}
	data, err := os.ReadFile(s.basisPath(hash))
	if errors.Is(err, os.ErrNotExist) {
		return b, fmt.Errorf("basis %s is not known in this data directory", hash)
	}
	if err != nil {
		return b, err
	}
	return b, json.Unmarshal(data, &b)
}
