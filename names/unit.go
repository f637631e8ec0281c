package names

// What an index needs of a name: its units, the keys and the identity of each,
// and an upper bound of the score that shared units can come to.

// A Unit is what an index files and looks up of a name: a word, a join of
// neighbours, or the first letters of an organization's words.
type Unit struct {
	kind  unitKind
	first uint8
	n     uint8  // words that it stands for
	keyed bool   // a hit may rest on it
	word  *Word  // of an acronym: its letters
	head  string // of a join: its first word
	cover float32

	natives []string // of a script that leaves its sound open: the words that it is of
}

type unitKind uint8

const (
	unitWord unitKind = iota
	unitJoin
	unitAcronym
)

// MaxUnits bounds the units of one name.
const MaxUnits = 255

// AppendUnits appends the units of the name. Initials have none: they support
// a hit and never make one.
func (n *Name) AppendUnits(units []Unit) []Unit {
	for i := range n.Words {
		if w := &n.Words[i]; w.Role != Initial {
			units = append(units, Unit{unitWord, uint8(i), 1, w.keyed(), w, "", float32(w.Weight), n.natives(i, 1)})
		}
	}
	for i := range n.joins {
		j := &n.joins[i]
		units = append(units, Unit{unitJoin, uint8(j.first), uint8(j.n), true, &j.Word, n.Words[j.first].Text(), float32(j.Weight), n.natives(j.first, j.n)})
	}
	for i := range n.acronyms {
		a := &n.acronyms[i]
		u := Unit{kind: unitAcronym, first: uint8(a.first), n: uint8(a.n), keyed: true, word: &Word{Reading: &Reading{Original: a.letters, forms: []form{{text: a.letters}}}}}
		for k := a.first; k < a.first+a.n; k++ {
			u.cover += float32(n.Words[k].Weight)
		}
		units = append(units, u)
	}
	return units[:min(len(units), MaxUnits)]
}

// natives returns the native spellings of words of open scripts, none of others.
func (n *Name) natives(first, count int) []string {
	if !n.Words[first].open() {
		return nil
	}
	out := make([]string, count)
	for i := range out {
		out[i] = n.Words[first+i].native
	}
	return out
}

// Latin returns the unit in Latin letters, by its likeliest reading.
func (u *Unit) Latin() string { return u.word.Text() }

// Keyed reports whether a hit may rest on the unit. Words that carry little
// are not keyed: they support a hit and never make one.
func (u *Unit) Keyed() bool { return u.keyed }

// Joins reports whether the unit is of several words.
func (u *Unit) Joins() bool { return u.kind != unitWord }

// Mask has a bit for each word of the name that the unit stands for.
func (u *Unit) Mask() uint64 { return span(u.first, u.n) }

// AppendKeys appends the keys under which an index files the unit, perhaps some
// twice. A unit that is looked up has other keys ([Unit.AppendQueryKeys]): if
// two units meet, the query keys of each meet the keys of the other.
func (u *Unit) AppendKeys(keys []Key) []Key { return u.appendKeys(keys, false) }

// AppendQueryKeys appends the keys under which to look for units that meet it.
func (u *Unit) AppendQueryKeys(keys []Key) []Key { return u.appendKeys(keys, true) }

func (u *Unit) appendKeys(keys []Key, query bool) []Key {
	switch u.kind {
	case unitJoin:
		return u.word.appendJoinKeys(keys, query)
	case unitAcronym:
		return append(keys, hash(keySpelling, u.word.forms[0].text))
	}
	return u.word.appendWordKeys(keys, query)
}

// A Meeting is what two units, one of a query's name and one of a candidate's,
// add to what the names share, at most.
type Meeting struct {
	Shared float32 // strength by weight
	Bits   float32 // rarity
	Cover  float32 // weight of the candidate's words that it accounts for
}

// Meet returns what a query's unit and a candidate's can share; ok is false
// where the pair is none that [Compare] would make.
func (u *Unit) Meet(c *Unit) (m Meeting, ok bool) {
	switch {
	case u.kind == unitWord && c.kind == unitWord:
		r, s := Related(u.word, c.word)
		if r == None || r == InitialOf {
			return m, false
		}
		return Meeting{float32(s * sharedWeight(u.word, c.word)), sharedBits(r, u.word, c.word), c.cover}, true
	case u.kind == unitJoin && c.kind == unitWord:
		return meetJoin(u.word, c.word, c.cover)
	case u.kind == unitWord && c.kind == unitJoin:
		return meetJoin(c.word, u.word, c.cover)
	case u.kind == unitJoin && c.kind == unitJoin:
		if u.n == 2 && c.n == 2 && spaceMoved(u.word, c.word, u.head, c.head) {
			return Meeting{float32(movedSpace * min(u.word.Weight, c.word.Weight)), float32(min(u.word.Bits, c.word.Bits)), c.cover}, true
		}
	case u.kind == unitWord && c.kind == unitAcronym:
		if isAcronym(u.word, c.word) {
			return Meeting{float32(acronymStrength * u.word.Weight), acronymBits(u.word, int(c.n)), c.cover}, true
		}
	case u.kind == unitAcronym && c.kind == unitWord:
		if isAcronym(c.word, u.word) {
			return Meeting{float32(acronymStrength * c.word.Weight), acronymBits(c.word, int(u.n)), c.cover}, true
		}
	}
	return m, false
}

func meetJoin(join, w *Word, cover float32) (Meeting, bool) {
	r, s := relatedJoin(join, w)
	if r == None {
		return Meeting{}, false
	}
	return Meeting{float32(s * max(join.Weight, w.Weight)), joinBits(r, join, w), cover}, true
}

// isAcronym reports whether a word is written as an acronym's letters are.
func isAcronym(w, letters *Word) bool {
	return !w.open() && w.distinctive() && w.Text() == letters.Text()
}

// An Evidence is what a keyed word or join of a name carries: its weight, the
// most that it and a word of another name can share, by weight and by bits.
type Evidence struct{ Weight, Shared, Bits float32 }

// Evidence returns what the unit carries; ok is false for units that no hit
// rests on, and for acronyms. What a word of another script shares is weighed by
// the Latin one (sharedWeight, joinBits).
func (u *Unit) Evidence() (e Evidence, ok bool) {
	e = Evidence{float32(u.word.Weight), float32(u.word.Weight), float32(u.word.Bits)}
	if u.word.open() {
		n := float32(u.n)
		e.Shared, e.Bits = max(e.Shared, n), max(e.Bits, n*float32(maxBits()))
	}
	return e, u.keyed && u.kind != unitAcronym
}

// Add returns the sums.
func (e Evidence) Add(o Evidence) Evidence {
	return Evidence{e.Weight + o.Weight, e.Shared + o.Shared, e.Bits + o.Bits}
}

// AppendSameKeys appends the keys under which to look for units that are
// written alike ([Unit.SameLetters]).
func (u *Unit) AppendSameKeys(keys []Key) []Key {
	if u.word.open() {
		return append(keys, hash(keyNative, u.word.native))
	}
	return append(keys, hash(keySpelling, u.word.Text()))
}

// SameLetters reports whether two units are written alike after folding.
func (u *Unit) SameLetters(o *Unit) bool {
	if u.word.open() || o.word.open() {
		return u.word.native == o.word.native
	}
	return u.word.Text() == o.word.Text()
}
