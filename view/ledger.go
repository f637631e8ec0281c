// Package view prints results: as text for a terminal, as files for other
// programs, and as pages or parts of pages ([Page], [Fragment], [Draw]).
//
// [Ledger] prints what a document says: the parties with their list entries,
// the disputed matters with who accuses, denies, brings evidence and acts, each
// with its sentence, then the other claims. Text is wrapped to a width; columns
// count wide characters as two. What documents hold is untrusted: control
// characters and escape sequences never reach the writer, whatever the input.
package view

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"interdict/ledger"
)

// Options say how to print.
type Options struct {
	Width  int  // columns; 0 means 80, and less than 40 is taken as 40
	Colour bool // use terminal colours
}

// Ledger writes a ledger for people. The error is the writer's.
func Ledger(w io.Writer, l *ledger.Ledger, opts Options) error {
	out := bufio.NewWriter(w)
	p := newPrinter(out, opts)
	v := ledgerView{printer: p, l: l, party: map[string]*ledger.Party{}, claim: map[string]*ledger.Claim{}}
	for i := range l.Parties {
		v.party[l.Parties[i].ID] = &l.Parties[i]
	}
	for i := range l.Claims {
		v.claim[l.Claims[i].ID] = &l.Claims[i]
	}
	v.heading()
	v.parties()
	v.matters()
	v.rest()
	return out.Flush()
}

type ledgerView struct {
	*printer
	l     *ledger.Ledger
	party map[string]*ledger.Party
	claim map[string]*ledger.Claim
	shown map[string]bool
}

func (v *ledgerView) heading() {
	d := v.l.Document
	title := d.Title
	if title == "" {
		title = d.ID
	}
	if title == "" {
		title = "Untitled document"
	}
	v.wrap("", "", title, bold)
	var facts []string
	for _, s := range []string{d.Source, string(d.Published)} {
		if s != "" {
			facts = append(facts, s)
		}
	}
	if len(facts) > 0 {
		v.wrap("", "", strings.Join(facts, ", "), dim)
	}
	if d.Language != "" && d.Language != "en" {
		v.wrap("", "", "Written in "+d.Language+": claims are read from English only.", "")
	}
}

// parties prints the listed ones first, each with its entries, then the others
// in one paragraph.
func (v *ledgerView) parties() {
	if len(v.l.Parties) == 0 {
		return
	}
	var listed, possible []*ledger.Party
	var others []string
	for i := range v.l.Parties {
		p := &v.l.Parties[i]
		switch {
		case slices.ContainsFunc(p.Listed, func(e ledger.Entry) bool { return e.Match }):
			listed = append(listed, p)
		case len(p.Listed) > 0:
			possible = append(possible, p)
		default:
			others = append(others, p.Name)
		}
	}
	v.section("Listed parties")
	if len(listed) == 0 {
		v.wrap("  ", "  ", "None of those named was found on a list.", "")
	}
	for _, p := range listed {
		v.entries(p)
	}
	if len(possible) > 0 {
		v.section("Possibly listed: look at these")
		for _, p := range possible {
			v.entries(p)
		}
	}
	if len(others) > 0 {
		v.section("Other parties")
		v.wrap("  ", "  ", strings.Join(others, "; "), "")
	}
}

func (v *ledgerView) entries(p *ledger.Party) {
	name := p.Name
	if p.Country != "" {
		name += " (" + p.Schema + ", " + string(p.Country) + ")"
	} else {
		name += " (" + p.Schema + ")"
	}
	v.wrap("  ", "    ", name, bold)
	entries := slices.Clone(p.Listed)
	slices.SortStableFunc(entries, func(a, b ledger.Entry) int {
		if a.Match != b.Match {
			if a.Match {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Score, a.Score)
	})
	wide := 0
	for _, e := range entries {
		wide = max(wide, cells(clean(e.List+" "+e.ID)))
	}
	wide = min(wide, v.width/3)
	for _, e := range entries {
		text := clean(e.Caption)
		if len(e.Programmes) > 0 {
			text += ", " + strings.Join(e.Programmes, " ")
		}
		switch {
		case e.Since != "":
			text += ", since " + string(e.Since)
		case e.SeenBy != "":
			text += ", on the list by " + string(e.SeenBy)
		}
		style := red
		if !e.Match {
			text = "possible: " + text
			style = yellow
		}
		key := clean(e.List + " " + e.ID)
		if cells(key) > wide { // too long for the column: a line of its own
			v.wrap("    ", "    ", key, "")
			v.wrap(strings.Repeat(" ", 6+wide), strings.Repeat(" ", 6+wide), text, style)
			continue
		}
		v.wrap("    "+pad(key, wide)+"  ", strings.Repeat(" ", 6+wide), text, style)
	}
}

// matters prints each disputed question with its rows by the part they play.
func (v *ledgerView) matters() {
	v.shown = map[string]bool{}
	for _, m := range v.l.Matters {
		v.section(m.Title)
		for _, part := range []struct {
			name string
			ids  []string
		}{{"accused by", m.Accuse}, {"denied by", m.Deny}, {"evidence", m.Evidence}, {"acted on", m.Act}} {
			if len(part.ids) == 0 {
				continue
			}
			v.wrap("  ", "  ", part.name, cyan)
			for _, id := range part.ids {
				if c := v.claim[id]; c != nil {
					v.row(c)
				}
			}
		}
	}
}

func (v *ledgerView) rest() {
	var left []*ledger.Claim
	for i := range v.l.Claims {
		if c := &v.l.Claims[i]; !v.shown[c.ID] {
			left = append(left, c)
		}
	}
	if len(left) == 0 {
		if len(v.l.Claims) == 0 {
			v.section("Claims")
			v.wrap("  ", "  ", "None found.", "")
		}
		return
	}
	if len(v.l.Matters) > 0 {
		v.section("Other claims")
	} else {
		v.section("Claims")
	}
	for _, c := range left {
		v.row(c)
	}
}

// row prints one claim: what it is, who says so, and the words it was read from.
func (v *ledgerView) row(c *ledger.Claim) {
	v.shown[c.ID] = true
	head := pad(c.ID, 4) + " " + c.Type
	if c.Mode != "" {
		head += "/" + string(c.Mode)
	}
	if c.Status != ledger.Asserted {
		head += " [" + string(c.Status) + "]"
	}
	if who := v.names(c.Actors); who != "" {
		head += " " + who
	}
	if to := v.names(append(slices.Clone(c.Recipients), c.Objects...)); to != "" {
		head += " → " + to
	}
	if c.Date != nil {
		head += ", " + c.Date.Value
	}
	style := ""
	switch c.Status {
	case ledger.Denied:
		style = yellow
	case ledger.Claimed, ledger.Intended:
		style = cyan
	}
	v.wrap("    ", "         ", head, style)
	v.wrap("         ", "         ", "“"+c.Evidence.Text+"”", "")
	var by []string
	for _, a := range c.Attribution {
		name := v.names([]string{a.Source})
		if name == "" {
			continue
		}
		if a.Medium != "" {
			name += " (" + string(a.Medium) + ")"
		}
		by = append(by, name)
	}
	if len(by) > 0 {
		v.wrap("         ", "         ", "— "+strings.Join(by, ", by way of "), dim)
	}
}

func (v *ledgerView) names(ids []string) string {
	var out []string
	for _, id := range ids {
		p := v.party[id]
		if p == nil {
			continue
		}
		name := p.Name
		if slices.ContainsFunc(p.Listed, func(e ledger.Entry) bool { return e.Match }) {
			name += "*"
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

func (v *ledgerView) section(name string) {
	fmt.Fprintln(v.w)
	v.wrap("", "", name, bold)
}
