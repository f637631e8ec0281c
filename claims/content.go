package claims

import (
	"slices"

	"interdict/english"
)

// clauseContent is what a reporting verb says: its clause, the clause that it
// is thrown into ("…, officials said, …"), or a quotation beside it.
func (a *attributor) clauseContent(v int, quoted bool) []int {
	t := a.t
	var out []int
	for _, k := range t.children(v, "ccomp", "xcomp") {
		if base(t.rel(k)) == "xcomp" && !(t.passive(v) || t.pos(k) == english.VERB) {
			continue
		}
		out = append(out, t.subtree(k, func(j int) bool { return base(t.rel(j)) == "punct" && j == t.kids[k][0] && t.quote[j] < 0 })...)
	}
	if len(out) == 0 && quoted {
		for _, k := range t.children(v, "parataxis", "dep") {
			if k < v && t.verbal(k) || t.quote[k] >= 0 {
				out = append(out, t.subtree(k, nil)...)
			}
		}
	}
	if len(out) == 0 { // "is suspected of breaking"
		for _, k := range t.children(v, "advcl", "obl") {
			if t.preposition(k) == "of" && t.passive(v) {
				out = append(out, t.subtree(k, nil)...)
			}
		}
	}
	thrownIn := base(t.rel(v)) == "parataxis" || base(t.rel(v)) == "advcl" && t.child(v, "mark") >= 0 && t.form(t.child(v, "mark")) == "as"
	if len(out) == 0 && thrownIn && quoted && t.head(v) >= 0 && t.verbal(t.head(v)) {
		h := t.head(v)
		out = t.subtree(h, func(k int) bool {
			return k == v || base(t.rel(k)) == "parataxis" && k > v && t.child(k, "nsubj") >= 0 && !t.under(v, k)
		})
	}
	if len(out) == 0 && quoted { // a quotation in the sentence that the tree hangs elsewhere
		s := t.Sentences[t.sent[v]]
		for i := s.First; i < s.Last; i++ {
			if t.quote[i] >= 0 && t.quote[v] < 0 {
				out = append(out, i)
			}
		}
		if len(out) < 4 && t.child(v, "obj") < 0 {
			out = nil
		}
	}
	if len(out) == 0 && quoted {
		if obj := t.child(v, "obj"); obj >= 0 && a.lex.verbs[t.lemma(v)] == nil && t.quote[obj] >= 0 {
			out = t.subtree(obj, nil)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// besideComma is what a reporting phrase set off by a comma speaks of, with the
// phrase's subject, wherever the tree hangs the phrase: "…, Yonhap reported on
// Wednesday".
func (t *tree) besideComma(v int) (sources, content []int) {
	sent := t.Sentences[t.sent[v]]
	if t.Tokens[v].Tag != "VBD" && t.Tokens[v].Tag != "VBZ" && t.Tokens[v].Tag != "VBP" && t.Tokens[v].Tag != "VBN" {
		return nil, nil
	}
	first := v - 1
	for first >= sent.First && !t.clauseMark(first) {
		first--
	}
	first++
	if first == v { // "…," said the spokesman
		return t.inverted(v, sent)
	}
	for i := first; i < v; i++ {
		if t.pos(i) == english.VERB || t.relative(i) || t.form(i) == "that" {
			return nil, nil
		}
		if h := t.head(i); (h < first || h >= v) && (t.pos(i) == english.NOUN || t.pos(i) == english.PROPN || t.pos(i) == english.PRON) {
			sources = append(sources, i)
		}
	}
	if len(sources) == 0 || first <= sent.First+1 {
		return nil, nil
	}
	sources = sources[:1]
	last := v
	for _, k := range t.kids[v] {
		if k > v && is(t.rel(k), []string{"obl", "iobj", "obj", "advmod", "compound:prt"}) {
			last = max(last, slices.Max(t.subtree(k, nil)))
		}
	}
	for i := sent.First; i < first-1; i++ {
		content = append(content, i)
	}
	if t.form(first-1) != "," {
		content = append(content, first-1)
	}
	if last+3 < sent.Last && t.form(last+1) == "," && t.head(v) > last {
		for i := last + 2; i < sent.Last-1; i++ {
			content = append(content, i)
		}
	}
	if len(content) < 3 {
		return nil, nil
	}
	return sources, content
}

// inverted is besideComma for a phrase that puts the verb first.
func (t *tree) inverted(v int, sent english.Sentence) (sources, content []int) {
	if v <= sent.First+1 || v >= sent.Last-1 {
		return nil, nil
	}
	for i := v + 1; i < sent.Last && !t.clauseMark(i); i++ {
		if tag := t.Tokens[i].Tag; len(sources) == 0 && (tag == "VBD" || tag == "VBZ" || tag == "VBP" || t.relative(i)) {
			return nil, nil
		}
		if h := t.head(i); len(sources) == 0 && (h <= v || h >= sent.Last) && (t.pos(i) == english.NOUN || t.pos(i) == english.PROPN || t.pos(i) == english.PRON) && t.preposition(i) == "" {
			sources = []int{i}
		}
	}
	if len(sources) == 0 {
		return nil, nil
	}
	for i := sent.First; i < v; i++ {
		if i == v-1 && t.form(i) == "," {
			continue
		}
		content = append(content, i)
	}
	return sources, content
}

func (t *tree) clauseMark(i int) bool {
	switch t.form(i) {
	case ",", "”", "\"", "—", "–", ";", ":", "''":
		return true
	}
	return false
}

// looseContent is what follows a reporting verb where the tree shows no clause
// but the words do: the rest of the sentence, if a verb is in it.
func (t *tree) looseContent(v int) []int {
	if t.pos(v) == english.VERB && t.child(v, "nsubj") < 0 && base(t.rel(v)) != "conj" || t.passive(v) {
		return nil
	}
	if obj := t.child(v, "obj"); obj >= 0 {
		acl := t.child(obj, "acl")
		if acl < 0 || t.child(acl, "aux", "nsubj") < 0 {
			return nil
		}
	}
	sent := t.Sentences[t.sent[v]]
	verb := false
	var out []int
	for i := v + 1; i < sent.Last; i++ {
		if t.pos(i) == english.VERB && !t.reducedPassive(i) {
			verb = true
		}
		if verb && i > v+1 && base(t.rel(i)) == "cc" && t.head(i) >= 0 && t.head(t.head(i)) == v {
			break // a second verb beside this one
		}
		out = append(out, i)
	}
	if !verb {
		return nil
	}
	return out
}

// actContent is what a speech act is about, or what a measure is for.
func (a *attributor) actContent(v int, s *sense) []int {
	t := a.t
	var heads []int
	measure := s.Type == "SANCTION" || s.Type == "COERCE"
	for _, k := range t.kids[v] {
		rel, prep := base(t.rel(k)), t.preposition(k)
		switch {
		case measure:
			if rel == "obj" || rel == "nsubj" && t.passive(v) { // the reason hung on who is hit
				for _, c := range t.children(k, "acl", "nmod") {
					if t.preposition(c) == "for" && t.Tokens[c].Tag == "VBG" {
						heads = append(heads, c)
					}
				}
			}
			if (rel == "advcl" || rel == "obl" || rel == "xcomp" || rel == "ccomp") && (prep == "for" || prep == "over") && !t.timeWord(k) {
				heads = append(heads, k)
			}
			if rel == "obl" && (prep == "on" || prep == "with") && (t.lemma(k) == "charge" || t.lemma(k) == "suspicion") {
				heads = append(heads, k)
			}
			if s.Mode == "charge" && (rel == "obl" || rel == "advcl") && prep == "with" {
				heads = append(heads, k)
			}
		case rel == "ccomp" || rel == "xcomp":
			heads = append(heads, k)
		case rel == "advcl" || rel == "obl":
			told := prep == "to" && rel == "advcl" && (s.Type == "REQUEST" || s.Type == "AGREE" || s.Type == "THREATEN") // "urged Tehran to halt"
			if told || (prep == "of" || prep == "for" || prep == "over") && (t.verbal(k) || rel == "obl" && s.Type == "ACCUSE" || s.Type == "REQUEST" && prep == "for") {
				heads = append(heads, k)
			}
		case rel == "obj" && (s.Type == "DENY" || s.Type == "REQUEST" || s.Type == "AGREE" || s.Type == "THREATEN" || s.Type == "REJECT") && !a.party(k):
			heads = append(heads, k)
		case rel == "parataxis" && (t.quote[k] >= 0 || k < v):
			heads = append(heads, k)
		case rel == "obj" || rel == "nsubj" && t.passive(v):
			for _, c := range t.children(k, "acl", "nmod") { // "accused Pretoria of supplying", hung on Pretoria
				if p := t.preposition(c); (p == "of" || p == "for") && t.Tokens[c].Tag == "VBG" {
					heads = append(heads, c)
				}
				if t.preposition(c) == "to" && s.Type == "REQUEST" && t.pos(c) == english.VERB {
					heads = append(heads, c)
				}
			}
		}
	}
	if len(heads) == 0 && measure { // the reason, wherever the tree hangs it
		for i := v + 1; i+1 < t.Sentences[t.sent[v]].Last; i++ {
			if t.pos(i) == english.VERB && a.measure(i) {
				break // the reason of another
			}
			if t.form(i) == "for" && t.Tokens[i+1].Tag == "VBG" {
				heads = append(heads, i+1)
				break
			}
		}
	}
	if len(heads) == 0 && !measure {
		if out := a.clauseContent(v, true); len(out) > 0 && (base(t.rel(v)) == "parataxis" || s.Type == "THREATEN" || s.Type == "FIND" || s.Type == "DENY" || s.Type == "AGREE") {
			return out
		}
		if s.Type == "FIND" || s.Type == "THREATEN" {
			if _, out := t.besideComma(v); len(out) > 0 {
				return out
			}
		}
		for _, k := range t.kids[v] { // a clause that the tree calls something else
			if k > v && (is(t.rel(k), []string{"advcl", "acl", "csubj"}) || is(t.rel(k), []string{"obl", "obj"}) && t.child(k, "acl") >= 0) && !t.timeWord(k) {
				if p := t.preposition(k); p != "after" && p != "before" && p != "because" && p != "as" && p != "if" && p != "when" && p != "while" && p != "by" {
					heads = append(heads, k)
				}
			}
		}
	}
	if len(heads) == 0 && (s.Type == "DENY" || s.Type == "ACCUSE") {
		return t.saidNext(v)
	}
	var out []int
	for _, h := range heads {
		out = append(out, t.subtree(h, nil)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// measure reports whether a verb is a sanction or an act of force.
func (a *attributor) measure(v int) bool {
	s := a.sense(v)
	return s != nil && (s.Type == "SANCTION" || s.Type == "COERCE")
}

// saidNext is the clause that stands right behind a verb in the words, where the
// tree hangs it elsewhere: "denied sending money, and …".
func (t *tree) saidNext(v int) []int {
	last := t.Sentences[t.sent[v]].Last - 1
	from := -1
	for i := v + 1; i <= last && i < v+14; i++ {
		if t.Tokens[i].Tag == "VBG" && (i == v+1 || t.form(i-1) == "of" || t.form(i-1) == "for") || t.form(i) == "that" && i == v+1 {
			from = i
			break
		}
		if t.form(i) == "," || t.pos(i) == english.VERB {
			return nil
		}
	}
	if from < 0 {
		return nil
	}
	var out []int
	for i := from; i <= last; i++ {
		if t.form(i) == "," && i < last && (t.pos(i+1) == english.CCONJ || t.form(i+1) == "but") {
			break
		}
		out = append(out, i)
	}
	return out
}

// timeWord reports whether a phrase only tells how long.
func (t *tree) timeWord(i int) bool {
	switch t.lemma(i) {
	case "year", "month", "day", "week", "hour", "time", "decade", "example", "instance", "now", "part":
		return true
	}
	return false
}
