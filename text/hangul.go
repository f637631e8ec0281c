package text

import "strings"

// Revised Romanization beside the forms that the DPRK and McCune-Reischauer
// use, simplified: each initial, vowel and final has its usual spellings.
var (
	hangulInitials = [19][]string{{"g", "k"}, {"kk"}, {"n"}, {"d", "t"}, {"tt"}, {"r", "l"}, {"m"}, {"b", "p"}, {"pp"}, {"s"}, {"ss"}, {""},
		{"j", "ch"}, {"jj"}, {"ch"}, {"k"}, {"t"}, {"p"}, {"h"}}
	hangulVowels = [21][]string{{"a"}, {"ae"}, {"ya"}, {"yae"}, {"o", "eo", "u"}, {"e"}, {"yo", "yeo", "you"}, {"ye"}, {"o"}, {"wa"}, {"wae"}, {"oe", "oi"},
		{"yo"}, {"u", "oo"}, {"wo"}, {"we"}, {"wi"}, {"yu"}, {"u", "eu"}, {"ui"}, {"i"}}
	hangulFinals = [28]string{"", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"}
)

// familyForms are the spellings of Korean family names that rules do not give.
var familyForms = map[rune][]string{
	'김': {"kim", "gim"}, '이': {"ri", "lee", "yi", "rhee", "i"}, '리': {"ri", "lee", "yi", "rhee"}, '박': {"pak", "park", "bak"},
	'최': {"choe", "choi"}, '정': {"jong", "jung", "chong", "chung", "jeong"}, '강': {"kang", "gang"}, '조': {"jo", "cho"}, '윤': {"yun", "yoon"},
	'임': {"rim", "lim", "im"}, '림': {"rim", "lim", "im"}, '오': {"o", "oh"}, '신': {"sin", "shin"}, '유': {"ryu", "yu", "yoo"}, '류': {"ryu", "yu", "yoo"},
	'노': {"ro", "no", "roh"}, '로': {"ro", "no", "roh"}, '우': {"u", "woo", "wu"}, '양': {"yang", "ryang"}, '량': {"ryang", "yang"}, '현': {"hyon", "hyun", "hyeon"},
}

func isSyllable(r rune) bool { return r >= 0xac00 && r <= 0xd7a3 }

// hangul returns the spellings of one syllable, or of a longer word as its
// syllables run together, by their first spelling each.
func hangul(word []rune) []string {
	if len(word) == 1 && isSyllable(word[0]) {
		return syllable(word[0])
	}
	var b strings.Builder
	for _, r := range word {
		if isSyllable(r) {
			b.WriteString(syllable(r)[0])
		}
	}
	return []string{b.String()}
}

func syllable(r rune) []string {
	out := append([]string(nil), familyForms[r]...)
	n := int(r - 0xac00)
	final := hangulFinals[n%28]
	for _, vowel := range hangulVowels[n/28%21] {
		for _, initial := range hangulInitials[n/28/21] {
			if len(out) < MaxReadings {
				out = append(out, initial+vowel+final)
			}
		}
	}
	return out
}
