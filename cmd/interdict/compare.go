package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"interdict/ftm"
	"interdict/screen"
	"interdict/service"
)

func (a *app) compareCommand() *cobra.Command {
	var schema, pairs string
	var threshold float64
	cmd := &cobra.Command{
		Use:   "compare NAME NAME",
		Short: "Say how like two names are, and why",
		Long: `Compare scores two names as screening would and says which word matched which.
With --pairs it scores a CSV file with the columns schema, name1 and name2 and
writes the same rows with score, probability and match added.`,
		Example: `  interdict compare "Хван Бён Со" "Hwang Pyong So"
  interdict compare --schema Company "OOO Rosneft" "Rosneft LLC"
  interdict compare --pairs pairs.csv > scored.csv`,
		Args: func(cmd *cobra.Command, args []string) error {
			if (pairs == "" && len(args) != 2) || (pairs != "" && len(args) != 0) {
				return usageError{errors.New("compare takes two names, or --pairs FILE.csv")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.service()
			if err != nil {
				return err
			}
			if threshold < 0 || threshold > 1 {
				return usageError{fmt.Errorf("--threshold %v: use a score from 0 to 1", threshold)}
			}
			if pairs != "" {
				return a.comparePairs(cmd, s, pairs, threshold)
			}
			return a.compareNames(s, schema, args[0], args[1], threshold)
		},
	}
	cmd.Flags().StringVar(&schema, "schema", "Person", "kind of party: Person, Organization, Company, Vessel, Airplane or LegalEntity")
	cmd.Flags().StringVar(&pairs, "pairs", "", "CSV file of pairs, - for standard input")
	cmd.Flags().Float64Var(&threshold, "threshold", screen.DefaultThreshold, "score from which two names match")
	return cmd
}

// named is an entity of a schema that bears one name.
func named(schema, name string) (*ftm.Entity, error) {
	s := ftm.Lookup(schema)
	if s == nil {
		s = ftm.Lookup(screen.Schema(schema))
	}
	if s == nil || !s.Matchable {
		return nil, fmt.Errorf("unknown schema %q: use Person, Organization, Company, Vessel, Airplane or LegalEntity", schema)
	}
	e := ftm.New(s.Name, "compared")
	return e, e.Add("name", name)
}

func (a *app) compareNames(s *service.Service, schema, name1, name2 string, threshold float64) error {
	x, err := named(schema, name1)
	if err != nil {
		return usageError{err}
	}
	y, err := named(schema, name2)
	if err != nil {
		return usageError{err}
	}
	r := s.Compare(x, y, threshold)
	if a.json {
		return json.NewEncoder(a.out).Encode(struct {
			Schema      string  `json:"schema"`
			Name1       string  `json:"name1"`
			Name2       string  `json:"name2"`
			Score       float64 `json:"score"`
			Probability float64 `json:"probability"`
			Match       bool    `json:"match"`
			Why         any     `json:"why"`
		}{x.Schema.Name, name1, name2, r.Score, r.Probability, r.Match, r.Why})
	}
	verdict := "no match"
	if r.Match {
		verdict = "match"
	}
	fmt.Fprintf(a.out, "%s  score %.2f  probability %.2f by name alone\n", verdict, r.Score, r.Probability)
	for _, w := range r.Why {
		for part := range strings.SplitSeq(w.Text, "; ") {
			a.wrap("  ", part)
		}
	}
	if len(r.Why) == 0 {
		fmt.Fprintln(a.out, "  no word of one could be a word of the other")
	}
	return nil
}

// comparePairs scores a file of pairs. A row that cannot be scored is written
// with empty cells and told on stderr; the rest goes on.
func (a *app) comparePairs(cmd *cobra.Command, s *service.Service, path string, threshold float64) error {
	in, name := a.in, "standard input"
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		in, name = f, path
	}
	r := csv.NewReader(in)
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: the file is empty", name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	var column [3]int
	for i, want := range []string{"schema", "name1", "name2"} {
		if column[i] = slices.Index(header, want); column[i] < 0 {
			return fmt.Errorf("%s: no column %s; the columns must be schema, name1 and name2", name, want)
		}
	}
	w := csv.NewWriter(a.out)
	if err := w.Write(append(header, "score", "probability", "match")); err != nil {
		return err
	}
	bad := 0
	for {
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w", name, err), flush(w))
		}
		line, _ := r.FieldPos(0)
		result := []string{"", "", ""}
		if err := scorePair(s, row, column, len(header), threshold, result); err != nil {
			bad++
			fmt.Fprintf(a.err, "interdict: %s: line %d: %v; not scored\n", name, line, err)
		}
		if err := w.Write(append(row, result...)); err != nil {
			return err
		}
	}
	if bad > 0 {
		return errors.Join(fmt.Errorf("%s: %s could not be scored", name, plural(bad, "row")), flush(w))
	}
	return flush(w)
}

func flush(w *csv.Writer) error {
	w.Flush()
	return w.Error()
}

func scorePair(s *service.Service, row []string, column [3]int, width int, threshold float64, result []string) error {
	if len(row) != width {
		return fmt.Errorf("%d cells where the header has %d", len(row), width)
	}
	x, err := named(row[column[0]], row[column[1]])
	if err != nil {
		return err
	}
	y, err := named(row[column[0]], row[column[2]])
	if err != nil {
		return err
	}
	r := s.Compare(x, y, threshold)
	result[0], result[1], result[2] = strconv.FormatFloat(r.Score, 'f', 4, 64), strconv.FormatFloat(r.Probability, 'f', 4, 64), strconv.FormatBool(r.Match)
	return nil
}
