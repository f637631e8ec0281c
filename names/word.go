package names

import "interdict/text"

// A Kind is what sort of thing bears a name.
type Kind uint8

// The kinds. Other is a bearer whose kind is not known.
const (
	Other Kind = iota
	Person
	Organization
	Vessel
)

// A Role is the part that a word plays in a name.
type Role uint8

// The roles.
const (
	Plain      Role = iota
	Given           // known to be a given name, because the source says so
	Family          // known to be a family name
	Patronymic      // Vladimirovich, Ivanovna, -oglu: often left out
	Initial         // one letter
	Particle        // al, bin, von, de
	Title           // Mr, Dr, Haji, Shaikh
	Legal           // Ltd, OOO, GmbH
	Common          // trading, international, company words that distinguish little
	Place           // a country or large city
	Numeral         // II, 2, second
	Connector       // of, the, and
)

// String returns the role in lower case.
func (r Role) String() string {
	return [...]string{"word", "given name", "family name", "patronymic", "initial", "particle", "title", "legal form", "common word", "place", "number", "connector"}[r]
}

// A Word is one word of a name, prepared for comparison.
type Word struct {
	*Reading
	Role   Role
	Weight float64 // how much evidence it carries, above 0 up to 1
	glued  bool    // written together with the word before it: a hyphen, an apostrophe
}

// A Reading is what a word is wherever it stands in names of a kind. Words share
// it, and it is not changed.
type Reading struct {
	Original string  // as written
	Bits     float64 // rarity: minus log2 of the share of names that hold it

	class    string // what it means: of legal forms, numbers, places and common words
	forms    []form // Latin readings, the likeliest first; never empty
	script   text.Script
	native   string          // in its own script, of scripts that leave their sound open
	patterns []*text.Pattern // how such a word may be spelled, with and without an article
	skeleton string          // consonant classes of the first form, of other scripts
	nick     nickname        // which given names it is one with
	base     string          // of a compound (Abd al-Qadir) the class of what it is made with (Qadir)
	common   bool            // well known as a word of names
}

// A form is one Latin reading of a word with what is compared of it.
type form struct {
	text      string // folded Latin
	canon     string // transliteration class
	textMask  uint32 // which letters text holds
	canonMask uint32
}

func newForm(s string) form {
	c := Canon(s)
	return form{s, c, mask(s), mask(c)}
}

// mask has a bit for each letter that a word holds.
func mask(s string) uint32 {
	m := uint32(0)
	for i := 0; i < len(s); i++ {
		m |= 1 << (s[i] & 31)
	}
	return m
}

// Text returns the word's first Latin reading.
func (w *Word) Text() string {
	if len(w.forms) == 0 {
		return ""
	}
	return w.forms[0].text
}

// open reports whether the word's script leaves its sound in Latin open.
func (w *Word) open() bool { return w.native != "" }

// syllabic reports whether the word is of a script that writes syllables.
func (w *Word) syllabic() bool {
	return w.open() && (w.script == text.Hang || w.script == text.Hani)
}

// distinctive reports whether the word can tell one bearer from another.
func (w *Word) distinctive() bool {
	switch w.Role {
	case Plain, Given, Family, Patronymic:
		return true
	}
	return false
}

// ordinary reports whether the word means something that many names mention.
func (w *Word) ordinary() bool { return w.Role == Common || w.Role == Place }

// unseen reports whether the word is none that names have.
func (w *Word) unseen() bool { return w.Role == Plain && w.Bits >= maxBits() }

// keyed reports whether the word has keys: a pair of words may rest a hit on
// itself only where both have. Initials never have; words that carry little
// have where their name holds nothing better.
func (w *Word) keyed() bool {
	switch w.Role {
	case Initial:
		return false
	case Numeral, Legal, Connector, Particle, Title:
		return w.Weight >= keyedWeight
	}
	return true
}

// keyedWeight is the weight from which a word of little evidence has keys.
const keyedWeight = 0.3

// A Name is a name as parts. It is immutable and safe for concurrent use.
type Name struct {
	Original string
	Kind     Kind
	Words    []Word
	Repaired bool // letters of another script stood in for Latin ones
	Labelled bool // the source says which words are given and family names

	joins    []joinedWords
	acronyms []acronym
	whole    string // folded words in order, for equality
	distinct int    // distinctive words
}

// joinedWords are two or three neighbouring words read as one.
type joinedWords struct {
	Word
	first, n int
}

// An acronym is the first letters of a run of words of an organization's name.
type acronym struct {
	letters  string
	first, n int
}
