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
)

// AppendKeys appends the keys by which an index files a name: those of its
// words, of the joins of neighbours and of its acronyms. A name that is looked
// up has other keys ([Name.AppendQueryKeys]); if a word or a join of one name
// is related to one of another by anything but an initial, and both are keyed,
// then each one's query keys meet the other's keys. Keys may repeat.
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
func (n *Name) AppendKeys(keys []Key) []Key {
	for i := range n.Words {
		keys = n.Words[i].appendKeys(keys, false)
	}
	for i := range n.joins {
		keys = n.joins[i].Word.appendJoinKeys(keys, false)
	}
	return n.appendAcronyms(keys)
}

// AppendQueryKeys appends the keys under which to look a name up among names
// that were filed under their [Name.AppendKeys]. Keys may repeat.
func (n *Name) AppendQueryKeys(keys []Key) []Key {
	for i := range n.Words {
		keys = n.Words[i].appendKeys(keys, true)
	}
	for i := range n.joins {
		keys = n.joins[i].Word.appendJoinKeys(keys, true)
	}
	return n.appendAcronyms(keys)
}

// IdentifierKey returns the key of an identifier in its bare form.
func IdentifierKey(value string) Key { return hash(keyIdentifier, strings.TrimPrefix(value, "IMO")) }

func (w *Word) appendKeys(keys []Key, query bool) []Key {
	if !w.keyed() {
		return keys
	}
	return w.appendWordKeys(keys, query)
}

// appendWordKeys appends the keys of a word, whether or not a hit may rest on it.
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
		keys = appendNative(keys, w)
		return w.appendSkeletons(keys, query)
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
	}
	return w.appendSkeletons(keys, query)
}

// appendJoinKeys appends the keys of a join, which is met whole or, where it
// is long, with one error in one of its halves.
func (w *Word) appendJoinKeys(keys []Key, query bool) []Key {
	if w.open() {
		keys = append(keys, hash(keyNative, w.native))
		return w.appendSkeletons(keys, query)
	}
	f := &w.forms[0]
	keys = append(keys, hash(keySpelling, f.text))
	if f.canon != f.text {
		keys = append(keys, hash(keySpelling, f.canon))
	}
	if n := len(f.canon); n >= twoErrors {
		for m := n - 1; m <= n+1; m++ {
			if h := m / 2; query || m == n {
				keys = append(keys, hash(keyHead, f.canon[:min(h, n)]), hash(keyTail, f.canon[max(n-(m-h), 0):]))
			}
		}
	}
	return w.appendSkeletons(keys, query)
}

// appendSkeletons lets words of open scripts and Latin words meet: each files
// its skeletons in a family of its own and asks in the other's.
func (w *Word) appendSkeletons(keys []Key, query bool) []Key {
	if !w.open() {
		if query {
			return append(keys, hash(keyOpenSkeleton, w.skeleton))
		}
		return append(keys, hash(keySkeleton, w.skeleton))
	}
	family := keyOpenSkeleton
	if query {
		family = keySkeleton
	}
	for _, p := range w.patterns {
		for _, s := range p.Skeletons() {
			keys = append(keys, hash(family, s))
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

// appendAcronyms files a name under the first letters of its words, which are
// a word to whoever looks for the acronym, and the other way round.
func (n *Name) appendAcronyms(keys []Key) []Key {
	for _, a := range n.acronyms {
		keys = append(keys, hash(keySpelling, a.letters))
	}
	return keys
}

// hash is 64-bit FNV-1a over the family and the letters.
func hash(family Key, s string) Key { return Key(extend(start(family), s)) }

func start(family Key) uint64 { return (14695981039346656037 ^ uint64(family)) * 1099511628211 }

func extend(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
