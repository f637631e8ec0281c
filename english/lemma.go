package english

import "strings"

// lemma returns the dictionary form of a token: learned for forms whose lemma
// rules do not give, else by rules on the ending.
func (m *Model) lemma(form string, pos POS, tag string) string {
	lower := strings.ToLower(form)
	if strings.Contains(lower, "’") {
		lower = strings.ReplaceAll(lower, "’", "'")
	}
	if l, ok := m.lemmas[pos.String()+" "+lower]; ok {
		return l
	}
	return ruleLemma(form, lower, pos, tag, m.isLemma)
}

// isLemma reports whether a word is a lemma that training met.
func (m *Model) isLemma(pos POS, word string) bool {
	_, ok := m.lemmas["="+pos.String()+" "+word]
	return ok
}

// ruleLemma takes the ending off a word. known says which words are lemmas, so
// that hoped becomes hope and hopped hop.
func ruleLemma(form, lower string, pos POS, tag string, known func(POS, string) bool) string {
	switch pos {
	case PROPN:
		return form
	case NOUN:
		if tag == "NNS" {
			return pick(pos, known, lower, ending{"ies", "y"}, ending{"ves", "f"}, ending{"sses", "ss"}, ending{"shes", "sh"}, ending{"ches", "ch"}, ending{"xes", "x"}, ending{"zes", "z"}, ending{"men", "man"}, ending{"s", ""}, ending{"es", ""})
		}
	case VERB, AUX:
		switch tag {
		case "VBZ":
			return pick(pos, known, lower, ending{"ies", "y"}, ending{"sses", "ss"}, ending{"shes", "sh"}, ending{"ches", "ch"}, ending{"xes", "x"}, ending{"zzes", "zz"}, ending{"s", ""}, ending{"es", ""})
		case "VBD", "VBN":
			return pickVerb(known, lower, "ed", "ied")
		case "VBG":
			return pickVerb(known, lower, "ing", "")
		}
	case ADJ, ADV:
		switch tag {
		case "JJR", "RBR":
			return pick(pos, known, lower, ending{"ier", "y"}, ending{"er", ""}, ending{"er", "e"})
		case "JJS", "RBS":
			return pick(pos, known, lower, ending{"iest", "y"}, ending{"est", ""}, ending{"est", "e"})
		}
	}
	return lower
}

type ending struct{ from, to string }

// pick returns the first replacement of an ending that gives a known lemma,
// else the first that applies.
func pick(pos POS, known func(POS, string) bool, word string, endings ...ending) string {
	first := ""
	for _, e := range endings {
		stem, ok := strings.CutSuffix(word, e.from)
		if !ok || len(stem) < 1 {
			continue
		}
		if known(pos, stem+e.to) {
			return stem + e.to
		}
		if first == "" {
			first = stem + e.to
		}
	}
	if first == "" {
		return word
	}
	return first
}

func pickVerb(known func(POS, string) bool, word, suffix, y string) string {
	stem, ok := strings.CutSuffix(word, suffix)
	if !ok || len(stem) < 2 {
		return word
	}
	candidates := []string{stem, stem + "e"}
	if n := len(stem); n > 2 && stem[n-1] == stem[n-2] {
		candidates = append(candidates, stem[:n-1])
	}
	if y != "" && strings.HasSuffix(word, y) {
		candidates = append([]string{strings.TrimSuffix(word, y) + "y"}, candidates...)
	}
	for _, c := range candidates {
		if known(VERB, c) {
			return c
		}
	}
	// An unknown verb: a doubled consonant is single, two consonants or a
	// final l, r, w, x, y stand as they are, else an e was dropped.
	n := len(stem)
	switch {
	case y != "" && strings.HasSuffix(word, y):
		return candidates[0]
	case n > 2 && stem[n-1] == stem[n-2] && !strings.ContainsRune("sl", rune(stem[n-1])):
		return stem[:n-1]
	case strings.HasSuffix(stem, "at") || strings.HasSuffix(stem, "iz") || strings.HasSuffix(stem, "c") || strings.HasSuffix(stem, "s") && !strings.HasSuffix(stem, "ss") || strings.HasSuffix(stem, "v") || strings.HasSuffix(stem, "u") || strings.HasSuffix(stem, "g") && !strings.HasSuffix(stem, "ng"):
		return stem + "e"
	}
	return stem
}
