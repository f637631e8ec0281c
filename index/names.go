package index

import (
	"cmp"
	"slices"

	"interdict/match"
	"interdict/names"
)

// A classSearch finds, class by class, the names that one of a query's comes
// to a floor with, from what its units met.
type classSearch struct {
	ix *Index

	// of the query's name
	name   *names.Name
	shape  names.Shape
	asked  []asked
	always uint64 // words accounted for whatever the name
	floor  float64

	kinds     uint16      // classes of kinds that the query could be, a bit each
	stretches [][]stretch // of each class, what was met in it

	// of the class
	columns []column
	order   []int         // columns that are read
	rest    []int         // columns that could not lift a name to the floor even together
	most    names.Meeting // the most that those add
	mask    uint64        // and the words that they account for
	place   []uint32      // of each name its tally and one more, 0 where it has none
	tallies []tally
	unread  []unread        // what was met in columns that are not read
	last    []uint32        // of each unit the last of its unread and one more, 0 where it has none
	parts   []names.Meeting // scratch: of each column its best in a name
}

// unread is a meeting of a column that is not read.
type unread struct {
	column int
	before uint32 // another of the same unit, as in last
	names.Meeting
}

// A stretch is the names of a class that hold a unit that was met.
type stretch struct {
	unit  uint32
	names []uint32
	asked int // by which unit of the query
	names.Meeting
}

// A column is what one unit of the query met in a class.
type column struct {
	met   []stretch
	count int // of names
	mask  uint64
	most  names.Meeting
}

// A tally is what a query's units share with one name so far. Of several units
// that one of the query meets in a name the best counts, part by part.
type tally struct {
	name   uint32
	column int32 // whose best meeting is in now
	mask   uint64
	sum    names.Meeting
	now    names.Meeting
}

func newClassSearch(ix *Index) classSearch {
	return classSearch{ix: ix, stretches: make([][]stretch, len(ix.classes)), place: make([]uint32, len(ix.nameOwner)), last: make([]uint32, len(ix.unitEnds))}
}

// search appends the owners of the names that one of the query's comes to the
// floor with.
func (c *classSearch) search(n *names.Name, asked []asked, always uint64, floor float64, found []uint32) []uint32 {
	c.name, c.shape, c.asked, c.always, c.floor = n, n.Shape(), asked, always, floor
	c.gather()
	for i := range c.ix.classes {
		if c.inColumns(c.stretches[i]) {
			found = c.inClass(&c.ix.classes[i], found)
		}
	}
	return found
}

// gather finds, class by class, the names that hold what was met.
func (c *classSearch) gather() {
	classes := c.ix.classes
	c.kinds = 0
	for i := range c.stretches {
		c.stretches[i] = c.stretches[i][:0]
		if match.KindsMatch(c.name.Kind, classes[i].kind) {
			c.kinds |= 1 << i
		}
	}
	for i := range c.asked {
		for k := range c.asked[i].met {
			m := &c.asked[i].met[k]
			holds := c.ix.unitClasses[m.unit]
			wanted := holds & c.kinds
			if wanted == 0 {
				continue
			}
			s := stretch{unit: m.unit, asked: i, Meeting: m.Meeting}
			if c.asked[i].mask == 0 {
				s.Shared, s.Bits = 0, 0 // what unkeyed words add is in the shape
			}
			rest := c.ix.posting(m.unit)
			for j := 0; wanted>>j != 0; j++ {
				switch {
				case holds>>j&1 == 0:
					continue
				case holds>>j == 1: // the last that holds it
					s.names, rest = rest, nil
				default:
					to := below(rest, classes[j].to)
					s.names, rest = rest[:to], rest[to:]
				}
				if wanted>>j&1 != 0 {
					c.stretches[j] = append(c.stretches[j], s)
				}
			}
		}
	}
}

// below returns how many of a posting list's names are below a number.
func below(posting []uint32, number uint32) int {
	if len(posting) < 16 {
		n := 0
		for n < len(posting) && posting[n] < number {
			n++
		}
		return n
	}
	if posting[0] >= number {
		return 0
	}
	n, _ := slices.BinarySearch(posting, number)
	return n
}

// inColumns puts the stretches of a class into columns, and reports whether a
// hit may rest on any.
func (c *classSearch) inColumns(all []stretch) bool {
	c.columns = c.columns[:0]
	keyed := false
	for len(all) > 0 {
		n := 1
		col := column{count: len(all[0].names), mask: c.asked[all[0].asked].mask, most: all[0].Meeting}
		for ; n < len(all) && all[n].asked == all[0].asked; n++ {
			col.count += len(all[n].names)
			col.most = best(col.most, all[n].Meeting)
		}
		col.met, all = all[:n], all[n:]
		c.columns = append(c.columns, col)
		keyed = keyed || col.mask != 0
	}
	return keyed
}

// inClass appends the owners of the names of a class that come to the floor.
func (c *classSearch) inClass(of *class, found []uint32) []uint32 {
	c.choose(&of.ceiling)
	c.tallies = c.tallies[:0]
	for _, i := range c.order {
		c.read(int32(i))
	}
	for i := range c.tallies {
		t := &c.tallies[i]
		c.place[t.name] = 0
		if t.mask == 0 {
			continue // nothing that a hit could rest on
		}
		if owner := c.ix.nameOwner[t.name]; !slices.Contains(found[max(0, len(found)-8):], owner) && c.comes(t, of.kind) {
			found = append(found, owner)
		}
	}
	c.forgetRest()
	return found
}

// noteRest notes what was met in the columns that are not read, by unit.
func (c *classSearch) noteRest() {
	for _, i := range c.rest {
		for k := range c.columns[i].met {
			s := &c.columns[i].met[k]
			c.unread = append(c.unread, unread{i, c.last[s.unit], s.Meeting})
			c.last[s.unit] = uint32(len(c.unread))
		}
	}
}

// forgetRest undoes noteRest.
func (c *classSearch) forgetRest() {
	if len(c.unread) == 0 {
		return
	}
	for _, i := range c.rest {
		for k := range c.columns[i].met {
			c.last[c.columns[i].met[k].unit] = 0
		}
	}
	c.unread = c.unread[:0]
}

// addRest adds to a tally what its name has in the columns that are not read.
func (c *classSearch) addRest(t *tally) {
	c.parts = append(c.parts[:0], make([]names.Meeting, len(c.columns))...)
	for _, unit := range c.ix.unitsOf(t.name) {
		for at := c.last[unit]; at != 0; at = c.unread[at-1].before {
			u := &c.unread[at-1]
			c.parts[u.column] = best(c.parts[u.column], u.Meeting)
			t.mask |= c.columns[u.column].mask
		}
	}
	for _, m := range c.parts {
		t.sum = add(t.sum, m)
	}
}

// choose parts the columns into those that are read and those that could not
// lift any name of the class to the floor even together: whatever comes to the
// floor is in one that is read. The fullest are left unread first.
func (c *classSearch) choose(ceiling *names.Shape) {
	c.order, c.rest = c.order[:0], c.rest[:0]
	c.most, c.mask = names.Meeting{}, 0
	for i := range c.columns {
		c.order = append(c.order, i)
	}
	slices.SortFunc(c.order, func(a, b int) int { return cmp.Compare(c.columns[b].count, c.columns[a].count) })
	c.order = slices.DeleteFunc(c.order, func(i int) bool {
		col := &c.columns[i]
		most, mask := add(c.most, col.most), c.mask|col.mask
		if col.mask != 0 && float64(c.shape.BoundAny(ceiling, most.Shared, most.Bits, c.name.KeyedWeight(mask|c.always))) >= c.floor {
			return false
		}
		c.most, c.mask = most, mask
		c.rest = append(c.rest, i)
		return true
	})
}

// read adds a column to the tallies of its names.
func (c *classSearch) read(i int32) {
	col := &c.columns[i]
	for k := range col.met {
		l := &col.met[k]
		for _, name := range l.names {
			at := c.place[name]
			if at == 0 {
				c.tallies = append(c.tallies, tally{name, i, col.mask, l.Meeting, l.Meeting})
				c.place[name] = uint32(len(c.tallies))
				continue
			}
			c.tallies[at-1].add(i, col.mask, &l.Meeting)
		}
	}
}

func (t *tally) add(column int32, mask uint64, m *names.Meeting) {
	if t.column != column {
		t.column, t.now = column, names.Meeting{}
	}
	t.mask |= mask
	if m.Shared > t.now.Shared {
		t.sum.Shared += m.Shared - t.now.Shared
		t.now.Shared = m.Shared
	}
	if m.Bits > t.now.Bits {
		t.sum.Bits += m.Bits - t.now.Bits
		t.now.Bits = m.Bits
	}
	if m.Cover > t.now.Cover {
		t.sum.Cover += m.Cover - t.now.Cover
		t.now.Cover = m.Cover
	}
}

// comes reports whether a name comes to the floor: by its bound with the most
// that the unread columns add, then by that with what they do, then by its score.
func (c *classSearch) comes(t *tally, kind names.Kind) bool {
	other := names.ShapeOf(c.ix.shapes[names.ShapeFields*int(t.name):])
	reaches := func(m names.Meeting, mask uint64) bool {
		return float64(c.shape.Bound(&other, m.Shared, m.Bits, c.name.KeyedWeight(mask|c.always), m.Cover)) >= c.floor
	}
	if !reaches(add(t.sum, c.most), t.mask|c.mask) {
		return false
	}
	if len(c.rest) > 0 {
		if len(c.unread) == 0 {
			c.noteRest()
		}
		c.addRest(t)
		if !reaches(t.sum, t.mask) {
			return false
		}
	}
	score, _ := names.Score(c.name, c.ix.name(t.name, kind))
	return score >= c.floor
}

func add(a, b names.Meeting) names.Meeting {
	return names.Meeting{Shared: a.Shared + b.Shared, Bits: a.Bits + b.Bits, Cover: a.Cover + b.Cover}
}

func best(a, b names.Meeting) names.Meeting {
	return names.Meeting{Shared: max(a.Shared, b.Shared), Bits: max(a.Bits, b.Bits), Cover: max(a.Cover, b.Cover)}
}
