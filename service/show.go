package service

import (
	"context"
	"fmt"
	"strings"

	"interdict/ftm"
	"interdict/records"
)

// A Record is an entry whole: the entity, what is attached to it, and where the
// same party is listed besides.
type Record struct {
	Entity   *ftm.Entity   `json:"entity"`
	List     string        `json:"list"`
	Since    *string       `json:"since"`   // date of listing, null where the list gives none
	SeenBy   *string       `json:"seen_by"` // date of the earliest version of the list that is known to have it
	Party    string        `json:"party"`
	Also     []AlsoListed  `json:"also"` // other lists' entries of the same party
	Attached []*ftm.Entity `json:"attached"`

	others map[string]*ftm.Entity // what Attached points at, by id
}

// An AlsoListed is another list's entry of the same party.
type AlsoListed struct {
	List   string  `json:"list"`
	ID     string  `json:"id"`
	Entity string  `json:"entity"`
	Since  *string `json:"since"`
	SeenBy *string `json:"seen_by"`
	Why    string  `json:"why"` // why it is taken for the same party; "" where through a third entry
}

// Other returns an entity that what is attached points at, or nil.
func (r *Record) Other(id string) *ftm.Entity { return r.others[id] }

// Show returns the entries that an id names: a FollowTheMoney id, or a
// publisher's own, which several publishers may use.
func (s *Service) Show(ctx context.Context, id string) ([]Record, error) {
	store, err := s.Records(ctx)
	if err != nil {
		return nil, err
	}
	var out []Record
	for _, n := range store.Named(id) {
		r, err := record(store, n)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no entry %q in the lists that are loaded", id)
	}
	return out, nil
}

// record is a listed entry with what is attached to it, and the other entries of
// its party.
func record(store *records.Store, n int) (Record, error) {
	x, err := store.Record(n)
	if err != nil {
		return Record{}, err
	}
	t := x.Target
	r := Record{Entity: x.Entity, List: t.List, Since: optional(t.Since), SeenBy: optional(t.SeenBy), Party: t.Party,
		Also: []AlsoListed{}, Attached: []*ftm.Entity{}, others: map[string]*ftm.Entity{}}
	for _, a := range store.PointingAt(n) {
		e, err := store.Entity(a)
		if err != nil {
			return r, err
		}
		r.Attached = append(r.Attached, e)
		for _, other := range e.ByType(ftm.TypeEntity) {
			if o, ok := store.Find(other); ok && r.others[other] == nil {
				if r.others[other], err = store.Entity(o); err != nil {
					return r, err
				}
			}
		}
	}
	also, err := store.Also(n)
	if err != nil {
		return r, err
	}
	for _, a := range also {
		x, err := store.Record(a.Number)
		if err != nil {
			return r, err
		}
		r.Also = append(r.Also, AlsoListed{List: x.Target.List, ID: x.Target.ID, Entity: x.Entity.ID, Since: optional(x.Target.Since), SeenBy: optional(x.Target.SeenBy), Why: a.Why})
	}
	return r, nil
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Entry returns the one entry that an id names; it is an error where several
// publishers use it.
func (s *Service) Entry(ctx context.Context, id string) (*ftm.Entity, error) {
	records, err := s.Show(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(records) > 1 {
		var whole []string
		for _, r := range records {
			whole = append(whole, r.Entity.ID)
		}
		return nil, fmt.Errorf("%d lists have an entry %s; name one by its whole id: %s", len(records), id, strings.Join(whole, ", "))
	}
	return records[0].Entity, nil
}
