package index

import (
	"context"
	mathbits "math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"interdict/internal/recent"
	"interdict/names"
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
				if f.tokens[a.token].joined && a.token > from {
					try(a.token-1, b.token)
				}
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
