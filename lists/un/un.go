// Package un reads the consolidated list of the United Nations Security
// Council (consolidated.xml, sc-sanctions.xsd).
//
// An entry is known by its reference number (KPe.001); its DATAID, which
// changes when an entry is listed anew, is kept as recordId of the designation.
// Names of up to four parts are joined in the order given. Aliases of quality
// Low are weak aliases.
package un

import (
	"context"
	"fmt"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// Source is the name of the list.
const Source = "un_sc_sanctions"

// Parser returns the reader of the Security Council's list.
func Parser() lists.Parser {
	return lists.Parser{Recognise: lists.EachFile(recognise), Parse: parse, Sources: []string{Source}}
}

func recognise(f lists.File) (set lists.Set, _ error) {
	if strings.Contains(f.Begin(), "<CONSOLIDATED_LIST") {
		set = lists.Set{Source: Source, Format: "xml"}
	}
	return set, nil
}

// reader turns entries into entities.
type reader struct{ *lists.Builder }

func parse(ctx context.Context, set lists.Set) (*lists.Result, error) {
	f, err := set.File()
	if err != nil {
		return nil, err
	}
	data, err := f.Bytes()
	if err != nil {
		return nil, err
	}
	r := &reader{lists.NewBuilder(Source)}
	err = lists.EachElement(ctx, f.Path(), data, []string{"INDIVIDUAL", "ENTITY"}, func(n *lists.Node) error {
		reference := n.Get("REFERENCE_NUMBER")
		if reference == "" {
			return fmt.Errorf("%s: entry with DATAID %s has no reference number; the file is damaged: fetch it again", f.Path(), n.Get("DATAID"))
		}
		if r.Has(reference) {
			return fmt.Errorf("%s: entry %s is there twice; the file is damaged: fetch it again", f.Path(), reference)
		}
		r.entry(n, reference)
		n.Unread(func(field, value string) { r.Report.Leave(reference, field, value) })
		return nil
	})
	if err != nil {
		return nil, err
	}
	if r.Count == 0 {
		return nil, fmt.Errorf("%s: no entries; fetch the file again", f.Path())
	}
	r.Published = published(data)
	return r.Result(), nil
}

// published is the day of the root element's dateGenerated.
func published(data []byte) string {
	head := string(data[:min(len(data), 4096)])
	_, after, ok := strings.Cut(head, "dateGenerated=")
	if !ok || after == "" {
		return ""
	}
	day, _, _ := strings.Cut(after[1:], after[:1]) // in quotes of either kind
	d, err := ftm.ParseDate(day)
	if err != nil {
		return ""
	}
	return d.From.String()
}

// entry reads an INDIVIDUAL or ENTITY.
func (r *reader) entry(n *lists.Node, reference string) {
	schema, prefix := "Organization", "ENTITY"
	if n.Name == "INDIVIDUAL" {
		schema, prefix = "Person", "INDIVIDUAL"
	}
	comments := n.Get("COMMENTS1")
	if schema == "Organization" && isVessel(n, comments) {
		schema = "Vessel"
	}
	e := r.Listed(schema, reference)
	r.names(e, n, prefix)
	s := r.Sanction(e, reference, "United Nations Security Council", "")
	_ = s.Add("unscId", reference)
	r.Add(s, "recordId", n.Get("DATAID"))
	r.Add(s, "program", n.Get("UN_LIST_TYPE"))
	r.Add(s, "listingDate", n.Get("LISTED_ON"))
	for _, v := range n.All("LAST_DAY_UPDATED", "VALUE") {
		r.Add(s, "modifiedAt", v.Value())
	}
	r.Add(s, "endDate", n.Get("DELISTED_ON"))
	r.Add(s, "status", n.Get("STATUS"))
	r.Note(s, "", label("Submitted by", n.Get("SUBMITTED_BY")))
	r.Note(s, "", label("Submitted on", n.Get("SUBMITTED_ON")))
	n.Skip("VERSIONNUM", "SORT_KEY", "SORT_KEY_LAST_MOD")
	for _, v := range n.All("LIST_TYPE", "VALUE") {
		v.Value() // always "UN List"
		r.Report.Reach()
	}
	r.FindWallets(e, s, comments)
	r.Note(e, "", comments)
	if imo := imoNumber(comments); imo != "" && schema == "Vessel" {
		_ = e.Add("imoNumber", imo)
	}
	if n.Get("GENDER") != "" {
		r.Add(e, "gender", n.Get("GENDER"))
	}
	for _, v := range n.All("TITLE", "VALUE") {
		r.Add(e, "title", v.Value())
	}
	for _, v := range n.All("DESIGNATION", "VALUE") {
		if e.Schema.Property("position") != nil {
			r.Add(e, "position", v.Value())
		} else {
			r.Note(e, "", "Designation: "+v.Value())
		}
	}
	for _, list := range []string{"NATIONALITY", "NATIONALITY2"} {
		for _, v := range n.All(list, "VALUE") {
			r.Add(e, "nationality", v.Value())
		}
	}
	for i, a := range n.All(prefix + "_ADDRESS") {
		r.address(e, i, a)
	}
	for _, d := range n.All("INDIVIDUAL_DATE_OF_BIRTH") {
		r.birth(e, d)
	}
	for _, p := range n.All("INDIVIDUAL_PLACE_OF_BIRTH") {
		place := lists.JoinParts(", ", p.Get("STREET"), p.Get("CITY"), p.Get("STATE_PROVINCE"), p.Get("COUNTRY"))
		r.Add(e, "birthPlace", place)
		if c := p.Get("COUNTRY"); ftm.CountryCode(c) != "" {
			_ = e.Add("birthCountry", c)
		}
		r.Note(e, "", label("Place of birth", p.Get("NOTE")))
	}
	for i, d := range n.All("INDIVIDUAL_DOCUMENT") {
		r.document(e, i, d)
	}
}

// isVessel reports whether an entry of the ENTITIES part is a ship: the list
// has no part of its own for them.
func isVessel(n *lists.Node, comments string) bool {
	return imoNumber(comments) != "" && !strings.Contains(strings.ToLower(comments), "company") && len(n.All("ENTITY_ADDRESS", "STREET")) == 0
}

// imoNumber finds a ship's IMO number in words, or "".
func imoNumber(comments string) string {
	_, after, ok := strings.Cut(comments, "IMO")
	if !ok {
		return ""
	}
	for _, word := range strings.FieldsFunc(after, func(r rune) bool { return r < '0' || r > '9' }) {
		if number, err := ftm.FormatIMO.Clean(word); err == nil {
			return number
		}
	}
	return ""
}

// names adds the name, its original script and the aliases.
func (r *reader) names(e *ftm.Entity, n *lists.Node, prefix string) {
	var parts []string
	for _, field := range []string{"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "FIFTH_NAME", "SIXTH_NAME"} {
		if v := n.Get(field); v != "" {
			parts = append(parts, v)
			if len(parts) > 1 {
				r.Report.Reach() // it is part of the name
			}
		}
	}
	r.Add(e, "name", strings.Join(parts, " "))
	for _, original := range n.All("NAME_ORIGINAL_SCRIPT") {
		r.Add(e, "alias", original.Value())
	}
	for _, a := range n.All(prefix + "_ALIAS") {
		name := strings.Trim(a.Get("ALIAS_NAME"), `"“”`)
		quality := a.Get("QUALITY")
		if quality != "" {
			r.Report.Reach() // it decides the property
		}
		property := "alias"
		switch strings.ToLower(quality) {
		case "low":
			property = "weakAlias"
		case "f.k.a.":
			property = "previousName"
		}
		for part := range strings.SplitSeq(name, ";") { // several packed in one field
			r.Add(e, property, part)
		}
		for _, field := range []string{"DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH", "NOTE"} {
			r.Note(e, "", label("Alias "+name, strings.TrimSpace(strings.ToLower(strings.ReplaceAll(field, "_", " "))+" "+a.Get(field)), a.Get(field)))
		}
	}
}

// label says "what: value", or nothing where the last value is empty.
func label(what string, values ...string) string {
	if values[len(values)-1] == "" {
		return ""
	}
	return what + ": " + values[0]
}

func (r *reader) address(e *ftm.Entity, i int, n *lists.Node) {
	country := n.Get("COUNTRY")
	full := lists.JoinParts(", ", n.Get("STREET"), n.Get("CITY"), n.Get("STATE_PROVINCE"), n.Get("ZIP_CODE"), country)
	r.Note(e, "", label("Address "+full, n.Get("NOTE")))
	if full == "" {
		return
	}
	_ = e.Add("address", full)
	if country != "" && e.Add("country", country) != nil {
		_ = e.Add("notes", "Country: "+country)
	}
	f := r.Attach("Address", fmt.Sprintf("%s-address-%d", e.ID, i+1))
	_ = f.Add("full", full)
	r.Add(f, "street", n.Get("STREET"))
	r.Add(f, "city", n.Get("CITY"))
	r.Add(f, "state", n.Get("STATE_PROVINCE"))
	r.Add(f, "postalCode", n.Get("ZIP_CODE"))
	r.Add(f, "country", country)
	_ = e.Add("addressEntity", f.ID)
}

func (r *reader) birth(e *ftm.Entity, n *lists.Node) {
	kind := n.Get("TYPE_OF_DATE")
	if kind != "" {
		r.Report.Reach()
	}
	value := n.Get("DATE")
	if value == "" {
		value = n.Get("YEAR")
	} else {
		n.Skip("YEAR")
	}
	if from, to := n.Get("FROM_YEAR"), n.Get("TO_YEAR"); from != "" {
		value = from
		if to != "" && to != from {
			value += " to " + to
		}
		r.Report.Reach()
	}
	if value == "" {
		r.Note(e, "", label("Date of birth", n.Get("NOTE")))
		return
	}
	if kind == "APPROXIMATELY" {
		value = "circa " + value
	}
	if d, err := ftm.ParseDate(value); err == nil && d.Qualifier() != "" {
		_ = e.Add("notes", "Date of birth: "+value)
	}
	r.Add(e, "birthDate", value)
	r.Note(e, "", label("Date of birth", n.Get("NOTE")))
}

func (r *reader) document(e *ftm.Entity, i int, n *lists.Node) {
	kind := strings.Join(strings.Fields(lists.JoinParts(", ", n.Get("TYPE_OF_DOCUMENT"), n.Get("TYPE_OF_DOCUMENT2"))), " ")
	number := n.Get("NUMBER")
	if kind == "" && number == "" && n.Get("NOTE") == "" {
		return
	}
	schema, property := "Identification", "idNumber"
	if l := strings.ToLower(kind); strings.Contains(l, "passport") || strings.Contains(l, "passeport") || strings.Contains(l, "pasaporte") {
		schema, property = "Passport", "passportNumber"
	}
	f := r.Attach(schema, fmt.Sprintf("%s-document-%d", e.ID, i+1))
	_ = f.Add("holder", e.ID)
	r.Add(f, "type", kind)
	if number != "" {
		_ = e.Add(property, number)
		r.Add(f, "number", number)
	}
	country := n.Get("ISSUING_COUNTRY")
	if country != "" && f.Add("country", country) == nil {
		r.Report.Reach()
	} else if country != "" {
		r.Report.Note()
		_ = f.Add("notes", "Issuing country: "+country)
	}
	if c := n.Get("COUNTRY_OF_ISSUE"); c != "" {
		if f.Add("country", c) == nil {
			r.Report.Reach()
		} else {
			_ = f.Add("notes", "Country of issue: "+c)
			r.Report.Note()
		}
	}
	r.Add(f, "startDate", n.Get("DATE_OF_ISSUE"))
	r.Add(f, "authority", n.Get("CITY_OF_ISSUE"))
	r.Note(f, "", n.Get("NOTE"))
}
