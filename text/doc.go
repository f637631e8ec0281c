// Package text is the Unicode ground work: names in any script become words
// that can be compared in plain Latin letters.
//
// [Clean] removes what has no business in a name (zero-width characters,
// direction controls, the stress marks of dictionaries) and puts words that mix
// look-alike letters of two scripts into one. [Words] splits a name into words.
//
// What a word is in Latin comes in two ways. Where a script writes the sound
// (Cyrillic, Greek, Georgian, Armenian, Devanagari, kana), [Latin] gives its
// readings, one for each custom of writing it. Where a script leaves the sound
// open (the vowels of Arabic and Hebrew, the many romanizations of Hangul and
// Han), guessing one reading would lose the others, and listing them all would
// have no end. For such a word [Spell] gives a [Pattern]: the spellings of each
// letter in turn. A Latin word may then be held against it:
//
//	text.Latin("Хван")                        // khvan, hvan, hwang
//	text.Spell("محمد").Fits("mohammed")       // true
//	text.Spell("محمد").Fits("mahmud")         // true: the letters are the same
//	text.Spell("محمد").Fits("ahmad")          // false
//	text.Spell("정은").Fits("jongun")          // true, as are chongun and jeongeun
//	text.Fold("Đặng Łódź")                    // dang lodz
//
// [Skeleton] gives the consonants of a Latin word in classes, and
// [Pattern.Skeletons] those that a pattern can have, so that what fits can be
// looked up before it is tried.
//
// All of it is bounded in time and memory for any input: a word is read up to
// 64 letters, a name up to [MaxWords] words. The package imports nothing of
// this program. The tables name their sources beside them; han.tsv is a file
// of its own.
package text
