package index

import (
	"context"
	"math"
	mathbits "math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"interdict/internal/recent"
	"interdict/names"
	"interdict/text"
)

// A Found is a listed name in a text.
type Found struct {
	Start, End int         // in bytes of the text
	Entry      int         // whose name it is
	Listed     *names.Name // the name
	Name       *names.Name // what stands in the text, read as a name of its kind
	Score      float64     // 0–1
}

// A Finder finds the names of an index in running text of any script, as names
// are matched, typing errors included. Words without a capital, in a text that
// has some, are met as they are written alone, and no name begins or ends with
// them; names of one word are met as they are written; in exact mode all are. A finder
// remembers the words that it met; it is not safe for concurrent use.
type Finder struct {
	search *search
	exact  bool
	floor  float64
	parser *names.Parser
	heard  [2]recent.Map[string, *heard] // with and without a capital

	// of a stretch of text
	text   string
	tokens []token
	last   []uint32 // of each unit, the stamp of the last token that met it
	stamp  uint32   // of the stretch's first token
	places []spot
	scores recent.Map[compared, float64]
	met    []meeting
}

// compared is a listed name and a stretch of text that it was compared with.
type compared struct {
	name    uint32
	written string
}

// A spot is a word of the text that meets some of a name's units.
type spot struct {
	token int
	units uint64 // bit i: the i-th
}

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
	*heard
}

var nothingHeard = &heard{}

const (
	maxHeard   = 1 << 15
	maxScores  = 1 << 14
	stretchOf  = 1 << 15 // bytes of text that are read at a time, or little more
	maxReach   = 12      // words from an anchor to the end of its name
	extraReach = 3       // words of a text that a name may have more than the list does
)

// NewFinder returns a finder of names that score a floor, [TextFloor] at least.
func (ix *Index) NewFinder(floor float64, exact bool) *Finder {
	f := &Finder{search: newSearch(ix), exact: exact, floor: max(floor, TextFloor), parser: names.NewParser(), last: make([]uint32, len(ix.unitEnds)), stamp: maxReach + 1}
	for i := range f.heard {
		f.heard[i].Half = maxHeard
	}
	f.scores.Half = maxScores
	return f
}

// Find calls back for every stretch of a text that begins and ends with words
// of a listed name and comes to the floor with it, the best around each
// word, so that stretches may overlap and come again. Titles, initials and legal forms beside it are taken in
// where they make it better.
func (f *Finder) Find(ctx context.Context, s string, yield func(Found)) error {
	caps := strings.ContainsFunc(s, unicode.IsUpper)
	for at := 0; at < len(s); {
		if err := ctx.Err(); err != nil {
			return err
		}
		end := stretchEnd(s, at)
		if err := f.read(s, at, end, caps); err != nil {
			return err
		}
		if err := f.findNames(yield); err != nil {
			return err
		}
		at = end
	}
	f.findHan(s, yield)
	return nil
}

// particles are what Korean writes at the end of a noun, the longer first.
var particles = strings.Fields("에서는 에게서 으로는 에서 에게 한테 으로 까지 부터 이나 은 는 이 가 을 를 의 에 와 과 로 도 만")

// shortestStem is how many bytes of a Korean word are left without its
// particle, at least: two letters.
const shortestStem = 6

// stretchEnd returns where to part a text after a place: where a paragraph or a
// line ends, or else between words.
func stretchEnd(s string, at int) int {
	if len(s)-at <= stretchOf {
		return len(s)
	}
	part := s[at : at+stretchOf]
	for _, gap := range []string{"\n\n", "\n", ". ", " "} {
		if i := strings.LastIndex(part, gap); i > stretchOf/2 {
			return at + i + len(gap)
		}
	}
	for end := at + stretchOf; end < len(s); end++ {
		if utf8.RuneStart(s[end]) {
			return end
		}
	}
	return len(s)
}

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
		if k := len(f.tokens) - 1; k >= 0 && caps && !f.exact && !t.parted && t.capital && f.tokens[k].capital {
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
		if u := &f.search.units[i]; u.Joins() {
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
	t.heard = h
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

// findNames looks for the names whose anchors were heard.
func (f *Finder) findNames(yield func(Found)) error {
	entered := 0
	for i := range f.tokens {
		for ; entered < len(f.tokens) && entered <= i+maxReach; entered++ {
			for _, unit := range f.tokens[entered].met {
				f.last[unit] = f.stamp + uint32(entered)
			}
		}
		for _, name := range f.tokens[i].anchors {
			if !f.near(name, i) {
				continue
			}
			if found := f.best(name, i); found.Score >= f.floor {
				yield(found)
			}
		}
	}
	return nil
}

// near reports whether enough of a name's words are near a token for the name
// to come to the floor.
func (f *Finder) near(name uint32, i int) bool {
	ix := f.search.ix
	since := f.stamp + uint32(i) - ix.reach(name)
	var sum names.Evidence
	for _, unit := range ix.unitsOf(name) {
		if f.last[unit] >= since {
			sum = sum.Add(ix.carriedBy(unit).Evidence)
		}
	}
	shape := names.ShapeOf(ix.shapes[names.ShapeFields*int(name):])
	return float64(shape.Part(sum)) >= f.floor
}

// reach is how many words away from one of a name's the others may be.
func (ix *Index) reach(name uint32) uint32 {
	return uint32(min(int(ix.nameWords[name])+extraReach, maxReach))
}

// best returns the stretch of words around a token that is most like a name.
func (f *Finder) best(name uint32, i int) (best Found) {
	ix := f.search.ix
	units := ix.unitsOf(name)
	far := int(ix.reach(name))
	from, to := i, i
	for from > 0 && i-from < far && !f.tokens[from].parted {
		from--
	}
	for to+1 < len(f.tokens) && to-i < far && !f.tokens[to+1].parted {
		to++
	}
	f.places = f.places[:0]
	for k := from; k <= to; k++ {
		var met uint64
		for p, unit := range units[:min(len(units), 64)] {
			if _, has := slices.BinarySearch(f.tokens[k].met, unit); has && ix.carriedBy(unit).words > 0 {
				met |= 1 << p
			}
		}
		if met != 0 {
			f.places = append(f.places, spot{k, met})
		}
	}
	kind := ix.kindOf(name)
	first, last := i, i
	try := func(a, b int) bool {
		start, end := f.tokens[a].start, f.tokens[b].end
		key := compared{name, f.text[start:end]}
		score, known := f.scores.Get(key)
		if !known {
			score, _ = names.Score(f.parser.Parse(key.written, kind), ix.name(name, kind))
			key.written = strings.Clone(key.written)
			f.scores.Put(key, score)
		}
		if score <= best.Score {
			return false
		}
		best.Start, best.End, best.Score = start, end, score
		first, last = a, b
		return true
	}
	shape := names.ShapeOf(ix.shapes[names.ShapeFields*int(name):])
	for x, a := range f.places {
		met := uint64(0)
		for _, b := range f.places[x:] {
			if met |= b.units; f.tokens[a.token].capital && f.tokens[b.token].capital && a.token <= i && b.token >= i && float64(ix.partial(&shape, units, met)) >= f.floor {
				try(a.token, b.token)
			}
		}
	}
	if best.Score < f.floor {
		return best
	}
	// What no hit rests on belongs to a name too: initials, titles, legal forms.
	for range 2 {
		if first > from && !try(first-1, last) {
			break
		}
	}
	for range 3 {
		if last < to && !try(first, last+1) {
			break
		}
	}
	best.Entry, best.Listed, best.Name = int(ix.nameOwner[name]), ix.name(name, kind), f.parser.Parse(f.text[best.Start:best.End], kind)
	return best
}

// partial bounds the score of a name with words that meet some of its units.
func (ix *Index) partial(shape *names.Shape, units []uint32, met uint64) float32 {
	var sum names.Evidence
	for ; met != 0; met &= met - 1 {
		sum = sum.Add(ix.carriedBy(units[mathbits.TrailingZeros64(met)]).Evidence)
	}
	return shape.Part(sum)
}

// kindOf returns the kind of bearer of a name.
func (ix *Index) kindOf(name uint32) names.Kind {
	for i := range ix.classes {
		if name < ix.classes[i].to {
			return ix.classes[i].kind
		}
	}
	return names.Other
}

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
