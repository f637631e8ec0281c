// Package bis reads the lists of the US Department of Commerce that bear on
// exports:
//
//   - us_bis_denied, the Denied Persons List of the Bureau of Industry and
//     Security: dpl.txt, tab-separated, one row for each name and address under
//     an order that denies export privileges
//   - us_trade_csl, the Consolidated Screening List of the International Trade
//     Administration, as consolidated.json or consolidated.csv: thirteen lists
//     of Commerce, State and the Treasury. What is of OFAC's own lists is left to
//     us_ofac_sdn and us_ofac_cons, where it is published whole; what is of the
//     Denied Persons List stays, with its list named, for the other file is not
//     always to be had
//
// The Denied Persons List has no ids: a row is known by a hash of its name, its
// address and the day from which it holds. Orders that have run out stay on the
// list for a while; their end is in endDate.
package bis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// The sources that this package reads.
const (
	Denied = "us_bis_denied"
	CSL    = "us_trade_csl"
)

// topic is what is imposed on those listed: control of exports to them.
const topic = "export.control"

// Parser returns the reader of Commerce's lists.
func Parser() lists.Parser {
	return lists.Parser{Recognise: lists.EachFile(recognise), Parse: parse, Sources: []string{Denied, CSL}}
}

func recognise(f lists.File) (set lists.Set, _ error) {
	switch {
	case lists.HasHeader(f, "Name", "Street_Address", "Effective_Date", "Expiration_Date", "FR_Citation"):
		set = lists.Set{Source: Denied, Format: "table"}
	case lists.HasHeader(f, "source", "entity_number", "name", "alt_names", "federal_register_notice"):
		set = lists.Set{Source: CSL, Format: "table"}
	case isCSL(f):
		set = lists.Set{Source: CSL, Format: "json"}
	}
	return set, nil
}

func parse(ctx context.Context, set lists.Set) (*lists.Result, error) {
	f, err := set.File()
	if err != nil {
		return nil, err
	}
	b := lists.NewBuilder(set.Source)
	b.Topic = topic
	switch {
	case set.Source == Denied:
		err = readDenied(ctx, b, f)
	case set.Format == "json":
		err = readJSON(ctx, b, f)
	default:
		err = readTable(ctx, b, f)
	}
	if err != nil {
		return nil, err
	}
	if b.Count == 0 {
		return nil, fmt.Errorf("%s: no entries; fetch the file again", f.Path())
	}
	return b.Result(), nil
}

func readDenied(ctx context.Context, b *lists.Builder, f lists.File) error {
	return lists.EachRow(ctx, f, func(row *lists.Row) error {
		if row.Get("Name") == "" {
			return row.Errorf("no name; the file is damaged: fetch it again")
		}
		deniedEntry(b, row)
		return nil
	})
}

func deniedEntry(b *lists.Builder, row *lists.Row) {
	sum := sha256.Sum256([]byte(strings.ToUpper(strings.Join([]string{row.Get("Name"), row.Get("Effective_Date"), row.Get("Street_Address"), row.Get("City")}, "|"))))
	id := b.FreeID(hex.EncodeToString(sum[:6]))
	names := lists.SplitNames(row.Get("Name"))
	schema := "LegalEntity" // the list does not say who is a person
	if lists.HasLegalForm(row.Get("Name")) {
		schema = "Organization"
	}
	e := b.Listed(schema, id)
	if len(names) < 2 {
		names = []string{row.Get("Name")}
	}
	if len(names) == 2 && schema == "LegalEntity" && strings.Contains(row.Get("Name"), ", ") { // "JIN, ZHONGDA"
		b.Add(e, "name", names[1]+" "+names[0])
	} else {
		for i, n := range names {
			if i == 0 {
				b.Add(e, "name", n)
			} else {
				b.Add(e, "alias", n)
			}
		}
	}
	country := row.Get("Country")
	if country == "" && usState(row.Get("State"), row.Get("Postal_Code")) {
		_ = e.Add("country", "us") // the list leaves it out for most of its own
	}
	b.Address(e, lists.Address{Street: row.Get("Street_Address"), City: row.Get("City"), State: row.Get("State"), PostalCode: row.Get("Postal_Code"), Country: country})

	s := b.Sanction(e, id, "US Department of Commerce, Bureau of Industry and Security", "us")
	_ = s.Add("program", "Denied Persons List")
	b.Date(s, "startDate", row.Get("Effective_Date"), ftm.MDY)
	b.Date(s, "endDate", row.Get("Expiration_Date"), ftm.MDY)
	b.Date(s, "modifiedAt", row.Get("Last_Update"), ftm.MDY)
	b.Note(s, "Standard order", row.Get("Standard_Order"))
	b.Note(s, "Action", row.Get("Action"))
	b.Note(s, "Federal Register", row.Get("FR_Citation"))
	row.Unread(func(column, value string) { b.Report.Leave(id, column, value) })
}

// usState reports whether a state of two letters stands with a postal code of
// the United States.
func usState(state, code string) bool {
	digits, _, _ := strings.Cut(code, "-")
	return len(state) == 2 && len(digits) == 5 && strings.Trim(digits, "0123456789") == ""
}
