// Package all knows the parsers of every publisher: it tells from content
// which file is whose and reads it. To add a publisher, write its subpackage of
// lists and name it in the table here; datasets, which take any table with
// names, come last.
package all

import (
	"context"
	"fmt"
	"slices"

	"interdict/lists"
	"interdict/lists/australia"
	"interdict/lists/bis"
	"interdict/lists/canada"
	"interdict/lists/dataset"
	"interdict/lists/eu"
	"interdict/lists/japan"
	"interdict/lists/ofac"
	"interdict/lists/swiss"
	"interdict/lists/uk"
	"interdict/lists/ukraine"
	"interdict/lists/un"
)

func parsers() []lists.Parser {
	return []lists.Parser{un.Parser(), eu.Parser(), uk.Parser(), swiss.Parser(), canada.Parser(), australia.Parser(), bis.Parser(),
		japan.Parser(), ukraine.Parser(), ofac.Parser(), dataset.Parser()}
}

// Recognise sorts files into sets that each are one version of one list, by
// what is in them. Files that are no list it knows, or are damaged, come back
// as problems.
func Recognise(files []lists.File) ([]lists.Set, []lists.Problem) {
	var sets []lists.Set
	var problems []lists.Problem
	var rest []lists.File
	for _, f := range files {
		data, err := f.Bytes()
		if err != nil {
			problems = append(problems, lists.Problem{File: f.Path(), Err: err})
			continue
		}
		rest = append(rest, f.With(data))
	}
	for _, p := range parsers() {
		found, bad, left := p.Recognise(rest)
		sets, problems, rest = append(sets, found...), append(problems, bad...), left
	}
	for _, f := range rest {
		problems = append(problems, lists.Problem{File: f.Path(), Err: fmt.Errorf("%s: not a list that is known here; interdict lists --sources names those that are", f.Path())})
	}
	return sets, problems
}

// Parse reads a set that [Recognise] made, or one of the same source and
// format.
func Parse(ctx context.Context, set lists.Set) (*lists.Result, error) {
	for _, p := range parsers() {
		if slices.Contains(p.Sources, set.Source) && !dataset.Takes(set.Format) {
			return p.Parse(ctx, set)
		}
	}
	if dataset.Takes(set.Format) {
		return dataset.Parser().Parse(ctx, set)
	}
	return nil, fmt.Errorf("%s: no parser for this source", set.Source)
}
