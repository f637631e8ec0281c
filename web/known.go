package web

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"interdict/ftm"
)

// tellKnown adds what the lists tell of the parties of an answer besides their
// names. The newest lists do not tell of the past.
func (s *Site) tellKnown(ctx context.Context, p *searchPage, a *searchAnswer) error {
	if p.Form.AsOf != "" {
		return nil
	}
	for i := range a.Parties {
		party := &a.Parties[i]
		var entities []*ftm.Entity
		for _, h := range party.Listed {
			e, err := s.service.Entity(ctx, h.Entity)
			if err != nil {
				return err
			}
			if e != nil { // else the lists changed meanwhile
				entities = append(entities, e)
			}
		}
		party.Known = inShort(entities)
	}
	return nil
}

// shortFacts are the properties that tell parties apart at a glance, with the
// words before their values, in the order in which they are shown.
var shortFacts = []struct {
	words      string
	properties []string
}{
	{"born ", []string{"birthDate"}},
	{"in ", []string{"birthPlace"}},
	{"", []string{"nationality", "country", "flag"}},
	{"", []string{"position"}},
	{"IMO ", []string{"imoNumber"}},
	{"passport ", []string{"passportNumber"}},
	{"registered ", []string{"registrationNumber"}},
	{"also ", []string{"alias", "weakAlias", "previousName"}},
}

// mostShort is how many values of a kind are told in short.
const mostShort = 3

// inShort tells in short what is known of a party that has these entries.
func inShort(entities []*ftm.Entity) []string {
	var out []string
	for _, f := range shortFacts {
		var values []string
		for _, e := range entities {
			for _, property := range f.properties {
				p := e.Schema.Property(property)
				for _, v := range e.Get(property) {
					if p.Type == ftm.TypeCountry {
						v = ftm.CountryName(v)
					}
					v = strings.TrimPrefix(v, strings.TrimSpace(f.words)) // IMO9074729
					if !slices.ContainsFunc(values, func(have string) bool { return strings.EqualFold(have, v) }) {
						values = append(values, v)
					}
				}
			}
		}
		if len(values) == 0 {
			continue
		}
		more := ""
		if left := len(values) - mostShort; left > 0 {
			more = fmt.Sprintf(" and %d more", left)
			values = values[:mostShort]
		}
		for i := range values {
			values[i] = cut(values[i], 80)
		}
		out = append(out, f.words+strings.Join(values, ", ")+more)
	}
	return out
}
