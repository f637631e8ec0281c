package dataset

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/csv"
	"encoding/hex"
	"slices"
	"strings"
	"sync"

	"interdict/ftm"
	"interdict/lists"
)

//go:embed columns.tsv
var columnsText string

// columnKinds maps folded names of columns to what they hold.
var columnKinds = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(columnsText) {
		kind, names, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for name := range strings.SplitSeq(names, "|") {
			out[lists.FoldColumn(name)] = kind
		}
	}
	return out
})

// several parts a cell of values parted by semicolons; one that holds a
// semicolon itself is in quotes.
func several(cell string) []string {
	r := csv.NewReader(strings.NewReader(strings.Join(strings.Fields(cell), " ")))
	r.Comma, r.LazyQuotes, r.TrimLeadingSpace = ';', true, true
	values, err := r.Read()
	if err != nil {
		return []string{cell}
	}
	var out []string
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// readSimple reads targets.simple.csv.
func readSimple(ctx context.Context, b *lists.Builder, f lists.File) error {
	return lists.EachRow(ctx, f, func(row *lists.Row) error {
		id, schema := row.Get("id"), ftm.Lookup(row.Get("schema"))
		if id == "" || b.Has(id) {
			return row.Errorf("%q is no id of its own; the file is damaged or cut off: fetch it again", id)
		}
		name := "LegalEntity"
		if schema != nil && !schema.Abstract {
			name = schema.Name
		}
		e := b.Listed(name, id)
		e.Referents = append(e.Referents, id)
		if schema == nil {
			b.Note(e, "Schema", row.Get("schema"))
		} else {
			b.Report.Reach()
		}
		b.Add(e, "name", row.Get("name"))
		for _, v := range several(row.Get("aliases")) {
			b.Add(e, "alias", v)
		}
		for _, f := range []struct{ column, property, label string }{
			{"birth_date", "birthDate", "Birth date"}, {"countries", "country", "Country"}, {"addresses", "address", "Address"},
			{"phones", "phone", "Phone"}, {"emails", "email", "E-mail"},
		} {
			for _, v := range several(row.Get(f.column)) {
				b.Keep(e, f.property, f.label, v)
			}
		}
		identifiers := "registrationNumber" // the file does not say what kinds they are
		if e.Schema.IsA("Person") {
			identifiers = "idNumber"
		}
		for _, v := range several(row.Get("identifiers")) {
			if _, err := ftm.FormatIMO.Clean(v); err == nil && e.Schema.IsA("Vessel") {
				b.Add(e, "imoNumber", v)
				continue
			}
			b.Keep(e, identifiers, "Identifier", v)
		}
		s := b.Attach("Sanction", e.ID+"-sanction")
		_ = s.Add("entity", e.ID)
		_ = s.Add("authorityId", id)
		for _, v := range several(row.Get("sanctions")) {
			b.Add(s, "program", v)
		}
		for _, v := range several(row.Get("program_ids")) {
			b.Add(s, "programId", v)
		}
		b.Note(s, "Dataset", row.Get("dataset"))
		e.FirstSeen, e.LastSeen, e.LastChange = row.Get("first_seen"), row.Get("last_seen"), row.Get("last_change")
		row.Unread(func(column, value string) { b.Report.Leave(id, column, value) })
		return nil
	})
}

// readOwn reads a table of the user's own.
func readOwn(ctx context.Context, b *lists.Builder, f lists.File) error {
	return lists.EachRow(ctx, f, func(row *lists.Row) error {
		var cells ownCells
		var all []string
		row.Cells(func(column, value string) {
			kind := columnKinds()[lists.FoldColumn(column)]
			if kind == "" {
				kind, value = "note", column+": "+value
			}
			cells = append(cells, ownCell{kind, value})
			all = append(all, value)
		})
		first := cells.first
		name := first("name")
		if name == "" {
			name = lists.JoinParts(" ", first("firstName"), first("middleName"), first("lastName"))
		}
		if name == "" {
			return row.Errorf("no name; every row of a list needs one")
		}
		id := first("id")
		if id == "" {
			sum := sha256.Sum256([]byte(strings.Join(all, "\x00")))
			id = hex.EncodeToString(sum[:6])
		}
		if b.Has(id) && first("id") != "" {
			return row.Errorf("id %s is there twice; every row of a list needs its own", id)
		}
		ownEntry(b, cells, name, b.FreeID(id))
		return nil
	})
}

// ownCells are the cells of a row, in order, with what they hold.
type ownCells []ownCell

type ownCell struct{ kind, value string }

// first returns the first cell of that kind, or "".
func (c ownCells) first(kind string) string {
	for _, cell := range c {
		if cell.kind == kind {
			return cell.value
		}
	}
	return ""
}

// any reports whether there is a cell of one of the kinds.
func (c ownCells) any(kinds ...string) bool {
	return slices.ContainsFunc(c, func(cell ownCell) bool { return slices.Contains(kinds, cell.kind) })
}

// kindOf is the schema of an entry by the words of its type, else by what is
// known of it.
func kindOf(cells ownCells, name string) string {
	kind := strings.ToLower(cells.first("type"))
	if s := ftm.Lookup(cells.first("type")); s != nil && !s.Abstract {
		return s.Name
	}
	for _, k := range []struct{ words, schema string }{
		{"individual|person|natural|human|man|woman", "Person"}, {"vessel|ship|boat|tanker", "Vessel"}, {"aircraft|airplane|plane|helicopter", "Airplane"},
		{"wallet|crypto", "CryptoWallet"}, {"company|compan", "Company"}, {"entity|organi|business|bank|corporate|legal|group", "Organization"},
	} {
		for word := range strings.SplitSeq(k.words, "|") {
			if strings.Contains(kind, word) {
				return k.schema
			}
		}
	}
	switch {
	case cells.any("birthDate", "gender", "firstName", "passportNumber"):
		return "Person"
	case cells.any("imoNumber", "flag"):
		return "Vessel"
	case lists.HasLegalForm(name):
		return "Organization"
	}
	return "LegalEntity"
}

func ownEntry(b *lists.Builder, cells ownCells, name, id string) {
	schema := kindOf(cells, name)
	e := b.Listed(schema, id)
	person := e.Schema.IsA("Person")
	if person {
		name = lists.PersonName(e, name)
	}
	b.Add(e, "name", name)
	s := b.Attach("Sanction", e.ID+"-sanction")
	_ = s.Add("entity", e.ID)
	_ = s.Add("authorityId", id)
	named := false
	for _, c := range cells {
		switch c.kind {
		case "id":
		case "type":
			b.Report.Reach() // it decides the schema
		case "name": // the first is the name
			if named {
				b.Add(e, "alias", c.value)
			}
			named = true
		case "alias":
			for _, v := range several(c.value) {
				b.Add(e, "alias", v)
			}
		case "birthDate":
			b.Dates(e, c.kind, c.kind, c.value, ftm.DMY)
		case "listingDate", "endDate":
			b.Dates(s, c.kind, c.kind, c.value, ftm.DMY)
		case "country", "nationality", "flag":
			property := c.kind
			if property == "nationality" && !person {
				property = "country"
			}
			b.Country(e, property, c.kind, strings.ReplaceAll(c.value, ";", ","))
		case "program", "reason", "authority":
			b.Add(s, c.kind, c.value)
		case "address":
			for _, v := range several(c.value) {
				b.Address(e, lists.Address{Full: v})
			}
		case "note":
			b.Note(e, "", c.value)
		default:
			for _, v := range several(c.value) {
				b.Keep(e, c.kind, c.kind, v)
			}
		}
	}
}
