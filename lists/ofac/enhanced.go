package ofac

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"interdict/lists"
)

// readEnhanced reads the enhanced XML of the Sanctions List Service.
func (b *builder) readEnhanced(ctx context.Context) error {
	f := b.set.Files[0]
	data, err := f.Bytes()
	if err != nil {
		return err
	}
	x := lists.NewXMLReader(f.Path(), data)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := x.Next("publicationInfo", "referenceValues", "featureTypes", "entity")
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch n.Name {
		case "publicationInfo":
			b.Published, _, _ = strings.Cut(n.Get("dataAsOf"), "T")
		case "entity":
			b.build(enhancedEntry(n))
			b.leaveUnread(n, n.Attr("id"))
		}
	}
	if b.Count == 0 {
		return fmt.Errorf("%s: no entries; fetch the file again", f.Path())
	}
	return nil
}

func enhancedEntry(n *lists.Node) *entry {
	x := &entry{uid: n.Attr("id"), schema: schemaOf(n.Get("generalInfo", "entityType"))}
	// Numbering and what repeats another value: the formatted parts of a name
	// whose whole is read, and the bounds of a date that is given as a value.
	n.Skip("identityId", "versionId", "valueRefId", "isPrimary", "script", "formattedFirstName", "formattedLastName", "reliability")
	for _, l := range n.All("sanctionsLists", "sanctionsList") {
		x.lists = append(x.lists, l.Value())
		if d := l.Attr("datePublished"); d != "" {
			x.listed = append(x.listed, d)
		}
	}
	for _, p := range n.All("sanctionsPrograms", "sanctionsProgram") {
		x.programmes = append(x.programmes, p.Value())
	}
	for _, t := range n.All("sanctionsTypes", "sanctionsType") {
		x.measures = append(x.measures, t.Value())
	}
	for _, l := range n.All("legalAuthorities", "legalAuthority") {
		x.legal = append(x.legal, l.Value())
	}
	if t := n.Get("generalInfo", "title"); t != "" {
		x.titles = append(x.titles, t)
	}
	if r := n.Get("generalInfo", "remarks"); r != "" {
		x.remarks = append(x.remarks, r)
	}
	for _, name := range n.All("names", "name") {
		x.addEnhancedName(name)
	}
	for _, a := range n.All("addresses", "address") {
		out := address{country: a.Get("country")}
		var lines []string
		for _, part := range a.All("translations", "translation", "addressParts", "addressPart") {
			v := part.Get("value")
			switch part.Get("type") {
			case "CITY":
				out.city = joinLines(out.city, v)
			case "STATE/PROVINCE":
				out.state = joinLines(out.state, v)
			case "POSTAL CODE":
				out.postal = joinLines(out.postal, v)
			case "REGION":
				out.region = joinLines(out.region, v)
			default:
				lines = append(lines, v)
			}
		}
		out.lines = joinLines(lines...)
		x.addresses = append(x.addresses, out)
	}
	for _, feature := range n.All("features", "feature") {
		// A date is also given in bounds; its value says it in words.
		for _, d := range feature.All("valueDate") {
			d.Skip("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd", "isApproximate", "isDateRange")
		}
		x.details = append(x.details, detail{label: strings.TrimSuffix(feature.Get("type"), ":"), value: feature.Get("value")})
	}
	for _, d := range n.All("identityDocuments", "identityDocument") {
		d.Skip("name", "issuingLocation")
		for _, f := range d.All("idFeatures", "idFeature") {
			x.remarks = append(x.remarks, d.Get("type")+": "+f.Value())
		}
		x.details = append(x.details, detail{label: d.Get("type"), value: d.Get("documentNumber"), country: d.Get("issuingCountry"),
			issued: enhancedDate(d.Child("issueDate")), expires: enhancedDate(d.Child("expirationDate")), invalid: d.Get("isValid") == "false"})
	}
	for _, r := range n.All("relationships", "relationship") {
		if to := r.Child("relatedEntity"); to != nil {
			x.links = append(x.links, lists.Link{Label: r.Get("type"), ID: to.Attr("entityId"), Name: to.Value()})
			r.Skip("quality")
		}
	}
	return x
}

// enhancedDate returns a document's date: its first day where it is a range.
func enhancedDate(n *lists.Node) string {
	if n == nil {
		return ""
	}
	n.Skip("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd", "isApproximate", "isDateRange")
	return n.Get("fromDateBegin")
}

// addEnhancedName reads one name in each of its scripts.
func (x *entry) addEnhancedName(n *lists.Node) {
	kind := strings.ToLower(strings.ReplaceAll(n.Get("aliasType"), ".", ""))
	weak := n.Get("isLowQuality") == "true"
	primary := n.Get("isPrimary") == "true"
	for _, t := range n.All("translations", "translation") {
		var family, given []string
		for _, part := range t.All("nameParts", "namePart") {
			// The parts give the name in its own letters; the formatted name
			// repeats them in capitals.
			v := part.Get("value")
			switch part.Get("type") {
			case "First Name", "Middle Name", "Patronymic":
				given = append(given, v)
			default:
				family = append(family, v)
			}
		}
		name := t.Get("formattedFullName")
		if name == "" {
			name = strings.Join(family, " ")
			if len(given) > 0 {
				name += ", " + strings.Join(given, " ")
			}
		}
		if primary && x.name == "" {
			x.name = name
			continue
		}
		x.names = append(x.names, alias{name: name, kind: kind, weak: weak})
	}
}
