// Package dataset reads lists that come from no publisher of the catalogue:
//
//   - ftm: entities.ftm.json, lines of FollowTheMoney entities, as OpenSanctions
//     and Aleph export them
//   - targets.simple: targets.simple.csv of OpenSanctions
//   - senzing: records of the Senzing entity specification, in JSON lines
//   - own: a table of the user's own, CSV or XLSX, whose columns have usual
//     names (name, aliases, type, birth date, country, …; columns.tsv has all)
//
// The list's name is made of the file's: my-list.csv is my_list; a file of a
// usual name takes its directory's (peps/targets.simple.csv is peps). A caller
// can give another name in Set.Source. A name of the catalogue gets _dataset
// behind it, so that it never passes for the publisher's own.
//
// Ids are the list's name and the id in the file, as for every list; references
// between entities are changed with them, and the id in the file is kept among
// the referents.
package dataset

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"interdict/lists"
)

// The forms, by which all.Parse knows that a list is of this package.
const (
	FormatFTM     = "ftm"
	FormatSimple  = "targets.simple"
	FormatSenzing = "senzing"
	FormatOwn     = "own"
)

// Takes reports whether a format is read here.
func Takes(format string) bool {
	return slices.Contains([]string{FormatFTM, FormatSimple, FormatSenzing, FormatOwn}, format)
}

// Parser returns the reader of datasets. It takes any table with a column of
// names, so that it must be asked last.
func Parser() lists.Parser { return lists.Parser{Recognise: lists.EachFile(recognise), Parse: parse} }

func recognise(f lists.File) (set lists.Set, _ error) {
	if format := formatOf(f); format != "" {
		set = lists.Set{Source: nameOf(f), Format: format}
	}
	return set, nil
}

// formatOf tells the form of a file by its first line or row.
func formatOf(f lists.File) string {
	data, err := f.Bytes()
	if err != nil {
		return ""
	}
	if head := bytes.TrimSpace(data[:min(len(data), 64)]); bytes.HasPrefix(head, []byte("{")) {
		line, _, _ := bytes.Cut(data, []byte("\n"))
		var first map[string]json.RawMessage
		if json.Unmarshal(bytes.TrimSpace(line), &first) != nil {
			return ""
		}
		switch {
		case first["schema"] != nil && first["properties"] != nil && first["id"] != nil:
			return FormatFTM
		case first["RECORD_ID"] != nil || first["DATA_SOURCE"] != nil:
			return FormatSenzing
		}
		return ""
	}
	head := lists.Head(f)
	if len(head) == 0 {
		return ""
	}
	if lists.Columns(head[0], "id", "schema", "name", "aliases", "birth_date", "countries", "identifiers") {
		return FormatSimple
	}
	if publishers(f.Name) {
		return "" // a download that went wrong, not a list of the user's own
	}
	return ownFormat(head[0])
}

// publishers reports whether a file is called as a publisher calls its own.
func publishers(name string) bool {
	return slices.ContainsFunc(lists.Sources(), func(s lists.Source) bool {
		return slices.ContainsFunc(s.Files, func(d lists.Download) bool { return strings.EqualFold(d.Name, name) })
	})
}

func ownFormat(header []string) string {
	for _, cell := range header {
		if kind := columnKinds()[lists.FoldColumn(cell)]; kind == "name" || kind == "lastName" {
			return FormatOwn
		}
	}
	return ""
}

// usual are names of files that say nothing of the list.
var usual = []string{"entities", "targets", "senzing", "dataset", "data", "list", "names"}

// nameOf makes the list's name of the file's or its directory's.
func nameOf(f lists.File) string {
	base := f.Name
	for ext := filepath.Ext(base); ext != ""; ext = filepath.Ext(base) {
		base = strings.TrimSuffix(base, ext)
	}
	name := identifier(base)
	if slices.Contains(usual, name) {
		if dir := identifier(filepath.Base(filepath.Dir(f.Path()))); dir != "" {
			name = dir
		}
	}
	if name == "" {
		name = "own"
	}
	if _, official := lists.Lookup(name); official {
		name += "_dataset"
	}
	return name
}

func identifier(s string) string {
	s = strings.Map(func(r rune) rune {
		if r > 0x7f {
			return '-'
		}
		return r
	}, s)
	return strings.ReplaceAll(lists.Slug(s), "-", "_")
}

func parse(ctx context.Context, set lists.Set) (*lists.Result, error) {
	f, err := set.File()
	if err != nil {
		return nil, err
	}
	if set.Source == "" {
		return nil, fmt.Errorf("%s: a list needs a name", f.Path())
	}
	b := lists.NewBuilder(set.Source)
	b.Published = set.Published
	b.Topic = "poi" // of interest to the user; what for, the list knows
	switch set.Format {
	case FormatFTM:
		err = readFTM(ctx, b, f)
	case FormatSimple:
		err = readSimple(ctx, b, f)
	case FormatSenzing:
		err = readSenzing(ctx, b, f)
	case FormatOwn:
		err = readOwn(ctx, b, f)
	default:
		err = fmt.Errorf("%s: unknown format %q", set.Source, set.Format)
	}
	if err != nil {
		return nil, err
	}
	if b.Count == 0 {
		return nil, fmt.Errorf("%s: no entries", f.Path())
	}
	return b.Result(), nil
}
