package parties

import (
	"strings"

	"interdict/english"
)

// pronouns resolves the personal pronouns of a sentence that fill a role.
func (f *finder) pronouns(s english.Sentence) {
	t := f.Doc.Tokens
	for i := s.First; i < s.Last; i++ {
		if t[i].POS != english.PRON {
			continue
		}
		if _, ok := f.cover[i]; ok {
			continue
		}
		var p []int
		switch f.lower(i) {
		case "he", "she", "him", "her", "his":
			p = f.antecedent(i, s, "Person")
		case "it", "itself":
			if !expletive(f.Doc, i) {
				p = f.antecedent(i, s, "Country", "Organization", "Company", "PublicBody", "Vessel")
			}
		case "they", "them":
			p = f.they(i, s)
		case "we", "us", "i", "our", "my":
			p = f.speaker(i, s)
		}
		if len(p) > 0 && (t[i].Rel != "nmod:poss") {
			f.mention(Pronoun, i, i+1, p...)
		}
	}
}

// expletive reports whether an "it" stands for nothing: it is likely that.
func expletive(d *english.Doc, i int) bool {
	t := d.Tokens[i]
	return t.Rel == "expl" || t.Head >= 0 && d.Tokens[t.Head].POS == english.ADJ
}

// antecedent picks the party that a pronoun stands for: the subject of a clause
// before it, the nearer sentence first, else the nearest mention.
func (f *finder) antecedent(i int, s english.Sentence, schemata ...string) []int {
	fits := func(m Mention) bool {
		if len(m.Parties) != 1 || m.First >= i || m.Kind == Adjective {
			return false
		}
		for _, schema := range schemata {
			if f.Parties[m.Parties[0]].Schema == schema {
				return true
			}
		}
		return false
	}
	best, score := -1, -1
	for m := len(f.Mentions) - 1; m >= 0; m-- {
		x := f.Mentions[m]
		if !fits(x) {
			continue
		}
		back := f.sentencesBack(x.First, s)
		if back > 3 {
			break
		}
		v := 10 - 3*back
		if rel := f.Doc.Tokens[x.Head].Rel; strings.HasPrefix(rel, "nsubj") {
			v += 4
			if back == 0 && f.governs(x.Head, i) {
				v += 3
			}
		} else if strings.HasPrefix(rel, "obl:agent") || rel == "obj" {
			v++
		} else if rel == "nmod:poss" || rel == "nmod" || rel == "compound" {
			v -= 2
		}
		if v > score {
			best, score = x.Parties[0], v
		}
	}
	if best < 0 {
		return nil
	}
	return []int{best}
}

// governs reports whether the clause of the subject holds token i below it.
func (f *finder) governs(subject, i int) bool {
	h := f.Doc.Tokens[subject].Head
	for steps := 0; i >= 0 && steps < 60; steps++ {
		if i == h {
			return true
		}
		i = f.Doc.Tokens[i].Head
	}
	return false
}

// sentencesBack counts the sentences between a token and a sentence.
func (f *finder) sentencesBack(token int, s english.Sentence) int {
	n := 0
	for k := len(f.Doc.Sentences) - 1; k >= 0; k-- {
		x := f.Doc.Sentences[k]
		if x.First >= s.First {
			continue
		}
		if token >= x.Last {
			break
		}
		n++
	}
	return n
}

// they stands for a group, for parties joined by and, or for a body.
func (f *finder) they(i int, s english.Sentence) []int {
	for m := len(f.Mentions) - 1; m >= 0; m-- {
		x := f.Mentions[m]
		if x.First >= i {
			continue
		}
		if f.sentencesBack(x.First, s) > 2 {
			break
		}
		if len(x.Parties) > 1 {
			return x.Parties
		}
		if f.Parties[x.Parties[0]].Schema == "Group" && strings.HasPrefix(f.Doc.Tokens[x.Head].Rel, "nsubj") {
			return x.Parties
		}
		// A subject with conjuncts: Kim and Putin.
		if strings.HasPrefix(f.Doc.Tokens[x.Head].Rel, "nsubj") {
			joined := []int{x.Parties[0]}
			for _, c := range f.Doc.Children(x.Head) {
				if f.Doc.Tokens[c].Rel == "conj" {
					joined = append(joined, f.At(c)...)
				}
			}
			if len(joined) > 1 {
				return joined
			}
		}
	}
	return f.antecedent(i, s, "Group", "Organization", "Company", "PublicBody")
}

// sayVerbs have their speaker for subject.
var sayVerbs = set("say tell add state announce claim insist argue note write declare warn stress reply respond ask deny report explain")

// speaker resolves we, I and our inside a quotation: the subject of the verb of
// saying around it, or for we the body or state that the speaker speaks for.
func (f *finder) speaker(i int, s english.Sentence) []int {
	find := func(x english.Sentence) int {
		for k := x.First; k < x.Last; k++ {
			if !sayVerbs[f.Doc.Tokens[k].Lemma] {
				continue
			}
			for _, c := range f.Doc.Children(k) {
				if f.Doc.Tokens[c].Rel == "nsubj" && c != i {
					if p := f.At(c); len(p) == 1 {
						return p[0]
					}
					if f.Doc.Tokens[c].POS == english.PRON {
						if p := f.antecedent(c, x, "Person"); len(p) == 1 {
							return p[0]
						}
					}
				}
			}
		}
		return -1
	}
	p := find(s)
	for k := len(f.Doc.Sentences) - 1; p < 0 && k >= 0; k-- {
		if x := f.Doc.Sentences[k]; x.First < s.First {
			p = find(x)
			break
		}
	}
	if p < 0 {
		return nil
	}
	if l := f.lower(i); l == "i" || l == "my" || f.Parties[p].Schema != "Person" && f.Parties[p].Schema != "PublicBody" {
		return []int{p}
	}
	if code := f.Parties[p].Country; code != "" {
		return []int{f.party(countryName(strings.ToLower(code)), "Country", code)}
	}
	return []int{p}
}
