package screen

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"interdict/ftm"
	"interdict/index"
	"interdict/names"
	"interdict/text"
)

// A Mention is a stretch of a text that names a listed party.
type Mention struct {
	Start int    `json:"start"` // in code points
	End   int    `json:"end"`
	Text  string `json:"text"`
	Hits  []Hit  `json:"hits"` // the best first
}

// TextOptions say how listed parties are looked for in texts. The zero value
// finds names as names are matched, from [index.TextFloor] up.
type TextOptions struct {
	Threshold float64 // 0–1; below index.TextFloor it is that
	Exact     bool    // words that are equal after folding alone: ten times as fast
}

// Text returns the mentions of listed parties in running text of any script, in
// the order of the text; of stretches that overlap the best. A name in one word,
// or by a weak alias, is a common word more often than not: it counts only where
// the text gives it weight: a ship where it is called one, an organization where
// its name is rare and never without its capital, and any party where another
// mention in the text bears a fuller name.
func (e *Engine) Text(ctx context.Context, s string, o TextOptions) ([]Mention, error) {
	f := e.finder(o)
	defer e.returnFinder(f, o)
	t := textScreen{engine: e, text: s, limits: Limits{Threshold: max(o.Threshold, index.TextFloor)}, known: map[pairing]*paired{}}
	err := f.Find(ctx, s, func(found index.Found) { t.take(found) })
	if err = cmp.Or(err, t.err); err != nil {
		return nil, err
	}
	return t.mentions(), nil
}

func (e *Engine) finder(o TextOptions) *index.Finder {
	e.findersLock.Lock()
	defer e.findersLock.Unlock()
	idle := e.finders[o]
	if n := len(idle); n > 0 {
		e.finders[o] = idle[:n-1]
		return idle[n-1]
	}
	return e.index.NewFinder(o.Threshold, o.Exact)
}

func (e *Engine) returnFinder(f *index.Finder, o TextOptions) {
	e.findersLock.Lock()
	defer e.findersLock.Unlock()
	total := 0
	for _, idle := range e.finders {
		total += len(idle)
	}
	if total < mostFinders {
		e.finders[o] = append(e.finders[o], f)
	}
}

// mostFinders is how many idle finders an engine keeps; each has a memory of
// the words that it met.
const mostFinders = 4

// textScreen gathers what is found in a text.
type textScreen struct {
	engine *Engine
	text   string
	limits Limits
	known  map[pairing]*paired
	usage  map[string]uint8 // of words in small letters; made when first needed
	found  []spotted
	err    error
}

// spotted is a hit at a place in the text.
type spotted struct {
	start, end int // bytes
	hit        Hit
	alone      bool // it counts only beside a fuller mention of the party
}

// take takes in what a finder found. A text says most names more than once.
func (t *textScreen) take(f index.Found) {
	key := pairing{t.text[f.Start:f.End], f.Entry}
	p, known := t.known[key]
	if !known {
		var err error
		if p, err = t.pair(f); err != nil {
			t.err = cmp.Or(t.err, err)
			return
		}
		t.known[key] = p
	}
	if p == nil {
		return
	}
	if counts, alone := t.weigh(f, p.hit.Probability); counts {
		t.found = append(t.found, spotted{f.Start, f.End, p.hit, alone || p.weak})
	}
}

// A pairing is a stretch of text as an entry's name.
type pairing struct {
	written string
	entry   int
}

type paired struct {
	hit  Hit
	weak bool // by a weak alias
}

// pair scores a stretch of text against an entry, nil where it is no hit.
func (t *textScreen) pair(f index.Found) (*paired, error) {
	candidate, err := t.engine.index.Entity(f.Entry)
	if err != nil {
		return nil, err
	}
	q := ftm.New(candidate.Schema().Name, "mention")
	_ = q.Add("name", t.text[f.Start:f.End]) // a name takes any text
	r := Ranking{engine: t.engine, query: t.engine.prepare(q), limits: t.limits}
	if r.take(f.Entry, candidate); r.Len() == 0 {
		return nil, nil
	}
	h, err := r.Hit(0)
	if err != nil {
		return nil, err
	}
	e, _ := t.engine.model.Evidence(r.query, candidate)
	return &paired{h, e.Weak}, nil
}

// Words that make a ship's name of the word that follows.
var shipWords = wordSet("mv m/v mt m/t ss vessel vessels ship tanker freighter carrier cargo yacht boat судно танкер")

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// What a name of one word must be to count by itself.
const (
	rareBits     = 12 // borne by fewer than one name in 4,096
	shortestWord = 4  // letters
)

// leastProbability is how likely the parties of a name of several words have to
// be one: below it are common words that fit many names, Middle East, Security
// Reform.
const leastProbability = 0.2

// weigh says whether a stretch of text counts as a mention, and whether it does
// only beside a fuller one.
func (t *textScreen) weigh(f index.Found, probability float64) (counts, alone bool) {
	r := names.Compare(f.Name, f.Listed)
	whole, words := r.Score == 1, 0
	bits := 0.0
	for _, p := range r.Pairs {
		w := &f.Name.Words[p.Q]
		switch w.Role {
		case names.Particle, names.Title, names.Legal, names.Connector, names.Initial, names.Numeral:
			continue
		}
		words += max(p.QN, len(strings.Fields(w.Original))) // a compound is one word in several
		bits += p.Bits
	}
	written := t.text[f.Start:f.End]
	switch {
	case words == 0:
		return false, false
	case words > 1:
		return probability >= leastProbability, false
	case !whole || utf8.RuneCountInString(written) < 3:
		return false, false
	case f.Name.Kind == names.Vessel && t.calledShip(f.Start):
		return true, false
	}
	strong := f.Name.Kind == names.Organization && bits >= rareBits && utf8.RuneCountInString(written) >= shortestWord && t.isName(written)
	return true, !strong
}

// isName reports whether the text itself shows a word to be a name: it bears its
// capital in the middle of a sentence, or only capitals, and never none. Of a
// word in a script without capitals nothing can be said.
func (t *textScreen) isName(word string) bool {
	if strings.ToLower(word) == strings.ToUpper(word) {
		return true // an alphabet without capitals
	}
	if t.usage == nil {
		t.usage = usage(t.text)
	}
	u := t.usage[strings.ToLower(word)]
	return u&capitalInside != 0 && u&small == 0
}

// How the words of a text are written.
const (
	small         = 1 << iota // without a capital
	capitalInside             // with one, where no sentence begins
)

// usage says how each word of a text is written. Words in capitals tell nothing
// where their neighbours are in capitals too.
func usage(s string) map[string]uint8 {
	out := map[string]uint8{}
	before, beforeCaps := 0, false
	text.EachWord(s, func(start, end int) bool {
		word := s[start:end]
		first, _ := utf8.DecodeRuneInString(word)
		if unicode.IsLower(first) {
			out[strings.ToLower(word)] |= small
			before, beforeCaps = end, false
			return true
		}
		low := strings.ToLower(word)
		caps := word == strings.ToUpper(word) && word != low
		switch {
		case caps && beforeCaps:
		case caps && end-start >= shortestWord, !strings.ContainsAny(s[before:start], ".!?\n:;\"“«•") && before > 0:
			out[low] |= capitalInside
		}
		before, beforeCaps = end, caps && end-start > 1
		return true
	})
	return out
}

// calledShip reports whether the word before a place says that a ship is named.
func (t *textScreen) calledShip(at int) bool {
	before := strings.Fields(t.text[max(0, at-40):at])
	if len(before) == 0 {
		return false
	}
	return shipWords[strings.ToLower(strings.Trim(before[len(before)-1], `"'“‘«(,.`))]
}

// mentions puts what was found in order: what stands alone goes where nothing
// fuller of its party is there, and of stretches that overlap the best stays.
func (t *textScreen) mentions() []Mention {
	full := map[string]bool{}
	for i := range t.found {
		if s := &t.found[i]; !s.alone {
			full[s.hit.Party] = true
		}
	}
	kept := slices.DeleteFunc(t.found, func(s spotted) bool { return s.alone && !full[s.hit.Party] })
	slices.SortFunc(kept, func(a, b spotted) int {
		return cmp.Or(cmp.Compare(b.hit.Score, a.hit.Score), cmp.Compare(b.end-b.start, a.end-a.start), cmp.Compare(a.start, b.start),
			cmp.Compare(b.hit.Probability, a.hit.Probability), cmp.Compare(a.hit.Entity, b.hit.Entity))
	})
	var places []place
	byPlace := map[int]int{} // start to place
	var taken ranges
	for _, s := range kept {
		if i, ok := byPlace[s.start]; ok && places[i].end == s.end {
			if !slices.ContainsFunc(places[i].hits, func(h Hit) bool { return h.Entity == s.hit.Entity }) {
				places[i].hits = append(places[i].hits, s.hit)
			}
			continue
		}
		if !taken.add(s.start, s.end) {
			continue
		}
		byPlace[s.start] = len(places)
		places = append(places, place{s.start, s.end, []Hit{s.hit}})
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.start, b.start) })
	out := make([]Mention, len(places))
	points, at := 0, 0
	for i, p := range places {
		points += utf8.RuneCountInString(t.text[at:p.start])
		at = p.start
		out[i] = Mention{points, points + utf8.RuneCountInString(t.text[p.start:p.end]), t.text[p.start:p.end], p.hits}
	}
	return out
}

type place struct {
	start, end int
	hits       []Hit
}

// ranges are stretches that do not overlap, in order.
type ranges struct{ starts, ends []int }

// add takes a stretch in, unless it overlaps one that is there.
func (r *ranges) add(start, end int) bool {
	i, _ := slices.BinarySearch(r.starts, start)
	if i > 0 && r.ends[i-1] > start || i < len(r.starts) && r.starts[i] < end {
		return false
	}
	r.starts, r.ends = slices.Insert(r.starts, i, start), slices.Insert(r.ends, i, end)
	return true
}
