// Package records keeps the entities of lists in one file beside the compiled
// index, so that a program that answers need not hold them in memory. What is
// asked for is read from the mapped file and made an entity then.
//
//	err := records.Build(path, identity, records.Content{Entities: all, Targets: targets, Parties: parties})
//	store, err := records.Open(path, identity)
//	n, ok := store.Find("us_ofac_sdn-21444")
//	record, err := store.Record(n)
//
// Entities are told by their number, in the order in which the lists gave them.
// The file knows them by FollowTheMoney id, listed ones by their publisher's id
// and by the words of their names too, what points at each, and the other
// entries of its party. It says what it was made of, has a checksum, and is made
// anew where either does not fit (see package sections).
//
// # Format
//
// A record is, with numbers as unsigned varints and texts as their length and
// bytes: the id; twice the place of the schema among the words, plus one where
// it is a target; one more than its place among listed entities, 0 where it is
// none; of a listed entity its list (a word), the publisher's id, the
// programmes, since, seen by and the party; then datasets (words), referents,
// first seen, last seen, last change; properties, each as its name (a word) with
// values; and the values that were kept aside. Lists begin with their length.
package records

import (
	"fmt"
	"iter"
	"math"
	"runtime"

	"interdict/ftm"
	"interdict/internal/packed"
	"interdict/internal/sections"
	"interdict/resolve"
	"interdict/screen"
)

// Content is what a file is made of.
type Content struct {
	Entities []*ftm.Entity   // all
	Targets  []screen.Target // the listed ones among them, with what is said of them
	Parties  *resolve.Parties
}

// The sections.
const (
	sectionWords        = iota // names of schemata, properties and lists, each once
	sectionBodies              // records, in the order of entities
	sectionBodyEnds            // where each ends
	sectionTargets             // numbers of listed entities, in their order
	sectionIDs                 // hash table of FollowTheMoney ids
	sectionOwnIDs              // hash table of publishers' ids
	sectionPointing            // numbers of the entities that point at each
	sectionPointingEnds        // where those of each entity end
	sectionAlso                // of each listed entity the others of its party: number and reason
	sectionAlsoEnds            // where those of each listed entity end
	sectionNames               // words of names, folded, in order
	sectionNameEnds            // where each ends
	sectionNamed               // listed entities that have each in a name
	sectionNamedEnds           // where those of each word end
	sectionCount
)

var kind = sections.Kind{Magic: "INTRDCTR", Format: 1, Count: sectionCount}

// A Store is the entities of some lists. It is immutable and safe for
// concurrent use.
type Store struct {
	file *sections.File // nil where it is in memory alone

	words        []string
	schemata     []*ftm.Schema // by word; nil where it is none
	bodies       []byte
	bodyEnds     []uint32
	targets      []uint32
	ids, ownIDs  []uint32
	pointing     []uint32
	pointingEnds []uint32
	also         []byte
	alsoEnds     []uint32
	names        []byte
	nameEnds     []uint32
	named        []uint32
	namedEnds    []uint32
}

// Build writes a store into a file, whole or not at all. The identity says what
// it is made of.
func Build(path, identity string, c Content) error {
	all, err := encode(c)
	if err != nil {
		return err
	}
	return sections.Write(path, kind, identity, all)
}

// New makes a store that is in memory alone.
func New(c Content) (*Store, error) {
	all, err := encode(c)
	if err != nil {
		return nil, err
	}
	return open(all)
}

// Open maps a file. It is an error where it is not there, is damaged, or was
// made of something else or by another version of the program: make it anew.
func Open(path, identity string) (*Store, error) {
	f, err := sections.Open(path, kind, identity)
	if err != nil {
		return nil, err
	}
	s, err := open(f.Sections)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	s.file = f
	return s, nil
}

// Close gives the file back. Nothing may be asked of the store afterwards. One
// that nobody has any more gives it back by itself.
func (s *Store) Close() error { return s.file.Close() }

func open(all [][]byte) (*Store, error) {
	s := &Store{
		bodies: all[sectionBodies], bodyEnds: sections.Numbers[uint32](all[sectionBodyEnds]), targets: sections.Numbers[uint32](all[sectionTargets]),
		ids: sections.Numbers[uint32](all[sectionIDs]), ownIDs: sections.Numbers[uint32](all[sectionOwnIDs]),
		pointing: sections.Numbers[uint32](all[sectionPointing]), pointingEnds: sections.Numbers[uint32](all[sectionPointingEnds]),
		also: all[sectionAlso], alsoEnds: sections.Numbers[uint32](all[sectionAlsoEnds]),
		names: all[sectionNames], nameEnds: sections.Numbers[uint32](all[sectionNameEnds]), named: sections.Numbers[uint32](all[sectionNamed]), namedEnds: sections.Numbers[uint32](all[sectionNamedEnds]),
	}
	r := packed.Reader{Left: string(all[sectionWords])}
	for len(r.Left) > 0 && !r.Bad {
		w := r.Text()
		s.words = append(s.words, w)
		s.schemata = append(s.schemata, ftm.Lookup(w))
	}
	fits := func(ends []uint32, n, size int) bool {
		return len(ends) == n && (n == 0 || int(ends[n-1]) == size)
	}
	n, targets := len(s.bodyEnds), len(s.targets)
	if r.Bad || n > math.MaxInt32 || !fits(s.bodyEnds, n, len(s.bodies)) || !fits(s.pointingEnds, n, len(s.pointing)) || !fits(s.alsoEnds, targets, len(s.also)) ||
		!fits(s.nameEnds, len(s.namedEnds), len(s.names)) || !fits(s.namedEnds, len(s.namedEnds), len(s.named)) ||
		!fitsTable(s.ids, n) || !fitsTable(s.ownIDs, targets) {
		return nil, fmt.Errorf("%w: its parts do not fit together", sections.ErrDamaged)
	}
	return s, nil
}

// part returns the i-th of the parts of something that end at ends. It is empty
// where they are out of order, as those of no whole file are.
func part[T any](data []T, ends []uint32, i int) []T {
	from := uint32(0)
	if i > 0 {
		from = ends[i-1]
	}
	if from > ends[i] || int(ends[i]) > len(data) {
		return nil
	}
	return data[from:ends[i]]
}

// Len returns how many entities there are.
func (s *Store) Len() int { return len(s.bodyEnds) }

// Targets returns the numbers of the listed entities, in the order of the lists.
func (s *Store) Targets() iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, n := range s.targets {
			if !yield(int(n)) {
				return
			}
		}
	}
}

// Target returns the number of the listed entity that has a place among them, as
// the engine that was built of the same targets counts.
func (s *Store) Target(place int) (n int, ok bool) {
	if place < 0 || place >= len(s.targets) {
		return 0, false
	}
	return int(s.targets[place]), true
}

// Find returns the number of an entity by its FollowTheMoney id.
func (s *Store) Find(id string) (int, bool) {
	defer runtime.KeepAlive(s) // headers lie in its file
	for n := range probe(s.ids, id) {
		if s.has(n) && s.header(n).id == id {
			return n, true
		}
	}
	return 0, false
}

// Named returns the listed entities that an id names: a FollowTheMoney id, or a
// publisher's own, which several publishers may use.
func (s *Store) Named(id string) []int {
	defer runtime.KeepAlive(s)
	var out []int
	if n, ok := s.Find(id); ok && s.header(n).place > 0 {
		out = append(out, n)
	}
	for n := range probe(s.ownIDs, id) {
		if !s.has(n) {
			continue
		}
		if h := s.header(n); h.ownID == id && h.id != id {
			out = append(out, n)
		}
	}
	return out
}

// PointingAt returns the entities that have an entity in one of their
// properties, in the order of the lists.
func (s *Store) PointingAt(n int) []int {
	var out []int
	for _, x := range part(s.pointing, s.pointingEnds, n) {
		out = append(out, int(x))
	}
	return out
}

// An Also is another entry of a party.
type Also struct {
	Number int
	Why    string // why the two were joined; "" where through a third
}

// Also returns the other entries of a listed entity's party, in the order of the
// lists.
func (s *Store) Also(n int) ([]Also, error) {
	if !s.has(n) {
		return nil, s.damaged(n)
	}
	h := s.header(n)
	if h.place == 0 || h.place > len(s.alsoEnds) {
		return nil, h.err
	}
	var out []Also
	r := packed.Reader{Left: string(part(s.also, s.alsoEnds, h.place-1))}
	for len(r.Left) > 0 && !r.Bad {
		out = append(out, Also{r.Number(), r.Text()})
		r.Bad = r.Bad || !s.has(out[len(out)-1].Number)
	}
	if r.Bad {
		return nil, s.damaged(n)
	}
	return out, nil
}

func (s *Store) has(n int) bool { return n >= 0 && n < len(s.bodyEnds) }

func (s *Store) damaged(n int) error { return fmt.Errorf("record %d: %w", n, sections.ErrDamaged) }
