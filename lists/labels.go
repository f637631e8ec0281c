package lists

import (
	"regexp"
	"strings"
)

// A Labels finds labelled values in free text: "Title: Mullah. Passport no.:
// OA 454838". A value runs to the next label.
type Labels struct{ find *regexp.Regexp }

// NewLabels returns a finder of the labels, which are regular expressions of
// what stands before the colon. A shorter label that another begins with must
// come after it.
func NewLabels(labels ...string) *Labels {
	return &Labels{regexp.MustCompile(`(?i)(?:^|[\s.;])(` + strings.Join(labels, "|") + `)\s*:\s*`)}
}

// A Labelled is a label, in lower case as the text has it, and its value.
type Labelled struct{ Label, Value string }

// Find returns the labelled values in the order of the text.
func (l *Labels) Find(text string) []Labelled {
	var out []Labelled
	marks := l.find.FindAllStringSubmatchIndex(text, -1)
	for i, m := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		out = append(out, Labelled{strings.ToLower(text[m[2]:m[3]]), strings.TrimSpace(text[m[1]:end])})
	}
	return out
}

var sentenceEnd = pattern(`[.;](?:\s+[A-Z"“]|\s*$)`)

// FirstSentence returns the text up to the end of its first sentence. A full
// stop after an abbreviation of a month or a number does not end one where a
// small letter or a figure follows.
func FirstSentence(text string) string {
	if at := sentenceEnd().FindStringIndex(text); at != nil {
		return strings.TrimSpace(text[:at[0]])
	}
	return strings.TrimSpace(text)
}
