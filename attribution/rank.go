package attribution

import (
	"math/bits"
	"slices"

	"interdict/internal/linear"
)

// The chain model sees one gap between tokens at a time. Of the labellings that
// it likes best, a third model takes the one whose source and content are best
// as wholes: phrases that hang on the cue and leave nothing of themselves
// behind, quotations that are not cut.

const (
	candidates = 16   // labellings of a cue that are compared
	farBehind  = 9000 // one whose score is so far behind the best one's is not
)

// candidate is a labelling of what stands around a cue.
type candidate struct {
	source, content []int // tokens
	behind          float32
	rank            int
}

// several returns the candidates for a cue, the chain's own first.
func (m *Model) several(s *roleSequence, d *linear.Decoding) []candidate {
	var out []candidate
	for rank, l := range m.roles.Several(s, candidates, d) {
		c := candidate{rank: rank}
		for i, label := range l.Labels {
			switch label {
			case sourceLabel:
				c.source = append(c.source, s.first+i)
			case contentLabel:
				c.content = append(c.content, s.first+i)
			}
		}
		if rank > 0 {
			c.behind = out[0].behind - l.Score
			if c.behind > farBehind {
				break
			}
		} else {
			c.behind = l.Score
		}
		out = append(out, c)
	}
	if len(out) > 0 {
		out[0].behind = 0
	}
	return out
}

// best returns the candidate that the third model likes best.
func (m *Model) best(s *roleSequence, all []candidate) candidate {
	best, top := 0, int32(0)
	var scores [1]int32
	f := make([]uint32, 0, 160)
	inside := make([]uint8, s.Len())
	for i, c := range all {
		scores[0] = 0
		m.ranks.Score(s.whole(c, inside, f[:0]), scores[:])
		if i == 0 || scores[0] > top {
			best, top = i, scores[0]
		}
	}
	return all[best]
}

// bucket is a number made coarse: itself up to 4, then by powers of two.
func bucket(n int) uint32 {
	if n <= 4 {
		return uint32(max(n, 0))
	}
	return 4 + uint32(bits.Len(uint(n)))
}

// whole appends the features of a candidate. inside is room for a mark a token
// of the window.
func (s *roleSequence) whole(c candidate, inside []uint8, f []uint32) []uint32 {
	m := linear.Mix
	gap := bucket(int(c.behind) / 40)
	f = append(f, m(200, uint32(c.rank), 0, 0), m(201, gap, 0, 0), m(202, bit(len(c.source) > 0)<<1|bit(len(c.content) > 0), s.pattern, 0), m(203, bit(len(c.source) > 0)<<1|bit(len(c.content) > 0), s.lemma, 0), m(204, gap, s.pattern, 0))
	clear(inside)
	for _, i := range c.source {
		inside[i-s.first] = sourceLabel
	}
	for _, i := range c.content {
		inside[i-s.first] = contentLabel
	}
	f = s.part(210, c.content, contentLabel, inside, f)
	return s.part(260, c.source, sourceLabel, inside, f)
}

// part appends the features of the tokens that a candidate has for its source or
// content; base numbers their templates.
func (s *roleSequence) part(base int, tokens []int, label uint8, inside []uint8, f []uint32) []uint32 {
	m := linear.Mix
	if len(tokens) == 0 {
		return append(f, m(base, s.pattern, 0, 0), m(base+1, s.lemma, 0, 0), m(base+2, s.fine, 0, 0))
	}
	is := func(i int) bool {
		k := i - s.first
		return k >= 0 && k < len(inside) && inside[k] == label
	}
	pieces, sentences := 1, 1
	for k := 1; k < len(tokens); k++ {
		if tokens[k] != tokens[k-1]+1 {
			pieces++
		}
		if s.t[tokens[k]].sentence != s.t[tokens[k-1]].sentence {
			sentences++
		}
	}
	first, last := tokens[0], tokens[len(tokens)-1]
	w, z, before, after := s.at(first), s.at(last), s.at(first-1), s.at(last+1)
	side := s.side(first)
	shape := bucket(pieces)<<8 | bucket(sentences)<<4 | side
	begins := bit(before.sentence != w.sentence || first == 0)
	ends := bit(after.sentence != z.sentence || last+1 == len(s.t))
	cueBefore, cueAfter := bit(slices.Contains(s.cue, first-1)), bit(slices.Contains(s.cue, last+1))
	f = append(f, m(base+3, shape, 0, 0), m(base+4, shape, s.pattern, 0), m(base+5, bucket(len(tokens)), side, 0), m(base+6, shape, s.lemma, 0),
		m(base+7, w.lower, side, cueBefore), m(base+8, w.tag, before.tag, side), m(base+9, before.lower, w.tag, 0), m(base+10, begins, w.rel, side), m(base+11, w.lower, s.lemma, 0), m(base+12, before.lower, w.lower, 0),
		m(base+13, z.lower, ends, side), m(base+14, z.tag, after.tag, ends), m(base+15, after.lower, z.tag, 0), m(base+16, after.lower, after.rel, side), m(base+17, ends<<1|begins, cueAfter<<1|cueBefore, s.pattern), m(base+18, after.lower, s.lemma, 0), m(base+19, z.lower, after.lower, 0), m(base+20, after.rel, after.tag, side))
	// Quotations: cut at the front, at the end, or whole.
	quotes := uint32(0)
	if q := w.quote; q >= 0 && before.quote == q {
		quotes |= 1
	}
	if q := z.quote; q >= 0 && after.quote == q {
		quotes |= 2
	}
	if w.quote >= 0 {
		quotes |= 4
	}
	if z.quote >= 0 {
		quotes |= 8
	}
	if w.quote == z.quote {
		quotes |= 16
	}
	f = append(f, m(base+21, quotes, side, 0), m(base+22, quotes, s.pattern, 0), m(base+23, quotes, bucket(pieces), s.lemma))
	// What it hangs on, and what of it is left behind.
	heads := 0
	for _, i := range tokens {
		t := &s.t[i]
		h := int(t.head)
		if h >= 0 && is(h) {
			continue
		}
		if t.rel == punctuation {
			continue
		}
		heads++
		x := s.way[i-s.first]
		f = append(f, m(base+24, x.second, 0, 0), m(base+25, x.second, s.lemma, 0), m(base+26, t.rel, t.tag, s.pattern), m(base+27, x.sig, t.pos, side))
	}
	f = append(f, m(base+28, bucket(heads), side, 0), m(base+29, bucket(heads), bucket(pieces), bucket(sentences)))
	left, leftAfter := 0, 0
	for k := range inside {
		i := s.first + k
		t := &s.t[i]
		h := int(t.head)
		if inside[k] == label || h < 0 || !is(h) || t.rel == punctuation || slices.Contains(s.cue, i) {
			continue
		}
		left++
		place := uint32(0)
		switch {
		case i == last+1:
			place = 1
		case i > last:
			place = 2
			leftAfter++
		case i < first:
			place = 3
		}
		other := bit(inside[k] != 0)
		f = append(f, m(base+30, t.rel, place, other), m(base+31, t.rel, s.t[h].rel, place), m(base+32, t.rel, place, s.lemma), m(base+33, t.lower, t.rel, place))
	}
	return append(f, m(base+34, bucket(left), side, 0), m(base+35, bucket(left), s.pattern, 0), m(base+36, bucket(leftAfter), bucket(heads), side))
}

var punctuation = linear.Hash("punct")
