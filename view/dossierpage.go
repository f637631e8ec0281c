package view

import (
	"html/template"
	"io"
	"strings"

	"interdict/dossier"
)

// Most of what a page shows of a dossier; what is left is counted on it.
const (
	mostEventsOnPage  = 400
	mostMattersOnPage = 150
)

// dossierPage is a dossier as its page shows it.
type dossierPage struct {
	Style       template.CSS
	View        documentView
	Others      []partyView
	Alone       int
	Timeline    []toldView
	EventsLeft  int
	MattersLeft int
	Documents   []dossierDocument

	d     *dossier.Dossier
	first map[int]bool // claims that are on the page already
}

type dossierDocument struct {
	Number, Title, Source, Published, RepeatOf, Link string
}

// toldView is a claim with its document.
type toldView struct {
	C                  claimView
	ID, Document, When string
	First              bool // the claim's first place on the page, which links lead to
}

// Told is a claim with its document.
func (p *dossierPage) Told(c claimView) toldView {
	from := p.d.Claims[c.N-1]
	first := !p.first[c.N]
	p.first[c.N] = true
	return toldView{C: c, ID: from.ID, Document: from.Document, When: c.Date, First: first}
}

// WriteDossierPage writes a dossier as one web page that needs nothing else. What
// documents hold is untrusted and is escaped for where it stands.
func WriteDossierPage(w io.Writer, d *dossier.Dossier) error {
	l := asLedger(d)
	p := &dossierPage{d: d, first: map[int]bool{}, Style: template.CSS(pageStyle + documentStyle), MattersLeft: max(0, len(d.Matters)-mostMattersOnPage)}
	l.Matters = l.Matters[:min(len(l.Matters), mostMattersOnPage)]
	p.View = newDocumentView(0, l)
	p.View.Rules = "" // nothing is tied to a text here
	for _, party := range p.View.Others {
		if of := d.Parties[party.N-1]; of.Schema != "Weapon" && len(of.Documents) > 1 {
			p.Others = append(p.Others, party)
		} else if of.Schema != "Weapon" {
			p.Alone++
		}
	}
	for _, doc := range d.Documents {
		row := dossierDocument{Number: doc.Number, Title: documentTitle(doc), Source: doc.Source, Published: string(doc.Published), RepeatOf: string(doc.RepeatOf)}
		if strings.HasPrefix(doc.URL, "https://") || strings.HasPrefix(doc.URL, "http://") {
			row.Link = doc.URL
		}
		p.Documents = append(p.Documents, row)
	}
	events := d.Timeline
	p.EventsLeft = max(0, len(events)-mostEventsOnPage)
	for _, m := range p.View.Matters { // matters come first on the page
		for _, part := range m.Parts {
			for _, c := range part.Claims {
				p.first[c.N] = true
			}
		}
	}
	for _, e := range events[p.EventsLeft:] {
		told := p.Told(p.View.Claims[p.View.numbers[e.Claim]-1])
		told.When = e.Date
		if e.Reported {
			told.When += " (reported)"
		}
		p.Timeline = append(p.Timeline, told)
	}
	for _, m := range p.View.Matters {
		for _, part := range m.Parts {
			for _, c := range part.Claims {
				delete(p.first, c.N)
			}
		}
	}
	out, err := render("dossier.html", p)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, string(out))
	return err
}
