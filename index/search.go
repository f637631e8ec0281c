package index

import (
	"context"
	"slices"

	"interdict/match"
	"interdict/names"
)

// A search is the working memory of one query at a time.
type search struct {
	ix      *Index
	tallies []tally // of every name of the index
	epoch   uint32  // marks the tallies of the query at hand
	touched []uint32
	entries []uint32 // found, with repeats
	units   []names.Unit
	keys    []names.Key
	found   []uint32
	known   memory // what words of earlier queries met
	id      []byte
	spare   []meeting
}

// A tally is what a query's units share with one name so far.
type tally struct {
	epoch               uint32
	unit                uint8 // the unit whose best meeting is in now
	shared, bits, cover float32
	now                 names.Meeting
	mask                uint64 // words of the query that are accounted for
}

// A meeting is a unit of the index that one of the query meets.
type meeting struct {
	unit uint32
	names.Meeting
	keyed bool
}

// A memory remembers what words met, those that were asked for lately: when it
// is full, what was not asked for since it last was is forgotten.
type memory struct{ young, old map[string][]meeting }

// maxKnown bounds how many words a memory holds, twice.
const maxKnown = 1 << 15

func (m *memory) get(id []byte) ([]meeting, bool) {
	if met, ok := m.young[string(id)]; ok {
		return met, true
	}
	met, ok := m.old[string(id)]
	if ok {
		m.put(id, met)
	}
	return met, ok
}

func (m *memory) put(id []byte, met []meeting) {
	if m.young == nil || len(m.young) >= maxKnown {
		m.young, m.old = make(map[string][]meeting, maxKnown/4), m.young
	}
	m.young[string(id)] = met
}

func (ix *Index) borrow() *search {
	select {
	case s := <-ix.searches:
		return s
	default:
		return &search{ix: ix, tallies: make([]tally, len(ix.nameOwner))}
	}
}

func (ix *Index) giveBack(s *search) {
	select {
	case ix.searches <- s:
	default:
	}
}

// Search calls back once for every entity that a query comes to a floor with
// (0.5–1), and perhaps for some whose names do but that what else is known
// speaks against, in ascending order.
func (ix *Index) Search(ctx context.Context, q *match.Entity, floor float64, yield func(entry int, e *match.Entity)) error {
	s := ix.borrow()
	defer ix.giveBack(s)
	s.entries = s.entries[:0]
	nameFloor := ix.model.NameFloor(q, floor)
	for i := range q.Names() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.name(q.NameAt(i), nameFloor); err != nil {
			return err
		}
	}
	s.keys = q.AppendIdentifierKeys(s.keys[:0])
	for _, key := range s.keys {
		s.entries = ix.identifiers.appendNumbers(s.entries, uint64(key))
	}
	slices.Sort(s.entries)
	for _, entry := range slices.Compact(s.entries) {
		e, err := ix.Entity(int(entry))
		if err != nil {
			return err
		}
		yield(int(entry), e)
	}
	return nil
}

// name adds the owners of the names that one of the query's comes to the floor
// with.
func (s *search) name(n *names.Name, floor float64) error {
	s.units = n.AppendUnits(s.units[:0])
	if s.epoch++; s.epoch == 0 { // once in four thousand million names
		clear(s.tallies)
		s.epoch = 1
	}
	s.touched = s.touched[:0]
	var always uint64 // words accounted for whatever the name
	for i := range s.units {
		u := &s.units[i]
		met, err := s.meetings(u)
		if err != nil {
			return err
		}
		mask := u.Mask()
		for k := range met {
			m := &met[k]
			switch {
			case u.Keyed() && m.keyed:
				s.tally(uint8(i), m, mask)
			case u.Keyed():
				always |= mask
			case m.keyed:
				s.tally(uint8(i), m, 0)
			}
		}
	}
	shape := n.Shape()
	for _, name := range s.touched {
		t := &s.tallies[name]
		if t.mask == 0 {
			continue // nothing that a hit could rest on
		}
		other := names.ShapeOf(s.ix.shapes[names.ShapeFields*int(name):])
		if shape.Bound(&other, t.shared, t.bits, n.KeyedWeight(t.mask|always), t.cover) < floor {
			continue
		}
		c, err := s.ix.name(name)
		if err != nil {
			return err
		}
		if score, _ := names.Score(n, c); score >= floor {
			s.entries = append(s.entries, s.ix.nameOwner[name])
		}
	}
	return nil
}

// tally adds a meeting to the names that hold the unit. Of several units that
// one of the query meets in a name the best counts, part by part.
func (s *search) tally(unit uint8, m *meeting, mask uint64) {
	shared, bits := m.Shared, m.Bits
	if mask == 0 {
		shared, bits = 0, 0 // what unkeyed words add is in the shape
	}
	for _, name := range s.ix.posting(m.unit) {
		t := &s.tallies[name]
		switch {
		case t.epoch != s.epoch:
			*t = tally{epoch: s.epoch, unit: unit, shared: shared, bits: bits, cover: m.Cover, now: names.Meeting{Shared: shared, Bits: bits, Cover: m.Cover}, mask: mask}
			s.touched = append(s.touched, name)
			continue
		case t.unit != unit:
			t.unit, t.now = unit, names.Meeting{}
		}
		if shared > t.now.Shared {
			t.shared += shared - t.now.Shared
			t.now.Shared = shared
		}
		if bits > t.now.Bits {
			t.bits += bits - t.now.Bits
			t.now.Bits = bits
		}
		if m.Cover > t.now.Cover {
			t.cover += m.Cover - t.now.Cover
			t.now.Cover = m.Cover
		}
		t.mask |= mask
	}
}

func (ix *Index) posting(unit uint32) []uint32 {
	start := uint32(0)
	if unit > 0 {
		start = ix.postEnds[unit-1]
	}
	return ix.postings[start:ix.postEnds[unit]]
}

// meetings returns the units of the index that a unit of the query meets. They
// are good until the next call.
func (s *search) meetings(u *names.Unit) ([]meeting, error) {
	if u.Joins() { // seldom seen again
		return s.lookUp(u)
	}
	s.id = u.AppendIdentity(s.id[:0])
	if met, ok := s.known.get(s.id); ok {
		return met, nil
	}
	met, err := s.lookUp(u)
	if err == nil {
		s.known.put(s.id, slices.Clone(met))
	}
	return met, err
}

func (s *search) lookUp(u *names.Unit) ([]meeting, error) {
	s.keys = u.AppendQueryKeys(s.keys[:0])
	s.found = s.found[:0]
	for _, key := range s.keys {
		s.found = s.ix.units.appendNumbers(s.found, uint64(key))
	}
	// Those that cannot meet are left out before the others are put in order.
	signature := u.Signature()
	s.found = slices.DeleteFunc(s.found, func(id uint32) bool {
		return !signature.MayMeet(names.Signature(s.ix.signatures[id]))
	})
	slices.Sort(s.found)
	s.spare = s.spare[:0]
	for _, id := range slices.Compact(s.found) {
		other, err := s.ix.unitAt(id)
		if err != nil {
			return nil, err
		}
		if !u.Keyed() && !other.Keyed() {
			continue
		}
		if m, ok := u.Meet(other); ok {
			s.spare = append(s.spare, meeting{id, m, other.Keyed()})
		}
	}
	return s.spare, nil
}
