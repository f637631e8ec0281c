package match

import (
	"slices"
	"strings"

	"interdict/ftm"
	"interdict/names"
)

// An Entity is an entity prepared for comparison. It is immutable and safe for
// concurrent use.
type Entity struct {
	schema      *ftm.Schema
	names       []name
	birth       []ftm.Partial
	birthText   []string
	countries   []string
	genders     []string
	places      []placeOfBirth
	identifiers []identifier
}

type name struct {
	*names.Name
	weak    bool
	primary bool // the first of the entity's names
}

type placeOfBirth struct {
	text string
	*names.Name
}

type identifier struct {
	property, value string
	key             names.Key
	strong          bool
}

// maxNames bounds how many names of one entity are compared.
const maxNames = 256

// Prepare reads all that is compared of an entity.
func (m *Model) Prepare(e *ftm.Entity) *Entity { return m.PrepareWith(nil, e) }

// PrepareWith is Prepare for whoever reads many: the parser remembers words.
func (m *Model) PrepareWith(parser *names.Parser, e *ftm.Entity) *Entity {
	p := &Entity{schema: e.Schema}
	kinds := KindsOf(e.Schema)
	add := func(n *names.Name, property string) {
		known := func(other name) bool { return other.Original == n.Original && other.Kind == n.Kind }
		if len(n.Words) > 0 && len(p.names) < maxNames*len(kinds) && !slices.ContainsFunc(p.names, known) {
			p.names = append(p.names, name{n, property == "weakAlias", property == "name"})
		}
	}
	given, family := e.Get("firstName"), e.Get("lastName")
	if slices.Contains(kinds, names.Person) && len(given) == 1 && len(family) == 1 {
		middle := strings.Join(append(append(given[:1:1], e.Get("secondName")...), e.Get("middleName")...), " ")
		add(names.ParseParts(middle, family[0]), "name")
	}
	for _, property := range []string{"name", "alias", "previousName", "pastNames", "abbreviation", "weakAlias"} {
		for _, v := range e.Get(property) {
			for _, kind := range kinds {
				add(parser.Parse(v, kind), property)
			}
		}
	}
	for _, v := range e.Get("birthDate") {
		if d, err := ftm.ParseDate(v); err == nil {
			p.birth = append(p.birth, d.From)
			p.birthText = append(p.birthText, v)
		}
	}
	// In an order that does not depend on that of the columns of a file.
	p.countries = e.ByType(ftm.TypeCountry)
	slices.Sort(p.countries)
	p.genders = e.Get("gender")
	for _, v := range e.Get("birthPlace") {
		p.places = append(p.places, placeOfBirth{v, names.Parse(v, names.Other)})
	}
	e.Each(func(property *ftm.Property, values []string) {
		if property.Type != ftm.TypeIdentifier {
			return
		}
		for _, v := range values {
			bare := strings.ToUpper(strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
					return r
				}
				return -1
			}, v))
			if len(bare) < 5 {
				continue
			}
			strong := strongIdentifier[property.Name]
			p.identifiers = append(p.identifiers, identifier{property.Name, bare, names.IdentifierKey(bare), strong})
		}
	})
	slices.SortStableFunc(p.identifiers, func(a, b identifier) int { return strings.Compare(a.property, b.property) })
	return p
}

// strongIdentifier are properties whose value belongs to one party alone.
var strongIdentifier = map[string]bool{
	"imoNumber": true, "mmsi": true, "leiCode": true, "innCode": true, "ogrnCode": true, "isin": true, "swiftBic": true,
	"passportNumber": true, "socialSecurityNumber": true, "publicKey": true, "dunsCode": true, "uscCode": true, "wikidataId": true,
	"iban": true, "serialNumber": true, "permId": true, "cikCode": true, "uniqueEntityId": true,
}

// SameValues reports whether all that is compared of two entities is the same,
// values of a property in the same order, so that they score alike with any other.
func SameValues(a, b *ftm.Entity) bool {
	values := func(e *ftm.Entity) (out [][]string) {
		e.Each(func(p *ftm.Property, values []string) {
			switch p.Type {
			case ftm.TypeName, ftm.TypeCountry, ftm.TypeGender, ftm.TypeIdentifier:
			default:
				if p.Name != "birthDate" && p.Name != "birthPlace" {
					return
				}
			}
			out = append(out, append([]string{p.Name}, values...))
		})
		slices.SortFunc(out, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
		return out
	}
	return a.Schema == b.Schema && slices.EqualFunc(values(a), values(b), slices.Equal)
}

// KindsOf returns the kinds of bearer that the names of entities of a schema are
// read as those of: a legal entity of which no more is known may be a person, an
// organization (names.Other: nobody says so) and, since it matches anything, a
// vessel. Names are compared where [KindsMatch]: what a word of a name is worth
// depends on whose it is.
func KindsOf(s *ftm.Schema) []names.Kind {
	if kind := KindOf(s); kind != names.Other {
		return []names.Kind{kind}
	}
	return []names.Kind{names.Person, names.Other, names.Vessel}
}

// KindsMatch reports whether names of these kinds are compared.
func KindsMatch(a, b names.Kind) bool {
	organization := func(k names.Kind) bool { return k == names.Organization || k == names.Other }
	return a == b || organization(a) && organization(b)
}

// KindOf returns the kind of name that entities of a schema bear.
func KindOf(s *ftm.Schema) names.Kind {
	switch {
	case s.IsA("Person"):
		return names.Person
	case s.IsA("Organization"), s.IsA("Security"):
		return names.Organization
	case s.IsA("Vessel"), s.IsA("Airplane"):
		return names.Vessel
	}
	return names.Other
}
