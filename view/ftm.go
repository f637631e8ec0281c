package view

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/language"

	"interdict/ftm"
	"interdict/ledger"
)

// FtM writes ledgers as FollowTheMoney entities, one JSON object a line. For
// each document come, in this order:
//
//   - the document: an Article where its outlet is known, else a Document;
//   - each party, as Person, Organization, Company, PublicBody, Vessel or
//     Airplane; a state as PublicBody, an outlet as Organization, an unnamed
//     group as LegalEntity. The list entries that it is are its referents; those
//     that it may be are named in its notes, for that is no match. A weapon is
//     only a Mention, for the model has nothing that fits;
//   - a Mention for each party, with the words by which the document names it;
//   - an Event for each claim, and an UnknownLink for each pair of one who acts
//     and one who is acted upon;
//   - each relation, as Family, Ownership, Membership, Employment, Directorship
//     or Representation where its ends are of the kinds that these join, else as
//     UnknownLink.
//
// A claim that the document does not state in its own voice says so wherever it
// could be read alone: in the Event's name and keywords, in the link's role and
// status, and in both summaries.
type FtM struct{ enc *ftm.Encoder }

// NewFtM returns a writer of FollowTheMoney entities.
func NewFtM(w io.Writer) *FtM { return &FtM{ftm.NewEncoder(w)} }

// Close does nothing: every line is written at once.
func (*FtM) Close() error { return nil }

// Write writes a ledger's entities.
func (w *FtM) Write(l *ledger.Ledger) error {
	sum := sha256.Sum256([]byte(l.Document.ID + "\x00" + l.Document.URL + "\x00" + l.Text))
	x := ftmLedger{l: l, book: newBook(l), root: "doc-" + hex.EncodeToString(sum[:8]), entity: map[string]*ftm.Entity{}}
	x.document()
	for i := range l.Parties {
		x.party(&l.Parties[i])
	}
	for _, c := range l.Claims {
		x.claim(c)
	}
	for i, r := range l.Relations {
		x.relation(i, r)
	}
	for _, e := range x.out {
		if err := w.enc.Encode(e); err != nil {
			return err
		}
	}
	return nil
}

type ftmLedger struct {
	l      *ledger.Ledger
	book   book
	root   string                 // id of the document's entity
	entity map[string]*ftm.Entity // by party id
	out    []*ftm.Entity
}

// add makes an entity. What does not fit its property is kept in the entity's
// Rejected, and so is not lost.
func (x *ftmLedger) add(schema, id string, values ...[2]string) *ftm.Entity {
	e := ftm.New(schema, id)
	for _, v := range values {
		_ = e.Add(v[0], v[1])
	}
	x.out = append(x.out, e)
	return e
}

func (x *ftmLedger) document() {
	d := x.l.Document
	schema := "Document"
	if d.Source != "" {
		schema = "Article"
	}
	code := ""
	if base, err := language.ParseBase(d.Language); err == nil && d.Language != "und" {
		code = base.ISO3()
	}
	title := d.Title
	if title == "" {
		title = d.ID
	}
	x.add(schema, x.root, [2]string{"title", title}, [2]string{"fileName", d.ID}, [2]string{"publisher", d.Source}, [2]string{"publishedAt", string(d.Published)},
		[2]string{"sourceUrl", d.URL}, [2]string{"detectedLanguage", code}, [2]string{"bodyText", x.l.Text})
}

// partySchema is the schema of a party's entity.
func partySchema(schema string) string {
	switch schema {
	case "Country":
		return "PublicBody"
	case "Outlet":
		return "Organization"
	case "Weapon":
		return "Mention"
	}
	if s := ftm.Lookup(schema); s != nil && !s.Abstract && s.Matchable {
		return schema
	}
	return "LegalEntity"
}

func (x *ftmLedger) party(p *ledger.Party) {
	schema := partySchema(p.Schema)
	id := x.root + "-" + p.ID
	e := x.add(schema, id, [2]string{"name", p.Name}, [2]string{"country", string(p.Country)})
	x.entity[p.ID] = e
	x.list(e, p.Listed)
	m := e
	if schema != "Mention" {
		m = x.add("Mention", id+"-mention", [2]string{"resolved", id}, [2]string{"contextCountry", string(p.Country)})
	}
	_ = m.Add("document", x.root)
	_ = m.Add("detectedSchema", p.Schema)
	for _, s := range p.Mentions {
		_ = m.Add("name", s.Text)
	}
	if len(p.Mentions) == 0 {
		_ = m.Add("name", p.Name)
	}
}

// list names the entries that a party is, and those that it may be.
func (*ftmLedger) list(e *ftm.Entity, entries []ledger.Entry) {
	for _, entry := range entries {
		if entry.Match {
			e.Referents = append(e.Referents, entry.Entity)
		} else {
			_ = e.Add("notes", fmt.Sprintf("possibly %s, %s (score %.2f): to be looked at", entry.Entity, entry.Caption, entry.Score))
		}
	}
}

// statusWords say what stands behind a claim; nothing where the document does.
func statusWords(s ledger.Status) string {
	if s == ledger.Asserted {
		return ""
	}
	return string(s)
}

func (x *ftmLedger) claim(c ledger.Claim) {
	d := x.l.Document
	what := c.Type
	if c.Mode != "" {
		what += "/" + string(c.Mode)
	}
	status := statusWords(c.Status)
	role, name := what, what
	if status != "" {
		role += " (" + status + ")"
		name = strings.ToUpper(status) + ": " + what
	}
	if who := x.book.names(c.Actors); who != "" {
		name += ", " + who
	}
	if whom := x.book.names(append(append([]string{}, c.Recipients...), c.Objects...)); whom != "" {
		name += " → " + whom
	}
	summary := c.Evidence.Text
	if by := saidBy(x.book, c); by != "" {
		summary += " — " + by
	}
	if status != "" {
		summary = "[" + status + "] " + summary
	}
	date := ""
	if c.Date != nil {
		date, _, _ = strings.Cut(c.Date.Value, "/")
	}
	common := [][2]string{{"date", date}, {"summary", summary}, {"recordId", c.ID}, {"publisher", d.Source}, {"sourceUrl", d.URL}}
	event := x.add("Event", x.root+"-"+c.ID, append([][2]string{{"name", name}, {"keywords", "type:" + what}, {"keywords", "status:" + string(c.Status)}}, common...)...)
	others := append(append([]string{}, c.Recipients...), c.Objects...)
	for _, side := range []struct {
		property string
		ids      []string
	}{{"organizer", c.Actors}, {"involved", others}} {
		for _, id := range side.ids {
			switch e := x.entity[id]; {
			case e == nil:
			case e.Schema.IsA("LegalEntity"):
				_ = event.Add(side.property, e.ID)
			default: // vessels and weapons, which the model gives no place here
				_ = event.Add("keywords", "about:"+e.Caption())
			}
		}
	}
	n := 0
	for _, from := range c.Actors {
		for _, to := range others {
			a, b := x.entity[from], x.entity[to]
			if a == nil || b == nil || a == b {
				continue
			}
			n++
			x.add("UnknownLink", fmt.Sprintf("%s-%s-%d", x.root, c.ID, n), append([][2]string{{"subject", a.ID}, {"object", b.ID}, {"role", role}, {"status", string(c.Status)}}, common...)...)
		}
	}
}

// saidBy says on whose word a claim stands: "claimed by A (said), by way of B".
func saidBy(b book, c ledger.Claim) string {
	var parts []string
	for _, a := range c.Attribution {
		part := b.name(a.Source)
		if a.Cue != "" {
			part += " (" + string(a.Cue) + ")"
		} else if a.Medium != "" {
			part += " (" + string(a.Medium) + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", by way of ")
}

// relationSchemas are the schemata of relations, tried in turn until one joins
// the two ends.
var relationSchemas = map[string][]string{
	"family": {"Family"}, "ownership": {"Ownership"}, "subsidiary": {"Ownership"}, "membership": {"Membership"},
	"office": {"Employment", "Directorship"}, "agent": {"Representation"},
}

// turned are the relations whose second party is the edge's source: a
// subsidiary's owner.
var turned = map[string]bool{"subsidiary": true}

func (x *ftmLedger) relation(i int, r ledger.Relation) {
	a, b := x.entity[r.From], x.entity[r.To]
	if a == nil || b == nil || a == b {
		if a != nil && r.Type == "alias" {
			_ = a.Add("alias", r.Label)
		}
		return
	}
	id := fmt.Sprintf("%s-r%d", x.root, i+1)
	common := [][2]string{{"role", r.Label}, {"summary", r.Evidence.Text}, {"publisher", x.l.Document.Source}, {"sourceUrl", x.l.Document.URL}}
	for _, name := range relationSchemas[r.Type] {
		s := ftm.Lookup(name)
		from, to := a, b
		if turned[r.Type] {
			from, to = b, a
		}
		if !from.Schema.IsA(s.Property(s.Edge.Source).Range) || !to.Schema.IsA(s.Property(s.Edge.Target).Range) {
			continue
		}
		e := x.add(name, id, append(common, [2]string{s.Edge.Source, from.ID}, [2]string{s.Edge.Target, to.ID})...)
		if name == "Family" {
			_ = e.Add("relationship", r.Label)
		}
		return
	}
	link := x.add("UnknownLink", id, append(common, [2]string{"subject", a.ID}, [2]string{"object", b.ID})...)
	if r.Label == "" {
		_ = link.Add("role", r.Type)
	}
}
