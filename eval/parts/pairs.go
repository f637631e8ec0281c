package parts

import (
	"context"
	"hash/fnv"
	"slices"
	"strings"

	"interdict/eval"
	"interdict/ftm"
	"interdict/index"
	"interdict/match"
)

// A Pair is a query and an entry that a screen would weigh against each other,
// with whether they are one party.
type Pair struct {
	match.Sample
	Check bool // of the half that is not trained on
}

// PairScore is the score from which a candidate is a pair.
const PairScore = 0.5

// pairQueries bounds how many entries of the lists are asked for.
const pairQueries = 6000

// Pairs makes labelled pairs from the lists themselves. It asks for entries by
// one of their names, and pairs the query with every entry that scores 0.5 or
// more. The query is an alias that is taken from the entry, the entry's name
// with a typing error, or the name as it stands, and half of the queries come
// with what a customer file would have besides. Entries of one list are
// different parties; entries of two lists are one where a strong identifier or
// both a name and the full date of birth agree, different where the dates of
// birth contradict each other, and else left out, for nobody has said which.
// Queries for customers who are on no list pair with nobody.
//
// Which half a pair belongs to depends on the entry that was asked for, or the
// customer, alone.
func Pairs(ctx context.Context, m *match.Model, files []string, customers []eval.Query) ([]Pair, error) {
	results, err := ReadLists(ctx, files)
	if err != nil {
		return nil, err
	}
	s := pairMaker{model: m}
	for _, r := range results {
		for _, e := range r.Entities {
			if e.Target && e.Schema.Matchable && len(e.ByType(ftm.TypeName)) > 0 {
				s.entities = append(s.entities, e)
				s.prepared = append(s.prepared, m.Prepare(e))
			}
		}
	}
	entries := func(yield func(index.Entry) bool) {
		for _, e := range s.entities {
			if !yield(index.Entry{Entity: e}) {
				return
			}
		}
	}
	if s.index, err = index.New(ctx, m, entries); err != nil {
		return nil, err
	}
	asked := make([]int, len(s.entities))
	for i := range asked {
		asked[i] = i
	}
	slices.SortFunc(asked, func(a, b int) int {
		x, y := hash(s.entities[a].ID), hash(s.entities[b].ID)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return a - b
	})
	for _, i := range asked[:min(len(asked), pairQueries)] {
		if err := s.ask(ctx, i); err != nil {
			return nil, err
		}
	}
	for _, c := range customers {
		party, err := Party(c)
		if err != nil {
			return nil, err
		}
		if err := s.pair(ctx, m.Prepare(party), -1, nil, hash(c.Name+c.BirthDate)); err != nil {
			return nil, err
		}
	}
	return s.out, nil
}

type pairMaker struct {
	model    *match.Model
	entities []*ftm.Entity
	prepared []*match.Entity
	index    *index.Index
	out      []Pair
}

// ask makes a query for the i-th entity and pairs it.
func (s *pairMaker) ask(ctx context.Context, i int) error {
	e := s.entities[i]
	h := hash(e.ID)
	named := e.ByType(ftm.TypeName)
	name, own := named[0], s.prepared[i]
	switch {
	case h%4 < 2 && len(named) > 1: // an alias that the entry is then without
		name = named[1+int(h/8)%(len(named)-1)]
		rest := ftm.New(e.Schema.Name, e.ID)
		e.Each(func(p *ftm.Property, values []string) {
			for _, v := range values {
				if p.Type == ftm.TypeName && v == name || p.Name == "firstName" || p.Name == "lastName" {
					continue
				}
				_ = rest.Add(p.Name, v) // taken from an entity, it fits
			}
		})
		own = s.model.Prepare(rest)
	case h%4 == 2:
		name = slip(name, h/8)
	}
	q := eval.Query{Schema: e.Schema.Name, Name: name}
	if h/4%2 == 0 {
		q.BirthDate, q.Gender = e.First("birthDate"), e.First("gender")
		if c := e.ByType(ftm.TypeCountry); len(c) > 0 {
			q.Country = c[0]
		}
	}
	party, err := Party(q)
	if err != nil {
		return err
	}
	return s.pair(ctx, s.model.Prepare(party), i, own, h)
}

// pair pairs a query for the i-th entity, or for nobody, with its candidates.
// The entity itself is compared as own.
func (s *pairMaker) pair(ctx context.Context, query *match.Entity, i int, own *match.Entity, h uint64) error {
	add := func(c *match.Entity, same bool) {
		if s.model.Score(query, c) < PairScore {
			return
		}
		if e, ok := s.model.Evidence(query, c); ok {
			s.out = append(s.out, Pair{match.Sample{Evidence: e, Same: same}, h>>32%2 == 1})
		}
	}
	if own != nil {
		add(own, true)
	}
	return s.index.Search(ctx, query, PairScore, func(j int, _ *match.Entity) {
		switch {
		case j == i:
		case i < 0:
			add(s.prepared[j], false)
		default:
			if same, known := s.sameParty(i, j); known {
				add(s.prepared[j], same)
			}
		}
	})
}

// sameParty reports whether two entries are one party, where that is known.
func (s *pairMaker) sameParty(i, j int) (same, known bool) {
	a, b := s.entities[i], s.entities[j]
	if slices.Equal(a.Datasets, b.Datasets) {
		return false, true
	}
	e, ok := s.model.Evidence(s.prepared[i], s.prepared[j])
	switch {
	case !ok:
		return false, false
	case e.Identifier == match.Same, e.Birth == match.Same && e.Name >= 0.9:
		return true, true
	case e.Birth == match.Different:
		return false, true
	}
	return false, false
}

// slip makes a typing error in a name: a letter left out, doubled, changed for
// another, or changed round with its neighbour.
func slip(name string, h uint64) string {
	r := []rune(name)
	if len(r) < 4 {
		return name
	}
	i := 1 + int(h/16)%(len(r)-2)
	switch h % 4 {
	case 0:
		r = slices.Delete(r, i, i+1)
	case 1:
		r = slices.Insert(r, i, r[i])
	case 2:
		r[i] = rune(strings.ToLower(name)[0])
	default:
		r[i], r[i+1] = r[i+1], r[i]
	}
	return string(r)
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	x := h.Sum64()
	// FNV's high bits are weak: the finaliser of SplitMix64.
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Judge makes pairs of lists and customers and says what the model holds of
// those in the half that is not trained on.
func Judge(m *match.Model) eval.Judge {
	return func(ctx context.Context, files []string, customers []eval.Query) ([]eval.Judgement, float64, error) {
		pairs, err := Pairs(ctx, m, files, customers)
		if err != nil {
			return nil, 0, err
		}
		out, err := judge(ctx, m, pairs)
		return out, m.Prior(), err
	}
}

// judge says what the model, and the score alone, hold of the pairs that were
// not trained on.
func judge(ctx context.Context, m *match.Model, pairs []Pair) ([]eval.Judgement, error) {
	alone, err := match.FitScore(ctx, TrainingHalf(pairs), m.Prior())
	if err != nil {
		return nil, err
	}
	var out []eval.Judgement
	for _, p := range pairs {
		if p.Check {
			out = append(out, eval.Judgement{Probability: m.Probability(p.Evidence), ScoreAlone: alone(p.Evidence), Same: p.Same})
		}
	}
	return out, nil
}

// TrainingHalf returns the pairs that a model may be trained on.
func TrainingHalf(pairs []Pair) []match.Sample {
	var out []match.Sample
	for _, p := range pairs {
		if !p.Check {
			out = append(out, p.Sample)
		}
	}
	return out
}
