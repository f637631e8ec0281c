package parts

import (
	"context"

	"interdict/english"
	"interdict/eval"
)

// Parse gives eval the trees of a model of English. Words that are written as
// one (do|n't) share the place of the whole.
func Parse(m *english.Model) eval.Parser {
	return func(ctx context.Context, text string) ([][]eval.Token, error) {
		doc, err := m.Parse(ctx, text)
		if err != nil {
			return nil, err
		}
		trees := make([][]eval.Token, 0, len(doc.Sentences))
		for _, s := range doc.Sentences {
			tree := make([]eval.Token, 0, s.Last-s.First)
			for i, t := range doc.Tokens[s.First:s.Last] {
				first, last := s.First+i, s.First+i
				for first > s.First && doc.Tokens[first].Joined {
					first--
				}
				for last+1 < s.Last && doc.Tokens[last+1].Joined {
					last++
				}
				w := eval.Token{Start: doc.Tokens[first].Start, End: doc.Tokens[last].End, Form: t.Form, UPOS: t.POS.String(), Rel: t.Rel}
				if t.Head >= 0 {
					w.Head = t.Head - s.First + 1
				}
				tree = append(tree, w)
			}
			trees = append(trees, tree)
		}
		return trees, nil
	}
}
