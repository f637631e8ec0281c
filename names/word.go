package names

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
	Plain     Role = iota
	Given          // known to be a given name, because the source says so
	Family         // known to be a family name
	Initial        // one letter
	Particle       // al, bin, von, de
	Title          // Mr, Dr, Haji, Shaikh
	Legal          // Ltd, OOO, GmbH: Text is the class
	Common         // trading, international, company words that distinguish little
	Place          // a country or large city
	Numeral        // II, 2, second: Text is the number
	Connector      // of, the, and
)

// String returns the role in lower case.
func (r Role) String() string {
	return [...]string{"word", "given name", "family name", "initial", "particle", "title", "legal form", "common word", "place", "number", "connector"}[r]
}

// A Word is one word of a name, prepared for comparison.
type Word struct {
	Original string // as written
	Role     Role
	Weight   float64 // how much evidence it carries, above 0 up to 1
	Bits     float64 // rarity: minus log2 of the share of names that hold it
	forms    []form
	glued    bool // written together with the word before it: a hyphen, an apostrophe
}

// A form is one Latin reading of a word with what is compared of it.
type form struct {
	text       string // folded Latin
	canon      string // transliteration class
	skeleton   string // consonants, where one side writes no vowels
	nick       string // canonical given name of a nickname, else ""
	consonants bool   // the script writes few vowels
}

// Text returns the word's first Latin reading.
func (w *Word) Text() string {
	if len(w.forms) == 0 {
		return ""
	}
	return w.forms[0].text
}

// A Name is a name as parts. It is immutable and safe for concurrent use.
type Name struct {
	Original string
	Kind     Kind
	Words    []Word
	Repaired bool // letters of another script stood in for Latin ones
	Labelled bool // the source says which words are given and family names
	total    float64
	joins    []joinedWords
	whole    string // folded words in order, for equality
}

// joinedWords are two or three neighbouring words read as one.
type joinedWords struct {
	Word
	first, n int
}
