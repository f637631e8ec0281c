package names

import (
	"strings"

	"interdict/text"
)

// A Key is a hash that related words share.
type Key uint64

// Families of keys, mixed into the hash so that they do not meet.
const (
	keySpelling     Key = 1 + iota // a word or class, whole or without one letter
	keyHead                        // the first half of a long one, whole or without one letter
	keyTail                        // its second half
	keyNick                        // a group of given names
	keySkeleton                    // consonants of a word in Latin letters
	keyOpenSkeleton                // consonants that a word of an open script may have in Latin
	keyClass                       // what a word means
	keyNative                      // a word in its own script, whole or without one letter
	keyIdentifier
	keyJoinSkeleton     // as keySkeleton, of a join
	keyJoinOpenSkeleton // as keyOpenSkeleton, of a join
	keyJoinHead         // the first half of a long join, with its length
	keyJoinTail         // its second half
	keyWordHead         // the first half of a long word, with its length, for joins to ask for
	keyWordTail         // its second half
)

// IdentifierKey returns the key of an identifier in its bare form.
func IdentifierKey(value string) Key { return hash(keyIdentifier, strings.TrimPrefix(value, "IMO")) }

// appendWordKeys appends the keys of a word.
//
// Spelling, up to seven letters: words within one error of each other share a
// word that is left when at most one letter is deleted from each (Mor &
// Fraenkel 1982), and each files itself under those. From eight letters on two
// errors are borne: cut a word in half, and the part of the other word that
// stands against one of the halves has one error at most, wherever the two
// errors lie; so a word files its two halves, each whole and without one
// letter, and a query asks for the halves of all words that it might meet
// (pigeonhole, after Navarro & Baeza-Yates 1999). Two neighbours that changed
// places over the cut count as one error in each half. A word files both what
// is written and its transliteration class, in one family.
//
// Joins are many and meet few: words of the same letters or of one error, and
// joins of the same letters. One error leaves half of a word whole, so that word
// and join ask for each other's halves, and lengths, in families of their own.
func (w *Word) appendWordKeys(keys []Key, query bool) []Key {
	if w.nick.group != 0 {
		keys = append(keys, hash(keyNick, string(rune(w.nick.group))))
	}
	if w.class != "" {
		keys = append(keys, hash(keyClass, w.class))
	}
	switch w.Role {
	case Numeral: // compared by its class alone
		return keys
	case Legal: // and a legal form by what is written
		return append(keys, hash(keySpelling, w.Text()))
	}
	if w.open() {
		return w.appendSkeletons(appendNative(keys, w), query)
	}
	if w.base != "" {
		keys = append(keys, hash(keySpelling, w.base))
	}
	for i := range w.forms {
		f := &w.forms[i]
		keys = appendSpelling(keys, f.text, query)
		if f.canon != f.text {
			keys = appendSpelling(keys, f.canon, query)
		}
		if query {
			keys = appendHalvesOf(keys, keyJoinHead, keyJoinTail, f.canon)
		} else {
			keys = appendOwnHalves(keys, keyWordHead, keyWordTail, f.canon)
		}
	}
	return w.appendSkeletons(keys, query)
}

// appendJoinKeys appends the keys of a join.
func (w *Word) appendJoinKeys(keys []Key, query bool) []Key {
	if w.open() {
		keys = append(keys, hash(keyNative, w.native))
		return w.appendJoinSkeletons(keys, query)
	}
	f := &w.forms[0]
	keys = append(keys, hash(keySpelling, f.text))
	if f.canon != f.text {
		keys = append(keys, hash(keySpelling, f.canon))
	}
	if query {
		keys = appendHalvesOf(keys, keyWordHead, keyWordTail, f.canon)
	} else {
		keys = appendOwnHalves(keys, keyJoinHead, keyJoinTail, f.canon)
	}
	return w.appendJoinSkeletons(keys, query)
}

// appendOwnHalves files a word of eight letters or more under its halves.
func appendOwnHalves(keys []Key, head, tail Key, s string) []Key {
	n := len(s)
	if n < twoErrors {
		return keys
	}
	return append(keys, hashHalf(head, n, s[:n/2]), hashHalf(tail, n, s[n/2:]))
}

// appendHalvesOf asks for what was filed by appendOwnHalves and is at most one
// error away from a word.
func appendHalvesOf(keys []Key, head, tail Key, s string) []Key {
	n := len(s)
	if n < twoErrors {
		return keys
	}
	for m := max(n-1, twoErrors); m <= n+1; m++ {
		keys = append(keys, hashHalf(head, m, s[:m/2]), hashHalf(tail, m, s[max(n-(m-m/2), 0):]))
	}
	return keys
}

// appendSkeletons lets words of open scripts and Latin words and joins meet:
// each files its skeletons in a family of its own and asks in the others'.
func (w *Word) appendSkeletons(keys []Key, query bool) []Key {
	if !query {
		return w.skeletonsIn(keys, keySkeleton, keyOpenSkeleton)
	}
	return w.skeletonsIn(w.skeletonsIn(keys, keyOpenSkeleton, keySkeleton), keyJoinOpenSkeleton, keyJoinSkeleton)
}

// appendJoinSkeletons does so for a join, which meets words alone.
func (w *Word) appendJoinSkeletons(keys []Key, query bool) []Key {
	if !query {
		return w.skeletonsIn(keys, keyJoinSkeleton, keyJoinOpenSkeleton)
	}
	return w.skeletonsIn(keys, keyOpenSkeleton, keySkeleton)
}

// skeletonsIn appends the keys of a word's skeletons in one family if it is
// Latin, in another if it is of an open script.
func (w *Word) skeletonsIn(keys []Key, latin, open Key) []Key {
	if !w.open() {
		return append(keys, hash(latin, w.skeleton))
	}
	for _, p := range w.patterns {
		for _, s := range p.Skeletons() {
			keys = append(keys, hash(open, s))
		}
	}
	return keys
}

func appendNative(keys []Key, w *Word) []Key {
	keys = append(keys, hash(keyNative, w.native))
	switch w.script {
	case text.Arab, text.Hebr:
		b := bare(w.native)
		code := letterCode(b)
		keys = append(keys, hash(keyNative, b), hash(keyNative, code))
		if nativeBound(b, b) > 0 {
			keys = appendDeletions(keys, keyNative, code)
		}
	case text.Hani:
		keys = append(keys, hash(keyNative, w.patterns[0].String()))
	}
	return keys
}

func appendSpelling(keys []Key, s string, query bool) []Key {
	n := len(s)
	keys = append(keys, hash(keySpelling, s))
	if n >= 3 && n <= twoErrors {
		keys = appendDeletions(keys, keySpelling, s)
	}
	if n < twoErrors {
		return keys
	}
	if !query {
		return appendHalves(keys, s[:n/2], s[n/2:])
	}
	// Words of m letters are cut at m/2; what stands against a half with at
	// most one error is at most one letter longer or shorter.
	least, most := max(n-2, twoErrors), n+2
	for p := least/2 - 1; p <= min(most/2+1, n); p++ {
		keys = append(keys, hash(keyHead, s[:p]))
		keys = appendDeletions(keys, keyHead, s[:p])
	}
	for p := (least+1)/2 - 1; p <= min((most+1)/2+1, n); p++ {
		keys = append(keys, hash(keyTail, s[n-p:]))
		keys = appendDeletions(keys, keyTail, s[n-p:])
	}
	return keys
}

func appendHalves(keys []Key, head, tail string) []Key {
	keys = append(keys, hash(keyHead, head), hash(keyTail, tail))
	return appendDeletions(appendDeletions(keys, keyHead, head), keyTail, tail)
}

// appendDeletions appends the keys of a word without each of its letters.
func appendDeletions(keys []Key, family Key, s string) []Key {
	for i := range len(s) {
		if i > 0 && s[i] == s[i-1] {
			continue // the same word is left
		}
		h := start(family)
		h = extend(h, s[:i])
		keys = append(keys, Key(extend(h, s[i+1:])))
	}
	return keys
}

// hash is 64-bit FNV-1a over the family and the letters.
func hash(family Key, s string) Key { return Key(extend(start(family), s)) }

// hashHalf is hash over the length of the whole as well.
func hashHalf(family Key, length int, half string) Key {
	return Key(extend(start(family)^uint64(length)<<32, half))
}

func start(family Key) uint64 { return (14695981039346656037 ^ uint64(family)) * 1099511628211 }

func extend(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
