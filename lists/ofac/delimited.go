package ofac

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"interdict/lists"
)

// The parts of a delimited set, by the number of their columns.
const (
	partPrimary  = 12 // entry, name, type, programmes, title, call sign, vessel type, tonnage, gross tonnage, flag, owner, remarks
	partAddress  = 6  // entry, address number, address, city and postal code, country, remarks
	partAlias    = 5  // entry, alias number, type, name, remarks
	partComments = 2  // entry, the remarks that did not fit
)

// A table is one delimited file, told by its columns.
type table struct {
	file lists.File
	part int
	uids map[string]bool
	cons int // entries under a programme of the consolidated list
}

// null is how OFAC writes an empty value.
const null = "-0-"

// recogniseTable tells what part of a set a file is by its first rows.
func recogniseTable(f lists.File, data []byte) (table, bool) {
	if bytes.IndexByte(data[:min(len(data), 4096)], 0) >= 0 {
		return table{}, false
	}
	t := table{file: f, uids: map[string]bool{}}
	r := rows(f, data)
	for n := 0; ; n++ {
		row, err := r.next()
		if err != nil {
			return t, n > 0 && errors.Is(err, io.EOF) || n > 3 // a damaged file is told by the parser
		}
		if n == 0 {
			t.part = len(row)
			switch t.part {
			case partPrimary:
				kind := clean(row[2])
				if kind != "" && kind != "individual" && kind != "vessel" && kind != "aircraft" {
					return t, false
				}
			case partAlias:
				if k := clean(row[2]); k != "aka" && k != "fka" && k != "nka" {
					return t, false
				}
			case partAddress, partComments:
			default:
				return t, false
			}
		}
		if !number(row[0]) {
			return t, false
		}
		t.uids[row[0]] = true
		if t.part == partPrimary && consolidated(row[3]) {
			t.cons++
		}
	}
}

func number(s string) bool {
	return s != "" && len(s) < 12 && strings.Trim(s, "0123456789") == ""
}

// groupTables joins primary files with the addresses, aliases and comments
// whose entries they hold.
func groupTables(tables []table) (sets []lists.Set, problems []lists.Problem) {
	used := make([]bool, len(tables))
	for _, p := range tables {
		if p.part != partPrimary {
			continue
		}
		set := lists.Set{Source: SDN, Format: formatDelimited, Files: []lists.File{p.file}}
		if 2*p.cons > len(p.uids) {
			set.Source = Consolidated
		}
		found := map[int]bool{}
		for i, t := range tables {
			if t.part == partPrimary || used[i] || found[t.part] || !belongs(t, p) {
				continue
			}
			used[i], found[t.part] = true, true
			set.Files = append(set.Files, t.file)
		}
		if !found[partAddress] || !found[partAlias] {
			set.Partial = "the files of addresses and aliases that belong to " + p.file.Name + " are not there; give them together"
		}
		sets = append(sets, set)
	}
	for i, t := range tables {
		if t.part != partPrimary && !used[i] {
			problems = append(problems, lists.Problem{File: t.file.Path(), Err: fmt.Errorf("%s: the file of entries that it belongs to (sdn.csv or cons_prim.csv of the same day) is not there; give them together", t.file.Path())})
		}
	}
	return sets, problems
}

// belongs reports whether most of a table's entries are in the primary. Not
// all need be: the publisher does not always write the files in one moment,
// and a row whose entry is not there is reported as left.
func belongs(t, primary table) bool {
	have := 0
	for uid := range t.uids {
		if primary.uids[uid] {
			have++
		}
	}
	return 2*have > len(t.uids)
}

// rowReader reads rows and drops the end-of-file mark of old systems.
type rowReader struct {
	name string
	csv  *csv.Reader
}

func rows(f lists.File, data []byte) *rowReader {
	if !utf8.Valid(data) {
		if decoded, err := charmap.Windows1252.NewDecoder().Bytes(data); err == nil {
			data = decoded
		}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.TrimRight(data, "\x1a\r\n")
	r := csv.NewReader(bytes.NewReader(append(data, '\n')))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	if line, _, _ := bytes.Cut(data, []byte("\n")); bytes.Count(line, []byte("|")) > bytes.Count(line, []byte(",")) {
		r.Comma = '|'
	}
	return &rowReader{f.Path(), r}
}

func (r *rowReader) next() ([]string, error) {
	row, err := r.csv.Read()
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return nil, fmt.Errorf("%s: line %d: %w; the file is damaged or cut off: fetch it again", r.name, parse.Line, parse.Err)
	}
	return row, err
}

// clean returns a cell's value, "" for OFAC's null.
func clean(cell string) string {
	cell = strings.TrimSpace(cell)
	if cell == null {
		return ""
	}
	return cell
}

// readDelimited reads the parts of a set.
func (b *builder) readDelimited(ctx context.Context) error {
	var order []*entry
	byUID := map[string]*entry{}
	remarks := map[*entry]string{}
	parts := map[int][]lists.File{}
	for _, f := range b.set.Files {
		data, err := f.Bytes()
		if err != nil {
			return err
		}
		row, err := rows(f, data).next()
		if err != nil {
			return err
		}
		parts[len(row)] = append(parts[len(row)], f.With(data))
	}
	for _, part := range []int{partPrimary, partAlias, partAddress, partComments} {
		for _, f := range parts[part] {
			data, err := f.Bytes()
			if err != nil {
				return err
			}
			r := rows(f, data)
			for line := 1; ; line++ {
				if line%1000 == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
				row, err := r.next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					return err
				}
				if len(row) != part || !number(row[0]) {
					return fmt.Errorf("%s: row %d: %d columns where there should be %d; the file is damaged or cut off: fetch it again", f.Path(), line, len(row), part)
				}
				uid := row[0]
				if part == partPrimary {
					x := primaryEntry(row)
					if byUID[uid] != nil {
						return fmt.Errorf("%s: row %d: entry %s is there twice; the file is damaged: fetch it again", f.Path(), line, uid)
					}
					byUID[uid] = x
					order = append(order, x)
					remarks[x] = clean(row[11])
					continue
				}
				x := byUID[uid]
				if x == nil {
					b.Report.Leave(uid, f.Name, strings.Join(row[1:], ", "))
					continue
				}
				switch part {
				case partAlias:
					x.names = append(x.names, alias{name: clean(row[3]), kind: clean(row[2])})
					if r := clean(row[4]); r != "" {
						x.remarks = append(x.remarks, r)
					}
				case partAddress:
					x.addresses = append(x.addresses, address{lines: clean(row[2]), city: clean(row[3]), country: clean(row[4])})
					if r := clean(row[5]); r != "" {
						x.remarks = append(x.remarks, r)
					}
				case partComments:
					// What did not fit into the remarks goes on here, cut
					// wherever the field was full.
					remarks[x] += clean(row[1])
				}
			}
		}
	}
	if len(order) == 0 {
		return fmt.Errorf("%s: no entries; fetch the files again", b.set.Source)
	}
	for _, x := range order {
		x.readRemarks(remarks[x])
		b.build(x)
	}
	return nil
}

// primaryEntry reads a row of the primary file. Several programmes are
// written "SDGT] [IRGC".
func primaryEntry(row []string) *entry {
	x := &entry{uid: row[0], name: clean(row[1])}
	for p := range strings.SplitSeq(clean(row[3]), "] [") {
		if p = strings.Trim(p, "[] "); p != "" {
			x.programmes = append(x.programmes, p)
		}
	}
	if t := clean(row[4]); t != "" {
		x.titles = append(x.titles, t)
	}
	switch clean(row[2]) {
	case "individual":
		x.schema = "Person"
	case "vessel":
		x.schema = "Vessel"
	case "aircraft":
		x.schema = "Airplane"
	default:
		x.schema = "Organization"
	}
	for i, label := range []string{"Vessel Call Sign", "Vessel Type", "Vessel Tonnage", "Vessel Gross Registered Tonnage", "Vessel Flag", "Vessel Owner"} {
		if v := clean(row[5+i]); v != "" {
			x.details = append(x.details, detail{label: label, value: v})
		}
	}
	return x
}
