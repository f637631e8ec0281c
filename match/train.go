package match

import (
	"context"
	"errors"
	"math"
)

// A Sample is a pair of which it is known whether it is one party.
type Sample struct {
	Evidence
	Same bool
}

// Train fits the weights of the probability to samples: logistic regression
// with a small ridge, by Newton's method (iteratively reweighted least squares;
// Hastie, Tibshirani & Friedman 2009, 4.4.1). The result does not depend on
// chance.
func Train(ctx context.Context, samples []Sample) (*Model, error) {
	same := 0
	rows := make([][]float64, len(samples))
	labels := make([]float64, len(samples))
	for i := range samples {
		rows[i] = samples[i].features(nil)
		if samples[i].Same {
			same++
			labels[i] = 1
		}
	}
	if same == 0 || same == len(samples) {
		return nil, errOneKind
	}
	w, err := regress(ctx, rows, labels)
	if err != nil {
		return nil, err
	}
	m := &Model{weights: w, trained: float64(same) / float64(len(samples)), prior: DefaultPrior}
	// A strong identifier decides, however few the samples have.
	m.weights[len(w)-1] = max(w[len(w)-1], 12)
	return m, nil
}

const ridge = 1.0

// regress fits a logistic regression.
func regress(ctx context.Context, rows [][]float64, labels []float64) ([]float64, error) {
	n := len(rows[0])
	w := make([]float64, n)
	for range 25 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		gradient := make([]float64, n)
		hessian := make([][]float64, n)
		for i := range hessian {
			hessian[i] = make([]float64, n)
			hessian[i][i] = ridge
			gradient[i] = -ridge * w[i]
		}
		for k, x := range rows {
			z := 0.0
			for i := range x {
				z += w[i] * x[i]
			}
			p := logistic(z)
			for i := range x {
				if x[i] == 0 {
					continue
				}
				gradient[i] += (labels[k] - p) * x[i]
				for j := range x {
					hessian[i][j] += p * (1 - p) * x[i] * x[j]
				}
			}
		}
		step := solve(hessian, gradient)
		size := 0.0
		for i := range w {
			w[i] += step[i]
			size = max(size, math.Abs(step[i]))
		}
		if size < 1e-6 {
			break
		}
	}
	return w, nil
}

// solve solves a system of a positive definite matrix by elimination; it
// changes its arguments.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		for j := i + 1; j < n; j++ {
			f := a[j][i] / a[i][i]
			for k := i; k < n; k++ {
				a[j][k] -= f * a[i][k]
			}
			b[j] -= f * b[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			b[i] -= a[i][k] * b[k]
		}
		b[i] /= a[i][i]
	}
	return b
}

// FitScore fits a probability to the score alone, at a prior, as a yardstick
// for models: it returns what the score of some evidence is worth.
func FitScore(ctx context.Context, samples []Sample, prior float64) (func(Evidence) float64, error) {
	rows := make([][]float64, len(samples))
	labels := make([]float64, len(samples))
	same := 0.0
	for i := range samples {
		rows[i] = []float64{1, samples[i].score()}
		if samples[i].Same {
			labels[i] = 1
			same++
		}
	}
	if same == 0 || int(same) == len(samples) {
		return nil, errOneKind
	}
	w, err := regress(ctx, rows, labels)
	if err != nil {
		return nil, err
	}
	shift := logit(prior) - logit(same/float64(len(samples)))
	return func(e Evidence) float64 { return logistic(w[0] + w[1]*e.score() + shift) }, nil
}

var errOneKind = errors.New("the samples must hold pairs of one party and of two")
