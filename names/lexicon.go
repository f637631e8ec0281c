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

// lexicon holds the words whose part in a name is known.
type lexicon struct {
	person       map[string]entry
	organization map[string]entry
	nicknames    map[string]nickname // word or native word to its group
	phrases      map[string]string   // words of a legal form or number to the word for them
	longest      int                 // words of the longest phrase
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

var roles = map[string]Role{"particle": Particle, "title": Title, "legal": Legal, "common": Common, "place": Place, "numeral": Numeral, "connector": Connector}

var lexicons = sync.OnceValue(func() lexicon {
	l := lexicon{person: map[string]entry{}, organization: map[string]entry{}, nicknames: map[string]nickname{}, phrases: map[string]string{}}
	group := uint16(0)
	for line := range strings.Lines(wordsText) {
		fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if strings.HasPrefix(line, "#") || len(fields) != 3 {
			continue
		}
		kind, class := fields[0], strings.Trim(fields[1], "-")
		switch kind {
		case "phrase":
			for phrase := range strings.SplitSeq(fields[2], "|") {
				l.phrases[phrase] = class
				l.longest = max(l.longest, strings.Count(phrase, " ")+1)
			}
			continue
		case "nickname":
			group++
			l.nicknames[class] = nickname{group: group}
		}
		for word := range strings.FieldsSeq(fields[2]) {
			e := entry{roles[kind], class}
			switch kind {
			case "nickname":
				if text.ScriptOf(word) != text.Latn {
					word = text.Native(word)
				}
				name, foreign := strings.CutSuffix(word, "*")
				l.nicknames[name] = nickname{group, foreign}
			case "particle", "title":
				l.person[word] = e
			case "connector":
				l.person[word] = e
				l.organization[word] = e
			default:
				if _, ok := l.organization[word]; !ok {
					l.organization[word] = e
				}
				if kind == "numeral" && len(word) > 1 && word[0] != 'x' {
					l.person[word] = e
				}
			}
		}
	}
	tens := []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	ones := []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	for i, t := range tens {
		l.organization[t] = entry{Numeral, strconv.Itoa(10 * (i + 2))}
		for j, o := range ones {
			n := strconv.Itoa(10*(i+2) + j + 1)
			l.phrases[t+" "+o], l.phrases[t+" "+strconv.Itoa(j+1)] = n, n
			if t == "forty" {
				l.phrases["fourty "+o] = n
			}
		}
	}
	return l
})

// phrases puts one word in the place of the words of a legal form or a number
// that is spelled out: limited liability company, forty-four.
func phrases(words []text.Span, kind Kind) []text.Span {
	if kind == Person {
		return words
	}
	lex := lexicons()
	var out []text.Span
	for i := 0; i < len(words); i++ {
		key := ""
		longest, class := 0, ""
		for k := 0; k < lex.longest && i+k < len(words); k++ {
			if k > 0 {
				key += " "
			}
			key += text.Fold(words[i+k].Text)
			if c, ok := lex.phrases[key]; ok {
				longest, class = k+1, c
			}
		}
		if longest > 0 {
			out = append(out, text.Span{Start: words[i].Start, End: words[i+longest-1].End, Text: class})
			i += longest - 1
			continue
		}
		out = append(out, words[i])
	}
	return out
}
