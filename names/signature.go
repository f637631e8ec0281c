package names

import mathbits "math/bits"

// A Signature is enough of a unit to tell most pairs that do not meet apart
// without looking at their letters.
//
// Of a unit in plain Latin letters it says which letters its transliteration
// class holds (22 bits, several letters to some), which the word itself does
// (22 bits), how long they are (5 bits each), and the word's first letter (5
// bits). Of a unit in a script that leaves its sound open it says which letters
// a spelling of it can begin with (26 bits) and hold (22 bits), and how long it
// is at least (5 bits).
type Signature uint64

const (
	letterKinds = 22
	kindsMask   = 1<<letterKinds - 1
	shortMask   = 1<<5 - 1

	canonLetters = 0
	wordLetters  = canonLetters + letterKinds
	canonLength  = wordLetters + letterKinds
	wordLength   = canonLength + 5
	firstLetter  = wordLength + 5

	openFirst   = 0
	openLetters = openFirst + 26
	openLength  = openLetters + letterKinds

	compound = Signature(1) << 59 // made with another word, which meets it
	classed  = Signature(1) << 60 // of a known meaning, which others share
	nicked   = Signature(1) << 61 // a known given name, which others of its group meet
	opened   = Signature(1) << 62 // of a script that leaves its sound open
	special  = Signature(1) << 63 // anything may meet it: several readings, other letters
)

// Signature returns the unit's signature.
func (u *Unit) Signature() Signature {
	w := u.word
	var s Signature
	if w.base != "" {
		s |= compound
	}
	if w.class != "" {
		s |= classed
	}
	if w.nick.group != 0 {
		s |= nicked
	}
	if w.open() {
		var first, all uint32
		least := shortMask
		for _, p := range w.patterns {
			f, a, n := p.Letters()
			first, all, least = first|f, all|a, min(least, n)
		}
		return s | opened | Signature(first&(1<<26-1)) | Signature(kinds(all<<1))<<openLetters | Signature(least)<<openLength
	}
	f := &w.forms[0]
	if u.kind == unitAcronym {
		f = &form{f.text, f.text, mask(f.text), mask(f.text)}
	}
	if len(w.forms) > 1 || !plainLetters(f.text) || !plainLetters(f.canon) || f.text[0] < 'a' {
		return special
	}
	return s | Signature(kinds(f.canonMask)) | Signature(kinds(f.textMask))<<wordLetters |
		Signature(len(f.canon))<<canonLength | Signature(len(f.text))<<wordLength | Signature(f.text[0]-'a')<<firstLetter
}

// plainLetters reports whether a word is of few enough letters from a to z;
// classes also have capitals, which stand for two letters of a word.
func plainLetters(s string) bool {
	if s == "" || len(s) > shortMask {
		return false
	}
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// kinds folds a letter mask (see mask) to 22 bits.
func kinds(m uint32) uint32 {
	m = m >> 1 & (1<<26 - 1)
	return m&kindsMask | m>>letterKinds
}

// MayMeet is false only for units that do not meet ([Unit.Meet]).
func (s Signature) MayMeet(o Signature) bool {
	switch {
	case (s|o)&special != 0, s&o&(nicked|opened|classed) != 0, (s^o)&compound != 0:
		return true
	case s&opened != 0:
		return s.spells(o)
	case o&opened != 0:
		return o.spells(s)
	}
	return near(s.at(canonLetters, kindsMask), o.at(canonLetters, kindsMask), s.at(canonLength, shortMask), o.at(canonLength, shortMask)) ||
		near(s.at(wordLetters, kindsMask), o.at(wordLetters, kindsMask), s.at(wordLength, shortMask), o.at(wordLength, shortMask))
}

func (s Signature) at(bit int, mask uint32) uint32 { return uint32(s>>bit) & mask }

// spells reports whether a unit of an open script could be spelled as a plain
// one is.
func (s Signature) spells(plain Signature) bool {
	return s.at(openFirst, 1<<26-1)&(1<<plain.at(firstLetter, shortMask)) != 0 &&
		plain.at(wordLetters, kindsMask)&^s.at(openLetters, kindsMask) == 0 &&
		plain.at(wordLength, shortMask) >= s.at(openLength, shortMask)
}

// near reports whether words of these letters and lengths could be within the
// bound of typing errors (see bound), or equal. An error adds and takes away
// one letter at most.
func near(a, b, m, n uint32) bool {
	limit := 2
	switch least := min(m, n); {
	case least < 3:
		limit = 0
	case least < twoErrors:
		limit = 1
	}
	return int(m)-int(n) <= limit && int(n)-int(m) <= limit && mathbits.OnesCount32(a&^b) <= limit && mathbits.OnesCount32(b&^a) <= limit
}
