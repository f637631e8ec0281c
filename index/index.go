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
//	err = ix.Search(ctx, query, 0.7, func(entry int) { … })
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
//     bound is under the floor are left out.
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
	"runtime"
	"sync/atomic"

	"github.com/edsrzf/mmap-go"

	"interdict/match"
	"interdict/names"
)

// An Index finds candidates among the entities it was built from.
type Index struct {
	model *match.Model
	file  mmap.MMap

	meta, body         []byte
	metaEnds, bodyEnds []uint32
	nameOwner          []uint32
	nameFirst          []uint32 // of each entry, and one more
	shapes             []uint32 // names.ShapeFields numbers for each name
	identities         []byte   // of the units
	unitEnds           []uint32
	signatures         []uint64 // of each unit
	postEnds           []uint32
	postings           []uint32
	units              table
	identifiers        table

	prepared []atomic.Pointer[match.Entity] // made when first needed
	unit     []atomic.Pointer[names.Unit]
	searches chan *search // idle ones
}

// Open maps an index file. It is an error where the file is damaged, of
// another version of the program, or was built with another identity: then
// build it anew.
func Open(path, identity string, model *match.Model) (*Index, error) {
	file, s, err := openFile(path, fullIdentity(identity, model))
	if err != nil {
		return nil, err
	}
	ix, err := fromSections(s, model)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Unmap())
	}
	ix.file = file
	return ix, nil
}

// New makes an index of entries that is in memory alone.
func New(ctx context.Context, model *match.Model, entries []Entry) (*Index, error) {
	b, err := compile(ctx, model, entries)
	if err != nil {
		return nil, err
	}
	return fromSections(b.sections(), model)
}

func fromSections(s [sectionCount][]byte, model *match.Model) (*Index, error) {
	ix := &Index{
		model: model,
		meta:  s[sectionMeta], metaEnds: numbers[uint32](s[sectionMetaEnds]),
		body: s[sectionBody], bodyEnds: numbers[uint32](s[sectionBodyEnds]),
		nameOwner: numbers[uint32](s[sectionNameOwner]), nameFirst: numbers[uint32](s[sectionNameFirst]),
		shapes: numbers[uint32](s[sectionNameShape]), identities: s[sectionUnitIdentity], unitEnds: numbers[uint32](s[sectionUnitEnds]), signatures: numbers[uint64](s[sectionUnitSignature]),
		postEnds: numbers[uint32](s[sectionPostEnds]), postings: numbers[uint32](s[sectionPostings]),
		units:       table{numbers[uint64](s[sectionKeySlots]), numbers[uint32](s[sectionKeyLists])},
		identifiers: table{numbers[uint64](s[sectionIDSlots]), numbers[uint32](s[sectionIDLists])},
		searches:    make(chan *search, 2*runtime.GOMAXPROCS(0)),
	}
	n := len(ix.metaEnds)
	if len(ix.bodyEnds) != n || len(ix.nameFirst) != n+1 || len(ix.shapes) != names.ShapeFields*len(ix.nameOwner) ||
		len(ix.postEnds) != len(ix.unitEnds) || len(ix.signatures) != len(ix.unitEnds) || !ix.units.valid(len(ix.unitEnds)) || !ix.identifiers.valid(n) {
		return nil, fmt.Errorf("%w: its parts do not fit together", errDamaged)
	}
	ix.prepared = make([]atomic.Pointer[match.Entity], n)
	ix.unit = make([]atomic.Pointer[names.Unit], len(ix.unitEnds))
	return ix, nil
}

// Close gives the file back. Nothing may be asked of the index afterwards.
func (ix *Index) Close() error {
	if ix.file == nil {
		return nil
	}
	return ix.file.Unmap()
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
	if p := ix.prepared[entry].Load(); p != nil {
		return p, nil
	}
	e, err := decodeEntity(part(ix.body, ix.bodyEnds, entry))
	if err != nil {
		return nil, fmt.Errorf("index entry %d: %w", entry, err)
	}
	p := ix.model.Prepare(e)
	ix.prepared[entry].Store(p)
	return p, nil
}

// Each calls f for every entity, for whoever wants to compare with all.
func (ix *Index) Each(ctx context.Context, f func(entry int, e *match.Entity)) error {
	for i := range ix.Len() {
		if i%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		e, err := ix.Entity(i)
		if err != nil {
			return err
		}
		f(i, e)
	}
	return nil
}

// unitAt returns a unit of the index.
func (ix *Index) unitAt(i uint32) (*names.Unit, error) {
	if u := ix.unit[i].Load(); u != nil {
		return u, nil
	}
	u, err := names.UnitOf(part(ix.identities, ix.unitEnds, int(i)))
	if err != nil {
		return nil, fmt.Errorf("index unit %d: %w", i, err)
	}
	ix.unit[i].Store(u)
	return u, nil
}

// name returns a name of the index.
func (ix *Index) name(i uint32) (*names.Name, error) {
	owner := ix.nameOwner[i]
	e, err := ix.Entity(int(owner))
	if err != nil {
		return nil, err
	}
	k := int(i - ix.nameFirst[owner])
	if k >= e.Names() {
		return nil, fmt.Errorf("index name %d: %w", i, errDamaged)
	}
	return e.NameAt(k), nil
}

func part(data []byte, ends []uint32, i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = ends[i-1]
	}
	return data[start:ends[i]]
}
