package service

import (
	"context"
	"fmt"

	"interdict/document"
	"interdict/ftm"
	"interdict/ledger"
	"interdict/screen"
)

// linker links the parties of a document to the lists by screening them.
type linker struct{ service *Service }

// possible is the score from which a party is shown as possibly listed.
const possible = 0.8

// Link returns the list entries that each party is. A whole name that scores
// as a match is taken for the entry, where the name has two words or more or
// is an entry's own single name; what is less sure is marked as possible
// (match false), and less sure still left out. States, weapons, outlets and
// unnamed groups are not looked up.
func (l linker) Link(ctx context.Context, _ *document.Document, ps []ledger.Party) ([][]ledger.Entry, string, error) {
	e, err := l.service.searching(ctx)
	if err != nil {
		return nil, "", err
	}
	basis, err := e.Basis(screen.Limits{})
	if err != nil {
		return nil, "", err
	}
	out := make([][]ledger.Entry, len(ps))
	for i, p := range ps {
		schema := ftm.Lookup(p.Schema)
		if schema == nil || !schema.Matchable || len(p.Name) < 3 {
			continue
		}
		q := screen.Query{Entity: ftm.New(schemaFor(p.Schema), "party")}
		_ = q.Entity.Add("name", p.Name)               // names take any text
		_ = q.Entity.Add("country", string(p.Country)) // a code, or nothing
		hits, err := e.Engine.Screen(ctx, q, screen.Limits{Most: 8})
		if err != nil {
			return nil, "", err
		}
		for _, h := range hits {
			if h.Score < possible {
				continue
			}
			x := ledger.Entry{List: h.List, ID: h.ID, Entity: h.Entity, Caption: h.Caption, Score: h.Score, Probability: h.Probability,
				Match: h.Score >= 0.9 && certain(h), Programmes: h.Programmes}
			if h.Since != nil {
				x.Since = ledger.Null(*h.Since)
			}
			if h.SeenBy != nil {
				x.SeenBy = ledger.Null(*h.SeenBy)
			}
			out[i] = append(out[i], x)
		}
	}
	var results []string
	for _, entries := range out {
		for _, e := range entries {
			results = append(results, fmt.Sprintf("%s %.4f", e.Entity, e.Score))
		}
	}
	return out, basis, l.service.Emit(ctx, Event{Kind: "read", Basis: basis, Results: results}, nil)
}

// schemaFor leaves the kind of a body or company open: documents and lists
// often differ on which of them something is.
func schemaFor(schema string) string {
	switch schema {
	case "Person", "Vessel", "Airplane":
		return schema
	}
	return "LegalEntity"
}

// certain reports whether a hit rests on more than a name that many bear: its
// probability says that the two are one at better than even odds.
func certain(h screen.Hit) bool { return h.Probability >= 0.5 }
