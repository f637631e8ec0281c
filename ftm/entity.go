package ftm

import (
	"fmt"
	"slices"
)

// An Entity is one party, thing or relation.
type Entity struct {
	ID         string
	Schema     *Schema
	Datasets   []string // source names, such as us_ofac_sdn
	Referents  []string // other ids of the same entity
	Target     bool     // it is itself listed, not only mentioned with one that is
	FirstSeen  string   // ISO 8601 dates, empty where unknown
	LastSeen   string
	LastChange string

	// Rejected holds every value that did not fit its property, with the reason.
	Rejected []Rejected

	values []propertyValues
}

type propertyValues struct {
	property *Property
	values   []string
	seen     map[string]bool // the values, where there are many
}

// manyValues is from how many on values are looked up rather than compared.
const manyValues = 32

// add adds a value, once.
func (v *propertyValues) add(value string) {
	if len(v.values) < manyValues {
		if !slices.Contains(v.values, value) {
			v.values = append(v.values, value)
		}
		return
	}
	if v.seen == nil {
		v.seen = make(map[string]bool, 2*manyValues)
		for _, have := range v.values {
			v.seen[have] = true
		}
	}
	if !v.seen[value] {
		v.seen[value] = true
		v.values = append(v.values, value)
	}
}

// Rejected is a value that was kept aside, as it came, and why.
type Rejected struct {
	Property string `json:"property"`
	Value    string `json:"value"`
	Reason   string `json:"reason"`
}

// New returns an empty entity. It panics where there is no such schema: the
// names are constants of the program; use [Lookup] for names from outside.
func New(schema, id string) *Entity {
	s := Lookup(schema)
	if s == nil {
		panic(fmt.Sprintf("ftm: no schema %q", schema))
	}
	return &Entity{ID: id, Schema: s}
}

// Add cleans a value and adds it to a property, once. An empty value is
// nothing to add. A value that does not fit is kept in Rejected and the reason
// returned, for callers that have a better place for it.
func (e *Entity) Add(property, value string) error {
	value = Tidy(value)
	if value == "" {
		return nil
	}
	p := e.Schema.Property(property)
	if p == nil {
		return e.reject(property, value, fmt.Errorf("%s has no property %s", e.Schema.Name, property))
	}
	if plain, ok := p.plain(value); ok {
		e.insert(p, plain)
		return nil
	}
	clean, err := p.Clean(value)
	if err != nil {
		return e.reject(property, value, err)
	}
	for _, v := range clean {
		e.insert(p, v)
	}
	return nil
}

// Restore puts values into a property that has none yet, as they are: for
// readers of what was cleaned before it was written. The slice becomes the
// entity's own.
func (e *Entity) Restore(p *Property, values []string) {
	if e.values == nil {
		e.values = make([]propertyValues, 0, 6) // most entities have five to eight
	}
	e.values = append(e.values, propertyValues{property: p, values: values})
}

func (e *Entity) reject(property, value string, reason error) error {
	r := Rejected{Property: property, Value: value, Reason: reason.Error()}
	if !slices.Contains(e.Rejected, r) {
		e.Rejected = append(e.Rejected, r)
	}
	return fmt.Errorf("%s: %s %q: %w", e.ID, property, value, reason)
}

func (e *Entity) insert(p *Property, value string) {
	for i := range e.values {
		if have := &e.values[i]; have.property.Name == p.Name {
			have.add(value)
			return
		}
	}
	if e.values == nil {
		e.values = make([]propertyValues, 0, 6) // most entities have five to eight
	}
	e.values = append(e.values, propertyValues{property: p, values: []string{value}})
}

// Get returns a property's values in the order they were added. The slice is
// the entity's own: do not change it.
func (e *Entity) Get(property string) []string {
	for i := range e.values {
		if e.values[i].property.Name == property {
			return e.values[i].values
		}
	}
	return nil
}

// First returns a property's first value, or "".
func (e *Entity) First(property string) string {
	if v := e.Get(property); len(v) > 0 {
		return v[0]
	}
	return ""
}

// Has reports whether the property has a value.
func (e *Entity) Has(property string) bool { return len(e.Get(property)) > 0 }

// Each calls f for every property that has values, in the order in which the
// properties were first added.
func (e *Entity) Each(f func(p *Property, values []string)) {
	for i := range e.values {
		f(e.values[i].property, e.values[i].values)
	}
}

// ByType returns the values of all properties of a type, each once.
func (e *Entity) ByType(t Type) []string {
	var out []string
	e.Each(func(p *Property, values []string) {
		if p.Type != t {
			return
		}
		for _, v := range values {
			if !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	})
	return out
}

// Caption returns the words by which people know the entity: its first name,
// else whatever else names it, else the id.
func (e *Entity) Caption() string {
	for _, property := range []string{"name", "title", "full", "alias", "weakAlias", "previousName", "number", "passportNumber", "publicKey", "registrationNumber", "program", "role"} {
		if v := e.First(property); v != "" {
			return v
		}
	}
	return e.ID
}
