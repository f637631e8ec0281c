package screen

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"interdict/ftm"
)

// A Query is one party to look for.
type Query struct {
	ID     string      // the caller's own, empty where it gave none
	Entity *ftm.Entity // what is known of the party
	Row    int         // line of the input file where the row begins, 0 where there is none
	Cells  []string    // the input row as it came, nil where there is none
}

// A Field is something known of a party: a name as the columns of a file bear
// it (name, birthDate, country, …; see columns.tsv) and a value.
type Field struct{ Name, Value string }

// DateOrder says how dates in figures are to be read; the zero value reads
// only those that can be read in one way.
type DateOrder = ftm.Order

// NewQuery builds a query from its fields. Values that do not fit are kept
// aside in the entity's Rejected; an error means that there is nothing to look
// for: no name and no identifier.
func NewQuery(fields []Field, order DateOrder) (Query, error) {
	schema, err := querySchema(fields)
	if err != nil {
		return Query{}, err
	}
	q := Query{Entity: ftm.New(schema, "query")}
	var names []string
	var given, middle, family string
	for _, f := range fields {
		value := ftm.Tidy(f.Value)
		if value == "" {
			continue
		}
		switch f.Name {
		case "id":
			q.ID = value
		case "schema":
		case "birthDate":
			addDate(q.Entity, f.Name, value, order)
		case "alias":
			for _, v := range strings.FieldsFunc(value, func(r rune) bool { return r == ';' || r == '|' }) {
				q.add("alias", v)
			}
		case "name":
			names = append(names, value)
		default:
			switch f.Name {
			case "firstName":
				given = value
			case "middleName":
				middle = value
			case "lastName":
				family = value
			}
			q.add(f.Name, value)
		}
	}
	if len(names) == 1 && (given == "") != (family == "") && isPart(names[0], given+family) {
		// "nom, prénom", "nombre, apellidos", "Name, Vorname": what is called
		// the name is the half of it that has no column of its own.
		if given == "" {
			given = names[0]
		} else {
			family = names[0]
		}
		names = nil
	}
	if len(names) == 0 {
		names = []string{strings.Join(slices.DeleteFunc([]string{given, middle, family}, func(s string) bool { return s == "" }), " ")}
	}
	for _, name := range names {
		q.add("name", name)
	}
	if !q.Entity.Has("name") && !q.Entity.Has("alias") && len(q.Entity.ByType(ftm.TypeIdentifier)) == 0 {
		return q, errors.New("no name and no identifier")
	}
	return q, nil
}

// isPart reports whether a name beside a given or a family name lacks it, in
// the same script, and so is the other part and not the whole.
func isPart(name, other string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	for word := range strings.FieldsSeq(strings.ToLower(other)) {
		if slices.Contains(words, strings.Trim(word, ".,")) {
			return false
		}
	}
	return script(name) == script(other)
}

// script is the writing system of the first letter, nil where there is none.
func script(s string) *unicode.RangeTable {
	for _, r := range s {
		for _, table := range unicode.Scripts {
			if unicode.IsLetter(r) && unicode.Is(table, r) {
				return table
			}
		}
	}
	return nil
}

// add puts a value where the query's schema has a place for it. What a company
// calls nationality is its country.
func (q *Query) add(property, value string) {
	if q.Entity.Schema.Property(property) == nil && (property == "nationality" || property == "flag") {
		property = "country"
	}
	_ = q.Entity.Add(property, value) // a value that does not fit is in Rejected
}

// addDate adds a date. One in figures that could be read in two ways counts
// for its year alone, and is kept aside with the reason.
func addDate(e *ftm.Entity, property, value string, order DateOrder) {
	switch {
	case order != "":
	case len(value) > 4 && value[4] == '-' && strings.Trim(value[:4], "0123456789") == "": // the year first: one way
		order = ftm.DMY
	default:
		dmy, err1 := ftm.DateInOrder(value, ftm.DMY)
		mdy, err2 := ftm.DateInOrder(value, ftm.MDY)
		switch {
		case err1 == nil && err2 == nil && dmy != mdy:
			year := fmt.Sprint(dmy.From.Year)
			_ = e.Add(property, year)
			e.Rejected = append(e.Rejected, ftm.Rejected{Property: property, Value: value,
				Reason: "day and month could be either way round: only the year is compared; say which with --dates dmy or mdy"})
			return
		case err1 == nil:
			order = ftm.DMY
		default:
			order = ftm.MDY
		}
	}
	d, err := ftm.DateInOrder(value, order)
	if err != nil {
		_ = e.Add(property, value) // keeps it aside with its reason
		return
	}
	for _, v := range d.Values() {
		_ = e.Add(property, v)
	}
}

// schemaNames maps what files and people call a kind of party to its schema.
var schemaNames = map[string]string{
	"person": "Person", "individual": "Person", "natural person": "Person", "p": "Person", "i": "Person", "human": "Person",
	"company": "Company", "corporate": "Company", "c": "Company", "business": "Company",
	"organization": "Organization", "organisation": "Organization", "entity": "Organization", "legal person": "Organization", "e": "Organization", "o": "Organization",
	"publicbody": "PublicBody", "vessel": "Vessel", "ship": "Vessel", "v": "Vessel", "airplane": "Airplane", "aircraft": "Airplane",
	"legalentity": "LegalEntity", "unknown": "LegalEntity", "any": "LegalEntity", "thing": "LegalEntity",
	"security": "Security", "cryptowallet": "CryptoWallet", "wallet": "CryptoWallet",
}

// Schema returns the schema that a word such as Person, individual or ship
// stands for, or "".
func Schema(word string) string { return schemaNames[strings.ToLower(strings.TrimSpace(word))] }

// querySchema takes the schema that the fields name, else the one that they
// imply, else the open LegalEntity.
func querySchema(fields []Field) (string, error) {
	implied := ""
	for _, f := range fields {
		if strings.TrimSpace(f.Value) == "" {
			continue
		}
		switch f.Name {
		case "schema":
			schema := Schema(f.Value)
			if schema == "" {
				return "", fmt.Errorf("unknown schema %q: use Person, Organization, Company, Vessel or Airplane", f.Value)
			}
			return schema, nil
		case "birthDate", "birthPlace", "gender", "firstName", "middleName", "lastName", "passportNumber":
			implied = "Person"
		case "imoNumber", "mmsi", "callSign", "flag":
			if implied == "" {
				implied = "Vessel"
			}
		}
	}
	if implied == "" {
		implied = "LegalEntity"
	}
	return implied, nil
}

// MarshalJSON writes {"id","schema","name","properties"}, and what was not
// understood under "rejected".
func (q Query) MarshalJSON() ([]byte, error) {
	out := struct {
		ID         string              `json:"id"`
		Schema     string              `json:"schema"`
		Name       string              `json:"name"`
		Row        int                 `json:"row,omitempty"`
		Properties map[string][]string `json:"properties"`
		Rejected   []ftm.Rejected      `json:"rejected,omitempty"`
	}{ID: q.ID, Schema: q.Entity.Schema.Name, Name: q.Entity.First("name"), Row: q.Row, Properties: map[string][]string{}, Rejected: q.Entity.Rejected}
	q.Entity.Each(func(p *ftm.Property, values []string) { out.Properties[p.Name] = values })
	return json.Marshal(out)
}
