// Package eu reads the consolidated list of persons, groups and entities under
// EU financial sanctions, from the European Commission's Financial Sanctions
// Files: xmlFullSanctionsList_1_1 (schema 1.1, namespace
// http://eu.europa.ec/fpi/fsd/export).
//
// An entry is known by its EU reference number (EU.27.28), or by its logical id
// where it has none. Every name is a nameAlias: the first strong one in Latin
// letters is the name, strong ones are aliases, the others weak aliases. Every
// value cites the regulation that brought it; the regulations are kept with the
// designation, once each.
//
// Files of the schema before 1.1, whose root is WHOLE, are told as unusable:
// the Commission retired it in 2018.
package eu

import (
	"context"
	"fmt"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// Source is the name of the list.
const Source = "eu_fsf"

// Parser returns the reader of the EU's list.
func Parser() lists.Parser {
	return lists.Parser{Recognise: lists.EachFile(recognise), Parse: parse, Sources: []string{Source}}
}

func recognise(f lists.File) (lists.Set, error) {
	switch head := f.Begin(); {
	case strings.Contains(head, "http://eu.europa.ec/fpi/fsd/export"):
		return lists.Set{Source: Source, Format: "xml 1.1"}, nil
	case strings.Contains(head, "<WHOLE ") && strings.Contains(head, "<ENTITY "):
		return lists.Set{}, fmt.Errorf("%s: the EU's list in the schema that was retired in 2018; fetch xmlFullSanctionsList_1_1", f.Path())
	}
	return lists.Set{}, nil
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
	r := reader{lists.NewBuilder(Source)}
	root, err := lists.NewXMLReader(f.Path(), data).Root()
	if err != nil {
		return nil, err
	}
	r.Published, _, _ = strings.Cut(root.Attr("generationDate"), "T")
	err = lists.EachElement(ctx, f.Path(), data, []string{"sanctionEntity"}, func(n *lists.Node) error {
		id := n.Attr("euReferenceNumber")
		if logical := n.Attr("logicalId"); id == "" {
			id = logical
		}
		if id == "" || r.Has(id) {
			return fmt.Errorf("%s: entry %d (%s) has no reference of its own; the file is damaged: fetch it again", f.Path(), r.Count+1, id)
		}
		r.entry(n, id)
		leave := func(field, value string) { r.Report.Leave(id, field, value) }
		n.Unread(leave)
		n.UnreadAttrs(leave)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if r.Count == 0 {
		return nil, fmt.Errorf("%s: no entries; fetch the file again", f.Path())
	}
	return r.Result(), nil
}

func (r reader) entry(n *lists.Node, id string) {
	schema := "Organization"
	if t := n.Child("subjectType"); t != nil && (t.Attr("classificationCode") == "P" || t.Attr("code") == "person") {
		schema = "Person"
	}
	markRead(n)
	e := r.Listed(schema, id)
	r.Report.Reach() // the subject type
	r.names(e, n.All("nameAlias"))
	s := r.Sanction(e, id, "European Commission", "eu")
	r.designation(s, e, n)
	for _, c := range n.All("citizenship") {
		r.place(e, "citizenship", "Citizenship", c)
		r.Note(e, "Citizenship region", c.Attr("region"))
		r.Note(e, "Citizenship acquired", c.Attr("acquisitionDate"))
		r.Note(e, "Citizenship lost", c.Attr("disenfranchisementDate"))
		r.remarks(e, "Citizenship", c)
	}
	for _, b := range n.All("birthdate") {
		r.birth(e, b)
	}
	for _, a := range n.All("address") {
		r.address(e, a)
	}
	for _, d := range n.All("identification") {
		r.identification(e, d)
	}
	for _, c := range n.All("remark") {
		r.FindWallets(e, s, c.Value())
	}
	r.remarks(e, "", n)
}

// markRead marks numbering, and what repeats another value, as read.
func markRead(n *lists.Node) {
	for _, name := range []string{"logicalId", "regulationLanguage"} {
		n.Attr(name)
	}
	if n.Name == "subjectType" {
		n.Attr("code")
		n.Attr("classificationCode")
	}
	for _, c := range n.Children {
		markRead(c)
	}
}

// place adds the country of an element: its code, or its name in words. Code
// 00 is unknown.
func (r reader) place(e *ftm.Entity, property, label string, n *lists.Node) {
	code, name := n.Attr("countryIso2Code"), n.Attr("countryDescription")
	if code == "00" || code == "" {
		if !strings.EqualFold(name, "UNKNOWN") {
			r.Country(e, property, label, name)
		}
		return
	}
	if p := e.Schema.Property(property); p == nil || e.Add(property, code) != nil {
		r.Note(e, label, lists.JoinParts(", ", name, code))
		return
	}
	r.Report.Reach()
}

// remarks keeps the remarks and additional information of an element.
func (r reader) remarks(e *ftm.Entity, label string, n *lists.Node) {
	for _, c := range n.All("remark") {
		r.Note(e, label, c.Value())
	}
	for _, c := range n.All("additionalInformation") {
		r.Note(e, lists.JoinParts(" ", label, c.Attr("key")), c.Attr("value"))
	}
}

func (r reader) names(e *ftm.Entity, names []*lists.Node) {
	person := e.Schema.IsA("Person")
	for _, n := range names {
		whole := n.Attr("wholeName")
		first, middle, last := n.Attr("firstName"), n.Attr("middleName"), n.Attr("lastName")
		if whole == "" {
			whole = lists.JoinParts(" ", first, middle, last)
		}
		property := "alias"
		switch {
		case n.Attr("strong") == "false":
			property = "weakAlias"
		case !e.Has("name") && lists.IsLatin(whole):
			property = "name"
			if person {
				_ = e.Add("firstName", first)
				_ = e.Add("middleName", middle)
				_ = e.Add("lastName", last)
			}
		}
		r.Add(e, property, whole)
		if n.Attr("strong") != "" {
			r.Report.Reach() // it decides the property
		}
		if language := n.Attr("nameLanguage"); language != "" && property != "name" {
			r.Note(e, "Name in "+language, whole)
		}
		r.Keep(e, "title", "Title", n.Attr("title"))
		r.Keep(e, "position", "Function", n.Attr("function"))
		if gender := n.Attr("gender"); gender != "?" {
			r.Keep(e, "gender", "Gender", gender)
		}
		r.remarks(e, "Name", n)
	}
	if !e.Has("name") && len(names) > 0 {
		for _, property := range []string{"alias", "weakAlias"} {
			if v := e.First(property); v != "" && !e.Has("name") {
				_ = e.Add("name", v)
			}
		}
	}
}

// designation adds the regulations, those of the single values among them.
func (r reader) designation(s, e *ftm.Entity, n *lists.Node) {
	r.Add(s, "unscId", n.Attr("unitedNationId"))
	r.Add(s, "listingDate", n.Attr("designationDate"))
	r.Note(s, "Designation", n.Attr("designationDetails"))
	if day := n.Attr("delistingDate"); day != "" {
		r.Add(s, "endDate", day)
		if r.Published == "" || day <= r.Published {
			e.Target = false // it is in the file for the record
		}
	}
	if n.Attr("euReferenceNumber") != "" {
		_ = s.Add("recordId", n.Attr("logicalId"))
	}
	for _, g := range n.All("regulation") {
		r.Add(s, "program", g.Attr("programme"))
		r.Add(s, "reason", g.Attr("numberTitle"))
		r.Add(s, "startDate", g.Attr("entryIntoForceDate"))
		r.Add(s, "modifiedAt", g.Attr("publicationDate"))
		r.Keep(s, "sourceUrl", "Regulation", g.Get("publicationUrl"))
		r.Note(s, "Regulation", lists.JoinParts(" of the ", g.Attr("regulationType"), g.Attr("organisationType")))
		r.remarks(s, "Regulation", g)
		for _, c := range g.All("corrigendum") {
			r.summary(s, "Corrigendum", c, map[string]bool{})
		}
	}
	seen := map[string]bool{}
	for _, c := range n.Children {
		for _, g := range c.All("regulationSummary") {
			r.summary(s, "Regulation of a value", g, seen)
		}
	}
}

func (r reader) summary(s *ftm.Entity, label string, g *lists.Node, seen map[string]bool) {
	line := lists.JoinParts(", ", lists.JoinParts(" ", g.Attr("regulationType"), g.Attr("numberTitle")), g.Attr("publicationDate"), g.Attr("publicationUrl"))
	if line != "" && !seen[line] {
		seen[line] = true
		r.Note(s, label, line)
	}
}

func (r reader) birth(e *ftm.Entity, n *lists.Node) {
	date := n.Attr("birthdate")
	year, month, day := n.Attr("year"), n.Attr("monthOfYear"), n.Attr("dayOfMonth")
	from, to := n.Attr("yearRangeFrom"), n.Attr("yearRangeTo")
	switch {
	case date != "":
	case year != "" && year != "0":
		date = lists.DateParts(year, month, day)
	case from != "" && to != "" && from != to:
		date = from + " to " + to
	default:
		date = lists.JoinParts("", from, "")
	}
	if n.Attr("circa") == "true" && date != "" {
		date = "circa " + date
	}
	if calendar := n.Attr("calendarType"); calendar != "" && calendar != "GREGORIAN" {
		r.Note(e, "Date of birth ("+strings.ToLower(calendar)+" calendar)", date)
	} else if e.Schema.IsA("Person") {
		r.Date(e, "birthDate", date, ftm.DMY)
	} else {
		r.Note(e, "Date", date)
	}
	country := n.Attr("countryDescription")
	if strings.EqualFold(country, "UNKNOWN") {
		country = ""
	}
	r.Keep(e, "birthPlace", "Place of birth", lists.JoinParts(", ", n.Attr("place"), n.Attr("city"), n.Attr("zipCode"), n.Attr("region"), country))
	r.place(e, "birthCountry", "Country of birth", n)
	r.remarks(e, "Birth", n)
}

func (r reader) address(e *ftm.Entity, n *lists.Node) {
	street := n.Attr("street")
	if box := n.Attr("poBox"); box != "" {
		street = lists.JoinParts(", ", street, "P.O. Box "+box)
	}
	country := n.Attr("countryIso2Code")
	if country == "00" {
		country = ""
	} else if name := ftm.CountryName(country); name != "" {
		country = name
	}
	n.Attr("countryDescription") // says the code in words
	r.Address(e, lists.Address{Street: lists.JoinParts(", ", n.Attr("place"), street), City: n.Attr("city"), Region: n.Attr("region"), PostalCode: n.Attr("zipCode"), Country: country})
	if n.Attr("asAtListingTime") == "true" {
		r.Note(e, "Address as at listing time", lists.JoinParts(", ", street, n.Attr("city")))
	}
	for _, c := range n.All("contactInfo") {
		key, value := c.Attr("key"), c.Attr("value")
		switch strings.ToUpper(key) {
		case "EMAIL", "E-MAIL":
			r.Keep(e, "email", "E-mail", value)
		case "PHONE", "MOBILE", "TEL":
			r.Keep(e, "phone", "Phone", value)
		case "WEB", "WEBSITE", "URL":
			r.Keep(e, "website", "Website", value)
		default:
			r.Note(e, key, value)
		}
	}
	r.remarks(e, "Address", n)
}

// propertyOf says which property takes the number of a kind of document, by
// the codes of the Financial Sanctions Files.
func propertyOf(code string, person bool) string {
	switch strings.ToLower(code) {
	case "passport", "diplomaticpassport", "servicepassport":
		return "passportNumber"
	case "fiscalcode", "tax", "taxno", "vat":
		return "taxNumber"
	case "swiftbic":
		return "swiftBic"
	case "imo":
		return "imoNumber"
	case "ssn":
		return "socialSecurityNumber"
	case "regnumber", "tradelic", "companyno":
		return "registrationNumber"
	}
	if person {
		return "idNumber"
	}
	return "registrationNumber"
}

func (r reader) identification(e *ftm.Entity, n *lists.Node) {
	code := n.Attr("identificationTypeCode")
	d := lists.Document{Kind: n.Attr("identificationTypeDescription"), Number: n.Attr("number"), Issued: n.Attr("issueDate"), Expires: n.Attr("validTo"),
		Place: n.Attr("issuedBy"), Property: propertyOf(code, e.Schema.IsA("Person"))}
	if d.Kind == "" {
		d.Kind = code
	}
	if n.Attr("countryIso2Code") != "00" {
		d.Country = n.Attr("countryIso2Code")
	}
	n.Attr("countryDescription")
	var details []string
	for _, f := range []struct{ attr, words string }{{"diplomatic", "diplomatic"}, {"knownExpired", "known to have expired"}, {"knownFalse", "known to be false"}, {"reportedLost", "reported lost"}, {"revokedByIssuer", "revoked by the issuer"}} {
		if n.Attr(f.attr) == "true" {
			details = append(details, f.words)
		}
	}
	for _, f := range []struct{ attr, label string }{{"nameOnDocument", "in the name of "}, {"validFrom", "valid from "}, {"region", "region "}, {"latinNumber", "in Latin letters "}} {
		if v := n.Attr(f.attr); v != "" && v != d.Number {
			details = append(details, f.label+v)
		}
	}
	for _, c := range n.All("remark") {
		details = append(details, c.Value())
	}
	d.Details = strings.Join(details, "; ")
	if d.Number == "" {
		d.Number = n.Attr("latinNumber")
	}
	r.Document(e, d, ftm.DMY)
}
