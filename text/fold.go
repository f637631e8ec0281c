package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// special maps Latin letters that have no canonical decomposition to plain
// ones, as passports write them (ICAO 9303-3, table 6, where it has them).
var special = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h",
	'ı': "i", 'ĸ': "k", 'ŋ': "n", 'ŧ': "t", 'ə': "a", 'ɛ': "e", 'ɔ': "o", 'ƙ': "k", 'ɓ': "b", 'ɗ': "d",
	'ʼ': "", 'ʻ': "", '\'': "", '’': "", '‘': "", '`': "", 'ʾ': "", 'ʿ': "", '´': "", '′': "",
}

// Fold returns the text in lower case, in compatibility form, without marks on
// Latin letters, with special Latin letters spelled out. Letters of other
// scripts keep their marks: й is not и.
func Fold(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	latin := false
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "")) {
		r = unicode.ToLower(r)
		if plain, ok := special[r]; ok {
			b.WriteString(plain)
			latin = true
			continue
		}
		if unicode.Is(unicode.Mn, r) {
			if !latin {
				b.WriteRune(r)
			}
			continue
		}
		latin = r < utf8.RuneSelf || unicode.Is(unicode.Latin, r)
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' || c == '\'' || c == '`' {
			return false
		}
	}
	return true
}

// lookalikes maps Cyrillic and Greek letters to the Latin ones that they are
// mistaken for or made to look like (Unicode TR 39 confusables, those of
// letters used in names).
var lookalikes = map[rune]rune{
	'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ј': 'j', 'ѕ': 's', 'һ': 'h', 'ԁ': 'd', 'ԛ': 'q', 'ԝ': 'w',
	'А': 'A', 'В': 'B', 'Е': 'E', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': 'O', 'Р': 'P', 'С': 'C', 'Т': 'T', 'У': 'Y', 'Х': 'X', 'І': 'I', 'Ј': 'J', 'Ѕ': 'S',
	'α': 'a', 'ο': 'o', 'ρ': 'p', 'υ': 'u', 'ν': 'v', 'ι': 'i', 'κ': 'k',
	'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O', 'Ρ': 'P', 'Τ': 'T', 'Υ': 'Y', 'Χ': 'X',
}

// Clean removes invisible characters and, in words that mix Latin with
// look-alike letters of another script, puts the Latin letters in their place.
// repaired reports that it did so: somebody may have tried to hide a name.
func Clean(s string) (clean string, repaired bool) {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] < utf8.RuneSelf && s[i] >= ' '
	}
	if plain {
		return s, false
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, " "))
	if s = withoutHidden(s); !strings.Contains(s, " ") {
		fixed := oneScript(s)
		return fixed, fixed != s
	}
	from := 0 // what comes before is in b, where anything was put right
	var b strings.Builder
	for start := 0; start <= len(s); {
		end := start + len(s[start:])
		if n := strings.IndexByte(s[start:], ' '); n >= 0 {
			end = start + n
		}
		if fixed := oneScript(s[start:end]); fixed != s[start:end] {
			b.WriteString(s[from:start])
			b.WriteString(fixed)
			from, repaired = end, true
		}
		start = end + 1
	}
	if !repaired {
		return s, false
	}
	b.WriteString(s[from:])
	return b.String(), true
}

// withoutHidden leaves out what is not seen, and the stress marks of
// dictionaries in Cyrillic words; what controls a terminal becomes a space.
func withoutHidden(s string) string {
	before := rune(0)
	return strings.Map(func(r rune) rune {
		last := before
		before = r
		switch {
		case r == '\u0301' && unicode.Is(unicode.Cyrillic, last), r == '\u200c' || r == '\u200d' || unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, s)
}

// oneScript puts a word that mixes Latin with letters that look like it into
// the script that it is meant in: the one of letters that the other lacks, else
// the one of more letters. A word that has such letters of both is left alone.
func oneScript(w string) string {
	latin, others, onlyLatin, onlyOther := 0, 0, false, false
	for _, r := range w {
		switch {
		case unicode.Is(unicode.Latin, r):
			latin++
			onlyLatin = onlyLatin || latinLookalikes[r] == 0
		case lookalikes[r] != 0:
			others++
		case unicode.IsLetter(r):
			others++
			onlyOther = true
		}
	}
	switch {
	case latin == 0 || others == 0 || onlyLatin && onlyOther:
		return w
	case onlyLatin || !onlyOther && latin >= others:
		return replace(w, lookalikes)
	case !strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }):
		return w // Greek or another script
	}
	return replace(w, latinLookalikes)
}

func replace(w string, table map[rune]rune) string {
	return strings.Map(func(r rune) rune {
		if l := table[r]; l != 0 {
			return l
		}
		return r
	}, w)
}

// latinLookalikes maps Latin letters to the Cyrillic ones that they stand in for.
var latinLookalikes = func() map[rune]rune {
	out := map[rune]rune{'ĸ': 'к', 'k': 'к', 'm': 'м', 't': 'т', 'ï': 'ї', 'ë': 'ё', 'ö': 'ө'}
	for cyrillic, latin := range lookalikes {
		if unicode.Is(unicode.Cyrillic, cyrillic) {
			out[latin] = cyrillic
		}
	}
	return out
}()

// A Span is a word of a text with its place in bytes.
type Span struct {
	Start, End int
	Text       string
}

// MaxWords bounds how many words [Words] returns.
const MaxWords = 64

// Words splits a name into runs of letters, digits and the marks on them.
// Apostrophes inside a word belong to it, hyphens and other signs part words.
// A name of more than [MaxWords] words is cut there.
func Words(s string) []Span {
	return AppendWords(nil, s)
}

// AppendWords appends the words of a name, as [Words] splits it, to words that
// there are none of yet.
func AppendWords(words []Span, s string) []Span {
	EachWord(s, func(start, end int) bool {
		words = append(words, Span{start, end, s[start:end]})
		return len(words) < MaxWords
	})
	return words
}

// EachWord calls f with the place of each word of a text, in bytes, as [Words]
// parts them, until it returns false.
func EachWord(s string, f func(start, end int) bool) {
	start := -1
	for i := 0; i < len(s); {
		c := s[i]
		size := 1
		inside := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if c == '\'' || c == '`' || c >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			inside = unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
			if !inside && start >= 0 && isApostrophe(r) {
				next, _ := utf8.DecodeRuneInString(s[i+size:])
				inside = unicode.IsLetter(next)
			}
		}
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			if !f(start, i) {
				return
			}
			start = -1
		}
		i += size
	}
	if start >= 0 {
		f(start, len(s))
	}
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', 'ʼ', 'ʻ', '`', 'ʿ', 'ʾ', '´':
		return true
	}
	return false
}
