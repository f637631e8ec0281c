package names

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"unsafe"

	"interdict/internal/packed"
	"interdict/text"
)

// AppendIdentity appends bytes that two units share only if they meet all
// others alike: an index keeps one of them. [UnitOf] makes a unit of them again.
//
// Numbers are little-endian: kind, role, flags, number of words; group of given
// names; weight, rarity and cover as float32; the number of Latin readings, each
// as the letters that it and its class hold (see mask), as it is written and its
// class, empty where that is the same; the first word of a join, script (empty for
// Latin), base, class, skeleton; the native spellings of the words joined, one of a word.
// Strings stand after their length, a varint. An index reads many, so that each
// should fit a cache line.
func (u *Unit) AppendIdentity(b []byte) []byte {
	w := u.word
	flags := byte(0)
	for i, f := range []bool{u.keyed, w.common, w.nick.foreign, w.open()} {
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
		f := &w.forms[i]
		b = binary.LittleEndian.AppendUint32(b, f.textMask)
		b = binary.LittleEndian.AppendUint32(b, f.canonMask)
		canon := f.canon
		if canon == f.text {
			canon = ""
		}
		b = packed.Text(packed.Text(b, f.text), canon)
	}
	script := w.script
	if script == text.Latn {
		script = ""
	}
	for _, s := range [...]string{u.head, string(script), w.base, w.class, w.skeleton} {
		b = packed.Text(b, s)
	}
	for _, s := range u.natives {
		b = packed.Text(b, s)
	}
	return b
}

const (
	identityHead = 4 + 2 + 3*4 + 1 // bytes that stand before an identity's readings
	identityOpen = 1 << 3          // the flag of a unit of a script that leaves its sound open
)

var errIdentity = errors.New("no identity of a unit")

// UnitOf returns the unit that has an identity. It meets others as the unit
// that the identity is of does; which words of its name it stands for is not
// known.
func UnitOf(identity []byte) (*Unit, error) {
	made := &struct { // together, for they are read together
		UnitReader
		room [1]form
	}{}
	made.forms = made.room[:0]
	u, err := made.Read(bytes.Clone(identity))
	if err != nil {
		return nil, err
	}
	return u, u.spell()
}

// Open reports whether an identity is of a unit of a script that leaves its
// sound in Latin open, which [UnitReader] does not read whole.
func Open(identity []byte) bool { return len(identity) > 2 && identity[2]&identityOpen != 0 }

// A UnitReader reads units of their identities where they stand, one at a
// time, and makes nothing new: an index looks at many that do not meet what is
// asked.
type UnitReader struct {
	unit    Unit
	word    Word
	reading Reading
	forms   []form
}

// Read returns the unit that has an identity, until the next is read and while
// the bytes stand as they are. Of an open one ([Open]) the spellings that it
// allows are left out.
func (r *UnitReader) Read(identity []byte) (*Unit, error) {
	if len(identity) < identityHead {
		return nil, errIdentity
	}
	number := func(at int) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(identity[at:])) }
	u, w := &r.unit, &r.word
	w.Reading = &r.reading
	flags := identity[2]
	w.Role, w.Weight, w.Bits = Role(identity[1]), float64(number(6)), float64(number(10))
	w.common, w.nick = flags&2 != 0, nickname{binary.LittleEndian.Uint16(identity[4:]), flags&4 != 0}
	u.kind, u.n, u.keyed, u.word, u.cover = unitKind(identity[0]), identity[3], flags&1 != 0, w, number(14)
	rest := identity[identityHead:]
	bad := false
	next := func() string {
		length, n := binary.Uvarint(rest)
		if n <= 0 || length > uint64(len(rest)-n) {
			bad = true
			return ""
		}
		s := rest[n : n+int(length)]
		rest = rest[n+int(length):]
		return unsafe.String(unsafe.SliceData(s), len(s))
	}
	r.forms = r.forms[:0]
	for range identity[identityHead-1] {
		if len(rest) < 8 {
			return nil, errIdentity
		}
		f := form{textMask: binary.LittleEndian.Uint32(rest), canonMask: binary.LittleEndian.Uint32(rest[4:])}
		rest = rest[8:]
		if f.text, f.canon = next(), next(); f.canon == "" {
			f.canon = f.text
		}
		bad = bad || f.text == ""
		r.forms = append(r.forms, f)
	}
	w.forms = r.forms
	u.head, w.script, w.base, w.class, w.skeleton = next(), text.Script(next()), next(), next(), next()
	if w.script == "" {
		w.script = text.Latn
	}
	u.natives = u.natives[:0]
	for len(rest) > 0 && !bad {
		u.natives = append(u.natives, next())
	}
	if bad || len(w.forms) == 0 || (len(u.natives) > 0) != (flags&identityOpen != 0) {
		return nil, errIdentity
	}
	w.native = ""
	if len(u.natives) > 0 {
		w.native = strings.Join(u.natives, "")
	}
	return u, nil
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
