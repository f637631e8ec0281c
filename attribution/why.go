package attribution

import (
	"cmp"
	"slices"

	"interdict/english"
	"interdict/internal/linear"
)

// A Reason is a feature that spoke for a part of an attribution.
type Reason struct {
	Part    string `json:"part"`    // "cue", "source" or "content"
	Feature string `json:"feature"` // what was looked at
	Word    string `json:"word"`    // where it weighed most
	Weight  int    `json:"weight"`  // what it added over all words of the part; the largest of one feature at one word is 4000
}

// mostReasons is how many reasons of each part are given.
const mostReasons = 3

// Why returns the features that spoke most for each part of an attribution that
// [Model.Find] found in the text, the heaviest first. Only features of words are
// named; those of the gaps between words, what the network says, and what the third
// model says of whole parts, weigh too.
func (m *Model) Why(doc *english.Doc, a Attribution) []Reason {
	if len(a.Cue) == 0 {
		return nil
	}
	v := newView(doc)
	v.mark([][]int{a.Cue})
	sentence := doc.Sentences[v.t[a.Cue[0]].sentence]
	cue := &cuePart{v, sentence.First, sentence.Last}
	out := v.reasons("cue", a.Cue, m.cues, cue, sentence.First, 1, cueTemplates[:])
	s := newRoleSequence(v, a.Cue)
	out = append(out, v.reasons("source", a.Source, m.roles, s, s.first, sourceLabel, roleTemplates[:])...)
	return append(out, v.reasons("content", a.Content, m.roles, s, s.first, contentLabel, roleTemplates[:])...)
}

// reasons weighs the features of tokens for a label against none.
func (v *view) reasons(part string, tokens []int, c *linear.Chain, s linear.Sequence, first, label int, templates []string) []Reason {
	sums, most, at := make([]int, len(templates)), make([]int, len(templates)), make([]int, len(templates))
	scores := make([]int32, len(c.Nodes.Classes))
	for n, i := range tokens {
		if i < first || i-first >= s.Len() {
			continue
		}
		l := label
		if part == "cue" && n > 0 {
			l = 2 // inside
		}
		for k, f := range s.Node(i-first, nil) {
			clear(scores)
			c.Nodes.Score([]uint32{f}, scores)
			w := int(scores[l] - scores[0])
			sums[k] += w
			if w > most[k] {
				most[k], at[k] = w, i
			}
		}
	}
	var out []Reason
	for k, w := range sums {
		if w > 0 && most[k] > 0 {
			out = append(out, Reason{part, templates[k], v.doc.Tokens[at[k]].Form, w})
		}
	}
	slices.SortStableFunc(out, func(a, b Reason) int { return cmp.Compare(b.Weight, a.Weight) })
	return out[:min(mostReasons, len(out))]
}

// What the features of [cuePart.Node] look at, in their order.
var cueTemplates = [...]string{
	"any word at all", "the word", "its lemma", "lemma and tag", "tag and relation", "relation", "ending and tag", "lemma and relation", "lemma and that of its head",
	"the word before", "the word after", "the word and that before", "the word and that after", "tags before, here and after", "the two words before and the lemma", "the lemma and two words after", "tags of the two words before", "tags of the two words after",
	"lemma and which dependents it has", "tag and which dependents it has", "lemma, dependents, and a quotation in the sentence", "lemma, inside or outside a quotation", "tag and distance to a quotation mark", "lemma and distance to a quotation mark", "dependents, tag and distance to a quotation mark",
	"lemma and that of its subject", "lemma, kind of subject and of the clause below", "lemma, how a clause hangs on it, and a quotation in the sentence", "lemma and verb of the clause below", "kind of subject, tag, and kind of the clause below",
	"relation and lemma of its head, with that one's dependents", "the word, its relation and the lemma of its head", "relation and kind of its head", "relation and those above it", "lemma of its head, and its tag", "lemma and how its head hangs", "relation, lemma of its head, and the kind of that one's subject", "lemma of its head, on which side, and the relation",
	"lemma here and after, and the tag", "lemma between two tags", "lemma before and tag", "tag and lemma after", "lemma of the subject and kind of the clause below", "relation, dependents, and a quotation in the sentence", "the word and the lemma of its head",
	"word class", "word class and dependents", "word class, kind of subject and of the clause below", "word classes of word and subject", "lemma and word class of the subject", "word class of its head, and the word", "word classes here and before", "word classes here and after", "word class and quotations", "word class and distance to a quotation mark",
}

// What the features of [roleSequence.Node] look at, in their order. The way is
// that through the tree from the cue; the place is the side of the cue, the
// sentence, the paragraph, and how word and cue stand to quotations.
var roleTemplates = [...]string{
	"any word at all", "place", "way", "way and lemma of the cue", "way and tag", "way, a step further", "way and place", "way, relation and kind of word", "way and what the cue's clause is like", "place and what the cue's clause is like", "place and lemma of the cue",
	"the word and its side of the cue", "tag, side of the cue and distance", "relation and place", "the word, that before, and the side of the cue", "the word, that after, and the side of the cue", "the word and its place", "way and kind of clause", "way, kind of clause and lemma of the cue", "whether it is in a cue, and place", "whether it is in a cue, and way",
	"distance and place", "way, a step further, and lemma of the cue", "way, a step further, and what the cue's clause is like", "lemma and way", "way, place and lemma of the cue", "tag, place and what the cue's clause is like", "tags here and before, and place", "tags here and after, and place", "kind of word, way and place", "tag and dependents of the cue, and way",
	"place, lemma of the cue and what its clause is like", "the word before and way", "the word and way",
	"word class of the cue, and way", "word class of the cue, place and way", "word class and side of the cue", "word class and way", "word class, place and way",
}
