// Package parts gives package eval the program's own parts on the floors of
// lists, match and english: comparing two names, screening by brute force,
// parsing lists, and trees.
//
//	opts := eval.Options{
//		Compare:     parts.Compare(match.Default()),
//		Brute:       parts.Brute(match.Default()),
//		Recognise:   parts.Recognise,
//		EntityNames: parts.EntityNames,
//		Load:        parts.Load,
//		Parse:       parts.Parse(model), // from english.Default
//	}
//
// Brute compares a query with every entity, by match alone, without keys,
// postings or bounds: it is the yardstick that the index is held to.
package parts

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"interdict/eval"
	"interdict/ftm"
	"interdict/lists"
	"interdict/lists/all"
	"interdict/match"
)

// Compare compares two names as parties of the schema given, by name alone, as
// a screen does. An unknown schema is an error.
func Compare(m *match.Model) eval.Comparer {
	return func(_ context.Context, schema, name1, name2 string) (float64, error) {
		a, err := Party(eval.Query{Schema: schema, Name: name1})
		if err != nil {
			return 0, err
		}
		b, err := Party(eval.Query{Schema: schema, Name: name2})
		if err != nil {
			return 0, err
		}
		return m.Compare(m.Prepare(a), m.Prepare(b), 0).Score, nil
	}
}

// Party makes an entity of a query. No schema is a party of an open kind. A
// value that does not fit its property (a birth date that is none) is left out,
// as a screen of a customer file does.
func Party(q eval.Query) (*ftm.Entity, error) {
	if q.Schema == "" {
		q.Schema = "LegalEntity"
	}
	if ftm.Lookup(q.Schema) == nil {
		return nil, fmt.Errorf("unknown schema %q: use one of FollowTheMoney, such as Person or Organization", q.Schema)
	}
	e := ftm.New(q.Schema, "query")
	values := [][2]string{{"name", q.Name}, {"country", q.Country}}
	if e.Schema.IsA("Person") {
		values = append(values[:1], [2]string{"nationality", q.Country}, [2]string{"birthDate", q.BirthDate}, [2]string{"gender", q.Gender})
	}
	for _, v := range values {
		// What does not fit is kept in e.Rejected; the comparison goes without.
		_ = e.Add(v[0], v[1])
	}
	return e, nil
}

// ReadLists reads list files, of one or more sources. Files that no parser takes
// are an error that wraps [eval.ErrUnsupported].
func ReadLists(ctx context.Context, files []string) ([]*lists.Result, error) {
	sets, err := recognise(files)
	if err != nil {
		return nil, err
	}
	var out []*lists.Result
	for _, set := range sets {
		r, err := all.Parse(ctx, set)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

func recognise(files []string) ([]lists.Set, error) {
	// Sets are made of the files of one directory, so that two versions of one
	// list are never mixed.
	var dirs []string
	byDir := map[string][]lists.File{}
	for _, f := range files {
		d := filepath.Dir(f)
		if byDir[d] == nil {
			dirs = append(dirs, d)
		}
		byDir[d] = append(byDir[d], lists.OpenFile(f))
	}
	var sets []lists.Set
	for _, d := range dirs {
		found, problems := all.Recognise(byDir[d])
		if len(problems) > 0 {
			return nil, fmt.Errorf("%w: %w", eval.ErrUnsupported, problems[0].Err)
		}
		sets = append(sets, found...)
	}
	return sets, nil
}

// Recognise is nil for files that are whole lists that a parser takes.
func Recognise(_ context.Context, files []string) error {
	sets, err := recognise(files)
	if err != nil {
		return err
	}
	for _, s := range sets {
		if s.Partial != "" {
			return fmt.Errorf("%w as a whole list: %s", eval.ErrUnsupported, s.Partial)
		}
	}
	return nil
}

// Load parses one version of one list and says what became of its values.
func Load(ctx context.Context, files []string) (eval.ListStats, error) {
	results, err := ReadLists(ctx, files)
	if err != nil {
		return eval.ListStats{}, err
	}
	var s eval.ListStats
	for _, r := range results {
		for _, e := range r.Entities {
			// A wallet that belongs to an entry is listed, but no entry of its own.
			if e.Target && !e.Schema.IsA("CryptoWallet") {
				s.Entities++
			}
		}
		s.Values += r.Report.Values
		s.Kept += r.Report.Reached + r.Report.Noted + r.Report.Rejected
	}
	return s, nil
}

// EntityNames returns the names of the listed entities in the files, as
// queries; the first name with all that a customer record could hold besides.
func EntityNames(ctx context.Context, files []string) ([]eval.Query, error) {
	results, err := ReadLists(ctx, files)
	if err != nil {
		return nil, err
	}
	var out []eval.Query
	for _, r := range results {
		for _, e := range r.Entities {
			if !e.Target {
				continue
			}
			for i, n := range e.ByType(ftm.TypeName) {
				q := eval.Query{Schema: e.Schema.Name, Name: n}
				if i == 0 {
					q.BirthDate, q.Gender = e.First("birthDate"), e.First("gender")
					if c := e.ByType(ftm.TypeCountry); len(c) > 0 {
						q.Country = c[0]
					}
				}
				out = append(out, q)
			}
		}
	}
	return out, nil
}

// entry splits an entity's id into its list and the publisher's own id.
func entry(e *ftm.Entity) (list, id string) {
	for _, d := range e.Datasets {
		if id, ok := strings.CutPrefix(e.ID, d+"-"); ok {
			return d, id
		}
	}
	list, id, _ = strings.Cut(e.ID, "-")
	return list, id
}
