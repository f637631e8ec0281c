package index

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"interdict/names"
	"interdict/text"
)

// heard is what a word of a text could be part of.
type heard struct {
	met     []uint32 // units, ascending
	anchors []uint32 // names that it could be an anchor of, ascending
}

// A token is a word of the text.
type token struct {
	start, end int
	parted     bool // from the word before by the end of a sentence or a paragraph
	capital    bool // or in a script or a text without capitals
	joined     bool // with the word before it could be one word of a name
	*heard
}

var nothingHeard = &heard{}

// particles are what Korean writes at the end of a noun, the longer first.
var particles = strings.Fields("에서는 에게서 으로는 에서 에게 한테 으로 까지 부터 이나 은 는 이 가 을 를 의 에 와 과 로 도 만")

// shortestStem is how many bytes of a Korean word are left without its
// particle, at least: two letters.
const shortestStem = 6

// read takes in the words of a stretch of text.
func (f *Finder) read(s string, from, to int, caps bool) error {
	if f.stamp > math.MaxUint32-2*stretchOf {
		clear(f.last)
		f.stamp = maxReach + 1
	}
	f.stamp += uint32(len(f.tokens)) + 2*maxReach
	f.text, f.tokens = s, f.tokens[:0]
	before := from
	var err error
	// A Korean word may end with a particle, which is no part of a name.
	withoutParticle := func(t *token) error {
		for _, particle := range particles {
			if stem, ok := strings.CutSuffix(s[t.start:t.end], particle); ok && len(stem) >= shortestStem {
				h, err := f.hear(stem, true)
				if err == nil && len(h.met) > 0 {
					t.heard, t.end = h, t.end-len(particle)
				}
				return err
			}
		}
		return nil
	}
	text.EachWord(s[from:to], func(start, end int) bool {
		start, end = start+from, end+from
		if k := len(f.tokens) - 1; k >= 0 && dotted(s, f.tokens[k].start, start, end) {
			// S.M. and L.L.C. are one word each, as names are read.
			t := &f.tokens[k]
			t.end, before = end, end
			t.heard, err = f.hear(s[t.start:end], t.capital)
			return err == nil
		}
		word := possessor(s[start:end])
		t := token{start: start, end: start + len(word), parted: parts(s, before, start), capital: !caps || !lower(word)}
		if k := len(f.tokens) - 1; k >= 0 && start > from && s[start-1] == '-' {
			t.capital = t.capital || f.tokens[k].capital // Yo-jong
		}
		if t.heard, err = f.hear(word, t.capital); err != nil {
			return false
		}
		if r, _ := utf8.DecodeRuneInString(word); len(t.met) == 0 && unicode.Is(unicode.Hangul, r) {
			if err = withoutParticle(&t); err != nil {
				return false
			}
		}
		if k := len(f.tokens) - 1; k >= 0 && (caps || uncased(word)) && !f.exact && !t.parted && t.capital && f.tokens[k].capital {
			err = f.hearJoin(s[f.tokens[k].start:t.end], &t)
		}
		f.tokens = append(f.tokens, t)
		before = end
		return err == nil
	})
	return err
}

// dotted reports whether a letter goes on with letters before it that dots or
// slashes part.
func dotted(s string, first, start, end int) bool {
	if end-start != 1 || (start-first)%2 != 0 || start-first > 2*maxReach {
		return false
	}
	for i := first; i < start; i += 2 {
		if c := s[i]; c >= utf8.RuneSelf || s[i+1] != '.' && s[i+1] != '/' && s[i+1] != '&' {
			return false
		}
	}
	return true
}

// possessor is a word without the English mark of possession.
func possessor(word string) string {
	for _, mark := range []string{"'s", "’s", "'S", "’S"} {
		if stem, ok := strings.CutSuffix(word, mark); ok && stem != "" {
			return stem
		}
	}
	return word
}

// lower reports whether a word begins with a small letter of a script that has
// capitals too, and has none.
func lower(word string) bool {
	for _, r := range word {
		if r < utf8.RuneSelf {
			if r >= 'A' && r <= 'Z' {
				return false
			}
		} else if !unicode.IsLower(r) && unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// uncased reports whether a word is of a script without capitals.
func uncased(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsLower(r)
}

// parts reports whether what stands between two words ends a sentence, a
// paragraph or a cell: no name goes over it. A full stop after a short word is
// taken for that of an abbreviation.
func parts(s string, before, start int) bool {
	gap := s[before:start]
	if strings.Count(gap, "\n") > 1 || strings.ContainsAny(gap, "!?;:|•。؛؟…\t") {
		return true
	}
	i := strings.IndexByte(gap, '.')
	if i < 0 || i+1 < len(gap) && gap[i+1] != ' ' && gap[i+1] != '\n' {
		return false
	}
	word := s[:before]
	n := 0
	for n <= 3 && len(word) > 0 {
		r, size := utf8.DecodeLastRuneInString(word)
		if !unicode.IsLetter(r) {
			break
		}
		word, n = word[:len(word)-size], n+1
	}
	return n > 3
}

// hear returns what a word could be part of.
func (f *Finder) hear(word string, capital bool) (*heard, error) {
	known := &f.heard[0]
	if !capital {
		known = &f.heard[1]
	}
	if h, ok := known.Get(word); ok {
		return h, nil
	}
	h := &heard{}
	for _, kind := range []names.Kind{names.Person, names.Organization, names.Vessel} { // each reads words in its own way
		n := names.Parse(word, kind)
		f.search.units = n.AppendUnits(f.search.units[:0])
		for i := range f.search.units {
			if err := f.meet(&f.search.units[i], capital, h); err != nil {
				return nil, err
			}
		}
	}
	h.sort()
	if len(h.met) == 0 {
		h = nothingHeard
	}
	known.Put(strings.Clone(word), h)
	return h, nil
}

// hearJoin adds what a word could be part of if it were written as one with
// the word before.
func (f *Finder) hearJoin(both string, t *token) error {
	n := f.parser.Parse(both, names.Person)
	f.search.units = n.AppendUnits(f.search.units[:0])
	h := &heard{}
	for i := range f.search.units {
		// Both are one word of a name also where they are a compound: Abdul Qadir.
		if u := &f.search.units[i]; u.Joins() || len(n.Words) == 1 {
			if err := f.meet(u, true, h); err != nil {
				return err
			}
		}
	}
	if len(h.met) == 0 {
		return nil
	}
	h.met, h.anchors = append(h.met, t.met...), append(h.anchors, t.anchors...)
	h.sort()
	t.heard, t.joined = h, true
	return nil
}

func (f *Finder) meet(u *names.Unit, capital bool, h *heard) error {
	ix := f.search.ix
	alike := f.exact || !capital
	if alike {
		f.search.keys = u.AppendSameKeys(f.search.keys[:0])
	} else {
		f.search.keys = u.AppendQueryKeys(f.search.keys[:0])
	}
	var err error
	if f.met, _, err = f.search.meet(u, f.met[:0]); err != nil {
		return err
	}
	for i := range f.met {
		id := f.met[i].unit
		other, err := ix.unitAt(id, &f.search.reader)
		if err != nil {
			return err
		}
		same := u.SameLetters(other)
		if !same && alike {
			continue
		}
		h.met = append(h.met, id)
		for _, name := range part(ix.anchors, ix.anchorEnds, int(id)) {
			if same && capital || ix.nameWords[name] > 1 {
				h.anchors = append(h.anchors, name)
			}
		}
	}
	return nil
}

func (h *heard) sort() {
	slices.Sort(h.met)
	slices.Sort(h.anchors)
	h.met, h.anchors = slices.Clip(slices.Compact(h.met)), slices.Clip(slices.Compact(h.anchors))
}
