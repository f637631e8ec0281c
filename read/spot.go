package read

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"interdict/document"
	"interdict/ledger"
)

// A Spot is a place where a text names a party on a list, whatever language it
// is in.
type Spot struct {
	ledger.Span
	Schema  string // of the best of Entries
	Entries []ledger.Entry
}

// spots finds the listed parties that the rules for English do not: all those
// of a document in another language, and those of an English one that it names
// in another script.
func (r *Reader) spots(ctx context.Context, doc *document.Document) ([]Spot, error) {
	if English(doc) && !foreign(doc.Text) {
		return nil, nil
	}
	spots, err := r.linker.Spot(ctx, doc.Text)
	if err != nil || !English(doc) {
		return spots, err
	}
	return slices.DeleteFunc(spots, func(s Spot) bool { return !foreign(s.Text) }), nil
}

// foreign reports whether a text has letters of another script than Latin.
func foreign(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r > 0x24f && unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

// merge puts spots among the parties of a document: beside the party that is
// mentioned there, else with the one that is the same entry, else as a party of
// their own. Then parties that are one entry, but written in two scripts, are
// made one. Claims and relations follow.
func merge(l *ledger.Ledger, all []ledger.Party, spots []Spot) []ledger.Party {
	for _, s := range spots {
		i := slices.IndexFunc(all, func(p ledger.Party) bool {
			return slices.ContainsFunc(p.Mentions, func(m ledger.Span) bool { return m.Start < s.End && s.Start < m.End })
		})
		if i < 0 {
			i = slices.IndexFunc(all, func(p ledger.Party) bool { return sameEntry(p.Listed, s.Entries) })
		}
		if i < 0 {
			i = len(all)
			all = append(all, ledger.Party{ID: partyID(i), Name: s.Text, Schema: s.Schema})
		}
		p := &all[i]
		if !slices.ContainsFunc(p.Mentions, func(m ledger.Span) bool { return m.Start < s.End && s.Start < m.End }) {
			p.Mentions = append(p.Mentions, s.Span)
		}
		for _, e := range s.Entries {
			if k := slices.IndexFunc(p.Listed, func(o ledger.Entry) bool { return o.Entity == e.Entity }); k < 0 {
				p.Listed = append(p.Listed, e)
			} else {
				p.Listed[k].Match = p.Listed[k].Match || e.Match
			}
		}
	}
	one := map[string]string{} // party that is gone to the one that it was
	for i := range all {
		for k := 0; k < i; k++ {
			if foreign(all[i].Name) != foreign(all[k].Name) && one[all[k].ID] == "" && sameEntry(all[i].Listed, all[k].Listed) {
				join(&all[k], &all[i])
				one[all[i].ID] = all[k].ID
				break
			}
		}
	}
	if len(one) == 0 {
		return all
	}
	all = slices.DeleteFunc(all, func(p ledger.Party) bool { return one[p.ID] != "" })
	rename(l, func(id string) string {
		if other := one[id]; other != "" {
			return other
		}
		return id
	})
	return all
}

// sameEntry reports whether two parties are one entry of a list: one is taken
// for it, the other at least possibly.
func sameEntry(a, b []ledger.Entry) bool {
	return slices.ContainsFunc(a, func(x ledger.Entry) bool {
		return slices.ContainsFunc(b, func(y ledger.Entry) bool { return x.Entity == y.Entity && (x.Match || y.Match) })
	})
}

// join makes a party one with another, whose name it keeps where that is in
// Latin letters.
func join(p, other *ledger.Party) {
	if foreign(p.Name) {
		p.Name, p.Schema = other.Name, other.Schema
	}
	if p.Country == "" {
		p.Country = other.Country
	}
	p.Mentions = append(p.Mentions, other.Mentions...)
	slices.SortStableFunc(p.Mentions, func(a, b ledger.Span) int { return a.Start - b.Start })
	for _, e := range other.Listed {
		if !slices.ContainsFunc(p.Listed, func(o ledger.Entry) bool { return o.Entity == e.Entity }) {
			p.Listed = append(p.Listed, e)
		}
	}
}

// rename gives the parties of claims and relations other ids; the party that an
// id stands for may be there once only.
func rename(l *ledger.Ledger, id func(string) string) {
	each := func(ids []string) []string {
		out := make([]string, 0, len(ids))
		for _, x := range ids {
			if x = id(x); x != "" && !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
		return out
	}
	for i := range l.Claims {
		c := &l.Claims[i]
		c.Actors, c.Recipients, c.Objects = each(c.Actors), each(c.Recipients), each(c.Objects)
		for k := range c.Attribution {
			c.Attribution[k].Source = id(c.Attribution[k].Source)
		}
	}
	for i := range l.Relations {
		l.Relations[i].From, l.Relations[i].To = id(l.Relations[i].From), id(l.Relations[i].To)
	}
}
