package dataset

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// readFTM reads lines of entities. Where none is marked as a target, every
// party is one: other programs than OpenSanctions' do not mark them.
func readFTM(ctx context.Context, b *lists.Builder, f lists.File) error {
	data, err := f.Bytes()
	if err != nil {
		return err
	}
	marked := false
	seen := map[string]bool{}
	d := ftm.NewDecoder(bytes.NewReader(lists.Decode(data)))
	for n := 0; ; n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		e, err := d.Decode()
		if errors.Is(err, io.EOF) {
			break
		}
		var line *ftm.LineError
		if errors.As(err, &line) && strings.Contains(err.Error(), "schema") {
			// A kind of entity that is of no use in screening.
			b.Report.Leave(fmt.Sprintf("line %d", line.Line), "entity", line.Err.Error())
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w; the file is damaged or cut off: fetch it again", f.Path(), err)
		}
		if seen[e.ID] {
			return fmt.Errorf("%s: entity %s is there twice; the file is damaged: fetch it again", f.Path(), e.ID)
		}
		seen[e.ID] = true
		marked = marked || e.Target
		b.Entities = append(b.Entities, renamed(b, e))
	}
	for _, e := range b.Entities {
		if !marked {
			e.Target = e.Schema.Matchable && e.Schema.Name != "Address"
		}
		if e.Target {
			b.Count++
		}
	}
	return nil
}

// renamed returns the entity under the list's name, its references with it,
// and counts its values.
func renamed(b *lists.Builder, e *ftm.Entity) *ftm.Entity {
	out := ftm.New(e.Schema.Name, entityID(b, e.ID))
	out.Datasets, out.Target = []string{b.Source}, e.Target
	out.FirstSeen, out.LastSeen, out.LastChange = e.FirstSeen, e.LastSeen, e.LastChange
	out.Referents = e.Referents
	if e.Schema.Matchable && out.ID != e.ID && !slices.Contains(out.Referents, e.ID) {
		out.Referents = append(slices.Clone(out.Referents), e.ID)
	}
	e.Each(func(p *ftm.Property, values []string) {
		for _, v := range values {
			if p.Type == ftm.TypeEntity {
				v = entityID(b, v)
			}
			b.Add(out, p.Name, v)
		}
	})
	for _, r := range e.Rejected {
		b.Report.Reject()
		out.Rejected = append(out.Rejected, r)
		lists.Remark(out, r.Property+": "+r.Value)
	}
	if len(e.Datasets) > 0 && e.Target {
		lists.Remark(out, "Datasets: "+strings.Join(e.Datasets, ", "))
	}
	return out
}

func entityID(b *lists.Builder, id string) string {
	if strings.HasPrefix(id, b.Source+"-") {
		return id
	}
	return b.Source + "-" + id
}
