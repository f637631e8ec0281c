package lists

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"interdict/ftm"
)

// A Link is a relation of an entry to another, by the other's id or by a name
// under which it is [Builder.Known].
type Link struct {
	Label string // the list's words for it
	ID    string
	Name  string
}

type pendingLink struct {
	from *ftm.Entity
	link Link
}

// Known says that an entry goes by a name, so that links by name find it. Case
// and white space do not matter.
func (b *Builder) Known(name string, e *ftm.Entity) {
	key := foldName(name)
	if key != "" && !slices.Contains(b.known[key], e) {
		b.known[key] = append(b.known[key], e)
	}
}

func foldName(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// Link keeps a relation until [Builder.Resolve], for the other entry can come
// later.
func (b *Builder) Link(from *ftm.Entity, l Link) {
	b.links = append(b.links, pendingLink{from, l})
}

// Resolve turns the relations into edges. relation says which schema the
// list's words mean between the two, and whether the edge runs from the other
// entry to this one. A relation to nobody who is listed, or to a name that two
// entries bear, is kept as a note.
func (b *Builder) Resolve(relation func(label string, from, to *ftm.Entity) (schema string, turned bool)) {
	entries := map[string]*ftm.Entity{}
	for _, e := range b.Entities {
		if id, ok := strings.CutPrefix(e.ID, b.Source+"-"); ok && b.ids[id] {
			entries[id] = e
		}
	}
	seen := map[string]bool{}
	for _, p := range b.links {
		to := entries[p.link.ID]
		if named := b.known[foldName(p.link.Name)]; to == nil && p.link.ID == "" && len(named) == 1 {
			to = named[0]
		}
		if to == nil || to == p.from {
			b.Note(p.from, cmp.Or(p.link.Label, "Linked to"), cmp.Or(p.link.Name, p.link.ID))
			continue
		}
		id := p.from.ID + "-link-" + strings.TrimPrefix(to.ID, b.Source+"-")
		if seen[id+p.link.Label] {
			b.Report.Reach()
			continue
		}
		seen[id+p.link.Label] = true
		schema, turned := relation(p.link.Label, p.from, to)
		edge := b.Attach(schema, fmt.Sprintf("%s-%d", id, len(seen)))
		source, target := p.from, to
		if turned {
			source, target = to, p.from
		}
		_ = edge.Add(edge.Schema.Edge.Source, source.ID)
		_ = edge.Add(edge.Schema.Edge.Target, target.ID)
		b.Add(edge, "role", cmp.Or(p.link.Label, "Linked To"))
		_ = p.from.Add("topics", "sanction.linked")
	}
	b.links = nil
}

// OwnedBy is the relation of an entry to its owner or parent: ownership of what
// can be owned by who can own, else a link.
func OwnedBy(_ string, from, to *ftm.Entity) (schema string, turned bool) {
	if from.Schema.IsA("Asset") && to.Schema.IsA("LegalEntity") {
		return "Ownership", true
	}
	return "UnknownLink", false
}
