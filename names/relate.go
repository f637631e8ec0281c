package names

// A Relation is how two words could be the same word.
type Relation uint8

// The relations, strongest first.
const (
	None           Relation = iota
	Equal                   // the same letters after folding
	Joined                  // a word and two neighbours written as one
	Transliterated          // the same sounds, written by another custom
	Consonants              // the same consonants, one side written without vowels
	Nickname                // a name and its short form
	Typo                    // within the bound of typing errors
	Abbreviated             // initials of several words
	InitialOf               // an initial and a word that begins with it
)

// String returns the relation in words.
func (r Relation) String() string {
	return [...]string{"unrelated", "equal", "joined", "transliterated", "same consonants", "nickname", "typing error", "initials", "initial"}[r]
}

// Related reports whether two words could be the same word, how, and how
// strongly: 1 for equal words, down to about 0.5. It is symmetric.
func Related(a, b *Word) (Relation, float64) {
	best, strength := None, 0.0
	if (a.Role == Numeral) != (b.Role == Numeral) {
		return None, 0
	}
	if a.Role == Legal && b.Role == Legal || a.Role == Numeral {
		if a.Text() == b.Text() {
			return Equal, 1
		}
		return None, 0
	}
	if a.Role == Initial || b.Role == Initial {
		return relatedInitial(a, b)
	}
	for i := range a.forms {
		for j := range b.forms {
			if r, s := relatedForms(&a.forms[i], &b.forms[j]); s > strength {
				best, strength = r, s
				if s == 1 {
					return best, s
				}
			}
		}
	}
	if best == Typo && a.Bits > 0 && common(a.Text()) && common(b.Text()) {
		// Two words that are both well known as names are likelier two
		// names than one and a slip: John and Juan, Salman and Sultan.
		strength -= 0.15
	}
	return best, strength
}

func relatedInitial(a, b *Word) (Relation, float64) {
	x, y := a.Text(), b.Text()
	if x == "" || y == "" || x[0] != y[0] || a.forms[0].consonants || b.forms[0].consonants {
		return None, 0
	}
	if a.Role == Initial && b.Role == Initial {
		return Equal, 1
	}
	return InitialOf, 0.8
}

func relatedForms(a, b *form) (Relation, float64) {
	if a.consonants || b.consonants {
		return relatedConsonants(a, b)
	}
	if a.text == b.text {
		return Equal, 1
	}
	if a.nick != "" && (a.nick == b.nick || a.nick == b.text) || b.nick != "" && b.nick == a.text {
		return Nickname, 0.88
	}
	if a.canon == b.canon {
		return Transliterated, 0.95
	}
	if d := Distance(a.text, b.text, bound(a.text, b.text)); d >= 0 {
		return Typo, typoStrength(d, a.text, b.text)
	}
	if d := Distance(a.canon, b.canon, bound(a.canon, b.canon)); d >= 0 {
		return Typo, typoStrength(d, a.canon, b.canon) - 0.04
	}
	return None, 0
}

// relatedConsonants compares where at least one side writes no vowels.
func relatedConsonants(a, b *form) (Relation, float64) {
	if a.consonants && b.consonants {
		if a.text == b.text {
			return Equal, 1
		}
		if a.skeleton == b.skeleton && len(a.skeleton) > 1 {
			return Consonants, 0.85
		}
		return None, 0
	}
	if a.skeleton == "" || a.skeleton != b.skeleton {
		return None, 0
	}
	if b.consonants {
		a, b = b, a
	}
	if !longVowelsFit(a.text, b.text) {
		if len(a.skeleton) < 3 {
			return None, 0
		}
		return Consonants, 0.75
	}
	if len(a.skeleton) < 2 {
		return Consonants, 0.8
	}
	return Consonants, 0.92
}

// longVowelsFit reports whether the long vowels that the bare word writes
// (a, w, y) stand in the other word as vowels, in order, no fewer than written.
func longVowelsFit(bare, full string) bool {
	written, vowels := 0, 0
	for i := 0; i < len(bare); i++ {
		if c := bare[i]; c == 'a' || c == 'w' || c == 'y' {
			written++
		}
	}
	run := false
	for i := 0; i < len(full); i++ {
		switch full[i] {
		case 'a', 'e', 'i', 'o', 'u', 'y', 'w', 'v':
			if !run || full[i] == 'w' || full[i] == 'y' || full[i] == 'v' {
				vowels++
			}
			run = true
		default:
			run = false
		}
	}
	return vowels >= written && vowels <= written+len(Skeleton(bare))+1
}

// bound is how many typing errors two words may lie apart: none below three
// letters, one up to seven, two from eight on, by the shorter word.
func bound(a, b string) int {
	switch n := min(len(a), len(b)); {
	case n < 3:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// typoStrength falls with the share of letters that differ.
func typoStrength(d int, a, b string) float64 {
	n := float64(max(len(a), len(b)))
	s := 1 - 0.9*float64(d)/n
	if a[0] != b[0] {
		s -= 0.05 // people rarely get the first letter wrong
	}
	return max(s, 0.5)
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
	const most = 160
	if len(b) >= most || len(a) >= most {
		return -1
	}
	var rows [3][most]int
	before, prev, row := &rows[0], &rows[1], &rows[2]
	for j := 0; j <= len(b); j++ {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
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
		if least > limit {
			return -1
		}
		before, prev, row = prev, row, before
	}
	if prev[len(b)] > limit {
		return -1
	}
	return prev[len(b)]
}
