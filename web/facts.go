package web

import (
	"slices"
	"strings"

	"interdict/ftm"
	"interdict/service"
)

// A factGroup is some of an entry's values, by property.
type factGroup struct {
	Name  string
	Facts []fact
}

// A fact is a property with its values as people read them.
type fact struct {
	Name   string
	Values []factValue
	Long   bool // whole sentences
}

type factValue struct{ Text, Link string }

// groupOrder is the order of the groups; of a property that is in none of them
// its type tells the group.
var groupOrder = []string{"Names", "Person", "Company", "Vessel", "Numbers", "Places and contact", "In the list's words", "Other"}

// groupOf are the groups of properties that their type does not tell.
var groupOf = map[string]string{
	"birthDate": "Person", "deathDate": "Person", "birthPlace": "Person", "nationality": "Person", "citizenship": "Person", "gender": "Person", "position": "Person",
	"title": "Person", "education": "Person", "religion": "Person", "ethnicity": "Person", "political": "Person", "height": "Person", "weight": "Person", "eyeColor": "Person", "hairColor": "Person", "appearance": "Person",
	"incorporationDate": "Company", "dissolutionDate": "Company", "jurisdiction": "Company", "legalForm": "Company", "sector": "Company", "status": "Company",
	"flag": "Vessel", "pastFlags": "Vessel", "type": "Vessel", "tonnage": "Vessel", "grossRegisteredTonnage": "Vessel", "deadweightTonnage": "Vessel", "buildDate": "Vessel", "model": "Vessel", "callSign": "Vessel", "owner": "Vessel", "operator": "Vessel",
	"notes": "In the list's words", "summary": "In the list's words", "description": "In the list's words", "country": "Places and contact", "program": "In the list's words",
}

var groupOfType = map[ftm.Type]string{
	ftm.TypeName: "Names", ftm.TypeIdentifier: "Numbers", ftm.TypeAddress: "Places and contact", ftm.TypeCountry: "Places and contact",
	ftm.TypeEmail: "Places and contact", ftm.TypePhone: "Places and contact", ftm.TypeURL: "Places and contact", ftm.TypeText: "In the list's words",
}

// factGroups are an entry's own values, by group. Those that only point at
// another entity are told elsewhere.
func factGroups(e *ftm.Entity) []factGroup {
	groups := map[string][]fact{}
	e.Each(func(p *ftm.Property, values []string) {
		if p.Type == ftm.TypeEntity || p.Name == "topics" {
			return
		}
		group, ok := groupOf[p.Name]
		if !ok {
			if group, ok = groupOfType[p.Type]; !ok {
				group = "Other"
			}
		}
		groups[group] = append(groups[group], viewFact(p, values))
	})
	var out []factGroup
	for _, name := range groupOrder {
		if facts := groups[name]; len(facts) > 0 {
			slices.SortStableFunc(facts, func(a, b fact) int { return rank(a.Name) - rank(b.Name) })
			out = append(out, factGroup{name, facts})
		}
	}
	return out
}

// firstFacts are the properties that stand first in their groups, in order, by
// their names in words.
var firstFacts = []string{"name", "alias", "weak alias", "previous name", "first name", "middle name", "last name", "birth date", "birth place", "nationality", "citizenship", "gender", "position",
	"imo number", "country", "address"}

func rank(name string) int {
	if i := slices.Index(firstFacts, name); i >= 0 {
		return i
	}
	return len(firstFacts)
}

// without returns the groups with only the values that others do not have.
func without(groups, others []factGroup) []factGroup {
	have := map[string]bool{}
	for _, g := range others {
		for _, f := range g.Facts {
			for _, v := range f.Values {
				have[f.Name+" "+strings.ToLower(v.Text)] = true
			}
		}
	}
	var out []factGroup
	for _, g := range groups {
		left := factGroup{Name: g.Name}
		for _, f := range g.Facts {
			f.Values = slices.DeleteFunc(slices.Clone(f.Values), func(v factValue) bool {
				return have[f.Name+" "+strings.ToLower(v.Text)] || f.Name == "name" && have["alias "+strings.ToLower(v.Text)]
			})
			if len(f.Values) > 0 {
				left.Facts = append(left.Facts, f)
			}
		}
		if len(left.Facts) > 0 {
			out = append(out, left)
		}
	}
	return out
}

func viewFact(p *ftm.Property, values []string) fact {
	f := fact{Name: ftm.PlainName(p.Name)}
	for _, v := range values {
		x := factValue{Text: v}
		switch {
		case p.Type == ftm.TypeCountry:
			x.Text = ftm.CountryName(v)
		case p.Type == ftm.TypeURL && (strings.HasPrefix(v, "https://") || strings.HasPrefix(v, "http://")):
			x.Link = v
		}
		f.Values = append(f.Values, x)
		f.Long = f.Long || len(v) > 120
	}
	return f
}

// A designation is what a list says of why, since when and under what an entry
// is on it.
type designation struct {
	Authority string
	Date      string
	Facts     []fact
}

func viewDesignation(e *ftm.Entity) designation {
	d := designation{Authority: e.First("authority"), Date: e.First("listingDate")}
	e.Each(func(p *ftm.Property, values []string) {
		if p.Name != "entity" && p.Name != "authority" && p.Type != ftm.TypeEntity {
			d.Facts = append(d.Facts, viewFact(p, values))
		}
	})
	return d
}

// attachedView is a document, an address or the like that belongs to an entry.
type attachedView struct {
	Kind, Caption string
	Facts         []fact
}

func viewAttached(e *ftm.Entity, r *service.Record) attachedView {
	a := attachedView{Kind: e.Schema.Name, Caption: e.Caption()}
	e.Each(func(p *ftm.Property, values []string) {
		if p.Type != ftm.TypeEntity {
			a.Facts = append(a.Facts, viewFact(p, values))
			return
		}
		f := fact{Name: ftm.PlainName(p.Name)}
		for _, id := range values {
			if other := r.Other(id); id != r.Entity.ID && other != nil {
				f.Values = append(f.Values, partyValue(other))
			}
		}
		if len(f.Values) > 0 {
			a.Facts = append(a.Facts, f)
		}
	})
	return a
}

// partyValue is another entity by name, with a link where it is an entry.
func partyValue(e *ftm.Entity) factValue {
	v := factValue{Text: e.Caption()}
	if e.Target {
		v.Link = entryPath(e.ID)
	}
	return v
}

// relationView is a relation seen from an entry.
type relationView struct {
	Kind  string // of relation, in words
	Role  string
	Out   bool // the entry is its source
	Other *ftm.Entity
	Path  string // of the other's page; "" where it is no entry
	Facts []fact // dates, shares and the like
}

// relationsOf views a relation from the record's side, once for each other end.
func relationsOf(e *ftm.Entity, r *service.Record) []relationView {
	var out []relationView
	for _, side := range []string{e.Schema.Edge.Target, e.Schema.Edge.Source} {
		for _, id := range e.Get(side) {
			other := r.Other(id)
			if id == r.Entity.ID || other == nil {
				continue
			}
			v := relationView{Kind: ftm.PlainName(strings.ToLower(e.Schema.Name[:1]) + e.Schema.Name[1:]), Role: e.First("role"), Out: side == e.Schema.Edge.Target, Other: other}
			if v.Kind == "unknown link" {
				v.Kind = "link"
			}
			if v.Role == "" {
				v.Role = e.First("relationship")
			}
			if other.Target {
				v.Path = entryPath(other.ID)
			}
			e.Each(func(p *ftm.Property, values []string) {
				if p.Type != ftm.TypeEntity && !slices.Contains([]string{"role", "relationship"}, p.Name) {
					v.Facts = append(v.Facts, viewFact(p, values))
				}
			})
			out = append(out, v)
		}
	}
	return out
}
