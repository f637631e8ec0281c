package ofac

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// schemaOf is the schema for OFAC's kinds of entry.
func schemaOf(kind string) string {
	switch strings.ToLower(kind) {
	case "individual":
		return "Person"
	case "vessel":
		return "Vessel"
	case "aircraft":
		return "Airplane"
	}
	return "Organization"
}

// readXML reads sdn.xml or consolidated.xml.
func (b *builder) readXML(ctx context.Context) error {
	f := b.set.Files[0]
	data, err := f.Bytes()
	if err != nil {
		return err
	}
	x := lists.NewXMLReader(f.Path(), data)
	expected := -1
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := x.Next("publshInformation", "sdnEntry")
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if n.Name == "publshInformation" {
			if d, err := ftm.DateInOrder(n.Get("Publish_Date"), ftm.MDY); err == nil {
				b.Published = d.From.String()
			}
			if c, err := strconv.Atoi(n.Get("Record_Count")); err == nil {
				expected = c
			}
			continue
		}
		b.build(xmlEntry(n))
		b.leaveUnread(n, n.Get("uid"))
	}
	if expected >= 0 && expected != b.Count {
		return fmt.Errorf("%s: holds %d entries where it says %d; the file is damaged or cut off: fetch it again", f.Path(), b.Count, expected)
	}
	if b.Count == 0 {
		return fmt.Errorf("%s: no entries; fetch the file again", f.Path())
	}
	return nil
}

func (b *builder) leaveUnread(n *lists.Node, place string) {
	n.Unread(func(field, value string) { b.Report.Leave(place, field, value) })
}

func xmlEntry(n *lists.Node) *entry {
	x := &entry{uid: n.Get("uid"), schema: schemaOf(n.Get("sdnType")), name: xmlName(n)}
	n.Skip("uid", "mainEntry") // numbering, and which of several dates comes first
	for _, p := range n.All("programList", "program") {
		x.programmes = append(x.programmes, p.Value())
	}
	if t := n.Get("title"); t != "" {
		x.titles = append(x.titles, t)
	}
	for _, a := range n.All("akaList", "aka") {
		x.names = append(x.names, alias{name: xmlName(a), kind: strings.ReplaceAll(a.Get("type"), ".", ""), weak: a.Get("category") == "weak"})
	}
	for _, a := range n.All("addressList", "address") {
		x.addresses = append(x.addresses, address{lines: joinLines(a.Get("address1"), a.Get("address2"), a.Get("address3")),
			city: a.Get("city"), state: a.Get("stateOrProvince"), postal: a.Get("postalCode"), country: a.Get("country")})
	}
	for _, l := range []struct{ list, item, value, label string }{
		{"dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "DOB"}, {"placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "POB"},
		{"nationalityList", "nationality", "country", "nationality"}, {"citizenshipList", "citizenship", "country", "citizen"},
	} {
		for _, i := range n.All(l.list, l.item) {
			x.details = append(x.details, detail{label: l.label, value: i.Get(l.value)})
		}
	}
	for _, id := range n.All("idList", "id") {
		x.details = append(x.details, detail{label: strings.TrimSuffix(id.Get("idType"), ":"), value: id.Get("idNumber"), country: id.Get("idCountry"),
			issued: id.Get("issueDate"), expires: id.Get("expirationDate")})
	}
	if v := n.Child("vesselInfo"); v != nil {
		for _, l := range []struct{ element, label string }{
			{"callSign", "Vessel Call Sign"}, {"vesselType", "Vessel Type"}, {"vesselFlag", "Vessel Flag"}, {"vesselOwner", "Vessel Owner"},
			{"tonnage", "Vessel Tonnage"}, {"grossRegisteredTonnage", "Vessel Gross Registered Tonnage"},
		} {
			if s := v.Get(l.element); s != "" {
				x.details = append(x.details, detail{label: l.label, value: s})
			}
		}
	}
	x.readRemarks(n.Get("remarks"))
	return x
}

func xmlName(n *lists.Node) string {
	last, first := n.Get("lastName"), n.Get("firstName")
	if first == "" || last == "" {
		return first + last
	}
	return last + ", " + first
}

func joinLines(lines ...string) string {
	var out []string
	for _, l := range lines {
		if l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, ", ")
}
