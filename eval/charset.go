package eval

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// A charset is a span as the sorted set of its characters' byte offsets, white
// space aside, so that a span in pieces is one span and a blank at an edge does
// not matter.
type charset []int

func newCharset(text string, ranges []Range) charset {
	var s charset
	for _, r := range ranges {
		for i := max(r.Start, 0); i < min(r.End, len(text)); {
			c, n := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsSpace(c) {
				s = append(s, i)
			}
			i += n
		}
	}
	slices.Sort(s)
	return slices.Compact(s)
}

// jaccard is the share of characters that are in both, of those in either; 0
// for two empty sets.
func (s charset) jaccard(t charset) float64 {
	both := 0
	for i, j := 0, 0; i < len(s) && j < len(t); {
		switch {
		case s[i] < t[j]:
			i++
		case s[i] > t[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(s)+len(t)-both)
}

// distinct sorts sets and drops empty ones and doubles.
func distinct(sets []charset) []charset {
	sets = slices.DeleteFunc(sets, func(s charset) bool { return len(s) == 0 })
	slices.SortFunc(sets, func(a, b charset) int { return slices.Compare(a, b) })
	return slices.CompactFunc(sets, func(a, b charset) bool { return slices.Equal(a, b) })
}
