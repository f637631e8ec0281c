// Package australia reads the Australian Sanctions Consolidated List of the
// Department of Foreign Affairs and Trade, a workbook: everyone listed under
// the Autonomous Sanctions Regulations and, for the UN Security Council, under
// the Charter of the United Nations Act.
//
// A row is one name. The number of its reference is the entry's id; letters
// behind it count the other names (3172, 3172a, 34c1). The other cells are
// repeated on every row of an entry. The layout of 2025 has columns that the
// one before lacks (alias strength, IMO number, instrument); both are read by
// the columns' names.
package australia

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// Source is the name of the list.
const Source = "au_dfat_sanctions"

// Parser returns the reader of Australia's list.
func Parser() lists.Parser {
	return lists.Parser{Recognise: lists.EachFile(recognise), Parse: parse, Sources: []string{Source}}
}

func recognise(f lists.File) (set lists.Set, _ error) {
	if slices.ContainsFunc(lists.Head(f), isHeader) {
		set = lists.Set{Source: Source, Format: "table"}
	}
	return set, nil
}

func isHeader(row []string) bool {
	return lists.Columns(row, "Reference", "Name of Individual or Entity", "Name Type", "Committees", "Control Date")
}

// A record is the rows of one entry: each column's values, once each, and the
// names with their kinds.
type record struct {
	id     string
	names  []name
	cells  map[string][]string
	column []string // the columns in the order they came
}

type name struct{ text, kind, strength string }

// maxNames bounds the rows of one entry; the longest today has 60.
const maxNames = 5000

func (r *record) get(column string) []string {
	values := r.cells[lists.FoldColumn(column)]
	delete(r.cells, lists.FoldColumn(column))
	return values
}

var (
	reference = regexp.MustCompile(`^(\d+)\s*[a-z]*\d*\s*$`)
)

func parse(ctx context.Context, set lists.Set) (*lists.Result, error) {
	f, err := set.File()
	if err != nil {
		return nil, err
	}
	t, err := lists.NewTable(f)
	if err != nil {
		return nil, err
	}
	var records []*record
	byID := map[string]*record{}
	var header []string
	for n := 0; ; n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		row, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if header == nil {
			if isHeader(row) {
				header = slices.Clone(row)
				t.Header(row)
			}
			continue
		}
		m := reference.FindStringSubmatch(strings.TrimSpace(row[0]))
		if m == nil {
			return nil, fmt.Errorf("%s: row %d: %q is no reference such as 3172a; the file is damaged: fetch it again", f.Path(), t.Line(), row[0])
		}
		r := byID[m[1]]
		if r == nil {
			r = &record{id: m[1], cells: map[string][]string{}}
			byID[m[1]] = r
			records = append(records, r)
		}
		if len(r.names) > maxNames {
			return nil, fmt.Errorf("%s: row %d: entry %s has more than %d names, which no list has", f.Path(), t.Line(), r.id, maxNames)
		}
		r.addRow(t, row)
	}
	b := lists.NewBuilder(Source)
	for _, r := range records {
		build(b, r)
	}
	if b.Count == 0 {
		return nil, fmt.Errorf("%s: no entries; fetch the file again", f.Path())
	}
	return b.Result(), nil
}

func (r *record) addRow(t *lists.Table, row []string) {
	var n name
	for i, cell := range row {
		cell = strings.TrimSpace(strings.ReplaceAll(cell, "\u00a0", " "))
		if cell == "" || i == 0 {
			continue
		}
		switch column := lists.FoldColumn(t.Column(i)); column {
		case "nameofindividualorentity":
			n.text = cell
		case "nametype":
			n.kind = strings.ToLower(cell)
		case "aliasstrength":
			n.strength = strings.ToLower(cell)
		default:
			if _, ok := r.cells[column]; !ok {
				r.column = append(r.column, column)
			}
			if !slices.Contains(r.cells[column], cell) {
				r.cells[column] = append(r.cells[column], cell)
			}
		}
	}
	if n.text != "" {
		r.names = append(r.names, n)
	}
}

var (
	shipText = regexp.MustCompile(`(?i)^(?:International Maritime Organi[sz]ation \(IMO\)|IMO)(?: Ship)?(?: No\.?| number)?:? ?(\d{7})|\bIMO Ship No\.? ?(\d{7})|\(IMO\) Ship No\.? ?(\d{7})`)
	listed   = regexp.MustCompile(`(?i)\b(?:listed|designated|declared|re-?listed)\b[^.;(]*?\bon:?\s+(\d{1,2} [A-Za-z]{3,9}\.?,? \d{4})`)
)

func schemaOf(r *record) string {
	switch kind := strings.ToLower(strings.Join(r.get("Type"), " ")); {
	case strings.Contains(kind, "individual"):
		return "Person"
	case strings.Contains(kind, "vessel"), strings.Contains(kind, "ship"):
		return "Vessel"
	}
	if len(r.cells["imonumber"]) > 0 || slices.ContainsFunc(r.cells["additionalinformation"], shipText.MatchString) {
		return "Vessel"
	}
	return "Organization"
}

func build(b *lists.Builder, r *record) {
	schema := schemaOf(r)
	e := b.Listed(schema, r.id)
	b.Report.Reach() // the type decides the schema
	names(b, e, r)
	for _, v := range r.get("Date of Birth") {
		b.Dates(e, "birthDate", "Date of birth", v, ftm.DMY)
	}
	for _, v := range r.get("Place of Birth") {
		for _, place := range lists.Values(v) {
			b.Keep(e, "birthPlace", "Place of birth", place)
			codes, _ := lists.Countries(place[strings.LastIndexByte(place, ',')+1:])
			for _, c := range codes {
				if schema == "Person" {
					_ = e.Add("birthCountry", c)
				}
			}
		}
	}
	for _, v := range r.get("Citizenship") {
		property := "country"
		if schema == "Person" {
			property = "citizenship"
		}
		b.Country(e, property, "Citizenship", v)
	}
	for _, v := range r.get("Address") {
		for _, item := range lists.Values(v) {
			for a := range strings.SplitSeq(item, ";") {
				address(b, e, strings.TrimSpace(a))
			}
		}
	}
	for _, v := range r.get("IMO number") {
		b.Keep(e, "imoNumber", "IMO number", v)
	}
	s := b.Sanction(e, r.id, "Australian Department of Foreign Affairs and Trade", "au")
	for _, v := range r.get("Additional Information") {
		b.FindWallets(e, s, v)
		remarks(b, e, v)
	}
	for _, v := range r.get("Committees") {
		b.Add(s, "program", v)
	}
	for _, v := range r.get("Listing Information") {
		b.Note(s, "Listing", v)
		if m := listed.FindStringSubmatch(v); m != nil {
			_ = s.Add("listingDate", m[1])
		}
	}
	for _, v := range r.get("Control Date") {
		b.Date(s, "modifiedAt", v, ftm.DMY)
	}
	for _, v := range r.get("Instrument of Designation") {
		b.Note(s, "Instrument", v)
	}
	for _, column := range r.column { // columns that are new since
		for _, v := range r.cells[column] {
			b.Report.Leave(r.id, column, v)
		}
	}
}

func names(b *lists.Builder, e *ftm.Entity, r *record) {
	for _, n := range r.names {
		property := "alias"
		switch {
		case strings.HasPrefix(n.kind, "primary"):
			property = "name"
		case strings.HasPrefix(n.kind, "formerly") || strings.HasPrefix(n.kind, "previously"):
			property = "previousName"
		case strings.HasPrefix(n.strength, "weak") || strings.HasPrefix(n.strength, "low"):
			property = "weakAlias"
		}
		text := n.text
		if e.Schema.IsA("Person") {
			parts := e // of the name, not of an alias
			if property != "name" {
				parts = nil
			}
			text = lists.PersonName(parts, text)
		}
		if property == "alias" && n.strength == "" {
			b.Alias(e, text)
		} else {
			b.Add(e, property, text)
		}
		for _, v := range []string{n.kind, n.strength} {
			if v != "" {
				b.Report.Reach() // it decides the property
			}
		}
	}
	if !e.Has("name") && len(r.names) > 0 {
		_ = e.Add("name", r.names[0].text)
	}
}

// address adds an address. The country is its last part, or the one before a
// postal code.
func address(b *lists.Builder, e *ftm.Entity, line string) {
	if line == "" || strings.EqualFold(line, "NA") || strings.EqualFold(line, "N/A") {
		return
	}
	b.Address(e, lists.Address{Full: line})
	parts := strings.Split(line, ",")
	for i := len(parts) - 1; i >= max(0, len(parts)-2); i-- {
		words := strings.TrimRight(strings.TrimSpace(parts[i]), "0123456789 .")
		if codes, exact := lists.Countries(words); exact && len(codes) == 1 {
			_ = e.Add("country", codes[0])
			return
		}
	}
}

var labels = lists.NewLabels(`Title`, `Designation`, `Passport (?:no\.?|number)`, `National identification (?:no\.?|number)`,
	`Father'?’?s name`, `Mother'?’?s name`, `Gender`, `Physical description`, `Other information`, `INTERPOL[^:]*`, `Address`, `Photo[^:]*`)

// remarks keeps the additional information whole and reads the labelled values
// that it packs.
func remarks(b *lists.Builder, e *ftm.Entity, text string) {
	b.Note(e, "", text)
	if m := shipText.FindStringSubmatch(text); m != nil && e.Schema.IsA("Vessel") {
		_ = e.Add("imoNumber", strings.Join(m[1:], ""))
	}
	if !e.Schema.IsA("Person") {
		for _, l := range companyLabels.Find(text) {
			company(e, l)
		}
		return
	}
	for _, l := range labels.Find(text) {
		switch {
		case l.Label == "title":
			for _, v := range lists.Values(l.Value) {
				_ = e.Add("title", lists.FirstSentence(v))
			}
		case l.Label == "designation":
			for _, v := range lists.Values(l.Value) {
				_ = e.Add("position", lists.FirstSentence(v))
			}
		case strings.HasPrefix(l.Label, "passport"):
			for _, v := range lists.Values(l.Value) {
				if m := number.FindString(v); m != "" {
					_ = e.Add("passportNumber", m)
				}
			}
		case strings.HasPrefix(l.Label, "national identification"):
			for _, v := range lists.Values(l.Value) {
				if m := number.FindString(v); m != "" {
					_ = e.Add("idNumber", m)
				}
			}
		case l.Label == "gender":
			if word := strings.Fields(l.Value); len(word) > 0 {
				_ = e.Add("gender", strings.Trim(word[0], ".,;"))
			}
		}
	}
}

var companyLabels = lists.NewLabels(`Web ?sites?`, `E-?mails?`, `(?:State |Company )?(?:registration|identification) (?:number|no\.?)`, `Tax (?:identification )?(?:number|no\.?)`,
	`Phone`, `Tel(?:ephone)?`, `Fax`, `Address`, `Place of registration`, `Date of registration`)

// company adds what the additional information says of an organisation.
func company(e *ftm.Entity, l lists.Labelled) {
	add := func(property, value string) {
		if p := e.Schema.Property(property); p != nil {
			if _, err := p.Clean(value); err == nil {
				_ = e.Add(property, value)
			}
		}
	}
	switch {
	case strings.HasPrefix(l.Label, "web"):
		for _, v := range strings.FieldsFunc(l.Value, func(r rune) bool { return r == ';' || r == ',' || r == ' ' || r == '\n' }) {
			add("website", strings.TrimRight(v, "."))
		}
	case strings.HasPrefix(l.Label, "e"):
		for _, v := range strings.FieldsFunc(l.Value, func(r rune) bool { return r == ';' || r == ',' || r == ' ' || r == '\n' }) {
			add("email", v)
		}
	case strings.Contains(l.Label, "registration n") || strings.Contains(l.Label, "identification n"):
		v := number.FindString(l.Value)
		if _, err := ftm.FormatOGRN.Clean(v); err == nil {
			add("ogrnCode", v)
		} else if v != "" && !strings.HasPrefix(l.Label, "tax") {
			add("registrationNumber", v)
		}
	}
}

// number is an identity document's number among words.
var number = regexp.MustCompile(`\b(?:[A-Z]{1,3}[- ]?)?\d[A-Z0-9/-]{4,}\b`)
