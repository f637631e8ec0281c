package names

import (
	"slices"
	"strings"

	"interdict/text"
)

// findJoins notes neighbouring words as one, two and three of them.
func (n *Name) findJoins() {
	words := n.Words
	if len(words) < 2 {
		return
	}
	most := 2*len(words) - 3
	n.joins = make([]joinedWords, 0, most)
	together := make([]struct { // for they are read together
		Reading
		form [1]form
	}, most)
	for i := range words {
		for k := 2; k <= 3 && i+k <= len(words); k++ {
			r := &together[len(n.joins)]
			if weight, ok := r.join(words[i : i+k]); ok {
				r.forms = r.form[:]
				n.joins = append(n.joins, joinedWords{Word{Reading: &r.Reading, Weight: weight}, i, k})
			}
		}
	}
	n.spellJoins()
}

// join makes a reading that of neighbouring words as one, but for how they are
// read in Latin, and returns what they carry; ok is false where they cannot be
// one.
func (r *Reading) join(words []Word) (weight float64, ok bool) {
	first := &words[0]
	*r = Reading{script: first.script}
	letters := 0
	for i := range words {
		part := &words[i]
		if part.Role == Numeral || part.Role == Initial && len(words) > 2 || part.open() != first.open() || part.script != r.script && part.open() {
			return 0, false
		}
		weight += part.Weight
		r.Bits += part.Bits
		letters += len(part.Text())
	}
	if letters > maxJoin || !first.open() {
		return weight, letters <= maxJoin
	}
	var natives [3]string
	var others [3]*text.Pattern
	for i := range words {
		natives[i], others[i] = words[i].native, words[i].patterns[0]
	}
	r.native = strings.Join(natives[:len(words)], "")
	p := others[0].Join(others[1:len(words)]...)
	r.patterns = []*text.Pattern{p}
	return weight, p != nil
}

// spellJoins gives the joins their readings in Latin: as they are written, their
// classes and skeletons, all in one string.
func (n *Name) spellJoins() {
	var buffer [512]byte
	b := buffer[:0]
	for i := range n.joins {
		j := &n.joins[i]
		from := len(b)
		for k := range j.n {
			b = append(b, n.Words[j.first+k].Text()...)
		}
		latin := string(b[from:]) // of maxJoin letters at most, which need no room of their own
		b = appendCanon(b, latin)
		f := &j.forms[0]
		f.canonMask = uint32(len(b)) // where it ends, for now
		if !j.open() {
			b = text.AppendSkeleton(b, latin)
		}
		f.textMask = uint32(len(b))
	}
	all, from := string(b), uint32(0)
	for i := range n.joins {
		j := &n.joins[i]
		f := &j.forms[0]
		letters := uint32(0)
		for k := range j.n {
			letters += uint32(len(n.Words[j.first+k].Text()))
		}
		end, next := f.canonMask, f.textMask
		f.text, f.canon, j.skeleton = all[from:from+letters], all[from+letters:end], all[end:next]
		f.textMask, f.canonMask = mask(f.text), mask(f.canon)
		from = next
	}
}

// maxJoin bounds the letters of a join.
const maxJoin = 32

// findAcronyms notes the first letters of the words that an organization's
// name is abbreviated by: all but its legal form, with and without connectors. A
// name of which nobody says whose it is has none unless a word of it does:
// every third person's would be some company's.
func (n *Name) findAcronyms() {
	if n.Kind == Other && !slices.ContainsFunc(n.Words, func(w Word) bool {
		return w.Role == Legal || w.Role == Common || w.Role == Place || w.Role == Connector || w.Role == Numeral
	}) {
		return
	}
	last := len(n.Words)
	for last > 0 && n.Words[last-1].Role == Legal {
		last--
	}
	first := 0
	for first < last && n.Words[first].Role == Legal {
		first++
	}
	if last-first < 3 || last-first > 9 {
		return
	}
	var all, some []byte
	for i := first; i < last; i++ {
		w := &n.Words[i]
		if w.open() || w.Role == Initial || w.Text() == "" {
			return
		}
		c := w.Text()[0]
		all = append(all, c)
		if w.Role != Connector && w.Role != Particle {
			some = append(some, c)
		}
	}
	for _, letters := range []string{string(all), string(some)} {
		if len(letters) >= 3 && len(letters) <= 7 && (len(n.acronyms) == 0 || n.acronyms[0].letters != letters) {
			n.acronyms = append(n.acronyms, acronym{letters, first, last - first})
		}
	}
}
