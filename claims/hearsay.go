package claims

import (
	"slices"
	"strings"

	"interdict/english"
	"interdict/ledger"
)

// accordingTo takes its whole sentence, or the clause it stands in where that
// clause is one of several and the phrase does not close the sentence.
func (a *attributor) accordingTo(i int) {
	t := a.t
	sent := t.Sentences[t.sent[i]]
	h := i + 2
	if h >= sent.Last {
		return
	}
	for n := 0; n < 200 && t.head(h) > i+1 && t.head(h) < sent.Last; n++ {
		h = t.head(h)
	}
	phrase := t.subtree(h, func(k int) bool { return k < i || base(t.rel(k)) == "parataxis" })
	last := phrase[len(phrase)-1]
	inside := func(k int) bool { return k >= i && k <= last }
	// up to the clause
	clause := t.head(h)
	for n := 0; n < 200 && clause >= 0 && (inside(clause) || !t.verbal(clause)) && t.head(clause) >= 0; n++ {
		clause = t.head(clause)
	}
	var content []int
	if clause >= 0 && t.sent[clause] == t.sent[i] && last < sent.Last-2 && i > sent.First {
		content = t.subtree(clause, func(k int) bool { return inside(k) })
	} else {
		for k := sent.First; k < sent.Last; k++ {
			content = append(content, k)
		}
	}
	content = slices.DeleteFunc(content, func(k int) bool { return inside(k) })
	for len(content) > 0 && t.pos(content[len(content)-1]) == english.PUNCT && t.form(content[len(content)-1]) != "”" && t.form(content[len(content)-1]) != "\"" {
		content = content[:len(content)-1]
	}
	for len(content) > 0 && t.form(content[0]) == "," {
		content = content[1:]
	}
	src := slices.DeleteFunc(slices.Clone(phrase), func(k int) bool { return k <= i+1 })
	for len(src) > 0 && t.pos(src[len(src)-1]) == english.PUNCT {
		src = src[:len(src)-1]
	}
	if len(content) == 0 {
		return
	}
	a.out = append(a.out, Attribution{Source: src, Cue: []int{i, i + 1}, Content: content, Rule: "according to",
		head: i, sources: []int{h}, status: ledger.Claimed, kind: "say", rank: 3})
}

// hedge is an adverb of hearsay: nobody is named, yet the document does not say it itself.
func (a *attributor) hedge(i int) {
	h := a.t.head(i)
	if h < 0 {
		return
	}
	content := a.t.subtree(h, func(k int) bool {
		return k == i || base(a.t.rel(k)) == "parataxis" || base(a.t.rel(k)) == "conj" && a.t.verbal(k)
	})
	a.out = append(a.out, Attribution{Cue: []int{i}, Content: content, Rule: "cues.tsv hedge " + a.t.form(i),
		head: i, status: ledger.Claimed, kind: "hedge", rank: 2})
}

// noun finds what an allegation, a report or a denial says.
func (a *attributor) noun(n int) {
	t, lemma := a.t, a.t.lemma(n)
	at := Attribution{head: n, kind: "noun", status: ledger.Claimed, Rule: "cues.tsv noun " + lemma}
	switch {
	case a.lex.cues["noun-deny"][lemma]:
		at.status = ledger.Denied
	case !a.lex.cues["noun-claim"][lemma]:
		return
	}
	if d := t.child(n, "det"); d >= 0 && t.form(d) == "no" { // "found no evidence that"
		at.status = ""
	}
	for _, k := range t.children(n, "acl", "ccomp", "nmod") {
		if t.rel(k) == "nmod:poss" {
			continue
		}
		p := t.preposition(k)
		if p == "that" || base(t.rel(k)) == "acl" && t.form(slices.Min(t.subtree(k, nil))) == "that" || p == "of" && t.form(k) != "" && !a.party(k) || t.rel(k) == "ccomp" {
			at.Content = append(at.Content, t.subtree(k, nil)...)
		}
	}
	if len(at.Content) == 0 {
		return
	}
	f := frame{t: t, head: n, noun: true}
	for _, slot := range []string{"poss", "by", "from", "adj"} {
		if at.sources = f.slot(slot); len(at.sources) > 0 {
			break
		}
	}
	at.Source, at.Cue = a.sourceTokens(at.sources), []int{n}
	slices.Sort(at.Content)
	a.out = append(a.out, at)
}

// citing adds the source behind a source ("Yonhap reported, citing officials")
// and who saw or carried the words ("in a note seen by the FT").
func (a *attributor) citing() {
	t := a.t
	for i := range t.Tokens {
		switch {
		case t.pos(i) == english.VERB && a.lex.cues["cite"][t.lemma(i)] && t.Tokens[i].Tag == "VBG":
			obj := t.child(i, "obj")
			if obj < 0 {
				continue
			}
			var content []int
			for _, at := range a.out {
				if at.head >= 0 && t.sent[at.head] == t.sent[i] && (at.kind == "say" || at.kind == "show") && !slices.Contains(at.Content, i) {
					content = at.Content
				}
			}
			if content == nil {
				if h := t.head(i); h >= 0 {
					content = t.subtree(h, func(k int) bool { return k == i })
				}
			}
			a.out = append(a.out, Attribution{Source: a.sourceTokens([]int{obj}), Cue: []int{i}, Content: content, Rule: "cues.tsv cite " + t.lemma(i),
				head: i, sources: []int{obj}, status: ledger.Claimed, kind: "cite", rank: -1})
		case t.rel(i) == "acl" && t.Tokens[i].Tag == "VBN" && a.lex.cues["seen"][t.lemma(i)] && t.head(i) >= 0:
			by := t.agents(i)
			m := t.head(i)
			if len(by) == 0 || !a.lex.cues["medium"][t.lemma(m)] {
				continue
			}
			for _, at := range a.out {
				if at.head < 0 || t.sent[at.head] != t.sent[i] || at.kind == "seen" {
					continue
				}
				if slices.Contains(at.Source, m) || t.under(m, at.head) && !slices.Contains(at.Content, m) {
					a.out = append(a.out, Attribution{Source: a.sourceTokens(by), Cue: []int{i}, Content: at.Content, Rule: "cues.tsv seen " + t.lemma(i),
						head: i, sources: by, status: at.status, kind: "seen", rank: 4})
					break
				}
			}
		}
	}
}

// quotes lets a quotation belong whole to who utters part of it, and hands a
// quotation without a cue to the last speaker of its paragraph.
func (a *attributor) quotes() {
	t := a.t
	if t.nq == 0 {
		return
	}
	tokens := make([][]int, t.nq)
	for i, q := range t.quote {
		if q >= 0 {
			tokens[q] = append(tokens[q], i)
		}
	}
	last := -1
	for q := range tokens {
		if len(tokens[q]) == 0 {
			continue
		}
		first := tokens[q][0]
		owner := -1
		for k, at := range a.out {
			if at.head < 0 || t.quote[at.head] == q || at.kind == "hedge" || at.kind == "noun" || at.kind == "seen" || at.kind == "cite" {
				continue
			}
			shared := 0
			for _, i := range at.Content {
				if t.quote[i] == q {
					shared++
				}
			}
			if shared > 0 && (owner < 0 || len(at.Content) < len(a.out[owner].Content)) {
				owner = k
			}
		}
		long := len(tokens[q]) > 5
		if owner < 0 && long && last >= 0 && !t.paragraphBreak(a.out[last].head, first) {
			src := a.out[last]
			src.Content, src.kind, src.Rule, src.status = nil, "say", "quotation runs on", ledger.Claimed
			a.out = append(a.out, src)
			owner = len(a.out) - 1
		}
		if owner < 0 {
			continue
		}
		if long || t.sent[first] == t.sent[tokens[q][len(tokens[q])-1]] {
			merged := append(slices.Clone(a.out[owner].Content), tokens[q]...)
			slices.Sort(merged)
			a.out[owner].Content = slices.Compact(merged)
		}
		if a.out[owner].kind == "say" || a.out[owner].kind == "act" {
			last = owner
		}
	}
}

func (t *tree) paragraphBreak(i, j int) bool {
	if i > j {
		i, j = j, i
	}
	return strings.Contains(t.Text[t.Tokens[i].End:t.Tokens[j].Start], "\n\n")
}
