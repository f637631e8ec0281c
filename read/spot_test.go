package read

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interdict/document"
	"interdict/ledger"
)

// namesakes is a linker that takes names for entries as it is told.
type namesakes map[string]string

func (n namesakes) entry(name string) []ledger.Entry {
	if id := n[name]; id != "" {
		return []ledger.Entry{{List: "un_sc_sanctions", Entity: id, Match: true}}
	}
	return nil
}

func (n namesakes) Link(_ context.Context, _ *document.Document, ps []ledger.Party) ([][]ledger.Entry, string, error) {
	out := make([][]ledger.Entry, len(ps))
	for i, p := range ps {
		out[i] = n.entry(p.Name)
	}
	return out, "basis", nil
}

func (n namesakes) Spot(_ context.Context, text string) ([]Spot, error) {
	var out []Spot
	for name := range n {
		if at := strings.Index(text, name); at >= 0 {
			start := len([]rune(text[:at]))
			out = append(out, Spot{ledger.Span{Start: start, End: start + len([]rune(name)), Text: name}, "Person", n.entry(name)})
		}
	}
	return out, nil
}

// TestSpots reads texts that name a listed person in another script.
func TestSpots(t *testing.T) {
	lists := namesakes{"Kim Yo Jong": "KPi.1", "김여정": "KPi.1", "فلان الفلاني": "QDi.2"}
	r, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	r = New(r.model, lists)
	tests := []struct{ text, want string }{
		{"Kim Yo Jong (김여정) denied on Friday that weapons had been sold.", "Kim Yo Jong: KPi.1 at Kim Yo Jong, 김여정"},
		{"김여정, whose office did not answer, denied on Friday that weapons had been sold.", "김여정: KPi.1 at 김여정"},
		{"قال فلان الفلاني أمس إن الاتهامات باطلة ولا أساس لها من الصحة في شيء", "فلان الفلاني: QDi.2 at فلان الفلاني"},
	}
	for _, tt := range tests {
		l, err := r.Read(t.Context(), document.New(tt.text, document.Options{}))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range l.Parties {
			if len(p.Listed) == 0 {
				continue
			}
			var at []string
			for _, m := range p.Mentions {
				if s := string([]rune(tt.text)[m.Start:m.End]); s != m.Text {
					t.Errorf("%q at %d is %q", m.Text, m.Start, s)
				}
				at = append(at, m.Text)
			}
			got = append(got, p.Name+": "+p.Listed[0].Entity+" at "+strings.Join(at, ", "))
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s: %s", tt.text, diff)
		}
		ids := map[string]bool{}
		for _, p := range l.Parties {
			ids[p.ID] = true
		}
		for _, c := range l.Claims {
			for _, id := range append(c.Actors, c.Recipients...) {
				if !ids[id] {
					t.Errorf("%s: %s names %q, who is not there", tt.text, c.ID, id)
				}
			}
		}
	}
}
