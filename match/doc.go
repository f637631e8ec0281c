// Package match compares two entities: how like they are, how probably they
// are one party, and why.
//
//	m := match.Default()
//	r := m.Compare(m.Prepare(query), m.Prepare(candidate), 0.7)
//	// r.Score, r.Match, r.Probability, r.Why
//
// The score (0–1) begins with the best pair of names that the two have
// (package names); a weak alias counts for a little less. What else is known
// speaks for or against: a strong identifier that both have decides for; birth
// dates, countries, genders and places of birth that agree raise the score a
// little and ones that contradict lower it, each by a stated share. A value
// that only one side has says nothing. Entities whose schemata exclude each
// other, a person and a vessel, score 0.
//
// A score depends on the two entities and the model alone, never on which
// lists are loaded.
package match
