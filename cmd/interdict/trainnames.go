package main

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"interdict/eval/parts"
	"interdict/ftm"
	"interdict/match"
	"interdict/names"
)

// trainNamesCommand counts words of names anew.
func (a *app) trainNamesCommand() *cobra.Command {
	var listFiles, nameFiles []string
	var out string
	cmd := &cobra.Command{
		Use:   "names",
		Short: "Count how common words are in names",
		Long: `Names counts in how many names each word stands, over the names and aliases of
list files and over CSV files with a column name and perhaps schema (Person where
there is none), and writes the table that names are weighed by.`,
		Example: "  interdict train names --lists sdn.csv,alt.csv --names customers.csv.gz --out names/frequency.txt",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if len(listFiles)+len(nameFiles) == 0 || out == "" {
				return usageError{errors.New("say --lists FILE or --names FILE.csv, and --out FILE")}
			}
			all, err := countedNames(cmd.Context(), listFiles, nameFiles)
			if err != nil {
				return err
			}
			i := -1
			return writeTo(out, func(w io.Writer) error {
				return names.Train(w, func() (string, names.Kind, bool) {
					if i++; i == len(all) || cmd.Context().Err() != nil {
						return "", names.Other, false
					}
					return all[i].name, all[i].kind, true
				})
			})
		},
	}
	cmd.Flags().StringSliceVar(&listFiles, "lists", nil, "files of one version of a list")
	cmd.Flags().StringSliceVar(&nameFiles, "names", nil, "CSV files of names, which may be gzipped")
	cmd.Flags().StringVar(&out, "out", "", "file to write the table to")
	return cmd
}

type countedName struct {
	name string
	kind names.Kind
}

func countedNames(ctx context.Context, listFiles, nameFiles []string) ([]countedName, error) {
	var out []countedName
	results, err := parts.ReadLists(ctx, listFiles)
	if err != nil {
		return nil, err
	}
	for _, r := range results {
		for _, e := range r.Entities {
			if !e.Target {
				continue
			}
			for _, n := range e.ByType(ftm.TypeName) {
				out = append(out, countedName{n, match.KindOf(e.Schema)})
			}
		}
	}
	for _, path := range nameFiles {
		if out, err = appendNames(out, path); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func appendNames(out []countedName, path string) ([]countedName, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	r := csv.NewReader(in)
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	name, schema := slices.Index(header, "name"), slices.Index(header, "schema")
	if name < 0 {
		return nil, fmt.Errorf("%s: no column name", path)
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		kind := names.Person
		if schema >= 0 && row[schema] != "" {
			s := ftm.Lookup(row[schema])
			if s == nil {
				return nil, fmt.Errorf("%s: unknown schema %q", path, row[schema])
			}
			kind = match.KindOf(s)
		}
		out = append(out, countedName{row[name], kind})
	}
}
