package eval

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

const treeFile = `# newdoc id = one
# sent_id = 1
# newpar id = p1
# text = We don't go.
1	We	we	PRON	PRP	_	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	go	go	VERB	VB	_	0	root	_	SpaceAfter=No
4.1	go	go	VERB	VB	_	_	_	0:root	_
5	.	.	PUNCT	.	_	4	punct	_	_

# sent_id = 2
# text = Été!
1	Été	Été	NOUN	NN	_	0	root	_	SpaceAfter=No
2	!	!	PUNCT	.	_	1	punct	_	_

# newpar id = p2
1	Bye	bye	INTJ	UH	_	0	root	_	_

# newdoc id = two
1	Yes	yes	INTJ	UH	_	0	root	_	_
`

func readTrees(t *testing.T, s string) []treeDoc {
	t.Helper()
	docs, err := readCoNLLU(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

func TestCoNLLUGivesRawText(t *testing.T) {
	docs := readTrees(t, treeFile)
	if len(docs) != 2 {
		t.Fatalf("%d documents", len(docs))
	}
	if want := "We don't go. Été!\n\nBye"; docs[0].text != want {
		t.Errorf("text %q, want %q", docs[0].text, want)
	}
	if w, s, k := len(docs[0].words), len(docs[0].sentences), len(docs[0].tokens); w != 8 || s != 3 || k != 7 {
		t.Errorf("%d words in %d sentences of %d tokens", w, s, k)
	}
	for _, bad := range []string{
		"1\tx\n", "1\tx\tx\tX\tX\t_\t9\troot\t_\t_\n\n", "2\tx\tx\tX\tX\t_\t0\troot\t_\t_\n\n", "1-x\tx\t_\t_\t_\t_\t_\t_\t_\t_\n",
	} {
		if _, err := readCoNLLU(strings.NewReader(bad)); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
}

// tok makes a token of a stretch of the text that begins at or after from.
func tok(text, form string, from int, upos string, head int, rel string) Token {
	i := from + strings.Index(text[from:], form)
	return Token{Start: i, End: i + len(form), UPOS: upos, Head: head, Rel: rel}
}

func TestScoreTrees(t *testing.T) {
	gold := readTrees(t, treeFile)[0]
	text := gold.text
	first := []Token{
		tok(text, "We", 0, "PRON", 4, "nsubj:outer"), // a subtype is not scored
		tok(text, "do", 0, "VERB", 4, "aux"),         // the wrong tag
		tok(text, "n't", 0, "PART", 2, "advmod"),     // the wrong head
		tok(text, "go", 0, "VERB", 0, "root"),
		tok(text, ".", 0, "PUNCT", 4, "dep"), // the wrong relation
	}
	for _, c := range []struct {
		name                            string
		trees                           [][]Token
		words, sentences, pos, uas, las prf
	}{
		{
			"split as in gold",
			[][]Token{first, {tok(text, "Été", 0, "NOUN", 0, "root"), tok(text, "!", 0, "PUNCT", 1, "punct")}, {tok(text, "Bye", 0, "INTJ", 0, "root")}},
			prf{8, 8, 8}, prf{3, 3, 3}, prf{8, 8, 7}, prf{8, 8, 7}, prf{8, 8, 6},
		},
		{
			// One sentence of all; "Été!" is one token; Bye hangs on it, which has no partner in gold.
			"joined",
			[][]Token{append(append([]Token{}, first...), tok(text, "Été!", 0, "NOUN", 4, "dep"), tok(text, "Bye", 0, "INTJ", 6, "dep"))},
			prf{8, 7, 6}, prf{3, 1, 0}, prf{8, 7, 5}, prf{8, 7, 4}, prf{8, 7, 3},
		},
		{
			"the contraction left whole",
			[][]Token{{tok(text, "We", 0, "PRON", 3, "nsubj"), tok(text, "don't", 0, "AUX", 3, "aux"), tok(text, "go", 0, "VERB", 0, "root"), tok(text, ".", 0, "PUNCT", 3, "punct")}},
			prf{8, 4, 3}, prf{3, 1, 1}, prf{8, 4, 3}, prf{8, 4, 3}, prf{8, 4, 3},
		},
		{"nothing", nil, prf{8, 0, 0}, prf{3, 0, 0}, prf{8, 0, 0}, prf{8, 0, 0}, prf{8, 0, 0}},
	} {
		out, err := parsedDoc(text, c.trees)
		if err != nil {
			t.Fatal(err)
		}
		s := scoreTrees(gold, out)
		got := fmt.Sprint(s.words, s.sentences, s.upos, s.uas, s.las)
		if want := fmt.Sprint(c.words, c.sentences, c.pos, c.uas, c.las); got != want {
			t.Errorf("%s: words, sentences, pos, uas, las\n got %s\nwant %s", c.name, got, want)
		}
	}
}

func TestMultiwordTokensOnBothSides(t *testing.T) {
	gold := readTrees(t, treeFile)[0]
	i := strings.Index(gold.text, "don't")
	out, err := parsedDoc(gold.text, [][]Token{{
		tok(gold.text, "We", 0, "PRON", 0, "root"),
		{Start: i, End: i + 5, Form: "Do", UPOS: "AUX", Head: 1, Rel: "aux"},
		{Start: i, End: i + 5, Form: "not", UPOS: "PART", Head: 1, Rel: "advmod"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	s := scoreTrees(gold, out)
	if s.words != (prf{8, 3, 2}) || s.tokens != (prf{7, 2, 2}) {
		t.Errorf("words %v tokens %v: the forms do and not in one token are one agreement, besides We", s.words, s.tokens)
	}
}

func TestParsedDocRefusesImpossibleTrees(t *testing.T) {
	for name, tree := range map[string][]Token{
		"outside": {{Start: 0, End: 99}},
		"order":   {{Start: 2, End: 3}, {Start: 0, End: 1}},
		"head":    {{Start: 0, End: 1, Head: 2}},
	} {
		if _, err := parsedDoc("a b c", [][]Token{tree}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestTreebank(t *testing.T) {
	dir := benchDir(t, map[string]string{
		"reading/ud-ewt/dev.conllu.gz": treeFile,
		"reading/ud-ewt/test.conllu":   "1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n\n",
	})
	got, _ := measured(t, dir, Options{Suites: []string{"reading"}, Parse: func(_ context.Context, text string) ([][]Token, error) {
		if text == "Yes" {
			return [][]Token{{{Start: 0, End: 3, UPOS: "INTJ", Rel: "root"}}}, nil
		}
		return nil, nil
	}})
	check(t, got, map[string]want{
		"ewt.pos test": {1, 1},
		"ewt.las dev":  {2.0 / 10, 9},
		"ewt.uas all":  {4.0 / 12, 10},
	})
}

func FuzzCoNLLU(f *testing.F) {
	f.Add(treeFile)
	f.Add("1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\tX\t_\t_\t0\troot\t_\t_\n\n# newpar\n")
	f.Fuzz(func(t *testing.T, s string) {
		docs, err := readCoNLLU(strings.NewReader(s))
		if err != nil {
			return
		}
		for _, d := range docs {
			c := scoreTrees(d, d).words
			if c.both > c.gold {
				t.Errorf("%d of %d words agree", c.both, c.gold)
			}
		}
	})
}
