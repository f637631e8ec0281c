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
// are Ukrainian (г is h, и is y), ў or і with ы Belarusian (г is h), ј, љ, њ,
// ћ, ђ, џ Serbian; all else as Russian, and, since nothing betrays it, a short
// word also as Korean written in Russian.
func cyrillic(word []rune) []string {
	s := string(word)
	belarusian := strings.ContainsRune(s, 'ў') || strings.ContainsRune(s, 'і') && strings.ContainsAny(s, "ыэ")
	ukrainian := !belarusian && strings.ContainsAny(s, "іїєґ")
	serbian := strings.ContainsAny(s, "јљњћђџ")
	var b strings.Builder
	for i, r := range word {
		switch {
		case (ukrainian || belarusian) && r == 'г':
			b.WriteString("h")
		case ukrainian && r == 'и':
			b.WriteString("y")
		case ukrainian && i > 0 && (r == 'ї' || r == 'й'):
			b.WriteString("i")
		case serbian && r == 'х':
			b.WriteString("h")
		case serbian && r == 'ц':
			b.WriteString("c")
		case r == 'е' && i > 0 && strings.ContainsRune("аеёиоуыэюяьъ", word[i-1]):
			b.WriteString("ye")
		case r == 'щ' && strings.HasSuffix(s, "ъ"):
			b.WriteString("sht")
		default:
			b.WriteString(russian[r])
		}
	}
	out := []string{b.String()}
	if strings.ContainsRune(s, 'е') {
		// Passports of today write е as e wherever it stands; news write ье
		// as ie.
		if e := strings.ReplaceAll(out[0], "ye", "e"); e != out[0] {
			out = append(out, e, strings.ReplaceAll(out[0], "ye", "ie"))
		}
	}
	if strings.ContainsAny(s, "х") && !serbian {
		// Turkic, Caucasian and Bulgarian names are written with h.
		out = append(out, strings.ReplaceAll(out[min(1, len(out)-1)], "kh", "h"))
	}
	if strings.HasPrefix(s, "гидр") {
		out = append(out, "hydr"+strings.TrimPrefix(out[0], "gidr"))
	}
	if korean := koreanSyllable(word); korean != "" {
		out = append(out, korean)
	}
	return out
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

// greekReadings spells digraphs as they sound: ου is ou, μπ and ντ at the head
// of a word are b and d; the second reading follows ELOT 743 to the letter.
func greekReadings(word string) []string {
	sounded := greekDigraphs.Replace(word)
	for pair, sound := range map[string]string{"μπ": "b", "ντ": "d", "γκ": "g"} {
		if rest, ok := strings.CutPrefix(sounded, pair); ok {
			sounded = sound + rest
		}
	}
	var b strings.Builder
	for _, r := range sounded {
		if r < 128 {
			b.WriteRune(r)
		} else {
			b.WriteString(greek[r])
		}
	}
	return []string{b.String(), spell(word, greek)}
}

var greekDigraphs = strings.NewReplacer("ου", "ou", "ευ", "ev", "αυ", "av", "γγ", "ng", "γχ", "nch", "τζ", "tz", "ει", "ei", "οι", "oi", "αι", "ai")

// armenianReadings spells ու as u, and the stops as in the east and the west
// of the language.
func armenianReadings(word string) []string {
	east := spell(strings.NewReplacer("ու", "u", "եւ", "ev").Replace(word), armenian)
	return []string{east}
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
