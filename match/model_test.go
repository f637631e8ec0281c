package match

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"interdict/ftm"
)

func TestModelComesBackFromItsFile(t *testing.T) {
	data, err := json.Marshal(Default())
	if err != nil {
		t.Fatal(err)
	}
	m, err := ReadModel(data)
	if err != nil {
		t.Fatal(err)
	}
	e := Evidence{Name: 0.93, Bits: 21, Birth: Same, Country: Different, Person: true}
	if a, b := Default().Probability(e), m.Probability(e); math.Abs(a-b) > 1e-9 {
		t.Errorf("%v before, %v after", a, b)
	}
	for _, bad := range []string{`{}`, `{"trained_prior":0.5,"weights":{"bits":1}}`, strings.Replace(string(data), `"bits"`, `"bots"`, 1), strings.Replace(string(data), `"trained_prior"`, `"prior"`, 1)} {
		if _, err := ReadModel([]byte(bad)); err == nil {
			t.Errorf("%s is taken for a model", bad)
		}
	}
}

func TestPriorMovesProbabilityAndNotScore(t *testing.T) {
	m := Default()
	if _, err := m.WithPrior(1); err == nil {
		t.Error("a prior of 1 is taken")
	}
	rare, err := m.WithPrior(0.001)
	if err != nil {
		t.Fatal(err)
	}
	a, b := m.Prepare(entity("Person", "name", "Kim Yong Chol")), m.Prepare(entity("Person", "name", "Kim Yong Chol"))
	x, y := m.Compare(a, b, 0.7), rare.Compare(a, b, 0.7)
	if x.Score != y.Score || x.Probability <= y.Probability || m.Version() == rare.Version() {
		t.Errorf("%+v by %s, %+v by %s", x, m.Version(), y, rare.Version())
	}
}

// Training finds the odds that made the samples.
func TestTrainFindsTheOdds(t *testing.T) {
	var samples []Sample
	for i := range 4000 {
		e := Evidence{Name: 0.8, Bits: 10, Person: true}
		of := 4 // one in four is the same party, three in four where the birth dates agree
		same := i%of == 0
		if i >= 2000 {
			e.Birth = Same
			same = i%of != 0
		}
		samples = append(samples, Sample{e, same})
	}
	m, err := Train(context.Background(), samples)
	if err != nil {
		t.Fatal(err)
	}
	if m, err = m.WithPrior(0.5); err != nil {
		t.Fatal(err)
	}
	plain := m.Probability(Evidence{Name: 0.8, Bits: 10, Person: true})
	birth := m.Probability(Evidence{Name: 0.8, Bits: 10, Person: true, Birth: Same})
	if math.Abs(plain-0.25) > 0.02 || math.Abs(birth-0.75) > 0.02 {
		t.Errorf("%.3f without birth date, %.3f with it; want 0.25 and 0.75", plain, birth)
	}
	if _, err := Train(context.Background(), samples[:1]); err == nil {
		t.Error("samples of one kind train a model")
	}
}

// The fast way gives what the explained way gives.
func TestScoreIsCompareWithoutReasons(t *testing.T) {
	m := Default()
	values := rapid.SampledFrom([]string{"Kim Yong Chol", "김영철", "Mohammed Omar", "محمد عمر", "Abu Bakr", "Ivan Ivanov", "Иван Иванов", "OOO Rosneft", "Vostok"})
	dates := rapid.SampledFrom([]string{"", "1961-05-16", "1961-05-18", "1961", "1984-01-02"})
	gen := rapid.Custom(func(t *rapid.T) *Entity {
		e := ftm.New(rapid.SampledFrom([]string{"Person", "Company", "LegalEntity"}).Draw(t, "schema"), "x")
		_ = e.Add("name", values.Draw(t, "name"))
		_ = e.Add("weakAlias", values.Draw(t, "alias"))
		if d := dates.Draw(t, "date"); d != "" && e.Schema.Name == "Person" {
			_ = e.Add("birthDate", d)
		}
		return m.Prepare(e)
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := gen.Draw(t, "a"), gen.Draw(t, "b")
		r := m.Compare(a, b, 0.7)
		if s := m.Score(a, b); s != r.Score || r.Probability < 0 || r.Probability > 1 || math.IsNaN(r.Probability) {
			t.Fatalf("Score %v, Compare %+v", s, r)
		}
	})
	a, b := m.Prepare(entity("Person", "name", "Kim Yong Chol", "birthDate", "1961")), m.Prepare(entity("Person", "name", "KIM, Yong-chol", "alias", "김영철", "birthDate", "1961-05-16"))
	if n := testing.AllocsPerRun(100, func() { m.Score(a, b) }); n != 0 {
		t.Errorf("Score allocates %v times", n)
	}
}

func TestReasonsReadAsAFile(t *testing.T) {
	r := compare(entity("Person", "name", "Хван Бён Со", "birthDate", "1949"), entity("Person", "name", "Hwang Pyong So", "birthDate", "1949-10-05"))
	var all []string
	for _, w := range r.Why {
		all = append(all, w.Text)
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{`"Хван" and "Hwang": the same, transliterated from its own script`, "the dates of birth agree as far as both are known"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}
