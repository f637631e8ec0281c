package mcp

import (
	"context"
	"fmt"
	"slices"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"interdict/ftm"
	"interdict/screen"
)

type entityIn struct {
	ID string `json:"id" jsonschema:"the entity of a hit, or a publisher's own id"`
}

type entityOut struct {
	Entries []entry `json:"entries"`
	Note    string  `json:"note,omitempty" jsonschema:"what was left out, and where it stands whole"`
	Basis   string  `json:"basis" jsonschema:"what the answer rests on"`
}

type entry struct {
	Entity       string              `json:"entity"`
	Caption      string              `json:"caption"`
	Schema       string              `json:"schema"`
	List         string              `json:"list"`
	Since        string              `json:"since,omitempty"`
	SeenBy       string              `json:"seen_by,omitempty"`
	Also         []string            `json:"also,omitempty" jsonschema:"entries of other lists that are the same party"`
	Values       map[string][]string `json:"values"`
	More         map[string]int      `json:"more,omitempty" jsonschema:"how many more values a property has that are not shown"`
	Attached     []attached          `json:"attached,omitempty"`
	MoreAttached int                 `json:"more_attached,omitempty" jsonschema:"how many more things are attached that are not shown"`
}

type attached struct {
	Schema string              `json:"schema"`
	Values map[string][]string `json:"values"`
	More   map[string]int      `json:"more,omitempty"`
}

// mostValues is how many values of a property, and how many things attached,
// are shown.
const mostValues = 20

func (t tools) entity(ctx context.Context, _ *sdk.CallToolRequest, in entityIn) (*sdk.CallToolResult, entityOut, error) {
	records, err := t.service.Show(ctx, in.ID)
	if err != nil {
		return nil, entityOut{}, err
	}
	var out entityOut
	if out.Basis, err = t.service.Basis(ctx, screen.DefaultThreshold); err != nil {
		return nil, out, err
	}
	var shown []string
	for _, r := range records {
		shown = append(shown, r.Entity.ID)
		e := entry{Entity: r.Entity.ID, Caption: r.Entity.Caption(), Schema: r.Entity.Schema.Name, List: r.List, MoreAttached: max(len(r.Attached)-mostValues, 0)}
		e.Values, e.More = values(r.Entity)
		if r.Since != nil {
			e.Since = *r.Since
		}
		if r.SeenBy != nil {
			e.SeenBy = *r.SeenBy
		}
		for _, a := range r.Also {
			e.Also = append(e.Also, a.Entity)
		}
		for _, a := range r.Attached[:min(len(r.Attached), mostValues)] {
			x := attached{Schema: a.Schema.Name}
			x.Values, x.More = values(a)
			e.Attached = append(e.Attached, x)
		}
		if e.MoreAttached > 0 || e.More != nil || slices.ContainsFunc(e.Attached, func(a attached) bool { return a.More != nil }) {
			out.Note = "of long lists the first 20 are shown; more says how many are left; interdict show ID, or the page of the entry, shows all"
		}
		out.Entries = append(out.Entries, e)
	}
	return nil, out, t.service.Shown(ctx, "entity", shown, in)
}

// values are those that are shown of an entity, and how many more there are.
func values(e *ftm.Entity) (shown map[string][]string, more map[string]int) {
	shown = map[string][]string{}
	e.Each(func(p *ftm.Property, all []string) {
		for _, v := range all[:min(len(all), mostValues)] {
			shown[p.Name] = append(shown[p.Name], shortened(v))
		}
		if left := len(all) - mostValues; left > 0 {
			if more == nil {
				more = map[string]int{}
			}
			more[p.Name] = left
		}
	})
	return shown, more
}

type changesIn struct {
	Source string `json:"source,omitempty" jsonschema:"name of the list; empty: say which there are"`
	From   string `json:"from,omitempty" jsonschema:"compare with what was published by this day, YYYY-MM-DD"`
	To     string `json:"to,omitempty" jsonschema:"what was published by this day"`
}

type changesOut struct {
	Lists    []list   `json:"lists,omitempty"`
	From     string   `json:"from,omitempty"`
	To       string   `json:"to,omitempty"`
	Added    int      `json:"added"`
	Modified int      `json:"modified"`
	Removed  int      `json:"removed"`
	Changes  []change `json:"changes,omitempty" jsonschema:"the first of them; what was added comes first"`
	More     int      `json:"more,omitempty" jsonschema:"changes that are not shown"`
	Versions []string `json:"versions,omitempty" jsonschema:"ids of the two versions that were compared"`
	Basis    string   `json:"basis" jsonschema:"the lists that answers rest on now"`
}

type list struct {
	Source    string `json:"source"`
	Title     string `json:"title"`
	Published string `json:"published,omitempty"`
	Entries   int    `json:"entries"`
}

type change struct {
	Op      string   `json:"op" jsonschema:"ADD, MOD or DEL"`
	Entity  string   `json:"entity"`
	Caption string   `json:"caption"`
	What    []string `json:"what,omitempty"`
	More    int      `json:"more,omitempty" jsonschema:"properties that changed and are not shown"`
}

func (t tools) changes(ctx context.Context, _ *sdk.CallToolRequest, in changesIn) (*sdk.CallToolResult, changesOut, error) {
	var out changesOut
	var err error
	if out.Basis, err = t.service.Basis(ctx, screen.DefaultThreshold); err != nil {
		return nil, out, err
	}
	if in.Source == "" {
		lists, err := t.service.Answering()
		if err == nil {
			err = t.service.Shown(ctx, "lists", nil, nil)
		}
		for _, l := range lists {
			x := list{Source: l.Source, Title: l.Title, Entries: l.Entities}
			if l.Published != nil {
				x.Published = *l.Published
			}
			out.Lists = append(out.Lists, x)
		}
		return nil, out, err
	}
	d, err := t.service.Diff(ctx, in.Source, in.From, in.To)
	if err != nil {
		return nil, out, err
	}
	out.From, out.To, out.Versions = d.From.Date(), d.To.Date(), d.Versions()
	counts := map[string]*int{"ADD": &out.Added, "MOD": &out.Modified, "DEL": &out.Removed}
	for _, op := range []string{"ADD", "DEL", "MOD"} {
		for _, c := range d.Changes {
			if c.Op != op {
				continue
			}
			if *counts[op]++; len(out.Changes) == mostChanges {
				out.More++
				continue
			}
			x := change{Op: c.Op, Entity: c.Entity, Caption: c.Caption, More: max(len(c.Values)-mostHits, 0)}
			for _, v := range c.Values[:min(len(c.Values), mostHits)] {
				x.What = append(x.What, shortened(fmt.Sprintf("%s: -%q +%q", v.Property, v.Removed, v.Added)))
			}
			out.Changes = append(out.Changes, x)
		}
	}
	return nil, out, t.service.Shown(ctx, "changes", out.Versions, in)
}
