package match

import (
	"fmt"
	"math"
	"strings"

	"interdict/ftm"
	"interdict/names"
)

// A Model scores pairs of entities. It is immutable.
type Model struct{}

// Default returns the model that came with the program.
func Default() *Model { return &Model{} }

// Version names the model: the same version gives the same scores.
func (m *Model) Version() string { return "match-1+" + names.Version() }

// A Reason is one thing that weighed in a comparison, in words for a file.
type Reason struct {
	Feature   string  `json:"feature"`
	Score     float64 `json:"score"` // of the feature: 1 agrees, 0 says nothing, below 0 contradicts
	Query     string  `json:"query"`
	Candidate string  `json:"candidate"`
	Text      string  `json:"text"`
}

// A Result is what a comparison came to.
type Result struct {
	Score float64 // 0–1
	// Probability (0–1) estimates how likely the two are one party at the base
	// rate of screening, from the rarity of what they share in bits. Its
	// constants are reasoned, not yet fitted to labelled pairs.
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
)

// priorBits is the rarity that evidence must reach for even odds: one party in
// some four million, about how many bear names that a list could confuse.
const priorBits = 22

// Compare compares a query with a candidate.
func (m *Model) Compare(q, c *Entity, threshold float64) Result {
	if !ftm.CanMatch(q.schema, c.schema) {
		return Result{}
	}
	var r Result
	id, bits := m.identifiers(q, c, &r)
	best, qn, cn := bestNames(q, c)
	if best.Score == 0 && id != 1 {
		return Result{}
	}
	if best.Score > 0 {
		r.Score = best.Score
		if cn.weak || qn.weak {
			r.Score *= weakAlias
		}
		bits += best.Bits
		r.Why = append([]Reason{nameReason(best, qn, cn)}, r.Why...)
	}
	bits += m.birth(q, c, &r)
	bits += m.countries(q, c, &r)
	bits += m.gender(q, c, &r)
	bits += m.birthPlace(q, c, &r)
	if id == 1 {
		r.Score = max(r.Score, 0.98)
	}
	r.Score = math.Round(min(max(r.Score, 0), 1)*1e4) / 1e4
	r.Probability = math.Round(1e4/(1+math.Exp2(priorBits-bits))) / 1e4
	r.Match = r.Score >= threshold
	return r
}

func (r *Result) raise(share float64) { r.Score += (1 - r.Score) * share }

func (r *Result) why(feature string, score float64, q, c, text string) {
	r.Why = append(r.Why, Reason{feature, score, q, c, text})
}

// bestNames returns the comparison of the two names, one of each, that are
// most alike.
func bestNames(q, c *Entity) (best names.Result, qn, cn name) {
	value := -1.0
	for i := range q.names {
		for j := range c.names {
			r := names.Compare(q.names[i].Name, c.names[j].Name)
			v := r.Score
			if q.names[i].weak || c.names[j].weak {
				v *= weakAlias
			}
			if v > value {
				value, best, qn, cn = v, r, q.names[i], c.names[j]
			}
			if v == 1 {
				return best, qn, cn
			}
		}
	}
	return best, qn, cn
}

// nameReason says which word matched which and by what.
func nameReason(r names.Result, q, c name) Reason {
	var parts []string
	for _, p := range r.Pairs {
		a, b := words(q.Name, p.Q, p.QN), words(c.Name, p.C, p.CN)
		if p.Relation == names.Equal && strings.EqualFold(a, b) {
			parts = append(parts, fmt.Sprintf("%q is the same", a))
		} else {
			parts = append(parts, fmt.Sprintf("%q and %q: %s", a, b, p.Relation))
		}
	}
	for _, side := range []struct {
		n    *names.Name
		left []int
		who  string
	}{{q.Name, r.LeftQ, "query"}, {c.Name, r.LeftC, "entry"}} {
		for _, i := range side.left {
			parts = append(parts, fmt.Sprintf("%q is only in the %s", side.n.Words[i].Original, side.who))
		}
	}
	if r.Note != "" {
		parts = append(parts, r.Note)
	}
	if c.weak {
		parts = append(parts, "the entry calls this a weak alias")
	}
	if q.Repaired || c.Repaired {
		parts = append(parts, "letters of another script stood in for Latin ones")
	}
	return Reason{"name", math.Round(r.Score*1e4) / 1e4, q.Original, c.Original, strings.Join(parts, "; ")}
}

func words(n *names.Name, from, count int) string {
	var out []string
	for i := from; i < from+count; i++ {
		out = append(out, n.Words[i].Original)
	}
	return strings.Join(out, " ")
}

// identifiers returns 1 where a strong identifier is shared, and the bits that
// shared identifiers are worth.
func (m *Model) identifiers(q, c *Entity, r *Result) (decides int, bits float64) {
	for _, a := range q.identifiers {
		for _, b := range c.identifiers {
			if a.key != b.key || strings.TrimPrefix(a.value, "IMO") != strings.TrimPrefix(b.value, "IMO") {
				continue
			}
			if a.strong && b.strong && a.property == b.property {
				r.why("identifier", 1, a.value, b.value, fmt.Sprintf("both have the %s %s", plainName(a.property), a.value))
				return 1, 40
			}
			r.why("identifier", idAgrees, a.value, b.value, fmt.Sprintf("the number %s is the %s of one and the %s of the other", a.value, plainName(a.property), plainName(b.property)))
			r.raise(idAgrees)
			bits += 15
			return 0, bits
		}
	}
	return 0, 0
}

// plainName spells a property's name in words: imoNumber is imo number.
func plainName(property string) string {
	var b strings.Builder
	for _, c := range property {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte(' ')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}
