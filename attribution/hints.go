package attribution

import "interdict/internal/linear"

// cueRows is how many rows the features of cues share by hash, cueFeatures how
// many there are of a word.
const (
	cueRows     = 1 << 15
	cueFeatures = 16
)

// hints appends which rows of the network's table describe token i as a
// cue.
func (v *view) hints(i int, f []int32) []int32 {
	w := &v.t[i]
	h := v.at(int(w.head))
	subj, clause := v.subject(i), v.clause(i)
	quoted, inQuote, near := bit(v.quoted[w.sentence]), bit(w.quote >= 0), v.toQuote(i)
	m := linear.Mix
	for _, x := range [...]uint32{
		m(0, w.lemma, 0, 0), m(1, w.tag, w.rel, 0), m(2, w.lemma, w.below, 0), m(3, w.tag, w.below, 0), m(4, w.lemma, inQuote, quoted), m(5, w.tag, near, 0), m(6, w.lemma, near, 0), m(7, w.lemma, subj.pos, clause.tag),
		m(8, w.lemma, subj.lemma, 0), m(9, w.lemma, clause.rel, quoted), m(10, w.rel, h.lemma, h.below), m(11, w.rel, h.lemma, w.lower), m(12, w.lemma, h.rel, h.tag), m(13, w.fine, w.below, 0), m(14, w.fine, subj.fine, 0), m(15, w.fine, quoted, inQuote),
	} {
		f = append(f, int32(x%cueRows))
	}
	return f
}

// featureRows is how many rows features share by hash, featuresOfWord how many
// there are of a word of a window.
const (
	featureRows    = 1 << 14
	featuresOfWord = 10
)

// hints appends which rows of the network's table describe token k of the
// window.
func (s *roleSequence) hints(k int, f []int32) []int32 {
	i := s.first + k
	w := s.at(i)
	side, quoting := s.side(i), s.quoting(i)
	where, distance, isCue, clause := s.standing(k)
	x, before := s.way[k], way{child: -2}
	if k > 0 {
		before = s.way[k-1]
	}
	for _, h := range [...]uint32{
		linear.Mix(0, where, isCue, 0), linear.Mix(1, x.sig, 0, 0), linear.Mix(2, x.second, 0, 0), linear.Mix(3, x.sig, clause, 0), linear.Mix(4, distance, side, 0),
		linear.Mix(5, w.rel, side, 0), linear.Mix(6, x.sig, bit(x.child != before.child), 0), linear.Mix(7, s.pattern, side, quoting),
		linear.Mix(8, x.sig, s.lemma, 0), linear.Mix(9, where, s.lemma, 0),
	} {
		f = append(f, int32(h%featureRows))
	}
	return f
}
