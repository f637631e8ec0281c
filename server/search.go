package server

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"interdict/ftm"
	"interdict/screen"
	"interdict/service"
)

// found is an entity that a search found.
type found struct {
	entity *ftm.Entity
	score  float64 // 0–1
}

type searchResult struct {
	entityOut
	Score float64 `json:"score"`
}

type facet struct {
	Label  string       `json:"label"`
	Values []facetValue `json:"values"`
}

type facetValue struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// search answers GET /search/{dataset}: names as they are matched, and names
// that hold all words asked for; without q everything that the filters leave.
func (s *Server) search(w http.ResponseWriter, r *http.Request) {
	v := r.URL.Query()
	collection, err := s.collection(r.PathValue("dataset"))
	if err != nil {
		failWith(w, err)
		return
	}
	limit, offset := 10, 0
	for _, n := range []struct {
		name string
		to   *int
		most int
	}{{"limit", &limit, mostLimit}, {"offset", &offset, 9999}} {
		if err := number(v, n.name, n.to, 0, n.most); err != nil {
			failWith(w, err)
			return
		}
	}
	filter, err := searchFilter(v, collection)
	if err != nil {
		failWith(w, err)
		return
	}
	all, err := s.lookFor(r.Context(), strings.TrimSpace(v.Get("q")), v.Get("fuzzy") != "false", cmp.Or(v.Get("schema"), anySchema), filter)
	if err != nil {
		failWith(w, err)
		return
	}
	sortFound(all, v["sort"])
	names := v["facets"]
	if len(names) == 0 {
		names = []string{"countries", "topics", "datasets"}
	}
	facets := map[string]facet{}
	for _, name := range names {
		f, err := countFacet(name, all)
		if err != nil {
			failWith(w, err)
			return
		}
		facets[name] = f
	}
	results := []searchResult{}
	var shown []string
	for _, f := range all[min(offset, len(all)):min(offset+limit, len(all))] {
		results = append(results, searchResult{plain(f.entity), f.score})
		shown = append(shown, f.entity.ID)
	}
	if err := s.service.Shown(r.Context(), "search", shown, v.Get("q")); err != nil {
		failWith(w, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"results": results, "facets": facets, "total": total{len(all), "eq"}, "limit": limit, "offset": offset})
}

// searchFilter makes a filter of the parameters: of several values of one
// parameter any will do, or all with filter_op=AND.
func searchFilter(v url.Values, collection string) (func(*ftm.Entity) bool, error) {
	schema := cmp.Or(v.Get("schema"), anySchema)
	of := ftm.Lookup(schema)
	if of == nil {
		return nil, badf("unknown schema %q", schema)
	}
	type condition struct {
		values func(*ftm.Entity) []string
		want   []string
	}
	var conditions []condition
	for name, values := range map[string]func(*ftm.Entity) []string{
		"countries":       func(e *ftm.Entity) []string { return e.ByType(ftm.TypeCountry) },
		"topics":          func(e *ftm.Entity) []string { return e.Get("topics") },
		"datasets":        func(e *ftm.Entity) []string { return e.Datasets },
		"include_dataset": func(e *ftm.Entity) []string { return e.Datasets },
	} {
		if want := v[name]; len(want) > 0 {
			conditions = append(conditions, condition{values, want})
		}
	}
	for _, f := range v["filter"] {
		property, value, ok := strings.Cut(f, ":")
		if !ok {
			return nil, badf("filter=%s: write it as property:value", f)
		}
		conditions = append(conditions, condition{func(e *ftm.Entity) []string { return e.Get(property) }, []string{value}})
	}
	all := strings.EqualFold(v.Get("filter_op"), "AND")
	exclude, since := v["exclude_dataset"], v.Get("changed_since")
	return func(e *ftm.Entity) bool {
		if collection != "" && !slices.Contains(e.Datasets, collection) ||
			slices.ContainsFunc(exclude, func(d string) bool { return slices.Contains(e.Datasets, d) }) || since != "" && e.LastChange < since {
			return false
		}
		for _, c := range conditions {
			has := c.values(e)
			in := func(want string) bool {
				return slices.ContainsFunc(has, func(h string) bool { return strings.EqualFold(h, want) })
			}
			if all && slices.ContainsFunc(c.want, func(w string) bool { return !in(w) }) || !all && !slices.ContainsFunc(c.want, in) {
				return false
			}
		}
		return true
	}, nil
}

// anySchema is what all listed entities are.
const anySchema = "Thing"

// lookFor finds the listed entities of a schema that a text asks for.
func (s *Server) lookFor(ctx context.Context, q string, fuzzy bool, schema string, filter func(*ftm.Entity) bool) ([]found, error) {
	edition, err := s.service.Edition(ctx)
	if err != nil {
		return nil, err
	}
	store := edition.Records
	var out []found
	add := func(n int, score float64) error {
		if of := store.Schema(n); of != nil && !of.IsA(schema) {
			return nil
		}
		e, err := store.Entity(n)
		if err == nil && filter(e) {
			out = append(out, found{e, score})
		}
		return err
	}
	if q == "" {
		for n := range store.Targets() {
			if err := cmp.Or(add(n, 0), ctx.Err()); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	scores := map[int]float64{}
	if fuzzy {
		if err := rank(ctx, edition, q, scores); err != nil {
			return nil, err
		}
	}
	holding, err := store.Holding(q)
	if err != nil {
		return nil, err
	}
	for score, numbers := range map[float64][]int{1: store.Named(q), defaultCutoff: holding} {
		for _, n := range numbers {
			scores[n] = max(scores[n], score)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(scores)) {
		if err := add(n, scores[n]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rank adds the listed entities that a text could be the name of, with scores.
func rank(ctx context.Context, edition *service.Edition, name string, scores map[int]float64) error {
	e := ftm.New("LegalEntity", "query")
	_ = e.Add("name", name) // a name takes any text
	r, err := edition.Engine.Rank(ctx, screen.Query{Entity: e}, screen.Limits{Threshold: defaultCutoff})
	if err != nil {
		return err
	}
	for i := range r.Len() {
		if n, ok := edition.Records.Target(r.Target(i)); ok {
			scores[n] = r.Score(i)
		}
	}
	return nil
}

// sortFound puts the best first, or sorts by properties, such as caption:asc.
func sortFound(all []found, by []string) {
	slices.SortStableFunc(all, func(a, b found) int {
		for _, s := range by {
			property, order, _ := strings.Cut(s, ":")
			c := strings.Compare(sortValue(a.entity, property), sortValue(b.entity, property))
			if strings.EqualFold(order, "desc") {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.entity.ID, b.entity.ID))
	})
}

func sortValue(e *ftm.Entity, property string) string {
	switch property {
	case "caption":
		return e.Caption()
	case "first_seen":
		return e.FirstSeen
	case "last_seen":
		return e.LastSeen
	case "last_change":
		return e.LastChange
	}
	return e.First(property)
}

// mostFacets is how many values a facet has at most.
const mostFacets = 50

func countFacet(name string, all []found) (facet, error) {
	f := facet{Label: name, Values: []facetValue{}}
	counts := map[string]int{}
	for _, x := range all {
		var values []string
		switch name {
		case "countries":
			values = x.entity.ByType(ftm.TypeCountry)
		case "topics":
			values = x.entity.Get("topics")
		case "datasets":
			values = x.entity.Datasets
		case "schema":
			values = []string{x.entity.Schema.Name}
		case "genders":
			values = x.entity.Get("gender")
		default:
			return f, badf("unknown facet %q: use countries, topics, datasets, schema or genders", name)
		}
		for _, v := range values {
			counts[v]++
		}
	}
	for v, n := range counts {
		f.Values = append(f.Values, facetValue{v, v, n})
	}
	slices.SortFunc(f.Values, func(a, b facetValue) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.Name, b.Name)) })
	f.Values = f.Values[:min(len(f.Values), mostFacets)]
	return f, nil
}
