package ofac

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// advanced holds the tables of an advanced XML file: values that parties name
// by id, and the sections that follow them.
type advanced struct {
	values    map[string]string // "FeatureType 8" to Birthdate
	locations map[string]address
	parties   []*lists.Node
	documents map[string][]detail // identity id to its documents
	entries   map[string][]*lists.Node
	links     map[string][]lists.Link // profile id to its relations
}

// readAdvanced reads the advanced XML (UN sanctions schema 1.0, as in OFAC's
// sdn_advanced.xsd). Sections refer to each other, so that all are read before
// the parties are built.
func (b *builder) readAdvanced(ctx context.Context) error {
	f := b.set.Files[0]
	data, err := f.Bytes()
	if err != nil {
		return err
	}
	a := &advanced{values: map[string]string{}, locations: map[string]address{}, documents: map[string][]detail{}, entries: map[string][]*lists.Node{}, links: map[string][]lists.Link{}}
	x := lists.NewXMLReader(f.Path(), data)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := x.Next("DateOfIssue", "ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry")
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch n.Name {
		case "DateOfIssue":
			b.Published = partial(n).String()
		case "ReferenceValueSets":
			for _, set := range n.Children {
				for _, v := range set.Children {
					a.values[v.Name+" "+v.Attr("ID")] = v.Text
				}
			}
		case "Location":
			a.addLocation(n)
			b.leaveUnread(n, "location "+n.Attr("ID"))
		case "IDRegDocument":
			a.addDocument(n)
			b.leaveUnread(n, "document "+n.Attr("ID"))
		case "DistinctParty":
			a.parties = append(a.parties, n)
		case "ProfileRelationship":
			label := a.values["RelationType "+n.Attr("RelationTypeID")]
			if n.Attr("Former") == "true" {
				label += " (former)"
			}
			a.links[n.Attr("From-ProfileID")] = append(a.links[n.Attr("From-ProfileID")], lists.Link{Label: label, ID: n.Attr("To-ProfileID")})
		case "SanctionsEntry":
			a.entries[n.Attr("ProfileID")] = append(a.entries[n.Attr("ProfileID")], n)
		}
	}
	for _, n := range a.parties {
		b.build(a.entry(n))
		b.leaveUnread(n, n.Attr("FixedRef"))
	}
	for id, entries := range a.entries {
		for _, n := range entries {
			b.leaveUnread(n, id)
		}
	}
	if b.Count == 0 {
		return fmt.Errorf("%s: no entries; fetch the file again", f.Path())
	}
	return nil
}

// partial reads a Year, Month, Day element.
func partial(n *lists.Node) ftm.Partial {
	var p ftm.Partial
	if n == nil {
		return p
	}
	_, _ = fmt.Sscan(n.Get("Year"), &p.Year) // an empty part stays 0
	_, _ = fmt.Sscan(n.Get("Month"), &p.Month)
	_, _ = fmt.Sscan(n.Get("Day"), &p.Day)
	return p
}

func (a *advanced) addLocation(n *lists.Node) {
	var out address
	if c := n.Child("LocationCountry"); c != nil {
		out.country = a.values["Country "+c.Attr("CountryID")]
	}
	if c := n.Child("LocationAreaCode"); c != nil && out.country == "" {
		out.country = a.values["AreaCode "+c.Attr("AreaCodeID")]
	}
	var lines []string
	for _, part := range n.All("LocationPart") {
		kind := a.values["LocPartType "+part.Attr("LocPartTypeID")]
		for _, v := range part.All("LocationPartValue") {
			value := v.Get("Value")
			v.Skip("Comment")
			switch kind {
			case "CITY":
				out.city = joinLines(out.city, value)
			case "STATE/PROVINCE":
				out.state = joinLines(out.state, value)
			case "POSTAL CODE":
				out.postal = joinLines(out.postal, value)
			case "REGION":
				out.region = joinLines(out.region, value)
			default:
				lines = append(lines, value)
			}
		}
	}
	out.lines = joinLines(lines...)
	a.locations[n.Attr("ID")] = out
}

func (a *advanced) addDocument(n *lists.Node) {
	d := detail{label: a.values["IDRegDocType "+n.Attr("IDRegDocTypeID")], value: n.Get("IDRegistrationNo"),
		country: a.values["Country "+n.Attr("IssuedBy-CountryID")], invalid: a.values["Validity "+n.Attr("ValidityID")] == "Fraudulent"}
	for _, date := range n.All("DocumentDate") {
		day := period(date.Child("DatePeriod"))
		switch a.values["IDRegDocDateType "+date.Attr("IDRegDocDateTypeID")] {
		case "Expiration Date":
			d.expires = day
		default:
			d.issued = day
		}
	}
	if c := n.Get("Comment"); c != "" {
		d.label += " (" + c + ")"
	}
	if c := n.Get("IssuingAuthority"); c != "" {
		d.label += ", " + c
	}
	id := n.Attr("IdentityID")
	a.documents[id] = append(a.documents[id], d)
}

// period says a DatePeriod in words that [ftm.ParseDate] reads: a day, a month
// or a year where the period is one whole, else its two ends.
func period(n *lists.Node) string {
	if n == nil {
		return ""
	}
	start, end := n.Child("Start"), n.Child("End")
	if start == nil || end == nil {
		return partial(n).String()
	}
	from, to := partial(start.Child("From")), partial(end.Child("To"))
	start.Skip("Year", "Month", "Day")
	end.Skip("Year", "Month", "Day")
	circa := ""
	if start.Attr("Approximate") == "true" || end.Attr("Approximate") == "true" {
		circa = "circa "
	}
	switch {
	case from == to || to.Year == 0:
		return circa + from.String()
	case from.Month == 1 && from.Day == 1 && to.Month == 12 && to.Day == 31 && from.Year == to.Year:
		return circa + fmt.Sprintf("%04d", from.Year)
	case from.Month == 1 && from.Day == 1 && to.Month == 12 && to.Day == 31:
		return fmt.Sprintf("%s%04d to %04d", circa, from.Year, to.Year)
	case from.Year == to.Year && from.Month == to.Month && from.Day == 1 && to.Day >= 28:
		return circa + fmt.Sprintf("%04d-%02d", from.Year, from.Month)
	}
	return circa + from.String() + " to " + to.String()
}

// entry reads a party with what other sections say of it.
func (a *advanced) entry(n *lists.Node) *entry {
	x := &entry{uid: n.Attr("FixedRef"), schema: "Organization"}
	if c := n.Get("Comment"); c != "" {
		x.readRemarks(c)
	}
	profile := n.Child("Profile")
	if profile == nil {
		return x
	}
	switch profile.Attr("PartySubTypeID") { // values of PartySubType with their PartyType
	case "1":
		x.schema = "Vessel"
	case "2":
		x.schema = "Airplane"
	case "4":
		x.schema = "Person"
	}
	if c := profile.Get("Comment"); c != "" {
		x.readRemarks(c)
	}
	for _, identity := range profile.All("Identity") {
		parts := map[string]string{} // name part group to its kind
		for _, g := range identity.All("NamePartGroups", "MasterNamePartGroup", "NamePartGroup") {
			parts[g.Attr("ID")] = a.values["NamePartType "+g.Attr("NamePartTypeID")]
		}
		for _, al := range identity.All("Alias") {
			a.addAlias(x, al, parts)
		}
		x.details = append(x.details, a.documents[identity.Attr("ID")]...)
	}
	for _, feature := range profile.All("Feature") {
		a.addFeature(x, feature)
	}
	for _, e := range a.entries[profile.Attr("ID")] {
		a.addSanctions(x, e)
	}
	x.links = a.links[profile.Attr("ID")]
	return x
}

func (a *advanced) addAlias(x *entry, n *lists.Node, parts map[string]string) {
	kind := strings.ToLower(strings.ReplaceAll(a.values["AliasType "+n.Attr("AliasTypeID")], ".", ""))
	for _, documented := range n.All("DocumentedName") {
		var family, given []string
		for _, v := range documented.All("DocumentedNamePart", "NamePartValue") {
			switch parts[v.Attr("NamePartGroupID")] {
			case "First Name", "Middle Name", "Patronymic":
				given = append(given, v.Value())
			default:
				family = append(family, v.Value())
			}
		}
		name := strings.Join(family, " ")
		if len(given) > 0 && len(family) > 0 {
			name += ", " + strings.Join(given, " ")
		} else if len(given) > 0 {
			name = strings.Join(given, " ")
		}
		if n.Attr("Primary") == "true" && x.name == "" {
			x.name = name
			continue
		}
		x.names = append(x.names, alias{name: name, kind: kind, weak: n.Attr("LowQuality") == "true"})
	}
}

func (a *advanced) addFeature(x *entry, n *lists.Node) {
	label := strings.TrimSuffix(a.values["FeatureType "+n.Attr("FeatureTypeID")], ":")
	for _, v := range n.All("FeatureVersion") {
		if c := v.Get("Comment"); c != "" {
			x.remarks = append(x.remarks, c)
		}
		for _, at := range v.All("VersionLocation") {
			location := a.locations[at.Attr("LocationID")]
			if label == "Location" {
				x.addresses = append(x.addresses, location)
			} else if where := joinLines(location.lines, location.city, location.state, location.region, location.country); where != "" {
				x.details = append(x.details, detail{label: label, value: where})
			}
		}
		if d := period(v.Child("DatePeriod")); d != "" {
			x.details = append(x.details, detail{label: label, value: d})
		}
		for _, d := range v.All("VersionDetail") {
			value := d.Value()
			if ref := d.Attr("DetailReferenceID"); ref != "" && value == "" {
				value = a.values["DetailReference "+ref]
			}
			if value != "" {
				x.details = append(x.details, detail{label: label, value: value})
			}
		}
	}
}

func (a *advanced) addSanctions(x *entry, n *lists.Node) {
	x.lists = append(x.lists, a.values["List "+n.Attr("ListID")])
	for _, e := range n.All("EntryEvent") {
		if l := a.values["LegalBasis "+e.Attr("LegalBasisID")]; l != "" && l != "Unknown" {
			x.legal = append(x.legal, l)
		}
		if d := partial(e.Child("Date")); d.Year > 0 {
			x.listed = append(x.listed, d.String())
		}
		if c := e.Get("Comment"); c != "" {
			x.remarks = append(x.remarks, c)
		}
	}
	for _, m := range n.All("SanctionsMeasure") {
		kind := a.values["SanctionsType "+m.Attr("SanctionsTypeID")]
		comment := m.Get("Comment")
		if kind == "Program" {
			x.programmes = append(x.programmes, comment)
		} else {
			x.measures = append(x.measures, kind)
			if comment != "" {
				x.remarks = append(x.remarks, comment)
			}
		}
	}
}
