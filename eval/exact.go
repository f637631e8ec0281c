package eval

import (
	"context"
	"math"
	"slices"
	"strconv"
)

// exactThresholds are where the two ways are set side by side.
var exactThresholds = []float64{0.5, 0.6, 0.7, 0.8, 0.9}

// exact compares the fast way of screening with brute force, which compares
// each query with every entity: exact.queries says on how many queries,
// exact.differences how many hits only one way has, or has with another score,
// over all thresholds (groups: all and each threshold). Queries are, in equal
// parts as far as they go, customers, names with typing errors, names in their
// own script, and the names of the entities themselves.
//
// exact.shard_differences says how many hits on all lists at once differ from
// those found on each list by itself.
func (r *run) exact(ctx context.Context) error {
	if r.opts.Open == nil || r.opts.Brute == nil {
		return skipped("both a fast and a brute-force screener are needed")
	}
	lists, err := r.current(ctx)
	if err != nil {
		return err
	}
	if len(lists) == 0 {
		return skipped("no whole list in %s", r.opts.Lists)
	}
	queries, err := r.exactQueries(ctx, join(lists))
	if err != nil {
		return err
	}
	if len(queries) == 0 {
		return skipped("no queries")
	}
	fast, done, err := r.openLists(ctx, r.opts.Open, join(lists))
	if err != nil {
		return err
	}
	defer done()
	brute, doneBrute, err := r.openLists(ctx, r.opts.Brute, join(lists))
	if err != nil {
		return err
	}
	defer doneBrute()

	byQuery := make([][]int, len(queries))
	err = r.each(ctx, len(queries), func(ctx context.Context, i int) error {
		byQuery[i], err = compareWays(ctx, fast, brute, queries[i])
		return err
	})
	if err != nil {
		return err
	}
	total, at := 0, make([]int, len(exactThresholds))
	for _, d := range byQuery {
		for t, n := range d {
			at[t] += n
			total += n
		}
	}
	r.add("exact.queries", "all", float64(len(queries)), len(queries))
	r.add("exact.differences", "all", float64(total), len(queries))
	for t, n := range at {
		r.add("exact.differences", formatThreshold(exactThresholds[t]), float64(n), len(queries))
	}
	return r.shards(ctx, fast, lists, queries)
}

// compareWays counts the differences of one query at every threshold. Brute
// force is run once, at the lowest, since it leaves nothing out; the fast way at
// each, since it may prune by the threshold.
func compareWays(ctx context.Context, fast, brute Screener, q Query) ([]int, error) {
	q.Threshold = exactThresholds[0]
	want, err := screen(ctx, brute, q)
	if err != nil {
		return nil, err
	}
	out := make([]int, len(exactThresholds))
	for i, t := range exactThresholds {
		q.Threshold = t
		got, err := screen(ctx, fast, q)
		if err != nil {
			return nil, err
		}
		out[i] = differences(got, want, t)
	}
	return out, nil
}

// differences counts the entries that only one side has from the threshold up,
// or has with another score.
func differences(got, want []Hit, threshold float64) int {
	type entry struct{ list, id string }
	scores := make(map[entry]float64, len(want))
	for _, h := range want {
		if h.Score >= threshold {
			scores[entry{h.List, h.ID}] = h.Score
		}
	}
	n := 0
	for _, h := range got {
		e := entry{h.List, h.ID}
		s, ok := scores[e]
		if !ok || math.Abs(s-h.Score) > 1e-9 {
			n++
		}
		delete(scores, e)
	}
	return n + len(scores)
}

// shards checks that the hits on all lists are the union of the hits on each.
func (r *run) shards(ctx context.Context, whole Screener, lists []version, queries []Query) error {
	if len(lists) < 2 {
		return nil
	}
	union := make([][]Hit, len(queries))
	for _, v := range lists {
		s, done, err := r.openLists(ctx, r.opts.Open, v.files)
		if err != nil {
			return err
		}
		err = r.each(ctx, len(queries), func(ctx context.Context, i int) error {
			q := queries[i]
			q.Threshold = exactThresholds[0]
			hits, err := screen(ctx, s, q)
			union[i] = append(union[i], hits...)
			return err
		})
		done()
		if err != nil {
			return err
		}
	}
	diffs := make([]int, len(queries))
	err := r.each(ctx, len(queries), func(ctx context.Context, i int) error {
		q := queries[i]
		q.Threshold = exactThresholds[0]
		hits, err := screen(ctx, whole, q)
		diffs[i] = differences(hits, union[i], exactThresholds[0])
		return err
	})
	total := 0
	for _, d := range diffs {
		total += d
	}
	if err == nil {
		r.add("exact.shard_differences", "all", float64(total), len(queries))
	}
	return err
}

// exactQueries gathers the queries, at most Options.Exact of them.
func (r *run) exactQueries(ctx context.Context, lists []string) ([]Query, error) {
	var kinds [][]row
	for _, pattern := range []string{"queries/un_typing*.csv", "queries/*_original_script*.csv", "queries/negatives*.csv"} {
		if files := r.find(pattern); len(files) > 0 {
			rows, err := readCSV(files, "name")
			if err != nil {
				return nil, err
			}
			kinds = append(kinds, rows)
		}
	}
	if r.opts.EntityNames != nil {
		named, err := r.opts.EntityNames(ctx, lists)
		if err != nil {
			return nil, err
		}
		rows := make([]row, len(named))
		for i, q := range named {
			rows[i] = row{"name": q.Name, "schema": q.Schema, "birth_date": q.BirthDate, "country": q.Country}
		}
		kinds = append(kinds, rows)
	}
	// Small kinds are taken whole; what they leave goes to the larger ones.
	var queries []Query
	for i, rows := range smallestFirst(kinds) {
		quota := -1
		if r.opts.Exact >= 0 {
			quota = (r.opts.Exact - len(queries)) / (len(kinds) - i)
		}
		for _, row := range sample(rows, quota) {
			country := row["country"]
			if country == "" {
				country = row["nationality"]
			}
			queries = append(queries, Query{Schema: row["schema"], Name: row["name"], BirthDate: row["birth_date"], Country: country})
		}
	}
	return queries, nil
}

func smallestFirst(kinds [][]row) [][]row {
	slices.SortStableFunc(kinds, func(a, b []row) int { return len(a) - len(b) })
	return kinds
}

func formatThreshold(t float64) string { return strconv.FormatFloat(t, 'f', 1, 64) }
