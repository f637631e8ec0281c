// Package eval is the program's mirror: it measures, on labelled data, how well
// names are matched, how complete a screen is, and how well a document is read.
//
// In comes a directory of labelled data (see "Layout") and the parts to be
// measured, each plugged in as a small function or interface through [Options].
// Out come [Figure] values with fixed names, so that two runs, or two versions
// of the program, can be set side by side:
//
//	figures, err := eval.Run(ctx, "bench", eval.Options{
//		Compare:  compare, // two names in, a score out
//		Open:     open,    // list files in, something that screens out
//		Read:     read,    // a document in, its ledger out
//		Progress: os.Stderr,
//	})
//	eval.Table(os.Stdout, figures)
//
// # Layout
//
// Files are found by place and pattern, never by a count or a date written in
// the program, so that other data of the same kind is measured the same way.
// What is not there is skipped, with its reason.
//
//	names/*.csv                           labelled pairs: case_group, schema, name1, name2, is_match
//	queries/un_typing*.csv                UN persons with typing errors, and the reference to be found
//	queries/un_original_script*.csv       UN names in their own script, for
//	queries/un_DATE_latin_only.xml.gz     the list of that date without those scripts
//	queries/uk_original_script*.csv       the same for the UK list, for
//	queries/uk_DATE_latin_only.csv.gz     that list
//	queries/negatives*.csv.gz             customers who are on no list
//	lists/SOURCE/DATE/…                   official list files; PROVENANCE.md may give entity counts
//	reading/ledger/*.jsonl                documents with gold ledgers
//	reading/polnear/{dev,test}.tar.gz     attributions as standoff (or the folder unpacked)
//	reading/ud-ewt/{dev,test}.conllu.gz   trees
//	reading/plover/*.json                 event sentences
//	reading/re3d/*/…jsonl                 entities in official statements
//
// # Promises
//
// A figure is a plain function of data and program: samples are drawn by a
// hash of the row, never at random. One part's failure hides no other's
// figures: errors are collected, and Run returns them together with every
// figure that could be measured. Nothing in this package changes what it
// measures, and a part that is not plugged in is skipped, never guessed.
package eval

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Figure is one measured number.
type Figure struct {
	Suite  string  `json:"suite"`  // names, exact, lists, reading, speed or serve
	Figure string  `json:"figure"` // what is measured, such as name_bench.f1
	Group  string  `json:"group"`  // the part of the data: all, or the name of a part
	Value  float64 `json:"value"`  // a share from 0 to 1, or a count
	N      int     `json:"n"`      // how many items the value rests on
}

// A Skip is something that was not measured.
type Skip struct {
	Suite  string
	What   string // the figure or its first part, such as un_script
	Reason string
}

var suiteNames = []string{"names", "exact", "lists", "reading", "speed", "serve"}

// Suites returns the names of the suites, in the order in which they run.
func Suites() []string { return slices.Clone(suiteNames) }

// Options says what is measured, by which parts, and how much of it. The zero
// value measures nothing and skips everything with a reason.
type Options struct {
	Lists     string   // directory of list files; empty: lists under the data directory
	Suites    []string // suites to run; empty: all but speed and serve
	Threshold float64  // score from which two names match; 0: 0.7
	Customers int      // customers to sample; 0: 5000, negative: all of them
	Exact     int      // queries of the exact suite; 0: 20000, negative: all there are
	Cases     string   // file of rows that people found wrong (ledger.Case, one a line), for the reading suite
	Grow      int      // entities that the speed suite grows the lists to as well; 0: it does not
	Workers   int      // calls at a time; 0: one for each core

	Compare     Comparer
	Open        OpenLists
	Brute       OpenLists // the exact suite's other way: every entity compared
	Recognise   Recogniser
	EntityNames EntityNames
	Judge       Judge // the names suite's probabilities
	Load        ListLoader
	Changes     VersionComparer
	Archive     Archiver
	Speed       Timer
	Serve       Starter
	Read        Reader
	Attribute   Attributor
	Parse       Parser
	Entities    EntityFinder
	Code        Coder // nil: derived from Read, see [CoderFromReader]

	Progress io.Writer  // lines on what is being measured; nil: none
	OnSkip   func(Skip) // called for everything that is skipped; may be nil
}

func (o Options) withDefaults(bench string) Options {
	if o.Lists == "" {
		o.Lists = filepath.Join(bench, "lists")
	}
	if len(o.Suites) == 0 {
		o.Suites = suiteNames[:len(suiteNames)-2] // times only where they are asked for
	}
	if o.Threshold == 0 {
		o.Threshold = 0.7
	}
	if o.Customers == 0 {
		o.Customers = 5000
	}
	if o.Exact == 0 {
		o.Exact = 20000
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Code == nil && o.Read != nil {
		o.Code = CoderFromReader(o.Read)
	}
	return o
}

// Run measures everything in the directory bench that the options have a part
// for. It returns all figures that could be measured, in a fixed order, and
// beside them the joined errors of those that could not. A suite that does not
// exist is an error before anything runs.
func Run(ctx context.Context, bench string, opts Options) ([]Figure, error) {
	opts = opts.withDefaults(bench)
	for _, s := range opts.Suites {
		if !slices.Contains(suiteNames, s) {
			return nil, fmt.Errorf("unknown suite %q: choose from %s", s, strings.Join(suiteNames, ", "))
		}
	}
	if bench != "" || opts.Cases == "" { // cases bring their own data
		if err := checkDir(bench); err != nil {
			return nil, err
		}
	}
	r := &run{bench: bench, opts: opts}
	reading := []measure{{"cases", r.cases}}
	if bench != "" {
		reading = append([]measure{{"ledger", r.ledger}, {"polnear", r.polnear}, {"ewt", r.treebank}, {"plover", r.plover}, {"re3d", r.re3d}}, reading...)
	}
	measures := map[string][]measure{
		"names": {
			{"name_bench", r.nameBench}, {"un_typing", r.unTyping}, {"un_script", r.unScript},
			{"uk_script", r.ukScript}, {"customers", r.customers}, {"probability", r.probability},
		},
		"exact":   {{"exact", r.exact}},
		"lists":   {{"lists", r.lists}, {"history", r.history}},
		"speed":   {{"speed", r.speed}},
		"serve":   {{"serve", r.serve}},
		"reading": reading,
	}
	var errs []error
	for _, suite := range suiteNames {
		if !slices.Contains(opts.Suites, suite) {
			continue
		}
		for _, m := range measures[suite] {
			if err := ctx.Err(); err != nil {
				return r.figures, errors.Join(append(errs, err)...)
			}
			r.suite, r.what = suite, m.name
			start := time.Now()
			r.say("%s: %s", suite, m.name)
			err := m.do(ctx)
			var skip *skipError
			switch {
			case errors.As(err, &skip):
				r.skip("%s", skip.reason)
			case err != nil:
				r.say("%s: %s failed: %v", suite, m.name, err)
				errs = append(errs, fmt.Errorf("%s: %s: %w", suite, m.name, err))
			default:
				r.say("%s: %s done in %s", suite, m.name, time.Since(start).Round(10*time.Millisecond))
			}
		}
	}
	return r.figures, errors.Join(errs...)
}

// A measure makes the figures that share the first part of their name.
type measure struct {
	name string
	do   func(context.Context) error
}

// A run is one call of Run: what it reads, and what it has measured so far.
type run struct {
	bench       string
	opts        Options
	suite, what string
	figures     []Figure

	mu       sync.Mutex // guards lastSaid and the progress writer
	lastSaid time.Time
}

// skipError ends a measure that cannot be made here, which is no failure.
type skipError struct{ reason string }

func (e *skipError) Error() string { return "skipped: " + e.reason }

func skipped(format string, args ...any) error {
	return &skipError{fmt.Sprintf(format, args...)}
}

func (r *run) skip(format string, args ...any) {
	s := Skip{Suite: r.suite, What: r.what, Reason: fmt.Sprintf(format, args...)}
	r.say("%s: %s skipped: %s", s.Suite, s.What, s.Reason)
	if r.opts.OnSkip != nil {
		r.opts.OnSkip(s)
	}
}

func (r *run) add(figure, group string, value float64, n int) {
	r.figures = append(r.figures, Figure{Suite: r.suite, Figure: figure, Group: group, Value: value, N: n})
}

// addRatio adds a figure that is undefined where nothing was counted.
func (r *run) addRatio(figure, group string, part, whole float64, n int) {
	if whole > 0 {
		r.add(figure, group, part/whole, n)
	}
}

func (r *run) say(format string, args ...any) {
	if r.opts.Progress == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lastSaid = time.Now()
	fmt.Fprintf(r.opts.Progress, format+"\n", args...)
}

// tick reports progress every few seconds.
func (r *run) tick(done, total int) {
	if r.opts.Progress == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Since(r.lastSaid) < 5*time.Second {
		return
	}
	r.lastSaid = time.Now()
	fmt.Fprintf(r.opts.Progress, "%s: %s %d of %d\n", r.suite, r.what, done, total)
}

// each calls do for 0 … n-1 on several workers and stops at the first error.
func (r *run) each(ctx context.Context, n int, do func(context.Context, int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	var mu sync.Mutex
	next, done := 0, 0
	for range min(r.opts.Workers, n) {
		wg.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= n || ctx.Err() != nil {
					return
				}
				if err := do(ctx, i); err != nil {
					cancel(err)
					return
				}
				mu.Lock()
				done++
				d := done
				mu.Unlock()
				r.tick(d, n)
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}
