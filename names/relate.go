package names

import (
	"slices"
	"strings"

	"interdict/text"
)

// A Relation is how two words could be the same word.
type Relation uint8

// The relations, strongest first.
const (
	None           Relation = iota
	Equal                   // the same letters after folding
	Joined                  // a word and two neighbours written as one
	Translated              // the same meaning: Bank and Banco, Ltd and Limited
	Transliterated          // the same sounds, written by another custom
	Spelled                 // one of the spellings that the other's script leaves open
	Nickname                // a name and its short form, or its form in another language
	Typo                    // within the bound of typing errors
	Compound                // a compound name and the name it is made with
	Abbreviated             // first letters of several words
	InitialOf               // an initial and a word that begins with it
)

// String returns the relation in words.
func (r Relation) String() string {
	return [...]string{"unrelated", "equal", "joined", "the same in meaning", "transliterated", "spelled from its script", "nickname", "typing error", "compound", "initials", "initial"}[r]
}

// Related reports whether two words could be the same word, how, and how
// strongly: 1 for equal words, down to about 0.4. It is symmetric.
func Related(a, b *Word) (Relation, float64) {
	if (a.Role == Numeral) != (b.Role == Numeral) {
		return None, 0
	}
	if a.class != "" && a.class == b.class {
		if a.Text() == b.Text() {
			return Equal, 1
		}
		return Translated, 0.98
	}
	if a.Role == Legal && b.Role == Legal || a.Role == Numeral {
		return None, 0
	}
	if a.Role == Legal || b.Role == Legal {
		if !a.open() && !b.open() && a.Text() == b.Text() {
			return Equal, 1
		}
		return None, 0 // no slip makes a legal form of a word
	}
	if a.Role == Initial || b.Role == Initial {
		return relatedInitial(a, b)
	}
	if a.open() || b.open() {
		return relatedOpen(a, b)
	}
	best, strength := None, 0.0
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
	if a.nick.group != 0 && a.nick.group == b.nick.group && strength < 0.9 {
		if a.nick.foreign == b.nick.foreign && best == None && a.nick.foreign || a.nick.foreign != b.nick.foreign {
			return Nickname, cognate
		}
		return Nickname, 0.9
	}
	if best == Typo {
		if a.common && b.common {
			// Two words that are both well known as names are likelier two
			// names than one and a slip: John and Juan, Salman and Sultan.
			if strength -= 0.25; vowels(a.Text(), b.Text()) {
				strength += 0.1
			}
		}
		if a.nick.group != 0 && b.nick.group != 0 {
			strength -= 0.1 // known to be two different names
		}
		return best, max(strength, 0.4)
	}
	if best == None && (a.base != "" || b.base != "") {
		return relatedCompound(a, b)
	}
	return best, strength
}

// cognate is how strongly a name is its form in another language: a John who
// is listed as Juan is possible, and seldom.
const cognate = 0.62

func relatedInitial(a, b *Word) (Relation, float64) {
	if a.open() || b.open() {
		return initialOfOpen(a, b)
	}
	x, y := a.Text(), b.Text()
	if x == "" || y == "" || x[0] != y[0] {
		return None, 0
	}
	if a.Role == Initial && b.Role == Initial {
		return Equal, 1
	}
	return InitialOf, 0.8
}

// initialOfOpen relates an initial in one script to a word in another.
func initialOfOpen(a, b *Word) (Relation, float64) {
	if a.Role == Initial && b.Role == Initial {
		if a.open() && b.open() && a.native == b.native || a.Text() == b.Text() {
			return Equal, 1
		}
	} else if x, y := a.Text(), b.Text(); a.script == b.script && x != "" && y != "" && x[0] == y[0] {
		return InitialOf, 0.8
	}
	return None, 0
}

func relatedForms(a, b *form) (Relation, float64) {
	if a.text == b.text {
		return Equal, 1
	}
	if a.canon == b.canon {
		return Transliterated, 0.96
	}
	limit := bound(a.text, b.text)
	if limit == 0 {
		return None, 0
	}
	strength := 0.0
	if !farApart(a.textMask, b.textMask, limit) {
		if d := Distance(a.text, b.text, limit); d > 0 {
			strength = typoStrength(d, a.text, b.text)
		}
	}
	if limit = bound(a.canon, b.canon); limit > 0 && !farApart(a.canonMask, b.canonMask, limit) {
		if d := Distance(a.canon, b.canon, limit); d > 0 {
			if d == 1 && qaf(a, b) {
				return Transliterated, 0.92
			}
			strength = max(strength, typoStrength(d, a.canon, b.canon)-0.08)
		}
	}
	if strength > 0 {
		return Typo, strength
	}
	return None, 0
}

// qaf reports whether two words whose classes are one letter apart differ by how
// they write the Arabic qaf, g in Libya, Yemen and Upper Egypt: Qaddafi, Gaddafi.
func qaf(a, b *form) bool {
	if len(a.canon) != len(b.canon) {
		return false
	}
	i := 0
	for a.canon[i] == b.canon[i] {
		i++
	}
	return a.canon[i] == 'g' && b.canon[i] == 'k' && strings.Contains(b.text, "q") || a.canon[i] == 'k' && b.canon[i] == 'g' && strings.Contains(a.text, "q")
}

// typoStrength falls with the share of letters that differ. Neighbours that
// changed places are the likeliest slip: all letters are there.
func typoStrength(d int, a, b string) float64 {
	n := float64(max(len(a), len(b)))
	if d == 1 && swapped(a, b) {
		return max(1-0.55/n, 0.8)
	}
	s := 1 - float64(d)/n
	if vowels(a, b) {
		return max(s, 0.88)
	}
	if a[0] != b[0] {
		s -= 0.05 // people rarely get the first letter wrong
	}
	return max(s, 0.5)
}

// vowels reports whether words of five letters or more differ in their vowels
// alone, as they do when they come out of another alphabet.
func vowels(a, b string) bool {
	return min(len(a), len(b)) >= 5 && a[0] == b[0] && text.Skeleton(a) == text.Skeleton(b)
}

// relatedCompound relates a compound (Abd al-Qadir) to what it is made with
// (Qadir), which people use for short.
func relatedCompound(a, b *Word) (Relation, float64) {
	if (a.base != "") == (b.base != "") {
		return None, 0
	}
	if a.base == "" {
		a, b = b, a
	}
	if a.base == b.forms[0].canon && len(a.base) > 2 {
		return Compound, 0.7
	}
	return None, 0
}

// relatedOpen relates words of which one at least is of a script that leaves
// its sound in Latin open: two of one script by their letters, one and a Latin
// word by the spellings that it allows.
func relatedOpen(a, b *Word) (Relation, float64) {
	if a.open() && b.open() {
		return relatedNative(a, b)
	}
	if b.open() {
		a, b = b, a
	}
	if a.nick.group != 0 && b.nick.group != 0 {
		if a.nick.group == b.nick.group {
			return Spelled, 0.96
		}
		return None, 0
	}
	best := 0.0
	for _, p := range a.patterns {
		if !slices.Contains(p.Skeletons(), b.skeleton) {
			continue
		}
		for i := range b.forms {
			if slips, ok := p.Fits(b.forms[i].text); ok {
				best = max(best, 0.96-0.035*float64(slips))
			}
		}
	}
	if best == 0 {
		return None, 0
	}
	return Spelled, best
}

// relatedNative relates two words of one open script.
func relatedNative(a, b *Word) (Relation, float64) {
	if a.script != b.script {
		return None, 0
	}
	if a.native == b.native {
		return Equal, 1
	}
	switch a.script {
	case text.Arab, text.Hebr:
		if x, y := bare(a.native), bare(b.native); x == y {
			return Transliterated, 0.97
		} else if d := Distance(letterCode(x), letterCode(y), nativeBound(x, y)); d > 0 && (a.nick.group == 0 || b.nick.group == 0) {
			return Typo, max(1-float64(d)/float64(min(len(x), len(y))/2), 0.6)
		}
	case text.Hani:
		if a.patterns[0].String() == b.patterns[0].String() && len([]rune(a.native)) == len([]rune(b.native)) {
			return Transliterated, 0.9 // the same sound: simplified and traditional, or another character
		}
	}
	return None, 0
}

// bare is a native word without its article.
func bare(native string) string {
	if rest := text.WithoutArticle(native); rest != "" {
		return rest
	}
	return native
}

// letterCode writes each letter of Arabic or Hebrew as one byte, so that
// distances count letters.
func letterCode(native string) string {
	b := make([]byte, 0, len(native))
	for _, r := range native {
		b = append(b, byte(r))
	}
	return string(b)
}

// nativeBound is how many letters two words of a script without vowels may lie
// apart: each letter tells more than in Latin.
func nativeBound(a, b string) int {
	if min(len(a), len(b)) >= 10 { // five letters of two bytes
		return 1
	}
	return 0
}
