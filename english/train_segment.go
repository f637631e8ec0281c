package english

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"interdict/internal/linear"
)

// segmentEpochs is enough for the models of tokens and of sentences.
const segmentEpochs = 8

// cuts trains where tokens begin inside stretches without white space, and
// notes which words of letters alone are two.
func (t *training) cuts(ctx context.Context, m *Model) error {
	tr := linear.NewTrainer(cutClasses)
	scores := make([]float32, len(cutClasses))
	var c cutter
	var f []uint32
	letters := map[string]map[uint8]int{}
	for epoch := range segmentEpochs {
		right, all := 0, 0
		for _, k := range t.random.Perm(len(t.docs)) {
			if err := ctx.Err(); err != nil {
				return err
			}
			d := &t.docs[k]
			begins := d.begins()
			for i := 0; i < len(d.text); {
				i, _ = space(d.text, i)
				end := i
				for end < len(d.text) {
					r, n := utf8.DecodeRuneInString(d.text[end:])
					if unicode.IsSpace(r) {
						break
					}
					end += n
				}
				if stretch := d.text[i:end]; strings.IndexFunc(stretch, func(r rune) bool { return !unicode.IsLetter(r) }) < 0 {
					if epoch == 0 && len(stretch) < 16 {
						lower := strings.ToLower(stretch)
						if letters[lower] == nil {
							letters[lower] = map[uint8]int{}
						}
						letters[lower][firstCut(begins, i, end)]++
					}
					i = end
					continue
				}
				c.load(d.text, i, end)
				from := 0
				for k := 1; k < len(c.runes); k++ {
					if !c.candidate(k) {
						continue
					}
					want := int(begins[c.at[k]])
					tr.Step++
					f = c.features(from, k, f[:0])
					tr.Score(f, scores)
					if got := linear.Top(scores); got != want {
						tr.Update(f, want, got)
					} else {
						right++
					}
					all++
					if want != inside {
						from = k
					}
				}
				i = end
			}
		}
		fmt.Fprintf(t.o.Progress, "tokens: pass %d of %d, %.2f%% right in training\n", epoch+1, segmentEpochs, 100*share(right, all))
	}
	for _, w := range sortedKeys(letters) {
		whole, most := letters[w][0], uint8(0)
		for _, at := range sortedKeys(letters[w]) {
			if at != 0 && letters[w][at] > letters[w][most] {
				most = at
			}
		}
		if most != 0 && letters[w][most] > whole {
			m.splits[w] = most
		}
	}
	m.cuts = tr.Model(leastWeight)
	return nil
}

func share(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

// begins says of each byte of the text what begins there: nothing, a token, or
// a word joined to the one before.
func (d *goldDoc) begins() []uint8 {
	out := make([]uint8, len(d.text)+1)
	for _, g := range d.sentences {
		for i, s := range g.spans {
			switch {
			case s[1] <= s[0]:
			case g.joined[i]:
				out[s[0]] = newWord
			default:
				out[s[0]] = newToken
			}
		}
	}
	return out
}

// firstCut returns how far into text [start, end) its second word begins, 0
// where there is none.
func firstCut(begins []uint8, start, end int) uint8 {
	for i := start + 1; i < end; i++ {
		if begins[i] != inside {
			return uint8(i - start)
		}
	}
	return 0
}

// ends trains where sentences end.
func (t *training) ends(ctx context.Context, m *Model) error {
	tr := linear.NewTrainer([]string{"on", "end"})
	scores := make([]float32, 2)
	w := newWorker(m)
	views := make([]ender, len(t.docs))
	lasts := make([]map[int]bool, len(t.docs)) // last tokens of sentences
	for k := range t.docs {
		d := &t.docs[k]
		lasts[k] = map[int]bool{}
		for _, g := range d.sentences {
			for i, s := range g.spans {
				if s[1] > s[0] {
					views[k].tokens = append(views[k].tokens, Token{Start: s[0], End: s[1], Form: d.text[s[0]:s[1]], Joined: g.joined[i]})
				}
			}
			lasts[k][len(views[k].tokens)-1] = true
		}
		views[k].text.text = d.text
		views[k].known = slices.Clone(w.known(views[k].tokens))
	}
	var f []uint32
	for epoch := range segmentEpochs {
		right, all := 0, 0
		for _, k := range t.random.Perm(len(t.docs)) {
			if err := ctx.Err(); err != nil {
				return err
			}
			v, start := &views[k], 0
			for i := 0; i+1 < len(v.tokens); i++ {
				want := 0
				if lasts[k][i] {
					want = 1
				}
				if !v.candidate(i) || v.paragraph(i) {
					if want == 1 {
						start = i + 1
					}
					continue
				}
				tr.Step++
				f = v.features(start, i, f[:0])
				tr.Score(f, scores)
				if got := linear.Top(scores); got != want {
					tr.Update(f, want, got)
				} else {
					right++
				}
				all++
				if want == 1 {
					start = i + 1
				}
			}
		}
		fmt.Fprintf(t.o.Progress, "sentences: pass %d of %d, %.2f%% right in training\n", epoch+1, segmentEpochs, 100*share(right, all))
	}
	m.ends = tr.Model(leastWeight)
	return nil
}

// paragraph reports whether a paragraph ends after token i.
func (e *ender) paragraph(i int) bool {
	_, lines := space(e.text.text, e.tokens[i].End)
	return lines >= 2
}

// clusters learns two sizes of word classes from the treebank and further
// texts.
func (t *training) clusters(ctx context.Context, m *Model) error {
	var sentences [][]string
	add := func(forms []string) {
		s := make([]string, len(forms))
		for i, f := range forms {
			s[i] = clusterKey(f)
		}
		sentences = append(sentences, s)
	}
	for _, g := range t.data {
		add(g.forms)
	}
	for _, text := range t.o.Texts {
		d := newWorker(m).segment(text)
		for _, s := range d.Sentences {
			forms := make([]string, 0, s.Last-s.First)
			for _, tok := range d.Tokens[s.First:s.Last] {
				forms = append(forms, tok.Form)
			}
			add(forms)
		}
	}
	fmt.Fprintf(t.o.Progress, "clusters: from %d sentences\n", len(sentences))
	fine, err := clusters(ctx, sentences, t.o.Clusters, 3, 12)
	if err != nil {
		return err
	}
	coarse, err := clusters(ctx, sentences, max(t.o.Clusters/6, 2), 3, 12)
	if err != nil {
		return err
	}
	of := map[uint32]uint32{}
	for _, w := range sortedKeys(fine) {
		of[linear.Hash(w)] = uint32(coarse[w])<<16 | uint32(fine[w])
	}
	m.classes = newTable(of)
	return nil
}
