package bis

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// isCSL tells the Consolidated Screening List in JSON by its first keys.
func isCSL(f lists.File) bool {
	data, err := f.Bytes()
	if err != nil {
		return false
	}
	head := bytes.TrimSpace(data[:min(len(data), 1<<16)])
	return bytes.HasPrefix(head, []byte("{")) && bytes.Contains(head, []byte(`"results"`)) &&
		bytes.Contains(head, []byte(`"source_list_url"`)) && bytes.Contains(head, []byte(`"alt_names"`))
}

// A party is an entry in the fields that both forms have.
type party struct {
	field     func(key string) string   // a field of one value
	list      func(key string) []string // a field of several
	addresses []lists.Address
	ids       []lists.Document
	unread    func(f func(field, value string))
}

func readJSON(ctx context.Context, b *lists.Builder, f lists.File) error {
	n := 0
	return lists.ReadObjects(f, []string{"results"}, func(o *lists.Object) error {
		n++
		if err := ctx.Err(); err != nil {
			return err
		}
		p := party{field: o.Text, list: o.Texts, unread: o.Unread}
		for _, a := range o.Objects("addresses") {
			p.addresses = append(p.addresses, lists.Address{Street: a.Text("address"), City: a.Text("city"), State: a.Text("state"), PostalCode: a.Text("postal_code"), Country: a.Text("country")})
		}
		for _, d := range o.Objects("ids") {
			p.ids = append(p.ids, lists.Document{Kind: d.Text("type"), Number: d.Text("number"), Country: d.Text("country"), Issued: d.Text("issue_date"), Expires: d.Text("expiration_date")})
		}
		if err := p.build(b, o.Text("id")); err != nil {
			return fmt.Errorf("%s: entry %d: %w", f.Path(), n, err)
		}
		return nil
	})
}

func readTable(ctx context.Context, b *lists.Builder, f lists.File) error {
	return lists.EachRow(ctx, f, func(row *lists.Row) error {
		p := party{field: row.Get, unread: row.Unread, list: func(key string) []string { return packed(row.Get(key)) }}
		for _, a := range packed(row.Get("addresses")) {
			p.addresses = append(p.addresses, lists.Address{Full: a})
		}
		for _, d := range packed(row.Get("ids")) {
			p.ids = append(p.ids, lists.Document{Details: d})
		}
		if err := p.build(b, row.Get("_id")); err != nil {
			return row.Errorf("%w", err)
		}
		return nil
	})
}

// packed parts the values of a cell.
func packed(cell string) []string {
	var out []string
	for v := range strings.SplitSeq(cell, ";") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

var schemaOf = map[string]string{"individual": "Person", "entity": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}

// build makes the entities of an entry, unless it is of a list of OFAC's.
func (p party) build(b *lists.Builder, id string) error {
	source := p.field("source")
	if strings.Contains(source, "Treasury Department") {
		return nil
	}
	name := p.field("name")
	if id == "" || name == "" || source == "" {
		return errors.New("no id, name or source; the file is damaged: fetch it again")
	}
	schema := schemaOf[strings.ToLower(p.field("type"))]
	if schema == "" {
		schema = "LegalEntity" // Commerce's and State's lists do not say what a party is
		if lists.HasLegalForm(name) {
			schema = "Organization"
		}
	}
	e := b.Listed(schema, b.FreeID(id))
	if p.field("type") != "" {
		b.Report.Reach() // it decides the schema
	}
	if schema == "Person" {
		name = lists.PersonName(e, name)
	}
	b.Add(e, "name", name)
	for _, alias := range p.list("alt_names") {
		b.Alias(e, alias)
	}
	for _, a := range p.addresses {
		b.Address(e, a)
		if a.Full != "" {
			codes, _ := lists.Countries(a.Full[strings.LastIndexByte(a.Full, ',')+1:])
			for _, c := range codes {
				_ = e.Add("country", c)
			}
		}
	}
	for _, d := range p.ids {
		d.Property = "registrationNumber"
		switch kind := strings.ToLower(d.Kind); {
		case strings.Contains(kind, "passport"):
			d.Property = "passportNumber"
		case schema == "Person":
			d.Property = "idNumber"
		case strings.Contains(kind, "tax"):
			d.Property = "taxNumber"
		}
		b.Document(e, d, ftm.MDY)
	}
	for _, f := range []struct{ key, property, label string }{
		{"title", "position", "Title"}, {"call_sign", "callSign", "Call sign"}, {"vessel_type", "type", "Vessel type"},
		{"gross_tonnage", "tonnage", "Gross tonnage"}, {"gross_registered_tonnage", "grossRegisteredTonnage", "Gross registered tonnage"},
		{"vessel_owner", "", "Vessel owner"}, {"remarks", "", ""}, {"information", "", ""},
	} {
		b.Keep(e, f.property, f.label, p.field(f.key))
	}
	b.Country(e, "flag", "Vessel flag", p.field("vessel_flag"))
	b.Country(e, "country", "Country", p.field("country"))
	for _, v := range p.list("nationalities") {
		b.Country(e, "nationality", "Nationality", v)
	}
	for _, v := range p.list("citizenships") {
		b.Country(e, "citizenship", "Citizenship", v)
	}
	for _, v := range p.list("dates_of_birth") {
		b.Dates(e, "birthDate", "Date of birth", v, ftm.MDY)
	}
	for _, v := range p.list("places_of_birth") {
		b.Keep(e, "birthPlace", "Place of birth", v)
	}
	p.designation(b, e, source)
	p.unread(func(field, value string) { b.Report.Leave(id, field, value) })
	return nil
}

func (p party) designation(b *lists.Builder, e *ftm.Entity, source string) {
	authority := source
	if _, after, ok := strings.Cut(source, " - "); ok {
		authority = after
	}
	s := b.Sanction(e, strings.TrimPrefix(e.ID, b.Source+"-"), authority, "us")
	b.Add(s, "program", source)
	b.Add(s, "recordId", p.field("entity_number"))
	for _, v := range p.list("programs") {
		b.Add(s, "program", v)
	}
	b.Date(s, "listingDate", p.field("date_of_listing"), ftm.MDY)
	b.Date(s, "startDate", p.field("start_date"), ftm.MDY)
	b.Date(s, "endDate", p.field("end_date"), ftm.MDY)
	b.Keep(s, "sourceUrl", "Source", p.field("source_list_url"))
	b.Keep(s, "programUrl", "Information", p.field("source_information_url"))
	for _, f := range []struct{ key, label string }{
		{"federal_register_notice", "Federal Register"}, {"standard_order", "Standard order"},
		{"license_requirement", "License requirement"}, {"license_policy", "License policy"},
	} {
		b.Note(s, f.label, p.field(f.key))
	}
}
