package names

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"

	"interdict/text"
)

// AppendIdentity appends bytes that two units share only if they meet all
// others alike: an index keeps one of them. [UnitOf] makes a unit of them again.
//
// Numbers are little-endian, words end with a zero byte: kind, role, flags,
// first word and number of words; group of given names; weight, rarity and
// cover as float32; the first word of a join, script, base, class, skeleton; the
// native spellings of the words joined, one of a word, after their number; the
// Latin readings.
func (u *Unit) AppendIdentity(b []byte) []byte {
	w := u.word
	flags := byte(0)
	for i, f := range []bool{u.keyed, w.common, w.nick.foreign} {
		if f {
			flags |= 1 << i
		}
	}
	b = append(b, byte(u.kind), byte(w.Role), flags, u.n)
	b = binary.LittleEndian.AppendUint16(b, w.nick.group)
	for _, f := range []float32{float32(w.Weight), float32(w.Bits), u.cover} {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
	}
	for _, s := range []string{u.head, string(w.script), w.base, w.class, w.skeleton} {
		b = append(append(b, s...), 0)
	}
	b = append(b, byte(len(u.natives)))
	for _, s := range u.natives {
		b = append(append(b, s...), 0)
	}
	for i := range w.forms {
		b = append(append(b, w.forms[i].text...), 0)
	}
	return b
}

var errIdentity = errors.New("no identity of a unit")

// UnitOf returns the unit that has an identity. It meets others as the unit
// that the identity is of does; which words of its name it stands for is not
// known.
func UnitOf(identity []byte) (*Unit, error) {
	const head = 4 + 2 + 3*4
	if len(identity) < head {
		return nil, errIdentity
	}
	number := func(at int) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(identity[at:])) }
	w := &Word{Role: Role(identity[1]), common: identity[2]&2 != 0, Weight: float64(number(6)), Bits: float64(number(10))}
	w.nick = nickname{binary.LittleEndian.Uint16(identity[4:]), identity[2]&4 != 0}
	u := &Unit{kind: unitKind(identity[0]), n: identity[3], keyed: identity[2]&1 != 0, word: w, cover: number(14)}
	rest := identity[head:]
	next := func() (string, bool) {
		s, after, ok := bytes.Cut(rest, []byte{0})
		rest = after
		return string(s), ok
	}
	var script string
	for _, field := range []*string{&u.head, &script, &w.base, &w.class, &w.skeleton} {
		s, ok := next()
		if !ok {
			return nil, errIdentity
		}
		*field = s
	}
	w.script = text.Script(script)
	if len(rest) == 0 {
		return nil, errIdentity
	}
	natives := int(rest[0])
	rest = rest[1:]
	for range natives {
		s, ok := next()
		if !ok {
			return nil, errIdentity
		}
		u.natives = append(u.natives, s)
		w.native += s
	}
	for len(rest) > 0 {
		s, ok := next()
		if !ok || s == "" {
			return nil, errIdentity
		}
		if u.kind == unitAcronym {
			w.forms = append(w.forms, form{text: s})
		} else {
			w.forms = append(w.forms, newForm(s))
		}
	}
	if len(w.forms) == 0 {
		return nil, errIdentity
	}
	return u, u.spell()
}

// spell gives a unit of an open script its patterns, as reading its name did.
func (u *Unit) spell() error {
	switch {
	case len(u.natives) == 0:
		return nil
	case u.kind == unitWord:
		u.word.patterns = patterns(u.word.native)
	default:
		var parts []*text.Pattern
		for _, native := range u.natives {
			p := patterns(native)
			if len(p) == 0 {
				return errIdentity
			}
			parts = append(parts, p[0])
		}
		u.word.patterns = []*text.Pattern{parts[0].Join(parts[1:]...)}
	}
	if len(u.word.patterns) == 0 || u.word.patterns[0] == nil {
		return errIdentity
	}
	return nil
}
