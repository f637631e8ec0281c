package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"interdict/internal/durable"
	"interdict/service"
)

type rescreenOptions struct {
	out, summary string
	changed      bool
}

func (a *app) rescreenCommand() *cobra.Command {
	var o rescreenOptions
	cmd := &cobra.Command{
		Use:   "rescreen ANSWERS.jsonl",
		Short: "Bring yesterday's answers up to date with today's lists",
		Long: `Rescreen takes the answers that screen gave as JSON lines (- for standard
input) and gives those that screening all the queries again would give, but
screens only the queries that the changes of the lists since can touch.

The lists that the answers rest on must be in this data directory still, and
the program's model must be the same; where it is not, screen the file itself.`,
		Example: `  interdict screen customers.csv --out monday.jsonl
  interdict lists update
  interdict rescreen monday.jsonl --out tuesday.jsonl
  interdict rescreen monday.jsonl --changed`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.rescreen(cmd, args[0], o) },
	}
	cmd.Flags().StringVar(&o.out, "out", "", "write the answers to this file, whole or not at all")
	cmd.Flags().StringVar(&o.summary, "summary", "", "write what was done to this file, as JSON")
	cmd.Flags().BoolVar(&o.changed, "changed", false, "only the answers that are not what they were")
	return cmd
}

func (a *app) rescreen(cmd *cobra.Command, path string, o rescreenOptions) error {
	in := io.Reader(contextReader{cmd.Context(), a.in})
	size := int64(0)
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			size = info.Size()
		}
		in = f
	}
	if err := distinct(path, o.out, o.summary); err != nil {
		return err
	}
	s, err := a.service()
	if err != nil {
		return err
	}
	progress := newProgress(a.terminal, size)
	var done service.Rescreened
	run := func(w io.Writer) (err error) {
		out := bufio.NewWriterSize(w, 1<<16)
		done, err = s.Rescreen(cmd.Context(), service.Rescreen{Answers: progress.reader(in), Out: out, Changed: o.changed, Progress: progress.step})
		return errors.Join(err, out.Flush())
	}
	if o.out == "" {
		err = run(a.out)
	} else {
		err = durable.Write(o.out, run)
	}
	progress.done()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if o.summary != "" {
		data, err := json.MarshalIndent(done, "", "  ")
		if err != nil {
			return err
		}
		if err := durable.WriteFile(o.summary, append(data, '\n')); err != nil {
			return err
		}
	}
	fmt.Fprintf(a.err, "interdict: %s new or changed, %d gone; of %s %d screened again, %d changed\n",
		plural(done.Entries, "list entry", "list entries"), done.Gone, plural(done.Queries, "query", "queries"), done.Screened, done.Changed)
	return nil
}
