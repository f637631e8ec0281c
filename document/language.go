package document

import (
	"strings"
	"unicode"
)

// stopWords are the commonest words of languages in Latin letters.
var stopWords = map[string]string{
	"en": "the of and to in that is was for on with he it as are his by at from they this have had not but said has been which were",
	"fr": "le la les de des du et en un une que qui dans pour est sur avec au par plus ne pas il elle sont ont été cette",
	"de": "der die das und in den von zu mit ist im nicht sich auf für dem eine ein auch als an werden hat dass wurde sind bei",
	"es": "el la los las de que y en un una por con para no es se su del al lo como más fue ha sus este",
	"it": "il la di che e in un una per è con non del della i le si da dei nel alla sono ha gli anche",
	"pt": "o a de que e do da em um para com não uma os no se na por mais as dos como foi ao das",
	"nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als door maar bij werd",
	"tr": "ve bir bu da de için ile olarak daha olan çok en ise kadar sonra gibi ancak",
	"pl": "w i na z do nie się że jest to o jak po przez od za dla przy oraz był",
	"id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga adalah ke",
}

// shortText is how many words are too few to tell a language by its commonest
// words alone: of such a text, plain letters and no clear sign of another
// language are taken for English.
const shortText = 60

// language tells a text's language by its script, then by its commonest words:
// an ISO 639-1 code, or und where there is too little to tell by.
func language(text string) string {
	sample := text[:min(len(text), 20000)]
	scripts := map[string]int{}
	letters := 0
	for _, r := range sample {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		switch {
		case r < 0x250:
			scripts["latin"]++
		case unicode.Is(unicode.Cyrillic, r):
			scripts["ru"]++
			if strings.ContainsRune("іїєґІЇЄҐ", r) {
				scripts["uk"]++
			}
		case unicode.Is(unicode.Arabic, r):
			scripts["ar"]++
			if strings.ContainsRune("پچژگکی", r) {
				scripts["fa"]++
			}
		case unicode.Is(unicode.Hangul, r):
			scripts["ko"]++
		case unicode.Is(unicode.Hiragana, r), unicode.Is(unicode.Katakana, r):
			scripts["ja"]++
		case unicode.Is(unicode.Han, r):
			scripts["zh"]++
		case unicode.Is(unicode.Hebrew, r):
			scripts["he"]++
		case unicode.Is(unicode.Greek, r):
			scripts["el"]++
		}
	}
	if letters < 20 {
		return "und"
	}
	switch {
	case scripts["ja"]*10 > letters:
		return "ja"
	case scripts["zh"]*2 > letters:
		return "zh"
	case scripts["ko"]*2 > letters:
		return "ko"
	case scripts["ru"]*2 > letters:
		if scripts["uk"]*50 > letters {
			return "uk"
		}
		return "ru"
	case scripts["ar"]*2 > letters:
		if scripts["fa"]*20 > letters {
			return "fa"
		}
		return "ar"
	case scripts["he"]*2 > letters:
		return "he"
	case scripts["el"]*2 > letters:
		return "el"
	case scripts["latin"]*2 < letters:
		return "und"
	}
	counts := map[string]int{}
	words := strings.FieldsFunc(strings.ToLower(sample), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range words {
		counts[w]++
	}
	best, most, english := "und", 0, 0
	for code, list := range stopWords {
		n := 0
		for w := range strings.FieldsSeq(list) {
			n += counts[w]
		}
		if code == "en" {
			english = n
		}
		if n > most || n == most && n > 0 && code < best {
			best, most = code, n
		}
	}
	if len(words) < shortText && (most < 4 || 3*english >= 2*most) && englishLetters(sample) {
		return "en"
	}
	if most*20 < len(words) {
		return "und"
	}
	return best
}

// englishLetters reports whether a text has none but English letters, a name or two aside.
func englishLetters(text string) bool {
	other, letters := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if r > unicode.MaxASCII {
				other++
			}
		}
	}
	return other*50 < letters
}
