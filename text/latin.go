package text

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/norm"
)

// A Reading is how a word may be written in Latin letters.
type Reading struct {
	Text string // lower-case a–z and digits
	// Consonants says that the script writes few vowels: Text holds the
	// consonants and the long vowels (a, w, y), and any vowels may stand
	// between them.
	Consonants bool
}

// MaxReadings bounds the readings of one word.
const MaxReadings = 12

// maxWord bounds the letters of a word that are read.
const maxWord = 64

// Latin returns the readings of one word, the likeliest first.
func Latin(word string) []Reading {
	runes := []rune(strings.ToLower(word))
	if len(runes) > maxWord {
		runes = runes[:maxWord]
	}
	word = string(runes)
	switch ScriptOf(word) {
	case Latn:
		return []Reading{{Text: keepLetters(Fold(word))}}
	case Cyrl:
		if korean := koreanSyllable(runes); korean != "" {
			return plain(cyrillic(runes), korean)
		}
		return plain(cyrillic(runes))
	case Grek:
		return plain(spell(stripMarks(norm.NFD.String(word)), greek))
	case Arab:
		return arabic(runes)
	case Hebr:
		return []Reading{{Text: spell(stripMarks(word), hebrew), Consonants: true}}
	case Hang:
		return plain(hangul(runes)...)
	case Hani:
		return plain(chinese(runes)...)
	case Kana:
		return plain(kana(runes))
	case Geor:
		return plain(spell(word, georgian))
	case Armn:
		return plain(spell(word, armenian))
	}
	return plain(strings.ToLower(unidecode.Unidecode(word)))
}

func plain(words ...string) []Reading {
	var out []Reading
	for _, w := range words {
		if w = keepLetters(w); w != "" && len(out) < MaxReadings {
			out = append(out, Reading{Text: w})
		}
	}
	return out
}

func keepLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func stripMarks(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
}

func spell(word string, table map[rune]string) string {
	var b strings.Builder
	for _, r := range word {
		if s, ok := table[r]; ok {
			b.WriteString(s)
		} else if r < 128 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// A Script is an ISO 15924 code.
type Script string

// The scripts that are told apart; Zyyy stands for any other.
const (
	Latn Script = "Latn"
	Cyrl Script = "Cyrl"
	Grek Script = "Grek"
	Arab Script = "Arab"
	Hebr Script = "Hebr"
	Hang Script = "Hang"
	Hani Script = "Hani"
	Kana Script = "Kana"
	Geor Script = "Geor"
	Armn Script = "Armn"
	Zyyy Script = "Zyyy"
)

var scriptTables = []struct {
	script Script
	table  *unicode.RangeTable
}{
	{Latn, unicode.Latin}, {Cyrl, unicode.Cyrillic}, {Arab, unicode.Arabic}, {Hani, unicode.Han}, {Hang, unicode.Hangul},
	{Grek, unicode.Greek}, {Hebr, unicode.Hebrew}, {Kana, unicode.Katakana}, {Kana, unicode.Hiragana}, {Geor, unicode.Georgian}, {Armn, unicode.Armenian},
}

// ScriptOf returns the script of a word's first letter that has one; digits
// count as Latin where there is no letter.
func ScriptOf(word string) Script {
	digits := false
	for _, r := range word {
		if r < 128 {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				return Latn
			}
			digits = digits || r >= '0' && r <= '9'
			continue
		}
		if !unicode.IsLetter(r) {
			continue
		}
		for _, s := range scriptTables {
			if unicode.Is(s.table, r) {
				return s.script
			}
		}
		return Zyyy
	}
	if digits {
		return Latn
	}
	return Zyyy
}
