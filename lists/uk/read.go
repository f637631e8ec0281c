package uk

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"

	"interdict/ftm"
	"interdict/lists"
)

//go:embed fields.tsv
var fieldsText string

// fieldNames maps the folded names of columns, labels and elements to fields.
var fieldNames = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(fieldsText) {
		field, names, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for name := range strings.SplitSeq(names, "|") {
			out[lists.FoldColumn(name)] = field
		}
	}
	return out
})

// A record is one entry in the fields of fields.tsv.
type record struct {
	id        string
	names     []name
	fields    map[string][]string // each value once, in the order they come
	seen      map[string]bool     // field, value: what is there
	rows      int
	addresses []lists.Address
	papers    []lists.Document // of the XML, where number and details stand together
	births    []string         // places of birth of the XML: town and country together
	measures  []string         // of the XML, where each has an element
}

type name struct {
	parts   [6]string // Name 1 to Name 6
	kind    string    // "Primary name", "Primary name variation", "AKA", "FKA", …
	quality string
}

// whole returns the name in reading order.
func (n name) whole() string { return lists.JoinParts(" ", n.parts[:]...) }

func (r *record) add(field, value string) {
	if value = strings.TrimSpace(value); value != "" && !r.seen[field+"\x00"+value] {
		r.seen[field+"\x00"+value] = true
		r.fields[field] = append(r.fields[field], value)
	}
}

// take returns a field's values and leaves it empty.
func (r *record) take(field string) []string {
	values := r.fields[field]
	delete(r.fields, field)
	for _, v := range values {
		delete(r.seen, field+"\x00"+v)
	}
	return values
}

// first returns a field's first value, or "".
func (r *record) first(field string) string {
	if v := r.fields[field]; len(v) > 0 {
		return v[0]
	}
	return ""
}

func newRecord(id string) *record {
	return &record{id: id, fields: map[string][]string{}, seen: map[string]bool{}}
}

// maxRows bounds the rows of one entry: no party has so many names, dates of
// birth and addresses. The longest entry today has some 720.
const maxRows = 20000

// A column of a table: which field or part of a name or address it is.
type column struct {
	field string // "" for parts
	part  rune   // n for names, a for addresses, k and q for kind and quality of a name, 0 for fields
	index int
}

var partColumn = regexp.MustCompile(`^(name|address|addressline)([1-6])$`)

// columnsOf says what the cells under a header are.
func columnsOf(header []string) []column {
	out := make([]column, len(header))
	for i, title := range header {
		folded := lists.FoldColumn(title)
		m := partColumn.FindStringSubmatch(folded)
		switch {
		case m != nil && m[1] == "name":
			out[i] = column{part: 'n', index: int(m[2][0] - '1')}
		case m != nil:
			out[i] = column{part: 'a', index: int(m[2][0] - '1')}
		case folded == "postzipcode" || folded == "addresspostalcode":
			out[i] = column{part: 'a', index: 6}
		case folded == "country" || folded == "addresscountry":
			out[i] = column{part: 'a', index: 7}
		case folded == "aliastype" || folded == "nametype":
			out[i] = column{part: 'k'}
		case folded == "aliasquality" || folded == "aliasstrength":
			out[i] = column{part: 'q'}
		default:
			out[i] = column{field: fieldNames()[folded]}
		}
	}
	return out
}

// addressOf makes an address of lines 1 to 6, postal code and country. The
// last line before the country is the town or the region; the lists do not say
// which.
func addressOf(p [8]string) lists.Address {
	return lists.Address{Street: lists.JoinParts(", ", p[:5]...), City: strings.TrimSpace(p[5]), PostalCode: strings.TrimSpace(p[6]), Country: strings.TrimSpace(p[7])}
}

// readTable reads rows and joins those of one entry.
func readTable(ctx context.Context, f lists.File) (records []*record, published string, left []lists.Left, err error) {
	t, err := lists.NewTable(f)
	if err != nil {
		return nil, "", nil, err
	}
	byID := map[string]*record{}
	var columns []column
	idField := "id"
	for n := 0; ; n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			return nil, "", nil, ctx.Err()
		}
		row, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, "", nil, err
		}
		if columns == nil {
			if source := headerSource(row); source != "" {
				columns = columnsOf(row)
				if source == FCDO {
					idField = "uniqueid"
				}
				t.Header(row)
			} else if d := reportDate(row); d != "" {
				published = d
			}
			continue
		}
		id := ""
		for i, c := range columns {
			if c.field == idField && i < len(row) {
				id = strings.TrimSpace(row[i])
			}
		}
		if id == "" {
			return nil, "", nil, fmt.Errorf("%s: row %d has no %s; the file is damaged or cut off: fetch it again", f.Path(), t.Line(), idField)
		}
		r := byID[id]
		if r == nil {
			r = newRecord(id)
			byID[id] = r
			records = append(records, r)
		}
		if r.rows++; r.rows > maxRows {
			return nil, "", nil, fmt.Errorf("%s: row %d: entry %s has more than %d rows, which no list has", f.Path(), t.Line(), id, maxRows)
		}
		left = append(left, r.addRow(row, columns, t)...)
	}
	return records, published, left, nil
}

// addRow adds a row's cells to its entry and returns those under a column that
// is not known.
func (r *record) addRow(row []string, columns []column, t *lists.Table) (left []lists.Left) {
	var n name
	var a [8]string
	for i, cell := range row {
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		if i >= len(columns) {
			left = append(left, lists.Left{Place: r.id, Field: t.Column(i), Value: cell})
			continue
		}
		switch c := columns[i]; c.part {
		case 'n':
			n.parts[c.index] = cell
		case 'a':
			a[c.index] = cell
		case 'k':
			n.kind = cell
		case 'q':
			n.quality = cell
		default:
			if c.field == "" {
				left = append(left, lists.Left{Place: r.id, Field: t.Column(i), Value: cell})
			} else {
				r.add(c.field, cell)
			}
		}
	}
	if n.whole() != "" && !slices.Contains(r.names, n) {
		r.names = append(r.names, n)
	}
	if address := addressOf(a); address.Line() != "" && !slices.Contains(r.addresses, address) {
		r.addresses = append(r.addresses, address)
	}
	return left
}

// reportDate reads the line above the header: "Last Updated,10/04/2025" or
// "Report Date: 31-Mar-2026".
func reportDate(row []string) string {
	text := strings.Join(row, " ")
	for _, label := range []string{"Last Updated", "Report Date"} {
		if _, after, ok := strings.Cut(text, label); ok {
			if d, err := ftm.DateInOrder(strings.Trim(after, ": "), ftm.DMY); err == nil {
				return d.From.String()
			}
		}
	}
	return ""
}

// readXML reads the UK Sanctions List in XML.
func readXML(ctx context.Context, f lists.File) (records []*record, published string, left []lists.Left, err error) {
	data, err := f.Bytes()
	if err != nil {
		return nil, "", nil, err
	}
	seen := map[string]bool{}
	err = lists.EachElement(ctx, f.Path(), data, []string{"DateGenerated", "Designation"}, func(n *lists.Node) error {
		if n.Name == "DateGenerated" {
			if d, err := ftm.DateInOrder(n.Value(), ftm.DMY); err == nil {
				published = d.From.String()
			}
			return nil
		}
		id := n.Get("UniqueID")
		if id == "" || seen[id] {
			return fmt.Errorf("%s: entry %d (%s) has no Unique ID of its own; the file is damaged: fetch it again", f.Path(), len(records)+1, id)
		}
		seen[id] = true
		r := newRecord(id)
		r.readDesignation(n)
		records = append(records, r)
		n.Unread(func(field, value string) { left = append(left, lists.Left{Place: id, Field: field, Value: value}) })
		return nil
	})
	return records, published, left, err
}

// readDesignation reads an entry of the XML. Elements whose values are fields
// of their own are read wherever they stand.
func (r *record) readDesignation(n *lists.Node) {
	for _, m := range n.All("Names", "Name") {
		var out name
		for i := range out.parts {
			out.parts[i] = m.Get(fmt.Sprintf("Name%d", i+1))
		}
		out.kind, out.quality = m.Get("NameType"), m.Get("AliasStrength")
		if out.whole() != "" && !slices.Contains(r.names, out) {
			r.names = append(r.names, out)
		}
	}
	for _, a := range n.All("Addresses", "Address") {
		var p [8]string
		for i := range 6 {
			p[i] = a.Get(fmt.Sprintf("AddressLine%d", i+1))
		}
		p[6], p[7] = a.Get("AddressPostalCode"), a.Get("AddressCountry")
		if address := addressOf(p); address.Line() != "" && !slices.Contains(r.addresses, address) {
			r.addresses = append(r.addresses, address)
		}
	}
	for _, i := range n.All("SanctionsImposedIndicators") {
		for _, m := range i.Children {
			if m.Value() == "true" {
				r.measures = append(r.measures, m.Name)
			}
		}
	}
	for _, person := range n.All("IndividualDetails", "Individual") {
		for _, p := range person.All("PassportDetails", "Passport") {
			r.addPaper("Passport", "passportNumber", p.Get("PassportNumber"), p.Get("PassportAdditionalInformation"))
		}
		for _, p := range person.All("NationalIdentifierDetails", "NationalIdentifier") {
			r.addPaper("National identification", "idNumber", p.Get("NationalIdentifierNumber"), p.Get("NationalIdentifierAdditionalInformation"))
		}
		for _, l := range person.All("BirthDetails", "Location") {
			place := lists.JoinParts(", ", l.Get("TownOfBirth"), l.Get("CountryOfBirth"))
			if place != "" && !slices.Contains(r.births, place) {
				r.births = append(r.births, place)
			}
		}
	}
	r.readFields(n)
}

// addPaper adds an identity document, once for each number: the publisher
// repeats a document for every date of birth.
func (r *record) addPaper(kind, property, number, details string) {
	d := lists.Document{Kind: kind, Property: property, Number: number, Details: details}
	if number+details != "" && !slices.Contains(r.papers, d) {
		r.papers = append(r.papers, d)
	}
}

func (r *record) readFields(n *lists.Node) {
	for _, c := range n.Children {
		if len(c.Children) > 0 {
			r.readFields(c)
			continue
		}
		if field := fieldNames()[lists.FoldColumn(c.Name)]; field != "" && !c.Used() {
			r.add(field, c.Value())
		}
	}
}
