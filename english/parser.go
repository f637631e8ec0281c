package english

// The transitions of the arc-hybrid system (Kuhlmann, Gómez-Rodríguez & Satta
// 2011): shift the next word; make the top of the stack a dependent of the next
// word; make it one of the word below it.
const (
	shift = iota
	left
	right
)

// state is a partial parse of a sentence. Words are numbered from 0; root is
// the number of words, and stands at the end of the buffer.
type state struct {
	words  []word
	n      int
	stack  []int
	next   int
	head   []int
	lc, rc []int // leftmost and rightmost dependents, -1 for none
	lc2    []int // second leftmost
	rc2    []int
	lv, rv []uint32 // how many dependents on each side
}

func newState(words []word) *state {
	n := len(words)
	s := &state{words: words, n: n, stack: make([]int, 0, n)}
	ints := make([]int, 5*(n+1))
	for i := range ints {
		ints[i] = -1
	}
	s.head, s.lc, s.rc, s.lc2, s.rc2 = ints[:n+1], ints[n+1:2*n+2], ints[2*n+2:3*n+3], ints[3*n+3:4*n+4], ints[4*n+4:]
	counts := make([]uint32, 2*(n+1))
	s.lv, s.rv = counts[:n+1], counts[n+1:]
	return s
}

func (s *state) done() bool { return s.next >= s.n && len(s.stack) == 0 }

// allowed reports whether a transition can be taken.
func (s *state) allowed(t int) bool {
	switch t {
	case shift:
		return s.next < s.n
	case left:
		// The root takes one word only: the last on the stack.
		return len(s.stack) > 0 && (s.next < s.n || len(s.stack) == 1)
	}
	return len(s.stack) > 1
}

func (s *state) arc(head, dep int) {
	s.head[dep] = head
	if dep < head {
		s.lc2[head], s.lc[head] = s.lc[head], dep
		s.lv[head]++
	} else {
		s.rc2[head], s.rc[head] = s.rc[head], dep
		s.rv[head]++
	}
}

func (s *state) apply(t int) {
	switch t {
	case shift:
		s.stack = append(s.stack, s.next)
		s.next++
	case left:
		top := s.stack[len(s.stack)-1]
		s.stack = s.stack[:len(s.stack)-1]
		s.arc(min(s.next, s.n), top)
	case right:
		top := s.stack[len(s.stack)-1]
		s.stack = s.stack[:len(s.stack)-1]
		s.arc(s.stack[len(s.stack)-1], top)
	}
}

var rootWord = word{form: 2, lower: 2, shape: 2, suf3: 2, tag: 2, pos: 2}

func (s *state) word(i int) *word {
	switch {
	case i < 0:
		return &edge
	case i >= s.n:
		return &rootWord
	}
	return &s.words[i]
}

func (s *state) from(k int) int {
	if k >= len(s.stack) {
		return -1
	}
	return s.stack[len(s.stack)-1-k]
}

func (s *state) ahead(k int) int {
	if s.next+k > s.n {
		return -1
	}
	return s.next + k
}

func child(of []int, i int) int {
	if i < 0 {
		return -1
	}
	return of[i]
}

func count(of []uint32, i int) uint32 {
	if i < 0 {
		return 0
	}
	return min(of[i], 3)
}

// features describe the state: words, tags and children around the top of the
// stack and the front of the buffer (after Zhang & Nivre 2011).
func (s *state) features(f []uint32) []uint32 {
	i0, i1, i2 := s.from(0), s.from(1), s.from(2)
	j0, j1, j2 := s.ahead(0), s.ahead(1), s.ahead(2)
	s0, s1, s2 := s.word(i0), s.word(i1), s.word(i2)
	b0, b1, b2 := s.word(j0), s.word(j1), s.word(j2)
	s0l, s0r, s0l2, s0r2 := s.word(child(s.lc, i0)), s.word(child(s.rc, i0)), s.word(child(s.lc2, i0)), s.word(child(s.rc2, i0))
	s1l, s1r := s.word(child(s.lc, i1)), s.word(child(s.rc, i1))
	b0l, b0l2 := s.word(child(s.lc, j0)), s.word(child(s.lc2, j0))
	distance := uint32(0)
	if i0 >= 0 && j0 >= 0 {
		distance = uint32(min(j0-i0, 6))
	}
	gap := uint32(0)
	if i0 >= 0 && i1 >= 0 {
		gap = uint32(min(i0-i1, 6))
	}
	return append(f,
		mix(100, s0.lower, s0.tag, 0), mix(101, s0.lower, 0, 0), mix(102, s0.tag, 0, 0), mix(103, b0.lower, b0.tag, 0), mix(104, b0.lower, 0, 0), mix(105, b0.tag, 0, 0),
		mix(106, s1.lower, s1.tag, 0), mix(107, s1.lower, 0, 0), mix(108, s1.tag, 0, 0), mix(109, b1.lower, 0, 0), mix(110, b1.tag, 0, 0), mix(111, b2.tag, b2.lower, 0), mix(112, b2.tag, 0, 0),
		mix(113, s0.lower, b0.lower, 0), mix(114, s0.lower, b0.tag, 0), mix(115, s0.tag, b0.lower, 0), mix(116, s0.tag, b0.tag, 0), mix(117, b0.tag, b1.tag, 0), mix(118, b0.lower, b1.lower, 0),
		mix(119, s0.tag, s1.tag, 0), mix(120, s0.lower, s1.lower, 0), mix(121, s0.lower, s1.tag, 0), mix(122, s0.tag, s1.lower, 0), mix(123, s1.tag, b0.tag, 0), mix(124, s1.lower, b0.lower, 0), mix(125, s1.lower, b0.tag, 0),
		mix(126, s0.tag, b0.tag, b1.tag), mix(127, s1.tag, s0.tag, b0.tag), mix(128, s2.tag, s1.tag, s0.tag), mix(129, b0.tag, b1.tag, b2.tag), mix(130, s1.tag, s0.tag, b0.lower), mix(131, s1.lower, s0.tag, b0.tag), mix(132, s1.tag, s0.lower, b0.tag),
		mix(133, s0.tag, s0l.tag, b0.tag), mix(134, s0.tag, s0r.tag, b0.tag), mix(135, s0.tag, b0.tag, b0l.tag), mix(136, s1.tag, s1r.tag, s0.tag), mix(137, s1.tag, s1l.tag, s0.tag), mix(138, s0.tag, s0l.tag, s0l2.tag), mix(139, s0.tag, s0r.tag, s0r2.tag), mix(140, b0.tag, b0l.tag, b0l2.tag),
		mix(141, s1.tag, s0.tag, s0r.tag), mix(142, s1.tag, s0.tag, s0l.tag), mix(143, s0.lower, count(s.rv, i0), 0), mix(144, s0.tag, count(s.rv, i0), 0), mix(145, s0.lower, count(s.lv, i0), 0), mix(146, s0.tag, count(s.lv, i0), 0), mix(147, b0.lower, count(s.lv, j0), 0), mix(148, b0.tag, count(s.lv, j0), 0), mix(149, s1.tag, count(s.rv, i1), 0), mix(150, s1.lower, count(s.rv, i1), 0),
		mix(151, s0.tag, b0.tag, distance), mix(152, s0.lower, distance, 0), mix(153, b0.lower, distance, 0), mix(154, s0.lower, b0.lower, distance), mix(155, s1.tag, s0.tag, gap), mix(156, s1.lower, s0.lower, gap),
		mix(157, s0r.lower, s0.tag, b0.tag), mix(158, s0l.lower, s0.tag, b0.tag), mix(159, b0l.lower, b0.tag, s0.tag), mix(160, s1r.lower, s1.tag, s0.tag), mix(161, s0.suf3, b0.suf3, 0), mix(162, s0.suf3, s1.suf3, 0), mix(163, s0.pos, b0.pos, s1.pos), mix(164, s0r.lower, b0.lower, 0), mix(165, s1r.lower, s0.lower, 0), mix(166, s0.lower, b0.tag, b1.tag), mix(167, s1.lower, s0.tag, b0.lower),
		mix(168, uint32(min(len(s.stack), 4)), b0.tag, s0.tag), mix(169, 0, 0, 0), mix(170, s0.lower, b1.lower, b0.tag), mix(171, s2.lower, s0.tag, b0.tag))
}

// costs of the transitions: how many arcs of the gold tree each makes
// unreachable (the dynamic oracle of Goldberg & Nivre 2013 for arc-hybrid).
func (s *state) costs(gold []int, out *[3]int) {
	*out = [3]int{}
	top, below := s.from(0), s.from(1)
	b := min(s.next, s.n)
	if s.next < s.n {
		// The next word gets no head below the top, and no dependent on the stack.
		for k, i := range s.stack {
			if gold[i] == b || gold[b] == i && k < len(s.stack)-1 {
				out[shift]++
			}
		}
	}
	if top >= 0 {
		// Left: the top loses dependents in the buffer, and a head that is the
		// word below it or in the buffer behind the next word.
		for i := b; i < s.n; i++ {
			if gold[i] == top {
				out[left]++
				out[right]++
			}
		}
		if gold[top] != b {
			if gold[top] == below && below >= 0 || gold[top] > b {
				out[left]++
			}
		}
		if gold[top] >= b {
			out[right]++
		}
	}
}

// labelFeatures describe the arc from head to dep in a whole tree.
func labelFeatures(s *state, dep int, f []uint32) []uint32 {
	head := s.head[dep]
	d, h := s.word(dep), s.word(head)
	direction, distance := uint32(1), uint32(min(max(head-dep, dep-head), 5))
	if head < dep {
		direction = 2
	}
	if head >= s.n {
		direction, distance = 3, 0
	}
	grand := edge
	if head < s.n && head >= 0 {
		grand = *s.word(s.head[head])
	}
	p, n := at(s.words, dep-1), at(s.words, dep+1)
	lc, rc, lc2, rc2 := s.word(child(s.lc, dep)), s.word(child(s.rc, dep)), s.word(child(s.lc2, dep)), s.word(child(s.rc2, dep))
	// The first and last dependents of the head, and what stands between.
	hl, hr := s.word(child(s.lc, head)), s.word(child(s.rc, head))
	position := uint32(0)
	if child(s.lc, head) == dep {
		position |= 1
	}
	if child(s.rc, head) == dep {
		position |= 2
	}
	return append(f,
		mix(200, d.tag, h.tag, direction), mix(201, d.lower, h.tag, direction), mix(202, d.tag, h.lower, direction), mix(203, d.lower, h.lower, direction), mix(204, d.lower, direction, 0), mix(205, d.tag, direction, distance),
		mix(206, h.lower, direction, 0), mix(207, h.tag, direction, 0), mix(208, d.tag, lc.tag, h.tag), mix(209, d.tag, rc.tag, h.tag), mix(210, d.tag, lc.lower, direction), mix(211, d.tag, rc.lower, direction), mix(212, lc.lower, h.tag, direction),
		mix(213, lc.lower, h.lower, 0), mix(214, d.tag, p.tag, n.tag), mix(215, d.lower, p.lower, 0), mix(216, d.lower, n.lower, 0), mix(217, d.tag, p.lower, h.tag), mix(218, d.tag, h.tag, grand.tag), mix(219, d.tag, h.tag, position*4+direction),
		mix(220, hl.tag, d.tag, h.tag), mix(221, hr.tag, d.tag, h.tag), mix(222, hl.lower, d.tag, h.lower), mix(223, d.suf3, h.tag, direction), mix(224, h.suf3, d.tag, direction), mix(225, d.suf2, h.suf2, direction), mix(226, lc2.tag, lc.tag, d.tag), mix(227, rc2.tag, rc.tag, d.tag),
		mix(228, d.pos, h.pos, direction), mix(229, uint32(count(s.lv, head)), d.tag, h.tag), mix(230, uint32(count(s.rv, head)), d.tag, h.tag), mix(231, d.form, direction, 0), mix(232, d.tag, grand.lower, h.tag), mix(233, lc.lower, d.lower, h.tag), mix(234, 0, 0, 0), mix(235, d.flags, h.tag, direction))
}
