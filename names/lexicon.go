package names

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"interdict/text"
)

//go:embed words.tsv
var wordsText string

//go:embed glossary.tsv
var glossaryText string

// lexicon holds the words whose part in a name is known.
type lexicon struct {
	person       map[string]entry
	organization map[string]entry
	stems        map[string]entry    // beginnings of words of organizations, for languages that inflect
	classes      map[string]entry    // long words of organizations by their transliteration class
	han          map[string]bool     // Chinese words of organizations, which no space parts
	nicknames    map[string]nickname // word or native word to its group
	phrases      map[string]string   // words of a legal form or number to the word for them
	longest      map[string]int      // words of the longest phrase that begins with a word
}

type entry struct {
	role  Role
	class string // what it is compared as, "" for itself
}

// A nickname says which given names are one name.
type nickname struct {
	group   uint16 // from 1; 0: none
	foreign bool   // the form of another language: Juan is John, but who is called so is
}

var roles = map[string]Role{"particle": Particle, "title": Title, "legal": Legal, "common": Common, "place": Place, "numeral": Numeral, "connector": Connector, "small": Connector}

var lexicons = sync.OnceValue(func() lexicon {
	l := lexicon{map[string]entry{}, map[string]entry{}, map[string]entry{}, map[string]entry{}, map[string]bool{}, map[string]nickname{}, map[string]string{}, map[string]int{}}
	group := uint16(0)
	for _, table := range []string{glossaryText, wordsText} {
		for line := range strings.Lines(table) {
			fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
			if strings.HasPrefix(line, "#") || len(fields) != 3 {
				continue
			}
			switch fields[0] {
			case "phrase":
				l.addPhrases(fields[1], fields[2])
			case "nickname":
				group++
				l.addNicknames(group, fields[1], fields[2])
			default:
				l.addWords(fields[0], strings.Trim(fields[1], "-"), fields[2])
			}
		}
	}
	l.addNumbers()
	return l
})

func (l *lexicon) addPhrases(class, list string) {
	for phrase := range strings.SplitSeq(list, "|") {
		words := strings.Fields(phrase)
		for i, w := range words {
			words[i] = phraseKey(w)
		}
		l.phrases[strings.Join(words, " ")] = class
		l.longest[words[0]] = max(l.longest[words[0]], len(words))
	}
}

// phraseKey is what a word of a phrase is known by: its transliteration class,
// so that Russian and its Latin spellings are one.
func phraseKey(word string) string {
	if r := text.Latin(word); len(r) > 0 {
		return Canon(r[0])
	}
	return word
}

func (l *lexicon) addNicknames(group uint16, class, list string) {
	l.nicknames[class] = nickname{group: group}
	for word := range strings.FieldsSeq(list) {
		if text.ScriptOf(word) != text.Latn {
			word = text.Native(word)
		}
		name, foreign := strings.CutSuffix(word, "*")
		l.nicknames[name] = nickname{group, foreign}
	}
}

func (l *lexicon) addWords(kind, class, list string) {
	e := entry{roles[kind], class}
	for word := range strings.FieldsSeq(list) {
		if stem, ok := strings.CutSuffix(word, "*"); ok {
			l.stems[stem] = e
			continue
		}
		switch text.ScriptOf(word) {
		case text.Arab:
			word = bare(text.Native(word))
		case text.Hani:
			l.han[word] = true
		}
		switch kind {
		case "particle", "title":
			l.person[word] = e
			continue
		case "connector":
			l.person[word] = e
		case "numeral":
			if len(word) > 1 && word[0] != 'x' {
				l.person[word] = e
			}
		}
		if _, ok := l.organization[word]; !ok {
			l.organization[word] = e
			if len(word) >= twoErrors && text.ScriptOf(word) == text.Latn {
				long := e
				if long.class == "" {
					long.class = word
				}
				l.classes[Canon(word)] = long
			}
		}
	}
}

// addNumbers adds the tens and what they make with ones: forty-four.
func (l *lexicon) addNumbers() {
	tens := []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	ones := []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	for i, t := range tens {
		l.organization[t] = entry{Numeral, strconv.Itoa(10 * (i + 2))}
		spellings := []string{t}
		if t == "forty" {
			spellings = append(spellings, "fourty")
		}
		for j, o := range ones {
			n := strconv.Itoa(10*(i+2) + j + 1)
			for _, s := range spellings {
				l.addPhrases(n, s+" "+o+"|"+s+" "+strconv.Itoa(j+1))
			}
		}
	}
}

// ofOrganization finds what a word of an organization's name means.
func (l *lexicon) ofOrganization(w *Word) (entry, bool) {
	if w.open() {
		if e, ok := l.organization[w.native]; ok {
			return e, true
		}
		for _, s := range unprefixed(w.native) {
			if e, ok := l.organization[s]; ok {
				return e, true
			}
		}
		return entry{}, false
	}
	for i := range w.forms {
		t := w.forms[i].text
		if e, ok := l.organization[t]; ok {
			return e, true
		}
		if e, ok := l.classes[w.forms[i].canon]; ok && len(t) >= twoErrors {
			return e, true
		}
		for n := len(t); n >= 4; n-- {
			if e, ok := l.stems[t[:n]]; ok {
				return e, true
			}
		}
	}
	return entry{}, false
}

// unprefixed are an Arabic word without its article, and without what is
// written together with it: and, for, in.
func unprefixed(native string) []string {
	out := []string{bare(native)}
	for _, prefix := range []string{"وال", "لل", "بال", "ول", "و", "ل", "ب"} {
		if rest, ok := strings.CutPrefix(native, prefix); ok && len(rest) > 4 {
			out = append(out, rest)
		}
	}
	return out
}

// phrases puts one word in the place of the words of a legal form or a number
// that is spelled out: limited liability company, forty-four. The words are
// changed in place.
func phrases(words []text.Span, kind Kind) []text.Span {
	if kind == Person {
		return words
	}
	lex := lexicons()
	out := words[:0] // never ahead of what is read
	for i := 0; i < len(words); i++ {
		key := phraseKey(words[i].Text)
		most := lex.longest[key]
		longest, class := 0, ""
		for k := 0; k < most && i+k < len(words); k++ {
			if k > 0 {
				key += " " + phraseKey(words[i+k].Text)
			}
			if c, ok := lex.phrases[key]; ok {
				longest, class = k+1, c
			}
		}
		if longest > 0 {
			last := i + longest - 1
			out = append(out, text.Span{Start: words[i].Start, End: words[last].End, Text: class})
			i = last
			continue
		}
		out = append(out, words[i])
	}
	return out
}
