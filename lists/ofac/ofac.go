// Package ofac reads the lists of the US Treasury's Office of Foreign Assets
// Control: the Specially Designated Nationals list and the consolidated list
// of everything else, in each form that OFAC publishes:
//
//   - delimited: sdn, add, alt and sdn_comments (cons_prim, cons_add, cons_alt,
//     cons_comments) as .csv, or .pip with bars
//   - sdn.xml and consolidated.xml
//   - sdn_advanced.xml and cons_advanced.xml (the UN sanctions schema 1.0)
//   - the enhanced XML of the Sanctions List Service
//
// Every form is read into an [entry] whose details (a passport, a date of
// birth, a vessel's call sign, an address in a digital currency) are labelled
// in OFAC's own words; details.txt says which property each label becomes. One
// entry gives the same entity whatever the form, as far as the forms say the
// same: the delimited form gives no listing dates, only the advanced and
// enhanced ones give names in original script.
//
// Names are turned from "PUTIN, Vladimir Vladimirovich" into reading order,
// family name first for the countries where it comes first; the two parts are
// kept as lastName and firstName.
package ofac

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"interdict/lists"
)

// The sources that this package reads.
const (
	SDN          = "us_ofac_sdn"
	Consolidated = "us_ofac_cons"
)

// The forms.
const (
	formatDelimited = "delimited"
	formatXML       = "xml"
	formatAdvanced  = "advanced xml"
	formatEnhanced  = "enhanced xml"
)

// Parser returns the reader of OFAC's files.
func Parser() lists.Parser {
	return lists.Parser{Recognise: recognise, Parse: parse, Sources: []string{SDN, Consolidated}}
}

func parse(ctx context.Context, set lists.Set) (*lists.Result, error) {
	b := newBuilder(set)
	var err error
	switch set.Format {
	case formatDelimited:
		err = b.readDelimited(ctx)
	case formatXML:
		err = b.readXML(ctx)
	case formatAdvanced:
		err = b.readAdvanced(ctx)
	case formatEnhanced:
		err = b.readEnhanced(ctx)
	default:
		err = fmt.Errorf("%s: unknown format %q", set.Source, set.Format)
	}
	if err != nil {
		return nil, err
	}
	return b.result()
}

// recognise takes OFAC's files from those given.
func recognise(files []lists.File) (sets []lists.Set, problems []lists.Problem, rest []lists.File) {
	var tables []table
	for _, f := range files {
		data, err := f.Bytes()
		if err != nil {
			rest = append(rest, f)
			continue
		}
		head := string(data[:min(len(data), 4096)])
		switch {
		case strings.Contains(head, "<sdnList"):
			sets = append(sets, lists.Set{Source: xmlSource(data), Format: formatXML, Files: []lists.File{f}})
		case strings.Contains(head, "<sanctionsData"):
			sets = append(sets, enhancedSet(f, data))
		case strings.Contains(head, "<Sanctions") && strings.Contains(head, "sanctions/1.0"):
			sets = append(sets, lists.Set{Source: advancedSource(data), Format: formatAdvanced, Files: []lists.File{f}})
		default:
			if t, ok := recogniseTable(f, data); ok {
				tables = append(tables, t)
			} else {
				rest = append(rest, f)
			}
		}
	}
	delimited, bad := groupTables(tables)
	return append(sets, delimited...), append(problems, bad...), rest
}

// consProgrammes are programmes of the consolidated list. A few parties of the
// SDN list are under one of them too, but on the consolidated list they are
// most of the entries.
var consProgrammes = []string{"NS-PLC", "561-Related", "FSE-IR", "FSE-SY", "CMIC-EO13959", "UKRAINE-EO13662", "NS-MBS", "CAPTA"}

// consolidated reports whether programmes are those of the consolidated list.
func consolidated(programmes string) bool {
	for _, p := range consProgrammes {
		if strings.Contains(programmes, p) {
			return true
		}
	}
	return false
}

// xmlSource tells by how many entries are under a programme of the
// consolidated list.
func xmlSource(data []byte) string {
	entries, cons := bytes.Count(data, []byte("<sdnEntry>")), 0
	for _, p := range consProgrammes {
		cons += bytes.Count(data, []byte("<program>"+p+"</program>"))
	}
	if 2*cons > entries {
		return Consolidated
	}
	return SDN
}

// advancedSource tells by the list that the entries are on: list 1550 is the
// SDN list, 91512 the consolidated one.
func advancedSource(data []byte) string {
	if bytes.Contains(data, []byte(`ListID="91512"`)) {
		return Consolidated
	}
	return SDN
}

func enhancedSet(f lists.File, data []byte) lists.Set {
	s := lists.Set{Source: SDN, Format: formatEnhanced, Files: []lists.File{f}}
	entities := data
	if i := bytes.Index(data, []byte("<entities>")); i >= 0 {
		entities = data[i:]
	}
	if !bytes.Contains(entities, []byte(">SDN List<")) && bytes.Contains(entities, []byte(">Consolidated List<")) {
		s.Source = Consolidated
	}
	if filters := bytes.Index(data, []byte("<sanctionsPrograms>")); filters >= 0 && filters < bytes.Index(data, []byte("<referenceValues>")) {
		s.Partial = "it was cut by a filter on programmes when it was downloaded"
	}
	return s
}
