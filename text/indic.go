package text

import "strings"

// Devanagari as names are written in India: consonants with the inherent a,
// which falls away at the end of a word. Source: the Hunterian system, with v
// and w, and the two ways of the final vowel, as alternatives.
var devaConsonants = map[rune]string{
	'क': "k", 'ख': "kh", 'ग': "g", 'घ': "gh", 'ङ': "n", 'च': "ch", 'छ': "chh", 'ज': "j", 'झ': "jh", 'ञ': "n", 'ट': "t", 'ठ': "th", 'ड': "d", 'ढ': "dh", 'ण': "n",
	'त': "t", 'थ': "th", 'द': "d", 'ध': "dh", 'न': "n", 'प': "p", 'फ': "ph", 'ब': "b", 'भ': "bh", 'म': "m", 'य': "y", 'र': "r", 'ल': "l", 'व': "v", 'श': "sh", 'ष': "sh", 'स': "s", 'ह': "h", 'ळ': "l",
}

var devaVowels = map[rune]string{
	'अ': "a", 'आ': "a", 'इ': "i", 'ई': "i", 'उ': "u", 'ऊ': "u", 'ऋ': "ri", 'ए': "e", 'ऐ': "ai", 'ओ': "o", 'औ': "au",
	'ा': "a", 'ि': "i", 'ी': "i", 'ु': "u", 'ू': "u", 'ृ': "ri", 'े': "e", 'ै': "ai", 'ो': "o", 'ौ': "au",
	'ं': "n", 'ँ': "n", 'ः': "h", '०': "0", '१': "1", '२': "2", '३': "3", '४': "4", '५': "5", '६': "6", '७': "7", '८': "8", '९': "9",
}

const (
	virama = '्'
	nukta  = '़'
)

func devanagari(word []rune) []string {
	var b strings.Builder
	open := false // a consonant without its vowel yet
	for _, r := range word {
		if c, ok := devaConsonants[r]; ok {
			if open {
				b.WriteByte('a')
			}
			b.WriteString(c)
			open = true
			continue
		}
		switch {
		case r == nukta:
			continue
		case r == virama:
			open = false
			continue
		}
		v := devaVowels[r]
		if open && (v == "n" || v == "h") {
			b.WriteByte('a')
		}
		b.WriteString(v)
		open = false
	}
	s := b.String()
	if open {
		return []string{s, s + "a"}
	}
	return []string{s}
}
