package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"interdict/english"
	"interdict/eval"
	"interdict/eval/parts"
	"interdict/match"
)

func (a *app) evalCommand() *cobra.Command {
	var bench, golden string
	var o eval.Options
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Measure quality on labelled data",
		Long: `Eval measures, on a directory of labelled data, how well names are matched, how
complete a screen is, how much of each list is read, and how well documents are
read. What the directory does not hold is skipped, and said so.`,
		Example: `  interdict eval --bench data
  interdict eval --bench data --suite names --json
  interdict eval --suite reading --cases cases.jsonl`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if bench == "" && o.Cases != "" && len(o.Suites) == 0 {
				o.Suites = []string{"reading"}
			}
			if bench == "" && (o.Cases == "" || len(o.Suites) != 1 || o.Suites[0] != "reading") {
				return hinted{usageError{fmt.Errorf("no data to measure on")}, "say --bench DIR"}
			}
			return a.eval(cmd, bench, golden, o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&bench, "bench", "", "directory of labelled data")
	f.StringVar(&o.Lists, "lists", "", "directory of list files (default lists under --bench)")
	f.StringSliceVar(&o.Suites, "suite", nil, "suites to run: names, exact, lists, reading, speed, serve (default all but speed and serve)")
	f.IntVar(&o.Customers, "customers", 0, "customers to sample (default 5000, -1 for all)")
	f.IntVar(&o.Exact, "queries", 0, "queries of the exact suite (default 20000, -1 for all)")
	f.IntVar(&o.Grow, "grow", 0, "entities to grow the lists to, by the statistics of their names, for the speed suite as well")
	f.StringVar(&o.Cases, "cases", "", "file of rows that people found wrong (see interdict explain --wrong), for the reading suite")
	f.StringVar(&golden, "golden", "", "also write the figures, sorted, to this file")
	return cmd
}

func (a *app) eval(cmd *cobra.Command, bench, golden string, o eval.Options) error {
	english, err := english.Default()
	if err != nil {
		return err
	}
	model := match.Default()
	o.Compare, o.Open, o.Brute = parts.Compare(model), parts.Open(model), parts.Brute(model)
	o.Judge = parts.Judge(model)
	o.Recognise, o.EntityNames, o.Load = parts.Recognise, parts.EntityNames, parts.Load
	o.Changes, o.Archive, o.Speed = parts.Changes, parts.Archive, parts.Speed(model)
	o.Serve = serveLists
	o.Parse, o.Read, o.Attribute, o.Entities = parts.Parse(english), parts.Read(english), parts.Attribute(english), parts.Entities(english)
	var skips []eval.Skip
	o.OnSkip = func(s eval.Skip) { skips = append(skips, s) }
	o.Progress = a.err
	figures, runErr := eval.Run(cmd.Context(), bench, o)
	if golden != "" && runErr == nil {
		if err := writeTo(golden, func(w io.Writer) error { return eval.WriteGolden(w, figures) }); err != nil {
			return err
		}
	}
	if a.json {
		err = eval.WriteJSON(a.out, figures)
	} else {
		err = eval.Table(a.out, figures, skips...)
	}
	if runErr != nil {
		return runErr
	}
	return err
}

// writeTo writes a file and reports the first thing that went wrong.
func writeTo(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
