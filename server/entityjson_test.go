package server

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"interdict/ftm"
	"interdict/match"
	"interdict/screen"
)

// What is written by hand is what encoding/json reads back, and safe in a page.
func TestEntityJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"</script>", "a\u2028b", "\xff\xfe", "김여정", "\x00\x7f\"\\"}))
		e := ftm.New("Person", text.Draw(t, "id"))
		e.Target, e.FirstSeen = rapid.Bool().Draw(t, "target"), text.Draw(t, "seen")
		e.Datasets, e.Referents = rapid.SliceOfN(text, 1, 2).Draw(t, "datasets"), rapid.SliceOfN(text, 1, 2).Draw(t, "referents")
		for _, property := range []string{"name", "alias"} {
			if values := rapid.SliceOfN(text, 1, 3).Draw(t, property); len(values) > 0 {
				e.Restore(e.Schema.Property(property), values)
			}
		}
		same(t, append(appendEntityFields([]byte("{"), e), '}'), plain(e))
		h := screen.Hit{Score: rapid.Float64Range(0, 1).Draw(t, "score"), Match: true, Why: []match.Reason{{Feature: "birth date", Score: -1, Query: text.Draw(t, "query"), Candidate: "c", Text: text.Draw(t, "text")}, {Feature: "name", Score: 0.5}}}
		want := map[string]any{"score": h.Score, "match": true, "features": map[string]float64{"birth_date": -1, "name": 0.5},
			"explanations": map[string]any{"birth_date": map[string]any{"score": -1, "detail": h.Why[0].Text, "query": h.Why[0].Query, "candidate": "c"}, "name": map[string]any{"score": 0.5, "detail": "", "query": "", "candidate": ""}}}
		entity, err := json.Marshal(plain(e))
		if err == nil {
			err = json.Unmarshal(entity, &want)
		}
		if err != nil {
			t.Fatal(err)
		}
		same(t, appendScored(nil, e, &h), want)
	})
}

// same compares JSON with a value that encoding/json writes.
func same(t *rapid.T, got []byte, value any) {
	t.Helper()
	want, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var a, b any
	if err := json.Unmarshal(got, &a); err != nil {
		t.Fatalf("%v: %s", err, got)
	}
	if err := json.Unmarshal(want, &b); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b, a); diff != "" {
		t.Errorf("%s\n%s", got, diff)
	}
	for _, c := range got {
		if c == '<' || c == '>' || c == '&' || c < 0x20 {
			t.Errorf("%q in %s", c, got)
		}
	}
}
