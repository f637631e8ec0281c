package index

import (
	"fmt"

	"interdict/ftm"
	"interdict/internal/packed"
	"interdict/internal/sections"
)

// appendEntity appends what can be compared of an entity: its schema and its
// values, but for texts, addresses on the web and pointers to others.
func appendEntity(b []byte, e *ftm.Entity) []byte {
	b = packed.Text(b, e.Schema.Name)
	e.Each(func(p *ftm.Property, values []string) {
		switch p.Type {
		case ftm.TypeText, ftm.TypeURL, ftm.TypeEntity:
			return
		}
		b = packed.Texts(packed.Text(b, p.Name), values)
	})
	return b
}

// decodeEntity reads what appendEntity wrote.
func decodeEntity(b []byte) (*ftm.Entity, error) {
	r := packed.Reader{Left: string(b)}
	name := r.Text()
	schema := ftm.Lookup(name)
	if r.Bad || schema == nil {
		return nil, fmt.Errorf("%w: schema %q", sections.ErrDamaged, name)
	}
	e := ftm.New(name, "")
	for r.Left != "" {
		property := r.Text()
		for _, v := range r.Texts() {
			_ = e.Add(property, v) // was clean when it was written
		}
	}
	if r.Bad {
		return nil, sections.ErrDamaged
	}
	return e, nil
}
