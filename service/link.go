package service

import (
	"context"
	"fmt"
	"math"

	"interdict/document"
	"interdict/ftm"
	"interdict/ledger"
	"interdict/read"
	"interdict/screen"
)

// linker links the parties of a document to the lists by screening them.
type linker struct{ service *Service }

// When a party is shown beside an entry. What a hit's probability is, the
// model says for the base rate of screening.
const (
	possible       = 0.8  // score from which it is shown as possibly listed
	likely         = 0.2  // and its probability, for common words fit many names;
	nameAlike      = 0.95 // but a name that is the entry's own is always shown
	sure           = 0.9  // score from which it is taken for the entry
	better         = 0.5  // and its probability: more likely than not
	tooClose       = 0.02 // two entries of one list whose scores are no further apart cannot be told apart
	mostCandidates = 8    // entries shown of a party at most
)

// Link returns the list entries that each party is. It screens the name with
// what the document says of its bearer: country, gender by pronouns and titles,
// age. A hit that is certain is taken for the entry, and with it the entries of
// other lists that are the same party; what is less sure is marked as possible
// (match false), and less sure still left out. A list has a party once: of
// several entries of one list only the one that fits best is taken, and none
// where two fit as well. States, weapons, outlets and unnamed groups are not
// looked up.
func (l linker) Link(ctx context.Context, doc *document.Document, ps []ledger.Party) ([][]ledger.Entry, string, error) {
	e, err := l.service.searching(ctx)
	if err != nil {
		return nil, "", err
	}
	basis, err := e.Basis(screen.Limits{})
	if err != nil {
		return nil, "", err
	}
	out := make([][]ledger.Entry, len(ps))
	about := contextOf(doc, ps)
	for i, p := range ps {
		schema := ftm.Lookup(p.Schema)
		if schema == nil || !schema.Matchable || len(p.Name) < 3 {
			continue
		}
		hits, err := e.Engine.Screen(ctx, about.query(p), screen.Limits{Threshold: possible})
		if err != nil {
			return nil, "", err
		}
		if len(hits) > 0 && p.Schema == "Person" && p.Country == "" && len(about.countries) > 0 {
			// A text that names countries, but none of those of the entry, speaks of
			// somebody else more likely than one that does not. That it names one says
			// little.
			placed, err := e.Engine.Screen(ctx, about.query(p, about.countries...), screen.Limits{Min: possible / 2})
			if err != nil {
				return nil, "", err
			}
			lower(hits, placed)
		}
		out[i] = entries(hits)
	}
	return out, basis, l.service.Emit(ctx, Event{Kind: "read", Basis: basis, Results: summary(out)}, nil)
}

// Spot finds the listed parties that a text in any language names.
func (l linker) Spot(ctx context.Context, text string) ([]read.Spot, error) {
	engine, err := l.service.Engine(ctx)
	if err != nil {
		return nil, err
	}
	mentions, err := engine.Text(ctx, text, screen.TextOptions{Threshold: possible})
	if err != nil {
		return nil, err
	}
	out := make([]read.Spot, 0, len(mentions))
	for _, m := range mentions {
		s := read.Spot{Span: ledger.Span{Start: m.Start, End: m.End, Text: m.Text}, Entries: entries(m.Hits)}
		if len(s.Entries) > 0 {
			s.Schema = m.Hits[0].Schema
			out = append(out, s)
		}
	}
	return out, nil
}

// entries chooses which hits, the best first, are shown and which are taken for
// the party.
func entries(hits []screen.Hit) []ledger.Entry {
	taken := map[string]bool{} // canonical ids
	for i, h := range hits {
		if h.Score < sure || h.Probability < better {
			continue
		}
		alone := true
		for k, o := range hits {
			if o.List == h.List && o.Party != h.Party && (k < i || h.Score-o.Score < tooClose && o.Probability >= better) {
				alone = false
			}
		}
		if alone {
			taken[h.Party] = true
		}
	}
	var out []ledger.Entry
	for _, h := range hits {
		is := taken[h.Party]
		if h.Score < possible || !is && h.Probability < likely && h.Score < nameAlike || len(out) == mostCandidates {
			continue
		}
		e := ledger.Entry{List: h.List, ID: h.ID, Entity: h.Entity, Caption: h.Caption, Score: h.Score, Probability: h.Probability, Match: is, Programmes: h.Programmes}
		if h.Since != nil {
			e.Since = ledger.Null(*h.Since)
		}
		if h.SeenBy != nil {
			e.SeenBy = ledger.Null(*h.SeenBy)
		}
		out = append(out, e)
	}
	return out
}

// lower lowers the probabilities that are lower in other hits of the same query,
// half the way (of logarithms): countries that a text names are not the party's
// own.
func lower(hits, others []screen.Hit) {
	probability := map[string]float64{}
	for _, o := range others {
		probability[o.Entity] = o.Probability
	}
	for i := range hits {
		if p, ok := probability[hits[i].Entity]; ok {
			hits[i].Probability = min(hits[i].Probability, math.Sqrt(hits[i].Probability*p))
		}
	}
}

func summary(all [][]ledger.Entry) []string {
	var out []string
	for _, entries := range all {
		for _, e := range entries {
			out = append(out, fmt.Sprintf("%s %.4f", e.Entity, e.Score))
		}
	}
	return out
}
