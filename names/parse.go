package names

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"interdict/text"
)

//go:embed words.tsv
var wordsText string

// lexicon holds the words whose part in a name is known.
type lexicon struct {
	person       map[string]entry
	organization map[string]entry
	nicknames    map[string]string
}

type entry struct {
	role  Role
	class string // what it is compared as
}

var lexicons = sync.OnceValue(func() lexicon {
	l := lexicon{map[string]entry{}, map[string]entry{}, map[string]string{}}
	roles := map[string]Role{"particle": Particle, "title": Title, "legal": Legal, "common": Common, "place": Place, "numeral": Numeral, "connector": Connector}
	for line := range strings.Lines(wordsText) {
		fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if strings.HasPrefix(line, "#") || len(fields) != 3 {
			continue
		}
		kind, class := fields[0], fields[1]
		for word := range strings.FieldsSeq(fields[2]) {
			e := entry{roles[kind], class}
			switch kind {
			case "nickname":
				l.nicknames[word] = class
			case "particle", "title":
				l.person[word] = e
			case "connector":
				l.person[word] = e
				l.organization[word] = e
			default:
				if _, ok := l.organization[word]; !ok {
					l.organization[word] = e
				}
				if kind == "numeral" && len(word) > 1 {
					l.person[word] = e
				}
			}
		}
	}
	return l
})

// maxLetters bounds how much of a name is read, in bytes.
const maxLetters = 2048

// Parse reads a name. "Family, Given" tells the roles of a person's words;
// brackets and quotes are read through. Any input gives a Name, an empty one
// where there are no letters.
func Parse(name string, kind Kind) *Name {
	if len(name) > maxLetters {
		name = strings.ToValidUTF8(name[:maxLetters], "")
	}
	clean, repaired := text.Clean(name)
	n := &Name{Original: name, Kind: kind, Repaired: repaired}
	comma := -1
	if kind == Person && strings.Count(clean, ",") == 1 {
		comma = strings.IndexByte(clean, ',')
	}
	for _, span := range phrases(clean, undot(clean, text.Words(clean)), kind) {
		role := Plain
		if comma > 0 {
			n.Labelled = true
			role = Given
			if span.Start < comma {
				role = Family
			}
		}
		n.addWord(clean, span, role)
	}
	n.finish()
	return n
}

// ParseParts reads a person's name whose given and family parts are known.
func ParseParts(given, family string) *Name {
	return Parse(strings.ReplaceAll(family, ",", " ")+", "+strings.ReplaceAll(given, ",", " "), Person)
}

// undot joins single letters that dots or slashes part: L.L.C., A/S, J.-C. stay
// what they are only where a space or a hyphen parts them.
func undot(clean string, words []text.Span) []text.Span {
	var out []text.Span
	for _, w := range words {
		if last := len(out) - 1; last >= 0 && len(w.Text) == 1 && w.Start == out[last].End+1 &&
			strings.IndexByte("./&", clean[w.Start-1]) >= 0 && strings.Trim(out[last].Text, clean[out[last].Start:out[last].End]) == "" && single(clean[out[last].Start:out[last].End]) {
			out[last].End = w.End
			out[last].Text += w.Text
			continue
		}
		out = append(out, w)
	}
	return out
}

// single reports whether a stretch is one letter, or several parted by signs.
func single(s string) bool {
	for i := 1; i < len(s); i += 2 {
		if strings.IndexByte("./&", s[i]) < 0 {
			return false
		}
	}
	return len(s)%2 == 1
}

// phrases puts one word in the place of the words of a legal form or a number
// that is spelled out: limited liability company, forty-four.
func phrases(clean string, words []text.Span, kind Kind) []text.Span {
	if kind == Person {
		return words
	}
	table := phraseTable()
	var out []text.Span
next:
	for i := 0; i < len(words); i++ {
		key := ""
		longest, class := 0, ""
		for k := 0; k < 6 && i+k < len(words); k++ {
			if k > 0 {
				key += " "
			}
			key += text.Fold(words[i+k].Text)
			if c, ok := table[key]; ok {
				longest, class = k+1, c
			}
		}
		if longest > 1 {
			last := words[i+longest-1]
			out = append(out, text.Span{Start: words[i].Start, End: last.End, Text: class})
			i += longest - 1
			continue next
		}
		out = append(out, words[i])
	}
	return out
}

// phraseTable maps phrases to the word that stands for them.
var phraseTable = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(wordsText) {
		fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(fields) != 3 || fields[0] != "phrase" {
			continue
		}
		for phrase := range strings.SplitSeq(fields[2], "|") {
			out[phrase] = fields[1]
		}
	}
	tens := []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	ones := []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	for i, t := range tens {
		for j, o := range ones {
			out[t+" "+o] = strconv.Itoa(10*(i+2) + j + 1)
		}
	}
	return out
})

func (n *Name) addWord(clean string, span text.Span, role Role) {
	script := text.ScriptOf(span.Text)
	glued := span.Start > 0 && strings.IndexByte("-'.", clean[span.Start-1]) >= 0 && len(n.Words) > 0
	runes := []rune(span.Text)
	switch {
	case script == text.Hang && n.Kind != Organization && len(runes) >= 2 && len(runes) <= 5:
		// A Korean name is written without spaces: each syllable is a word.
		for i, r := range runes {
			n.add(string(r), role, i > 0)
		}
	case script == text.Hani && n.Kind == Person && len(runes) >= 2 && len(runes) <= 4:
		family := 1
		if len(runes) == 4 {
			family = 2
		}
		n.add(string(runes[:family]), role, false)
		n.add(string(runes[family:]), role, true)
	default:
		n.add(span.Text, role, glued)
	}
}

func (n *Name) add(word string, role Role, glued bool) {
	readings := text.Latin(word)
	if len(readings) == 0 {
		return
	}
	w := Word{Original: word, Role: role, glued: glued}
	lex := lexicons()
	for _, r := range readings {
		if r.Text == "" {
			continue
		}
		f := form{text: r.Text, consonants: r.Consonants, skeleton: Skeleton(r.Text)}
		if !r.Consonants {
			f.canon = Canon(r.Text)
			if n.Kind != Organization && n.Kind != Vessel {
				f.nick = lex.nicknames[r.Text]
			}
		}
		w.forms = append(w.forms, f)
	}
	if len(w.forms) == 0 || len(n.Words) >= text.MaxWords {
		return
	}
	n.classify(&w)
	n.Words = append(n.Words, w)
}

// classify gives the word its role and weight.
func (n *Name) classify(w *Word) {
	first := w.forms[0].text
	lex := lexicons()
	words := lex.organization
	if n.Kind == Person {
		words = lex.person
	}
	e, known := words[first]
	if !known && n.Kind == Other {
		e, known = lex.person[first]
		known = known && (e.role == Particle || e.role == Title)
	}
	switch {
	case known && !w.forms[0].consonants:
		w.Role = e.role
		if e.class != "-" && e.role != Particle && e.role != Title {
			w.forms[0].canon = Canon(e.class)
			w.forms[0].text = e.class
			w.forms[0].skeleton = Skeleton(e.class)
		}
	case first[0] >= '0' && first[0] <= '9' && strings.Trim(first, "0123456789") == "":
		w.Role = Numeral
		w.forms[0].text = strings.TrimLeft(first, "0")
		if w.forms[0].text == "" {
			w.forms[0].text = "0"
		}
		w.forms[0].canon = w.forms[0].text
	case len(first) == 1 && !w.forms[0].consonants && len([]rune(w.Original)) == 1:
		if text.ScriptOf(w.Original) != text.Hang && text.ScriptOf(w.Original) != text.Hani {
			w.Role = Initial
		}
	}
	w.Bits = bits(first)
	if w.forms[0].consonants {
		w.Bits = 10 // the table counts Latin words; a middling rarity
	}
	w.Weight = weight(w.Role, w.Bits, n.Kind)
}

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

// finish computes what is compared of the whole name.
func (n *Name) finish() {
	for i := range n.Words {
		// A particle stands before what it belongs to, in a name of three
		// words or more; else it is a name in its own right (Un, An, Le, Do).
		if w := &n.Words[i]; w.Role == Particle && (i == len(n.Words)-1 || len(n.Words) < 3) {
			w.Role = Plain
			w.Weight = weight(Plain, w.Bits, n.Kind)
		}
	}
	var whole []string
	for i := range n.Words {
		n.total += n.Words[i].Weight
		whole = append(whole, n.Words[i].Text())
		for k := 1; k <= 2 && i+k < len(n.Words); k++ {
			if j, ok := join(n.Words[i : i+k+1]); ok {
				n.joins = append(n.joins, joinedWords{Word: j, first: i, n: k + 1})
			}
		}
	}
	n.whole = strings.Join(whole, " ")
	if n.total > 0 && !slices.ContainsFunc(n.Words, func(w Word) bool { return w.distinctive() }) {
		// A name of common words alone still has to be told by something.
		for i := range n.Words {
			w := &n.Words[i]
			n.total -= w.Weight
			w.Weight = max(w.Weight, weight(Plain, w.Bits, n.Kind)*0.7, keyedWeight)
			if w.Role == Initial {
				w.Role = Plain
			}
			n.total += w.Weight
		}
	}
}

// distinctive reports whether the word can tell one bearer from another.
func (w *Word) distinctive() bool {
	switch w.Role {
	case Plain, Given, Family:
		return true
	}
	return false
}

// join returns neighbouring words as one, or false where they cannot be.
func join(words []Word) (Word, bool) {
	var w Word
	var f form
	for i := range words {
		part := &words[i]
		if part.Role == Numeral || part.Role == Initial && len(words) > 2 || i > 0 && part.forms[0].consonants != f.consonants {
			return w, false
		}
		w.Original += part.Original
		w.Weight += part.Weight
		w.Bits = max(w.Bits, part.Bits)
		f.text += part.forms[0].text
		f.consonants = part.forms[0].consonants
	}
	if len(f.text) > maxJoin {
		return w, false
	}
	if !f.consonants {
		f.canon = Canon(f.text)
	}
	f.skeleton = Skeleton(f.text)
	w.forms = []form{f}
	return w, true
}

// maxJoin bounds the letters of a join.
const maxJoin = 32
