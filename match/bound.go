package match

import (
	"interdict/ftm"
	"interdict/names"
)

// Schema returns the entity's schema.
func (e *Entity) Schema() *ftm.Schema { return e.schema }

// Names returns how many names of the entity are compared.
func (e *Entity) Names() int { return len(e.names) }

// NameAt returns the i-th of the names that are compared.
func (e *Entity) NameAt(i int) *names.Name { return e.names[i].Name }

// AppendIdentifierKeys appends the keys of the entity's identifiers.
func (e *Entity) AppendIdentifierKeys(keys []names.Key) []names.Key {
	for i := range e.identifiers {
		keys = append(keys, e.identifiers[i].key)
	}
	return keys
}

// NameFloor returns the score (0–1) that the best two names of a query and a
// candidate must reach for [Model.Compare] to come to floor or more, where they
// share no identifier: what else agrees raises a score, by no more than all
// that the query says could.
func (m *Model) NameFloor(q *Entity, floor float64) float64 {
	missing := 1.0
	for _, known := range []struct {
		there bool
		share float64
	}{{len(q.birth) > 0, birthAgrees}, {len(q.countries) > 0, countryAgrees}, {len(q.places) > 0, placeAgrees}} {
		if known.there {
			missing *= 1 - known.share
		}
	}
	return 1 - (1-(floor-rounding))/missing
}

// rounding is how far rounding can lift a score.
const rounding = 0.5e-4
