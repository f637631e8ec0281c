package english

import "strings"

// mend puts right what the parser is known to have wrong of phrases, in a sentence
// whose first token has the place offset in its document.
func mend(tokens []Token, offset int) {
	for i := 1; i < len(tokens); i++ {
		notFlat(tokens, i, offset)
	}
	for i := range tokens {
		opensPhrase(tokens, i, offset)
		notCalled(tokens, i, offset)
		coordinated(tokens, i, offset)
	}
}

// coordinated hangs the last of several on the first, as UD does, where it hangs on
// one between that only a comma joins ("Japan, Korea and Kenya"); and makes a name of
// the noun before it where nothing joins the two but a comma ("its manager, Harbour
// Shipping, and").
func coordinated(tokens []Token, i, offset int) {
	t := &tokens[i]
	h := t.Head - offset
	if t.Rel != "conj" || t.Head < 0 || h >= i {
		return
	}
	joined := func(at int) bool { // by a word
		for k := range tokens {
			if tokens[k].Rel == "cc" && tokens[k].Head == offset+at {
				return true
			}
		}
		return false
	}
	switch {
	case tokens[h].Rel == "conj" && joined(i) && !joined(h) && tokens[h].POS != VERB && tokens[h].Head >= 0:
		t.Head = tokens[h].Head
	case t.POS == PROPN && tokens[h].POS == NOUN && !strings.HasSuffix(tokens[h].Tag, "S"):
		for k := range tokens {
			if (tokens[k].Head == offset+h || tokens[k].Head == offset+i) && tokens[k].Rel == "conj" && joined(k) {
				return
			}
		}
		t.Rel = "appos"
	}
}

// notCalled makes a subject of a name right before its verb that is taken for one
// who is spoken to, without a comma: "Kim is the only one".
func notCalled(tokens []Token, i, offset int) {
	h := tokens[i].Head - offset
	if tokens[i].Rel != "vocative" || tokens[i].Head < 0 || h <= i {
		return
	}
	for k := range tokens {
		if rel, _, _ := strings.Cut(tokens[k].Rel, ":"); tokens[k].Head == offset+h && (rel == "nsubj" || rel == "csubj" || rel == "expl") || i < k && k < h && tokens[k].Form == "," {
			return
		}
	}
	tokens[i].Rel = "nsubj"
}

// opensPhrase hangs a preposition on the head of the noun phrase that follows, not
// on a word that describes it: "according to ship-tracking data".
func opensPhrase(tokens []Token, i, offset int) {
	t := &tokens[i]
	h := t.Head - offset
	if t.Rel != "case" || t.Head < 0 || h <= i || strings.HasPrefix(t.Tag, "POS") {
		return
	}
	top := h
	for range 6 {
		next := tokens[top].Head - offset
		if tokens[top].Head < 0 || next <= top || !describes(tokens, top, offset) {
			break
		}
		top = next
	}
	if top == h || tokens[top].POS != NOUN && tokens[top].POS != PROPN {
		return
	}
	for k := range tokens {
		if tokens[k].Head == offset+top && tokens[k].Rel == "case" && tokens[k].Tag != "POS" {
			return // it has one of its own
		}
	}
	t.Head = offset + top
}

// describes reports whether a token describes a noun behind it, or a word that
// does.
func describes(tokens []Token, i, offset int) bool {
	switch tokens[i].Rel {
	case "compound", "amod", "nmod:poss":
		return true
	case "obl:unmarked", "nmod:unmarked":
		rel := tokens[tokens[i].Head-offset].Rel
		return rel == "amod" || rel == "compound"
	}
	return false
}

// notFlat makes a compound of two words in small letters that are taken for a
// name: "defence ministry", whose head is its last word.
func notFlat(tokens []Token, i, offset int) {
	a, b := &tokens[i-1], &tokens[i]
	if b.Rel != "flat" || b.Head != offset+i-1 || strings.ToLower(a.Form) != a.Form || strings.ToLower(b.Form) != b.Form {
		return
	}
	b.Head, b.Rel, b.POS = a.Head, a.Rel, NOUN
	for k := range tokens {
		if tokens[k].Head == offset+i-1 {
			tokens[k].Head = offset + i
		}
	}
	a.Head, a.Rel = offset+i, "compound"
}
