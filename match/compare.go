package match

import (
	"math"

	"interdict/names"
)

// A Result is what a comparison came to.
type Result struct {
	Score float64 // 0–1
	// Probability (0–1) is how likely the two are one party, given all that
	// was compared and the model's prior; see [Model.Prior].
	Probability float64
	Match       bool // Score reaches the threshold
	Why         []Reason
}

// Shares of the score that evidence besides the name adds (of what is missing
// to 1) or takes away.
const (
	weakAlias        = 0.92
	birthAgrees      = 0.35
	birthYearAgrees  = 0.15
	birthSlip        = 0.05
	birthContradicts = 0.62
	countryAgrees    = 0.10
	countryDiffers   = 0.96
	genderDiffers    = 0.70
	placeAgrees      = 0.10
	idAgrees         = 0.25
	idDecides        = 0.98
)

// Score returns the score of [Model.Compare] without its probability and
// reasons. It allocates nothing.
func (m *Model) Score(q, c *Entity) float64 {
	e, ok := m.evidence(q, c)
	if !ok {
		return 0
	}
	return e.score()
}

// Rate returns the score and the probability of [Model.Compare] without its
// reasons. The probability of what scores below the floor is not asked for, and 0.
func (m *Model) Rate(q, c *Entity, floor float64) (score, probability float64) {
	e, ok := m.evidence(q, c)
	if !ok {
		return 0, 0
	}
	if score = e.score(); score < floor {
		return score, 0
	}
	return score, math.Round(m.probability(&e)*1e4) / 1e4
}

// Score returns what [Model.Score] makes of the evidence.
func (e *Evidence) Score() float64 { return e.score() }

// score weighs the evidence: the likeness of the names, raised and lowered.
func (e *Evidence) score() float64 {
	s := e.Name
	if e.Weak {
		s *= weakAlias
	}
	raise := func(share float64) { s += (1 - s) * share }
	if e.Identifier == Near {
		raise(idAgrees)
	}
	switch e.Birth {
	case Same:
		raise(birthAgrees)
	case Near:
		raise(birthYearAgrees)
	case Slip:
		raise(birthSlip)
	case Different:
		s *= birthContradicts
	}
	switch e.Country {
	case Same:
		raise(countryAgrees)
	case Different:
		s *= countryDiffers
	}
	if e.Gender == Different {
		s *= genderDiffers
	}
	if e.BirthPlace == Same {
		raise(placeAgrees * e.placed)
	}
	if e.Identifier == Same {
		s = max(s, idDecides)
	}
	return math.Round(min(max(s, 0), 1)*1e4) / 1e4
}

// Compare compares a query with a candidate.
func (m *Model) Compare(q, c *Entity, threshold float64) Result {
	e, ok := m.evidence(q, c)
	if !ok {
		return Result{}
	}
	r := Result{Score: e.score()}
	r.Probability = math.Round(m.probability(&e)*1e4) / 1e4
	r.Match = r.Score >= threshold
	if e.q >= 0 {
		qn, cn := q.names[e.q], c.names[e.c]
		r.Why = append(r.Why, nameReason(names.Compare(qn.Name, cn.Name), qn, cn))
	}
	r.explain(&e, q, c)
	return r
}

// Evidence returns what a comparison finds, or false where there is nothing to
// compare.
func (m *Model) Evidence(q, c *Entity) (Evidence, bool) { return m.evidence(q, c) }
