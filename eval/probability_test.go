package eval

import (
	"context"
	"math"
	"testing"
)

func TestProbability(t *testing.T) {
	dir := benchDir(t, map[string]string{
		"lists/un-sc/2020-02-02/consolidated.xml.gz": "<x/>",
		"queries/negatives.csv":                      "name,birth_date,nationality\nAnna,1961-01-01,Chile\nBo,1962-01-01,Peru\n",
	})
	opts := Options{Suites: []string{"names"}, Judge: func(_ context.Context, files []string, customers []Query) ([]Judgement, float64, error) {
		if len(files) != 1 || len(customers) != 2 || customers[0].BirthDate == "" || customers[1].BirthDate != "" {
			t.Errorf("judged %v for %+v", files, customers)
		}
		// Half of the pairs are one party, where the prior says one in five:
		// each of two parties counts four times.
		return []Judgement{
			{Probability: 0.9, ScoreAlone: 0.5, Same: true}, {Probability: 0.9, ScoreAlone: 0.5, Same: true},
			{Probability: 0.1, ScoreAlone: 0.5}, {Probability: 0.1, ScoreAlone: 0.5},
		}, 0.2, nil
	}}
	got, _ := measured(t, dir, opts)
	check(t, got, map[string]want{
		"probability.prior all":             {0.2, 4},
		"probability.ece all":               {0.1, 4},
		"probability.log_loss all":          {-math.Log(0.9), 4},
		"probability.log_loss_score all":    {-math.Log(0.5), 4},
		"probability.log_loss_constant all": {-0.2*math.Log(0.2) - 0.8*math.Log(0.8), 4},
		"probability.brier all":             {0.01, 4},
	})
}

// A perfectly calibrated judge has no error, and one that is sure and wrong has
// all of it.
func TestCalibrationError(t *testing.T) {
	var right, wrong []Judgement
	for i := range 1000 {
		right = append(right, Judgement{Probability: 0.25, Same: i%4 == 0})
		wrong = append(wrong, Judgement{Probability: 1})
	}
	if e := calibrationError(right, 1, 1); e > 0.01 {
		t.Errorf("calibrated: %v", e)
	}
	if e := calibrationError(wrong, 1, 1); e < 0.999 {
		t.Errorf("sure and wrong: %v", e)
	}
}
