package match

import (
	"slices"
	"strings"

	"interdict/ftm"
	"interdict/names"
)

// Evidence is all that a comparison finds, before it is weighed.
type Evidence struct {
	Name       float64 // likeness of the two names that are most alike, 0–1
	Bits       float64 // rarity of what those share, less what contradicts
	Weak       bool    // one of them is a weak alias
	Primary    bool    // the candidate's is its first name, not an alias
	Person     bool    // the candidate is a person
	Birth      Agreement
	Country    Agreement
	Gender     Agreement
	BirthPlace Agreement
	Identifier Agreement // Same: a strong identifier that both have; Near: one of another kind
	q, c       int       // places of the two names
	placed     float64   // likeness of the places of birth
}

// An Agreement says how two values of one kind go together.
type Agreement uint8

// The agreements.
const (
	Unknown   Agreement = iota // one side has none
	Same                       // as far as they are known to the full
	Near                       // as far as both are known: the year alone, an identifier of another kind
	Slip                       // but for what could be a slip
	Close                      // years one apart: neither for nor against
	Different                  // they contradict each other
)

// evidence compares a query with a candidate, or reports that there is nothing
// to compare.
func (m *Model) evidence(q, c *Entity) (Evidence, bool) {
	e := Evidence{q: -1, c: -1}
	if !ftm.CanMatch(q.schema, c.schema) {
		return e, false
	}
	e.Identifier, _, _ = identifiers(q, c)
	bestNames(q, c, &e)
	if e.Name == 0 && e.Identifier != Same {
		return e, false
	}
	e.Person = c.schema.IsA("Person")
	e.Birth, _, _ = births(q, c)
	e.Country, _ = countries(q, c)
	e.Gender = genders(q, c)
	e.BirthPlace, _, _ = e.places(q, c)
	return e, true
}

// bestNames finds the two names, one of each, that are most alike; of those
// that are equally so the ones that share what is rarest.
func bestNames(q, c *Entity, e *Evidence) {
	value := 0.0
	for i := range q.names {
		for j := range c.names {
			if !KindsMatch(q.names[i].Kind, c.names[j].Kind) {
				continue
			}
			s, bits := names.Score(q.names[i].Name, c.names[j].Name)
			v := s
			if q.names[i].weak || c.names[j].weak {
				v *= weakAlias
			}
			if v > value || v == value && v > 0 && bits > e.Bits {
				value = v
				e.Name, e.Bits, e.q, e.c = s, bits, i, j
			}
		}
	}
	if e.q >= 0 {
		e.Weak = q.names[e.q].weak || c.names[e.c].weak
		e.Primary = c.names[e.c].primary
	}
}

// identifiers compares the numbers of two parties, and gives those that agree.
func identifiers(q, c *Entity) (Agreement, *identifier, *identifier) {
	var near [2]*identifier
	for i := range q.identifiers {
		a := &q.identifiers[i]
		for j := range c.identifiers {
			b := &c.identifiers[j]
			if a.key != b.key || strings.TrimPrefix(a.value, "IMO") != strings.TrimPrefix(b.value, "IMO") {
				continue
			}
			if a.strong && b.strong && a.property == b.property {
				return Same, a, b
			}
			near = [2]*identifier{a, b}
		}
	}
	if near[0] != nil {
		return Near, near[0], near[1]
	}
	return Unknown, nil, nil
}

// births compares dates of birth: the best agreement of any two counts, for
// lists give several.
func births(q, c *Entity) (best Agreement, qi, ci int) {
	for i, a := range q.birth {
		for j, b := range c.birth {
			if k := agreement(a, b); best == Unknown || k < best {
				best, qi, ci = k, i, j
			}
		}
	}
	return best, qi, ci
}

// agreement compares two dates as far as both are known. Slips are a day and
// month changed round, or one figure off.
func agreement(a, b ftm.Partial) Agreement {
	if a.Day > 0 && b.Day > 0 {
		switch {
		case a == b:
			return Same
		case a.Year == b.Year && a.Month == b.Day && a.Day == b.Month, oneFigureOff(a, b):
			return Slip
		}
	} else if a.Year == b.Year && (a.Month == 0 || b.Month == 0 || a.Month == b.Month) {
		return Near
	}
	if d := a.Year - b.Year; d >= -1 && d <= 1 {
		return Close
	}
	return Different
}

// oneFigureOff reports whether two dates, written in figures, differ in one.
func oneFigureOff(a, b ftm.Partial) bool {
	off := 0
	for _, p := range [3][2]int{{a.Year, b.Year}, {a.Month, b.Month}, {a.Day, b.Day}} {
		for x, y := p[0], p[1]; x != y; x, y = x/10, y/10 {
			if x%10 != y%10 {
				off++
			}
		}
	}
	return off == 1
}

// countries compares all countries that the two have to do with, and gives one
// that both have.
func countries(q, c *Entity) (Agreement, string) {
	if len(q.countries) == 0 || len(c.countries) == 0 {
		return Unknown, ""
	}
	for _, code := range q.countries {
		if slices.Contains(c.countries, code) {
			return Same, code
		}
	}
	return Different, ""
}

func genders(q, c *Entity) Agreement {
	switch {
	case len(q.genders) == 0 || len(c.genders) == 0 || slices.Contains(q.genders, "other") || slices.Contains(c.genders, "other"):
		return Unknown
	case slices.Contains(c.genders, q.genders[0]):
		return Same
	}
	return Different
}

// places compares the places of birth, and gives those that agree.
func (e *Evidence) places(q, c *Entity) (Agreement, *placeOfBirth, *placeOfBirth) {
	for i := range q.places {
		for j := range c.places {
			if s, _ := names.Score(q.places[i].Name, c.places[j].Name); s >= 0.7 {
				e.placed = s
				return Same, &q.places[i], &c.places[j]
			}
		}
	}
	return Unknown, nil, nil
}
