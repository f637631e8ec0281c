package records

import (
	"slices"
	"sort"
	"strings"

	"interdict/ftm"
	"interdict/text"
)

// wordsOf returns the words of a name by which it is looked for.
func wordsOf(name string) []string {
	fields := strings.Fields(text.Fold(name))
	for i, f := range fields {
		fields[i] = strings.Trim(f, ".,'\"()-")
	}
	return slices.DeleteFunc(fields, func(f string) bool { return f == "" })
}

// Holding returns the listed entities that have one name with all words of a
// text in it, or words that begin with them, in the order of numbers. Without a
// word there are none.
func (s *Store) Holding(words string) ([]int, error) {
	asked := wordsOf(words)
	if len(asked) == 0 {
		return nil, nil
	}
	var found []uint32
	for i, w := range asked {
		have := s.beginning(w)
		if i == 0 {
			found = have
			continue
		}
		found = slices.DeleteFunc(found, func(n uint32) bool { _, ok := slices.BinarySearch(have, n); return !ok })
	}
	var out []int
	for _, n := range found { // the words may be those of several names
		e, err := s.Entity(int(n))
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(e.ByType(ftm.TypeName), func(name string) bool { return holds(wordsOf(name), asked) }) {
			out = append(out, int(n))
		}
	}
	return out, nil
}

// holds reports whether each word that is asked for begins one of a name.
func holds(name, asked []string) bool {
	return !slices.ContainsFunc(asked, func(w string) bool {
		return !slices.ContainsFunc(name, func(h string) bool { return strings.HasPrefix(h, w) })
	})
}

// beginning returns the listed entities with a word in a name that begins with
// letters, ascending.
func (s *Store) beginning(letters string) []uint32 {
	word := func(i int) string { return string(part(s.names, s.nameEnds, i)) }
	var out []uint32
	for i := sort.Search(len(s.nameEnds), func(i int) bool { return word(i) >= letters }); i < len(s.nameEnds) && strings.HasPrefix(word(i), letters); i++ {
		out = append(out, part(s.named, s.namedEnds, i)...)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(n uint32) bool { return !s.has(int(n)) })
}
