package mcp

import (
	"context"
	"fmt"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"interdict/ftm"
)

type entityIn struct {
	ID string `json:"id" jsonschema:"the entity of a hit, or a publisher's own id"`
}

type entityOut struct {
	Entries []entry `json:"entries"`
}

type entry struct {
	Entity   string              `json:"entity"`
	Caption  string              `json:"caption"`
	Schema   string              `json:"schema"`
	List     string              `json:"list"`
	Since    string              `json:"since,omitempty"`
	SeenBy   string              `json:"seen_by,omitempty"`
	Also     []string            `json:"also,omitempty" jsonschema:"entries of other lists that are the same party"`
	Values   map[string][]string `json:"values"`
	Attached []attached          `json:"attached,omitempty"`
}

type attached struct {
	Schema string              `json:"schema"`
	Values map[string][]string `json:"values"`
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
	for _, r := range records {
		e := entry{Entity: r.Entity.ID, Caption: r.Entity.Caption(), Schema: r.Entity.Schema.Name, List: r.List, Values: values(r.Entity)}
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
			e.Attached = append(e.Attached, attached{a.Schema.Name, values(a)})
		}
		out.Entries = append(out.Entries, e)
	}
	return nil, out, nil
}

func values(e *ftm.Entity) map[string][]string {
	out := map[string][]string{}
	e.Each(func(p *ftm.Property, all []string) {
		for _, v := range all[:min(len(all), mostValues)] {
			out[p.Name] = append(out[p.Name], shortened(v))
		}
	})
	return out
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
}

func (t tools) changes(ctx context.Context, _ *sdk.CallToolRequest, in changesIn) (*sdk.CallToolResult, changesOut, error) {
	var out changesOut
	if in.Source == "" {
		lists, err := t.service.Answering()
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
	out.From, out.To = d.From.Date(), d.To.Date()
	counts := map[string]*int{"ADD": &out.Added, "MOD": &out.Modified, "DEL": &out.Removed}
	for _, op := range []string{"ADD", "DEL", "MOD"} {
		for _, c := range d.Changes {
			if c.Op != op {
				continue
			}
			if *counts[op]++; len(out.Changes) == mostChanges {
				continue
			}
			x := change{Op: c.Op, Entity: c.Entity, Caption: c.Caption}
			for _, v := range c.Values[:min(len(c.Values), mostHits)] {
				x.What = append(x.What, shortened(fmt.Sprintf("%s: -%q +%q", v.Property, v.Removed, v.Added)))
			}
			out.Changes = append(out.Changes, x)
		}
	}
	return nil, out, nil
}
