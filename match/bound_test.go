package match

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"interdict/ftm"
	"interdict/names"
)

// Whoever comes to a floor has two names that reach the floor for names, or
// shares an identifier.
func TestNameFloorHolds(t *testing.T) {
	m := Default()
	words := rapid.SampledFrom([]string{"Kim", "Yo", "Jong", "J", "Mohammed", "Muhamad", "al-Zahir", "Trading", "Ltd", "Олег", "Oleg", "Petrov"})
	gen := rapid.Custom(func(t *rapid.T) *Entity {
		e := ftm.New("Person", "x")
		_ = e.Add("name", strings.Join(rapid.SliceOfN(words, 1, 4).Draw(t, "name"), " "))
		for property, values := range map[string][]string{
			"birthDate": {"", "1961-05-16", "1961-05-15", "1961", "1984-01-01"}, "nationality": {"", "Yemen", "Peru"},
			"gender": {"", "male", "female"}, "birthPlace": {"", "Sana", "Sanaa", "Lima"}, "passportNumber": {"", "04838289"},
		} {
			_ = e.Add(property, rapid.SampledFrom(values).Draw(t, property))
		}
		return m.Prepare(e)
	})
	rapid.Check(t, func(t *rapid.T) {
		q, c := gen.Draw(t, "query"), gen.Draw(t, "candidate")
		floor := rapid.Float64Range(0.5, 1).Draw(t, "floor")
		if m.Compare(q, c, floor).Score < floor {
			return
		}
		if len(q.identifiers) > 0 && len(c.identifiers) > 0 {
			return
		}
		if score, _ := names.Score(q.NameAt(0), c.NameAt(0)); score < m.NameFloor(q, floor) {
			t.Fatalf("the names score %v, under the floor %v for %v", score, m.NameFloor(q, floor), floor)
		}
	})
}
