package eval

import (
	"context"
	"fmt"
	"slices"
	"strings"
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
//	speed.text_mb_per_second  finding listed names in news text that was seen once
//	                        before (groups: exact, words equal after folding; full)
//
// Where the lists are grown (Options.Grow), names_per_second, query_us,
// build_seconds and memory_mb come again in the group grown.
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
	text, err := r.newsText(ctx)
	if err != nil {
		return err
	}
	times, err := r.opts.Speed(ctx, Task{Files: join(lists), Queries: queries, Text: text})
	if err != nil {
		return err
	}
	r.addTimes("all", "", times)
	r.add("speed.first_answer_ms", "all", float64(times.First.Microseconds())/1e3, times.Entities)
	for _, way := range []struct {
		group string
		took  time.Duration
	}{{"exact", times.Exact}, {"full", times.Full}} {
		if way.took > 0 {
			r.add("speed.text_mb_per_second", way.group, float64(len(text))/1e6/way.took.Seconds(), len(text))
		}
	}
	if r.opts.Grow == 0 {
		return nil
	}
	if times, err = r.opts.Speed(ctx, Task{Files: join(lists), Queries: queries, Grow: r.opts.Grow}); err != nil {
		return err
	}
	r.addTimes("grown", "grown_", times)
	return nil
}

// addTimes adds what queries took: in a group, and in groups of the shares of
// queries that took no longer.
func (r *run) addTimes(group, prefix string, times Times) {
	r.add("speed.build_seconds", group, times.Build.Seconds(), times.Entities)
	var sum time.Duration
	for _, t := range times.Queries {
		sum += t
	}
	r.add("speed.names_per_second", group, float64(len(times.Queries))/sum.Seconds(), len(times.Queries))
	slices.Sort(times.Queries)
	for _, q := range []struct {
		group string
		share float64
	}{{"p50", 0.5}, {"p99", 0.99}} {
		at := times.Queries[int(q.share*float64(len(times.Queries)-1))]
		r.add("speed.query_us", prefix+q.group, float64(at.Nanoseconds())/1e3, len(times.Queries))
	}
	r.add("speed.memory_mb", group, float64(times.Memory)/(1<<20), times.Entities)
}

// newsText is the running text of the attribution corpus, "" where there is none.
func (r *run) newsText(ctx context.Context) (string, error) {
	paths := r.find("reading/polnear/train", "reading/polnear/train.tar")
	if len(paths) == 0 {
		return "", nil
	}
	files, err := ReadStandoff(ctx, paths[0])
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for _, f := range files {
		all.WriteString(f.Text + "\n\n")
	}
	return all.String(), nil
}
