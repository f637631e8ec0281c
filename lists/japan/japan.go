// Package japan reads the list of those under asset freeze of Japan's Ministry
// of Finance (資産凍結等対象者一覧), in CSV or as a workbook of the same columns.
//
// A row is an entry, known by its number (番号, 002-000160). Names, aliases,
// former names, titles and positions stand in Japanese and in English; several
// of them share a cell, parted by semicolons of either width, outside of
// brackets. What a bracket says of an alias ("DOB: 11 Apr. 1963") is kept as a
// note. columns.tsv says which column is what.
package japan

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

	"golang.org/x/text/unicode/norm"

	"interdict/ftm"
	"interdict/lists"
)

// Source is the name of the list.
const Source = "jp_mof_sanctions"

//go:embed columns.tsv
var columnsText string

// columnKinds maps folded column names to their kinds and labels.
var columnKinds = sync.OnceValue(func() map[string][2]string {
	out := map[string][2]string{}
	for line := range strings.Lines(columnsText) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) == 3 && !strings.HasPrefix(line, "#") {
			out[lists.FoldColumn(f[0])] = [2]string{f[1], f[2]}
		}
	}
	return out
})

// Parser returns the reader of Japan's list.
func Parser() lists.Parser {
	return lists.Parser{Recognise: lists.EachFile(recognise), Parse: parse, Sources: []string{Source}}
}

var fileDate = regexp.MustCompile(`(20\d{2})(\d{2})(\d{2})`)

func recognise(f lists.File) (set lists.Set, _ error) {
	if !slices.ContainsFunc(lists.Head(f), isHeader) {
		return set, nil
	}
	set = lists.Set{Source: Source, Format: "table"}
	// The publisher dates a version by its file's name alone.
	if m := fileDate.FindStringSubmatch(f.Name); m != nil {
		if d, err := ftm.ParseDate(m[1] + "-" + m[2] + "-" + m[3]); err == nil {
			set.Published = d.From.String()
		}
	}
	return set, nil
}

func isHeader(row []string) bool {
	return lists.Columns(row, "区分", "番号", "個人・団体", "氏名（英語）")
}

func parse(ctx context.Context, set lists.Set) (*lists.Result, error) {
	f, err := set.File()
	if err != nil {
		return nil, err
	}
	t, err := lists.NewTable(f)
	if err != nil {
		return nil, err
	}
	b := lists.NewBuilder(Source)
	b.Published = set.Published
	for {
		header, err := t.Next()
		if err != nil {
			return nil, fmt.Errorf("%s: no header; fetch the file again", f.Path())
		}
		if isHeader(header) {
			t.Header(header)
			break
		}
	}
	var row lists.Row
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := t.Row(&row); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		id := row.Get("番号")
		if id == "" || b.Has(id) {
			return nil, row.Errorf("entry %q has no number of its own; the file is damaged or cut off: fetch it again", id)
		}
		entry(b, &row, id)
	}
	if b.Count == 0 {
		return nil, fmt.Errorf("%s: no entries; fetch the file again", f.Path())
	}
	return b.Result(), nil
}

func entry(b *lists.Builder, row *lists.Row, id string) {
	schema := "LegalEntity"
	switch kind := row.Get("個人・団体"); {
	case strings.Contains(kind, "個人"):
		schema = "Person"
	case strings.Contains(kind, "船"):
		schema = "Vessel"
	case strings.Contains(kind, "団体"):
		schema = "Organization"
	}
	e := b.Listed(schema, id)
	if row.Get("個人・団体") != "" {
		b.Report.Reach() // it decides the schema
	}
	s := b.Sanction(e, id, "Ministry of Finance of Japan", "jp")
	// The English name comes first, so that it is the caption.
	for _, column := range []string{"氏名（英語）", "氏名（日本語）"} {
		if v := row.Get(column); v != "" {
			names(b, e, "name", v)
		}
	}
	row.Unread(func(column, value string) {
		kind := columnKinds()[lists.FoldColumn(column)]
		value = strings.TrimSpace(value)
		switch kind[0] {
		case "":
			b.Report.Leave(id, column, value)
		case "name", "alias", "weakAlias", "previousName":
			names(b, e, kind[0], value)
		case "title", "position", "birthPlace":
			for _, v := range lists.SplitOutside(value, ";；\n") {
				b.Keep(e, kind[0], kind[1], v)
			}
		case "birthDate":
			dates(b, e, kind[0], kind[1], value)
		case "nationality", "addressCountry":
			property := "country"
			if schema == "Person" && kind[0] == "nationality" {
				property = "nationality"
			}
			for _, v := range lists.SplitOutside(value, ";；\n") {
				b.Country(e, property, kind[1], v)
			}
		case "address":
			for _, v := range lists.SplitOutside(value, ";；\n") {
				b.Address(e, lists.Address{Full: v})
			}
		case "passportNumber", "idNumber":
			for _, v := range lists.SplitOutside(value, ";；\n") {
				number, details := bracket(v)
				b.Document(e, lists.Document{Kind: kind[1], Property: kind[0], Number: number, Details: details}, ftm.DMY)
			}
		case "program":
			b.Add(s, kind[0], kind[1]+" "+value)
		case "unscId":
			b.Add(s, kind[0], value)
		case "startDate", "listingDate":
			dates(b, s, kind[0], kind[1], value)
		case "sanctionNote":
			b.Note(s, kind[1], value)
		default:
			b.Note(e, kind[1], value)
		}
	})
	if !e.Has("name") {
		_ = e.Add("name", e.First("alias"))
	}
}

// names adds the names of a cell. What stands in brackets behind one is kept
// as a note.
func names(b *lists.Builder, e *ftm.Entity, property, cell string) {
	all := lists.SplitOutside(cell, ";；\n")
	for i, v := range all {
		name, aside := bracket(v)
		p := property
		if p == "name" && (i > 0 || e.Has("name")) {
			p = "alias"
		}
		if p == "previousName" && e.Schema.IsA("Vessel") {
			p = "pastNames"
		}
		b.Add(e, p, name)
		if aside != "" {
			b.Note(e, name, aside)
		}
	}
}

// bracket parts "Sayf-Al Adl (DOB: 11 Apr. 1963)" into what stands before the
// bracket and what stands in it.
func bracket(s string) (before, inside string) {
	at := strings.IndexAny(s, "(（")
	if at <= 0 {
		return s, ""
	}
	before = strings.TrimSpace(s[:at])
	return before, strings.Trim(s[at:], " ()（）")
}

var (
	yearFirst = regexp.MustCompile(`^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?`)
	yearMonth = regexp.MustCompile(`^(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?$`)
	yearOnly  = regexp.MustCompile(`^(\d{4})\s*年?$`)
	about     = regexp.MustCompile(`^(?:約|およそ|circa )|(?:頃|ごろ)$`)
)

// dates reads dates with the year first: 1963/4/11, 2001.9.22, 1958年頃.
func dates(b *lists.Builder, e *ftm.Entity, property, label, cell string) {
	var read []string
	for _, v := range lists.SplitOutside(norm.NFKC.String(cell), ";\n") {
		v, aside := bracket(strings.TrimSpace(v))
		plain := about.ReplaceAllString(v, "")
		switch m := yearFirst.FindStringSubmatch(plain); {
		case m != nil:
			plain = lists.DateParts(m[1], m[2], m[3])
		case yearMonth.MatchString(plain):
			m := yearMonth.FindStringSubmatch(plain)
			plain = lists.DateParts(m[1], m[2], "")
		case yearOnly.MatchString(plain):
			plain = yearOnly.FindStringSubmatch(plain)[1]
		}
		if plain != v && about.MatchString(v) {
			plain = "circa " + plain
		}
		if aside != "" {
			plain += " (" + aside + ")"
		}
		read = append(read, plain)
	}
	b.Dates(e, property, label, strings.Join(read, "; "), ftm.DMY)
}
