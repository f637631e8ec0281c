package web

import (
	"context"
	"fmt"
	"html/template"

	"interdict/ftm"
	"interdict/service"
	"interdict/view"
)

// Bounds of the drawing of relations: of more it would show nothing.
const (
	maxNear = 14 // parties that the entry is joined to
	maxFar  = 20 // with those that these are joined to
)

// graph is a drawing on its way.
type graph struct {
	nodes []view.Node
	lines []view.Line
	place map[string]int // of nodes, by entity id
	drawn map[string]bool
}

// drawRelations draws an entry with the parties that it is joined to and, where
// there is room and around says so, those that these are joined to. It returns
// nothing where there are none, and how many of its own were left out.
func (s *Site) drawRelations(ctx context.Context, r *service.Record, relations []relationView, around bool) (html template.HTML, left int) {
	if len(relations) == 0 {
		return "", 0
	}
	g := graph{place: map[string]int{}, drawn: map[string]bool{}}
	g.node(r.Entity, "centre")
	left = g.join(r.Entity.ID, relations, maxNear+1)
	if around && left == 0 {
		for _, v := range relations {
			if v.Path == "" || len(g.nodes) >= maxFar {
				continue
			}
			near, err := s.service.Show(ctx, v.Other.ID)
			if err != nil || len(near) != 1 {
				continue // the words say all that the drawing would
			}
			var further []relationView
			for _, x := range near[0].Attached {
				if x.Schema.Edge != nil && !x.Schema.IsA("Sanction") {
					further = append(further, relationsOf(x, &near[0])...)
				}
			}
			g.join(v.Other.ID, further, maxFar)
		}
	}
	html, err := view.Draw(g.nodes, g.lines).HTML("Drawing of the relations; all that it shows of the entry is in the list below")
	if err != nil {
		s.options.Log.Error("the relations cannot be drawn", "error", err)
	}
	return html, left
}

func (g *graph) node(e *ftm.Entity, class string) int {
	if i, ok := g.place[e.ID]; ok {
		return i
	}
	n := view.Node{Name: e.Caption(), Title: e.Caption() + ", " + kindWord(e.Schema.Name), Class: class, Href: "#relations"}
	if e.Target {
		n.Href = entryPath(e.ID)
		n.Title += ", listed"
		if class == "" {
			n.Class = "listed"
		}
	}
	g.place[e.ID] = len(g.nodes)
	g.nodes = append(g.nodes, n)
	return g.place[e.ID]
}

// join adds the relations of a party that is drawn, up to so many parties in
// all, and returns how many there was no room for.
func (g *graph) join(id string, relations []relationView, most int) (left int) {
	from := g.place[id]
	for _, v := range relations {
		if _, there := g.place[v.Other.ID]; !there && len(g.nodes) >= most {
			left++
			continue
		}
		a, b := from, g.node(v.Other, "")
		if !v.Out {
			a, b = b, a
		}
		words := v.Kind
		if v.Role != "" {
			words = v.Role
		}
		key := fmt.Sprint(a, " ", b, " ", words)
		if g.drawn[key] || g.drawn[fmt.Sprint(b, " ", a, " ", words)] {
			continue
		}
		g.drawn[key] = true
		g.lines = append(g.lines, view.Line{From: a, To: b, Label: cut(words, 22), Class: "tie", Href: "#relations",
			Title: fmt.Sprintf("%s → %s: %s", g.nodes[a].Name, g.nodes[b].Name, words)})
	}
	return left
}
