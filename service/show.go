package service

import (
	"context"
	"fmt"
	"strings"

	"interdict/ftm"
	"interdict/screen"
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
	l, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	var out []Record
	for _, t := range l.targets {
		if t.Entity.ID != id && t.ID != id {
			continue
		}
		r := l.record(t)
		r.Also = l.also(t.Entity.ID)
		out = append(out, r)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no entry %q in the lists that are loaded", id)
	}
	return out, nil
}

// record is an entry with what is attached to it.
func (l *loaded) record(t screen.Target) Record {
	r := Record{Entity: t.Entity, List: t.List, Since: optional(t.Since), SeenBy: optional(t.SeenBy), Party: t.Party,
		Also: []AlsoListed{}, Attached: []*ftm.Entity{}, others: map[string]*ftm.Entity{}}
	for _, a := range l.attached[t.Entity.ID] {
		e := l.entities[a]
		r.Attached = append(r.Attached, e)
		for _, other := range e.ByType(ftm.TypeEntity) {
			if x := l.entities[other]; x != nil {
				r.others[other] = x
			}
		}
	}
	return r
}

// attach returns entities by id, and for each id the ids of those that point
// at it.
func attach(all []*ftm.Entity) (entities map[string]*ftm.Entity, attached map[string][]string) {
	entities, attached = make(map[string]*ftm.Entity, len(all)), map[string][]string{}
	for _, e := range all {
		entities[e.ID] = e
		for _, id := range e.ByType(ftm.TypeEntity) {
			attached[id] = append(attached[id], e.ID)
		}
	}
	return entities, attached
}

// also returns the other entries of an entry's party.
func (l *loaded) also(id string) []AlsoListed {
	out := []AlsoListed{}
	for _, t := range l.targets {
		if t.Party != l.parties.Of(id) || t.Entity.ID == id {
			continue
		}
		a := AlsoListed{List: t.List, ID: t.ID, Entity: t.Entity.ID, Since: optional(t.Since), SeenBy: optional(t.SeenBy)}
		for _, link := range l.parties.Links() {
			if link.A == id && link.B == t.Entity.ID || link.B == id && link.A == t.Entity.ID {
				a.Why = link.Reason
			}
		}
		out = append(out, a)
	}
	return out
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
