package eval

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// speed measures, on the newest whole lists and the customers, by one worker:
//
//	speed.parse_seconds     parsing the lists (group: each version, and all)
//	speed.build_seconds     compiling the index
//	speed.first_answer_ms   opening a compiled index and answering once
//	speed.names_per_second  names a second, one after the other (n: names)
//	speed.query_us          of one query, groups p50 and p99
//	speed.memory_mb         what the process holds in memory after that
//
// Times are wall time: run it on a machine that does nothing else, and compare
// medians of several runs.
func (r *run) speed(ctx context.Context) error {
	if r.opts.Speed == nil || r.opts.Load == nil {
		return skipped("nothing to measure the speed of")
	}
	rows, lists, err := r.customerRows(ctx)
	if err != nil {
		return err
	}
	total := 0.0
	for _, v := range lists {
		start := time.Now()
		stats, err := r.opts.Load(ctx, v.files)
		if err != nil {
			return fmt.Errorf("%s: %w", v, err)
		}
		took := time.Since(start).Seconds()
		total += took
		r.add("speed.parse_seconds", v.String(), took, stats.Entities)
	}
	r.add("speed.parse_seconds", "all", total, len(lists))
	rows = sample(rows, r.opts.Customers)
	queries := make([]Query, len(rows))
	for i, row := range rows {
		queries[i] = r.customer(row, false)
	}
	times, err := r.opts.Speed(ctx, join(lists), queries)
	if err != nil {
		return err
	}
	r.add("speed.build_seconds", "all", times.Build.Seconds(), times.Entities)
	r.add("speed.first_answer_ms", "all", float64(times.First.Microseconds())/1e3, times.Entities)
	var sum time.Duration
	for _, t := range times.Queries {
		sum += t
	}
	r.add("speed.names_per_second", "all", float64(len(times.Queries))/sum.Seconds(), len(times.Queries))
	slices.Sort(times.Queries)
	for _, q := range []struct {
		group string
		share float64
	}{{"p50", 0.5}, {"p99", 0.99}} {
		at := times.Queries[int(q.share*float64(len(times.Queries)-1))]
		r.add("speed.query_us", q.group, float64(at.Nanoseconds())/1e3, len(times.Queries))
	}
	r.add("speed.memory_mb", "all", float64(times.Memory)/(1<<20), times.Entities)
	return nil
}
