package english

import "interdict/internal/linear"

// A tree is a whole parse of a sentence, as the model of relations sees it.
// Words are numbered from 0; the number of words is the root.
type tree struct {
	words    []word
	ints     []int
	head     []int
	lc, rc   []int // leftmost and rightmost dependents, -1 for none
	lc2, rc2 []int // those next to them
	lv, rv   []int // how many dependents on each side
	before   []int // the dependent of the same head before this one, -1 for none
	behind   []int // the one behind
	aux      []int // hash of the auxiliaries of a word, 0 for none
}

func (s *tree) start(words []word) {
	n := len(words) + 1
	if cap(s.ints) < 10*n {
		s.ints = make([]int, 10*n)
	}
	s.words, s.ints = words, s.ints[:10*n]
	for i := range s.ints {
		s.ints[i] = -1
	}
	clear(s.ints[7*n:])
	part := func(k int) []int { return s.ints[k*n : (k+1)*n] }
	s.head, s.lc, s.rc, s.lc2, s.rc2, s.before, s.behind = part(0), part(1), part(2), part(3), part(4), part(5), part(6)
	s.lv, s.rv, s.aux = part(7), part(8), part(9)
}

// attach gives the words their heads.
func (s *tree) attach(heads []int) {
	for d := len(heads) - 1; d >= 0; d-- {
		h := heads[d]
		s.head[d] = h
		if d < h { // the nearest to the head come first: the last is the leftmost
			s.lc2[h], s.lc[h] = s.lc[h], d
			s.lv[h]++
		}
	}
	auxiliary := linear.Hash("AUX")
	last := s.rc2 // room until the right dependents are noted
	for d, h := range heads {
		if s.before[d] = last[h]; last[h] >= 0 {
			s.behind[last[h]] = d
		}
		last[h] = d
		if s.words[d].pos == auxiliary {
			s.aux[h] = int(linear.Mix(1, uint32(s.aux[h]), s.words[d].lower, 0))
		}
	}
	for i := range last {
		last[i] = -1
	}
	for d, h := range heads {
		if h < d {
			s.rc2[h], s.rc[h] = s.rc[h], d
			s.rv[h]++
		}
	}
}

func (s *tree) word(i int) *word {
	switch {
	case i < 0:
		return &edge
	case i >= len(s.words):
		return &rootWord
	}
	return &s.words[i]
}

func child(of []int, i int) int {
	if i < 0 {
		return -1
	}
	return of[i]
}

func few(of []int, i int) uint32 {
	if i < 0 {
		return 0
	}
	return uint32(min(of[i], 3))
}

// features describe the arc from its head to dep.
func (s *tree) features(dep int, f []uint32) []uint32 {
	head := s.head[dep]
	d, h := s.word(dep), s.word(head)
	direction, distance := uint32(1), uint32(min(max(head-dep, dep-head), 5))
	if head < dep {
		direction = 2
	}
	if head >= len(s.words) {
		direction, distance = 3, 0
	}
	grand := edge
	if head < len(s.words) && head >= 0 {
		grand = *s.word(s.head[head])
	}
	p, n := at(s.words, dep-1), at(s.words, dep+1)
	lc, rc, lc2, rc2 := s.word(child(s.lc, dep)), s.word(child(s.rc, dep)), s.word(child(s.lc2, dep)), s.word(child(s.rc2, dep))
	// The first and last dependents of the head, and what stands between.
	hl, hr := s.word(child(s.lc, head)), s.word(child(s.rc, head))
	before, behind, aux := s.word(s.before[dep]), s.word(s.behind[dep]), uint32(0)
	if head >= 0 {
		aux = uint32(s.aux[head])
	}
	position := uint32(0)
	if child(s.lc, head) == dep {
		position |= 1
	}
	if child(s.rc, head) == dep {
		position |= 2
	}
	return append(f,
		linear.Mix(200, d.tag, h.tag, direction), linear.Mix(201, d.lower, h.tag, direction), linear.Mix(202, d.tag, h.lower, direction), linear.Mix(203, d.lower, h.lower, direction), linear.Mix(204, d.lower, direction, 0), linear.Mix(205, d.tag, direction, distance),
		linear.Mix(206, h.lower, direction, 0), linear.Mix(207, h.tag, direction, 0), linear.Mix(208, d.tag, lc.tag, h.tag), linear.Mix(209, d.tag, rc.tag, h.tag), linear.Mix(210, d.tag, lc.lower, direction), linear.Mix(211, d.tag, rc.lower, direction), linear.Mix(212, lc.lower, h.tag, direction),
		linear.Mix(213, lc.lower, h.lower, 0), linear.Mix(214, d.tag, p.tag, n.tag), linear.Mix(215, d.lower, p.lower, 0), linear.Mix(216, d.lower, n.lower, 0), linear.Mix(217, d.tag, p.lower, h.tag), linear.Mix(218, d.tag, h.tag, grand.tag), linear.Mix(219, d.tag, h.tag, position*4+direction),
		linear.Mix(220, hl.tag, d.tag, h.tag), linear.Mix(221, hr.tag, d.tag, h.tag), linear.Mix(222, hl.lower, d.tag, h.lower), linear.Mix(223, d.suf3, h.tag, direction), linear.Mix(224, h.suf3, d.tag, direction), linear.Mix(225, d.suf2, h.suf2, direction), linear.Mix(226, lc2.tag, lc.tag, d.tag), linear.Mix(227, rc2.tag, rc.tag, d.tag),
		linear.Mix(228, d.pos, h.pos, direction), linear.Mix(229, uint32(few(s.lv, head)), d.tag, h.tag), linear.Mix(230, uint32(few(s.rv, head)), d.tag, h.tag), linear.Mix(231, d.form, direction, 0), linear.Mix(232, d.tag, grand.lower, h.tag), linear.Mix(233, lc.lower, d.lower, h.tag), linear.Mix(234, 0, 0, 0), linear.Mix(235, d.flags, h.tag, direction),
		linear.Mix(236, d.fine, h.fine, direction), linear.Mix(237, d.fine, h.tag, direction), linear.Mix(238, d.tag, h.fine, direction), linear.Mix(239, lc.lower, d.fine, h.fine), linear.Mix(240, lc.lower, d.tag, h.fine), linear.Mix(241, d.lower, h.fine, direction), linear.Mix(242, d.fine, h.lower, direction), linear.Mix(243, d.coarse, h.coarse, lc.lower),
		linear.Mix(244, d.tag, h.tag, aux), linear.Mix(245, d.pos, aux, direction), linear.Mix(246, h.tag, aux, before.tag), linear.Mix(247, d.tag, before.tag, h.tag), linear.Mix(248, d.tag, behind.tag, h.tag), linear.Mix(249, d.lower, aux, h.tag),
		linear.Mix(250, d.tag, before.lower, h.tag), linear.Mix(251, d.tag, lc.lower, h.lower), linear.Mix(252, d.fine, lc.lower, h.tag), linear.Mix(253, before.tag, d.tag, behind.tag), linear.Mix(254, d.lower, before.tag, direction))
}
