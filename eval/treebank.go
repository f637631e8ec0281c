package eval

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"unicode"
)

// TreeScore counts what the CoNLL 2018 shared task scores: tokens, sentences
// and words that agree by their characters, and of the words that do, those
// with the same tag, head, and head with relation.
type TreeScore struct {
	tokens, sentences, words prf
	upos, uas, las           prf
}

func (s *TreeScore) add(t TreeScore) {
	s.tokens.add(t.tokens)
	s.sentences.add(t.sentences)
	s.words.add(t.words)
	s.upos.add(t.upos)
	s.uas.add(t.uas)
	s.las.add(t.las)
}

// treebank measures the parser from raw text on reading/ud-ewt/{dev,test}.conllu,
// as the CoNLL 2018 shared task does. The group all has the parts that are there;
// where both are, each also has its group. n is the number of gold words.
func (r *run) treebank(ctx context.Context) error {
	if r.opts.Parse == nil {
		return skipped("nothing to parse with")
	}
	var all TreeScore
	byPart := map[string]TreeScore{}
	for _, part := range []string{"dev", "test"} {
		found := r.find("reading/ud-ewt/" + part + ".conllu")
		if len(found) == 0 {
			continue
		}
		f, err := open(found[0])
		if err != nil {
			return err
		}
		docs, err := readCoNLLU(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", found[0], err)
		}
		scores := make([]TreeScore, len(docs))
		err = r.each(ctx, len(docs), func(ctx context.Context, i int) error {
			trees, err := r.opts.Parse(ctx, docs[i].text)
			if err != nil {
				return err
			}
			out, err := parsedDoc(docs[i].text, trees)
			if err != nil {
				return err
			}
			scores[i] = scoreTrees(docs[i], out)
			return nil
		})
		if err != nil {
			return err
		}
		var sum TreeScore
		for _, s := range scores {
			sum.add(s)
		}
		byPart[part] = sum
		all.add(sum)
	}
	if len(byPart) == 0 {
		return skipped("no reading/ud-ewt/dev.conllu.gz and no test.conllu.gz")
	}
	r.addTrees("all", all)
	if len(byPart) > 1 {
		r.addTrees("dev", byPart["dev"])
		r.addTrees("test", byPart["test"])
	}
	return nil
}

func (r *run) addTrees(group string, s TreeScore) {
	for _, f := range []struct {
		name string
		c    prf
	}{
		{"tokens", s.tokens}, {"sentences", s.sentences}, {"words", s.words},
		{"pos", s.upos}, {"uas", s.uas}, {"las", s.las},
	} {
		r.addRatio("ewt."+f.name, group, float64(2*f.c.both), float64(f.c.gold+f.c.out), f.c.gold)
	}
}

// solid counts the characters of a text, white space aside.
func solid(s string) int {
	n := 0
	for _, c := range s {
		if !unicode.IsSpace(c) {
			n++
		}
	}
	return n
}

// parsedDoc puts a parser's trees into the terms of gold ones.
func parsedDoc(text string, trees [][]Token) (treeDoc, error) {
	doc := treeDoc{text: text}
	at := make([]int, len(text)+1) // solid characters before each byte
	n := 0
	for i, c := range text {
		at[i] = n
		if !unicode.IsSpace(c) {
			n++
		}
		for j := i + 1; j < len(text) && j < i+len(string(c)); j++ {
			at[j] = n
		}
	}
	at[len(text)] = n
	last := 0
	for _, tree := range trees {
		if len(tree) == 0 {
			continue
		}
		first := len(doc.words)
		for i, t := range tree {
			if t.Start < last || t.End < t.Start || t.End > len(text) {
				return doc, fmt.Errorf("token %d–%d is out of order or outside the text of %d bytes", t.Start, t.End, len(text))
			}
			if t.Head < 0 || t.Head > len(tree) {
				return doc, fmt.Errorf("head %d in a sentence of %d words", t.Head, len(tree))
			}
			last = t.Start
			w := treeWord{start: at[t.Start], end: at[t.End], form: t.Form, upos: t.UPOS, head: first + t.Head - 1, rel: t.Rel}
			if w.form == "" {
				w.form = text[t.Start:t.End]
			}
			w.form = strings.ToLower(w.form)
			if t.Head == 0 {
				w.head = -1
			}
			same := func(j int) bool {
				return j >= 0 && j < len(tree) && tree[j].Start == t.Start && tree[j].End == t.End
			}
			w.multi = same(i-1) || same(i+1)
			if !same(i - 1) {
				doc.tokens = append(doc.tokens, [2]int{w.start, w.end})
			}
			doc.words = append(doc.words, w)
		}
		doc.sentences = append(doc.sentences, [2]int{doc.words[first].start, doc.words[len(doc.words)-1].end})
	}
	return doc, nil
}

func scoreTrees(gold, out treeDoc) TreeScore {
	var s TreeScore
	s.tokens = scoreSpans(gold.tokens, out.tokens)
	s.sentences = scoreSpans(gold.sentences, out.sentences)
	pairs := alignWords(gold.words, out.words)
	toGold := make([]int, len(out.words))
	for i := range toGold {
		toGold[i] = -2 // aligned with nothing
	}
	for _, p := range pairs {
		toGold[p[1]] = p[0]
	}
	s.words = prf{len(gold.words), len(out.words), len(pairs)}
	s.upos, s.uas, s.las = s.words, s.words, s.words
	s.upos.both, s.uas.both, s.las.both = 0, 0, 0
	for _, p := range pairs {
		g, o := gold.words[p[0]], out.words[p[1]]
		if g.upos == o.upos {
			s.upos.both++
		}
		head := -1
		if o.head >= 0 {
			head = toGold[o.head]
		}
		if head != g.head {
			continue
		}
		s.uas.both++
		if mainRel(g.rel) == mainRel(o.rel) {
			s.las.both++
		}
	}
	return s
}

// mainRel is a relation without its subtype, which is not scored.
func mainRel(rel string) string {
	main, _, _ := strings.Cut(rel, ":")
	return main
}

// scoreSpans counts the spans that both sides have.
func scoreSpans(gold, out [][2]int) prf {
	c := prf{gold: len(gold), out: len(out)}
	for i, j := 0, 0; i < len(gold) && j < len(out); {
		switch cmp.Or(gold[i][0]-out[j][0], gold[i][1]-out[j][1]) {
		case 0:
			c.both, i, j = c.both+1, i+1, j+1
		default:
			if gold[i][0] < out[j][0] || gold[i][0] == out[j][0] && gold[i][1] < out[j][1] {
				i++
			} else {
				j++
			}
		}
	}
	return c
}

// alignWords pairs gold and output words: those with the same characters, and
// within a written token that is several words on either side, the longest
// common subsequence of the words' forms.
func alignWords(g, o []treeWord) [][2]int {
	var pairs [][2]int
	for i, j := 0, 0; i < len(g) && j < len(o); {
		if g[i].multi || o[j].multi {
			gs, os, ge, oe, ok := multiSpan(g, o, i, j)
			if !ok { // the two do not touch: the earlier one has no partner
				i, j = ge, oe
				continue
			}
			for _, p := range commonForms(g[gs:ge], o[os:oe]) {
				pairs = append(pairs, [2]int{gs + p[0], os + p[1]})
			}
			i, j = ge, oe
			continue
		}
		switch {
		case g[i].start == o[j].start && g[i].end == o[j].end:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case g[i].start <= o[j].start:
			i++
		default:
			j++
		}
	}
	return pairs
}

// multiSpan finds the words on both sides that cover the same stretch as the
// token of several words at i or j.
func multiSpan(g, o []treeWord, i, j int) (gs, os, ge, oe int, ok bool) {
	end := 0
	if g[i].multi {
		end = g[i].end
		if !o[j].multi && o[j].start < g[i].start {
			return i, j, i, j + 1, false
		}
	} else {
		end = o[j].end
		if g[i].start < o[j].start {
			return i, j, i + 1, j, false
		}
	}
	gs, os, ge, oe = i, j, i, j
	for ge < len(g) && (g[ge].multi && g[ge].start < end || g[ge].end <= end) ||
		oe < len(o) && (o[oe].multi && o[oe].start < end || o[oe].end <= end) {
		if ge < len(g) && (oe >= len(o) || g[ge].start <= o[oe].start) {
			if g[ge].multi && g[ge].end > end {
				end = g[ge].end
			}
			ge++
		} else {
			if o[oe].multi && o[oe].end > end {
				end = o[oe].end
			}
			oe++
		}
	}
	return gs, os, ge, oe, true
}

// commonForms is the longest common subsequence of two runs of words by form.
func commonForms(g, o []treeWord) [][2]int {
	length := make([][]int, len(g)+1)
	for i := range length {
		length[i] = make([]int, len(o)+1)
	}
	for i := len(g) - 1; i >= 0; i-- {
		for j := len(o) - 1; j >= 0; j-- {
			length[i][j] = max(length[i+1][j], length[i][j+1])
			if g[i].form == o[j].form {
				length[i][j] = max(length[i][j], 1+length[i+1][j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(g) && j < len(o); {
		switch {
		case g[i].form == o[j].form && length[i][j] == 1+length[i+1][j+1]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}
