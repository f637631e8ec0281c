package attribution

import (
	"slices"

	"interdict/english"
)

// Trees parses the examples anew so that whoever says something is the subject of
// the verb that says so, and returns the sentences where that is told, for
// [english.TrainOptions]. Treebanks of the web have little of what news is full of:
// "Its ambassador, Amir Iravani, on Friday told the council".
func Trees(parser *english.Model, examples []Example) []*english.Doc {
	held := map[*english.Doc]map[int]int{}
	var docs []*english.Doc
	learn, _ := hold(examples)
	for _, x := range learn {
		if held[x.Doc] == nil {
			held[x.Doc] = map[int]int{}
			docs = append(docs, x.Doc)
		}
		for _, g := range x.Gold {
			if s, v, ok := subjectOf(x.Doc, tokensOf(x.Doc, g.Source), tokensOf(x.Doc, g.Cue)); ok {
				held[x.Doc][s] = v
			}
		}
	}
	var out []*english.Doc
	for _, d := range docs {
		out = append(out, parser.Hold(d, held[d])...)
	}
	return out
}

// subjectOf returns the word of a source that is the subject of the finite verb of
// a cue, and that verb.
func subjectOf(d *english.Doc, source, cue []int) (subject, verb int, ok bool) {
	verb = -1
	for _, i := range cue {
		switch d.Tokens[i].Tag {
		case "VBD", "VBZ", "VBP":
			if verb >= 0 && d.Tokens[verb].POS == english.VERB {
				return 0, 0, false
			}
			verb = i
		case "VBN", "VBG", "VB", "IN":
			return 0, 0, false // "has said", "according to": others are the subject, or none is
		}
	}
	// A verb beside another ("called for it and said") has the other's subject.
	if verb < 0 || d.Tokens[verb].POS != english.VERB || d.Tokens[verb].Rel == "conj" || len(source) == 0 {
		return 0, 0, false
	}
	for k, i := range source {
		if k > 0 && source[k-1] != i-1 || d.Tokens[i].POS == english.VERB {
			return 0, 0, false
		}
	}
	for _, i := range source {
		t := d.Tokens[i]
		if t.POS != english.NOUN && t.POS != english.PROPN && t.POS != english.PRON || t.Head >= 0 && slices.Contains(source, t.Head) {
			continue
		}
		for _, c := range d.Children(i) {
			if d.Tokens[c].Rel == "case" && d.Tokens[c].Tag != "POS" {
				return 0, 0, false
			}
		}
		for _, s := range d.Sentences {
			if s.First <= i && i < s.Last {
				return i, verb, s.First <= verb && verb < s.Last
			}
		}
	}
	return 0, 0, false
}
