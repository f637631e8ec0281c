package records

import (
	"errors"
	"math"
	"slices"
	"strings"

	"interdict/ftm"
	"interdict/internal/packed"
	"interdict/internal/sections"
	"interdict/screen"
)

// writer makes records.
type writer struct {
	words   []byte
	place   map[string]int // of words
	bodies  []byte
	ends    []uint32
	targets map[*ftm.Entity]int // place of listed entities
}

var errTooMuch = errors.New("more than one file of records can hold; split the lists")

func encode(c Content) ([][]byte, error) {
	w := writer{place: map[string]int{}, targets: make(map[*ftm.Entity]int, len(c.Targets))}
	for i := range c.Targets {
		w.targets[c.Targets[i].Entity] = i
	}
	number := make(map[string]uint32, len(c.Entities)) // of several with one id the last
	for n, e := range c.Entities {
		number[e.ID] = uint32(n)
	}
	ids, ownIDs := newTable(len(c.Entities)), newTable(len(c.Targets))
	targets := make([]uint32, len(c.Targets))
	for n, e := range c.Entities {
		var target *screen.Target
		if i, ok := w.targets[e]; ok {
			target = &c.Targets[i]
			targets[i] = uint32(n)
			insert(ownIDs, target.ID, n)
		}
		w.record(e, target)
		if len(w.bodies) > math.MaxUint32 {
			return nil, errTooMuch
		}
		w.ends = append(w.ends, uint32(len(w.bodies)))
		if number[e.ID] == uint32(n) {
			insert(ids, e.ID, n)
		}
	}
	pointing, pointingEnds := pointers(c.Entities, number)
	also, alsoEnds := partners(c, number)
	names := newNameWords(c.Targets, targets)
	return [][]byte{
		sectionWords:  w.words,
		sectionBodies: w.bodies, sectionBodyEnds: sections.Bytes(w.ends), sectionTargets: sections.Bytes(targets),
		sectionIDs: sections.Bytes(ids), sectionOwnIDs: sections.Bytes(ownIDs),
		sectionPointing: sections.Bytes(pointing), sectionPointingEnds: sections.Bytes(pointingEnds),
		sectionAlso: also, sectionAlsoEnds: sections.Bytes(alsoEnds),
		sectionNames: names.text, sectionNameEnds: sections.Bytes(names.ends), sectionNamed: sections.Bytes(names.named), sectionNamedEnds: sections.Bytes(names.namedEnds),
	}, nil
}

// word returns the place of a word.
func (w *writer) word(s string) int {
	at, ok := w.place[s]
	if !ok {
		at = len(w.place)
		w.place[s] = at
		w.words = packed.Text(w.words, s)
	}
	return at
}

func (w *writer) record(e *ftm.Entity, t *screen.Target) {
	b := packed.Text(w.bodies, e.ID)
	schema := 2 * w.word(e.Schema.Name)
	if e.Target {
		schema++
	}
	b = packed.Number(b, schema)
	if t == nil {
		b = append(b, 0)
	} else {
		b = packed.Number(b, w.targets[e]+1)
		b = packed.Number(b, w.word(t.List))
		b = packed.Texts(packed.Text(b, t.ID), t.Programmes)
		b = packed.Text(packed.Text(packed.Text(b, t.Since), t.SeenBy), t.Party)
	}
	b = packed.Number(b, len(e.Datasets))
	for _, d := range e.Datasets {
		b = packed.Number(b, w.word(d))
	}
	b = packed.Texts(b, e.Referents)
	b = packed.Text(packed.Text(packed.Text(b, e.FirstSeen), e.LastSeen), e.LastChange)
	properties := 0
	e.Each(func(*ftm.Property, []string) { properties++ })
	b = packed.Number(b, properties)
	e.Each(func(p *ftm.Property, values []string) {
		b = packed.Texts(packed.Number(b, w.word(p.Name)), values)
	})
	b = packed.Number(b, len(e.Rejected))
	for _, r := range e.Rejected {
		b = packed.Text(packed.Text(packed.Text(b, r.Property), r.Value), r.Reason)
	}
	w.bodies = b
}

// pointers finds of each entity those that point at it.
func pointers(all []*ftm.Entity, number map[string]uint32) (out, ends []uint32) {
	at := make([][]uint32, len(all))
	for n, e := range all {
		for _, id := range e.ByType(ftm.TypeEntity) {
			if to, ok := number[id]; ok {
				at[to] = append(at[to], uint32(n))
			}
		}
	}
	for _, x := range at {
		out = append(out, x...)
		ends = append(ends, uint32(len(out)))
	}
	return out, ends
}

// partners finds of each listed entity the others of its party.
func partners(c Content, number map[string]uint32) (out []byte, ends []uint32) {
	why := map[[2]string]string{}
	for _, l := range c.Parties.Links() {
		why[[2]string{l.A, l.B}], why[[2]string{l.B, l.A}] = l.Reason, l.Reason
	}
	for i := range c.Targets {
		id := c.Targets[i].Entity.ID
		members := slices.Clone(c.Parties.Members(id))
		slices.SortFunc(members, func(a, b string) int { return int(number[a]) - int(number[b]) })
		for _, other := range members {
			if n, ok := number[other]; ok && other != id {
				out = packed.Text(packed.Number(out, int(n)), why[[2]string{id, other}])
			}
		}
		ends = append(ends, uint32(len(out)))
	}
	return out, ends
}

// nameWords are the words of the names of listed entities.
type nameWords struct {
	text             []byte
	ends             []uint32
	named, namedEnds []uint32
}

func newNameWords(targets []screen.Target, numbers []uint32) nameWords {
	have := map[string][]uint32{}
	for i := range targets {
		for _, name := range targets[i].Entity.ByType(ftm.TypeName) {
			for _, w := range wordsOf(name) {
				if of := have[w]; len(of) == 0 || of[len(of)-1] != numbers[i] {
					have[w] = append(of, numbers[i])
				}
			}
		}
	}
	words := make([]string, 0, len(have))
	for w := range have {
		words = append(words, w)
	}
	slices.SortFunc(words, strings.Compare)
	var out nameWords
	for _, w := range words {
		out.text = append(out.text, w...)
		out.ends = append(out.ends, uint32(len(out.text)))
		out.named = append(out.named, have[w]...)
		out.namedEnds = append(out.namedEnds, uint32(len(out.named)))
	}
	return out
}
