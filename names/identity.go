package names

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"unsafe"

	"interdict/text"
)

// AppendIdentity appends bytes that two units share only if they meet all
// others alike: an index keeps one of them. [UnitOf] makes a unit of them again.
//
// Numbers are little-endian, words end with a zero byte: kind, role, flags,
// number of words; group of given names; weight, rarity and cover as float32;
// the number of Latin readings, each as it is written and its class; the first
// word of a join, script, base, class, skeleton; the native spellings of the
// words joined, one of a word.
func (u *Unit) AppendIdentity(b []byte) []byte {
	w := u.word
	flags := byte(0)
	for i, f := range []bool{u.keyed, w.common, w.nick.foreign, u.spelled(), w.open()} {
		if f {
			flags |= 1 << i
		}
	}
	b = append(b, byte(u.kind), byte(w.Role), flags, u.n)
	b = binary.LittleEndian.AppendUint16(b, w.nick.group)
	for _, f := range []float32{float32(w.Weight), float32(w.Bits), u.cover} {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
	}
	b = append(b, byte(len(w.forms)))
	for i := range w.forms {
		b = append(append(b, w.forms[i].text...), 0)
		b = append(append(b, w.forms[i].canon...), 0)
	}
	for _, s := range []string{u.head, string(w.script), w.base, w.class, w.skeleton} {
		b = append(append(b, s...), 0)
	}
	for _, s := range u.natives {
		b = append(append(b, s...), 0)
	}
	return b
}

// identityHead is how many bytes stand before an identity's words.
const identityHead = 4 + 2 + 3*4 + 1

var errIdentity = errors.New("no identity of a unit")

// UnitOf returns the unit that has an identity. It meets others as the unit
// that the identity is of does; which words of its name it stands for is not
// known.
func UnitOf(identity []byte) (*Unit, error) {
	if len(identity) < identityHead {
		return nil, errIdentity
	}
	number := func(at int) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(identity[at:])) }
	made := &struct { // together, for they are read together
		Unit
		word Word
	}{}
	u, w := &made.Unit, &made.word
	*w = Word{Role: Role(identity[1]), common: identity[2]&2 != 0, Weight: float64(number(6)), Bits: float64(number(10))}
	w.nick = nickname{binary.LittleEndian.Uint16(identity[4:]), identity[2]&4 != 0}
	*u = Unit{kind: unitKind(identity[0]), n: identity[3], keyed: identity[2]&1 != 0, word: w, cover: number(14)}
	rest := string(identity[identityHead:])
	bad := false
	next := func() string {
		s, after, ok := strings.Cut(rest, "\x00")
		rest, bad = after, bad || !ok
		return s
	}
	w.forms = make([]form, identity[identityHead-1])
	for i := range w.forms {
		f := &w.forms[i]
		f.text, f.canon = next(), next()
		f.textMask, f.canonMask = mask(f.text), mask(f.canon)
		bad = bad || f.text == ""
	}
	u.head, w.script, w.base, w.class, w.skeleton = next(), text.Script(next()), next(), next(), next()
	for rest != "" && !bad {
		u.natives = append(u.natives, next())
	}
	if bad || len(w.forms) == 0 {
		return nil, errIdentity
	}
	w.native = strings.Join(u.natives, "")
	return u, u.spell()
}

// spelled reports whether how the unit is written, and the group of given
// names that it is of, are all that decides what it meets.
func (u *Unit) spelled() bool {
	w := u.word
	return u.kind != unitAcronym && w.base == "" && w.class == "" && w.Role != Numeral && w.Role != Legal
}

// MayMeet is false only where a unit does not meet the one of an identity: it
// tells most that do not without making a unit of them.
func (u *Unit) MayMeet(identity []byte) bool {
	if len(identity) < identityHead || !u.spelled() || identity[2]&(1<<3) == 0 || identity[2]&(1<<4) != 0 {
		return true
	}
	w := u.word
	if group := binary.LittleEndian.Uint16(identity[4:]); group != 0 && w.nick.group == group {
		return true
	}
	rest := identity[identityHead:]
	next := func() string {
		n := max(bytes.IndexByte(rest, 0), 0)
		s := unsafe.String(unsafe.SliceData(rest), n)
		rest = rest[min(n+1, len(rest)):]
		return s
	}
	for range identity[identityHead-1] {
		f := form{text: next(), canon: next()}
		if w.open() {
			for _, p := range w.patterns {
				if _, fits := p.Fits(f.text); fits {
					return true
				}
			}
			continue
		}
		f.textMask, f.canonMask = mask(f.text), mask(f.canon)
		for i := range w.forms {
			if r, _ := relatedForms(&w.forms[i], &f); r != None {
				return true
			}
		}
	}
	return false
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
