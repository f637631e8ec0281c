package claims

import (
	"slices"
	"strings"

	"interdict/attribution"
	"interdict/document"
	"interdict/english"
	"interdict/ledger"
	"interdict/parties"
)

// A finder holds what is known of one document while its rows are made.
type finder struct {
	t   *tree
	lex *lexicon
	doc *document.Document
	set *parties.Set
	// model found the learned attributions, where any were looked for
	model *attribution.Model
	// resolve gives the parties of a token; it is set's own but in tests
	resolve   func(token int) []int
	atts      []Attribution
	cover     [][]int // attributions that each token is content of
	learned   [][]int // attributions found by the model alone, by token of their content
	acts      map[int]int
	issuer    int           // party that issues the document, -1 for a news outlet's own work
	groups    map[int][]int // token to the party made for it here
	according map[int][]int // sentence to the attributions by "according to" in it, nil until asked for
	unsaid    int           // the party "unnamed source", -1 until it is needed
	dates     []datePhrase
	rows      []Row
}

// who returns the parties that a nominal stands for. A thing that a party has
// or is made of acts for it: planes of an airline, a state's port, an Israeli
// raid. A noun for people or bodies that names none of the known parties
// becomes a party of its own.
func (f *finder) who(i int) []int { return f.whoDepth(i, 0) }

func (f *finder) whoDepth(i, depth int) []int {
	t := f.t
	i = t.antecedent(i)
	if ps := f.groups[i]; ps != nil {
		return ps
	}
	if subj := t.child(i, "nsubj"); subj >= 0 && t.child(i, "cop") >= 0 && depth < 4 && t.pos(i) == english.NOUN {
		// "X is not the only official who": the noun says of X what he is.
		if ps := f.whoDepth(subj, depth+1); len(ps) > 0 {
			return ps
		}
	}
	if ps := f.namely(i); ps != nil {
		return ps
	}
	if ps := f.resolve(i); len(ps) > 0 && !f.thing(ps) {
		return ps
	}
	if f.issuer >= 0 && t.quote[i] < 0 {
		switch t.form(i) {
		case "we", "us", "ours":
			return []int{f.issuer} // a document that a party issues speaks of itself
		}
	}
	if depth > 4 || t.pos(i) == english.VERB {
		return nil
	}
	lemma := t.lemma(i)
	if partitive[lemma] || t.pos(i) == english.NUM && depth == 0 {
		for _, k := range t.children(i, "nmod") {
			if t.preposition(k) == "of" {
				if ps := f.whoDepth(k, depth+1); len(ps) > 0 && t.pos(i) != english.NUM {
					return ps
				}
			}
		}
	}
	if crowdWord[lemma] && t.Tokens[i].Tag == "NNS" && t.child(i, "nmod") < 0 {
		return f.group(i, "Group") // "thousands rallied"
	}
	schema, known := f.lex.people[lemma]
	if known && !t.pronoun(i) {
		if ps := f.owned(i, lemma, schema); ps != nil {
			return ps
		}
		if ps := f.named(i, schema); ps != nil {
			return ps
		}
		return f.group(i, schema)
	}
	if t.pronoun(i) || f.lex.cues["noun-claim"][lemma] {
		return nil
	}
	for _, slot := range []string{"of", "poss", "comp", "adj", "by"} {
		if slot == "of" && f.lex.class["trade"][lemma] {
			continue
		}
		for _, k := range (frame{t: t, head: i, noun: true}).nounSlot(slot) {
			if ps := f.whoDepth(k, depth+1); len(ps) > 0 {
				return ps
			}
		}
	}
	return nil
}

// crowdWord has numbers that stand for as many people where nothing else is said
// to be counted.
var crowdWord = map[string]bool{"dozen": true, "score": true, "hundred": true, "thousand": true, "million": true}

// thing reports whether all of the parties are weapons, which do nothing.
func (f *finder) thing(ps []int) bool {
	for _, p := range ps {
		if f.set.Parties[p].Schema != "Weapon" {
			return false
		}
	}
	return true
}

// named returns the person whose name stands before a noun that says who that
// is, set off by a comma, wherever the tree hangs them: "Kim Yo Jong, the sister
// of the leader, denied".
func (f *finder) named(i int, schema string) []int {
	t := f.t
	if schema != "Person" || t.Tokens[i].Tag == "NNS" {
		return nil
	}
	k := i
	for k > 0 && t.sent[k-1] == t.sent[i] && (t.pos(k-1) == english.ADJ || t.pos(k-1) == english.NOUN || t.pos(k-1) == english.DET || t.pos(k-1) == english.ADV || t.rel(k-1) == "compound") {
		k--
	}
	if k < 2 || t.form(k-1) != "," || t.pos(k) != english.DET || t.sent[k-2] != t.sent[i] || t.pos(k-2) != english.PROPN {
		return nil
	}
	if ps := f.resolve(k - 2); len(ps) == 1 && f.set.Parties[ps[0]].Schema == "Person" {
		return ps
	}
	return nil
}

// namely returns the parties that are named behind a noun that counts them: "two
// ships, the Lady R and the Angara".
func (f *finder) namely(i int) (out []int) {
	t := f.t
	count := t.child(i, "nummod")
	if count < 0 || t.child(i, "cc") >= 0 {
		return nil
	}
	names := t.children(i, "appos")
	for _, k := range t.children(i, "conj") {
		if t.pos(k) != english.PROPN {
			return nil
		}
		names = append(names, k)
	}
	for _, k := range names {
		for _, name := range t.conjuncts(k) {
			for _, p := range f.resolve(name) {
				if !slices.Contains(out, p) {
					out = append(out, p)
				}
			}
		}
	}
	if n, ok := numberOf(t.form(count)); !ok || n != len(out) || n < 2 {
		return nil // a place or an office of some of them, or others beside them
	}
	return out
}

// owned lets vehicles and troops of a known party act as that party: "lorries
// of the Asia Sun Group".
func (f *finder) owned(i int, lemma, schema string) []int {
	if schema != "Vessel" && !f.lex.class["aircraft"][lemma] && lemma != "lorry" && lemma != "truck" {
		return nil
	}
	for _, k := range f.t.children(i, "nmod") {
		if p := f.t.preposition(k); p == "of" || f.t.rel(k) == "nmod:poss" {
			if ps := f.resolve(k); len(ps) > 0 {
				return ps
			}
		}
	}
	return nil
}

func (t *tree) pronoun(i int) bool { return t.pos(i) == english.PRON || t.pos(i) == english.DET }

// group makes a party of a noun phrase without a name: "three Russian aerospace
// firms", "two officials familiar with the matter".
func (f *finder) group(i int, schema string) []int {
	t := f.t
	plural := t.Tokens[i].Tag == "NNS" || t.child(i, "nummod") >= 0
	if plural || t.child(i, "conj") >= 0 && schema == "Person" && f.bare(i) {
		schema = "Group"
	}
	tokens := t.subtree(i, func(k int) bool {
		return k > i && !f.tellsWho(k) || is(t.rel(k), []string{"cc", "conj", "punct", "appos"}) ||
			t.head(k) == i && (is(t.rel(k), []string{"case", "mark", "nsubj", "cop", "advmod", "obl", "aux", "nmod:poss"}) || k < i && is(t.rel(k), []string{"acl", "advcl", "dep", "parataxis"}))
	})
	for len(tokens) > 1 && (t.form(tokens[0]) == "the" || t.form(tokens[0]) == "a" || t.form(tokens[0]) == "an" || t.pos(tokens[0]) == english.PUNCT || t.pos(tokens[0]) == english.ADP) {
		tokens = tokens[1:]
	}
	start, end := t.span(tokens)
	if end <= start {
		return nil
	}
	name := strings.Join(strings.Fields(t.Text[start:end]), " ")
	for id, p := range f.set.Parties {
		if strings.EqualFold(p.Name, name) && (p.Schema == schema || p.Schema == "Group") {
			f.groups[i] = []int{id}
			return f.groups[i]
		}
	}
	id := f.set.Add(parties.Party{Name: name, Schema: schema, Mentions: []int{len(f.set.Mentions)}})
	f.set.Mentions = append(f.set.Mentions, parties.Mention{Parties: []int{id}, First: tokens[0], Last: tokens[len(tokens)-1] + 1, Start: start, End: end, Head: i})
	f.groups[i] = []int{id}
	return f.groups[i]
}

func (f *finder) bare(i int) bool { return f.t.child(i, "det", "nmod:poss") < 0 }

// tellsWho reports whether what follows a noun says which people are meant:
// "familiar with the matter", "with direct knowledge", "at the agency".
func (f *finder) tellsWho(k int) bool {
	switch base(f.t.rel(k)) {
	case "amod":
		return true
	case "nmod":
		p := f.t.preposition(k)
		return p == "with" || p == "for" || p == "at" || p == "in" || p == "of"
	}
	return false
}

// all resolves heads and what is coordinated with them.
func (f *finder) all(heads []int) []int {
	var out []int
	for _, h := range heads {
		h = f.t.antecedent(h)
		for _, i := range f.t.conjuncts(h) {
			for _, p := range f.who(i) {
				if !slices.Contains(out, p) {
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// things resolves heads to weapons, vessels and other parties that are objects.
func (f *finder) things(heads []int) []int {
	var out []int
	for _, h := range heads {
		for _, i := range f.t.conjuncts(f.t.antecedent(h)) {
			ps := f.resolve(i)
			if len(ps) == 0 && f.lex.people[f.t.lemma(i)] == "Vessel" {
				ps = f.group(i, "Vessel")
			}
			for _, p := range ps {
				switch f.set.Parties[p].Schema {
				case "Weapon", "Vessel", "Airplane", "Group":
					if !slices.Contains(out, p) {
						out = append(out, p)
					}
				}
			}
		}
	}
	return out
}

// role fills one role of a sense: the first of its slots that holds a party. It
// notes in filled what was found where.
func (f *finder) role(name string, fr frame, slots []string, filled *[]Role) []int {
	r := Role{Name: name, Tried: slots}
	var ps []int
	for _, slot := range slots {
		heads := fr.slot(slot)
		if name == "object" {
			ps = f.things(heads)
		} else {
			ps = f.all(heads)
		}
		if len(ps) > 0 {
			r.Slot, r.Heads, r.parties = slot, heads, ps
			break
		}
	}
	*filled = append(*filled, r)
	return ps
}

// unnamed returns the party that stands for a source that nobody names, with
// the hedge as its mention.
func (f *finder) unnamed(token int) int {
	if f.unsaid < 0 {
		f.unsaid = f.set.Add(parties.Party{Name: "unnamed source", Schema: "Group"})
	}
	if token >= 0 {
		p := &f.set.Parties[f.unsaid]
		p.Mentions = append(p.Mentions, len(f.set.Mentions))
		tok := f.t.Tokens[token]
		f.set.Mentions = append(f.set.Mentions, parties.Mention{Parties: []int{f.unsaid}, First: token, Last: token + 1, Start: tok.Start, End: tok.End, Head: token})
	}
	return f.unsaid
}

// counts says how many of an unnamed group fill the given heads.
func (f *finder) counts(heads ...[]int) []ledger.Count {
	var out []ledger.Count
	for _, hs := range heads {
		for _, h := range hs {
			for _, i := range f.t.conjuncts(f.t.antecedent(h)) {
				num := f.t.child(i, "nummod")
				if num < 0 || f.t.pos(i) != english.NOUN {
					continue
				}
				if _, ok := f.lex.people[f.t.lemma(i)]; !ok {
					continue
				}
				n, ok := numberOf(f.t.Tokens[num].Form)
				if !ok || num > i {
					continue
				}
				out = append(out, ledger.Count{N: n, Of: f.t.Text[f.t.Tokens[num+1].Start:f.t.Tokens[i].End]})
			}
		}
	}
	return out
}
