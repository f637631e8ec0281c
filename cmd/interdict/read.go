package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"interdict/document"
	"interdict/ftm"
	"interdict/ledger"
	"interdict/read"
	"interdict/view"
)

type readOptions struct {
	date, source, title string
	failOnHit           bool
}

func (a *app) readCommand() *cobra.Command {
	var o readOptions
	cmd := &cobra.Command{
		Use:   "read FILE…",
		Short: "Say who in a document is listed and who claims what about whom",
		Long: `Read prints the ledger of each document (- for standard input): its parties and
which of them are listed, where and since when; what is claimed, denied, found
and done, on whose word, with the sentence that says it; and the matters in
dispute. Headline, outlet and date are taken from the text where it tells them.`,
		Example: `  interdict read examples/arms-deal-denied.txt
  interdict read --date 2024-05-17 --source "Example Wire" story.txt
  interdict read --json *.txt > ledgers.jsonl`,
		Args: arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.read(cmd, args, o) },
	}
	cmd.Flags().StringVar(&o.date, "date", "", "date of publication, where the text does not tell it")
	cmd.Flags().StringVar(&o.source, "source", "", "outlet or issuer, where the text does not tell it")
	cmd.Flags().StringVar(&o.title, "title", "", "title, where the text does not tell it")
	a.whenFlags(cmd)
	cmd.Flags().BoolVar(&o.failOnHit, "fail-on-hit", false, "exit with status 3 where a party is listed")
	return cmd
}

func (a *app) read(cmd *cobra.Command, paths []string, o readOptions) error {
	if o.date != "" {
		d, err := ftm.ParseDate(o.date)
		if err != nil {
			return usageError{fmt.Errorf("--date %s: %w", o.date, err)}
		}
		o.date = d.From.String()
	}
	s, err := a.service()
	if err != nil {
		return err
	}
	reader, err := s.Reader(cmd.Context())
	if err != nil {
		return err
	}
	if err := a.tellStarter(cmd, s); err != nil {
		return err
	}
	failed, listed := 0, false
	for i, path := range paths {
		l, err := a.readOne(cmd, reader, path, o)
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		if err != nil {
			failed++
			fmt.Fprintf(a.err, "interdict: %s\n", oneLine(err.Error()))
			continue
		}
		if note := read.Note(l); note != "" {
			fmt.Fprintf(a.err, "interdict: %s: %s\n", path, note)
		}
		for _, p := range l.Parties {
			for _, e := range p.Listed {
				listed = listed || e.Match
			}
		}
		if a.json {
			if err := json.NewEncoder(a.out).Encode(l); err != nil {
				return err
			}
			continue
		}
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		if err := view.Ledger(a.out, l, view.Options{Width: a.width(), Colour: a.colour()}); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d documents could not be read", failed, len(paths))
	}
	if o.failOnHit && listed {
		return errHits
	}
	return nil
}

func (a *app) readOne(cmd *cobra.Command, reader *read.Reader, path string, o readOptions) (*ledger.Ledger, error) {
	var in io.Reader = a.in
	name := "standard input"
	if path != "-" {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if info.IsDir() {
			return nil, errors.New(path + " is a directory; name the files in it")
		}
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in, name = f, path
	}
	doc, err := document.Read(cmd.Context(), in, name, document.Options{Published: o.date, Source: o.source, Title: o.title})
	if err != nil {
		return nil, err
	}
	return reader.Read(cmd.Context(), doc)
}
