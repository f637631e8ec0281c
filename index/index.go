// Package index finds, among many entities, those that a query could match,
// and misses none.
//
// [Build] compiles entities into one file; [Open] maps it into memory, in
// milliseconds and shared between processes; [Index.Search] calls back for
// every entity that comes to a floor by its names, or shares an identifier:
//
//	err := index.Build(ctx, path, identity, model, entries)
//	ix, err := index.Open(path, identity, model)
//	defer ix.Close()
//	err = ix.Search(ctx, query, 0.7, func(entry int, e *match.Entity) { … })
//
// # Exactness
//
// The answer is that of comparing the query with every entity, by three steps
// each of which only leaves out what cannot reach the floor:
//
//  1. Units. A name is filed under its units (words, joins of neighbours,
//     acronyms), each distinct one once. By the contract of package names a
//     pair of words can carry a hit only if its units share a key, so that
//     looking up the keys of the query's units finds every unit that could
//     meet one of them; [names.Unit.Meet] says which do, and what they share.
//  2. Names. The postings of those units give the names that hold them. What
//     the query's units share with each name, the best meeting of each, bounds
//     its score from above ([names.Shape.Bound], proved there). Names whose
//     bound is under the floor are left out, and postings that could not lift a
//     name to the floor even together are not read at all
//     ([names.Shape.BoundAny]; the idea is MaxScore, Turtle & Flood 1995).
//  3. Scores. What is left is scored by [names.Score] itself.
//
// The floor for names comes from the floor for entities by
// [match.Model.NameFloor]. Entities that share an identifier are called back
// for whatever their names are. The suite exact of the evaluation, and a test
// here over random entities, hold all of it to brute force.
//
// An index is immutable, and safe for concurrent use.
package index

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"

	"interdict/internal/sections"
	"interdict/match"
	"interdict/names"
)

// An Index finds candidates among the entities it was built from.
type Index struct {
	model *match.Model
	file  *sections.File // nil of one that is in memory alone

	meta, body         []byte
	metaEnds, bodyEnds []uint32
	names              []byte // as they were read, in the order of their classes
	nameEnds           []uint32
	nameOwner          []uint32
	classes            []class
	shapes             []uint32 // names.ShapeFields numbers for each name
	nameUnits          []uint32 // that each is filed under
	nameUnitEnds       []uint32
	nameWords          []byte // how many of these are words
	anchors            []uint32
	anchorEnds         []uint32
	beginnings         table  // of names that are written without spaces
	identities         []byte // of the units
	unitEnds           []uint32
	signatures         []uint64 // of each unit
	carried            []uint32 // carriedFields numbers for each unit
	unitClasses        []uint16 // a bit for each class that has names with the unit
	postEnds           []uint32
	postings           []uint32
	units              table
	identifiers        table

	entityCache cache[match.Entity] // made when needed
	nameCache   cache[names.Name]
	unitCache   cache[names.Unit]
	searches    chan *search // idle ones
}

// What the caches hold at most, some megabytes in all.
const (
	maxEntities = 1 << 11
	maxNames    = 1 << 11
	maxUnits    = 1 << 13
)

// Open maps an index file. It is an error where the file is damaged, of
// another version of the program, or was built with another identity: then
// build it anew.
func Open(path, identity string, model *match.Model) (*Index, error) {
	file, err := sections.Open(path, kind, fullIdentity(identity, model))
	if err != nil {
		return nil, err
	}
	ix, err := fromSections(file.Sections, model)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	ix.file = file
	return ix, nil
}

// New makes an index of entries that is in memory alone.
func New(ctx context.Context, model *match.Model, entries iter.Seq[Entry]) (*Index, error) {
	b, err := compile(ctx, model, entries)
	if err != nil {
		return nil, err
	}
	all := b.sections()
	return fromSections(all[:], model)
}

func fromSections(s [][]byte, model *match.Model) (*Index, error) {
	ix := &Index{
		model: model,
		meta:  s[sectionMeta], metaEnds: sections.Numbers[uint32](s[sectionMetaEnds]),
		body: s[sectionBody], bodyEnds: sections.Numbers[uint32](s[sectionBodyEnds]),
		names: s[sectionNames], nameEnds: sections.Numbers[uint32](s[sectionNameEnds]), nameOwner: sections.Numbers[uint32](s[sectionNameOwner]),
		shapes: sections.Numbers[uint32](s[sectionNameShape]), identities: s[sectionUnitIdentity], unitEnds: sections.Numbers[uint32](s[sectionUnitEnds]), signatures: sections.Numbers[uint64](s[sectionUnitSignature]),
		unitClasses: sections.Numbers[uint16](s[sectionUnitClasses]),
		postEnds:    sections.Numbers[uint32](s[sectionPostEnds]), postings: sections.Numbers[uint32](s[sectionPostings]),
		nameUnits: sections.Numbers[uint32](s[sectionNameUnits]), nameUnitEnds: sections.Numbers[uint32](s[sectionNameUnitEnds]), nameWords: s[sectionNameWords],
		carried: sections.Numbers[uint32](s[sectionUnitCarried]),
		anchors: sections.Numbers[uint32](s[sectionAnchors]), anchorEnds: sections.Numbers[uint32](s[sectionAnchorEnds]),
		beginnings:  table{sections.Numbers[uint32](s[sectionHanSlots]), sections.Numbers[uint32](s[sectionHanLists])},
		units:       table{sections.Numbers[uint32](s[sectionKeySlots]), sections.Numbers[uint32](s[sectionKeyLists])},
		identifiers: table{sections.Numbers[uint32](s[sectionIDSlots]), sections.Numbers[uint32](s[sectionIDLists])},
		searches:    make(chan *search, runtime.GOMAXPROCS(0)+1), // as many as work at one time, each with a memory of some megabytes
	}
	n := len(ix.metaEnds)
	if len(ix.bodyEnds) != n || len(ix.nameEnds) != len(ix.nameOwner) || len(ix.shapes) != names.ShapeFields*len(ix.nameOwner) ||
		len(ix.postEnds) != len(ix.unitEnds) || len(ix.signatures) != len(ix.unitEnds) || len(ix.unitClasses) != len(ix.unitEnds) || !ix.units.valid(len(ix.unitEnds)) || !ix.identifiers.valid(n) ||
		len(ix.nameUnitEnds) != len(ix.nameOwner) || len(ix.nameWords) != len(ix.nameOwner) || len(ix.carried) != carriedFields*len(ix.unitEnds) || len(ix.anchorEnds) != len(ix.unitEnds) || !ix.beginnings.valid(len(ix.nameOwner)) {
		return nil, fmt.Errorf("%w: its parts do not fit together", sections.ErrDamaged)
	}
	var err error
	if ix.classes, err = decodeClasses(sections.Numbers[uint32](s[sectionClasses]), len(ix.nameOwner)); err != nil {
		return nil, err
	}
	ix.entityCache = newCache[match.Entity](n, maxEntities)
	ix.nameCache = newCache[names.Name](len(ix.nameOwner), maxNames)
	ix.unitCache = newCache[names.Unit](len(ix.unitEnds), maxUnits)
	return ix, nil
}

// Close gives the file back at once. Nothing may be asked of the index
// afterwards. An index that nobody has any more gives it back by itself.
func (ix *Index) Close() error {
	return ix.file.Close()
}

// fullIdentity adds the model, whose words and keys the file holds.
func fullIdentity(identity string, model *match.Model) string {
	return identity + "\n" + model.Version()
}

// Len returns the number of entities.
func (ix *Index) Len() int { return len(ix.metaEnds) }

// Meta returns what was kept with an entity. The bytes are the file's: they
// must not be changed, nor used after [Index.Close].
func (ix *Index) Meta(entry int) []byte { return part(ix.meta, ix.metaEnds, entry) }

// Entity returns an entity prepared for comparison.
func (ix *Index) Entity(entry int) (*match.Entity, error) {
	if p, ok := ix.entityCache.get(uint32(entry)); ok {
		return p, nil
	}
	e, err := decodeEntity(part(ix.body, ix.bodyEnds, entry))
	if err != nil {
		return nil, fmt.Errorf("index entry %d: %w", entry, err)
	}
	p := ix.model.Prepare(e)
	ix.entityCache.put(uint32(entry), p)
	return p, nil
}

// unitAt returns a unit of the index, good until the reader reads the next.
func (ix *Index) unitAt(i uint32, r *names.UnitReader) (*names.Unit, error) {
	identity := part(ix.identities, ix.unitEnds, int(i))
	if !names.Open(identity) {
		u, err := r.Read(identity)
		if err != nil {
			return nil, fmt.Errorf("index unit %d: %w", i, err)
		}
		return u, nil
	}
	// What such a unit may be spelled as takes long to find out.
	if u, ok := ix.unitCache.get(i); ok {
		return u, nil
	}
	u, err := names.UnitOf(identity)
	if err != nil {
		return nil, fmt.Errorf("index unit %d: %w", i, err)
	}
	ix.unitCache.put(i, u)
	return u, nil
}

// name returns a name of the index.
func (ix *Index) name(i uint32, kind names.Kind) *names.Name {
	if n, ok := ix.nameCache.get(i); ok {
		return n
	}
	n := names.Parse(string(part(ix.names, ix.nameEnds, int(i))), kind)
	ix.nameCache.put(i, n)
	return n
}

func part[T byte | uint32](data []T, ends []uint32, i int) []T {
	start := uint32(0)
	if i > 0 {
		start = ends[i-1]
	}
	return data[start:ends[i]]
}
