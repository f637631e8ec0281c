package match

import (
	"slices"
	"strings"
	"testing"

	"interdict/ftm"
)

func entity(schema string, values ...string) *ftm.Entity {
	e := ftm.New(schema, "x")
	for i := 0; i+1 < len(values); i += 2 {
		if err := e.Add(values[i], values[i+1]); err != nil {
			panic(err)
		}
	}
	return e
}

func compare(a, b *ftm.Entity) Result {
	m := Default()
	return m.Compare(m.Prepare(a), m.Prepare(b), 0.7)
}

func TestContextSpeaksForAndAgainst(t *testing.T) {
	listed := entity("Person", "name", "Ahmed Hassan Mohamed", "birthDate", "1961-05-16", "nationality", "Yemen", "gender", "male", "passportNumber", "04838289")
	plain := compare(entity("Person", "name", "Ahmad Hasan Muhammad"), listed)
	tests := []struct {
		what   string
		query  *ftm.Entity
		higher bool
	}{
		{"same birth date", entity("Person", "name", "Ahmad Hasan Muhammad", "birthDate", "1961-05-16"), true},
		{"same year", entity("Person", "name", "Ahmad Hasan Muhammad", "birthDate", "1961"), true},
		{"day and month changed round", entity("Person", "name", "Ahmad Hasan Muhammad", "birthDate", "1961-05-15"), true},
		{"same country", entity("Person", "name", "Ahmad Hasan Muhammad", "country", "Yemen"), true},
		{"same passport", entity("Person", "name", "Ahmad Hasan Muhammad", "passportNumber", "04838289"), true},
		{"other birth year", entity("Person", "name", "Ahmad Hasan Muhammad", "birthDate", "1984-01-02"), false},
		{"other country", entity("Person", "name", "Ahmad Hasan Muhammad", "country", "Peru"), false},
		{"other gender", entity("Person", "name", "Ahmad Hasan Muhammad", "gender", "female"), false},
	}
	for _, tt := range tests {
		r := compare(tt.query, listed)
		if tt.higher != (r.Score > plain.Score) || tt.higher != (r.Probability > plain.Probability) {
			t.Errorf("%s: score %v (plain %v), probability %v (plain %v)", tt.what, r.Score, plain.Score, r.Probability, plain.Probability)
		}
		if len(r.Why) < 2 {
			t.Errorf("%s: reasons %v", tt.what, r.Why)
		}
	}
}

func TestStrongIdentifierDecides(t *testing.T) {
	r := compare(entity("Vessel", "name", "HONOR STAR", "imoNumber", "7937317"), entity("Vessel", "name", "CHONG CHON GANG", "imoNumber", "IMO7937317"))
	if !r.Match || !slices.ContainsFunc(r.Why, func(w Reason) bool { return w.Feature == "identifier" && strings.Contains(w.Text, "7937317") }) {
		t.Errorf("a renamed vessel is not known by its IMO number: %+v", r)
	}
}

func TestPersonIsNoVessel(t *testing.T) {
	if r := compare(entity("Person", "name", "Victoria"), entity("Vessel", "name", "Victoria")); r.Score != 0 {
		t.Errorf("score %v", r.Score)
	}
	if r := compare(entity("LegalEntity", "name", "Chong Chon Gang"), entity("Vessel", "name", "Chong Chon Gang")); !r.Match {
		t.Errorf("a query of open kind does not find the vessel: %+v", r)
	}
}

func TestRareNameIsLikelierThanCommonOne(t *testing.T) {
	common := compare(entity("Person", "name", "Kim Jong"), entity("Person", "name", "Kim Jong"))
	rare := compare(entity("Person", "name", "Thrasybulos Quackenbush"), entity("Person", "name", "Thrasybulos Quackenbush"))
	if common.Probability >= rare.Probability || common.Score != rare.Score {
		t.Errorf("common %v %v, rare %v %v", common.Score, common.Probability, rare.Score, rare.Probability)
	}
}

// A party of an unknown kind is compared as each kind that it may be: three
// names of a person are no company's initials.
func TestUnknownKind(t *testing.T) {
	for _, tt := range []struct {
		query, schema, listed string
		least, most           float64
	}{
		{"Melissa Andrew Kline", "Organization", "MAK", 0, 0.5},
		{"Korea Mining Development Company", "Organization", "KMD", 0.7, 1},
		{"Muhammad Hasan", "Person", "Mohammed HASSAN", 0.8, 1},
		{"Hope", "Vessel", "HOPE", 1, 1},
		{"Trading House Alfa", "Company", "Alfa Trading House", 0.95, 1},
	} {
		if s := compare(entity("LegalEntity", "name", tt.query), entity(tt.schema, "name", tt.listed)).Score; s < tt.least || s > tt.most {
			t.Errorf("%q and %s %q score %v, want %v to %v", tt.query, tt.schema, tt.listed, s, tt.least, tt.most)
		}
	}
}
