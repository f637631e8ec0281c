package index

import (
	"encoding/binary"
	"fmt"

	"interdict/ftm"
	"interdict/internal/sections"
)

// appendEntity appends what can be compared of an entity: its schema and its
// values, but for texts, addresses on the web and pointers to others.
func appendEntity(b []byte, e *ftm.Entity) []byte {
	b = appendString(b, e.Schema.Name)
	e.Each(func(p *ftm.Property, values []string) {
		switch p.Type {
		case ftm.TypeText, ftm.TypeURL, ftm.TypeEntity:
			return
		}
		b = appendString(b, p.Name)
		b = binary.AppendUvarint(b, uint64(len(values)))
		for _, v := range values {
			b = appendString(b, v)
		}
	})
	return b
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// decodeEntity reads what appendEntity wrote.
func decodeEntity(b []byte) (*ftm.Entity, error) {
	r := reader{b: b}
	name := r.string()
	schema := ftm.Lookup(name)
	if r.bad || schema == nil {
		return nil, fmt.Errorf("%w: schema %q", sections.ErrDamaged, name)
	}
	e := ftm.New(name, "")
	for len(r.b) > 0 && !r.bad {
		property := r.string()
		for range r.number() {
			if r.bad {
				break
			}
			_ = e.Add(property, r.string()) // was clean when it was written
		}
	}
	if r.bad {
		return nil, sections.ErrDamaged
	}
	return e, nil
}

// reader takes values from bytes; bad says that there were too few.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) number() uint64 {
	n, used := binary.Uvarint(r.b)
	if used <= 0 || n > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[used:]
	return n
}

func (r *reader) string() string {
	n := r.number()
	if n > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}
