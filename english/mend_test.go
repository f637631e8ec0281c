package english

import "testing"

// TestMend puts right phrases that a parser is known to misread.
func TestMend(t *testing.T) {
	type tok struct {
		form string
		pos  POS
		tag  string
		head int
		rel  string
	}
	for _, tt := range []struct {
		name   string
		tokens []tok
		at     int // the token that is put right
		head   int
		rel    string
	}{
		{"a preposition of a phrase", []tok{{"to", ADP, "IN", 1, "case"}, {"ship", NOUN, "NN", 2, "compound"}, {"data", NOUN, "NN", -1, "root"}}, 0, 2, "case"},
		{"a preposition of its own noun", []tok{{"to", ADP, "IN", 1, "case"}, {"data", NOUN, "NN", 2, "obl"}, {"went", VERB, "VBD", -1, "root"}}, 0, 1, "case"},
		{"a possessor's mark", []tok{{"Iran", PROPN, "NNP", 2, "nmod:poss"}, {"'s", PART, "POS", 0, "case"}, {"data", NOUN, "NN", -1, "root"}}, 1, 0, "case"},
		{"nobody is spoken to", []tok{{"Kim", PROPN, "NNP", 2, "vocative"}, {"is", AUX, "VBZ", 2, "cop"}, {"there", ADV, "RB", -1, "root"}}, 0, 2, "nsubj"},
		{"somebody is", []tok{{"Kim", PROPN, "NNP", 2, "vocative"}, {",", PUNCT, ",", 0, "punct"}, {"go", VERB, "VB", -1, "root"}}, 0, 2, "vocative"},
		{"the last of three", []tok{{"Japan", PROPN, "NNP", -1, "root"}, {",", PUNCT, ",", 2, "punct"}, {"Korea", PROPN, "NNP", 0, "conj"}, {"and", CCONJ, "CC", 4, "cc"}, {"Kenya", PROPN, "NNP", 2, "conj"}}, 4, 0, "conj"},
		{"two of two", []tok{{"Japan", PROPN, "NNP", 2, "nsubj"}, {"and", CCONJ, "CC", 3, "cc"}, {"met", VERB, "VBD", -1, "root"}, {"Kenya", PROPN, "NNP", 0, "conj"}}, 3, 0, "conj"},
		{"a name behind a comma", []tok{{"manager", NOUN, "NN", -1, "root"}, {",", PUNCT, ",", 2, "punct"}, {"Smith", PROPN, "NNP", 0, "conj"}}, 2, 0, "appos"},
	} {
		const offset = 5
		tokens := make([]Token, len(tt.tokens))
		for i, x := range tt.tokens {
			tokens[i] = Token{Form: x.form, POS: x.pos, Tag: x.tag, Head: x.head, Rel: x.rel}
			if x.head >= 0 {
				tokens[i].Head += offset
			}
		}
		mend(tokens, offset)
		if got := tokens[tt.at]; got.Head != offset+tt.head || got.Rel != tt.rel {
			t.Errorf("%s: hangs as %s on %d, want %s on %d", tt.name, got.Rel, got.Head-offset, tt.rel, tt.head)
		}
	}
}
