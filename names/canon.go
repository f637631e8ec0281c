package names

import "strings"

// rules turn a folded Latin word into its transliteration class: spellings
// that the same sound gets in passports, news and lists of different
// countries. They are applied in order, once. Sources: the variants that OFAC,
// UN and UK lists give of one name; ICAO 9303-3; the usual English, French and
// German ways of writing Arabic, Persian and Russian names.
var rules = strings.NewReplacer(
	"shch", "S", "sch", "S", "sh", "S", "tsch", "C", "tch", "C", "dzh", "J", "dsch", "J", "dj", "J", "zh", "J",
	"kh", "h", "gh", "g", "ph", "f", "th", "t", "dh", "d", "ch", "C", "ck", "k", "cz", "C", "tz", "z", "ts", "z",
	"ks", "x", "qu", "k", "q", "k", "w", "v", "aa", "a", "ae", "a", "ai", "ei", "ay", "ei", "ey", "ei",
	"oeu", "u", "oe", "o", "ou", "u", "oo", "u", "ue", "u", "eo", "u", "eu", "u", "o", "u",
	"ee", "i", "ie", "i", "iu", "U", "yu", "U", "ju", "U", "io", "U", "yo", "U", "ia", "A", "ya", "A", "ja", "A", "je", "E", "ye", "E", "yi", "i", "y", "i",
	"ce", "se", "ci", "si", "cy", "si", "c", "k", "j", "J", "x", "x", "ph", "f",
)

// Canon returns the transliteration class of a folded Latin word. Words of one
// class differ only in how the same sounds were written. The class is at least
// one letter where the word is.
func Canon(word string) string {
	if word == "" {
		return ""
	}
	s := rules.Replace(word)
	var b strings.Builder
	b.Grow(len(s))
	last := byte(0)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == last && (c < '0' || c > '9') { // doubled letters, never doubled digits
			continue
		}
		last = c
		b.WriteByte(c)
	}
	s = b.String()
	if n := len(s); n > 3 {
		switch {
		case strings.HasSuffix(s, "uf"), strings.HasSuffix(s, "ef"):
			s = s[:n-1] + "v" // -off, -eff
		case strings.HasSuffix(s, "ii"), strings.HasSuffix(s, "ei"):
			s = s[:n-2] + "i" // -iy, -ey, -ij
		case strings.HasSuffix(s, "ah"):
			s = s[:n-1]
		}
	}
	return s
}

// Skeleton returns the consonants of a folded Latin word in classes that hold
// across the ways Arabic, Persian and Hebrew are written in Latin.
func Skeleton(word string) string {
	s := skeletonRules.Replace(word)
	var b strings.Builder
	last := byte(0)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y', 'w':
			last = 0
			continue
		}
		if c == last {
			continue
		}
		last = c
		b.WriteByte(c)
	}
	s = b.String()
	if len(s) > 1 { // a last h is often taa marbuta
		s = strings.TrimSuffix(s, "h")
	}
	return s
}

var skeletonRules = strings.NewReplacer(
	"sh", "S", "ch", "C", "tch", "C", "dj", "J", "zh", "J", "kh", "h", "gh", "g", "ph", "f", "th", "s", "dh", "z", "ts", "s",
	"ou", "w", "oo", "w", "ee", "y", "q", "k", "c", "k", "x", "ks", "v", "w", "j", "J", "dz", "z", "p", "b",
)
