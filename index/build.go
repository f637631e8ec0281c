package index

import (
	"bytes"
	"context"
	"errors"
	"hash/maphash"
	"iter"
	"math"
	"runtime"
	"slices"
	"sync"

	"interdict/ftm"
	"interdict/internal/sections"
	"interdict/match"
	"interdict/names"
)

// An Entry is an entity to be found, with what the caller keeps with it.
type Entry struct {
	Entity *ftm.Entity
	Meta   []byte
}

// Build compiles entries into a file, whole or not at all. Entries are told by
// their place, and need not be in memory together. The identity says what they
// are, so that [Open] can tell whether the file is what is wanted.
func Build(ctx context.Context, path, identity string, model *match.Model, entries iter.Seq[Entry]) error {
	b, err := compile(ctx, model, entries)
	if err != nil {
		return err
	}
	all := b.sections()
	return sections.Write(path, kind, fullIdentity(identity, model), all[:])
}

func compile(ctx context.Context, model *match.Model, entries iter.Seq[Entry]) (*builder, error) {
	b := &builder{model: model, units: map[uint64]uint32{}, otherUnits: map[string]uint32{}, seed: maphash.MakeSeed()}
	const block = 4096 // prepared at a time, so that not all are in memory
	some := make([]Entry, 0, block)
	flush := func() error {
		for i, p := range b.prepare(ctx, some) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := b.add(some[i], p); err != nil {
				return err
			}
		}
		some = some[:0]
		return nil
	}
	for e := range entries {
		if some = append(some, e); len(some) == block {
			if err := flush(); err != nil {
				return nil, err
			}
		}
	}
	return b, flush()
}

// prepare prepares entities on all cores.
func (b *builder) prepare(ctx context.Context, entries []Entry) []*match.Entity {
	out := make([]*match.Entity, len(entries))
	workers := runtime.GOMAXPROCS(0)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(entries) && ctx.Err() == nil; i += workers {
				out[i] = b.model.Prepare(entries[i].Entity)
			}
		})
	}
	wg.Wait()
	return out
}

type builder struct {
	model *match.Model

	meta, body         []byte
	metaEnds, bodyEnds []uint32
	names              []buildName
	units              map[uint64]uint32 // by hash of the identity
	otherUnits         map[string]uint32 // by identity, where another has the hash
	seed               maphash.Seed
	identities         []byte // of the units
	unitEnds           []uint32
	spellings          []string
	signatures         []uint64
	carried            []carried
	postings           [][]uint32 // places in names of those that hold each unit, ascending
	keys               []keyed
	identifiers        []keyed

	// scratch
	buffer   []names.Unit
	identity []byte
	found    []names.Key
}

var errTooMuch = errors.New("more entities than one index can hold; split the lists")

func (b *builder) add(e Entry, p *match.Entity) error {
	entry := uint32(len(b.metaEnds))
	b.meta = append(b.meta, e.Meta...)
	b.body = appendEntity(b.body, e.Entity)
	if len(b.meta) > math.MaxUint32 || len(b.body) > math.MaxUint32 || len(b.identities) > math.MaxUint32 || len(b.names) > math.MaxUint32>>8 {
		return errTooMuch
	}
	b.metaEnds = append(b.metaEnds, uint32(len(b.meta)))
	b.bodyEnds = append(b.bodyEnds, uint32(len(b.body)))
	for i := range p.Names() {
		b.addName(entry, p.NameAt(i))
	}
	b.found = p.AppendIdentifierKeys(b.found[:0])
	for _, key := range b.found {
		b.identifiers = append(b.identifiers, newKeyed(uint64(key), entry))
	}
	return nil
}

func (b *builder) addName(entry uint32, n *names.Name) {
	name := uint32(len(b.names))
	b.names = append(b.names, buildName{n.Original, entry, n.Kind, n.Shape(), nil})
	b.buffer = n.AppendUnits(b.buffer[:0])
	for i := range b.buffer {
		u := &b.buffer[i]
		b.identity = u.AppendIdentity(b.identity[:0])
		id, known := b.unitOf(b.identity)
		if !known {
			b.identities = append(b.identities, b.identity...)
			b.unitEnds = append(b.unitEnds, uint32(len(b.identities)))
			b.spellings = append(b.spellings, u.Latin())
			b.signatures = append(b.signatures, uint64(u.Signature()))
			b.carried = append(b.carried, carriedBy(u))
			b.postings = append(b.postings, nil)
			b.found = u.AppendKeys(b.found[:0])
			for _, key := range b.found {
				b.keys = append(b.keys, newKeyed(uint64(key), id))
			}
		}
		if !u.Keyed() {
			continue // it is looked up to be accounted for, never to find a name by
		}
		b.names[name].units = append(b.names[name].units, id)
		if have := b.postings[id]; len(have) == 0 || have[len(have)-1] != name {
			b.postings[id] = append(have, name)
		}
	}
}

// unitOf returns the number of the unit with an identity, a new one where there
// was none.
func (b *builder) unitOf(identity []byte) (id uint32, known bool) {
	hash, next := maphash.Bytes(b.seed, identity), uint32(len(b.unitEnds))
	id, known = b.units[hash]
	switch {
	case !known:
		b.units[hash] = next
		return next, false
	case bytes.Equal(part(b.identities, b.unitEnds, int(id)), identity):
		return id, true
	}
	if id, known = b.otherUnits[string(identity)]; !known {
		b.otherUnits[string(identity)] = next
		return next, false
	}
	return id, true
}

func (b *builder) sections() [sectionCount][]byte {
	b.units, b.otherUnits = nil, nil // no more are added
	b.sortUnits()
	place := b.sortNames()
	classes := encodeClasses(b.names)
	var postings, postEnds []uint32
	var unitClasses []uint16
	var carried []uint32
	for _, p := range b.postings {
		from := len(postings)
		for _, name := range p {
			postings = append(postings, place[name])
		}
		slices.Sort(postings[from:])
		postEnds = append(postEnds, uint32(len(postings)))
		unitClasses = append(unitClasses, classesOf(postings[from:], classes))
	}
	for _, c := range b.carried {
		carried = c.appendTo(carried)
	}
	var text []byte
	var textEnds, owners, shapes []uint32
	for i := range b.names {
		n := &b.names[i]
		text = append(text, n.text...)
		textEnds = append(textEnds, uint32(len(text)))
		owners = append(owners, n.owner)
		shapes = appendShape(shapes, n.shape)
	}
	units, identifiers := buildTable(b.keys), buildTable(b.identifiers)
	nameUnits, nameUnitEnds, nameWords := b.unitsOfNames()
	anchors, anchorEnds := b.anchors()
	han := b.beginnings()
	return [sectionCount][]byte{
		sectionMeta: b.meta, sectionMetaEnds: sections.Bytes(b.metaEnds),
		sectionBody: b.body, sectionBodyEnds: sections.Bytes(b.bodyEnds),
		sectionClasses: sections.Bytes(classes),
		sectionNames:   text, sectionNameEnds: sections.Bytes(textEnds), sectionNameOwner: sections.Bytes(owners), sectionNameShape: sections.Bytes(shapes),
		sectionNameUnits: sections.Bytes(nameUnits), sectionNameUnitEnds: sections.Bytes(nameUnitEnds), sectionNameWords: nameWords,
		sectionAnchors: sections.Bytes(anchors), sectionAnchorEnds: sections.Bytes(anchorEnds),
		sectionHanSlots: sections.Bytes(han.slots), sectionHanLists: sections.Bytes(han.lists),
		sectionUnitIdentity: b.identities, sectionUnitEnds: sections.Bytes(b.unitEnds), sectionUnitSignature: sections.Bytes(b.signatures),
		sectionUnitCarried: sections.Bytes(carried), sectionUnitClasses: sections.Bytes(unitClasses),
		sectionPostEnds: sections.Bytes(postEnds), sectionPostings: sections.Bytes(postings),
		sectionKeySlots: sections.Bytes(units.slots), sectionKeyLists: sections.Bytes(units.lists),
		sectionIDSlots: sections.Bytes(identifiers.slots), sectionIDLists: sections.Bytes(identifiers.lists),
	}
}
