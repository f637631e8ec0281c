package attribution

import (
	"slices"

	"interdict/internal/linear"
)

const (
	sourceLabel  = 1
	contentLabel = 2
)

var roleLabels = []string{"out", "source", "content"}

// How far around its cue the parts of an attribution are looked for.
const (
	sentencesBefore = 2
	sentencesAfter  = 3
	tokensAround    = 120 // on either side
)

// roleSequence is what stands around one cue.
type roleSequence struct {
	*view
	first   int // the window's first token
	cue     []int
	main    int // the cue's token that the others hang on
	lemma   uint32
	fine    uint32 // class of the cue's main word
	pattern uint32 // what the cue's clause is like
	way     []way  // from the cue to each token
}

// way tells how a token hangs together with the cue: up from the cue to what
// both are under, then down to the token.
type way struct {
	sig, second uint32 // hashes of the relations on it; second goes one step further
	child       int32  // the token below the turning point
}

func newRoleSequence(v *view, cue []int) *roleSequence {
	s := &roleSequence{view: v, cue: cue, main: cue[0]}
	for _, i := range cue {
		if h := int(v.t[i].head); h < 0 || !slices.Contains(cue, h) {
			s.main = i
			if v.t[i].below != 0 {
				break
			}
		}
	}
	c := v.t[s.main]
	s.lemma, s.fine = c.lemma, c.fine
	if len(cue) > 1 && v.t[s.main].below == 0 {
		s.lemma = linear.Mix(1, v.t[cue[0]].lemma, v.t[cue[1]].lemma, 0)
	}
	s.pattern = linear.Mix(0, c.below&0xff, c.rel, bit(v.quoted[c.sentence])<<1|bit(c.quote >= 0))
	// Sentences before the cue's as long as they are quoted, the one behind it, and
	// more as long as they are quoted.
	from, to := int(c.sentence), int(c.sentence)
	for from > 0 && from > int(c.sentence)-sentencesBefore && v.quoted[from-1] {
		from--
	}
	for to+1 < len(v.doc.Sentences) && to < int(c.sentence)+sentencesAfter && (to == int(c.sentence) || v.quoted[to+1]) {
		to++
	}
	s.first = max(v.doc.Sentences[from].First, cue[0]-tokensAround)
	last := min(v.doc.Sentences[to].Last, cue[len(cue)-1]+1+tokensAround)
	s.way = make([]way, last-s.first)
	up := make([]int, 0, 16) // the cue's token and what is above it
	for h := s.main; h >= 0 && len(up) < 16; h = int(v.t[h].head) {
		up = append(up, h)
	}
	for k := range s.way {
		s.way[k] = s.wayTo(s.first+k, up)
	}
	return s
}

func (s *roleSequence) wayTo(i int, up []int) way {
	if s.t[i].sentence != s.t[s.main].sentence {
		return way{sig: 2, second: 2, child: -1}
	}
	child, second := -1, -1
	for n := 0; i >= 0 && n < 40; n++ {
		if k := slices.Index(up, i); k >= 0 {
			w := way{child: int32(child)}
			turn := uint32(min(k, 4))
			if k > 0 {
				turn = linear.Mix(1, turn, s.t[s.main].rel, s.t[up[k-1]].rel)
			}
			if child < 0 {
				w.sig = linear.Mix(2, turn, 0, 0)
				w.second = w.sig
				return w
			}
			c := s.t[child]
			w.sig = linear.Mix(3, turn, c.rel, bit(child < i))
			w.second = w.sig
			if second >= 0 {
				w.second = linear.Mix(4, w.sig, s.t[second].rel, bit(second < child))
			}
			return w
		}
		child, second = i, child
		i = int(s.t[i].head)
	}
	return way{sig: 3, second: 3, child: -1}
}

func (s *roleSequence) Len() int { return len(s.way) }

// side says where a token lies: before the cue, in it, or behind.
func (s *roleSequence) side(i int) uint32 {
	switch {
	case i < s.cue[0]:
		return 1
	case i > s.cue[len(s.cue)-1]:
		return 2
	}
	return 3
}

// quoting says how token and cue stand to quotations.
func (s *roleSequence) quoting(i int) uint32 {
	q, c := s.at(i).quote, s.t[s.main].quote
	switch {
	case q >= 0 && q == c:
		return 1
	case q >= 0 && c >= 0:
		return 2
	case q >= 0:
		return 3
	case c >= 0:
		return 4
	}
	return 5
}

// standing tells how token k of the window stands to the cue: on which side, in
// which quotation, sentence and paragraph (where); how far, coarsely; whether it
// is outside cues, in this one, or in another; and what kind of verb is right below
// the turning point of the way, or what stands for it.
func (s *roleSequence) standing(k int) (where, distance, isCue, clause uint32) {
	i := s.first + k
	w, cue := s.at(i), &s.t[s.main]
	apart := uint32(8 + w.sentence - cue.sentence)
	paragraphs := uint32(8 + w.paragraph - cue.paragraph)
	where = s.side(i)<<12 | s.quoting(i)<<8 | apart<<4 | min(paragraphs, 15)
	distance = uint32(min(max(i-s.main, s.main-i), 30))
	switch {
	case distance > 12:
		distance = 20
	case distance > 6:
		distance = 10
	}
	if w.cue > 0 {
		isCue = 1 + bit(!slices.Contains(s.cue, i))
	}
	if x := s.way[k]; x.child >= 0 {
		c := s.t[x.child]
		clause = linear.Mix(5, c.tag, c.below&0x207, 0)
	}
	return where, distance, isCue, clause
}

func (s *roleSequence) Node(k int, f []uint32) []uint32 {
	i := s.first + k
	w, p1, n1 := s.at(i), s.at(i-1), s.at(i+1)
	side := s.side(i)
	where, distance, isCue, clause := s.standing(k)
	x := s.way[k]
	m := linear.Mix
	return append(f, m(0, 0, 0, 0), m(1, where, 0, 0), m(2, x.sig, 0, 0), m(3, x.sig, s.lemma, 0), m(4, x.sig, w.tag, 0), m(5, x.second, 0, 0), m(6, x.sig, where, 0), m(7, x.second, w.rel, w.pos), m(8, x.sig, s.pattern, 0), m(9, where, s.pattern, 0), m(10, where, s.lemma, 0),
		m(11, w.lower, side, 0), m(12, w.tag, side, distance), m(13, w.rel, where, 0), m(14, p1.lower, w.lower, side), m(15, w.lower, n1.lower, side), m(16, w.lower, where, 0), m(17, x.sig, clause, 0), m(18, x.sig, clause, s.lemma), m(19, isCue, where, 0), m(20, isCue, x.sig, 0),
		m(21, distance, where, 0), m(22, x.second, s.lemma, 0), m(23, x.second, s.pattern, 0), m(24, w.lemma, x.sig, 0), m(25, x.sig, where, s.lemma), m(26, w.tag, where, s.pattern), m(27, p1.tag, w.tag, where), m(28, w.tag, n1.tag, where), m(29, w.pos, x.second, where), m(30, s.t[s.main].tag, x.sig, s.t[s.main].below),
		m(31, where, s.lemma, s.pattern), m(32, p1.lower, x.sig, 0), m(33, w.lower, x.second, 0),
		m(34, s.fine, x.sig, 0), m(35, s.fine, where, x.sig), m(36, w.fine, side, 0), m(37, w.fine, x.sig, 0), m(38, w.coarse, where, x.second))
}

func (s *roleSequence) Edge(k int, f []uint32) []uint32 {
	i := s.first + k
	p, w := s.at(i-1), s.at(i)
	side, quoting := s.side(i), s.quoting(i)
	x, y := way{sig: 9, second: 9, child: -2}, s.way[k]
	if k > 0 {
		x = s.way[k-1]
	}
	at := bit(k > 0 && slices.Contains(s.cue, i-1)) | bit(slices.Contains(s.cue, i))<<1 | side<<2
	change := bit(p.quote != w.quote) | bit(p.sentence != w.sentence)<<1 | bit(p.paragraph != w.paragraph)<<2 | quoting<<3
	child := bit(x.child != y.child)
	sentence := uint32(8 + w.sentence - s.t[s.main].sentence)
	m := linear.Mix
	return append(f, m(100, 0, 0, 0), m(101, at, change, 0), m(102, p.lower, side, 0), m(103, w.lower, side, 0), m(104, p.lower, w.lower, side), m(105, p.tag, w.tag, at), m(106, x.sig, y.sig, 0), m(107, x.sig, y.sig, at), m(108, y.sig, child, 0), m(109, x.sig, child, 0),
		m(110, change, sentence, s.pattern), m(111, at, s.lemma, 0), m(112, at, s.lemma, w.lower), m(113, x.second, y.second, 0), m(114, change, p.lower, at), m(115, change, w.lower, at), m(116, y.sig, child, p.lower), m(117, x.sig, child, w.lower), m(118, y.sig, child, w.tag), m(119, change, sentence, at),
		m(120, p.lower, w.tag, y.sig), m(121, change, s.lemma, sentence), m(122, w.rel, p.rel, side), m(123, at, s.pattern, change), m(124, x.second, w.lower, child), m(125, y.second, p.lower, child), m(126, at, s.fine, change), m(127, p.coarse, w.coarse, at))
}
