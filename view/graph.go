package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxNodes bounds the drawing of a ledger: of more it would show nothing.
const maxNodes = 18

// drawGraph draws who does what to whom: a node a party, a line a kind of
// status between two parties. Those who take part in most claims are drawn. It
// returns nil where no claim joins two parties. doc is the document's element.
func drawGraph(doc string, parties []partyView, claims []claimView) *Drawing {
	type key struct {
		from, to int
		status   string
	}
	joining := map[key][]int{} // numbers of claims
	var order []key
	weight := map[int]int{}
	for _, c := range claims {
		for _, a := range c.Actors {
			for _, b := range c.Others {
				if a.N == b.N {
					continue
				}
				k := key{a.N, b.N, c.Status}
				if joining[k] == nil {
					order = append(order, k)
				}
				if n := joining[k]; len(n) == 0 || n[len(n)-1] != c.N {
					joining[k] = append(n, c.N)
				}
				weight[a.N]++
				weight[b.N]++
			}
		}
	}
	if len(order) == 0 {
		return nil
	}
	var taking []int
	for n := range weight {
		taking = append(taking, n)
	}
	slices.SortFunc(taking, func(a, b int) int { return cmp.Or(weight[b]-weight[a], a-b) })
	left := max(0, len(taking)-maxNodes)
	place := map[int]int{}
	var nodes []Node
	for _, n := range taking[:len(taking)-left] {
		p := parties[n-1]
		place[n] = len(nodes)
		node := Node{Name: p.Name, Title: p.Name, Href: fmt.Sprintf("#%sp%d", doc, n)}
		switch {
		case p.Listed:
			node.Class, node.Title = "listed", p.Name+", listed"
		case p.Maybe:
			node.Class, node.Title = "maybe", p.Name+", possibly listed"
		}
		nodes = append(nodes, node)
	}
	var lines []Line
	for _, k := range order {
		a, okA := place[k.from]
		b, okB := place[k.to]
		if !okA || !okB {
			continue
		}
		l := Line{From: a, To: b, Class: "s-" + k.status, Href: fmt.Sprintf("#%sc%d", doc, joining[k][0])}
		for _, n := range joining[k] {
			l.Class += fmt.Sprintf(" %sc%d", doc, n)
		}
		kinds := kindsOf(joining[k], claims)
		l.Title = fmt.Sprintf("%s → %s: %s (%s)", parties[k.from-1].Name, parties[k.to-1].Name, strings.Join(kinds, ", "), k.status)
		if len(kinds) > 2 {
			kinds = append(kinds[:2], fmt.Sprintf("+%d", len(kinds)-2))
		}
		l.Label = strings.Join(kinds, ", ")
		lines = append(lines, l)
	}
	g := Draw(nodes, lines)
	g.Left = left
	return g
}

// kindsOf are the kinds of event of some claims, each once with how often it is
// there.
func kindsOf(numbers []int, claims []claimView) []string {
	count := map[string]int{}
	var kinds []string
	for _, n := range numbers {
		kind := strings.ToLower(claims[n-1].Type)
		if count[kind]++; count[kind] == 1 {
			kinds = append(kinds, kind)
		}
	}
	for i, k := range kinds {
		if count[k] > 1 {
			kinds[i] = fmt.Sprintf("%s ×%d", k, count[k])
		}
	}
	return kinds
}
