package parts

import (
	"context"

	"interdict/claims"
	"interdict/document"
	"interdict/english"
	"interdict/eval"
	"interdict/ledger"
	"interdict/parties"
	"interdict/read"
)

// Read makes ledgers from raw text, without links to lists.
func Read(m *english.Model) eval.Reader {
	reader := read.New(m, nil)
	return func(ctx context.Context, d *eval.Document) (*ledger.Ledger, error) {
		doc := document.New(d.Text, document.Options{ID: d.ID, Title: d.Title, Source: d.Source, Published: d.Published})
		return reader.Read(ctx, doc)
	}
}

// found reads a text as far as its parties.
func found(ctx context.Context, m *english.Model, text string) (*english.Doc, *parties.Set, error) {
	tree, err := m.Parse(ctx, text)
	if err != nil {
		return nil, nil, err
	}
	return tree, parties.Find(document.New(text, document.Options{}), tree), nil
}

// Attribute finds who says what, as stretches of the text.
func Attribute(m *english.Model) eval.Attributor {
	return func(ctx context.Context, text string) ([]eval.Attribution, error) {
		tree, set, err := found(ctx, m, text)
		if err != nil {
			return nil, err
		}
		all, err := claims.Attributions(tree, set)
		if err != nil {
			return nil, err
		}
		out := make([]eval.Attribution, 0, len(all))
		for _, a := range all {
			out = append(out, eval.Attribution{Source: ranges(tree, a.Source), Cue: ranges(tree, a.Cue), Content: ranges(tree, a.Content)})
		}
		return out, nil
	}
}

// ranges returns the bytes of tokens, neighbours joined.
func ranges(tree *english.Doc, tokens []int) []eval.Range {
	var out []eval.Range
	for k, i := range tokens {
		t := tree.Tokens[i]
		if k > 0 && tokens[k-1] == i-1 {
			out[len(out)-1].End = t.End
			continue
		}
		out = append(out, eval.Range{Start: t.Start, End: t.End})
	}
	return out
}

// Entities finds the parties and things that a text names.
func Entities(m *english.Model) eval.EntityFinder {
	return func(ctx context.Context, text string) ([]eval.EntityMention, error) {
		_, set, err := found(ctx, m, text)
		if err != nil {
			return nil, err
		}
		var out []eval.EntityMention
		for _, x := range set.Mentions {
			if x.Kind == parties.Pronoun || len(x.Parties) != 1 {
				continue
			}
			out = append(out, eval.EntityMention{Range: eval.Range{Start: x.Start, End: x.End}, Schema: set.Parties[x.Parties[0]].Schema})
		}
		return out, nil
	}
}
