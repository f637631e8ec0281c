package text

import "strings"

// abjad says how the letters of Arabic, Persian, Urdu and Pashto are written
// in Latin by news, lists and passports: the usual spellings, after the bar
// the rarer ones. Sources: the romanization tables of BGN/PCGN and ALA-LC for
// the four languages, French practice in the Maghreb, and the pairs of Latin
// and Arabic names that the UN and UK lists print beside one another.
var abjad = letters(map[rune]string{
	'ا': "a e | - o i u ah", 'آ': "a | aa o", 'ء': "-", 'ئ': "- y e i | ", 'ؤ': "- u w o ou",
	'ب': "b | p v", 'پ': "p | b f", 'ت': "t", 'ٹ': "t", 'ث': "th s t",
	'ج': "j dj g | dzh", 'چ': "ch tch | c sh j", 'ح': "h | kh", 'خ': "kh h | k ch",
	'د': "d", 'ڈ': "d", 'ذ': "dh z d th", 'ر': "r", 'ړ': "r", 'ڑ': "r", 'ز': "z | s", 'ژ': "zh j | z",
	'س': "s | c z", 'ش': "sh ch | s", 'ښ': "sh kh", 'ص': "s | c z", 'ض': "d z dh", 'ط': "t | d th", 'ظ': "z dh d th",
	'ع': "- | e", 'غ': "gh g | k q", 'ف': "f ph", 'ق': "q k g gh | kh c", 'ك': "k c | ck q kh", 'گ': "g | k", 'ګ': "g",
	'ل': "l", 'م': "m", 'ن': "n", 'ڼ': "n", 'ه': "h | - eh", 'ة': "- h t",
	'و': "w v u o ou oo | aw au ow", 'ي': "y i ee e | ia ie", 'ى': "a i y | e ee", 'ې': "e y i", 'ۍ': "ai ay y i",
	'څ': "ts s", 'ځ': "dz z", 'ږ': "g zh", 'ڤ': "v f", 'ﷲ': "allah",
	'0': "0", '1': "1", '2': "2", '3': "3", '4': "4", '5': "5", '6': "6", '7': "7", '8': "8", '9': "9",
})

// arabicForms maps letters that are written in several ways to one: ی and ي,
// ک and ك, the seats of hamza, digits. Marks go, as does the stretching sign.
var arabicForms = strings.NewReplacer(
	"أ", "ا", "إ", "ا", "ٱ", "ا", "ی", "ي", "ى", "ي", "ک", "ك", "ہ", "ه", "ھ", "ه", "ۀ", "ه", "ە", "ه", "ۃ", "ة", "ے", "ي", "ں", "ن",
	"ـ", "", "ٔ", "", "ﺁ", "آ", "ٵ", "ا",
	"٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9",
	"۰", "0", "۱", "1", "۲", "2", "۳", "3", "۴", "4", "۵", "5", "۶", "6", "۷", "7", "۸", "8", "۹", "9",
)

// sun are the letters that the l of the article becomes: al-Din is said ad-Din.
const sun = "تثدذرزسشصضطظلن"

var (
	article  = letter("al el ul il | l ol a e u")
	sunStart = letter("al a el e u ul o i il | l ol")
)

// arabicPattern reads a normalized word. The article ال at its head may be
// written in many ways, and before some letters becomes a doubled consonant.
func arabicPattern(word string) *Pattern {
	var units []*unit
	end, last := "", (*unit)(nil)
	for _, e := range arabicEnds {
		if stem, ok := strings.CutSuffix(word, e.letters); ok && len([]rune(stem)) > 1 {
			word, end, last = stem, e.letters, e.unit
			break
		}
	}
	rest := []rune(word)
	if len(rest) > 4 && rest[0] == 'ا' && rest[1] == 'ل' {
		head := article
		if strings.ContainsRune(sun, rest[2]) {
			head = sunStart
		}
		units = append(units, head)
		rest = rest[2:]
	}
	for i, r := range rest {
		u, ok := abjad[r]
		if !ok {
			continue
		}
		switch {
		case r == 'ا' && i == 0 && len(rest) > 1:
			u = initialAlef
		case r == 'ع' && i == 0:
			u = initialAin
			if len(rest) > 1 && strings.ContainsRune("ايو", rest[1]) {
				u = ainBefore
			}
		case r == 'ه' && i == 0 && len(rest) > 1:
			u = initialHa
		case end != "" && i == len(rest)-1:
		case r == 'ي' && i == len(rest)-1:
			u = finalYa
		case r == 'ه' && i == len(rest)-1:
			u = finalHa
		case r == 'و' && i == 0:
			u = initialWaw
		}
		units = append(units, u)
	}
	if end != "" {
		units = append(units, last)
	}
	return newPattern(units, true)
}

// arabicEnds make compounds of the words before them: Rahmat Ullah, Shams
// ad-Din. Compounds in Latin letters are compared in these spellings.
var arabicEnds = []struct {
	letters string
	unit    *unit
}{{"الله", letter("ullah | allah")}, {"لله", letter("ullah | allah")}, {"الدين", letter("uddin | aldin")}}

// Letters that are written otherwise at the beginning or the end of a word.
var (
	initialAlef = letter("a e i o u ou | -")
	initialAin  = letter("a e i o u ou | -")
	ainBefore   = letter("- a e i o u")
	initialHa   = letter("h")
	finalYa     = letter("i y ee a ai ay ei ey | ia e ie iy aa ah iyy eh")
	finalHa     = letter("h - a e ah eh ha | t")
	initialWaw  = letter("w v ou | u o")
)

// WithoutArticle returns an Arabic word without ال at its head, or "" where it
// has none or nothing would be left.
func WithoutArticle(word string) string {
	if rest, ok := strings.CutPrefix(word, "ال"); ok && len([]rune(rest)) > 2 && word != "الله" {
		return rest
	}
	return ""
}

// hebrewLetters are written in Latin after the practice of passports and news.
var hebrewLetters = letters(map[rune]string{
	'א': "a e - i o u | ", 'ב': "b v", 'ג': "g | j", 'ד': "d", 'ה': "h - a e | ", 'ו': "v w u o oo ou", 'ז': "z | s", 'ח': "h ch kh", 'ט': "t",
	'י': "y i e ee j | ei -", 'כ': "k ch kh c", 'ך': "ch kh k h", 'ל': "l", 'מ': "m", 'ם': "m", 'נ': "n", 'ן': "n", 'ס': "s | c", 'ע': "- a e | o i",
	'פ': "p f ph", 'ף': "f ph p", 'צ': "ts tz z | c", 'ץ': "ts tz z", 'ק': "k c q", 'ר': "r", 'ש': "sh s | sch", 'ת': "t th",
})

func hebrewPattern(word string) *Pattern {
	var units []*unit
	for _, r := range word {
		if u, ok := hebrewLetters[r]; ok {
			units = append(units, u)
		}
	}
	return newPattern(units, true)
}
