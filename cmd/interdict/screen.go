package main

import (
	"errors"
	"fmt"
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
	dates     string
	threshold float64
	min       float64
	limit     int
	failOnHit bool

	// Of files.
	maps     []string // --map field=column
	header   string
	noHeader bool
	sheet    string
	out      string
	hitsOnly bool
	rejected string
	summary  string
	resume   bool
	interval time.Duration

	// Of texts.
	text  bool
	exact bool
}

func (a *app) screenCommand() *cobra.Command {
	var o screenOptions
	cmd := &cobra.Command{
		Use:   "screen [FILE]",
		Short: "Find who of a name or a file of names is listed",
		Long: `Screen compares a name, or every row of a file (- for standard input), with
every entry of the lists and prints the entries that it may be, with the
reasons. A file is CSV, JSON objects one a line, or an .xlsx workbook, packed
with gzip or not; what it is is told from its content, and what its columns
hold from their usual names; --map says others.

Answers go to standard output as CSV, or with --json as JSON lines; with --out
to a file: .csv, .jsonl or .xlsx. A run into a .csv or .jsonl file keeps a
checkpoint beside it: if it is broken off, the same command with --resume goes
on where it was, and no row is lost or there twice.

With --text the file is a document (text, web page, PDF, DOCX, mail) in any
language, and what is printed is every place in it that names a listed party.

Exit status: 0 done, 1 failed, 2 wrong usage, 3 hits with --fail-on-hit.`,
		Example: `  interdict screen --name "Kim Yo Jong"
  interdict screen --name "Ivan Petrov" --with birthDate=1970-05-01 --with country=Russia
  interdict screen customers.csv > hits.csv
  interdict screen customers.csv.gz --out hits.csv --rejected rejected.csv
  interdict screen customers.csv.gz --out hits.csv --rejected rejected.csv --resume
  interdict screen customers.xlsx --sheet Suppliers --out hits.xlsx
  interdict screen --map name=kundenname --dates dmy customers.csv
  interdict screen --header name,birthDate,country rows.csv
  interdict screen --text report.pdf`,
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.screen(cmd, args, o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.name, "name", "", "the name to look for")
	f.StringVar(&o.schema, "schema", "", "kind of party: Person, Organization, Company, Vessel, Airplane (default any)")
	f.StringArrayVar(&o.fields, "with", nil, "what else is known with --name, as field=value: birthDate, country, gender, imoNumber, …")
	f.StringArrayVar(&o.maps, "map", nil, "which column of the file holds a field, as field=column, by its name or its place from 1")
	f.StringVar(&o.header, "header", "", "names of the columns, separated by commas, for a file whose first line is a row")
	f.BoolVar(&o.noHeader, "no-header", false, "the first line of the file is a row; --map name=1 says which column is which")
	f.StringVar(&o.sheet, "sheet", "", "name or number of the workbook's sheet (default the first)")
	f.StringVar(&o.dates, "dates", "", "how dates in figures are written: dmy or mdy (default: only what can be read one way)")
	f.Float64Var(&o.threshold, "threshold", screen.DefaultThreshold, "score from which a hit is a match, 0.5 to 1")
	f.Float64Var(&o.min, "min", 0, "also show hits from this score up, 0.5 at least, as no match")
	f.IntVar(&o.limit, "limit", 0, "at most so many hits for each query (default all)")
	f.StringVar(&o.out, "out", "", "write the answers to this file: .csv, .jsonl or .xlsx")
	f.BoolVar(&o.hitsOnly, "hits-only", false, "leave out rows without hits")
	f.StringVar(&o.rejected, "rejected", "", "write rows that cannot be screened to this file, as CSV")
	f.StringVar(&o.summary, "summary", "", "write the summary to this file, as JSON")
	f.BoolVar(&o.resume, "resume", false, "go on with a run into --out that was broken off")
	f.DurationVar(&o.interval, "checkpoint", service.CheckpointInterval, "how often to keep what is done of a run into --out")
	f.BoolVar(&o.text, "text", false, "the file is a document: find the places that name listed parties")
	f.BoolVar(&o.exact, "exact", false, "with --text, only words that are equal but for case and marks: faster")
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
	if o.min != 0 && (o.min < 0.5 || o.min > 1) {
		return usageError{fmt.Errorf("--min %v: use a score from 0.5 to 1; below it hits are not all found", o.min)}
	}
	limits := screen.Limits{Threshold: o.threshold, Min: o.min, Most: o.limit}
	switch {
	case o.name == "" && len(args) == 0:
		return hinted{usageError{errors.New("nothing to screen")}, `say --name "NAME" or name a file`}
	case o.name != "" && len(args) > 0:
		return usageError{errors.New("--name and a file at once")}
	case o.name != "" && (o.out != "" || o.resume || o.rejected != "" || o.summary != ""):
		return usageError{errors.New("--out, --rejected, --summary and --resume are for files")}
	case o.exact && !o.text:
		return usageError{errors.New("--exact is for --text")}
	case o.text && (o.name != "" || o.out != "" || o.resume || o.rejected != "" || o.summary != ""):
		return usageError{errors.New("--text takes a document and prints its mentions; leave out --name, --out, --rejected, --summary and --resume")}
	case o.text:
		return a.screenText(cmd, args[0], o)
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
	fmt.Fprint(a.err, "interdict: no list is loaded: this answer is from a starter set of some seventy entries and proves nothing about others\n"+
		"hint: interdict lists update fetches the official lists; interdict lists add FILE… takes files that you have\n")
	return nil
}
