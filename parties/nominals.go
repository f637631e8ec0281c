package parties

import (
	"strings"

	"interdict/english"
)

// nominals finds the common nouns of a sentence that stand for parties.
func (f *finder) nominals(s english.Sentence) {
	t := f.Doc.Tokens
	for i := s.First; i < s.Last; i++ {
		if _, ok := f.cover[i]; ok || t[i].POS != english.NOUN && t[i].POS != english.PROPN && t[i].POS != english.ADJ && t[i].POS != english.NUM {
			continue
		}
		if t[i].Rel == "compound" && f.nounAfter(i, s) {
			continue // part of another noun's phrase
		}
		lemma := strings.ToLower(t[i].Lemma)
		plural := t[i].Tag == "NNS" || t[i].Tag == "NNPS"
		switch {
		case f.standsBeside(i, lemma):
		case f.jointReference(i, lemma, plural):
		case f.lex.is("weapon", lemma) && t[i].POS == english.NOUN:
			f.weapon(i)
		case plural && f.lex.is("people", lemma), f.groupOfUnnamed(i, lemma):
			f.group(i)
		case plural:
		case f.lex.is("state", lemma):
			f.state(i)
		case f.lex.is("body", lemma):
			f.body(i)
		case f.lex.is("person", lemma):
			f.personNoun(i)
		case f.lex.is("vessel", lemma), f.lex.is("company", lemma), f.lex.is("organization", lemma), f.lex.is("aircraft", lemma), f.lex.is("outlet", lemma):
			f.definite(i, f.schemaOfNoun(lemma))
		}
	}
}

// standsBeside makes a noun that stands beside the name of what it names a
// mention of that party: "the state news agency KCNA", "Wagner, a Russian
// company,", whatever the tree makes of it.
func (f *finder) standsBeside(i int, lemma string) bool {
	schema := f.schemaOfNoun(lemma)
	if schema == "" || schema == "Weapon" {
		return false
	}
	if m, ok := f.cover[i+1]; ok && f.Mentions[m].First == i+1 && f.fits(m, schema) && f.Doc.Tokens[f.Mentions[m].Head].Tag != "POS" {
		if schema == "Person" {
			f.head[i] = m // a title: no mention of its own
		} else {
			f.join(i, f.Mentions[m].Parties[0])
		}
		return true
	}
	// Before a name between commas: "Russia's UN envoy, Vassily Nebenzia,".
	name := i + 2
	for f.lex.titles[f.lower(name)] {
		name++ // its head, Captain Lucien Mba
	}
	if m, ok := f.cover[name]; ok && f.lower(i+1) == "," && f.Mentions[m].First == name && f.fits(m, schema) && (f.lower(f.Mentions[m].Last) == "," || f.lower(f.Mentions[m].Last) == "(") && f.determiner(i) != "a" && (f.determiner(i) != "" || f.owner(i) >= 0) {
		f.join(i, f.Mentions[m].Parties[0])
		return true
	}
	// A phrase between commas behind a name.
	first, end := f.Doc.Subtree(i)
	for first > 0 && first < i && f.lower(first) == "," {
		first++
	}
	if first < 2 || f.lower(first-1) != "," || i-first > 6 || end < len(f.Doc.Tokens) && !strings.Contains(",.;)", f.Doc.Tokens[end-1].Form) && !strings.Contains(",.;)", f.Doc.Tokens[min(end, len(f.Doc.Tokens)-1)].Form) {
		return false
	}
	switch t := f.Doc.Tokens[first]; {
	case t.Rel == "det", t.Rel == "nmod:poss", t.POS == english.PROPN, t.POS == english.ADJ:
	default:
		return false
	}
	before := first - 2
	if f.lower(before) == ")" {
		for before > 0 && f.lower(before) != "(" {
			before--
		}
		before--
	}
	m, ok := f.cover[before]
	if !ok || f.Mentions[m].Last != before+1 || !f.fits(m, schema) {
		return false
	}
	f.join(i, f.Mentions[m].Parties[0])
	return true
}

// join makes a noun and what stands before it in its phrase a mention of a party.
func (f *finder) join(i, party int) {
	m := f.mention(Nominal, f.phrase(i), i+1, party)
	f.head[i] = m
}

// fits reports whether a mention is the name of one party that a noun for the
// schema may name.
func (f *finder) fits(m int, schema string) bool {
	x := f.Mentions[m]
	if x.Kind != Name || len(x.Parties) != 1 {
		return false
	}
	body := func(s string) bool {
		return s == "Organization" || s == "Company" || s == "PublicBody" || s == "Outlet" || s == "LegalEntity"
	}
	got := f.Parties[x.Parties[0]].Schema
	return got == schema || body(got) && (body(schema) || schema == "Person" && got == "Company")
}

// nounAfter reports whether token i is a modifier inside a longer noun phrase
// that will be looked at by its head.
func (f *finder) nounAfter(i int, s english.Sentence) bool {
	h := f.Doc.Tokens[i].Head
	return h > i && h < s.Last && h-i <= 3
}

// determiner returns the word that determines a noun: the, a, its, two.
func (f *finder) determiner(i int) string {
	for _, c := range f.Doc.Children(i) {
		switch t := f.Doc.Tokens[c]; t.Rel {
		case "det", "nummod", "nmod:poss", "det:predet":
			return strings.ToLower(t.Form)
		}
	}
	return ""
}

// phrase returns the tokens of a noun's own phrase: its compounds, adjectives
// and numbers before it, without determiner and possessor.
func (f *finder) phrase(i int) (first int) {
	first = i
	for k := i - 1; k >= 0; k-- {
		t := f.Doc.Tokens[k]
		_, covered := f.cover[k]
		if covered || t.Head != i && !(t.Head > k && t.Head <= i) {
			break
		}
		if t.Rel != "compound" && t.Rel != "amod" && t.Rel != "nummod" && t.Rel != "punct" && t.Rel != "advmod" || t.Form == "," {
			break
		}
		first = k
	}
	return first
}

// personNoun makes "the spokesman", "the president" a mention of the person
// that was named last with that office, or of the last person.
func (f *finder) personNoun(i int) {
	t := f.Doc.Tokens
	// In apposition to a name it is no mention of its own.
	for _, c := range f.Doc.Children(i) {
		if (t[c].Rel == "appos" || t[c].Rel == "flat" || t[c].Rel == "compound") && len(f.At(c)) > 0 && f.Parties[f.At(c)[0]].Schema == "Person" {
			return
		}
	}
	if t[i].Rel == "appos" || t[i].Rel == "compound" || t[i].Rel == "flat" || t[i].Rel == "nmod:desc" {
		return
	}
	d := f.determiner(i)
	owner := f.owner(i)
	lemma := strings.ToLower(t[i].Lemma)
	if owner < 0 && (d == "the" || d == "") && lemma != "official" && lemma != "source" {
		for m := len(f.Mentions) - 1; m >= 0; m-- {
			if f.Mentions[m].First >= i || len(f.Mentions[m].Parties) != 1 || f.Parties[f.Mentions[m].Parties[0]].Schema != "Person" {
				continue
			}
			if f.hasTitle(f.Mentions[m], lemma) {
				f.mention(Nominal, f.phrase(i), i+1, f.Mentions[m].Parties[0])
				return
			}
		}
	}
	if lemma == "general" || lemma == "head" || lemma == "secretary" && owner < 0 {
		return
	}
	f.group(i)
}

// hasTitle reports whether the words around a person's mention hold a title.
func (f *finder) hasTitle(m Mention, lemma string) bool {
	for k := max(m.First-5, 0); k < min(m.Last+8, len(f.Doc.Tokens)); k++ {
		if strings.EqualFold(f.Doc.Tokens[k].Lemma, lemma) {
			return true
		}
	}
	return false
}

// groupOfUnnamed reports whether a singular noun stands for an unnamed person:
// "a senior U.S. official", "a source".
func (f *finder) groupOfUnnamed(i int, lemma string) bool {
	d := f.determiner(i)
	return (d == "a" || d == "an" || d == "one" || d == "another") && f.lex.is("people", lemma) && f.lex.is("person", lemma)
}

// group makes an unnamed group a party with a descriptive name. Only those that
// could act or be acted on are kept: subjects, objects and sources.
func (f *finder) group(i int) {
	first := f.phrase(i)
	if m, ok := f.cover[first-1]; ok && f.Mentions[m].Last == first {
		if p := f.Mentions[m].Parties; len(p) == 1 && f.Parties[p[0]].Schema != "Person" && f.Doc.Tokens[first-1].Tag != "POS" {
			first = f.Mentions[m].First // "U.S. officials", "a State Department official" name their body
		}
	}
	for k := first - 1; k >= 0; k-- {
		if t := f.Doc.Tokens[k]; t.Head == i && t.Rel == "nummod" {
			first = k
			continue
		}
		break
	}
	last := i + 1
	for _, c := range f.Doc.Children(i) {
		if t := f.Doc.Tokens[c]; c > i && (t.Rel == "amod" || t.Rel == "acl:relcl" && t.POS == english.ADJ) { // officials familiar with the matter
			if _, end := f.Doc.Subtree(c); end-i < 8 {
				last = end
			}
		}
	}
	last = max(last, f.acquaintance(i))
	name := f.text(first, last)
	if d := f.determiner(i); d == "the" || d == "these" || d == "those" {
		if p := f.known(f.text(f.phrase(i), i+1), f.Doc.Tokens[i].Lemma, "Group"); p >= 0 {
			f.mention(Nominal, first, last, p)
			return
		}
	}
	code := ""
	if p := f.owner(i); p >= 0 {
		code = f.Parties[p].Country
	}
	m := f.mention(Nominal, first, last, f.party(name, "Group", code))
	f.head[i] = m
}

// acquaintance returns where the words end that say what an unnamed source
// knows: "people with direct knowledge of the matter", "officials familiar with
// the plan". It returns i+1 where there are none.
func (f *finder) acquaintance(i int) int {
	t := f.Doc.Tokens
	k := i + 1
	switch f.lower(k) {
	case "familiar", "close", "privy", "briefed":
	case "with":
		if f.lower(k+1) != "knowledge" && f.lower(k+2) != "knowledge" {
			return i + 1
		}
	default:
		return i + 1
	}
	for k < len(t) && k < i+10 && t[k].POS != english.PUNCT && (t[k].POS != english.VERB || f.lower(k) == "briefed") && t[k].POS != english.AUX && t[k].POS != english.PRON {
		k++
	}
	return k
}

// weapon makes arms a party: "attack drones", "artillery shells".
func (f *finder) weapon(i int) {
	t := f.Doc.Tokens
	if t[i].Rel == "compound" || t[i].Lemma == "arm" && t[i].Tag != "NNS" {
		return
	}
	first := f.phrase(i)
	for first < i && (t[first].POS == english.NUM || t[first].POS == english.PUNCT || t[first].POS == english.VERB || t[first].Tag == "VBD" || t[first].Tag == "VBN" || t[first].POS == english.DET) {
		first++
	}
	if first < i && first > 0 && strings.HasSuffix(t[first].Form, "ing") && (t[first-1].Tag == "IN" || t[first-1].POS == english.VERB) {
		first++ // "of shipping shells" names the shells
	}
	words := f.text(first, i+1)
	if d := f.determiner(i); d == "the" || d == "its" || d == "these" || first == i {
		if p := f.known(words, f.text(i, i+1), "Weapon"); p >= 0 {
			f.mention(Nominal, first, i+1, p)
			return
		}
	}
	m := f.mention(Nominal, first, i+1, f.party(words, "Weapon", ""))
	f.head[i] = m
}
