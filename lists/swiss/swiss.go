// Package swiss reads the overall list of sanctioned individuals, entities and
// organisations of the Swiss State Secretariat for Economic Affairs (SECO):
// swiss-sanctions-list in XML, whole or an amendment.
//
// A target is known by its ssid. It can have several identities; the names of
// all are its names. A name is given in ordered parts, each with spelling
// variants in other languages and scripts: variants of one language and script
// make a whole name of their own, with the parts that have no variant. Places
// and programmes are named by id and stand elsewhere in the file.
//
// A target that was delisted remains in the file. Its entity stays, but is no
// target of screening, and its designation has the end date.
package swiss

import (
	"context"
	"fmt"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// Source is the name of the list.
const Source = "ch_seco_sanctions"

// Parser returns the reader of Switzerland's list.
func Parser() lists.Parser {
	return lists.Parser{Recognise: lists.EachFile(recognise), Parse: parse, Sources: []string{Source}}
}

func recognise(f lists.File) (set lists.Set, _ error) {
	if head := f.Begin(); strings.Contains(head, "<swiss-sanctions-list") {
		set = lists.Set{Source: Source, Format: "xml"}
		if strings.Contains(head, `list-type="amendment"`) {
			set.Partial = "it is an amendment, with only what changed; fetch the whole list"
		}
	}
	return set, nil
}

// reader turns targets into entities.
type reader struct {
	*lists.Builder
	programmes map[string][]string // by the ssid of a sanctions set: programme, measure
	places     map[string]lists.Address
}

func parse(ctx context.Context, set lists.Set) (*lists.Result, error) {
	f, err := set.File()
	if err != nil {
		return nil, err
	}
	data, err := f.Bytes()
	if err != nil {
		return nil, err
	}
	r := &reader{Builder: lists.NewBuilder(Source), programmes: map[string][]string{}, places: map[string]lists.Address{}}
	// What targets refer to can stand behind them.
	err = lists.EachElement(ctx, f.Path(), data, []string{"sanctions-program", "place"}, func(n *lists.Node) error {
		if n.Name == "place" {
			r.addPlace(n)
		} else {
			r.addProgramme(n)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	root, err := lists.NewXMLReader(f.Path(), data).Root()
	if err != nil {
		return nil, err
	}
	r.Published = root.Attr("date")
	err = lists.EachElement(ctx, f.Path(), data, []string{"target"}, func(n *lists.Node) error {
		id := n.Attr("ssid")
		if id == "" || r.Has(id) {
			return fmt.Errorf("%s: target %d (%s) has no ssid of its own; the file is damaged: fetch it again", f.Path(), r.Count+1, id)
		}
		r.target(n, id)
		leave := func(field, value string) { r.Report.Leave(id, field, value) }
		n.Unread(leave)
		n.UnreadAttrs(leave)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if r.Count == 0 {
		return nil, fmt.Errorf("%s: no targets; fetch the file again", f.Path())
	}
	r.Resolve(relation)
	return r.Result(), nil
}

// english returns the value of the child of that name in English, else the
// first.
func english(n *lists.Node, name string) string {
	all := n.All(name)
	for _, c := range all {
		if c.Attr("lang") == "eng" {
			return c.Value()
		}
	}
	if len(all) > 0 {
		return all[0].Value()
	}
	return ""
}

func (r *reader) addProgramme(n *lists.Node) {
	programme := english(n, "program-name")
	if programme == "" {
		programme = english(n, "program-key")
	}
	for _, s := range n.All("sanctions-set") {
		id := s.Attr("ssid")
		if _, ok := r.programmes[id]; !ok || s.Attr("lang") == "eng" {
			r.programmes[id] = []string{programme, s.Value()}
		}
	}
}

func (r *reader) addPlace(n *lists.Node) {
	r.places[n.Attr("ssid")] = lists.Address{City: n.Get("location"), Region: n.Get("area"), Country: n.Get("country")}
}

func (r *reader) target(n *lists.Node, id string) {
	schema, body := "Organization", n.Child("entity")
	if body == nil {
		schema, body = "Person", n.Child("individual")
	}
	if body == nil {
		schema, body = "Vessel", n.Child("object")
	}
	if body == nil {
		body = &lists.Node{}
	}
	if kind := body.Attr("object-type"); schema == "Vessel" && kind != "" && kind != "vessel" {
		schema = "LegalEntity"
		if kind == "aircraft" {
			schema = "Airplane"
		}
	}
	e := r.Listed(schema, id)
	s := r.Sanction(e, id, "State Secretariat for Economic Affairs", "ch")
	r.designation(s, e, n)
	if sex := body.Attr("sex"); sex != "" {
		r.Keep(e, "gender", "Sex", sex)
	}
	for _, identity := range body.All("identity") {
		identity.Attr("ssid")
		r.identity(e, identity, identity.Attr("main") == "true")
	}
	for _, j := range body.All("justification") {
		j.Attr("ssid")
		r.Add(s, "reason", j.Value())
	}
	for _, o := range body.All("other-information") {
		o.Attr("ssid")
		r.FindWallets(e, s, o.Value())
		r.other(e, o.Value())
	}
	for _, v := range body.All("relation") {
		v.Attr("ssid")
		r.Link(e, lists.Link{Label: v.Attr("relation-type"), ID: v.Attr("target-id")})
		r.Note(e, "Relation "+v.Attr("relation-type"), lists.JoinParts("; ", v.Get("remark"), v.Value()))
	}
	for _, g := range n.All("generic-attribute") {
		r.Note(e, g.Attr("name"), g.Value())
	}
}

func (r *reader) designation(s, e *ftm.Entity, n *lists.Node) {
	for _, set := range n.All("sanctions-set-id") {
		if p := r.programmes[set.Value()]; p != nil {
			_ = s.Add("programId", set.Value())
			r.Add(s, "program", p[0])
			_ = s.Add("provisions", p[1])
		} else {
			r.Add(s, "programId", set.Value())
		}
	}
	for _, id := range n.All("foreign-identifier") {
		r.Add(s, "unscId", id.Value())
	}
	var listed, delisted string // the newest day of each
	for _, m := range n.All("modification") {
		kind, day := m.Attr("modification-type"), m.Attr("effective-date")
		if day == "" {
			day = m.Attr("publication-date")
		}
		line := lists.JoinParts(" ", kind, day)
		if d := m.Attr("enactment-date"); d != "" && d != day {
			line += ", enacted " + d
		}
		if d := m.Attr("publication-date"); d != "" && d != day {
			line += ", published " + d
		}
		r.Note(s, "History", line)
		switch kind {
		case "listed":
			listed = max(listed, day)
			_ = s.Add("listingDate", day)
		case "de-listed":
			delisted = max(delisted, day, "0")
			_ = s.Add("endDate", day)
		default:
			_ = s.Add("modifiedAt", day)
		}
		readAll(m) // what was added or removed then, as it was
	}
	if delisted != "" && delisted >= listed {
		e.Target = false
		_ = s.Add("status", "de-listed")
	}
}

// readAll marks everything below a node as read.
func readAll(n *lists.Node) {
	n.Value()
	for _, a := range n.Attrs {
		n.Attr(a.Name)
	}
	for _, c := range n.Children {
		readAll(c)
	}
}

func (r *reader) identity(e *ftm.Entity, n *lists.Node, main bool) {
	for _, name := range n.All("name") {
		r.name(e, name, main)
	}
	for _, d := range n.All("day-month-year") {
		d.Attr("ssid")
		date := lists.DateParts(d.Attr("year"), d.Attr("month"), d.Attr("day"))
		property, label := "birthDate", "Date of birth"
		if !e.Schema.IsA("Person") {
			property, label = "incorporationDate", "Date"
		}
		calendar := d.Attr("calendar")
		switch {
		case calendar != "" && calendar != "Gregorian" || e.Schema.Property(property) == nil:
			r.Note(e, label, lists.JoinParts(" ", date, calendar))
		default:
			r.Date(e, property, date, ftm.DMY)
		}
		if d.Attr("quality") == "low" {
			r.Note(e, label, date+" is of low quality")
		}
	}
	for _, c := range n.All("nationality") {
		c.Attr("ssid")
		for _, country := range c.All("country") {
			property := "nationality"
			if !e.Schema.IsA("Person") {
				property = "country"
			}
			if code := country.Attr("iso-code"); code != "" && e.Schema.Property(property) != nil && e.Add(property, code) == nil {
				country.Value()
				r.Report.Reach()
			} else {
				r.Country(e, property, "Nationality", country.Value())
			}
		}
	}
	for _, p := range n.All("place-of-birth") {
		p.Attr("ssid")
		p.Attr("quality")
		place := r.places[p.Attr("place-id")]
		r.Keep(e, "birthPlace", "Place of birth", place.Line())
		codes, _ := lists.Countries(place.Country)
		for _, c := range codes {
			if e.Schema.IsA("Person") {
				_ = e.Add("birthCountry", c)
			}
		}
		r.Note(e, "Place of birth", p.Get("remark"))
	}
	for _, a := range n.All("address") {
		a.Attr("ssid")
		a.Attr("quality")
		address := r.places[a.Attr("place-id")]
		box := a.Get("p-o-box")
		if box != "" {
			box = "P.O. Box " + box
		}
		address.Street = lists.JoinParts(", ", a.Get("c-o"), a.Get("address-details"), box)
		address.PostalCode = a.Get("zip-code")
		r.Address(e, address)
		r.Note(e, "Address", lists.JoinParts("; ", a.Get("remark"), a.Get("remarks")))
	}
	for _, d := range n.All("identification-document") {
		d.Attr("ssid")
		doc := lists.Document{Kind: d.Attr("document-type"), Number: d.Get("number"), Issued: d.Get("date-of-issue"), Expires: d.Get("expiry-date"), Details: d.Get("remark"), Property: "idNumber"}
		if issuer := d.Child("issuer"); issuer != nil {
			doc.Country = issuer.Attr("code")
			if name := issuer.Value(); doc.Country == "" {
				doc.Country = name
			}
		}
		if place := r.places[d.Attr("place-of-issue")]; place.Line() != "" {
			doc.Place = place.Line()
		}
		if strings.Contains(doc.Kind, "passport") {
			doc.Property = "passportNumber"
		}
		r.Document(e, doc, ftm.DMY)
	}
}
