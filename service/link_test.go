package service

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interdict/document"
	"interdict/ledger"
	"interdict/screen"
)

func TestEntries(t *testing.T) {
	hit := func(list, party string, score, probability float64) screen.Hit {
		return screen.Hit{List: list, Party: party, Entity: list + "-" + party, Score: score, Probability: probability}
	}
	tests := []struct {
		name string
		hits []screen.Hit
		want map[string]bool // entity to whether it is taken
	}{
		{"certain", []screen.Hit{hit("a", "1", 1, 0.9)}, map[string]bool{"a-1": true}},
		{"the same party on another list", []screen.Hit{hit("a", "1", 1, 0.9), hit("b", "1", 0.85, 0.25)}, map[string]bool{"a-1": true, "b-1": true}},
		{"a longer name on the same list", []screen.Hit{hit("a", "1", 1, 0.9), hit("a", "2", 0.95, 0.6)}, map[string]bool{"a-1": true, "a-2": false}},
		{"namesakes on one list", []screen.Hit{hit("a", "1", 1, 0.9), hit("a", "2", 0.99, 0.8)}, map[string]bool{"a-1": false, "a-2": false}},
		{"a common name", []screen.Hit{hit("a", "1", 1, 0.1)}, map[string]bool{"a-1": false}},
		{"a common word", []screen.Hit{hit("a", "1", 0.88, 0.11)}, map[string]bool{}},
	}
	for _, tt := range tests {
		got := map[string]bool{}
		for _, e := range entries(tt.hits) {
			got[e.Entity] = e.Match
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// TestLinkContext asks for what a document says of a person.
func TestLinkContext(t *testing.T) {
	tests := []struct{ text, gender, birth string }{
		{"Ivan Petrov, 45, said he was innocent.", "male", "[1978 1979]"},
		{"The 45-year-old banker Ivan Petrov left.", "", "[1978 1979]"},
		{"Ms. Ivan Petrov (61) left.", "female", "[1962 1963]"},
		{"Ivan Petrov, 450 men, left. She followed.", "female", "[]"},
		{"He and she, Ivan Petrov, left.", "", "[]"},
	}
	for _, tt := range tests {
		p := ledger.Party{Name: "Ivan Petrov", Schema: "Person"}
		doc := document.New(tt.text, document.Options{Published: "2024-05-17"})
		for _, words := range []string{"Ivan Petrov", "He", "he", "She", "she"} {
			for i := range tt.text {
				end := i + len(words)
				if end < len(tt.text) && tt.text[i:end] == words && (i == 0 || tt.text[i-1] == ' ') && tt.text[end] <= ',' {
					p.Mentions = append(p.Mentions, doc.Span(i, end))
				}
			}
		}
		q := contextOf(doc, []ledger.Party{p}).query(p).Entity
		if got := q.First("gender"); got != tt.gender {
			t.Errorf("%s: gender %q, want %q", tt.text, got, tt.gender)
		}
		if diff := cmp.Diff(tt.birth, fmt.Sprint(q.Get("birthDate"))); diff != "" {
			t.Errorf("%s: born %s", tt.text, diff)
		}
	}
}

func TestNameForms(t *testing.T) {
	for name, want := range map[string]string{"Сергея Чемезова": "Сергей Чемезов", "Марии Захаровой": "Мария Захарова", "Льва Николаевича Толстого": "Льва Николаевич Толстый", "Kim Yo Jong": "Kim Yo Jong"} {
		forms := nameForms(name)
		if !slices.Contains(forms, want) || forms[0] != name || len(forms) > mostForms {
			t.Errorf("%s: %q, want %q among them", name, forms, want)
		}
	}
}
