package names

import mathbits "math/bits"

// bound is how many typing errors two words may lie apart: none below three
// letters, one up to seven, two from eight on, by the shorter word.
func bound(a, b string) int {
	switch n := min(len(a), len(b)); {
	case n < 3:
		return 0
	case n < twoErrors:
		return 1
	}
	return 2
}

// twoErrors is the length from which two typing errors are borne.
const twoErrors = 8

// farApart reports, from the letters that two words hold, that they lie more
// than d errors apart: an error adds and takes away one kind of letter at most.
func farApart(a, b uint32, d int) bool {
	return mathbits.OnesCount32(a&^b) > d || mathbits.OnesCount32(b&^a) > d
}

// Distance returns the optimal string alignment distance of two words (edits
// and swaps of neighbours; Damerau 1964), or -1 where it is over the limit.
func Distance(a, b string, limit int) int {
	if a == b {
		return 0
	}
	if limit <= 0 || len(a)-len(b) > limit || len(b)-len(a) > limit {
		return -1
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if limit == 1 {
		// What differs is one letter, or two that are swapped.
		if max(len(a), len(b)) == 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0] {
			return 1
		}
		return -1
	}
	const most = 160
	if len(b) >= most || len(a) >= most {
		return -1
	}
	var rows [3][most]uint8
	before, prev, row := &rows[0], &rows[1], &rows[2]
	for j := 0; j <= len(b); j++ {
		prev[j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		row[0] = uint8(i)
		least := row[0]
		for j := 1; j <= len(b); j++ {
			cost := uint8(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if int(least) > limit {
			return -1
		}
		before, prev, row = prev, row, before
	}
	if d := int(prev[len(b)]); d <= limit {
		return d
	}
	return -1
}

// swapped reports whether two words of one length differ by two neighbours
// that have changed places.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
