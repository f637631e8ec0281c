package index

import (
	"slices"
	"strings"
	"unicode"
)

// Names that are written without spaces, in Chinese or Japanese, are found in
// texts letter by letter.

// beginnings files the names that are written without spaces, in Chinese or
// Japanese, under their first two characters.
func (b *builder) beginnings() table {
	var pairs []keyed
	for i := range b.names {
		runes := []rune(b.names[i].text)
		if len(runes) >= shortestHan && !slices.ContainsFunc(runes, func(r rune) bool { return !isHan(r) }) {
			pairs = append(pairs, newKeyed(beginning(runes[0], runes[1]), uint32(i)))
		}
	}
	return buildTable(pairs)
}

// shortestHan is how many characters a name without spaces has at least to be
// found in a text: names of two are parts of other words too often.
const shortestHan = 3

func isHan(r rune) bool {
	return r >= 0x3041 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Katakana, r) || unicode.Is(unicode.Hiragana, r) || r == '・' || r == 'ー')
}

func beginning(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) }

// findHan looks for names that are written without spaces, letter by letter.
func (f *Finder) findHan(s string, yield func(Found)) {
	ix := f.search.ix
	var found []uint32
	before, at := rune(0), 0
	for i, r := range s {
		if isHan(r) && before != 0 {
			found = ix.beginnings.appendNumbers(found[:0], beginning(before, r))
			for _, name := range found {
				listed := string(part(ix.names, ix.nameEnds, int(name)))
				if strings.HasPrefix(s[at:], listed) {
					n := ix.name(name, ix.kindOf(name))
					yield(Found{at, at + len(listed), int(ix.nameOwner[name]), n, n, 1})
				}
			}
		}
		before, at = 0, i
		if isHan(r) {
			before = r
		}
	}
}
