package ledger

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCase holds reports of wrong rows to what they say: what a person wants is
// parsed, and compared with the row at the case's words alone.
func TestCase(t *testing.T) {
	l := &Ledger{
		Parties: []Party{{ID: "p1", Name: "Iran"}, {ID: "p2", Name: "Russia"}, {ID: "p3", Name: "the Treasury"}},
		Claims: []Claim{
			{ID: "c1", Type: "SANCTION", Status: Asserted, Actors: []string{"p3"}, Evidence: Span{Start: 0, End: 60}},
			{ID: "c2", Type: "TRANSFER", Mode: "arms", Status: Claimed, Actors: []string{"p1"}, Recipients: []string{"p2"},
				Attribution: []Attribution{{Source: "p3"}}, Evidence: Span{Start: 40, End: 60}},
		},
	}
	for _, tt := range []struct {
		start, end int
		want       string
		short      string
	}{
		{40, 60, "type=transfer; mode=arms; status=claimed; actor=iran; recipients=Russia; source=Treasury; object=-; date=-", ""},
		{42, 60, "status=asserted", `status is "claimed", should be "asserted"`},
		{0, 60, "source=-", ""},
		{40, 60, "actors=Russia, Iran", `actor is "Iran", should be "Russia; Iran"`},
		{40, 60, "none", "a row, where none should be: TRANSFER/arms [claimed] Iran → Russia, said by the Treasury"},
		{40, 60, "none; type=ASSAULT", ""},
		{70, 90, "status=claimed", "no row at these words"},
		{70, 90, "none", ""},
	} {
		want, err := ParseWant(tt.want)
		if err != nil {
			t.Fatal(err)
		}
		c := Case{Text: "…", Evidence: Span{Start: tt.start, End: tt.end}, Want: want}
		var file bytes.Buffer
		if err := WriteCase(&file, c); err != nil {
			t.Fatal(err)
		}
		var again Case
		if err := json.Unmarshal(file.Bytes(), &again); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(tt.short, strings.Join(again.Failures(l), "; ")); d != "" {
			t.Errorf("%q at %d–%d: %s", tt.want, tt.start, tt.end, d)
		}
	}
	for _, bad := range []string{"", ";", "Iran", "colour=red", "type=THEFT", "status=sure", "actor="} {
		if w, err := ParseWant(bad); err == nil {
			t.Errorf("%q is read as %+v", bad, w)
		}
	}
}
