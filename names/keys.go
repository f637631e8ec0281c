package names

import "strings"

// A Key is a hash that related words share.
type Key uint64

// Families of keys, mixed into the hash so that they do not meet.
const (
	keyText Key = 1 + iota
	keyCanon
	keySkeleton
	keyNick
	keyFirstLetters
	keyIdentifier
)

// keyedWeight is the weight from which a word of little evidence has keys: in
// names that hold nothing else.
const keyedWeight = 0.3

// AppendKeys appends the keys of the name's words and of the joins of
// neighbours. Two words, or a word and a join, are related by anything but an
// initial only if they share one. Keys may repeat.
//
// Spelling: words within d errors of each other share a word that is left when
// at most d letters are deleted from each (Mor & Fraenkel 1982), so that every
// word files itself under its deletions up to its own bound, once as written
// and once by its transliteration class.
func (n *Name) AppendKeys(keys []Key) []Key {
	for i := range n.Words {
		keys = n.Words[i].appendKeys(keys)
	}
	for i := range n.joins {
		keys = n.joins[i].Word.appendKeys(keys)
	}
	return n.appendFirstLetters(keys)
}

// IdentifierKey returns the key of an identifier in its bare form.
func IdentifierKey(value string) Key { return hash(keyIdentifier, strings.TrimPrefix(value, "IMO")) }

func (w *Word) appendKeys(keys []Key) []Key {
	switch w.Role {
	case Initial:
		return keys
	case Numeral, Legal, Connector, Particle, Title:
		// They carry too little for a name to rest on, unless it has nothing else.
		if w.Weight < keyedWeight {
			return keys
		}
	}
	for i := range w.forms {
		f := &w.forms[i]
		if len(f.skeleton) > 0 {
			keys = append(keys, hash(keySkeleton, f.skeleton))
		}
		if f.consonants {
			keys = append(keys, hash(keyText, f.text))
			continue
		}
		if f.nick != "" {
			keys = append(keys, hash(keyNick, f.nick))
		}
		keys = append(keys, hash(keyNick, f.text))
		keys = appendDeletions(keys, keyText, f.text)
		keys = appendDeletions(keys, keyCanon, f.canon)
	}
	return keys
}

// appendDeletions appends the keys of a word without none, one or two of its
// letters, as its length allows: a word may meet one that is shorter by its
// bound, and so files deletions for the bound that its own length gives.
func appendDeletions(keys []Key, family Key, s string) []Key {
	keys = append(keys, hash(family, s))
	d := bound(s, s)
	if d == 0 {
		return keys
	}
	for i := range len(s) {
		one := s[:i] + s[i+1:]
		keys = append(keys, hash(family, one))
		if d > 1 {
			for j := i; j < len(one); j++ {
				keys = append(keys, hash(family, one[:j]+one[j+1:]))
			}
		}
	}
	return keys
}

// appendFirstLetters files runs of two and three words under their first
// letters, and short words under themselves, for abbreviations spelled out.
func (n *Name) appendFirstLetters(keys []Key) []Key {
	for i := range n.Words {
		if w := &n.Words[i]; len(w.Text()) >= 2 && len(w.Text()) <= 6 && w.distinctive() {
			keys = append(keys, hash(keyFirstLetters, w.Text()))
		}
		var letters [6]byte
		for k := 0; k < len(letters) && i+k < len(n.Words); k++ {
			t := n.Words[i+k].Text()
			if t == "" {
				break
			}
			letters[k] = t[0]
			if k >= 1 {
				keys = append(keys, hash(keyFirstLetters, string(letters[:k+1])))
			}
		}
	}
	return keys
}

// hash is 64-bit FNV-1a over the family and the letters.
func hash(family Key, s string) Key {
	h := uint64(14695981039346656037)
	h = (h ^ uint64(family)) * 1099511628211
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return Key(h)
}
