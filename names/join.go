package names

import "interdict/text"

// join returns neighbouring words as one, or false where they cannot be.
func join(words []Word) (Word, bool) {
	w := Word{script: words[0].script}
	latin, others := "", make([]*text.Pattern, 0, len(words))
	for i := range words {
		part := &words[i]
		if part.Role == Numeral || part.Role == Initial && len(words) > 2 || part.open() != words[0].open() || part.script != w.script && part.open() {
			return w, false
		}
		w.Original += part.Original
		w.Weight += part.Weight
		w.Bits += part.Bits
		latin += part.forms[0].text
		if part.open() {
			w.native += part.native
			others = append(others, part.patterns[0])
		}
	}
	if len(latin) > maxJoin {
		return w, false
	}
	w.forms = []form{newForm(latin)}
	if w.native == "" {
		w.skeleton = text.Skeleton(latin)
		return w, true
	}
	p := others[0].Join(others[1:]...)
	w.patterns = []*text.Pattern{p}
	return w, p != nil
}

// maxJoin bounds the letters of a join.
const maxJoin = 32

// findAcronyms notes the first letters of the words that an organization's
// name is abbreviated by: all but its legal form, with and without connectors.
func (n *Name) findAcronyms() {
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
