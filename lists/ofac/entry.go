package ofac

import (
	"fmt"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// An entry is one of OFAC's entries as any of the forms gives it.
type entry struct {
	uid        string
	schema     string
	name       string // as published: "KIM, Yo Jong"
	names      []alias
	programmes []string
	lists      []string // names of OFAC's lists that it is on
	listed     []string // dates of listing
	legal      []string // legal authorities
	measures   []string // what is forbidden, such as Block
	titles     []string
	addresses  []address
	details    []detail
	links      []lists.Link
	remarks    []string
}

type alias struct {
	name, kind string // kind: aka, fka, nka
	weak       bool
}

type address struct{ lines, city, state, postal, region, country string }

// A detail is a labelled value in OFAC's words.
type detail struct {
	label, value    string
	country         string
	issued, expires string
	invalid         bool // the document is known to be false
}

// builder turns entries into entities.
type builder struct {
	*lists.Builder
	set lists.Set
}

func newBuilder(set lists.Set) *builder {
	b := &builder{lists.NewBuilder(set.Source), set}
	b.Published = set.Published
	return b
}

// build turns an entry into its entities.
func (b *builder) build(x *entry) {
	e := b.Listed(x.schema, x.uid)
	b.buildNames(e, x)
	sanction := b.Sanction(e, x.uid, "US Treasury, Office of Foreign Assets Control", "us")
	b.buildSanction(sanction, x)
	for _, t := range x.titles {
		if e.Schema.IsA("Person") {
			b.Add(e, "position", t)
		} else {
			b.Note(e, "", "Title: "+t)
		}
	}
	for i, a := range x.addresses {
		b.buildAddress(e, i, a)
	}
	for i, d := range x.details {
		b.buildDetail(e, sanction, i, d)
	}
	for _, r := range x.remarks {
		if e.Schema.IsA("Person") && isPosition(r) {
			b.Add(e, "position", r)
		} else {
			b.Note(e, "", r)
		}
	}
	for _, l := range x.links {
		b.Link(e, l)
	}
}

func (b *builder) buildSanction(s *ftm.Entity, x *entry) {
	for _, p := range x.programmes {
		b.Add(s, "program", p)
	}
	for _, l := range x.lists {
		b.Note(s, "", "List: "+l)
	}
	for _, l := range x.legal {
		b.Add(s, "reason", l)
	}
	for _, m := range x.measures {
		b.Add(s, "provisions", m)
	}
	for _, d := range x.listed {
		b.Add(s, "listingDate", d)
	}
}

// buildNames adds the names and aliases.
func (b *builder) buildNames(e *ftm.Entity, x *entry) {
	b.Known(x.name, e)
	familyFirst := b.familyFirst(x)
	person := e.Schema.IsA("Person")
	if family, given, ok := strings.Cut(x.name, ","); ok && person {
		b.Add(e, "name", inOrder(family, given, familyFirst))
		_ = e.Add("lastName", family)
		_ = e.Add("firstName", given)
	} else {
		b.Add(e, "name", x.name)
	}
	for _, a := range x.names {
		property := "alias"
		switch {
		case a.weak:
			property = "weakAlias"
		case a.kind == "fka" && e.Schema.IsA("Vessel"):
			property = "pastNames"
		case a.kind == "fka":
			property = "previousName"
		}
		name := a.name
		if family, given, ok := strings.Cut(a.name, ","); ok && person {
			name = inOrder(family, given, familyFirst)
		}
		b.Add(e, property, name)
		b.Known(a.name, e)
	}
}

func inOrder(family, given string, familyFirst bool) string {
	family, given = strings.TrimSpace(family), strings.TrimSpace(given)
	if familyFirst {
		return family + " " + given
	}
	return given + " " + family
}

// familyFirst reports whether the person's names are written family name
// first: by nationality, citizenship, or a programme against North Korea.
func (b *builder) familyFirst(x *entry) bool {
	for _, p := range x.programmes {
		if strings.HasPrefix(p, "DPRK") {
			return true
		}
	}
	for _, d := range x.details {
		if l := strings.ToLower(d.label); strings.Contains(l, "nationality") || strings.Contains(l, "citizen") {
			switch ftm.CountryCode(d.value) {
			case "kp", "kr", "cn", "tw", "hk", "mo", "vn":
				return true
			}
		}
	}
	return false
}

func (b *builder) buildAddress(e *ftm.Entity, i int, a address) {
	var parts []string
	for _, p := range []string{a.lines, a.city, a.state, a.region, a.postal, a.country} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return
	}
	_ = e.Add("address", strings.Join(parts, ", "))
	if e.Add("country", a.country) != nil {
		lists.Remark(e, "Country: "+a.country)
	}
	f := b.Attach("Address", fmt.Sprintf("%s-address-%d", e.ID, i+1))
	_ = f.Add("full", strings.Join(parts, ", "))
	b.Add(f, "street", a.lines)
	b.Add(f, "city", a.city)
	b.Add(f, "state", a.state)
	b.Add(f, "region", a.region)
	b.Add(f, "postalCode", a.postal)
	b.Add(f, "country", a.country)
	_ = e.Add("addressEntity", f.ID)
}

// result resolves the links between entries and returns everything.
func (b *builder) result() (*lists.Result, error) {
	b.Resolve(relation)
	return b.Result(), nil
}

// relation is the schema that OFAC's words for a relation mean.
func relation(label string, from, to *ftm.Entity) (schema string, turned bool) {
	switch l := strings.ToLower(label); {
	case strings.HasPrefix(l, "owned or controlled by"):
		return lists.OwnedBy(label, from, to)
	case strings.HasPrefix(l, "leader or official of") && to.Schema.IsA("Organization") && from.Schema.IsA("LegalEntity"):
		return "Directorship", false
	case strings.HasPrefix(l, "family member of") && from.Schema.IsA("Person") && to.Schema.IsA("Person"):
		return "Family", false
	}
	return "UnknownLink", false
}
