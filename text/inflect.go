package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Endings of Russian and Ukrainian names in the oblique cases, the longest
// first, each with what a name that ends so may end in where it is nobody's
// object (Shvedova, Russian Grammar, 1980, §§ 1175–1190, 1292–1301; the Ukrainian
// ones are those of the same declensions).
var obliqueEndings = []struct{ oblique, nominative string }{
	{"ского", "ский"}, {"скому", "ский"}, {"ским", "ский"}, {"ском", "ский"}, {"цкого", "цкий"}, {"цкому", "цкий"}, {"цким", "цкий"}, {"цком", "цкий"},
	{"ого", "ый|ой|ий"}, {"его", "ий"}, {"ому", "ый|ой|ий"}, {"ему", "ий"},
	{"овой", "ова"}, {"евой", "ева"}, {"иной", "ина"}, {"ской", "ская"}, {"скую", "ская"}, {"овым", "ов"}, {"евым", "ев"}, {"ёвым", "ёв"}, {"иным", "ин"}, {"ыным", "ын"},
	{"ией", "ия"}, {"ию", "ия|ий"}, {"ии", "ия|ий"}, {"ия", "ий"}, {"ием", "ий"},
	{"ею", "ей"}, {"ея", "ей"}, {"еем", "ей"}, {"ее", "ей"}, {"ая", "ай"}, {"аю", "ай"}, {"аем", "ай"}, {"ае", "ай"},
	{"ом", "|о"}, {"ем", "ь|й|"}, {"ём", "ь"}, {"ой", "а"}, {"ей", "я|а"},
	{"а", "|о"}, {"у", "|а|о"}, {"е", "|а|я|ь"}, {"ы", "а"}, {"и", "а|я|ь"}, {"я", "ь"}, {"ю", "ь|я"},
}

// leastStem is how many letters of a word stay before an ending.
const leastStem = 3

// Nominatives returns what a name's word in Cyrillic letters may be where it
// stands in the nominative, if it stands in another case: Чемезова gives Чемезов.
// The word itself is not among them. A word of another script has none.
func Nominatives(word string) []string {
	first, _ := utf8.DecodeRuneInString(word)
	if !unicode.Is(unicode.Cyrillic, first) {
		return nil
	}
	for _, e := range obliqueEndings {
		stem, ok := strings.CutSuffix(word, e.oblique)
		if !ok || utf8.RuneCountInString(stem) < leastStem {
			continue
		}
		var out []string
		for ending := range strings.SplitSeq(e.nominative, "|") {
			out = append(out, stem+ending)
		}
		return out
	}
	return nil
}
