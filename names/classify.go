package names

import (
	"strings"

	"interdict/text"
)

// classify gives a word its role, rarity and weight in names of a kind.
func (w *Word) classify(kind Kind) {
	lex := lexicons()
	first := w.forms[0].text
	if w.open() {
		w.nick = lex.nicknames[w.native]
		if w.nick.group == 0 {
			w.nick = lex.nicknames[bare(w.native)]
		}
		first = w.native
	}
	e, known := lex.person[first]
	if kind != Person {
		person, ok := e, known && kind == Other && (e.role == Particle || e.role == Title)
		if e, known = lex.ofOrganization(w); !known {
			e, known = person, ok || person.role == Particle && arabicParticles[first]
		}
	}
	switch {
	case known:
		w.Role, w.class = e.role, e.class
		if e.class == "" && e.role != Particle && e.role != Title && e.role != Connector {
			w.class = first
		}
	case first[0] >= '0' && first[0] <= '9' && strings.Trim(first, "0123456789") == "":
		w.Role = Numeral
		if w.class = strings.TrimLeft(first, "0"); w.class == "" {
			w.class = "0"
		}
	case len([]rune(w.Original)) == 1 && w.script != text.Hang && w.script != text.Hani:
		w.Role = Initial
	case kind != Organization && kind != Vessel && w.Role != Given && w.Role != Family && !w.open() && father(first) != "":
		w.Role = Patronymic
	}
	if kind != Organization && kind != Vessel && !w.open() {
		w.nick = lex.nick(w)
	}
	w.Bits = rarity(w)
	w.common = !w.open() && common(w.forms[0].text)
	w.Weight = weight(w.Role, w.Bits, kind)
}

// nick returns the group of given names that a word belongs to; a patronymic
// belongs with the father's name, in the other half of the numbers.
func (l *lexicon) nick(w *Word) nickname {
	for i := range w.forms {
		if n := l.nicknames[w.forms[i].text]; n.group != 0 {
			return n
		}
	}
	stem := father(w.forms[0].text)
	if len(stem) < 3 {
		return nickname{}
	}
	for _, end := range []string{"", "iy", "y", "ey", "ay", "i", "a"} {
		if n := l.nicknames[stem+end]; n.group != 0 {
			n.group += fathers
			return n
		}
	}
	return nickname{}
}

// fathers parts the groups of patronymics from those of given names.
const fathers = 1 << 14

// father returns the name in a patronymic, or "" where a word is none by its
// ending, as Russian, Ukrainian, Belarusian, Bulgarian and Turkic names have
// it.
func father(word string) string {
	for _, end := range patronymicEnds {
		if stem, ok := strings.CutSuffix(word, end); ok && len(stem) > 2 {
			return stem
		}
	}
	return ""
}

var patronymicEnds = strings.Fields("iyovich iyovych iiovych yovich yovych yevich jevich ievich eevich ovich evich ovych evych avich ovitch ijevitch jevitch yevitch ievitch evitch owitsch ijewitsch jewitsch ewitsch jevna evna ovna jewna ewna owna ivna auna awna eyna ogly oglu oghlu uulu")

// rarity returns how rare a word is in names, in bits. A word of a script that
// leaves vowels out is as common as all Latin words of its consonants together;
// one of syllables is as rare as its syllables are together.
func rarity(w *Word) float64 {
	if !w.open() {
		return bits(w.forms[0].text)
	}
	switch w.script {
	case text.Hang, text.Hani:
		total := 0.0
		for _, r := range w.native {
			if p := text.Spell(string(r)); p != nil {
				total += syllableBits(p)
			}
		}
		return total
	}
	least := maxBits()
	for _, p := range w.patterns {
		for _, s := range p.Skeletons() {
			least = min(least, skeletonBits(s))
		}
	}
	return min(least+spellingBits, maxBits())
}

// spellingBits is how much rarer a word is than all words of its consonants.
const spellingBits = 3

// weight says how much evidence a word carries, above 0 up to 1. Words that
// hold a name together or say what kind of bearer it has carry little; others
// by their rarity, between 5 bits (one name in 32) and 14 (one in 16,000).
func weight(role Role, bits float64, kind Kind) float64 {
	switch role {
	case Connector:
		return 0.02
	case Particle, Title:
		return 0.06
	case Legal:
		return 0.06
	case Initial:
		return 0.25
	case Common:
		return 0.25
	case Numeral:
		return 0.35
	case Place:
		return 0.55
	}
	rarity := min(max((bits-5)/9, 0), 1)
	if kind == Person {
		return 0.55 + 0.45*rarity
	}
	return 0.35 + 0.65*rarity
}
