// Package uk reads the two lists of the United Kingdom:
//
//   - gb_hmt_sanctions, the Consolidated List of Financial Sanctions Targets of
//     HM Treasury's Office of Financial Sanctions Implementation (OFSI), which
//     was closed on 28 January 2026: ConList.csv in the layout of 2022 (36
//     columns) and the one before it (29 columns, Windows 1252), and
//     ConList.xlsx
//   - gb_fcdo_sanctions, the UK Sanctions List of the Foreign, Commonwealth and
//     Development Office, the only UK list since then: CSV and XML, and
//     workbooks with the columns of the CSV
//
// In tables an entry spans many rows: each repeats the entry with one of its
// names, dates of birth or addresses. Rows are joined by the Group ID (OFSI) or
// the Unique ID (FCDO), which are the entries' ids. Every layout is read into a
// [record] of named fields; fields.tsv says which column or element is which
// field, record.go what becomes of each.
//
// Several values packed in one cell, (1) and (2), are parted. In OFSI's rows
// "Other Information" packs further fields as "(Gender):Male"; they are parted
// too. Names are Name 1 to Name 5 and then Name 6, the family name, or Name 6
// alone for what is no person. Primary name variations are aliases, aliases of
// low quality are weak aliases.
package uk

import (
	"context"
	"fmt"
	"strings"

	"interdict/lists"
)

// The sources that this package reads.
const (
	OFSI = "gb_hmt_sanctions"
	FCDO = "gb_fcdo_sanctions"
)

const (
	formatTable = "table"
	formatXML   = "xml"
)

// Parser returns the reader of the UK's lists.
func Parser() lists.Parser {
	return lists.Parser{Recognise: recognise, Parse: parse, Sources: []string{OFSI, FCDO}}
}

func recognise(files []lists.File) (sets []lists.Set, problems []lists.Problem, rest []lists.File) {
	for _, f := range files {
		if source := tableSource(f); source != "" {
			sets = append(sets, lists.Set{Source: source, Format: formatTable, Files: []lists.File{f}})
			continue
		}
		data, err := f.Bytes()
		if err == nil && strings.Contains(string(data[:min(len(data), 4096)]), "<Designations") {
			sets = append(sets, lists.Set{Source: FCDO, Format: formatXML, Files: []lists.File{f}})
			continue
		}
		rest = append(rest, f)
	}
	return sets, nil, rest
}

// tableSource tells whose table a file is by its header, "" for neither's.
func tableSource(f lists.File) string {
	for _, row := range lists.Head(f) {
		if source := headerSource(row); source != "" {
			return source
		}
	}
	return ""
}

func headerSource(row []string) string {
	switch {
	case lists.Columns(row, "Name 6", "Group Type", "Alias Type", "Regime", "Group ID"):
		return OFSI
	case lists.Columns(row, "Unique ID", "Name 6", "Name type", "Regime Name"):
		return FCDO
	}
	return ""
}

func parse(ctx context.Context, set lists.Set) (*lists.Result, error) {
	f, err := set.File()
	if err != nil {
		return nil, err
	}
	var records []*record
	var published string
	var left []lists.Left
	if set.Format == formatXML {
		records, published, left, err = readXML(ctx, f)
	} else {
		records, published, left, err = readTable(ctx, f)
	}
	if err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("%s: no entries; fetch the file again", f.Path())
	}
	b := &builder{lists.NewBuilder(set.Source)}
	b.Published = published
	for _, l := range left {
		b.Report.Leave(l.Place, l.Field, l.Value)
	}
	for i, r := range records {
		if i%1000 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		b.build(r)
	}
	b.Resolve(relation)
	return b.Result(), nil
}
