package index

import (
	"cmp"
	"slices"

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

	// of the class
	lists   []list
	columns []column
	order   []int         // columns that are read
	rest    []int         // columns that could not lift a name to the floor even together
	most    names.Meeting // the most that those add
	mask    uint64        // and the words that they account for
	place   []uint32      // of each name its tally and one more, 0 where it has none
	tallies []tally
}

// A list is the names of a class that hold a unit that was met.
type list struct {
	names []uint32
	names.Meeting
}

// A column is what one unit of the query met in a class.
type column struct {
	from, to int // its lists
	count    int // of names
	mask     uint64
	most     names.Meeting
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

func (c *classSearch) begin(n *names.Name, asked []asked, always uint64, floor float64) {
	c.name, c.shape, c.asked, c.always, c.floor = n, n.Shape(), asked, always, floor
}

// search appends the owners of the names of a class that come to the floor.
func (c *classSearch) search(of *class, found []uint32) []uint32 {
	if !c.gather(of) {
		return found
	}
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
	return found
}

// gather finds the names of a class that hold what was met, and reports
// whether there are any.
func (c *classSearch) gather(of *class) bool {
	c.lists, c.columns = c.lists[:0], c.columns[:0]
	any := false
	for i := range c.asked {
		a := &c.asked[i]
		col := column{from: len(c.lists), mask: a.mask}
		for k := range a.met {
			m := &a.met[k]
			names := within(c.ix.posting(m.unit), of)
			if len(names) == 0 {
				continue
			}
			l := list{names, m.Meeting}
			if a.mask == 0 {
				l.Shared, l.Bits = 0, 0 // what unkeyed words add is in the shape
			}
			c.lists = append(c.lists, l)
			col.count += len(names)
			col.most = best(col.most, l.Meeting)
		}
		if col.to = len(c.lists); col.count > 0 {
			c.columns = append(c.columns, col)
			any = any || a.mask != 0
		}
	}
	return any
}

// within returns the stretch of a posting list that lies in a class.
func within(posting []uint32, of *class) []uint32 {
	if len(posting) < 16 {
		from := 0
		for from < len(posting) && posting[from] < of.from {
			from++
		}
		to := from
		for to < len(posting) && posting[to] < of.to {
			to++
		}
		return posting[from:to]
	}
	from, _ := slices.BinarySearch(posting, of.from)
	to, _ := slices.BinarySearch(posting[from:], of.to)
	return posting[from : from+to]
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
	for k := col.from; k < col.to; k++ {
		l := &c.lists[k]
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
		for _, i := range c.rest {
			col := &c.columns[i]
			for k := col.from; k < col.to; k++ {
				if _, has := slices.BinarySearch(c.lists[k].names, t.name); has {
					t.add(int32(i), col.mask, &c.lists[k].Meeting)
				}
			}
		}
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
