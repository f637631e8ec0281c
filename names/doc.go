// Package names knows names: what the parts of one are, which words could be
// the same word, and how like two names are.
//
// [Parse] turns a name in any script into a [Name]: words with their Latin
// readings, what part each plays (given name, family name, title, particle,
// legal form, place, numeral, initial) and how much evidence it carries, from
// a frozen table of how common words are in names ([Version] names it).
//
// [Related] is the one relation "could be the same word". It holds between
// words that are equal after folding, equal by transliteration class (kh and
// h, q and k, ou and u), within a few typing errors that grow with length, the
// same consonants where a script writes no vowels, nickname and name, initial
// and word, or an abbreviation spelled out. Operations do not chain beyond one
// class and one bound of errors.
//
// [Name.Keys] turns the relation into look-ups: two words, or a word and a
// join of neighbours, are related only if they share a key. An initial has no
// keys: it supports a hit and never makes one. A name that scores 0.5 or more
// against another has at least one pair of words that is related by something
// else than an initial, hence a shared key, so that whoever looks names up by
// their keys misses none. The property test TestRelatedWordsShareAKey holds
// the package to it.
//
// [Compare] finds the best alignment of two names and weighs it: shared words
// count by their rarity; words left over on one side count little when they
// are common and more when they are distinctive; words left over on both
// sides contradict each other and count double, so that a wholly different
// family name is not averaged away by three given names that agree.
//
//	a := names.Parse("Хван Бён Со", names.Person)
//	b := names.Parse("Hwang Pyong So", names.Person)
//	r := names.Compare(a, b)
//	// r.Score, r.Pairs: which word matched which, and by what
package names
