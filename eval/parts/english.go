package parts

import (
	"context"

	"interdict/english"
	"interdict/eval"
)

// Parse gives eval the trees of a model of English.
func Parse(m *english.Model) eval.Parser {
	return func(ctx context.Context, text string) ([][]eval.Token, error) {
		doc, err := m.Parse(ctx, text)
		if err != nil {
			return nil, err
		}
		trees := make([][]eval.Token, 0, len(doc.Sentences))
		for _, s := range doc.Sentences {
			tree := make([]eval.Token, 0, s.Last-s.First)
			for _, t := range doc.Tokens[s.First:s.Last] {
				w := eval.Token{Start: t.Start, End: t.End, UPOS: t.POS.String(), Rel: t.Rel}
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
