package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/norm"
)

// MaxReadings bounds the readings of one word.
const MaxReadings = 4

// maxWord bounds the letters of a word that are read.
const maxWord = 64

// Latin returns the plain Latin readings of one word (lower-case a–z and
// digits), the likeliest first. Of scripts that leave the sound open it gives
// one reading, letter by letter; what else the word may be is its [Spell].
func Latin(word string) []string {
	if w, ok := asciiWord(word); ok {
		return []string{w}
	}
	word, runes := bounded(word)
	switch ScriptOf(word) {
	case Latn:
		return plain(Fold(word))
	case Cyrl:
		return plain(cyrillic(runes)...)
	case Grek:
		return plain(greekReadings(stripMarks(norm.NFD.String(word)))...)
	case Arab, Hebr, Hang, Hani:
		if p := Spell(word); p != nil {
			return plain(p.first)
		}
		return nil
	case Kana:
		return plain(kana(runes)...)
	case Geor:
		return plain(spell(word, georgian))
	case Armn:
		return plain(armenianReadings(word)...)
	case Deva:
		return plain(devanagari(runes)...)
	}
	return plain(strings.ToLower(unidecode.Unidecode(word)))
}

// asciiWord is the reading of a word of ASCII letters, figures and signs, which
// most are; ok is false for others, and where nothing is left.
func asciiWord(word string) (string, bool) {
	if len(word) > maxWord {
		return "", false
	}
	var buffer [maxWord]byte
	n, same := 0, true
	letter := false
	for i := range len(word) {
		c := word[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c |= 0x20
			same = false
			fallthrough
		case c >= 'a' && c <= 'z':
			letter = true
			fallthrough
		case c >= '0' && c <= '9':
			buffer[n] = c
			n++
		case c < utf8.RuneSelf:
			same = false
		default:
			return "", false
		}
	}
	switch {
	case n == 0 || !letter:
		return "", false
	case same:
		return word, true
	}
	return string(buffer[:n]), true
}

// Spell returns the pattern of a word whose script leaves its sound in Latin
// open (Arabic, Hebrew, Hangul, Han), or nil for any other.
func Spell(word string) *Pattern {
	word, runes := bounded(word)
	switch ScriptOf(word) {
	case Arab:
		return arabicPattern(Native(word))
	case Hebr:
		return hebrewPattern(Native(word))
	case Hang:
		return hangulPattern(runes)
	case Hani:
		if all := hanPatterns(runes); len(all) > 0 {
			return all[0]
		}
	}
	return nil
}

// Spells returns the patterns of a word: several for Han, whose characters are
// written by another system in China, Taiwan, Hong Kong and Korea, each of
// which is kept to within a word; else the one of [Spell], or none.
func Spells(word string) []*Pattern {
	w, runes := bounded(word)
	if ScriptOf(w) == Hani {
		return hanPatterns(runes)
	}
	if p := Spell(word); p != nil {
		return []*Pattern{p}
	}
	return nil
}

// Native returns a word in its own script as it is compared with another of
// that script: in lower case, without marks, with letters that are written in
// several ways made one.
func Native(word string) string {
	word, _ = bounded(word)
	switch ScriptOf(word) {
	case Arab:
		return stripMarks(arabicForms.Replace(norm.NFKC.String(word)))
	case Hebr:
		return finalForms.Replace(stripMarks(norm.NFKD.String(word)))
	}
	return norm.NFC.String(word)
}

var finalForms = strings.NewReplacer("ך", "כ", "ם", "מ", "ן", "נ", "ף", "פ", "ץ", "צ")

func bounded(word string) (string, []rune) {
	runes := []rune(strings.ToLower(word))
	if len(runes) > maxWord {
		runes = runes[:maxWord]
	}
	return string(runes), runes
}

func plain(words ...string) []string {
	var out []string
	for _, w := range words {
		if w = keepLetters(w); w != "" && len(out) < MaxReadings && !slices.Contains(out, w) {
			out = append(out, w)
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
	Deva Script = "Deva"
	Zyyy Script = "Zyyy"
)

var scriptTables = []struct {
	script Script
	table  *unicode.RangeTable
}{
	{Latn, unicode.Latin}, {Cyrl, unicode.Cyrillic}, {Arab, unicode.Arabic}, {Hani, unicode.Han}, {Hang, unicode.Hangul},
	{Grek, unicode.Greek}, {Hebr, unicode.Hebrew}, {Kana, unicode.Katakana}, {Kana, unicode.Hiragana}, {Geor, unicode.Georgian}, {Armn, unicode.Armenian},
	{Deva, unicode.Devanagari},
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
