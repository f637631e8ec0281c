// Package text is the Unicode ground work: names in any script become words of
// plain Latin letters that can be compared.
//
// [Clean] removes what has no business in a name (zero-width characters,
// direction controls) and repairs letters borrowed from another script to
// look alike. [Words] splits a name into words. [Latin] gives a word's Latin
// readings: one for Latin words, several where a script leaves the sound open
// (Hangul syllables, the vowels of Arabic and Hebrew), never guessed down to
// one. All of it is bounded in time and memory for any input.
//
//	text.Latin("Хван")    // khvan
//	text.Latin("김")      // kim, gim
//	text.Fold("Đặng Łódź") // dang lodz
//
// The package imports nothing of this program.
package text
