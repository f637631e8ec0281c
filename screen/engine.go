// Package screen is the engine: a query in, hits out.
//
// An [Engine] is built once from the entities of some lists and answers from
// then on; it is immutable, shares nothing with another and is safe for
// concurrent use. Its answer is exactly what comparing the query with every
// entity would give.
//
//	engine, err := screen.New(ctx, match.Default(), screen.Targets(entities, screen.Options{}))
//	query, err := screen.NewQuery([]screen.Field{{Name: "name", Value: "Kim Yo Jong"}}, "")
//	hits, err := engine.Screen(ctx, query, screen.Limits{})
//
// [Table] reads queries from the CSV files that people have, and [Engine.Batch]
// screens them on all cores with the order kept.
package screen

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	"interdict/ftm"
	"interdict/index"
	"interdict/match"
	"interdict/names"
)

// DefaultThreshold is the score from which a hit is a match.
const DefaultThreshold = 0.7

// A Hit is one list entry that a query may be.
type Hit struct {
	List        string         `json:"list"`   // source name
	ID          string         `json:"id"`     // the publisher's entry id
	Entity      string         `json:"entity"` // FollowTheMoney id
	Party       string         `json:"party"`  // joins entries of several lists that are one party
	Caption     string         `json:"caption"`
	Schema      string         `json:"schema"`
	Score       float64        `json:"score"`       // 0–1
	Probability float64        `json:"probability"` // 0–1
	Match       bool           `json:"match"`       // score reaches the threshold
	Since       *string        `json:"since"`       // date of listing, null where the list gives none
	SeenBy      *string        `json:"seen_by"`     // date of the earliest version of the list that is known to have it, null where none is
	Programmes  []string       `json:"programmes"`
	Fingerprint string         `json:"fingerprint"` // hash of the compared values
	Why         []match.Reason `json:"why"`
}

// Limits bound an answer. The zero value gives every hit from the default
// threshold up.
type Limits struct {
	Threshold float64 // 0–1; 0 means DefaultThreshold
	Min       float64 // also return hits below the threshold from this score up, as no match; 0 means none
	Most      int     // at most so many hits, the best; 0 means all
}

func (l Limits) threshold() float64 {
	if l.Threshold == 0 {
		return DefaultThreshold
	}
	return l.Threshold
}

func (l Limits) floor() float64 {
	if l.Min > 0 && l.Min < l.threshold() {
		return l.Min
	}
	return l.threshold()
}

// A Target is a listed entity with what its designations say.
type Target struct {
	Entity     *ftm.Entity
	List       string
	ID         string // the publisher's entry id
	Programmes []string
	Since      string // earliest date of listing, "" where the list gives none
	SeenBy     string // date of the earliest known version that has it, "" where unknown
	Party      string // canonical id that joins entries of several lists
}

// Options tell what the lists themselves do not say of their entries. The zero
// value is for a list that stands alone.
type Options struct {
	Party  func(entity string) string // the party that an entry belongs to; nil: each is its own
	SeenBy map[string]string          // FollowTheMoney id to the date of the earliest known version that has it
}

// An Engine answers queries over a fixed set of entities.
type Engine struct {
	model   *match.Model
	index   *index.Index
	parsers chan *names.Parser // idle ones

	findersLock sync.Mutex
	finders     map[TextOptions][]*index.Finder // idle ones
}

func newEngine(model *match.Model, ix *index.Index) *Engine {
	return &Engine{model: model, index: ix, parsers: make(chan *names.Parser, runtime.GOMAXPROCS(0)+1), finders: map[TextOptions][]*index.Finder{}}
}

// prepare prepares a query, by a parser that remembers the words of others.
func (e *Engine) prepare(q *ftm.Entity) *match.Entity {
	var p *names.Parser
	select {
	case p = <-e.parsers:
	default:
		p = names.NewParser()
	}
	prepared := e.model.PrepareWith(p, q)
	select {
	case e.parsers <- p:
	default:
	}
	return prepared
}

// New builds an engine in memory.
func New(ctx context.Context, model *match.Model, targets []Target) (*Engine, error) {
	ix, err := index.New(ctx, model, entries(slices.Values(targets)))
	if err != nil {
		return nil, err
	}
	return newEngine(model, ix), nil
}

// Build compiles an engine into a file, which [Open] opens in milliseconds. The
// identity says what the targets are, which need not be in memory together.
func Build(ctx context.Context, path, identity string, model *match.Model, targets iter.Seq[Target]) error {
	return index.Build(ctx, path, identity+metaFormat, model, entries(targets))
}

// Open opens an engine that [Build] compiled. It is an error where the file is
// not there, is damaged, or is not what the identity and the model say.
func Open(path, identity string, model *match.Model) (*Engine, error) {
	ix, err := index.Open(path, identity+metaFormat, model)
	if err != nil {
		return nil, err
	}
	return newEngine(model, ix), nil
}

// Close gives the engine's file back. Nothing may be asked of it afterwards.
func (e *Engine) Close() error { return e.index.Close() }

// entries puts what a hit says of a target beside its entity.
func entries(targets iter.Seq[Target]) iter.Seq[index.Entry] {
	return func(yield func(index.Entry) bool) {
		for t := range targets {
			h := t.Hit()
			if !yield(index.Entry{Entity: t.Entity, Meta: h.pack()}) {
				return
			}
		}
	}
}

// Hit returns what a hit says of the target, without what comparing adds.
func (t *Target) Hit() Hit {
	h := Hit{List: t.List, ID: t.ID, Entity: t.Entity.ID, Party: t.Party, Caption: t.Entity.Caption(), Schema: t.Entity.Schema.Name,
		Programmes: t.Programmes, Fingerprint: fingerprint(t.Entity)}
	if h.Programmes == nil {
		h.Programmes = []string{}
	}
	if t.Since != "" {
		h.Since = &t.Since
	}
	if t.SeenBy != "" {
		h.SeenBy = &t.SeenBy
	}
	return h
}

// Targets returns the listed entities among those that lists give, with the
// programmes and dates of their designations.
func Targets(entities []*ftm.Entity, options Options) []Target {
	place := map[string]int{}
	var out []Target
	for _, e := range entities {
		if !e.Target || !e.Schema.Matchable {
			continue
		}
		t := Target{Entity: e, ID: e.ID, Party: e.ID, SeenBy: options.SeenBy[e.ID]}
		if options.Party != nil {
			t.Party = options.Party(e.ID)
		}
		if len(e.Datasets) > 0 {
			t.List = e.Datasets[0]
			t.ID = strings.TrimPrefix(e.ID, t.List+"-")
		}
		place[e.ID] = len(out)
		out = append(out, t)
	}
	for _, s := range entities {
		if !s.Schema.IsA("Sanction") {
			continue
		}
		for _, id := range s.Get("entity") {
			i, ok := place[id]
			if !ok {
				continue
			}
			t := &out[i]
			for _, property := range []string{"program", "programId"} {
				if v := s.Get(property); len(v) > 0 {
					for _, p := range v {
						if !slices.Contains(t.Programmes, p) {
							t.Programmes = append(t.Programmes, p)
						}
					}
					break
				}
			}
			for _, d := range s.Get("listingDate") {
				if t.Since == "" || d < t.Since {
					t.Since = d
				}
			}
		}
	}
	return out
}

// Model returns the model that the engine scores by.
func (e *Engine) Model() *match.Model { return e.model }

// Screen returns the list entries that the query may be, the best first.
func (e *Engine) Screen(ctx context.Context, q Query, limits Limits) ([]Hit, error) {
	r, err := e.Rank(ctx, q, limits)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, r.Len())
	for i := range hits {
		if hits[i], err = r.Hit(i); err != nil {
			return nil, err
		}
	}
	return hits, nil
}

// fingerprint is a hash of the values that are compared: names, dates,
// countries, genders, identifiers, places and addresses.
func fingerprint(e *ftm.Entity) string {
	var lines []string
	e.Each(func(p *ftm.Property, values []string) {
		switch p.Type {
		case ftm.TypeName, ftm.TypeDate, ftm.TypeCountry, ftm.TypeGender, ftm.TypeIdentifier, ftm.TypeAddress:
		default:
			if p.Name != "birthPlace" {
				return
			}
		}
		for _, v := range values {
			lines = append(lines, p.Name+"="+v)
		}
	})
	sort.Strings(lines)
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s", e.Schema.Name, strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:8])
}
