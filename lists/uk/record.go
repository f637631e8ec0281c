package uk

import (
	"regexp"
	"slices"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// builder turns records into entities.
type builder struct{ *lists.Builder }

// schemaOf is the schema for the lists' three kinds of entry. Before 2022 ships
// were filed as entities, their number first in the remarks.
func schemaOf(r *record) string {
	switch strings.ToLower(r.first("kind")) {
	case "individual":
		return "Person"
	case "ship":
		return "Vessel"
	}
	if shipRemark.MatchString(r.first("other")) {
		return "Vessel"
	}
	return "Organization"
}

var (
	shipRemark = regexp.MustCompile(`^(?:UN and EU listing\. UN Ref \S+ )?\(?IMO(?: number)?: ?(\d{7})`)
	mmsiRemark = regexp.MustCompile(`\bMMSI: ?(\d{9})\b`)
	unRemark   = regexp.MustCompile(`(?i)\bUN\s?Ref(?:erence)?(?: number)?[ .:]*([A-Z]{2}[ei]\.\d{3}|[A-Z]{1,2}\.[A-Z]{1,2}\.\d+\.\d+)`)
	// packed is a label in "Other Information" that begins a further field.
	packed = regexp.MustCompile(`\(([A-Z][A-Za-z /]{2,40})\):`)
)

// unpack parts OFSI's "Other Information" into the fields that it packs and the
// remark that is left.
func (r *record) unpack() {
	remarks := r.take("other")
	for _, text := range remarks {
		marks := packed.FindAllStringSubmatchIndex(text, -1)
		marks = slices.DeleteFunc(marks, func(m []int) bool { return fieldNames()[lists.FoldColumn(text[m[2]:m[3]])] == "" })
		end := len(text)
		if len(marks) > 0 {
			end = marks[0][0]
		}
		r.add("other", text[:end])
		for i, m := range marks {
			end := len(text)
			if i+1 < len(marks) {
				end = marks[i+1][0]
			}
			value := strings.TrimSpace(text[m[1]:end])
			switch field := fieldNames()[lists.FoldColumn(text[m[2]:m[3]])]; field {
			case "uniqueid", "unref": // a reference ends at its full stop, a remark follows
				reference, remark, _ := strings.Cut(value+" ", ". ")
				if number, rest, ok := strings.Cut(reference, " "); ok && strings.TrimSpace(rest) != "" {
					reference, remark = number, rest+". "+remark
				}
				r.add(field, strings.TrimSpace(reference))
				r.add("other", remark)
			default:
				r.add(field, value)
			}
		}
	}
}

func (b *builder) build(r *record) {
	schema := schemaOf(r)
	r.unpack()
	e := b.Listed(schema, r.id)
	if r.first("kind") != "" {
		b.Report.Reach() // it decides the schema
	}
	authority := "HM Treasury, Office of Financial Sanctions Implementation"
	if b.Source == FCDO {
		authority = "Foreign, Commonwealth and Development Office"
	}
	s := b.Sanction(e, r.id, authority, "gb")
	b.names(e, r)
	b.designation(s, r)
	b.person(e, r)
	b.organisation(e, r)
	b.ship(e, r)
	for _, a := range r.addresses {
		b.Address(e, a)
	}
	for _, text := range r.fields["other"] {
		// Where the layout has a field for the UN's reference, the one that a remark
		// names is another party's: a ship's owner's.
		if b.Source == OFSI && len(r.fields["uniqueid"]) == 0 {
			if m := unRemark.FindStringSubmatch(text); m != nil {
				_ = s.Add("unscId", m[1])
			}
		}
		if schema == "Vessel" {
			if m := mmsiRemark.FindStringSubmatch(text); m != nil {
				_ = e.Add("mmsi", m[1])
			}
			if m := shipRemark.FindStringSubmatch(text); m != nil {
				_ = e.Add("imoNumber", m[1])
			}
		}
		b.FindWallets(e, s, text)
		b.Note(e, "", text)
	}
	for _, text := range r.fields["reasons"] {
		b.FindWallets(e, s, text)
	}
}

// names adds the names: the first primary name is the name.
func (b *builder) names(e *ftm.Entity, r *record) {
	person := e.Schema.IsA("Person")
	for _, n := range r.names {
		property := "alias"
		switch kind := strings.ToLower(n.kind); {
		case kind == "primary name" || kind == "prime alias":
			property = "name"
		case kind == "fka" && e.Schema.IsA("Vessel"):
			property = "pastNames"
		case kind == "fka":
			property = "previousName"
		case strings.HasPrefix(strings.ToLower(n.quality), "low"):
			property = "weakAlias"
		}
		whole := strings.Trim(n.whole(), "'‘’\"“” ")
		b.Add(e, property, whole)
		b.Known(whole, e)
		if n.kind != "" {
			b.Report.Reach() // it decides the property
		}
		if n.quality != "" {
			b.Report.Reach()
		}
		if property == "name" && person {
			_ = e.Add("lastName", n.parts[5])
			_ = e.Add("firstName", n.parts[0])
			for _, middle := range n.parts[1:5] {
				_ = e.Add("middleName", middle)
			}
		}
	}
	if !e.Has("name") && len(r.names) > 0 { // a few entries have no primary name
		_ = e.Add("name", r.names[0].whole())
	}
	for _, v := range r.fields["nonlatin"] {
		b.Add(e, "alias", v)
	}
	for _, field := range []string{"nonlatintype", "nonlatinlanguage"} {
		for _, v := range r.fields[field] {
			b.Note(e, "Original script", v)
		}
	}
}

func (b *builder) designation(s *ftm.Entity, r *record) {
	for _, v := range r.fields["unref"] {
		b.Add(s, "unscId", v)
	}
	if b.Source == FCDO {
		b.Report.Reach() // the Unique ID is the entry's id
	} else {
		for _, v := range r.fields["uniqueid"] {
			b.Add(s, "recordId", v)
		}
	}
	for _, v := range r.fields["groupid"] {
		b.Add(s, "recordId", v)
	}
	for _, v := range r.fields["regime"] {
		b.Add(s, "program", v)
	}
	for _, v := range r.fields["source"] {
		b.Note(s, "Designation source", v)
	}
	for _, field := range r.fields["measures"] {
		b.Report.Reach()
		for v := range strings.SplitSeq(field, "|") {
			_ = s.Add("provisions", v)
		}
	}
	for _, v := range r.measures { // "AssetFreeze" says again what "Asset freeze" said
		b.Report.Reach()
		if !s.Has("provisions") {
			_ = s.Add("provisions", v)
		}
	}
	for _, v := range r.fields["reasons"] {
		b.Add(s, "reason", v)
	}
	for _, d := range []struct{ field, property string }{{"listed", "listingDate"}, {"designated", "startDate"}, {"updated", "modifiedAt"}} {
		for _, v := range r.fields[d.field] {
			b.Date(s, d.property, v, ftm.DMY)
		}
	}
	if b.Source == FCDO { // it has one date, that of the designation
		for _, v := range s.Get("startDate") {
			_ = s.Add("listingDate", v)
		}
	}
}

var unknownDay = strings.NewReplacer("dd/", "00/", "mm/", "00/", "DD/", "00/", "MM/", "00/")

func (b *builder) person(e *ftm.Entity, r *record) {
	for _, v := range r.fields["birth"] {
		b.Date(e, "birthDate", unknownDay.Replace(v), ftm.DMY)
	}
	b.births(e, r)
	for _, field := range []struct{ field, property, label string }{{"title", "title", "Title"}, {"position", "position", "Position"}} {
		for _, v := range r.fields[field.field] {
			for _, item := range lists.Values(v) {
				b.Keep(e, field.property, field.label, strings.Trim(item, "'"))
			}
		}
	}
	for _, v := range r.fields["gender"] {
		b.Keep(e, "gender", "Gender", v)
	}
	for _, v := range r.fields["nationality"] {
		b.Country(e, "nationality", "Nationality", v)
	}
	for _, d := range r.papers {
		b.paper(e, d)
	}
	b.packedPapers(e, r, "passport", "passportdetails", lists.Document{Kind: "Passport", Property: "passportNumber"})
	b.packedPapers(e, r, "nationalid", "nationaliddetails", lists.Document{Kind: "National identification", Property: "idNumber"})
}

// births adds places of birth. Towns and countries in two columns are joined
// by their numbers.
func (b *builder) births(e *ftm.Entity, r *record) {
	for _, place := range r.births {
		b.Add(e, "birthPlace", place)
		codes, _ := lists.Countries(place[strings.LastIndexByte(place, ',')+1:])
		for _, c := range codes {
			_ = e.Add("birthCountry", c)
		}
	}
	var countries []lists.Item
	for _, v := range r.fields["birthcountry"] {
		countries = append(countries, lists.Items(v)...)
		b.Country(e, "birthCountry", "Country of birth", v)
	}
	for _, v := range r.fields["birthtown"] {
		for _, town := range lists.Items(v) {
			country := lists.ByNumber(countries, town.Numbers[0])
			b.Keep(e, "birthPlace", "Place of birth", lists.JoinParts(", ", strings.TrimRight(town.Value, ". "), strings.TrimRight(country, ". ")))
		}
	}
	if len(r.fields["birthtown"]) == 0 {
		for _, c := range countries {
			_ = e.Add("birthPlace", strings.TrimRight(c.Value, ". "))
		}
	}
}

// wordy is a "number" that is none, or a number among words.
var wordy = regexp.MustCompile(`^\D*$|[a-z]{2}`)

// packedPapers pairs numbers with what another column says of them.
func (b *builder) packedPapers(e *ftm.Entity, r *record, numbers, details string, d lists.Document) {
	var notes []lists.Item
	for _, v := range r.fields[details] {
		notes = append(notes, lists.Items(v)...)
	}
	used := map[string]bool{}
	for _, v := range r.fields[numbers] {
		for _, item := range lists.Items(v) {
			paper := d
			paper.Number = strings.TrimRight(item.Value, ". ")
			paper.Details = lists.ByNumber(notes, item.Numbers[0])
			used[paper.Details] = true
			if wordy.MatchString(paper.Number) { // "UK Passport", "Ration card no. 1729765"
				paper.Details, paper.Number = lists.JoinParts(" ", paper.Number, paper.Details), ""
			}
			b.paper(e, paper)
		}
	}
	for _, n := range notes {
		if !used[n.Value] { // before 2022 one column held number and details
			b.paper(e, lists.Document{Kind: d.Kind, Property: d.Property, Details: n.Value})
		}
	}
}

func (b *builder) organisation(e *ftm.Entity, r *record) {
	for _, f := range []struct{ field, property, label string }{
		{"phone", "phone", "Phone"}, {"email", "email", "E-mail"}, {"website", "website", "Website"}, {"legalform", "legalForm", "Type of entity"},
	} {
		for _, v := range r.fields[f.field] {
			for _, item := range lists.Values(v) {
				for _, part := range contacts(f.property, item) {
					b.Keep(e, f.property, f.label, part)
				}
			}
		}
	}
	for _, v := range r.fields["registration"] {
		for _, item := range lists.Values(v) {
			b.registration(e, item)
		}
	}
	for _, f := range []struct{ field, label string }{
		{"parent", "Parent company"}, {"subsidiary", "Subsidiary"}, {"owner", "Current owner or operator"}, {"pastowner", "Previous owner or operator"}, {"fax", "Fax"},
	} {
		for _, v := range r.fields[f.field] {
			for _, item := range lists.Values(v) {
				if f.field == "fax" {
					b.Note(e, f.label, item)
				} else {
					b.Link(e, lists.Link{Label: f.label, Name: item})
				}
			}
		}
	}
}

// relation is the schema that the lists' fields for related parties mean.
func relation(label string, from, to *ftm.Entity) (schema string, turned bool) {
	switch label {
	case "Parent company", "Current owner or operator":
		return lists.OwnedBy(label, from, to)
	case "Subsidiary":
		schema, _ = lists.OwnedBy(label, to, from)
		return schema, false
	}
	return "UnknownLink", false
}

var contactBreak = regexp.MustCompile(`\s*[;,\n]\s*|\.?\s+|\s+(?:and|or)\s+`)

// contacts parts a field of several addresses or numbers. A telephone number
// keeps its words: "+93-797-059059 (mobile)".
func contacts(property, value string) []string {
	if property != "email" && property != "website" {
		return []string{value}
	}
	var out []string
	for _, v := range contactBreak.Split(value, -1) {
		if v = strings.Trim(v, " .;,"); v != "" && v != "and" && v != "or" {
			if !strings.ContainsAny(v, ".@") {
				return []string{value} // words among them: it is kept whole
			}
			out = append(out, v)
		}
	}
	return out
}

func (b *builder) ship(e *ftm.Entity, r *record) {
	for _, f := range []struct{ field, property, label string }{
		{"imo", "imoNumber", "IMO number"}, {"shiptype", "type", "Type of ship"}, {"tonnage", "tonnage", "Tonnage"},
		{"built", "buildDate", "Year built"}, {"hull", "registrationNumber", "Hull identification number"},
	} {
		for _, v := range r.fields[f.field] {
			for _, item := range lists.Values(v) {
				b.Keep(e, f.property, f.label, item)
			}
		}
	}
	for _, v := range r.fields["length"] {
		b.Note(e, "Length in metres", v)
	}
	for _, f := range []struct{ field, property, label string }{{"flag", "flag", "Flag"}, {"pastflag", "pastFlags", "Previous flag"}} {
		for _, v := range r.fields[f.field] {
			b.Country(e, f.property, f.label, v)
		}
	}
}
