package web

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"interdict/ftm"
	"interdict/screen"
)

// searchAnswer is what was found for one name.
type searchAnswer struct {
	Name    string
	Called  []string // what a text that was asked about calls it
	Known   []string // what else was compared, in words
	Notes   []string // what was not understood
	Parties []partyHits
	Found   int // parties, of which Parties are the best
	Basis   string
}

// Best is the best hit of all, nil where there is none.
func (a searchAnswer) Best() *hitView {
	if len(a.Parties) == 0 {
		return nil
	}
	return &a.Parties[0].Best
}

// partyHits are the hits that are one party: its entries on several lists.
type partyHits struct {
	Best    hitView
	Listed  []hitView // all, the best first
	Aligned *alignment
	Reasons []reasonView
	Words   string   // how the names go together
	Called  []string // what a text that was asked about calls it
	Known   []string // what the lists tell of it, in short
}

// hitView is a hit with its dates at hand.
type hitView struct {
	screen.Hit
	SinceDate, SeenByDate string
}

// reasonView is what speaks for or against, besides the name.
type reasonView struct {
	Side string // for, against, neither
	Name string
	Text string
}

func viewHit(h screen.Hit) hitView {
	v := hitView{Hit: h}
	if h.Since != nil {
		v.SinceDate = *h.Since
	}
	if h.SeenBy != nil {
		v.SeenByDate = *h.SeenBy
	}
	return v
}

// bestOfEach keeps the best hit of each entry, of those that several queries
// found, in order.
func bestOfEach(hits []screen.Hit) []screen.Hit {
	best := map[string]screen.Hit{}
	for _, h := range hits {
		if have, ok := best[h.Entity]; !ok || h.Score > have.Score || h.Score == have.Score && h.Probability > have.Probability {
			best[h.Entity] = h
		}
	}
	out := make([]screen.Hit, 0, len(best))
	for _, h := range best {
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b screen.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Probability, a.Probability), cmp.Compare(a.Entity, b.Entity))
	})
	return out
}

// groupHits puts hits that are one party together.
func groupHits(hits []screen.Hit) []partyHits {
	var out []partyHits
	place := map[string]int{}
	for _, h := range hits {
		i, ok := place[h.Party]
		if !ok {
			i = len(out)
			place[h.Party] = i
			out = append(out, explain(h))
		}
		out[i].Listed = append(out[i].Listed, viewHit(h))
	}
	return out
}

// explain makes of the reasons of a hit what is drawn and listed.
func explain(h screen.Hit) partyHits {
	p := partyHits{Best: viewHit(h)}
	for _, w := range h.Why {
		if w.Feature == "name" {
			p.Words = w.Text
			p.Aligned = align(w.Query, w.Candidate, h.Schema, w.Score)
			if p.Aligned != nil {
				p.Aligned.Words = w.Text
			}
			continue
		}
		r := reasonView{Name: w.Feature, Text: w.Text, Side: "neither"}
		switch {
		case w.Score > 0:
			r.Side = "for"
		case w.Score < 0:
			r.Side = "against"
		}
		if w.Query != "" && w.Candidate != "" && !strings.Contains(w.Text, w.Candidate) {
			r.Text += " (" + w.Query + " / " + w.Candidate + ")"
		}
		p.Reasons = append(p.Reasons, r)
	}
	return p
}

// countries are those that can be chosen, by name.
var countries = sync.OnceValue(func() []option {
	var out []option
	seen := map[string]bool{}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			code := string([]rune{a, b})
			if name := ftm.CountryName(code); ftm.CountryCode(code) == code && name != "" && name != code && !seen[name] {
				seen[name] = true
				out = append(out, option{code, name})
			}
		}
	}
	slices.SortFunc(out, func(a, b option) int { return strings.Compare(a.Name, b.Name) })
	return out
})
