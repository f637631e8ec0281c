package eval

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
)

// A Judgement is a pair that a screen weighed, with what was held of it and
// what is true.
type Judgement struct {
	Probability float64 // that the two are one party
	ScoreAlone  float64 // the same from the score alone, fitted on other pairs
	Same        bool    // they are
}

// A Judge makes labelled pairs of list files and of customers who are on no
// list, and judges those that its model was not trained on. The prior is the
// share of pairs that the model takes to be one party beforehand.
type Judge func(ctx context.Context, files []string, customers []Query) (pairs []Judgement, prior float64, err error)

// probabilityBins is how many bins of equal mass the calibration is measured in.
const probabilityBins = 15

// probability measures how well probabilities are calibrated:
//
//	probability.ece                expected calibration error (Naeini et al. 2015) in 15 bins of equal mass
//	probability.log_loss           mean of minus the natural log of what was held of the truth
//	probability.log_loss_constant  the same for the prior alone
//	probability.log_loss_score     the same for the score alone
//	probability.brier              mean square error
//
// Pairs of one party and pairs of two are weighed so that the first have the
// share that the model's prior says.
func (r *run) probability(ctx context.Context) error {
	if r.opts.Judge == nil {
		return skipped("nothing to judge pairs with")
	}
	lists, err := r.current(ctx)
	if err != nil {
		return err
	}
	if len(lists) == 0 {
		return skipped("no whole list in %s", r.opts.Lists)
	}
	var customers []Query
	if files := r.find("queries/negatives*.csv"); len(files) > 0 {
		rows, err := readCSV(files, "name")
		if err != nil {
			return err
		}
		for i, row := range sample(rows, r.opts.Customers) {
			customers = append(customers, r.customer(row, i%2 == 0))
		}
	}
	pairs, prior, err := r.opts.Judge(ctx, join(lists), customers)
	if errors.Is(err, ErrUnsupported) {
		return skipped("%v", err)
	}
	if err != nil {
		return err
	}
	c, ok := Calibrate(pairs, prior)
	if !ok {
		return skipped("no pairs of both kinds")
	}
	n := len(pairs)
	r.addRatio("probability.prior", "all", prior, 1, n)
	r.addRatio("probability.ece", "all", c.Error, 1, n)
	r.addRatio("probability.log_loss", "all", c.LogLoss, 1, n)
	r.addRatio("probability.log_loss_constant", "all", c.Constant, 1, n)
	r.addRatio("probability.log_loss_score", "all", c.ScoreAlone, 1, n)
	r.addRatio("probability.brier", "all", c.Brier, 1, n)
	return nil
}

// A Calibration says how well probabilities hold.
type Calibration struct {
	Error      float64 // expected calibration error
	LogLoss    float64 // of the probabilities
	Constant   float64 // log loss of the prior alone
	ScoreAlone float64 // log loss of the score alone
	Brier      float64 // mean square error
}

// Calibrate measures judgements, weighed so that pairs of one party have the
// share that the prior says. It is false where there are not pairs of both
// kinds.
func Calibrate(pairs []Judgement, prior float64) (Calibration, bool) {
	same := 0
	for _, p := range pairs {
		if p.Same {
			same++
		}
	}
	if same == 0 || same == len(pairs) {
		return Calibration{}, false
	}
	base := float64(same) / float64(len(pairs))
	ofSame, ofTwo := prior/base, (1-prior)/(1-base)
	c := Calibration{Constant: -prior*math.Log(prior) - (1-prior)*math.Log(1-prior)}
	total := 0.0
	for _, p := range pairs {
		w, y := ofTwo, 0.0
		if p.Same {
			w, y = ofSame, 1
		}
		total += w
		c.LogLoss += w * logLoss(p.Probability, p.Same)
		c.ScoreAlone += w * logLoss(p.ScoreAlone, p.Same)
		c.Brier += w * (p.Probability - y) * (p.Probability - y)
	}
	c.LogLoss /= total
	c.ScoreAlone /= total
	c.Brier /= total
	c.Error = calibrationError(pairs, ofSame, ofTwo)
	return c, true
}

func logLoss(p float64, same bool) float64 {
	if !same {
		p = 1 - p
	}
	return -math.Log(min(max(p, 1e-6), 1))
}

// calibrationError is the mean over bins of equal mass of how far the mean
// probability lies from the share of pairs that are one party.
func calibrationError(pairs []Judgement, ofSame, ofTwo float64) float64 {
	sorted := slices.Clone(pairs)
	slices.SortStableFunc(sorted, func(a, b Judgement) int { return cmp.Compare(a.Probability, b.Probability) })
	weight := func(j Judgement) float64 {
		if j.Same {
			return ofSame
		}
		return ofTwo
	}
	total := 0.0
	for _, p := range sorted {
		total += weight(p)
	}
	var out, mass, held, same float64
	flush := func() {
		out += math.Abs(held - same)
		mass, held, same = 0, 0, 0
	}
	for _, p := range sorted {
		w := weight(p)
		mass += w
		held += w * p.Probability
		if p.Same {
			same += w
		}
		if mass >= total/probabilityBins {
			flush()
		}
	}
	flush()
	return out / total
}

// TrainingData returns what a model may be trained on: the newest whole version
// of every list in a directory of labelled data that the parsers take, and n of
// its customers, half of them with birth date and country.
func TrainingData(ctx context.Context, bench string, recognise Recogniser, n int) (lists []string, customers []Query, err error) {
	r := &run{bench: bench, opts: Options{Recognise: recognise}.withDefaults(bench)}
	versions, err := r.current(ctx)
	if err != nil {
		return nil, nil, err
	}
	files := r.find("queries/negatives*.csv")
	if len(files) == 0 || n == 0 {
		return join(versions), nil, nil
	}
	rows, err := readCSV(files, "name")
	if err != nil {
		return nil, nil, err
	}
	for i, row := range sample(rows, n) {
		customers = append(customers, r.customer(row, i%2 == 0))
	}
	return join(versions), customers, nil
}
