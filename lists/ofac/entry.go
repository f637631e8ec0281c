package ofac

import (
	"cmp"
	"fmt"
	"slices"
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
	links      []link
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

// A link is a relation to another entry, by its uid or by its name.
type link struct{ label, uid, name string }

// builder turns entries into entities.
type builder struct {
	set       lists.Set
	source    string
	published string
	report    lists.Report
	entities  []*ftm.Entity
	count     int
	byUID     map[string]*ftm.Entity
	byName    map[string][]string // published name, folded, to uids
	pending   []pendingLink
}

type pendingLink struct {
	from *ftm.Entity
	link link
}

func newBuilder(set lists.Set) *builder {
	return &builder{set: set, source: set.Source, published: set.Published, byUID: map[string]*ftm.Entity{}, byName: map[string][]string{}}
}

// add puts a value in a property and counts it. What does not fit is kept
// aside in the entity, and in its notes for people.
func (b *builder) add(e *ftm.Entity, property, value string) {
	if strings.TrimSpace(value) == "" {
		return
	}
	if err := e.Add(property, value); err != nil {
		b.report.Reject()
		noteOf(e, fmt.Sprintf("%s: %s", property, value))
		return
	}
	b.report.Reach()
}

// note keeps a value in words and counts it.
func (b *builder) note(e *ftm.Entity, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	noteOf(e, text)
	b.report.Note()
}

func noteOf(e *ftm.Entity, text string) {
	if e.Schema.Property("notes") != nil {
		_ = e.Add("notes", text) // text takes any value
	} else {
		_ = e.Add("summary", text)
	}
}

// attach makes an entity that belongs to a listed one.
func (b *builder) attach(schema, id string) *ftm.Entity {
	e := ftm.New(schema, id)
	e.Datasets = []string{b.source}
	b.entities = append(b.entities, e)
	return e
}

// build turns an entry into its entities.
func (b *builder) build(x *entry) {
	b.count++
	e := ftm.New(x.schema, b.source+"-"+x.uid)
	e.Datasets, e.Target = []string{b.source}, true
	b.entities = append(b.entities, e)
	b.byUID[x.uid] = e
	_ = e.Add("topics", "sanction")
	b.report.Reach() // the uid
	b.buildNames(e, x)
	sanction := b.attach("Sanction", e.ID+"-sanction")
	b.buildSanction(sanction, e, x)
	for _, t := range x.titles {
		if e.Schema.IsA("Person") {
			b.add(e, "position", t)
		} else {
			b.note(e, "Title: "+t)
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
			b.add(e, "position", r)
		} else {
			b.note(e, r)
		}
	}
	for _, l := range x.links {
		b.pending = append(b.pending, pendingLink{e, l})
	}
}

func (b *builder) buildSanction(s, e *ftm.Entity, x *entry) {
	_ = s.Add("entity", e.ID)
	_ = s.Add("authority", "US Treasury, Office of Foreign Assets Control")
	_ = s.Add("authorityId", x.uid)
	_ = s.Add("country", "us")
	for _, p := range x.programmes {
		b.add(s, "program", p)
	}
	for _, l := range x.lists {
		b.note(s, "List: "+l)
	}
	for _, l := range x.legal {
		b.add(s, "reason", l)
	}
	for _, m := range x.measures {
		b.add(s, "provisions", m)
	}
	for _, d := range x.listed {
		b.add(s, "listingDate", d)
	}
}

// buildNames adds the names and aliases.
func (b *builder) buildNames(e *ftm.Entity, x *entry) {
	b.byName[foldName(x.name)] = append(b.byName[foldName(x.name)], x.uid)
	familyFirst := b.familyFirst(x)
	person := e.Schema.IsA("Person")
	if family, given, ok := strings.Cut(x.name, ","); ok && person {
		b.add(e, "name", inOrder(family, given, familyFirst))
		_ = e.Add("lastName", family)
		_ = e.Add("firstName", given)
	} else {
		b.add(e, "name", x.name)
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
		b.add(e, property, name)
		b.byName[foldName(a.name)] = append(b.byName[foldName(a.name)], x.uid)
	}
}

func foldName(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

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
		noteOf(e, "Country: "+a.country)
	}
	f := b.attach("Address", fmt.Sprintf("%s-address-%d", e.ID, i+1))
	_ = f.Add("full", strings.Join(parts, ", "))
	b.add(f, "street", a.lines)
	b.add(f, "city", a.city)
	b.add(f, "state", a.state)
	b.add(f, "region", a.region)
	b.add(f, "postalCode", a.postal)
	b.add(f, "country", a.country)
	_ = e.Add("addressEntity", f.ID)
}

// result resolves the links between entries and returns everything.
func (b *builder) result() (*lists.Result, error) {
	seen := map[string]bool{}
	for _, p := range b.pending {
		uid := p.link.uid
		if uid == "" {
			if found := b.byName[foldName(p.link.name)]; len(slices.Compact(slices.Sorted(slices.Values(found)))) == 1 {
				uid = found[0]
			}
		}
		to := b.byUID[uid]
		if to == nil {
			b.note(p.from, cmp.Or(p.link.label, "Linked to")+": "+cmp.Or(p.link.name, p.link.uid))
			continue
		}
		id := p.from.ID + "-link-" + uid
		if seen[id+p.link.label] {
			b.report.Reach()
			continue
		}
		seen[id+p.link.label] = true
		edge := b.attach(linkSchema(p.link.label, p.from, to), fmt.Sprintf("%s-%d", id, len(seen)))
		source, target := p.from, to
		if edge.Schema.Name == "Ownership" {
			source, target = to, p.from // owned or controlled by
		}
		_ = edge.Add(edge.Schema.Edge.Source, source.ID)
		_ = edge.Add(edge.Schema.Edge.Target, target.ID)
		b.add(edge, "role", cmp.Or(p.link.label, "Linked To"))
		_ = p.from.Add("topics", "sanction.linked")
	}
	return &lists.Result{Entities: b.entities, Published: b.published, Count: b.count, Report: b.report}, nil
}

// linkSchema is the relation that OFAC's words for it say.
func linkSchema(label string, from, to *ftm.Entity) string {
	switch l := strings.ToLower(label); {
	case strings.HasPrefix(l, "owned or controlled by") && from.Schema.IsA("Asset"):
		if to.Schema.IsA("LegalEntity") {
			return "Ownership"
		}
	case strings.HasPrefix(l, "leader or official of") && to.Schema.IsA("Organization") && from.Schema.IsA("LegalEntity"):
		return "Directorship"
	case strings.HasPrefix(l, "family member of") && from.Schema.IsA("Person") && to.Schema.IsA("Person"):
		return "Family"
	}
	return "UnknownLink"
}
