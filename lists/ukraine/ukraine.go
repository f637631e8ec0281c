// Package ukraine reads the State Register of Sanctions of Ukraine's National
// Security and Defense Council: the answers in JSON of its interface, one array
// of subjects for persons and one for legal entities. Both together are the
// list.
//
// A subject is known by its sid. Its name is in Ukrainian, often with other
// spellings in brackets behind it, "(рос., англ.)"; translit is the name in
// Latin letters. Identifiers have kinds (tax:inn, reg:odrn), attributes have
// Ukrainian labels. Measures stand in the actions of a subject, where the
// answers include them.
package ukraine

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// Source is the name of the list.
const Source = "ua_nsdc_sanctions"

// Parser returns the reader of Ukraine's register.
func Parser() lists.Parser {
	return lists.Parser{Recognise: recognise, Parse: parse, Sources: []string{Source}}
}

// recognise joins all answers of the register that are given together.
func recognise(files []lists.File) (sets []lists.Set, problems []lists.Problem, rest []lists.File) {
	set := lists.Set{Source: Source, Format: "json"}
	for _, f := range files {
		data, err := f.Bytes()
		head := strings.TrimSpace(string(data[:min(len(data), 1<<14)]))
		if err == nil && strings.HasPrefix(head, "[") && strings.Contains(head, `"sid"`) && strings.Contains(head, `"translit"`) {
			set.Files = append(set.Files, f)
			continue
		}
		rest = append(rest, f)
	}
	if len(set.Files) > 0 {
		if len(set.Files) == 1 {
			set.Partial = "the register answers for persons and for legal entities apart; give both files together"
		}
		sets = append(sets, set)
	}
	return sets, nil, rest
}

func parse(ctx context.Context, set lists.Set) (*lists.Result, error) {
	b := lists.NewBuilder(Source)
	for _, f := range set.Files {
		err := lists.ReadObjects(f, nil, func(o *lists.Object) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			id := o.Text("sid")
			if id == "" || b.Has(id) {
				return fmt.Errorf("%s: subject %d (%s) has no sid of its own; the file is damaged: fetch it again", f.Path(), b.Count+1, id)
			}
			subject(b, o, id)
			o.Unread(func(field, value string) { b.Report.Leave(id, field, value) })
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if b.Count == 0 {
		return nil, errors.New(set.Files[0].Path() + ": no subjects; fetch the file again")
	}
	return b.Result(), nil
}

// schemaOf tells a person from an organisation: by the subject's type where it
// is given, else by the kinds of its identifiers.
func schemaOf(o *lists.Object) string {
	switch o.Text("subjectType") {
	case "individual":
		return "Person"
	case "legal":
		return "Organization"
	}
	for _, i := range o.Objects("identifiers") {
		switch kind := i.Text("id"); {
		case strings.HasPrefix(kind, "doc:") || strings.HasPrefix(kind, "reg:person") || kind == "reg:unzr":
			return "Person"
		case kind == "reg:odrn" || kind == "reg:okpo" || kind == "reg:edrpou" || kind == "reg:regon":
			return "Organization"
		}
	}
	if lists.HasLegalForm(o.Text("name") + " " + o.Text("translit")) {
		return "Organization"
	}
	return "LegalEntity"
}

// threeNames is a name with its spellings in two other languages.
var threeNames = regexp.MustCompile(`^([^(]+)\(([^,()]+),([^,()]+)\)$`)

func subject(b *lists.Builder, o *lists.Object, id string) {
	schema := schemaOf(o)
	e := b.Listed(schema, id)
	if o.Text("subjectType") != "" {
		b.Report.Reach()
	}
	for _, key := range []string{"translit", "name"} { // the Latin name first, so that it is the caption
		name := o.Text(key)
		if m := threeNames.FindStringSubmatch(name); m != nil {
			lists.Remark(e, "Name as listed: "+name)
			b.Report.Reach()
			for _, v := range m[1:] {
				addName(e, v)
			}
		} else if name != "" {
			addName(e, name)
			b.Report.Reach()
		}
	}
	for _, v := range o.Texts("aliases") {
		for _, name := range lists.SplitNames(v) {
			b.Alias(e, name)
		}
	}
	born, died, country := "birthDate", "deathDate", "nationality"
	if schema != "Person" {
		born, died, country = "incorporationDate", "dissolutionDate", "jurisdiction"
	}
	b.Dates(e, born, "Date of birth or founding", o.Text("bd"), ftm.DMY)
	b.Dates(e, died, "Date of death or closing", o.Text("dd"), ftm.DMY)
	for _, c := range o.Texts("citizenships") {
		b.Country(e, country, "Citizenship", c)
	}
	for _, i := range o.Objects("identifiers") {
		identifier(b, e, i)
	}
	for _, a := range o.Objects("attributes") {
		attribute(b, e, a.Text("key"), a.Text("value"))
	}
	sanctions(b, e, o, id)
}

// addName adds a name in one of several spellings: the first is the name.
func addName(e *ftm.Entity, name string) {
	if !e.Has("name") {
		_ = e.Add("name", name)
	} else {
		_ = e.Add("alias", name)
	}
}

// kinds are the register's kinds of identifiers and the properties for them.
var kinds = map[string]string{
	"tax:inn": "innCode", "reg:odrn": "ogrnCode", "reg:odrnip": "ogrnCode", "reg:okpo": "okpoCode", "reg:person_ro": "idNumber", "reg:person_il": "idNumber",
	"reg:unzr": "idNumber", "doc:passport": "passportNumber", "doc:d_passport": "passportNumber", "doc:f_passport": "passportNumber", "doc:s_passport": "passportNumber",
}

func identifier(b *lists.Builder, e *ftm.Entity, i *lists.Object) {
	kind, code, note := i.Text("id"), i.Text("code"), i.Text("note")
	property := kinds[kind]
	if property == "" {
		property = "registrationNumber"
	}
	country := i.Text("iso2")
	if property == "passportNumber" || country != "" || note != "" {
		b.Document(e, lists.Document{Kind: kind, Number: code, Country: country, Details: note, Property: property}, ftm.DMY)
		return
	}
	b.Keep(e, property, kind, code)
}

// attributes are the register's labels for which there is a property.
var attributes = []struct{ label, property string }{
	{"адреса", "address"}, {"місце проживання", "address"}, {"місцезнаходження", "address"}, {"місце народження", "birthPlace"},
	{"посада", "position"}, {"стать", "gender"}, {"імо", "imoNumber"}, {"imo", "imoNumber"}, {"кпп", "kppCode"},
	{"громадянство", "nationality"}, {"веб-сайт", "website"}, {"сайт", "website"}, {"електронна пошта", "email"}, {"телефон", "phone"},
}

func attribute(b *lists.Builder, e *ftm.Entity, label, value string) {
	lower := strings.ToLower(label)
	for _, a := range attributes {
		if !strings.Contains(lower, a.label) {
			continue
		}
		switch a.property {
		case "address":
			b.Address(e, lists.Address{Full: value})
		case "nationality":
			b.Country(e, "nationality", label, value)
		case "gender":
			b.Keep(e, "gender", label, map[string]string{"чоловіча": "male", "чоловік": "male", "жіноча": "female", "жінка": "female"}[strings.ToLower(value)])
		default:
			b.Keep(e, a.property, label, value)
		}
		return
	}
	b.Note(e, label, value)
}

// sanctions adds the designation: one for each action, or a single one where
// the answer does not include the actions.
func sanctions(b *lists.Builder, e *ftm.Entity, o *lists.Object, id string) {
	const authority = "National Security and Defense Council of Ukraine"
	actions := o.Objects("actions")
	if len(actions) == 0 {
		s := b.Sanction(e, id, authority, "ua")
		b.Add(s, "status", o.Text("status"))
		return
	}
	b.Note(e, "Status", o.Text("status"))
	for _, a := range actions {
		s := b.Attach("Sanction", b.Number(e, "sanction"))
		_ = s.Add("entity", e.ID)
		_ = s.Add("authority", authority)
		_ = s.Add("authorityId", id)
		_ = s.Add("country", "ua")
		b.Add(s, "recordId", a.Text("aid"))
		b.Add(s, "status", a.Text("status"))
		b.Add(s, "duration", a.Text("term"))
		b.Date(s, "endDate", a.Text("endDate"), ftm.DMY)
		for _, d := range a.Objects("decree") {
			b.Add(s, "program", d.Text("number"))
			b.Date(s, "startDate", d.Text("date"), ftm.DMY)
			_ = s.Add("listingDate", d.Text("date"))
			b.Keep(s, "sourceUrl", "Decree", d.Text("link"))
		}
		for _, r := range a.Objects("restrictions") {
			b.Add(s, "provisions", r.Text("restriction"))
		}
		for _, key := range []string{"reason", "reasons"} {
			b.Add(s, "reason", a.Text(key))
		}
		b.Note(s, "Issued by", a.Text("issuers"))
	}
}
