package text

import (
	"slices"
	"strings"
)

// A Pattern is a word of a script that leaves its sound in Latin open: for
// each letter, the ways in which it may be written. [Pattern.Fits] says
// whether a Latin word is one of the many spellings that they allow, so that
// no reading has to be guessed. It is immutable.
type Pattern struct {
	units  []*unit
	vowels bool // short vowels, which the script does not write, may stand between units
	first  string
	skels  []string
}

// A unit is one letter: its spellings, the usual ones first. The empty
// spelling means that it may be left unwritten.
type unit struct {
	spellings []string
	usual     int      // so many of the spellings cost nothing, the rest a slip
	classes   []string // the skeletons of the usual spellings, each once
	rare      []string // those that only rare ones have
}

func newUnit(spellings []string, usual int) *unit {
	u := &unit{spellings: spellings, usual: usual}
	u.classes = classes(spellings[:max(usual, 1)], nil)
	u.rare = classes(spellings, u.classes)
	return u
}

// letter makes a unit from spellings parted by spaces, rare ones after a bar;
// "-" is the empty spelling.
func letter(s string) *unit {
	usual, rare, _ := strings.Cut(s, "|")
	var spellings []string
	for w := range strings.FieldsSeq(usual) {
		spellings = append(spellings, strings.Trim(w, "-"))
	}
	cost := len(spellings)
	for w := range strings.FieldsSeq(rare) {
		spellings = append(spellings, strings.Trim(w, "-"))
	}
	return newUnit(spellings, cost)
}

func letters(table map[rune]string) map[rune]*unit {
	out := make(map[rune]*unit, len(table))
	for r, s := range table {
		out[r] = letter(s)
	}
	return out
}

const (
	maxUnits   = 40 // letters of a word that are read by pattern
	maxSpelled = 48 // letters of a Latin word that a pattern is held against
	mostSlips  = 2  // rare spellings that a long word may have
	maxSkels   = 10
)

func newPattern(units []*unit, vowels bool) *Pattern {
	if len(units) == 0 {
		return nil
	}
	if len(units) > maxUnits {
		units = units[:maxUnits]
	}
	p := &Pattern{units: units, vowels: vowels}
	var b strings.Builder
	for _, u := range units {
		b.WriteString(u.spellings[0])
	}
	p.first = b.String()
	p.skels = p.skeletons()
	return p
}

// Join returns the pattern of words written as one, or nil where they are too
// long or of different kinds.
func (p *Pattern) Join(others ...*Pattern) *Pattern {
	units := slices.Clone(p.units)
	for _, o := range others {
		if o == nil || o.vowels != p.vowels || len(units)+len(o.units) > maxUnits {
			return nil
		}
		units = append(units, o.units...)
	}
	return newPattern(units, p.vowels)
}

// String returns the usual spelling of each letter in turn.
func (p *Pattern) String() string { return p.first }

// Len returns the number of letters.
func (p *Pattern) Len() int { return len(p.units) }

// Skeletons returns the [Skeleton] of every Latin word that the pattern fits,
// up to a bound.
func (p *Pattern) Skeletons() []string { return p.skels }

// skeletons combines the classes of the usual spellings and then, while there
// is room, those of one rare spelling at a time.
func (p *Pattern) skeletons() []string {
	out := p.combine(nil, -1, "")
	for i := range p.units {
		for _, c := range p.units[i].rare {
			if len(out) == maxSkels {
				return out
			}
			out = p.combine(out, i, c)
		}
	}
	return out
}

// classes returns the skeletons of spellings but those that are known.
func classes(spellings, known []string) []string {
	var out []string
	for _, s := range spellings {
		if c := Skeleton(s); !slices.Contains(out, c) && !slices.Contains(known, c) {
			out = append(out, c)
		}
	}
	return out
}

// combine appends what the usual classes, one of each unit in turn, add up to,
// up to the bound; of one unit another class is taken instead.
func (p *Pattern) combine(known []string, place int, instead string) []string {
	type skeletons struct {
		of [maxSkels][maxSpelled]byte
		n  [maxSkels]int // letters of each
	}
	var room [2]skeletons
	now, next := &room[0], &room[1]
	count := 1
	for k := range p.units {
		classes := p.units[k].classes
		if k == place {
			classes = []string{instead}
		}
		more := 0
		for i := range count {
		add:
			for _, c := range classes {
				if more == maxSkels {
					break
				}
				b := append(next.of[more][:0], now.of[i][:now.n[i]]...)
				for j := 0; j < len(c) && len(b) < maxSpelled; j++ {
					b = appendClass(b, c[j])
				}
				for j := range more {
					if string(next.of[j][:next.n[j]]) == string(b) {
						continue add
					}
				}
				next.n[more] = len(b)
				more++
			}
		}
		now, next, count = next, now, more
	}
	for i := range count {
		s := now.of[i][:now.n[i]]
		if len(known) < maxSkels && !slices.Contains(known, string(s)) {
			known = append(known, string(s))
		}
	}
	return known
}

// Skeleton returns the consonants of a plain Latin word in classes that hold
// across the ways in which other scripts are written in Latin: b p, f ph, t d
// th dh, the hissing sounds with j and ch, k q g kh gh, l, m, n, r. Vowels, h,
// w, y and v are left out, since they come and go; neighbours of one class
// count once, and t before a hissing sound (ts, dj, tch) is part of it.
func Skeleton(word string) string {
	var buffer [maxSpelled]byte
	return string(AppendSkeleton(buffer[:0], word))
}

// AppendSkeleton appends the [Skeleton] of a word.
func AppendSkeleton(to []byte, word string) []byte {
	b := to[len(to):]
	next := func(i int) byte {
		if i+1 < len(word) {
			return word[i+1]
		}
		return 0
	}
	for i := 0; i < len(word) && len(b) < maxSpelled-1; i++ {
		switch c := word[i]; c {
		case 'b', 'f', 'l', 'm', 'n', 'r', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			b = appendClass(b, c)
		case 'p':
			if next(i) == 'h' {
				b = appendClass(b, 'f')
			} else {
				b = appendClass(b, 'b')
			}
		case 't', 'd':
			b = appendClass(b, 't')
		case 's', 'z', 'j':
			b = appendClass(b, 's')
		case 'c':
			switch next(i) {
			case 'h', 'e', 'i', 'y':
				b = appendClass(b, 's')
			default:
				b = appendClass(b, 'k')
			}
		case 'k', 'q', 'g':
			b = appendClass(b, 'k')
		case 'x':
			b = appendClass(appendClass(b, 'k'), 's')
		}
	}
	return append(to, b...)
}

func appendClass(b []byte, class byte) []byte {
	n := len(b)
	if class == 's' && n > 0 && b[n-1] == 't' {
		b, n = b[:n-1], n-1
	}
	if n > 0 && b[n-1] == class && (class < '0' || class > '9') {
		return b
	}
	return append(b, class)
}

func isVowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

// Fits reports whether the plain Latin word is a spelling that the pattern
// allows, and how many rare spellings that takes: none in a word of three
// letters, one up to six, two from seven on. A doubled consonant is one.
func (p *Pattern) Fits(word string) (slips int, ok bool) {
	n := len(word)
	if n == 0 || n > maxSpelled {
		return 0, false
	}
	const none = 100
	var rows [2][maxSpelled + 1]uint8
	row, next := &rows[0], &rows[1]
	for i := range n + 1 {
		row[i] = none
	}
	row[0] = 0
	most := uint8(min((len(p.units)-1)/3, mostSlips))
	for k := 0; ; k++ {
		p.between(word, row, k, most)
		if k == len(p.units) {
			break
		}
		alive := false
		for i := range n + 1 {
			next[i] = none
		}
		u := p.units[k]
		for i := range n + 1 {
			if row[i] > most {
				continue
			}
			for j, s := range u.spellings {
				cost := row[i]
				if j >= u.usual {
					cost++
				}
				if strings.HasPrefix(word[i:], s) && cost < next[i+len(s)] {
					next[i+len(s)] = cost
					alive = true
				}
			}
		}
		if !alive {
			return 0, false
		}
		row, next = next, row
	}
	if row[n] > most {
		return 0, false
	}
	return int(row[n]), true
}

// between lets what no letter stands for pass before the k-th unit: the second
// of a doubled consonant and, in scripts that leave them out, short vowels. A
// vowel written long, and an a or e after the last letter, is a slip.
func (p *Pattern) between(word string, row *[maxSpelled + 1]uint8, k int, most uint8) {
	n := len(word)
	for i := 0; i < n; i++ {
		if row[i] > most {
			continue
		}
		if i > 0 && word[i] == word[i-1] && !isVowel(word[i]) {
			row[i+1] = min(row[i+1], row[i])
		}
		if !p.vowels || !isVowel(word[i]) || i > 0 && isVowel(word[i-1]) {
			continue
		}
		edge := uint8(0)
		switch last := k == len(p.units) || k == len(p.units)-1 && slices.Contains(p.units[k].spellings, ""); {
		case k == 0:
			continue // a first vowel has a letter of its own
		case last && word[i] != 'a' && word[i] != 'e':
			continue // a last i, o or u is always written
		case k == len(p.units):
			edge = 1
		}
		row[i+1] = min(row[i+1], row[i]+edge)
		if i+1 < n && isVowel(word[i+1]) {
			row[i+2] = min(row[i+2], row[i]+edge+1)
		}
	}
}

// Letters returns the letters that a word the pattern fits can begin with and
// can hold, as bits (bit 0 is a), and how many letters it has at least.
func (p *Pattern) Letters() (first, all uint32, least int) {
	const vowels = 1<<0 | 1<<4 | 1<<8 | 1<<14 | 1<<20 // a, e, i, o, u
	leading := true
	if p.vowels {
		first, all = vowels, vowels
	}
	for i := range p.units {
		shortest := len(p.units[i].spellings[0])
		for _, s := range p.units[i].spellings {
			shortest = min(shortest, len(s))
			for k := range len(s) {
				letter := uint32(1) << ((s[k] - 'a') & 31)
				if leading && k == 0 {
					first |= letter
				}
				all |= letter
			}
		}
		least += shortest
		leading = leading && shortest == 0
	}
	return first, all, least
}
