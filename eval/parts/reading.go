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

// Attribute finds who says what, as stretches of the text.
func Attribute(m *english.Model) eval.Attributor {
	return func(ctx context.Context, text string) ([]eval.Attribution, error) {
		tree, err := m.Parse(ctx, text)
		if err != nil {
			return nil, err
		}
		all, err := claims.Attributions(tree)
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

// Entities finds the persons, organizations, places and things that a text speaks of.
func Entities(m *english.Model) eval.EntityFinder {
	schemata := map[string]string{parties.PersonClass: "Person", parties.OrganizationClass: "Organization", parties.PlaceClass: "Location", parties.ThingClass: "Weapon"}
	return func(ctx context.Context, text string) ([]eval.EntityMention, error) {
		tree, err := m.Parse(ctx, text)
		if err != nil {
			return nil, err
		}
		recognizer, err := parties.DefaultRecognizer()
		if err != nil {
			return nil, err
		}
		var out []eval.EntityMention
		for _, e := range recognizer.Find(tree) {
			schema := schemata[e.Class]
			if e.State {
				schema = "Country"
			}
			out = append(out, eval.EntityMention{Range: eval.Range{Start: tree.Tokens[e.First].Start, End: tree.Tokens[e.Last-1].End}, Schema: schema})
		}
		return out, nil
	}
}
