package ftm

import (
	_ "embed"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
)

//go:embed schemata.txt
var schemataText string

// A Schema says which properties an entity of its kind can have.
type Schema struct {
	Name      string
	Extends   []*Schema // direct parents
	Abstract  bool      // no entity has this schema itself
	Matchable bool      // two entities of it can be compared as parties
	Edge      *Edge     // non-nil where the entity is a relation between two others

	ancestors  []string // with itself
	properties map[string]*Property
}

// An Edge names the two properties that a relation connects.
type Edge struct{ Source, Target string }

// A Property is one of a schema's named, typed values.
type Property struct {
	Name   string
	Type   Type
	Format Format // the check that an identifier must pass; empty for none
	Range  string // for entity-typed properties, the schema pointed at
}

// IsA reports whether the schema is name or extends it.
func (s *Schema) IsA(name string) bool {
	return s != nil && slices.Contains(s.ancestors, name)
}

// Property returns the named property, inherited ones too, or nil.
func (s *Schema) Property(name string) *Property { return s.properties[name] }

// Properties returns all properties of the schema, inherited ones too, by name.
func (s *Schema) Properties() []*Property {
	out := make([]*Property, 0, len(s.properties))
	for _, p := range s.properties {
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// CanMatch reports whether two entities of these schemata could be the same
// party: one extends the other, or both are organizations of some kind. A bare
// LegalEntity is a party whose kind its source leaves open: it can match
// anything that bears a name, a vessel too.
func CanMatch(a, b *Schema) bool {
	if a == nil || b == nil || !a.Matchable || !b.Matchable {
		return false
	}
	open := a.Name == "LegalEntity" || b.Name == "LegalEntity"
	return a.IsA(b.Name) || b.IsA(a.Name) || a.IsA("Organization") && b.IsA("Organization") ||
		open && !a.IsA("Address") && !b.IsA("Address")
}

// Lookup returns the schema of that name, or nil.
func Lookup(name string) *Schema { return schemata()[name] }

// Schemata returns every schema, by name.
func Schemata() []*Schema {
	all := schemata()
	out := make([]*Schema, 0, len(all))
	for _, s := range all {
		out = append(out, s)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// schemata is the embedded model. The file is part of the program: an error in
// it is a bug that every test meets, hence the panic.
var schemata = sync.OnceValue(func() map[string]*Schema {
	all, err := parseSchemata(schemataText)
	if err != nil {
		panic(err)
	}
	return all
})

func parseSchemata(source string) (map[string]*Schema, error) {
	all := map[string]*Schema{}
	var current *Schema
	for n, line := range strings.Split(source, "\n") {
		if i := strings.IndexByte(line, '#'); i >= 0 {
			line = line[:i]
		}
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		var err error
		if fields[0] == "schema" {
			current, err = parseSchema(fields[1:], all)
		} else if current == nil {
			err = fmt.Errorf("property %q before any schema", fields[0])
		} else {
			err = parseProperty(current, fields)
		}
		if err != nil {
			return nil, fmt.Errorf("schemata.txt:%d: %w", n+1, err)
		}
	}
	return all, nil
}

func parseSchema(fields []string, all map[string]*Schema) (*Schema, error) {
	if len(fields) == 0 || all[fields[0]] != nil {
		return nil, fmt.Errorf("schema without a new name: %v", fields)
	}
	s := &Schema{Name: fields[0], ancestors: []string{fields[0]}, properties: map[string]*Property{}}
	for i := 1; i < len(fields); i++ {
		switch word := fields[i]; {
		case word == "<":
		case word == "abstract":
			s.Abstract = true
		case word == "matchable":
			s.Matchable = true
		case word == "edge" && i+2 < len(fields):
			s.Edge = &Edge{Source: fields[i+1], Target: fields[i+2]}
			i += 2
		case all[word] != nil:
			s.Extends = append(s.Extends, all[word])
		default:
			return nil, fmt.Errorf("schema %s: unknown parent or flag %q", s.Name, word)
		}
	}
	for _, parent := range s.Extends {
		for _, a := range parent.ancestors {
			if !slices.Contains(s.ancestors, a) {
				s.ancestors = append(s.ancestors, a)
			}
		}
		for name, p := range parent.properties {
			s.properties[name] = p
		}
		if s.Edge == nil {
			s.Edge = parent.Edge
		}
	}
	all[s.Name] = s
	return s, nil
}

func parseProperty(s *Schema, fields []string) error {
	if len(fields) < 2 {
		return fmt.Errorf("property %q without a type", fields[0])
	}
	p := &Property{Name: fields[0], Type: Type(fields[1])}
	if !p.Type.known() {
		return fmt.Errorf("property %s: unknown type %q", p.Name, p.Type)
	}
	switch rest := fields[2:]; {
	case len(rest) == 0:
	case len(rest) == 2 && rest[0] == ">":
		p.Range = rest[1]
	case len(rest) == 1 && p.Type == TypeIdentifier:
		p.Format = Format(rest[0])
	default:
		return fmt.Errorf("property %s: cannot read %v", p.Name, rest)
	}
	s.properties[p.Name] = p
	return nil
}

// PlainName spells a property's name in words: imoNumber is imo number.
func PlainName(property string) string {
	var b strings.Builder
	for _, c := range property {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte(' ')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}
