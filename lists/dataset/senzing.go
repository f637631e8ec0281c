package dataset

import (
	"context"
	"fmt"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// senzingKeys are the attributes of the Senzing entity specification that have
// a property. A feature can have a usage before the attribute (PRIMARY_NAME_ORG,
// HOME_PHONE_NUMBER).
var senzingKeys = map[string]string{
	"DATE_OF_BIRTH": "birthDate", "DATE_OF_DEATH": "deathDate", "PLACE_OF_BIRTH": "birthPlace", "GENDER": "gender", "NATIONALITY": "nationality", "CITIZENSHIP": "citizenship",
	"REGISTRATION_DATE": "incorporationDate", "REGISTRATION_COUNTRY": "jurisdiction", "COUNTRY_OF_ASSOCIATION": "country",
	"PASSPORT_NUMBER": "passportNumber", "SSN_NUMBER": "socialSecurityNumber", "NATIONAL_ID_NUMBER": "idNumber", "DRIVERS_LICENSE_NUMBER": "idNumber", "OTHER_ID_NUMBER": "idNumber",
	"TAX_ID_NUMBER": "taxNumber", "LEI_NUMBER": "leiCode", "DUNS_NUMBER": "dunsCode", "IMO_NUMBER": "imoNumber", "MMSI_NUMBER": "mmsi", "CALL_SIGN": "callSign",
	"PHONE_NUMBER": "phone", "EMAIL_ADDRESS": "email", "WEBSITE_ADDRESS": "website", "URL": "website",
}

// readSenzing reads records, with their features in an array or beside the
// record's own keys.
func readSenzing(ctx context.Context, b *lists.Builder, f lists.File) error {
	n := 0
	return lists.ReadLines(f, func(o *lists.Object) error {
		n++
		if err := ctx.Err(); err != nil {
			return err
		}
		id := o.Text("RECORD_ID")
		if id == "" || b.Has(id) {
			return fmt.Errorf("%s: record %d (%s) has no RECORD_ID of its own; the file is damaged: fetch it again", f.Path(), n, id)
		}
		senzingRecord(b, o, id)
		return nil
	})
}

func senzingRecord(b *lists.Builder, o *lists.Object, id string) {
	features := append([]*lists.Object{o}, o.Objects("FEATURES")...)
	kind := o.Text("RECORD_TYPE")
	for _, f := range features {
		if v := f.Text("RECORD_TYPE"); v != "" {
			kind = v
		}
	}
	schema := map[string]string{"PERSON": "Person", "ORGANIZATION": "Organization", "VESSEL": "Vessel", "AIRCRAFT": "Airplane"}[strings.ToUpper(kind)]
	if schema == "" {
		schema = "LegalEntity"
	}
	e := b.Listed(schema, id)
	e.Referents = append(e.Referents, id)
	b.Note(e, "Data source", o.Text("DATA_SOURCE"))
	b.Note(e, "Record type", kind)
	for _, f := range features {
		senzingFeature(b, e, f)
	}
	for _, f := range features {
		f.Unread(func(field, value string) { b.Note(e, field, value) })
	}
	if !e.Has("name") {
		_ = e.Add("name", e.First("alias"))
	}
}

// senzingFeature reads the attributes of one feature.
func senzingFeature(b *lists.Builder, e *ftm.Entity, f *lists.Object) {
	part := func(attribute string) string { // with or without a usage before it
		for _, key := range f.Keys() {
			if key == attribute || strings.HasSuffix(key, "_"+attribute) {
				return f.Text(key)
			}
		}
		return ""
	}
	primary := strings.EqualFold(part("NAME_TYPE"), "PRIMARY") || f.Has("PRIMARY_NAME_ORG") || f.Has("PRIMARY_NAME_FULL") || f.Has("PRIMARY_NAME_LAST")
	first, middle, last := part("NAME_FIRST"), part("NAME_MIDDLE"), part("NAME_LAST")
	for _, name := range []string{part("NAME_FULL"), part("NAME_ORG"), lists.JoinParts(" ", first, middle, last)} {
		switch {
		case name == "":
		case primary && !e.Has("name"):
			b.Add(e, "name", name)
		default:
			b.Add(e, "alias", name)
		}
	}
	line := lists.JoinParts(", ", part("ADDR_LINE1"), part("ADDR_LINE2"), part("ADDR_LINE3"))
	full := part("ADDR_FULL")
	if full != "" {
		b.Address(e, lists.Address{Full: full, Country: part("ADDR_COUNTRY")})
	} else {
		b.Address(e, lists.Address{Street: line, City: part("ADDR_CITY"), State: part("ADDR_STATE"), PostalCode: part("ADDR_POSTAL_CODE"), Country: part("ADDR_COUNTRY")})
	}
	for _, key := range f.Keys() {
		property := senzingProperty(key)
		if property == "" {
			continue
		}
		switch value := f.Text(key); property {
		case "birthDate", "deathDate", "incorporationDate":
			b.Dates(e, property, key, value, ftm.MDY)
		case "nationality", "citizenship", "jurisdiction", "country":
			b.Country(e, property, key, value)
		default:
			b.Keep(e, property, key, value)
		}
	}
}

// senzingProperty returns the property for an attribute, with or without words
// for its usage before it, or "".
func senzingProperty(key string) string {
	for {
		if property, ok := senzingKeys[key]; ok {
			return property
		}
		_, rest, more := strings.Cut(key, "_")
		if !more {
			return ""
		}
		key = rest
	}
}
