package english

import (
	"slices"

	"interdict/internal/linear"
)

// The transitions of the arc-hybrid system (Kuhlmann, Gómez-Rodríguez & Satta
// 2011): shift the next word; make the top of the stack a dependent of the next
// word; make it one of the word below it.
const (
	shift = iota
	left
	right
)

// node is a word on the stack with its dependents so far, -1 for none. Nodes
// never change, so that partial parses share them.
type node struct {
	word             int32
	below            int32 // node, -1 at the bottom
	lc, rc, lc2, rc2 int32 // outermost dependents and those next to them
	lv, rv           uint8 // how many dependents on each side
}

// partial is a partial parse of a sentence.
type partial struct {
	top     int32 // node, -1 for an empty stack
	next    int32 // the word ahead; the number of words is the root
	lc, lc2 int32 // dependents of the word ahead
	lv      uint8
	did     int8  // the transition that led here
	from    int32 // partial, -1 for the first
	score   float32
}

// beam searches the parses of one sentence at a time and keeps its memory from
// one to the next.
type beam struct {
	words    []word
	nodes    []node
	all      []partial
	now      []int32
	ranked   []step
	features []uint32
	head     []int
	behind   float32 // partial parses that are so far behind the best one are dropped; 0: none is
}

// step is a way on from a partial parse.
type step struct {
	from  int32
	by    int8
	score float32
}

func (b *beam) start(words []word) {
	b.words, b.nodes, b.all = words, b.nodes[:0], b.all[:0]
	b.all = append(b.all, partial{top: -1, lc: -1, lc2: -1, from: -1})
	b.now = append(b.now[:0], 0)
}

func (b *beam) done(p *partial) bool { return int(p.next) >= len(b.words) && p.top < 0 }

// allowed reports whether a transition can be taken. The root takes one word
// only: the last on the stack.
func (b *beam) allowed(p *partial, t int) bool {
	more := int(p.next) < len(b.words)
	switch t {
	case shift:
		return more
	case left:
		return p.top >= 0 && (more || b.nodes[p.top].below < 0)
	}
	return p.top >= 0 && b.nodes[p.top].below >= 0
}

// apply takes a transition and returns the place of the new partial parse.
func (b *beam) apply(at int32, t int8, score float32) int32 {
	p := b.all[at]
	p.from, p.did, p.score = at, t, score
	switch t {
	case shift:
		b.nodes = append(b.nodes, node{word: p.next, below: p.top, lc: p.lc, lc2: p.lc2, rc: -1, rc2: -1, lv: p.lv})
		p.top, p.next = int32(len(b.nodes)-1), p.next+1
		p.lc, p.lc2, p.lv = -1, -1, 0
	case left:
		n := b.nodes[p.top]
		p.top, p.lc, p.lc2, p.lv = n.below, n.word, p.lc, p.lv+1
	case right:
		n := b.nodes[p.top]
		below := b.nodes[n.below]
		below.rc, below.rc2, below.rv = n.word, below.rc, below.rv+1
		b.nodes = append(b.nodes, below)
		p.top = int32(len(b.nodes) - 1)
	}
	b.all = append(b.all, p)
	return int32(len(b.all) - 1)
}

// advance takes the best ways on of all partial parses, at most width of them.
func (b *beam) advance(width int, score func(features []uint32, scores *[3]float32)) {
	b.ranked = b.ranked[:0]
	var scores [3]float32
	for _, at := range b.now {
		p := &b.all[at]
		if b.done(p) {
			continue
		}
		b.features = b.describe(p, b.features[:0])
		score(b.features, &scores)
		for t := range 3 {
			if b.allowed(p, t) {
				b.ranked = append(b.ranked, step{at, int8(t), p.score + scores[t]})
			}
		}
	}
	slices.SortFunc(b.ranked, func(x, y step) int {
		switch {
		case x.score > y.score:
			return -1
		case x.score < y.score:
			return 1
		case x.from != y.from:
			return int(x.from - y.from)
		}
		return int(x.by - y.by)
	})
	b.now = b.now[:0]
	for _, s := range b.ranked[:min(width, len(b.ranked))] {
		if b.behind > 0 && s.score < b.ranked[0].score-b.behind {
			break
		}
		b.now = append(b.now, b.apply(s.from, s.by, s.score))
	}
}

// heads follows the best parse back and returns the head of each word.
func (b *beam) heads() []int {
	n := len(b.words)
	b.head = slices.Grow(b.head[:0], n)[:n]
	for at := b.now[0]; b.all[at].from >= 0; at = b.all[at].from {
		before := &b.all[b.all[at].from]
		switch b.all[at].did {
		case left:
			b.head[b.nodes[before.top].word] = int(before.next)
		case right:
			top := b.nodes[before.top]
			b.head[top.word] = int(b.nodes[top.below].word)
		}
	}
	return b.head
}

var rootWord = word{form: 2, lower: 2, shape: 2, suf3: 2, tag: 2, pos: 2, fine: 2 << 16, coarse: 2 << 16}

func (b *beam) word(i int32) *word {
	switch {
	case i < 0:
		return &edge
	case int(i) >= len(b.words):
		return &rootWord
	}
	return &b.words[i]
}

// describe gives the features of a partial parse: words, tags and dependents
// around the top of the stack and the word ahead (after Zhang & Nivre 2011).
func (b *beam) describe(p *partial, f []uint32) []uint32 {
	none := node{word: -1, below: -1, lc: -1, rc: -1, lc2: -1, rc2: -1}
	n0, n1, n2 := none, none, none
	if p.top >= 0 {
		n0 = b.nodes[p.top]
		if n0.below >= 0 {
			n1 = b.nodes[n0.below]
			if n1.below >= 0 {
				n2 = b.nodes[n1.below]
			}
		}
	}
	j0, j1, j2 := p.next, p.next+1, p.next+2
	if int(j1) > len(b.words) {
		j1 = -1
	}
	if int(j2) > len(b.words) {
		j2 = -1
	}
	s0, s1, s2 := b.word(n0.word), b.word(n1.word), b.word(n2.word)
	b0, b1, b2 := b.word(j0), b.word(j1), b.word(j2)
	s0l, s0r, s0l2, s0r2 := b.word(n0.lc), b.word(n0.rc), b.word(n0.lc2), b.word(n0.rc2)
	s1l, s1r, s1r2 := b.word(n1.lc), b.word(n1.rc), b.word(n1.rc2)
	b0l, b0l2 := b.word(p.lc), b.word(p.lc2)
	distance, gap := uint32(0), uint32(0)
	if n0.word >= 0 {
		distance = uint32(min(j0-n0.word, 6))
		if n1.word >= 0 {
			gap = uint32(min(n0.word-n1.word, 6))
		}
	}
	s0lv, s0rv, s1rv, b0lv := uint32(min(n0.lv, 3)), uint32(min(n0.rv, 3)), uint32(min(n1.rv, 3)), uint32(min(p.lv, 3))
	f = append(f,
		linear.Mix(100, s0.lower, s0.tag, 0), linear.Mix(101, s0.lower, 0, 0), linear.Mix(102, s0.tag, 0, 0), linear.Mix(103, b0.lower, b0.tag, 0), linear.Mix(104, b0.lower, 0, 0), linear.Mix(105, b0.tag, 0, 0),
		linear.Mix(106, s1.lower, s1.tag, 0), linear.Mix(107, s1.lower, 0, 0), linear.Mix(108, s1.tag, 0, 0), linear.Mix(109, b1.lower, 0, 0), linear.Mix(110, b1.tag, 0, 0), linear.Mix(111, b2.tag, b2.lower, 0), linear.Mix(112, b2.tag, 0, 0),
		linear.Mix(113, s0.lower, b0.lower, 0), linear.Mix(114, s0.lower, b0.tag, 0), linear.Mix(115, s0.tag, b0.lower, 0), linear.Mix(116, s0.tag, b0.tag, 0), linear.Mix(117, b0.tag, b1.tag, 0), linear.Mix(118, b0.lower, b1.lower, 0),
		linear.Mix(119, s0.tag, s1.tag, 0), linear.Mix(120, s0.lower, s1.lower, 0), linear.Mix(121, s0.lower, s1.tag, 0), linear.Mix(122, s0.tag, s1.lower, 0), linear.Mix(123, s1.tag, b0.tag, 0), linear.Mix(124, s1.lower, b0.lower, 0), linear.Mix(125, s1.lower, b0.tag, 0),
		linear.Mix(126, s0.tag, b0.tag, b1.tag), linear.Mix(127, s1.tag, s0.tag, b0.tag), linear.Mix(128, s2.tag, s1.tag, s0.tag), linear.Mix(129, b0.tag, b1.tag, b2.tag), linear.Mix(130, s1.tag, s0.tag, b0.lower), linear.Mix(131, s1.lower, s0.tag, b0.tag), linear.Mix(132, s1.tag, s0.lower, b0.tag),
		linear.Mix(133, s0.tag, s0l.tag, b0.tag), linear.Mix(134, s0.tag, s0r.tag, b0.tag), linear.Mix(135, s0.tag, b0.tag, b0l.tag), linear.Mix(136, s1.tag, s1r.tag, s0.tag), linear.Mix(137, s1.tag, s1l.tag, s0.tag), linear.Mix(138, s0.tag, s0l.tag, s0l2.tag), linear.Mix(139, s0.tag, s0r.tag, s0r2.tag), linear.Mix(140, b0.tag, b0l.tag, b0l2.tag),
		linear.Mix(141, s1.tag, s0.tag, s0r.tag), linear.Mix(142, s1.tag, s0.tag, s0l.tag), linear.Mix(143, s0.lower, s0rv, 0), linear.Mix(144, s0.tag, s0rv, 0), linear.Mix(145, s0.lower, s0lv, 0), linear.Mix(146, s0.tag, s0lv, 0), linear.Mix(147, b0.lower, b0lv, 0), linear.Mix(148, b0.tag, b0lv, 0), linear.Mix(149, s1.tag, s1rv, 0), linear.Mix(150, s1.lower, s1rv, 0),
		linear.Mix(151, s0.tag, b0.tag, distance), linear.Mix(152, s0.lower, distance, 0), linear.Mix(153, b0.lower, distance, 0), linear.Mix(154, s0.lower, b0.lower, distance), linear.Mix(155, s1.tag, s0.tag, gap), linear.Mix(156, s1.lower, s0.lower, gap),
		linear.Mix(157, s0r.lower, s0.tag, b0.tag), linear.Mix(158, s0l.lower, s0.tag, b0.tag), linear.Mix(159, b0l.lower, b0.tag, s0.tag), linear.Mix(160, s1r.lower, s1.tag, s0.tag), linear.Mix(161, s0.suf3, b0.suf3, 0), linear.Mix(162, s0.suf3, s1.suf3, 0), linear.Mix(163, s0.pos, b0.pos, s1.pos), linear.Mix(164, s0r.lower, b0.lower, 0), linear.Mix(165, s1r.lower, s0.lower, 0), linear.Mix(166, s0.lower, b0.tag, b1.tag), linear.Mix(167, s1.lower, s0.tag, b0.lower),
		linear.Mix(169, 0, 0, 0), linear.Mix(170, s0.lower, b1.lower, b0.tag), linear.Mix(171, s2.lower, s0.tag, b0.tag))
	return append(f, // the words by class
		linear.Mix(172, s0.fine, b0.fine, 0), linear.Mix(173, s1.fine, s0.fine, 0), linear.Mix(174, s0.fine, b0.tag, distance), linear.Mix(175, s0.tag, b0.fine, distance), linear.Mix(176, s0.coarse, b0.coarse, s1.coarse),
		linear.Mix(177, s0.fine, b0.tag, b1.tag), linear.Mix(178, s0.tag, b0.fine, b1.tag), linear.Mix(179, s1.fine, s0.tag, b0.tag), linear.Mix(180, s1.tag, s0.fine, b0.tag), linear.Mix(181, s1.tag, s0.tag, b0.fine),
		linear.Mix(182, s0.coarse, b0.coarse, b1.coarse), linear.Mix(183, s0.fine, 0, 0), linear.Mix(184, b0.fine, 0, 0), linear.Mix(185, s1.fine, 0, 0), linear.Mix(186, b1.fine, 0, 0), linear.Mix(187, s0r.fine, s0.tag, b0.fine), linear.Mix(188, s0.fine, b0l.fine, b0.fine),
		linear.Mix(189, s1.fine, s1r.fine, s0.fine), linear.Mix(190, s2.fine, s1.tag, s0.tag), linear.Mix(191, s0.lower, b0.fine, 0), linear.Mix(192, s0.fine, b0.lower, 0), linear.Mix(193, s1.lower, s0.fine, 0), linear.Mix(194, s1.fine, s0.lower, 0),
		linear.Mix(195, s1r.tag, s1r2.tag, s1.tag), linear.Mix(196, s0.tag, s0lv<<4|s0rv, b0.tag), linear.Mix(197, s1.tag, s1rv, s0.tag), linear.Mix(198, s0.fine, s0rv, b0.tag), linear.Mix(199, b0.tag, b0lv<<4|s0rv, s0.tag))
}

// How many partial parses are kept at work, and how far behind the best one: of
// those that are further behind hardly one comes out first.
const (
	beamWidth = 4
	farBehind = 12000 // the largest weight of a feature is 4000
)

// parse returns the head of each word, in memory that the next call uses again.
func (b *beam) parse(m *linear.Model, words []word, width int) []int {
	b.start(words)
	b.behind = farBehind
	score := func(f []uint32, s *[3]float32) {
		var x [3]int32
		m.Score(f, x[:])
		s[0], s[1], s[2] = float32(x[0]), float32(x[1]), float32(x[2])
	}
	for range 2 * len(words) {
		b.advance(width, score)
	}
	return b.heads()
}
