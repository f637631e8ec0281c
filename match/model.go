package match

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"sync"

	"interdict/names"
)

//go:embed model.json
var modelJSON []byte

// A Model scores pairs of entities. It is immutable.
type Model struct {
	weights []float64 // of the features, in their order
	trained float64   // share of pairs that are one party in the training data
	prior   float64
	hash    string
}

// DefaultPrior is the share of candidates with a score of 0.5 or more that are
// the party sought, before anything else is known of them.
const DefaultPrior = 0.2

// Default returns the model that came with the program.
func Default() *Model {
	m := *loaded()
	return &m
}

var loaded = sync.OnceValue(func() *Model {
	m, err := ReadModel(modelJSON)
	if err != nil {
		panic(fmt.Sprintf("match: the embedded model is damaged: %v", err)) // a test reads it
	}
	return m
})

// modelFile is the form of model.json.
type modelFile struct {
	Trained float64            `json:"trained_prior"`
	Weights map[string]float64 `json:"weights"`
}

// ReadModel reads a model as [Model.MarshalJSON] writes it.
func ReadModel(data []byte) (*Model, error) {
	var f modelFile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return nil, err
	}
	m := &Model{trained: f.Trained, prior: DefaultPrior}
	if f.Trained <= 0 || f.Trained >= 1 {
		return nil, fmt.Errorf("trained_prior is %v: a share between 0 and 1 is needed", f.Trained)
	}
	for _, name := range FeatureNames() {
		w, ok := f.Weights[name]
		if !ok || math.IsNaN(w) {
			return nil, fmt.Errorf("the model has no weight for %q", name)
		}
		m.weights = append(m.weights, w)
	}
	if len(f.Weights) != len(m.weights) {
		return nil, fmt.Errorf("the model has %d weights where %d are known", len(f.Weights), len(m.weights))
	}
	h := fnv.New64a()
	h.Write(data)
	m.hash = fmt.Sprintf("%016x", h.Sum64())[:8]
	return m, nil
}

// MarshalJSON writes the model's weights by the names of their features.
func (m *Model) MarshalJSON() ([]byte, error) {
	f := modelFile{m.trained, map[string]float64{}}
	for i, name := range FeatureNames() {
		f.Weights[name] = math.Round(m.weights[i]*1e4) / 1e4
	}
	return json.MarshalIndent(f, "", "  ")
}

// Version names the model: the same version gives the same scores.
func (m *Model) Version() string {
	v := "match-2-" + m.hash + "+" + names.Version()
	if m.prior != DefaultPrior {
		v += fmt.Sprintf("+prior=%g", m.prior)
	}
	return v
}

// Prior returns the share of candidates with a score of 0.5 or more that are
// taken to be the party sought before anything else is known.
func (m *Model) Prior() float64 { return m.prior }

// WithPrior returns the model with another prior, above 0 and below 1. It
// changes probabilities, never scores.
func (m *Model) WithPrior(prior float64) (*Model, error) {
	if !(prior > 0 && prior < 1) {
		return nil, fmt.Errorf("prior %v: use a share between 0 and 1", prior)
	}
	out := *m
	out.prior = prior
	return &out, nil
}

// Probability returns how likely a pair with this evidence is one party, at the
// model's prior.
func (m *Model) Probability(e Evidence) float64 { return m.probability(&e) }

// probability is the logistic of the weighed features, moved from the share of
// pairs that were one party in training to the prior.
func (m *Model) probability(e *Evidence) float64 {
	z := logit(m.prior) - logit(m.trained)
	var buffer [32]float64
	for i, x := range e.features(buffer[:0]) {
		z += m.weights[i] * x
	}
	return logistic(z)
}

func logistic(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

func logit(p float64) float64 { return math.Log(p / (1 - p)) }
