package index

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"interdict/internal/sections"
	"interdict/names"
)

// Names are numbered class by class, so that a posting list holds the names of
// a class in one stretch. A class is of one kind of bearer and one level
// ([names.Shape.Level]): a person's name is not sought among those of vessels,
// and the ceiling of a class says which postings need not be read.

// A class is a stretch of the names.
type class struct {
	from, to uint32 // numbers of its names, the last one and one more
	kind     names.Kind
	ceiling  names.Shape // no name's shape is above it
}

// maxClasses is how many classes there can be: of each kind, each level.
const maxClasses = (int(names.Vessel) + 1) * names.Levels

// classFields is how many numbers the file has for a class.
const classFields = 3 + names.ShapeFields

// buildName is a name while an index is built.
type buildName struct {
	text  string
	owner uint32
	kind  names.Kind
	shape names.Shape
	units []uint32 // that it is filed under
}

// sortNames puts the names in the order of their classes. place says where
// each went.
func (b *builder) sortNames() (place []uint32) {
	order := make([]uint32, len(b.names))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortStableFunc(order, func(x, y uint32) int {
		a, b := &b.names[x], &b.names[y]
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.shape.Level(), b.shape.Level()))
	})
	place = make([]uint32, len(order))
	sorted := make([]buildName, len(order))
	for i, old := range order {
		place[old] = uint32(i)
		sorted[i] = b.names[old]
	}
	b.names = sorted
	return place
}

// sortUnits numbers the units in the order of the alphabet: those that share a
// key, which are looked at together, often share a beginning, and lie together
// in memory then.
func (b *builder) sortUnits() {
	order := make([]uint32, len(b.spellings))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortStableFunc(order, func(x, y uint32) int { return cmp.Compare(b.spellings[x], b.spellings[y]) })
	place := make([]uint32, len(order))
	var identities []byte
	var ends []uint32
	var signatures []uint64
	var carried []carried
	var postings [][]uint32
	for i, old := range order {
		place[old] = uint32(i)
		identities = append(identities, part(b.identities, b.unitEnds, int(old))...)
		ends = append(ends, uint32(len(identities)))
		signatures = append(signatures, b.signatures[old])
		carried = append(carried, b.carried[old])
		postings = append(postings, b.postings[old])
	}
	b.identities, b.unitEnds, b.signatures, b.carried, b.postings = identities, ends, signatures, carried, postings
	for i, k := range b.keys {
		b.keys[i] = k>>32<<32 | keyed(place[uint32(k)])
	}
	for i := range b.names {
		for k, old := range b.names[i].units {
			b.names[i].units[k] = place[old]
		}
	}
}

// encodeClasses returns the classes of sorted names as the file has them: first
// name, one past the last, kind, ceiling.
func encodeClasses(sorted []buildName) (out []uint32) {
	for from := 0; from < len(sorted); {
		first := &sorted[from]
		ceiling := first.shape
		to := from
		for ; to < len(sorted) && sorted[to].kind == first.kind && sorted[to].shape.Level() == first.shape.Level(); to++ {
			ceiling = ceiling.Max(sorted[to].shape)
		}
		out = appendShape(append(out, uint32(from), uint32(to), uint32(first.kind)), ceiling)
		from = to
	}
	return out
}

// classesOf returns a bit for each class that some of the names of a posting
// list are of.
func classesOf(posting, classes []uint32) (bits uint16) {
	for i := 0; len(posting) > 0; i++ {
		here := below(posting, classes[i*classFields+1])
		if here > 0 {
			bits |= 1 << i
		}
		posting = posting[here:]
	}
	return bits
}

func appendShape(to []uint32, s names.Shape) []uint32 {
	for _, f := range s.Fields() {
		to = append(to, math.Float32bits(f))
	}
	return to
}

func decodeClasses(numbers []uint32, count int) (out []class, err error) {
	next := uint32(0)
	for ; len(numbers) >= classFields; numbers = numbers[classFields:] {
		c := class{numbers[0], numbers[1], names.Kind(numbers[2]), names.ShapeOf(numbers[3:])}
		if c.from != next || c.to < c.from {
			break
		}
		next = c.to
		out = append(out, c)
	}
	if len(numbers) != 0 || int(next) != count || len(out) > maxClasses {
		return nil, fmt.Errorf("%w: its classes of names do not fit together", sections.ErrDamaged)
	}
	return out, nil
}
