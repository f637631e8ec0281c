package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"interdict/screen"
	"interdict/service"
)

type screenOptions struct {
	name      string
	schema    string
	fields    []string // --with field=value
	maps      []string // --map field=column
	dates     string
	threshold float64
	min       float64
	limit     int
	rejected  string
	failOnHit bool
}

func (a *app) screenCommand() *cobra.Command {
	var o screenOptions
	cmd := &cobra.Command{
		Use:   "screen [FILE.csv]",
		Short: "Find who of a name or a file of names is listed",
		Long: `Screen compares a name, or every row of a CSV file (- for standard input),
with every entry of the lists and prints the entries that it may be, with the
reasons. A file's columns are known by their usual names; --map says others.

Exit status: 0 done, 1 failed, 2 wrong usage, 3 hits with --fail-on-hit.`,
		Example: `  interdict screen --name "Kim Yo Jong"
  interdict screen --name "Ivan Petrov" --with birthDate=1970-05-01 --with country=Russia
  interdict screen customers.csv > hits.csv
  interdict screen --map name=kundenname --dates dmy customers.csv`,
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.screen(cmd, args, o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.name, "name", "", "the name to look for")
	f.StringVar(&o.schema, "schema", "", "kind of party: Person, Organization, Company, Vessel, Airplane (default any)")
	f.StringArrayVar(&o.fields, "with", nil, "what else is known with --name, as field=value: birthDate, country, gender, imoNumber, …")
	f.StringArrayVar(&o.maps, "map", nil, "which column of the file holds a field, as field=column")
	f.StringVar(&o.dates, "dates", "", "how dates in figures are written: dmy or mdy (default: only what can be read one way)")
	f.Float64Var(&o.threshold, "threshold", screen.DefaultThreshold, "score from which a hit is a match, 0.5 to 1")
	f.Float64Var(&o.min, "min", 0, "also show hits from this score up, as no match")
	f.IntVar(&o.limit, "limit", 0, "at most so many hits for each query (default all)")
	f.StringVar(&o.rejected, "rejected", "", "write rows that cannot be screened to this file")
	f.BoolVar(&o.failOnHit, "fail-on-hit", false, "exit with status 3 where there is a match")
	a.whenFlags(cmd)
	return cmd
}

func (a *app) screen(cmd *cobra.Command, args []string, o screenOptions) error {
	order, err := dateOrder(o.dates)
	if err != nil {
		return err
	}
	if o.threshold < 0.5 || o.threshold > 1 {
		return usageError{fmt.Errorf("--threshold %v: use a score from 0.5 to 1", o.threshold)}
	}
	limits := screen.Limits{Threshold: o.threshold, Min: o.min, Most: o.limit}
	switch {
	case o.name == "" && len(args) == 0:
		return hinted{usageError{errors.New("nothing to screen")}, `say --name "NAME" or name a CSV file`}
	case o.name != "" && len(args) > 0:
		return usageError{errors.New("--name and a file at once")}
	case o.name != "":
		return a.screenName(cmd, o, order, limits)
	}
	return a.screenFile(cmd, args[0], o, order, limits)
}

func dateOrder(s string) (screen.DateOrder, error) {
	switch s {
	case "":
		return "", nil
	case "dmy":
		return "day/month/year", nil
	case "mdy":
		return "month/day/year", nil
	}
	return "", usageError{fmt.Errorf("--dates %s: use dmy or mdy", s)}
}

func pair(flag, s string) (string, string, error) {
	field, value, ok := strings.Cut(s, "=")
	if !ok || field == "" || value == "" {
		return "", "", usageError{fmt.Errorf("%s %s: write it as field=value", flag, s)}
	}
	return strings.TrimSpace(field), strings.TrimSpace(value), nil
}

func (a *app) screenName(cmd *cobra.Command, o screenOptions, order screen.DateOrder, limits screen.Limits) error {
	fields := []screen.Field{{Name: "name", Value: o.name}}
	if o.schema != "" {
		fields = append(fields, screen.Field{Name: "schema", Value: o.schema})
	}
	for _, f := range o.fields {
		field, value, err := pair("--with", f)
		if err != nil {
			return err
		}
		fields = append(fields, screen.Field{Name: field, Value: value})
	}
	q, err := screen.NewQuery(fields, order)
	if err != nil {
		return usageError{err}
	}
	for _, r := range q.Entity.Rejected {
		fmt.Fprintf(a.err, "interdict: %s %q is not compared: %s\n", r.Property, r.Value, r.Reason)
	}
	s, err := a.service()
	if err != nil {
		return err
	}
	answer, err := s.Screen(cmd.Context(), q, limits)
	if err != nil {
		return err
	}
	if err := a.tellStarter(cmd, s); err != nil {
		return err
	}
	if a.json {
		if err := service.WriteAnswer(a.out, screen.Answer{Query: q, Hits: answer.Hits}, answer.Basis); err != nil {
			return err
		}
	} else if err := a.printHits(q, answer.Hits); err != nil {
		return err
	}
	return failOnHit(o, anyMatch(answer.Hits))
}

func anyMatch(hits []screen.Hit) bool {
	for _, h := range hits {
		if h.Match {
			return true
		}
	}
	return false
}

func failOnHit(o screenOptions, matched bool) error {
	if o.failOnHit && matched {
		return errHits
	}
	return nil
}

// tellStarter says on stderr that answers come from the starter set.
func (a *app) tellStarter(cmd *cobra.Command, s *service.Service) error {
	starter, err := s.Starter(cmd.Context())
	if err != nil || !starter {
		return err
	}
	fmt.Fprint(a.err, "interdict: no list is loaded: this answer is from a starter set of some sixty entries and proves nothing about others\n"+
		"hint: fetch the official files and run interdict lists add FILE…; interdict lists --sources says where they are\n")
	return nil
}

func (a *app) screenFile(cmd *cobra.Command, path string, o screenOptions, order screen.DateOrder, limits screen.Limits) (err error) {
	in, name := a.in, "standard input"
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		in, name = f, path
	}
	options := screen.TableOptions{Map: map[string]string{}, Dates: order, Name: name}
	for _, m := range o.maps {
		field, column, err := pair("--map", m)
		if err != nil {
			return err
		}
		options.Map[field] = column
	}
	table, err := screen.NewTable(in, options)
	if err != nil {
		return err
	}
	s, err := a.service()
	if err != nil {
		return err
	}
	if err := a.tellStarter(cmd, s); err != nil {
		return err
	}
	basis, err := s.Basis(cmd.Context(), limits.Threshold)
	if err != nil {
		return err
	}
	write, finish, err := a.answerWriter(table, basis, o)
	if err != nil {
		return err
	}
	progress := newProgress(a.terminal)
	summary, err := s.ScreenTable(cmd.Context(), table, limits, func(answer screen.Answer) error {
		progress.step()
		return write(answer)
	})
	progress.done()
	if ferr := finish(); err == nil {
		err = ferr
	}
	a.printSummary(summary, basis)
	if err != nil {
		return err
	}
	return failOnHit(o, summary.Matched > 0)
}

// answerWriter returns what writes answers as CSV or JSON lines, and the rows
// that could not be screened to their own file.
func (a *app) answerWriter(table *screen.Table, basis string, o screenOptions) (write func(screen.Answer) error, finish func() error, err error) {
	var rejected *screen.Writer
	var file io.WriteCloser
	if o.rejected != "" {
		if file, err = os.Create(o.rejected); err != nil {
			return nil, nil, err
		}
		if rejected, err = screen.NewWriter(file, table.Header); err != nil {
			return nil, nil, err
		}
	}
	var out *screen.Writer
	if !a.json {
		if out, err = screen.NewWriter(a.out, table.Header); err != nil {
			return nil, nil, err
		}
	}
	write = func(answer screen.Answer) error {
		if answer.Err != nil && rejected != nil {
			if err := rejected.Write(answer); err != nil {
				return err
			}
		}
		if a.json {
			return service.WriteAnswer(a.out, answer, basis)
		}
		return out.Write(answer)
	}
	finish = func() error {
		var errs []error
		if out != nil {
			errs = append(errs, out.Flush())
		}
		if rejected != nil {
			errs = append(errs, rejected.Flush(), file.Close())
		}
		return errors.Join(errs...)
	}
	return write, finish, nil
}

func (a *app) printSummary(s service.Summary, basis string) {
	fmt.Fprintf(a.err, "interdict: %s: %d screened, %d with a match (%s), %d could not be screened\n", plural(s.Rows, "row"), s.Screened, s.Matched, plural(s.Hits, "hit"), s.Rejected)
	for _, list := range sortedKeys(s.ByList) {
		fmt.Fprintf(a.err, "interdict: %s on %s\n", plural(s.ByList[list], "hit"), list)
	}
	if s.Noted > 0 {
		fmt.Fprintf(a.err, "interdict: %s with a value that was not understood and not compared; --json shows it under rejected\n", plural(s.Noted, "row"))
	}
	fmt.Fprintf(a.err, "interdict: basis %s\n", basis)
}

// progress is one line on a terminal that says how far a run is.
type progress struct {
	t     terminal
	on    bool
	start time.Time
	last  time.Time
	n     int
}

func newProgress(t terminal) *progress {
	return &progress{t: t, on: t.isTerminal(t.err), start: time.Now()}
}

func (p *progress) step() {
	p.n++
	if !p.on || p.n%64 != 0 || time.Since(p.last) < 200*time.Millisecond {
		return
	}
	p.last = time.Now()
	fmt.Fprintf(p.t.err, "\r%d rows, %.0f a second ", p.n, float64(p.n)/time.Since(p.start).Seconds())
}

func (p *progress) done() {
	if p.on && !p.last.IsZero() {
		fmt.Fprint(p.t.err, "\r\x1b[K")
	}
}
