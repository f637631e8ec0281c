package archive

import (
	"slices"
	"strings"

	"interdict/ftm"
)

// Ops of a change, in the words of delta files.
const (
	OpAdd    = "ADD"
	OpModify = "MOD"
	OpDelete = "DEL"
)

// A Change is what became of one entry between two versions of a list.
type Change struct {
	Op       string        `json:"op"`     // ADD, MOD or DEL
	ID       string        `json:"id"`     // the publisher's entry id
	Entity   string        `json:"entity"` // FollowTheMoney id
	Caption  string        `json:"caption"`
	Schema   string        `json:"schema"`
	Relisted bool          `json:"relisted,omitempty"` // the publisher gave the entry a new record id
	Values   []ValueChange `json:"values,omitempty"`   // of MOD: which values changed
}

// A ValueChange is what one property of an entry lost and gained. Properties of
// what is attached to it are named after it: sanction.program, passport,
// address, ownership.
type ValueChange struct {
	Property string   `json:"property"`
	Removed  []string `json:"removed,omitempty"`
	Added    []string `json:"added,omitempty"`
}

// Counts sums up changes. Where the publisher keeps record ids besides the
// entry ids (the DATAID of the Security Council's list), an entry that was taken
// off and listed anew keeps its entry id and gets another record id: by record
// ids it is one more added and one more removed.
type Counts struct {
	Added    int `json:"added"`
	Removed  int `json:"removed"`
	Modified int `json:"modified"`
	Relisted int `json:"relisted"` // of those modified, how many have a new record id
}

// Count sums up changes.
func Count(changes []Change) Counts {
	var c Counts
	for _, x := range changes {
		switch x.Op {
		case OpAdd:
			c.Added++
		case OpDelete:
			c.Removed++
		default:
			c.Modified++
			if x.Relisted {
				c.Relisted++
			}
		}
	}
	return c
}

// Diff returns what changed from one version's entities to another's: first
// what was added, then what was modified, then what was removed, each in the
// order of the list. Two forms of one list (XML and CSV) tell different things;
// between them entries are modified that the publisher did not touch.
func Diff(before, after []*ftm.Entity) []Change {
	old, new := gather(before), gather(after)
	var added, modified, removed []Change
	for _, id := range new.order {
		now := new.entries[id]
		was, there := old.entries[id]
		switch {
		case !there:
			added = append(added, now.change(OpAdd))
		default:
			if values := compareValues(was.values, now.values); len(values) > 0 {
				c := now.change(OpModify)
				c.Values = values
				c.Relisted = relisted(values)
				modified = append(modified, c)
			}
		}
	}
	for _, id := range old.order {
		if _, there := new.entries[id]; !there {
			removed = append(removed, old.entries[id].change(OpDelete))
		}
	}
	return slices.Concat(added, modified, removed)
}

// relisted reports whether an entry's record id was replaced by another.
func relisted(values []ValueChange) bool {
	return slices.ContainsFunc(values, func(v ValueChange) bool {
		return v.Property == "sanction.recordId" && len(v.Removed) > 0 && len(v.Added) > 0
	})
}

// An entry is a listed entity with its values and those of what is attached to
// it, by property.
type entry struct {
	entity *ftm.Entity
	values map[string][]string
}

func (e *entry) change(op string) Change {
	x := e.entity
	return Change{Op: op, ID: EntryID(x), Entity: x.ID, Caption: x.Caption(), Schema: x.Schema.Name}
}

// EntryID returns the publisher's own id of an entry.
func EntryID(e *ftm.Entity) string {
	for _, d := range e.Datasets {
		if id, ok := strings.CutPrefix(e.ID, d+"-"); ok {
			return id
		}
	}
	return e.ID
}

type gathered struct {
	order   []string
	entries map[string]*entry
}

// gather joins what is attached to the listed entities.
func gather(entities []*ftm.Entity) gathered {
	g := gathered{entries: map[string]*entry{}}
	byID := make(map[string]*ftm.Entity, len(entities))
	for _, e := range entities {
		byID[e.ID] = e
	}
	for _, e := range entities {
		if own(e, byID) {
			g.order = append(g.order, e.ID)
			x := &entry{entity: e, values: map[string][]string{"schema": {e.Schema.Name}}}
			x.add("", e, nil)
			g.entries[e.ID] = x
		}
	}
	for _, e := range entities {
		if g.entries[e.ID] != nil || e.Schema.Name == "Address" { // an entry has its addresses in words
			continue
		}
		for _, id := range owners(e) {
			x := g.entries[id]
			if x == nil {
				continue
			}
			name := strings.ToLower(e.Schema.Name)
			if e.Schema.IsA("Sanction") {
				x.add(name+".", e, byID)
			} else {
				x.values[name] = append(x.values[name], inWords(e, id, byID))
			}
		}
	}
	return g
}

// own reports whether a listed entity is an entry of its own. A wallet that an
// entry holds is listed with it, and is none.
func own(e *ftm.Entity, byID map[string]*ftm.Entity) bool {
	if !e.Target {
		return false
	}
	for _, id := range e.ByType(ftm.TypeEntity) {
		if owner := byID[id]; owner != nil && owner.Target && strings.HasPrefix(e.ID, id+"-") {
			return false
		}
	}
	return true
}

// owners returns the entries that an attached entity belongs to: the one whose
// id its own begins with, else all that it points at.
func owners(e *ftm.Entity) []string {
	ids := e.ByType(ftm.TypeEntity)
	for _, id := range ids {
		if strings.HasPrefix(e.ID, id+"-") {
			return []string{id}
		}
	}
	return ids
}

// add puts an entity's values under their properties, but for those that only
// point at another.
func (x *entry) add(prefix string, e *ftm.Entity, byID map[string]*ftm.Entity) {
	e.Each(func(p *ftm.Property, values []string) {
		if p.Type != ftm.TypeEntity {
			x.values[prefix+p.Name] = append(x.values[prefix+p.Name], values...)
			return
		}
		for _, v := range values {
			if other := byID[v]; other != nil && v != x.entity.ID && other.Schema.Name != "Address" {
				x.values[prefix+p.Name] = append(x.values[prefix+p.Name], other.Caption())
			}
		}
	})
}

// inWords says an attached document or relation in one line, so that a change
// of it reads as one.
func inWords(e *ftm.Entity, owner string, byID map[string]*ftm.Entity) string {
	var parts []string
	e.Each(func(p *ftm.Property, values []string) {
		for _, v := range values {
			if p.Type == ftm.TypeEntity {
				if v == owner {
					continue
				}
				if other := byID[v]; other != nil {
					v = other.Caption()
				}
			}
			parts = append(parts, p.Name+" "+v)
		}
	})
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

func compareValues(was, now map[string][]string) []ValueChange {
	properties := map[string]bool{}
	for p := range was {
		properties[p] = true
	}
	for p := range now {
		properties[p] = true
	}
	var out []ValueChange
	for p := range properties {
		v := ValueChange{Property: p, Removed: without(was[p], now[p]), Added: without(now[p], was[p])}
		if len(v.Removed)+len(v.Added) > 0 {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b ValueChange) int { return strings.Compare(a.Property, b.Property) })
	return out
}

// without returns the values that the others do not have.
func without(values, others []string) []string {
	var out []string
	for _, v := range values {
		if !slices.Contains(others, v) && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
