package view

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"interdict/dossier"
	"interdict/ledger"
)

// Most lines of a part of a dossier that are printed; what is left is counted.
const (
	mostDocuments = 60
	mostEvents    = 60
	mostMatters   = 40
	mostRows      = 8 // of one part of a matter
)

// Dossier writes a dossier for people: the documents and which of them repeat
// another, the parties with their list entries, the matters, and the timeline.
// Long parts are cut, and how much is left is said. The error is the writer's.
func Dossier(w io.Writer, d *dossier.Dossier, opts Options) error {
	out := bufio.NewWriter(w)
	v := dossierView{d: d, ledgerView: ledgerView{printer: newPrinter(out, opts), l: asLedger(d),
		party: map[string]*ledger.Party{}, claim: map[string]*ledger.Claim{}, shown: map[string]bool{}}}
	for i := range v.l.Parties {
		v.party[v.l.Parties[i].ID] = &v.l.Parties[i]
	}
	for i := range v.l.Claims {
		v.claim[v.l.Claims[i].ID] = &v.l.Claims[i]
	}
	v.documents()
	v.parties()
	v.acrossDocuments()
	v.matters()
	v.timeline()
	return out.Flush()
}

// asLedger is a dossier in the shape of one ledger, without a text.
func asLedger(d *dossier.Dossier) *ledger.Ledger {
	l := &ledger.Ledger{Document: ledger.Document{Title: dossierTitle(d)}, Matters: d.Matters}
	for _, p := range d.Parties {
		l.Parties = append(l.Parties, p.Party)
	}
	for _, c := range d.Claims {
		l.Claims = append(l.Claims, c.Claim)
	}
	for _, r := range d.Relations {
		l.Relations = append(l.Relations, r.Relation)
	}
	l.Basis = strings.Join(d.Basis, " ")
	return l
}

func dossierTitle(d *dossier.Dossier) string {
	var from, to string
	repeats := 0
	for _, doc := range d.Documents {
		if p := string(doc.Published); p != "" {
			if from == "" || p < from {
				from = p
			}
			to = max(to, p)
		}
		if doc.RepeatOf != "" {
			repeats++
		}
	}
	title := fmt.Sprintf("Dossier over %s", count(len(d.Documents), "document"))
	switch {
	case from != "" && from != to:
		title += ", " + from + " to " + to
	case from != "":
		title += ", " + from
	}
	if repeats > 0 {
		title += fmt.Sprintf(", of which %d only repeat another", repeats)
	}
	return title
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

type dossierView struct {
	ledgerView
	d *dossier.Dossier
}

func documentTitle(d dossier.Document) string { return cmp.Or(d.Title, d.ID, "Untitled document") }

func (v *dossierView) documents() {
	v.wrap("", "", dossierTitle(v.d), bold)
	v.section("Documents")
	for i, doc := range v.d.Documents {
		if i == mostDocuments {
			v.wrap("  ", "  ", fmt.Sprintf("and %d more", len(v.d.Documents)-i), dim)
			break
		}
		var facts []string
		for _, s := range []string{string(doc.Published), doc.Source, documentTitle(doc)} {
			if s != "" {
				facts = append(facts, s)
			}
		}
		text := strings.Join(facts, ", ")
		if doc.RepeatOf != "" {
			text += fmt.Sprintf(" — repeats %s (%.0f %% of its words are there)", doc.RepeatOf, 100*doc.Shared)
		}
		if doc.Language != "" && doc.Language != "en" {
			text += ", in “" + doc.Language + "”: claims are read from English only"
		}
		v.wrap("  "+pad(doc.Number, 4)+" ", "       ", text, "")
	}
}

// parties prints those on a list as a ledger does, with the documents that name
// them, and those who are named by several documents.
func (v *dossierView) parties() {
	v.section("Listed parties")
	var listed, possible []*dossier.Party
	for i := range v.d.Parties {
		switch p := &v.d.Parties[i]; {
		case slices.ContainsFunc(p.Listed, func(e ledger.Entry) bool { return e.Match }):
			listed = append(listed, p)
		case len(p.Listed) > 0:
			possible = append(possible, p)
		}
	}
	if len(listed) == 0 {
		v.wrap("  ", "  ", "None of those named was found on a list.", "")
	}
	for _, p := range listed {
		v.entries(&p.Party)
		v.named(p)
	}
	if len(possible) > 0 {
		v.section("Possibly listed: look at these")
	}
	for _, p := range possible {
		v.entries(&p.Party)
		v.named(p)
	}
	var others []string
	alone := 0
	for _, p := range v.d.Parties {
		switch {
		case len(p.Listed) > 0 || p.Schema == "Weapon":
		case len(p.Documents) > 1:
			others = append(others, fmt.Sprintf("%s (%d)", p.Name, len(p.Documents)))
		default:
			alone++
		}
	}
	if len(others) > 0 {
		v.section("Other parties, with how many documents name them")
		v.wrap("  ", "  ", strings.Join(others, "; "), "")
	}
	if alone > 0 {
		v.wrap("  ", "  ", fmt.Sprintf("and %d that one document names", alone), dim)
	}
}

func (v *dossierView) named(p *dossier.Party) {
	text := "named by " + list(p.Documents, 12)
	if others := slices.DeleteFunc(slices.Clone(p.Names), func(n string) bool { return n == p.Name }); len(others) > 0 {
		text += "; also as " + list(others, 5)
	}
	if len(p.Possibly) > 0 {
		text += fmt.Sprintf("; %s of that name may be the same", count(len(p.Possibly), "other"))
	}
	v.wrap("    ", "    ", text, dim)
}

// list joins words with commas, of which it gives the first n.
func list(words []string, n int) string {
	if len(words) > n {
		return strings.Join(words[:n], ", ") + fmt.Sprintf(" and %d more", len(words)-n)
	}
	return strings.Join(words, ", ")
}

// acrossDocuments cuts the matters to what is printed.
func (v *dossierView) acrossDocuments() {
	left := len(v.d.Matters) - mostMatters
	v.l.Matters = slices.Clone(v.d.Matters[:min(len(v.d.Matters), mostMatters)])
	for i := range v.l.Matters {
		m := &v.l.Matters[i]
		n := 0
		for _, ids := range []*[]string{&m.Accuse, &m.Deny, &m.Evidence, &m.Act} {
			n += max(0, len(*ids)-mostRows)
			*ids = (*ids)[:min(len(*ids), mostRows)]
		}
		if n > 0 {
			m.Title += fmt.Sprintf(" (%s more in --json)", count(n, "claim"))
		}
	}
	if left > 0 {
		v.section(fmt.Sprintf("The %d matters of most documents; %d more are in --json", mostMatters, left))
	}
}

func (v *dossierView) timeline() {
	if len(v.d.Timeline) == 0 {
		return
	}
	events := v.d.Timeline
	name := "Timeline"
	if left := len(events) - mostEvents; left > 0 {
		events = events[left:]
		name = fmt.Sprintf("Timeline: the last %d events; %d older ones are in --json", mostEvents, left)
	}
	v.section(name)
	last := ""
	for _, e := range events {
		c := v.claim[e.Claim]
		date := e.Date
		if date == last {
			date = ""
		}
		last = e.Date
		text := strings.TrimSpace(ledger.Describe(v.l, c))
		if e.Reported {
			text += " (reported)"
		}
		style := ""
		if c.Status == ledger.Denied {
			style = yellow
		} else if c.Status != ledger.Asserted {
			style = cyan
		}
		v.wrap("  "+pad(date, 11)+pad(c.ID, 8)+" ", "                      ", text, style)
	}
}
