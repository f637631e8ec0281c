package attribution

import "interdict/internal/linear"

var cueLabels = []string{"out", "begin", "in"}

// cuePart is the part of a text that one sentence is, each of its tokens inside
// a cue or not.
type cuePart struct {
	*view
	first, last int
}

func (s *cuePart) Len() int { return s.last - s.first }

// subject returns the subject of a verb, the edge where it has none.
func (v *view) subject(i int) *token {
	for _, c := range v.doc.Children(i) {
		if r := v.doc.Tokens[c].Rel; r == "nsubj" || r == "nsubj:pass" {
			return &v.t[c]
		}
	}
	return &edge
}

// clause returns the verb of a clause that a verb has for its content.
func (v *view) clause(i int) *token {
	for _, c := range v.doc.Children(i) {
		if r := v.doc.Tokens[c].Rel; r == "ccomp" || r == "xcomp" || r == "parataxis" {
			return &v.t[c]
		}
	}
	return &edge
}

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// toQuote is how far a quotation mark is, up to four tokens to either side, and
// whether the token is in the quotation.
func (v *view) toQuote(i int) uint32 {
	in := v.t[i].quote
	for d := 1; d <= 4; d++ {
		if q := v.at(i - d).quote; q != in && i-d >= 0 {
			return uint32(d)<<1 | bit(in >= 0)
		}
		if q := v.at(i + d).quote; q != in && i+d < len(v.t) {
			return uint32(d+8)<<1 | bit(in >= 0)
		}
	}
	return bit(in >= 0)
}

func (s *cuePart) Node(i int, f []uint32) []uint32 {
	v := s.view
	i += s.first
	w, p1, p2, n1, n2 := &v.t[i], v.at(i-1), v.at(i-2), v.at(i+1), v.at(i+2)
	h := v.at(int(w.head))
	g := v.at(int(h.head))
	subj, clause := v.subject(i), v.clause(i)
	headSubj := v.subject(int(w.head))
	quoted := bit(v.quoted[w.sentence])
	inQuote := bit(w.quote >= 0)
	near := v.toQuote(i)
	m := linear.Mix
	return append(f, m(0, 0, 0, 0), m(1, w.lower, 0, 0), m(2, w.lemma, 0, 0), m(3, w.lemma, w.tag, 0), m(4, w.tag, w.rel, 0), m(5, w.rel, 0, 0), m(6, w.suffix, w.tag, 0), m(7, w.lemma, w.rel, 0), m(8, w.lemma, h.lemma, 0),
		m(9, p1.lower, 0, 0), m(10, n1.lower, 0, 0), m(11, p1.lower, w.lower, 0), m(12, w.lower, n1.lower, 0), m(13, p1.tag, w.tag, n1.tag), m(14, p2.lower, p1.lower, w.lemma), m(15, w.lemma, n1.lower, n2.lower), m(16, p2.tag, p1.tag, w.tag), m(17, w.tag, n1.tag, n2.tag),
		m(18, w.lemma, w.below, 0), m(19, w.tag, w.below, 0), m(20, w.lemma, w.below&0xff, quoted), m(21, w.lemma, inQuote, quoted), m(22, w.tag, near, 0), m(23, w.lemma, near, 0), m(24, w.below, near, w.tag),
		m(25, w.lemma, subj.lemma, 0), m(26, w.lemma, subj.pos, clause.tag), m(27, w.lemma, clause.rel, quoted), m(28, w.lemma, clause.lemma, 0), m(29, subj.pos, clause.tag, w.tag),
		m(30, w.rel, h.lemma, h.below), m(31, w.rel, h.lemma, w.lower), m(32, w.rel, h.tag, h.below&0x7), m(33, w.rel, h.rel, g.lemma), m(34, h.lemma, w.tag, 0), m(35, w.lemma, h.rel, h.tag), m(36, w.rel, h.lemma, headSubj.pos), m(37, h.lemma, uint32(bit(w.head > int32(i))), w.rel),
		m(38, n1.lemma, w.lemma, w.tag), m(39, w.lemma, p1.tag, n1.tag), m(40, p1.lemma, w.tag, 0), m(41, w.tag, n1.lemma, 0), m(42, subj.lemma, w.tag, clause.tag), m(43, w.rel, w.below, quoted), m(44, h.lemma, w.lower, 0),
		m(45, w.fine, 0, 0), m(46, w.fine, w.below, 0), m(47, w.fine, subj.pos, clause.tag), m(48, w.fine, subj.fine, 0), m(49, w.lemma, subj.fine, 0), m(50, h.fine, w.rel, w.lower), m(51, w.fine, p1.fine, 0), m(52, w.fine, n1.fine, 0), m(53, w.fine, quoted, inQuote), m(54, w.fine, near, 0))
}

func (s *cuePart) Edge(i int, f []uint32) []uint32 {
	v := s.view
	i += s.first
	p, w := v.at(i-1), &v.t[i]
	joined := bit(int(w.head) == i-1) | bit(i > 0 && int(p.head) == i)<<1 | bit(i > 0 && p.head == w.head)<<2
	m := linear.Mix
	return append(f, m(100, 0, 0, 0), m(101, p.lower, w.lower, 0), m(102, p.tag, w.tag, joined), m(103, joined, w.rel, p.rel), m(104, w.lower, joined, 0), m(105, p.lemma, w.tag, joined), m(106, p.lower, joined, 0),
		m(107, p.lemma, w.rel, joined), m(108, w.lemma, p.rel, joined), m(109, w.tag, v.at(i+1).lower, joined))
}

// spans collects the tokens of each cue in a sentence that begins at first.
func spans(labels []int, first int) [][]int {
	var out [][]int
	for i, l := range labels {
		switch {
		case l == 1 || l == 2 && (i == 0 || labels[i-1] == 0):
			out = append(out, []int{first + i})
		case l == 2:
			out[len(out)-1] = append(out[len(out)-1], first+i)
		}
	}
	return out
}
