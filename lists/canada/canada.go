// Package canada reads the Consolidated Canadian Autonomous Sanctions List of
// Global Affairs Canada (sema-lmes.xml): everyone listed under the Special
// Economic Measures Act and the Justice for Victims of Corrupt Foreign
// Officials Act.
//
// The list has no ids. An entry is known by its regulations, schedule and item
// (russia-1-part-1-1249). An item's number can pass to another party when the
// schedule is renumbered; a comparison of two versions then shows a change.
// Names in English, French and the original script, and several of each, share
// one field of aliases.
package canada

import (
	"context"
	"fmt"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// Source is the name of the list.
const Source = "ca_dfatd_sema_sanctions"

// Parser returns the reader of Canada's list.
func Parser() lists.Parser {
	return lists.Parser{Recognise: lists.EachFile(recognise), Parse: parse, Sources: []string{Source}}
}

func recognise(f lists.File) (set lists.Set, _ error) {
	if head := f.Begin(); strings.Contains(head, "<data-set") && strings.Contains(head, "<record>") && strings.Contains(head, "<DateOfListing>") {
		set = lists.Set{Source: Source, Format: "xml"}
	}
	return set, nil
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
	b := lists.NewBuilder(Source)
	err = lists.EachElement(ctx, f.Path(), data, []string{"record"}, func(n *lists.Node) error {
		id := entryID(b, n)
		if id == "" {
			return fmt.Errorf("%s: entry %d has neither a schedule nor an item; the file is damaged: fetch it again", f.Path(), b.Count+1)
		}
		entry(b, n, id)
		n.Unread(func(field, value string) { b.Report.Leave(id, field, value) })
		return nil
	})
	if err != nil {
		return nil, err
	}
	if b.Count == 0 {
		return nil, fmt.Errorf("%s: no entries; fetch the file again", f.Path())
	}
	return b.Result(), nil
}

// entryID makes the entry's id of its regulations, schedule and item.
func entryID(b *lists.Builder, n *lists.Node) string {
	if n.Get("Schedule") == "" && n.Get("Item") == "" {
		return ""
	}
	regulations, _, _ := strings.Cut(n.Get("Country"), " / ") // English / French
	return b.FreeID(lists.Slug(regulations, n.Get("Schedule"), n.Get("Item")))
}

// vessel reports whether an entry is a ship: it has an IMO number, or a type
// of ship where a person has a title.
func vessel(n *lists.Node) bool {
	return n.Get("LastName") == "" && (n.Get("ShipIMONumber") != "" || n.Get("TitleOrShip") != "")
}

func entry(b *lists.Builder, n *lists.Node, id string) {
	last, given, entity := n.Get("LastName"), n.Get("GivenName"), n.Get("EntityOrShip")
	schema := "Organization"
	switch {
	case last != "" || given != "":
		schema = "Person"
	case vessel(n):
		schema = "Vessel"
	}
	e := b.Listed(schema, id)
	if schema == "Person" {
		b.Add(e, "name", lists.JoinParts(" ", given, last))
		if given != "" && last != "" {
			b.Report.Reach() // the second part of the name
		}
		_ = e.Add("lastName", last)
		_ = e.Add("firstName", given)
		b.Note(e, "Entity", entity)
	} else {
		name, others := lists.KnownAs(entity)
		b.Add(e, "name", name)
		for _, o := range others {
			_ = e.Add("alias", o)
		}
		if len(others) > 0 {
			lists.Remark(e, "Name as listed: "+strings.Join(strings.Fields(entity), " "))
		}
	}
	if aliases := n.Get("Aliases"); aliases != "" {
		names := lists.SplitNames(aliases)
		if schema == "Person" {
			names = lists.SplitPersons(aliases)
		}
		for _, a := range names {
			b.Alias(e, a)
		}
		if len(names) > 1 {
			lists.Remark(e, "Aliases as listed: "+strings.Join(strings.Fields(aliases), " "))
		}
	}
	title, date := n.Get("TitleOrShip"), n.Get("DateOfBirthOrShipBuildDate")
	switch schema {
	case "Person":
		for t := range strings.SplitSeq(title, "/") { // English/French
			b.Add(e, "title", t)
		}
		b.Dates(e, "birthDate", "Date of birth", date, ftm.DMY)
	case "Vessel":
		b.Add(e, "type", title)
		b.Dates(e, "buildDate", "Build date", date, ftm.DMY)
	default:
		b.Note(e, "Title", title)
		b.Dates(e, "incorporationDate", "Date", date, ftm.DMY)
	}
	b.Keep(e, "imoNumber", "IMO number", n.Get("ShipIMONumber"))

	s := b.Sanction(e, id, "Global Affairs Canada", "ca")
	b.Add(s, "program", n.Get("Country"))
	b.Note(s, "Schedule", n.Get("Schedule"))
	b.Note(s, "Item", n.Get("Item"))
	b.Date(s, "listingDate", n.Get("DateOfListing"), ftm.DMY)
}
