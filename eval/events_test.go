package eval

import (
	"context"
	"strings"
	"testing"

	"interdict/ledger"
)

func TestPlover(t *testing.T) {
	dir := benchDir(t, map[string]string{"reading/plover/gold.json": `[
{"id":"1","event":"DEMAND","text":"s1","source":[{"actorText":"Sylvanian officials"},{"actorText":"Tehran"}],"target":[{"actorText":"army of Freedonia"}]},
{"id":"2","event":"FIGHT","text":"s2","source":[{"actorText":"rebels"}],"target":"odd"},
{"id":"3","event":"INVESTIGATE","text":"s3","source":[]},
{"id":"4","event":"AGREE","text":"s4","source":[{"actorText":"  "},{"actorText":"Freedonia"}]}]`})
	got, _ := measured(t, dir, Options{Suites: []string{"reading"}, Code: func(_ context.Context, s string) ([]Event, error) {
		switch s {
		case "s1":
			return []Event{
				{Type: "ACCUSE", Sources: []Actor{{Head: "officials"}}},
				{Type: "REQUEST", Sources: []Actor{{Head: "government", Texts: []string{"the Iranian government", "Iran"}}, {Head: "officials"}},
					Targets: []Actor{{Head: "Freedonia"}}}, // the head of the gold phrase is army
			}, nil
		case "s2":
			return []Event{{Type: "ASSAULT", Sources: []Actor{{Head: "group", Texts: []string{"a group of rebels"}}}}}, nil
		case "s3":
			t.Error("a sentence whose type has no successor is coded")
		}
		return nil, nil
	}})
	check(t, got, map[string]want{
		"plover.type_recall all":          {2.0 / 3, 3},
		"plover.type_recall REQUEST":      {1, 1},
		"plover.type_recall AGREE":        {0, 1},
		"plover.type_share all":           {2.0 / 3, 3},
		"plover.source_recall all":        {2.0 / 3, 3}, // officials and Tehran; the rebels stand behind their group
		"plover.source_recall end_to_end": {2.0 / 4, 4},
		"plover.target_recall all":        {0, 1},
	})
}

func TestCoderFromReader(t *testing.T) {
	code := CoderFromReader(func(_ context.Context, d *Document) (*ledger.Ledger, error) {
		return &ledger.Ledger{
			Parties: []ledger.Party{
				{ID: "p1", Name: "Ministry of Trade", Mentions: []ledger.Span{{Text: "it"}}},
				{ID: "p2", Name: "Freedonia"},
			},
			Claims: []ledger.Claim{{Type: "SANCTION", Actors: []string{"p1", "lost"}, Recipients: []string{"p2"}}},
		}, nil
	})
	events, err := code(context.Background(), "x")
	if err != nil {
		t.Fatal(err)
	}
	e := events[0]
	if len(events) != 1 || e.Type != "SANCTION" || len(e.Sources) != 1 || e.Sources[0].Head != "ministry" || e.Targets[0].Head != "freedonia" {
		t.Errorf("events %+v", events)
	}
}

func TestRe3d(t *testing.T) {
	// One document of each part, by the hash of its id.
	dev, other := "", ""
	for _, id := range strings.Fields("D1 D2 D3 D4 D5 D6 D7 D8 D9") {
		if Re3dDevelopment(id) {
			dev = id
		} else {
			other = id
		}
	}
	if dev == "" || other == "" {
		t.Fatal("the split leaves one part empty")
	}
	const text = "Él: the Freedonian Army left Sylvania with Rufus and a tank."
	entity := func(doc, typ string, begin, end string, confidence string) string {
		return `{"begin":` + begin + `,"end":` + end + `,"type":"` + typ + `","documentId":"` + doc + `","confidence":` + confidence + "}\n"
	}
	doc := func(id string) string { return `{"_id":"` + id + `","text":"` + text + `"}` + "\n" }
	dir := benchDir(t, map[string]string{
		"reading/re3d/One/documents.jsonl": doc(dev) + doc(other),
		"reading/re3d/One/entities.jsonl": entity(dev, "Organisation", "4", "23", "1") + // the Freedonian Army
			entity(dev, "Nationality", "8", "18", "1") +
			entity(dev, "Organisation", "29", "37", "0.9") + // Sylvania, which acts
			entity(dev, "Location", "4", "7", "0") + // thrown out by the curators
			entity(dev, "Person", "43", "48", "1") +
			entity(dev, "Weapon", "40", "400", "1") + // outside
			entity(dev, "MilitaryPlatform", "53", "59", "1") + // a tank
			entity(other, "Person", "43", "48", "1") + entity("none", "Person", "43", "48", "1"),
	})
	mention := func(s, schema string) EntityMention { return EntityMention{at(text, s), schema} }
	got, _ := measured(t, dir, Options{Suites: []string{"reading"}, Entities: func(context.Context, string) ([]EntityMention, error) {
		return []EntityMention{
			mention("Freedonian Army", "Organization"), // the article is set aside
			mention("Freedonian Army", "Company"),      // twice the same
			mention("Sylvania", "Country"),
			mention("with Rufus", "Person"), // half, not exact
			mention("tank", "Organization"), // the wrong kind
			mention("left", "Event"),        // not scored
		}, nil
	}})
	check(t, got, map[string]want{
		"re3d.recall every_document": {2.0 / 5, 5},
		"re3d.f1 all":                {2 * 2.0 / 8, 4},
		"re3d.precision all":         {2.0 / 4, 4},
		"re3d.f1 organization":       {4.0 / 5, 2},
		"re3d.f1 person":             {0, 1},
		"re3d.overlap_f1 person":     {1, 1},
		"re3d.f1 thing":              {0, 1},
		"re3d.recall organization":   {1, 2},
	})
}

func TestPloverEvent(t *testing.T) {
	own := []ledger.Attribution{{Source: "p1"}}
	other := []ledger.Attribution{{Source: "p2"}}
	for _, c := range []struct {
		claim ledger.Claim
		want  string
	}{
		{ledger.Claim{Type: "CONSULT", Status: ledger.Asserted, Actors: []string{"p1"}}, "CONSULT"},
		{ledger.Claim{Type: "CONSULT", Status: ledger.Intended, Actors: []string{"p1"}}, "AGREE"},
		{ledger.Claim{Type: "RETREAT", Status: ledger.Intended, Actors: []string{"p1"}, Attribution: own}, "AGREE"},
		{ledger.Claim{Type: "RETREAT", Status: ledger.Intended, Actors: []string{"p1"}, Attribution: other}, "RETREAT"}, // asked for
		{ledger.Claim{Type: "RETREAT", Status: ledger.Intended}, "RETREAT"},
		{ledger.Claim{Type: "ASSAULT", Status: ledger.Intended, Actors: []string{"p1"}, Attribution: own}, "THREATEN"},
		{ledger.Claim{Type: "ASSAULT", Status: ledger.Denied, Actors: []string{"p1"}, Attribution: own}, "ASSAULT"},
		{ledger.Claim{Type: "DENY", Status: ledger.Asserted, Actors: []string{"p1"}}, "REJECT"},
		{ledger.Claim{Type: "COOPERATE", Mode: "sign", Status: ledger.Asserted}, "SUPPORT"},
		{ledger.Claim{Type: "COOPERATE", Mode: "sign", Status: ledger.Intended, Actors: []string{"p1"}}, "AGREE"},
		{ledger.Claim{Type: "COOPERATE", Mode: "share", Status: ledger.Asserted}, "COOPERATE"},
		{ledger.Claim{Type: "COERCE", Mode: "charge", Status: ledger.Asserted}, "ACCUSE"},
		{ledger.Claim{Type: "TRANSFER", Mode: "arms", Status: ledger.Asserted}, "AID"},
	} {
		if got := ploverEvent(c.claim); got != c.want {
			t.Errorf("%s/%s %s by %v: %s, want %s", c.claim.Type, c.claim.Mode, c.claim.Status, c.claim.Attribution, got, c.want)
		}
	}
}
