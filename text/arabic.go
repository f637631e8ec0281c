package text

import "strings"

// arabicLetters are the consonants and long vowels of Arabic, Persian, Urdu
// and Pashto as news and lists write them in Latin. Short vowels are rarely
// written: the readings are of kind Consonants.
var arabicLetters = map[rune]string{
	'ا': "a", 'أ': "a", 'إ': "i", 'آ': "a", 'ٱ': "a", 'ء': "", 'ئ': "y", 'ؤ': "w", 'ب': "b", 'پ': "p", 'ت': "t", 'ٹ': "t", 'ث': "th",
	'ج': "j", 'چ': "ch", 'ح': "h", 'خ': "kh", 'د': "d", 'ڈ': "d", 'ذ': "dh", 'ر': "r", 'ړ': "r", 'ڑ': "r", 'ز': "z", 'ژ': "zh", 'س': "s",
	'ش': "sh", 'ښ': "sh", 'ص': "s", 'ض': "d", 'ط': "t", 'ظ': "z", 'ع': "", 'غ': "gh", 'ف': "f", 'ق': "q", 'ك': "k", 'ک': "k", 'گ': "g", 'ګ': "g",
	'ل': "l", 'م': "m", 'ن': "n", 'ں': "n", 'ڼ': "n", 'ه': "h", 'ہ': "h", 'ھ': "h", 'ة': "h", 'ۃ': "h", 'و': "w", 'ي': "y", 'ی': "y", 'ى': "a",
	'ې': "y", 'ۍ': "y", 'ے': "y", 'څ': "ts", 'ځ': "dz", 'ږ': "g", 'ﷲ': "allah",
	'٠': "0", '١': "1", '٢': "2", '٣': "3", '٤': "4", '٥': "5", '٦': "6", '٧': "7", '٨': "8", '٩': "9",
	'۰': "0", '۱': "1", '۲': "2", '۳': "3", '۴': "4", '۵': "5", '۶': "6", '۷': "7", '۸': "8", '۹': "9",
}

// arabic returns the consonants of a word; with the article (ال), the word
// without it too, since names are written with and without, and joined to it.
func arabic(word []rune) []Reading {
	var b strings.Builder
	for _, r := range stripMarks(string(word)) {
		b.WriteString(arabicLetters[r])
	}
	whole := b.String()
	if whole == "" {
		return nil
	}
	out := []Reading{{Text: whole, Consonants: true}}
	if rest, ok := strings.CutPrefix(whole, "al"); ok && len(rest) > 2 && strings.HasPrefix(string(word), "ال") && whole != "allh" {
		out = append(out, Reading{Text: rest, Consonants: true})
	}
	return out
}
