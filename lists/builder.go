package lists

import (
	"fmt"
	"strings"

	"interdict/ftm"
)

// A Builder gathers what a parser makes of a list and counts every value on
// its way: into a property, into a named note, or kept aside.
type Builder struct {
	Source    string // such as un_sc_sanctions
	Published string // ISO 8601 date, "" where the files do not tell it
	Report    Report
	Entities  []*ftm.Entity
	Count     int    // the publisher's entries
	Topic     string // of the listed entities: sanction, unless set

	attached map[string]int // how many entities of a kind an entry has
	ids      map[string]bool
	known    map[string][]*ftm.Entity // entries by their folded names
	links    []pendingLink
	wallets  map[string]bool // by entry and key
}

// NewBuilder returns a builder for a source.
func NewBuilder(source string) *Builder {
	return &Builder{Source: source, Topic: "sanction", attached: map[string]int{}, ids: map[string]bool{}, known: map[string][]*ftm.Entity{}, wallets: map[string]bool{}}
}

// Result returns what was gathered.
func (b *Builder) Result() *Result {
	return &Result{Entities: b.Entities, Published: b.Published, Count: b.Count, Report: b.Report}
}

// Listed makes an entity for an entry with the publisher's own id, which is
// counted as a value that was read.
func (b *Builder) Listed(schema, id string) *ftm.Entity {
	e := b.Attach(schema, b.Source+"-"+id)
	b.Count++
	b.Report.Reach()
	b.ids[id] = true
	e.Target = true
	_ = e.Add("topics", b.Topic)
	return e
}

// FreeID returns the id, or the id with a number behind it where an entry has
// it already: for lists whose ids are made of what they say.
func (b *Builder) FreeID(id string) string {
	free := id
	for n := 2; b.ids[free]; n++ {
		free = fmt.Sprintf("%s-%d", id, n)
	}
	return free
}

// Has reports whether an entry of that id was made.
func (b *Builder) Has(id string) bool { return b.ids[id] }

// Attach makes an entity that belongs to a listed one.
func (b *Builder) Attach(schema, id string) *ftm.Entity {
	e := ftm.New(schema, id)
	e.Datasets = []string{b.Source}
	b.Entities = append(b.Entities, e)
	return e
}

// Number makes the id of the next thing of a kind that an entry has, such as
// un_sc_sanctions-KPi.001-address-2.
func (b *Builder) Number(e *ftm.Entity, kind string) string {
	id := e.ID + "-" + kind
	b.attached[id]++
	return fmt.Sprintf("%s-%d", id, b.attached[id])
}

// Sanction makes the designation of a listed entity.
func (b *Builder) Sanction(e *ftm.Entity, id, authority, country string) *ftm.Entity {
	s := b.Attach("Sanction", e.ID+"-sanction")
	_ = s.Add("entity", e.ID)
	_ = s.Add("authority", authority)
	_ = s.Add("authorityId", id)
	_ = s.Add("country", country)
	return s
}

// Add puts a value in a property. What does not fit is kept aside in the
// entity, and in its notes for people; Add then returns false.
func (b *Builder) Add(e *ftm.Entity, property, value string) bool {
	value = strings.TrimSpace(value)
	if value == "" {
		return false
	}
	if err := e.Add(property, value); err != nil {
		b.Report.Reject()
		Remark(e, property+": "+value)
		return false
	}
	b.Report.Reach()
	return true
}

// Keep puts a value in a property where the entity's schema has it and the
// value fits, else in a note under the label.
func (b *Builder) Keep(e *ftm.Entity, property, label, value string) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	if p := e.Schema.Property(property); p != nil {
		if _, err := p.Clean(ftm.Tidy(value)); err == nil {
			_ = e.Add(property, value)
			b.Report.Reach()
			return
		}
	}
	b.Note(e, label, value)
}

// Note keeps a value in words, under a label where it needs one.
func (b *Builder) Note(e *ftm.Entity, label, value string) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	if label != "" {
		value = label + ": " + value
	}
	Remark(e, value)
	b.Report.Note()
}

// Remark keeps words with an entity and counts nothing: they say in full what
// was counted in another place.
func Remark(e *ftm.Entity, text string) {
	if e.Schema.Property("notes") != nil {
		_ = e.Add("notes", text) // text takes any value
	} else {
		_ = e.Add("summary", text)
	}
}

// Date puts a date in a property, with the words for what a plain date cannot
// say (about, between). Dates in figures are read in the order given.
func (b *Builder) Date(e *ftm.Entity, property, value string, order ftm.Order) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	d, err := ftm.DateInOrder(value, order)
	if err != nil {
		b.Add(e, property, value) // it is refused there too, and kept aside
		return
	}
	if d.Qualifier() != "" {
		Remark(e, property+": "+value)
	}
	for _, v := range d.Values() {
		_ = e.Add(property, v)
	}
	b.Report.Reach()
}

// Country puts a value that names one or several countries in a property. A
// value that says more than the countries' names ("Russia (former USSR)") is
// kept in the notes as well; one that names none is kept there alone, under
// the label.
func (b *Builder) Country(e *ftm.Entity, property, label, value string) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	codes, exact := Countries(value)
	if len(codes) == 0 || e.Schema.Property(property) == nil {
		b.Note(e, label, value)
		return
	}
	for _, c := range codes {
		_ = e.Add(property, c)
	}
	if !exact {
		Remark(e, label+": "+value)
	}
	b.Report.Reach()
}

// An Address is a postal address in parts, any of which can be missing.
type Address struct {
	Street, City, State, Region, PostalCode, Country string
	Full                                             string // where the list gives it in one piece
}

// Line returns the address in one line.
func (a Address) Line() string {
	if a.Full != "" {
		return a.Full
	}
	return JoinParts(", ", a.Street, a.City, a.State, a.Region, a.PostalCode, a.Country)
}

// JoinParts joins the parts that are not empty.
func JoinParts(between string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, between)
}

// Address adds an address to an entity, as a line and as an entity of its own.
func (b *Builder) Address(e *ftm.Entity, a Address) {
	line := a.Line()
	if line == "" {
		return
	}
	_ = e.Add("address", line)
	f := b.Attach("Address", b.Number(e, "address"))
	_ = f.Add("full", line)
	if a.Full != "" {
		b.Report.Reach()
	}
	b.Add(f, "street", a.Street)
	b.Add(f, "city", a.City)
	b.Add(f, "state", a.State)
	b.Add(f, "region", a.Region)
	b.Add(f, "postalCode", a.PostalCode)
	if a.Country != "" {
		codes, _ := Countries(a.Country)
		for _, c := range codes {
			_ = e.Add("country", c)
		}
		b.Country(f, "country", "Country", a.Country)
	}
	_ = e.Add("addressEntity", f.ID)
}

// A Document is a paper that shows who somebody is.
type Document struct {
	Kind     string // as the list calls it, such as "Passport"
	Number   string
	Country  string
	Issued   string
	Expires  string
	Place    string // who issued it, or where
	Details  string // what else the list says of it
	Property string // of the holder, that takes the number: passportNumber, idNumber, taxNumber, …
}

// Document adds an identity document to an entity: its number to the property
// named, and the whole as an entity of its own where the schema can hold one.
func (b *Builder) Document(e *ftm.Entity, d Document, order ftm.Order) {
	if d.Number == "" {
		b.Note(e, JoinParts(", ", d.Kind, d.Country, d.Place, d.Issued, d.Expires), d.Details)
		if d.Details == "" {
			b.Note(e, "Document", JoinParts(", ", d.Kind, d.Country, d.Place, d.Issued, d.Expires))
		}
		return
	}
	if e.Schema.Property(d.Property) != nil {
		_ = e.Add(d.Property, d.Number)
	}
	if !e.Schema.IsA("LegalEntity") {
		b.Note(e, d.Kind, JoinParts(", ", d.Number, d.Country, d.Issued, d.Expires, d.Details))
		return
	}
	schema := "Identification"
	if d.Property == "passportNumber" {
		schema = "Passport"
	}
	f := b.Attach(schema, b.Number(e, "document"))
	_ = f.Add("holder", e.ID)
	_ = f.Add("type", d.Kind)
	b.Add(f, "number", d.Number)
	b.Country(f, "country", "Country", d.Country)
	b.Date(f, "startDate", d.Issued, order)
	b.Date(f, "endDate", d.Expires, order)
	b.Add(f, "authority", d.Place)
	b.Note(f, "", d.Details)
}

// Wallet adds an address in a digital currency, which is listed with its
// holder.
func (b *Builder) Wallet(e, sanction *ftm.Entity, currency, key string) {
	f := b.Attach("CryptoWallet", b.Number(e, "wallet"))
	f.Target = true
	_ = f.Add("topics", b.Topic)
	_ = f.Add("name", key)
	_ = f.Add("currency", currency)
	_ = f.Add("publicKey", key)
	_ = sanction.Add("entity", f.ID)
	if e.Schema.IsA("LegalEntity") {
		_ = f.Add("holder", e.ID)
	}
}
