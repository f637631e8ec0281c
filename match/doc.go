// Package match compares two entities: how like they are, how probably they
// are one party, and why.
//
//	m := match.Default()
//	q, c := m.Prepare(query), m.Prepare(candidate)
//	s := m.Score(q, c)        // the score alone, without allocation: for many candidates
//	r := m.Compare(q, c, 0.7) // r.Score, r.Match, r.Probability, r.Why
//
// # Score
//
// The score (0–1) begins with the best pair of names that the two have (package
// names); a weak alias counts for a little less. What else is known speaks for
// or against: a strong identifier that both have decides for; birth dates,
// countries, genders and places of birth that agree raise the score a little
// and ones that contradict lower it, each by a stated share. A value that only
// one side has says nothing. Entities whose schemata exclude each other, a
// person and a vessel, score 0. The score ranks and decides.
//
// # Probability
//
// The probability says how likely the two are one party: a common name that is
// shared by name alone scores 1 and may well be another person; a rare one with
// its birth date is near certain. It is a logistic regression over [Evidence]
// (likeness and rarity of the names, what else agrees and contradicts), fitted
// by [Train] to pairs whose truth is known: names of one entry are one party,
// other entries that look like it are not, customers who are on no list are
// nobody on it. model.json holds the weights; CARD.md says what they were fitted
// to, how well they hold on entries that they never saw, and what each threshold
// means.
//
// A probability needs to be told how likely a candidate is to be the party
// before anything is known of it. [DefaultPrior] says how many candidates with a
// score of 0.5 or more are; who knows better states it with [Model.WithPrior].
//
// # Reasons
//
// Each [Reason] is written as for a file: what of the query was held against
// what of the entry, how they go together, and how rare what they share is.
//
// A score and a probability depend on the two entities, the model and the prior
// alone, never on which lists are loaded. [Model.Version] names them.
package match
