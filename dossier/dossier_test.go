package dossier

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"interdict/ledger"
)

// story is a ledger of one TRANSFER row, claimed or denied by a source.
func story(date string, status ledger.Status, source, text string) *ledger.Ledger {
	return &ledger.Ledger{
		Document: ledger.Document{ID: date, Published: ledger.Null(date), Characters: len(text)}, Text: text,
		Parties: []ledger.Party{{ID: "p1", Name: "North Korea", Schema: "Country", Country: "KP"}, {ID: "p2", Name: "Russia", Schema: "Country", Country: "RU"},
			{ID: "p3", Name: source, Schema: "PublicBody"}},
		Claims: []ledger.Claim{{ID: "c1", Type: "TRANSFER", Mode: "arms", Actors: []string{"p1"}, Recipients: []string{"p2"}, Status: status,
			Attribution: []ledger.Attribution{{Source: "p3"}}, Evidence: ledger.Span{Start: 3, End: 30}}},
	}
}

// TestMattersAcross joins an accusation and a denial that stand in different
// documents, and gives no weight to a repeat.
func TestMattersAcross(t *testing.T) {
	var b Builder
	words := strings.Fields(strings.Repeat("one day after the other the ships of the company left port with cargo that nobody had seen before it came to light in a report of ", 2))
	for i := range words {
		words[i] += fmt.Sprint(i * i % 37)
	}
	text := strings.Join(words, " ")
	for _, l := range []*ledger.Ledger{
		story("2024-05-03", ledger.Claimed, "US Treasury", "A new lead goes first. "+text), // repeats the next
		story("2024-05-01", ledger.Claimed, "US Treasury", text),
		story("2024-05-02", ledger.Denied, "North Korean Foreign Ministry", "something else"),
	} {
		if err := b.Add(l); err != nil {
			t.Fatal(err)
		}
	}
	d := b.Dossier()
	if d.Documents[0].RepeatOf != "d2" || d.Documents[1].RepeatOf != "" || d.Documents[2].RepeatOf != "" {
		t.Errorf("repeats: %+v", d.Documents)
	}
	want := []ledger.Matter{{Title: "Whether North Korea supplied Russia with arms", Accuse: []string{"d2.c1"}, Deny: []string{"d3.c1"}, Evidence: []string{}, Act: []string{}}}
	if diff := cmp.Diff(want, d.Matters); diff != "" {
		t.Error(diff)
	}
	if len(d.Parties) != 4 || d.Parties[0].Name != "North Korea" || len(d.Parties[0].Documents) != 3 {
		t.Errorf("parties: %+v", d.Parties)
	}
}

// TestJoin says which parties of two documents are one, which are not, and
// which are only possibly.
func TestJoin(t *testing.T) {
	entry := func(id string) []ledger.Entry {
		return []ledger.Entry{{List: "us_ofac_sdn", Entity: "us_ofac_sdn-" + id, Match: true}}
	}
	for _, tt := range []struct {
		name string
		a, b ledger.Party
		want string // one, two or possibly
	}{
		{"whole name", ledger.Party{Name: "Kim Yo Jong", Schema: "Person"}, ledger.Party{Name: "KIM YO JONG", Schema: "Person"}, "one"},
		{"family name", ledger.Party{Name: "Kim", Schema: "Person"}, ledger.Party{Name: "Kim", Schema: "Person"}, "two"},
		{"other country", ledger.Party{Name: "John Smith", Schema: "Person", Country: "GB"}, ledger.Party{Name: "John Smith", Schema: "Person", Country: "US"}, "possibly"},
		{"other entry", ledger.Party{Name: "Ri Won Ho", Schema: "Person", Listed: entry("1")}, ledger.Party{Name: "Ri Won Ho", Schema: "Person", Listed: entry("2")}, "possibly"},
		{"one entry", ledger.Party{Name: "KOMID", Schema: "Company", Listed: entry("9")}, ledger.Party{Name: "Korea Mining", Schema: "Organization", Listed: entry("9")}, "one"},
		{"kinds of bodies", ledger.Party{Name: "Asia Sun Group", Schema: "Company"}, ledger.Party{Name: "Asia Sun Group", Schema: "Organization"}, "one"},
		{"person and vessel", ledger.Party{Name: "Lady Rose", Schema: "Person"}, ledger.Party{Name: "Lady Rose", Schema: "Vessel"}, "two"},
		{"nobody's ministry", ledger.Party{Name: "Foreign Ministry", Schema: "PublicBody"}, ledger.Party{Name: "Foreign Ministry", Schema: "PublicBody"}, "two"},
		{"unnamed", ledger.Party{Name: "two officials", Schema: "Group"}, ledger.Party{Name: "two officials", Schema: "Group"}, "two"},
		{"state by its capital", ledger.Party{Name: "Russia", Schema: "Country", Country: "RU"}, ledger.Party{Name: "Russian Federation", Schema: "Country", Country: "RU"}, "one"},
	} {
		var b Builder
		tt.a.ID, tt.b.ID = "p1", "p1"
		for _, p := range []ledger.Party{tt.a, tt.b} {
			if err := b.Add(&ledger.Ledger{Parties: []ledger.Party{p}}); err != nil {
				t.Fatal(err)
			}
		}
		d := b.Dossier()
		got := "one"
		if len(d.Parties) == 2 {
			got = "two"
			if len(d.Parties[0].Possibly) > 0 {
				got = "possibly"
			}
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s: %+v", tt.name, got, tt.want, d.Parties)
		}
	}
}

// TestRepeatsAreContained holds the sampled share to that of all shingles: a
// text inside a longer one repeats it, and a text of other words does not.
func TestRepeatsAreContained(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-z]{4,9}`)
		long := rapid.SliceOfN(word, 150, 900).Draw(t, "long")
		from := rapid.IntRange(0, 40).Draw(t, "from")
		part := long[from : from+100]
		other := rapid.SliceOfN(word, 150, 200).Draw(t, "other")
		var r repeats
		for _, w := range [][]string{long, part, other} {
			r.add(strings.Join(w, " "))
		}
		found := r.find(func(x, y int) bool { return x < y })
		if len(long) < 500 && (found[1].of != 0 || found[1].shared < 0.9) {
			t.Fatalf("a part of %d words: %+v", len(long), found[1])
		}
		if found[0].of != -1 {
			t.Fatalf("the first repeats %d", found[0].of)
		}
	})
}
