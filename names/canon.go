package names

import (
	"bytes"
	"strings"
)

// rules turn a folded Latin word into its transliteration class: spellings
// that the same sound gets in passports, news and lists of different
// countries. They are applied in order, once. Sources: the variants that OFAC,
// UN and UK lists give of one name; ICAO 9303-3; the usual English, French and
// German ways of writing Arabic, Persian and Russian names.
var rules = rulesByLetter(
	"shch", "S", "sch", "S", "sh", "S", "tsch", "C", "tch", "C", "dzh", "J", "dsch", "J", "dge", "J", "dj", "J", "zh", "J",
	"kh", "h", "gh", "g", "ph", "f", "th", "t", "dh", "d", "ch", "C", "ck", "k", "cz", "C", "tz", "z", "ts", "z",
	"ks", "x", "qu", "k", "q", "k", "w", "v", "aa", "a", "ae", "a", "ai", "ei", "ay", "ei", "ey", "ei",
	"oeu", "u", "oe", "o", "ou", "u", "oo", "u", "ue", "u", "eo", "u", "eu", "u", "o", "u",
	"ee", "i", "ie", "i", "iu", "U", "yu", "U", "io", "U", "yo", "U", "ia", "A", "ya", "A", "ye", "E", "yi", "i", "y", "i",
	"ce", "se", "ci", "si", "cy", "si", "c", "k", "j", "J", "x", "x", "ph", "f",
)

// A rule is a spelling and what it becomes.
type rule struct{ from, to string }

// rulesByLetter puts rules, given as spelling and class in turn, under their
// first letters, in order.
func rulesByLetter(pairs ...string) (out [256][]rule) {
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i][0]] = append(out[pairs[i][0]], rule{pairs[i], pairs[i+1]})
	}
	return out
}

// appendClass appends what the rules make of a word, doubled letters once but
// never doubled digits.
func appendClass(b []byte, word string) []byte {
	put := func(c byte) {
		if n := len(b); n > 0 && b[n-1] == c && (c < '0' || c > '9') {
			return
		}
		b = append(b, c)
	}
next:
	for i := 0; i < len(word); {
		for _, r := range rules[word[i]] {
			if strings.HasPrefix(word[i:], r.from) {
				for k := range len(r.to) {
					put(r.to[k])
				}
				i += len(r.from)
				continue next
			}
		}
		put(word[i])
		i++
	}
	return b
}

// Canon returns the transliteration class of a folded Latin word. Words of one
// class differ only in how the same sounds were written. The class is at least
// one letter where the word is.
func Canon(word string) string {
	var buffer [64]byte
	b := appendCanon(buffer[:0], word)
	if string(b) == word {
		return word
	}
	return string(b)
}

// appendCanon appends the class of a word.
func appendCanon(to []byte, word string) []byte {
	b := appendClass(to[len(to):], withoutGlide(glides(word)))
	if n := len(b); n > 3 {
		switch {
		case hasSuffix(b, "uf"), hasSuffix(b, "ef"):
			b[n-1] = 'v' // -off, -eff
		case hasSuffix(b, "ii"), hasSuffix(b, "ei"):
			b = append(b[:n-2], 'i') // -iy, -ey, -ij
		case hasSuffix(b, "skeia"):
			b = append(b[:n-3], 'a') // -skaya, -ska
		case hasSuffix(b, "skaA"), hasSuffix(b, "ah"):
			b = b[:n-1]
		}
	}
	for _, end := range vowelBefore {
		if hasSuffix(b, end) {
			from := len(b) - len(end)
			if stem := bytes.TrimRight(b[:from], "aeiEAU"); len(stem) >= 3 && len(stem) < from {
				b = append(append(stem, 'e'), end...)
			}
			break
		}
	}
	return append(to, b...)
}

// vowelBefore are endings of Russian, Ukrainian and Belarusian names before which
// the letters е and ё are written in many ways: Alexeev, Alekseyev, Alexejew;
// Kovalev, Kovalyov; Kirienko, Kiriyenko; Sergeevich, Sergeyevich, Sergejewitsch.
var vowelBefore = []string{"viC", "vna", "nku", "va", "v"}

func hasSuffix(b []byte, suffix string) bool {
	return len(b) >= len(suffix) && string(b[len(b)-len(suffix):]) == suffix
}

// withoutGlide is a word without the glide that a Russian Е has at its beginning
// in some ways of writing it: Yelena, Jelena, Elena.
func withoutGlide(word string) string {
	if len(word) < 5 || word[1] != 'e' || strings.IndexByte("aehiouwy", word[2]) >= 0 {
		return word
	}
	if word[0] == 'y' || word[0] == 'j' && (strings.IndexByte("vlkg", word[2]) >= 0 || strings.HasPrefix(word, "jefi")) {
		return word[1:]
	}
	return word
}

// glides writes j as y where it is one: after a consonant, at the end of a word
// and between a vowel and -ev (Tatjana, Andrej, Alexejew), as in Germany,
// Scandinavia, Serbia and Poland.
func glides(word string) string {
	if strings.IndexByte(word, 'j') < 0 {
		return word
	}
	b := []byte(word)
	for i := 1; i < len(b); i++ {
		if b[i] == 'j' && (i == len(b)-1 || strings.IndexByte("bfglmnprstvz", b[i-1]) >= 0 || strings.IndexByte("aeiou", b[i-1]) >= 0 && i+2 < len(b) && b[i+1] == 'e' && (b[i+2] == 'v' || b[i+2] == 'w')) {
			b[i] = 'y'
		}
	}
	return string(b)
}
