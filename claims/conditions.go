package claims

import (
	"interdict/english"
)

// matches reports whether a sense's conditions hold of a frame. party says
// whether a token is a party, or could be one.
func (f frame) matches(s *sense, lex *lexicon, party func(int) bool) bool {
	if s.Particle != "" && len(f.slot(s.Particle)) == 0 {
		return false
	}
	for _, c := range s.When {
		if f.holds(c, lex, party) == c.not {
			return false
		}
	}
	return true
}

func (f frame) holds(c condition, lex *lexicon, party func(int) bool) bool {
	switch c.op {
	case "word":
		for _, k := range f.t.kids[f.head] {
			if f.t.form(k) == c.slot {
				return true
			}
		}
		return false
	case "+": // a word that describes what stands in the slot
		for _, i := range f.slot(c.slot) {
			for _, k := range f.t.kids[i] {
				if c.want[f.t.lemma(k)] || c.want["false"] && c.slot == "obj" && (f.t.lemma(k) == "fake" || f.t.lemma(k) == "forged") {
					return true
				}
			}
		}
		return false
	case "aux":
		return f.t.wills(f.head) && !f.t.negated(f.head)
	case "neg":
		return f.t.negated(f.head) && (c.slot != "will" || f.t.wills(f.head))
	}
	heads := f.slot(c.slot)
	switch c.op {
	case "has":
		return len(heads) > 0
	case "no":
		return len(heads) == 0
	}
	for _, h := range heads {
		for _, i := range f.t.conjuncts(f.t.antecedent(h)) {
			switch c.op {
			case "party":
				if party(i) {
					return true
				}
			case "=":
				if c.want[f.t.lemma(i)] || c.want[f.t.form(i)] {
					return true
				}
			case "^":
				if s := f.inner(i, lex, party); s != nil && c.want[s.Type] {
					return true
				}
			case "~":
				for class := range c.want {
					if f.t.inClass(i, class, lex, party) {
						return true
					}
				}
			}
		}
	}
	return false
}

// inner returns the sense of a verb or event noun that stands in a slot, nil
// where it has none. In a tree with a loop it gives up after a few steps.
func (f frame) inner(i int, lex *lexicon, party func(int) bool) *sense {
	if f.depth > 4 {
		return nil
	}
	in := frame{t: f.t, head: i, noun: f.t.pos(i) == english.NOUN, depth: f.depth + 1}
	senses := lex.verbs[f.t.lemma(i)]
	if in.noun {
		senses = lex.nouns[f.t.lemma(i)]
	}
	return in.sense(senses, lex, party)
}

// sense returns the first sense whose conditions hold of a frame, or nil.
func (f frame) sense(senses []*sense, lex *lexicon, party func(int) bool) *sense {
	for _, s := range senses {
		if f.matches(s, lex, party) {
			return s
		}
	}
	return nil
}

// wills reports whether a verb's auxiliary tells what somebody will do or is able
// to bear: "will not talk", "would never accept", "cannot accept".
func (t *tree) wills(v int) bool {
	for _, a := range t.children(v, "aux") {
		switch t.form(a) {
		case "will", "would", "shall", "wo", "'ll", "'d", "can", "ca":
			return true
		}
	}
	return false
}

// inClass reports whether a nominal is of a class of nouns. "Part of the money"
// and "$60 million of the ether" are of the class of what they are part of.
func (t *tree) inClass(i int, class string, lex *lexicon, party func(int) bool) bool {
	for n := 0; n < 4; n++ {
		lemma := t.lemma(i)
		if class == "any" {
			return true
		}
		if lex.class[class][lemma] || lex.class[class][t.form(i)] {
			return true
		}
		schema, known := lex.people[lemma]
		switch class {
		case "person", "group":
			if known && (schema == "Person" || schema == "Company" || schema == "Organization") || t.pos(i) == english.PROPN && party(i) || t.pos(i) == english.PRON && t.kindOf(i) == "Person" {
				return true
			}
		case "org", "company", "body", "state", "document":
			if known && schema != "Person" && schema != "Vessel" || t.pos(i) == english.PROPN && party(i) && t.kindOf(i) != "Person" {
				return class != "document"
			}
			if class == "document" && lex.cues["medium"][lemma] {
				return true
			}
		case "individual": // a person, and not a state or body with a name
			if known && schema == "Person" || t.kindOf(i) == "Person" {
				return true
			}
		case "official": // one who speaks or travels for a state or body
			if t.pos(i) == english.PROPN && t.kindOf(i) == "Person" {
				return true
			}
		case "bloc": // what one can be a member of or a party to
			if k := t.kindOf(i); t.pos(i) == english.PROPN && (k == "Organization" || k == "PublicBody") {
				return true
			}
		case "panel", "ngo":
			if party(i) {
				return true
			}
		case "money":
			for _, k := range t.kids[i] {
				if f := t.form(k); f == "$" || f == "€" || f == "£" {
					return true
				}
			}
		}
		if c := t.child(i, "compound"); c >= 0 && lex.class[class][t.lemma(c)] && class != "arms" {
			return true
		}
		next := -1
		for _, k := range t.children(i, "nmod") {
			if t.preposition(k) == "of" && (partitive[lemma] || t.pos(i) == english.NUM || t.pos(i) == english.SYM) {
				next = k
			}
		}
		if next < 0 {
			return false
		}
		i = next
	}
	return false
}

// partitive nouns measure what follows "of".
var partitive = map[string]bool{"part": true, "some": true, "ton": true, "tonne": true, "barrel": true, "number": true, "lot": true,
	"piece": true, "kilogram": true, "pound": true, "million": true, "billion": true, "thousand": true, "dozen": true, "hundred": true, "worth": true,
	"type": true, "kind": true, "batch": true, "load": true, "cargo": true, "shipment": true, "amount": true, "quantity": true, "most": true,
	"all": true, "container": true, "bulk": true, "half": true, "range": true, "list": true, "one": true, "any": true, "none": true, "each": true,
	"member": true, "unit": true, "variety": true, "series": true, "round": true, "wave": true, "string": true, "spate": true, "set": true, "handful": true, "majority": true, "couple": true, "rank": true, "stock": true, "stockpile": true, "share": true, "rest": true}
