// Package dossier joins the ledgers of many documents into one: who is named in
// which of them, what is disputed across them, what happened when, and which
// documents only repeat an older one.
//
//	var b dossier.Builder
//	for … { err := b.Add(l) }
//	d := b.Dossier()
//
// Parties of two documents are one where they are the same entry of a list, or
// where they bear the same whole name, are of a compatible kind and nothing
// speaks against it (another entry of the same list, another country). A family
// name alone, an unnamed group or a body without its state ("the ministry")
// joins nothing; where a name is the same and something speaks against it, the
// two are kept apart and named as possibly the same.
//
// A document of which most is in another is a repeat of the first of them, by
// date of publication. Its claims are kept, and bear no weight in the matters:
// a story told ten times is told by one.
//
// Memory grows with the claims, not with the texts, which are not kept: some
// thirty kilobytes a news article.
package dossier

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"interdict/claims"
	"interdict/ledger"
)

// MaxDocuments is how many documents a dossier takes.
const MaxDocuments = 50_000

// A Dossier is what many documents say.
type Dossier struct {
	Documents []Document      `json:"documents"` // in the order in which they were read
	Parties   []Party         `json:"parties"`   // those of most documents first
	Matters   []ledger.Matter `json:"matters"`   // those of most documents first; claims by id
	Timeline  []Event         `json:"timeline"`  // the earliest first
	Claims    []Claim         `json:"claims"`
	Relations []Relation      `json:"relations"`
	Basis     []string        `json:"basis"` // of the list entries
}

// A Document is one that was read.
type Document struct {
	ledger.Document
	Number   string      `json:"number"`    // d1, d2, …: what claims are named by
	RepeatOf ledger.Null `json:"repeat_of"` // number of the document that it repeats
	Shared   float64     `json:"shared"`    // of a repeat: the share of its words, in runs of five, that are in that document
	Claims   int         `json:"claims"`    // how many it makes
}

// A Party is one referent across documents.
type Party struct {
	ledger.Party          // Mentions is empty: they are in the ledgers
	Names        []string `json:"names"`     // by which the documents name it, the most frequent first
	Documents    []string `json:"documents"` // that name it, by number
	Possibly     []string `json:"possibly"`  // parties of the same name that may be this one
}

// A Claim is a claim with the document that it is from. Its id is that of the
// document's ledger behind the document's number: d3.c7.
type Claim struct {
	ledger.Claim
	Document string `json:"document"`
}

// A Relation is a relation with the document that it is from.
type Relation struct {
	ledger.Relation
	Document string `json:"document"`
}

// An Event is a claim on a day: that of the event where the document tells it,
// else that on which the document was published.
type Event struct {
	Date     string `json:"date"` // ISO 8601 as far as known
	Reported bool   `json:"reported"`
	Claim    string `json:"claim"`
}

// A Builder makes a dossier, document by document. The zero value is ready.
type Builder struct {
	d       Dossier
	base    []int // of each document: where its text would begin if all were one
	end     int
	people  joiner
	repeats repeats
	of      []int // of each claim: its document
}

// Add puts a ledger into the dossier. It keeps nothing of its text. The error
// says that the dossier is full.
func (b *Builder) Add(l *ledger.Ledger) error {
	n := len(b.d.Documents)
	if n == MaxDocuments {
		return fmt.Errorf("a dossier takes at most %d documents; read parts of them", MaxDocuments)
	}
	if l == nil {
		return errors.New("no ledger to add")
	}
	number := fmt.Sprintf("d%d", n+1)
	doc := Document{Document: l.Document, Number: number, Claims: len(l.Claims)}
	doc.Pages = nil
	b.d.Documents = append(b.d.Documents, doc)
	b.base = append(b.base, b.end)
	b.end += l.Document.Characters + 1_000 // no sentence reaches from one text into the next
	b.repeats.add(l.Text)
	if l.Basis != "" && !slices.Contains(b.d.Basis, l.Basis) {
		b.d.Basis = append(b.d.Basis, l.Basis)
	}
	here := map[string]string{}
	for i := range l.Parties {
		here[l.Parties[i].ID] = b.people.place(&l.Parties[i], number)
	}
	rename := func(ids []string) []string {
		out := make([]string, len(ids))
		for i, id := range ids {
			out[i] = here[id]
		}
		return out
	}
	for _, c := range l.Claims {
		c.ID = number + "." + c.ID
		c.Actors, c.Recipients, c.Objects = rename(c.Actors), rename(c.Recipients), rename(c.Objects)
		c.Attribution = slices.Clone(c.Attribution)
		for k := range c.Attribution {
			c.Attribution[k].Source = here[c.Attribution[k].Source]
		}
		if c.About == c.Evidence.Text {
			c.About = c.Evidence.Text // one string for both
		}
		b.d.Claims = append(b.d.Claims, Claim{c, number})
		b.of = append(b.of, n)
	}
	for _, r := range l.Relations {
		r.From, r.To = here[r.From], here[r.To]
		b.d.Relations = append(b.d.Relations, Relation{r, number})
	}
	return nil
}

// Documents is how many have been added.
func (b *Builder) Documents() int { return len(b.d.Documents) }

// Dossier finishes the dossier. The builder is of no more use then.
func (b *Builder) Dossier() *Dossier {
	d := &b.d
	b.mark()
	parties, final := b.people.finish()
	d.Parties = parties
	rename := func(ids []string) {
		for i, id := range ids {
			ids[i] = final[id]
		}
	}
	name := map[string]string{}
	for _, p := range parties {
		name[p.ID] = p.Name
	}
	var rows []ledger.Claim
	var of []int
	for i := range d.Claims {
		c := &d.Claims[i]
		rename(c.Actors)
		rename(c.Recipients)
		rename(c.Objects)
		for k := range c.Attribution {
			c.Attribution[k].Source = final[c.Attribution[k].Source]
		}
		if d.Documents[b.of[i]].RepeatOf != "" {
			continue
		}
		row := c.Claim
		row.Evidence.Start += b.base[b.of[i]]
		row.Evidence.End += b.base[b.of[i]]
		rows, of = append(rows, row), append(of, b.of[i])
	}
	for i := range d.Relations {
		r := &d.Relations[i]
		r.From, r.To = final[r.From], final[r.To]
	}
	d.Matters = claims.MattersAcross(rows, of, func(id string) string { return name[id] })
	slices.SortStableFunc(d.Matters, func(x, y ledger.Matter) int { return cmp.Compare(documentsOf(y), documentsOf(x)) })
	b.timeline()
	if d.Basis == nil {
		d.Basis = []string{}
	}
	return d
}

// documentsOf is how many documents a matter's claims are from.
func documentsOf(m ledger.Matter) int {
	seen := map[string]bool{}
	for _, ids := range [][]string{m.Accuse, m.Deny, m.Evidence, m.Act} {
		for _, id := range ids {
			number, _, _ := cut(id)
			seen[number] = true
		}
	}
	return len(seen)
}

// timeline puts the claims of documents that are no repeats in the order of time.
// What is planned is left out: it did not happen on that day.
func (b *Builder) timeline() {
	d := &b.d
	for i := range d.Claims {
		c, doc := &d.Claims[i], &d.Documents[b.of[i]]
		switch {
		case doc.RepeatOf != "":
		case c.Date != nil && c.Date.Value != "":
			d.Timeline = append(d.Timeline, Event{Date: c.Date.Value, Claim: c.ID})
		case doc.Published != "" && c.Status == ledger.Asserted:
			d.Timeline = append(d.Timeline, Event{Date: string(doc.Published), Reported: true, Claim: c.ID})
		}
	}
	slices.SortStableFunc(d.Timeline, func(x, y Event) int { return cmp.Compare(x.Date, y.Date) })
}

// mark finds the repeats and names the first of those that share a story.
func (b *Builder) mark() {
	d := &b.d
	first := func(x, y int) bool { // by date; one without a date comes behind
		px, py := string(d.Documents[x].Published), string(d.Documents[y].Published)
		switch {
		case px == py:
			return x < y
		case px == "" || py == "":
			return py == ""
		}
		return px < py
	}
	for i, r := range b.repeats.find(first) {
		if r.of >= 0 {
			d.Documents[i].RepeatOf, d.Documents[i].Shared = ledger.Null(d.Documents[r.of].Number), r.shared
		}
	}
}
