package claims

import "strings"

// dateWords are kinds of words that dates are made of.
type dateWords uint8

const (
	numberWord dateWords = 1 << iota
	monthWord
	weekdayWord
	dayWord  // today
	unitWord // last week
)

// dateStretch is a part of a text in which dates are looked for: one that has
// such words, with their surroundings.
type dateStretch struct {
	start, end int // bytes
	words      dateWords
}

// aroundDate is how far from the words that dates need their other words can be,
// in bytes: "from early ", " of the following".
const aroundDate = 64

// dateStretches finds the stretches of a text that can hold dates. Patterns are
// slow and most of a text tells no date.
func dateStretches(text string) []dateStretch {
	var out []dateStretch
	for i := 0; i < len(text); {
		if !wordByte(text[i]) {
			i++
			continue
		}
		start, kind := i, dateWords(0)
		for i < len(text) && wordByte(text[i]) {
			if text[i] <= '9' {
				kind |= numberWord
			}
			i++
		}
		if i-start >= 3 && i-start <= 9 {
			kind |= dateWordKinds[strings.ToLower(text[start:i])]
		}
		if kind == 0 {
			continue
		}
		s := dateStretch{wordStart(text, start-aroundDate), wordEnd(text, i+aroundDate), kind}
		if n := len(out); n > 0 && s.start <= out[n-1].end {
			out[n-1].end = s.end
			out[n-1].words |= kind
		} else {
			out = append(out, s)
		}
	}
	return out
}

// wordByte reports whether a byte is part of a word as patterns see words.
func wordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_'
}

// wordStart is the place at or before i where white space ends; what runs on for
// longer than any word is cut.
func wordStart(text string, i int) int {
	least := i - aroundDate
	for i = max(i, 0); i > 0 && i > least && text[i-1] > ' '; i-- {
	}
	return i
}

// wordEnd is the place at or behind i where white space begins, or a cut.
func wordEnd(text string, i int) int {
	most := i + aroundDate
	for i = min(i, len(text)); i < len(text) && i < most && text[i] > ' '; i++ {
	}
	return i
}

// dateWordKinds has the words of the patterns, in small letters.
var dateWordKinds = func() map[string]dateWords {
	out := map[string]dateWords{}
	for kind, words := range map[dateWords]string{
		monthWord:   "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec",
		weekdayWord: "monday tuesday wednesday thursday friday saturday sunday",
		dayWord:     "today yesterday tomorrow tonight",
		unitWord:    "day days week weeks month months year years spring summer autumn fall winter",
	} {
		for _, w := range strings.Fields(words) {
			out[w] = kind
		}
	}
	return out
}()
