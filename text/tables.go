package text

import "strings"

// Letter tables. Cyrillic after ICAO 9303-3 and the Russian, Ukrainian,
// Belarusian, Bulgarian and Serbian practice in passports; Greek after ELOT
// 743; Hebrew, Georgian and Armenian after the UNGEGN systems, simplified to
// what lists and news write.

var russian = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "yo", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f",
	'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
	'і': "i", 'ї': "yi", 'є': "ye", 'ґ': "g", 'ў': "u",
	'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'ђ': "dj", 'џ': "dz", 'ѓ': "gj", 'ќ': "kj", 'ѕ': "dz",
	'ә': "a", 'ғ': "g", 'қ': "q", 'ң': "n", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h", 'ӣ': "i", 'ӯ': "u", 'ҷ': "j", 'ҳ': "h",
}

// cyrillic reads a word by the language that its letters betray: і, ї, є, ґ
// are Ukrainian (г is h, и is y), ў Belarusian, ј, љ, њ, ћ, ђ, џ Serbian; all
// else as Russian.
func cyrillic(word []rune) string {
	ukrainian := strings.ContainsAny(string(word), "іїєґ") && !strings.ContainsAny(string(word), "ыэъў")
	serbian := strings.ContainsAny(string(word), "јљњћђџ")
	var b strings.Builder
	for i, r := range word {
		switch {
		case ukrainian && r == 'г':
			b.WriteString("h")
		case ukrainian && r == 'и':
			b.WriteString("y")
		case serbian && r == 'х':
			b.WriteString("h")
		case serbian && r == 'ц':
			b.WriteString("c")
		case r == 'е' && i > 0 && strings.ContainsRune("аеёиоуыэюяьъ", word[i-1]):
			b.WriteString("ye")
		default:
			b.WriteString(russian[r])
		}
	}
	return b.String()
}

// koreanSyllable returns what a one-syllable Cyrillic word is as the Kontsevich
// system writes Korean (Бён, Хван, Чен), or "": н at the end is ng, and the
// plain consonants at the beginning are p, t, k and j.
func koreanSyllable(word []rune) string {
	vowels := 0
	for _, r := range word {
		if strings.ContainsRune("аеёиоуыэюя", r) {
			vowels++
		}
	}
	if vowels != 1 || len(word) < 2 || len(word) > 5 {
		return ""
	}
	var b strings.Builder
	for i, r := range word {
		switch {
		case i == 0 && r == 'б':
			b.WriteString("p")
		case i == 0 && r == 'д':
			b.WriteString("t")
		case i == 0 && r == 'г':
			b.WriteString("k")
		case i == 0 && r == 'ч':
			b.WriteString("j")
		case r == 'х':
			b.WriteString("h")
		case i == 1 && r == 'в':
			b.WriteString("w")
		case r == 'е':
			b.WriteString("o")
		case r == 'ы':
			b.WriteString("u")
		case r == 'н' && i == len(word)-1:
			b.WriteString("ng")
		default:
			b.WriteString(russian[r])
		}
	}
	return b.String()
}

var greek = map[rune]string{
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m",
	'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
}

var hebrew = map[rune]string{
	'א': "a", 'ב': "b", 'ג': "g", 'ד': "d", 'ה': "h", 'ו': "w", 'ז': "z", 'ח': "h", 'ט': "t", 'י': "y", 'כ': "k", 'ך': "k",
	'ל': "l", 'מ': "m", 'ם': "m", 'נ': "n", 'ן': "n", 'ס': "s", 'ע': "", 'פ': "p", 'ף': "f", 'צ': "ts", 'ץ': "ts", 'ק': "k",
	'ר': "r", 'ש': "sh", 'ת': "t",
}

var georgian = map[rune]string{
	'ა': "a", 'ბ': "b", 'გ': "g", 'დ': "d", 'ე': "e", 'ვ': "v", 'ზ': "z", 'თ': "t", 'ი': "i", 'კ': "k", 'ლ': "l", 'მ': "m", 'ნ': "n",
	'ო': "o", 'პ': "p", 'ჟ': "zh", 'რ': "r", 'ს': "s", 'ტ': "t", 'უ': "u", 'ფ': "p", 'ქ': "k", 'ღ': "gh", 'ყ': "q", 'შ': "sh",
	'ჩ': "ch", 'ც': "ts", 'ძ': "dz", 'წ': "ts", 'ჭ': "ch", 'ხ': "kh", 'ჯ': "j", 'ჰ': "h",
}

var armenian = map[rune]string{
	'ա': "a", 'բ': "b", 'գ': "g", 'դ': "d", 'ե': "e", 'զ': "z", 'է': "e", 'ը': "y", 'թ': "t", 'ժ': "zh", 'ի': "i", 'լ': "l", 'խ': "kh",
	'ծ': "ts", 'կ': "k", 'հ': "h", 'ձ': "dz", 'ղ': "gh", 'ճ': "ch", 'մ': "m", 'յ': "y", 'ն': "n", 'շ': "sh", 'ո': "o", 'չ': "ch",
	'պ': "p", 'ջ': "j", 'ռ': "r", 'ս': "s", 'վ': "v", 'տ': "t", 'ր': "r", 'ց': "ts", 'ւ': "v", 'փ': "p", 'ք': "k", 'և': "ev", 'օ': "o", 'ֆ': "f",
}
