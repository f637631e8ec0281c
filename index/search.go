package index

import (
	"context"
	"slices"

	"interdict/internal/recent"
	"interdict/match"
	"interdict/names"
)

// A search is the working memory of one query at a time.
type search struct {
	ix      *Index
	entries []uint32 // found, with repeats
	units   []names.Unit
	asked   []asked
	keys    []names.Key
	found   []uint32
	seen    []uint64                      // scratch of eachOnce: a bit for each unit
	known   recent.Map[string, []meeting] // what words of earlier queries met
	id      []byte
	joined  []meeting // what the query's joins met
	class   classSearch
	reader  names.UnitReader
	touched byte // of no meaning: reads for the sake of reading need a place to go
}

// asked is a unit of the query with what it met.
type asked struct {
	met  []meeting
	mask uint64 // words that it stands for; none where no hit may rest on it
}

// A meeting is a unit of the index that one of the query meets.
type meeting struct {
	unit uint32
	names.Meeting
}

// maxKnown is how many words each half of what a search remembers holds.
const maxKnown = 1 << 13

func (ix *Index) borrow() *search {
	select {
	case s := <-ix.searches:
		return s
	default:
		return newSearch(ix)
	}
}

func newSearch(ix *Index) *search {
	return &search{ix: ix, known: recent.Map[string, []meeting]{Half: maxKnown}, class: newClassSearch(ix), seen: make([]uint64, len(ix.unitEnds)/64+1)}
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
	s.asked, s.joined = s.asked[:0], s.joined[:0]
	var always uint64 // words accounted for whatever the name
	for i := range s.units {
		u := &s.units[i]
		met, unkeyed, err := s.meetings(u)
		if err != nil {
			return err
		}
		mask := u.Mask()
		if !u.Keyed() {
			mask = 0
		}
		if unkeyed {
			always |= mask
		}
		if len(met) > 0 {
			s.asked = append(s.asked, asked{met, mask})
		}
	}
	if len(s.asked) == 0 {
		return nil
	}
	s.entries = s.class.search(n, s.asked, always, floor, s.entries)
	return nil
}

func (ix *Index) posting(unit uint32) []uint32 { return part(ix.postings, ix.postEnds, int(unit)) }

// meetings returns the units of the index that a unit of the query meets and
// that names are found by, and whether it also meets one that they are not. The
// meetings are good until the next name.
func (s *search) meetings(u *names.Unit) (met []meeting, unkeyed bool, err error) {
	if u.Joins() { // seldom seen again
		from := len(s.joined)
		s.joined, unkeyed, err = s.lookUp(u, s.joined)
		return s.joined[from:], unkeyed, err
	}
	s.id = u.AppendIdentity(s.id[:0])
	if met, ok := s.known.Get(string(s.id)); ok {
		// What is remembered ends with a unit that names are not found by.
		if last := len(met) - 1; last >= 0 && met[last].unit == noUnit {
			return met[:last], true, nil
		}
		return met, false, nil
	}
	if met, unkeyed, err = s.lookUp(u, nil); err != nil {
		return nil, false, err
	}
	known := met
	if unkeyed {
		known = append(met, meeting{unit: noUnit})
	}
	s.known.Put(string(s.id), slices.Clip(known))
	return met, unkeyed, nil
}

// noUnit stands, last among remembered meetings, for units that no name is
// found by.
const noUnit = 1<<32 - 1

// lookUp appends the units of the index that a unit of a query meets.
func (s *search) lookUp(u *names.Unit, to []meeting) (met []meeting, unkeyed bool, err error) {
	s.keys = u.AppendQueryKeys(s.keys[:0])
	return s.meet(u, to)
}

// eachOnce leaves out what is there a second time. Most units come by several
// keys.
func (s *search) eachOnce(ids []uint32) []uint32 {
	out := ids[:0]
	for _, id := range ids {
		if word, bit := &s.seen[id/64], uint64(1)<<(id%64); *word&bit == 0 {
			*word |= bit
			out = append(out, id)
		}
	}
	for _, id := range out {
		s.seen[id/64] = 0
	}
	return out
}

// meet appends the units under the keys at hand that a unit of a query meets.
func (s *search) meet(u *names.Unit, to []meeting) (met []meeting, unkeyed bool, err error) {
	s.found = s.eachOnce(s.ix.units.appendAll(s.found[:0], s.keys))
	signature := u.Signature()
	s.found = slices.DeleteFunc(s.found, func(id uint32) bool {
		return !signature.MayMeet(names.Signature(s.ix.signatures[id]))
	})
	for _, id := range s.found { // all at once, as in [table.appendAll]
		s.touched |= part(s.ix.identities, s.ix.unitEnds, int(id))[0]
	}
	for _, id := range s.found {
		other, err := s.ix.unitAt(id, &s.reader)
		if err != nil {
			return nil, false, err
		}
		if !u.Keyed() && !other.Keyed() {
			continue
		}
		if m, ok := u.Meet(other); !ok {
			continue
		} else if other.Keyed() {
			to = append(to, meeting{id, m})
		} else {
			unkeyed = true
		}
	}
	return to, unkeyed, nil
}
