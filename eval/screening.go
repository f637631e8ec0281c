package eval

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A sought is a query of which it is known what it must find.
type sought struct {
	query    Query
	expected []string // ids of the publisher, any of which is right
	groups   []string
}

// addRanks screens the queries and adds, for each group, under name:
//
//	top1    share whose first hit is an expected entry
//	recall  share with an expected entry among the hits at the threshold
//	top10   share with one among the first ten
//	mrr     mean of 1/rank of the first expected entry, 0 where there is none
func (r *run) addRanks(ctx context.Context, s Screener, name string, qs []sought, order []string) error {
	ranks := make([]int, len(qs)) // 1-based; 0: not found
	err := r.each(ctx, len(qs), func(ctx context.Context, i int) error {
		hits, err := screen(ctx, s, qs[i].query)
		if err != nil {
			return err
		}
		ranks[i] = 1 + slices.IndexFunc(hits, func(h Hit) bool { return slices.Contains(qs[i].expected, h.ID) })
		return nil
	})
	if err != nil {
		return err
	}
	for _, g := range order {
		var n, top1, top10, found int
		var mrr float64
		for i, q := range qs {
			if !slices.Contains(q.groups, g) {
				continue
			}
			n++
			if ranks[i] == 0 {
				continue
			}
			found++
			mrr += 1 / float64(ranks[i])
			if ranks[i] == 1 {
				top1++
			}
			if ranks[i] <= 10 {
				top10++
			}
		}
		r.addRatio(name+".top1", g, float64(top1), float64(n), n)
		r.addRatio(name+".recall", g, float64(found), float64(n), n)
		r.addRatio(name+".top10", g, float64(top10), float64(n), n)
		r.addRatio(name+".mrr", g, mrr, float64(n), n)
	}
	return nil
}

// screen asks for the hits from the threshold up, best first, whatever the
// screener gives beyond that. Hits of equal score stay in the screener's order,
// which is the one that a user sees.
func screen(ctx context.Context, s Screener, q Query) ([]Hit, error) {
	hits, err := s.Screen(ctx, q)
	if err != nil {
		return nil, err
	}
	hits = slices.DeleteFunc(slices.Clone(hits), func(h Hit) bool { return h.Score < q.Threshold })
	slices.SortStableFunc(hits, func(a, b Hit) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return hits, nil
}

// openLists opens list files and turns a format that no parser takes into a skip.
func (r *run) openLists(ctx context.Context, how OpenLists, files []string) (Screener, func(), error) {
	if how == nil {
		return nil, nil, skipped("nothing to screen with")
	}
	s, err := how(ctx, files)
	if errors.Is(err, ErrUnsupported) {
		return nil, nil, skipped("%v", err)
	}
	if err != nil {
		return nil, nil, err
	}
	return s, func() {
		if c, ok := s.(io.Closer); ok {
			c.Close()
		}
	}, nil
}

// unTyping measures persons of the UN list whose names carry typing errors
// against the whole list of the same date, by name alone.
//
// Groups: all; changed (the name differs from the name as listed) and
// unchanged; and birth_country, the same queries with birth date and country.
func (r *run) unTyping(ctx context.Context) error {
	files := r.find("queries/un_typing*.csv")
	if len(files) == 0 {
		return skipped("no queries/un_typing*.csv")
	}
	list := r.unList(files[0])
	if list == nil {
		return skipped("no UN list: neither queries/un_*_latin_only.xml.gz nor lists/un-sc")
	}
	rows, err := readCSV(files, "name", "expected", "untreated")
	if err != nil {
		return err
	}
	s, done, err := r.openLists(ctx, r.opts.Open, list)
	if err != nil {
		return err
	}
	defer done()
	var plain, full []sought
	for _, row := range rows {
		q := sought{
			query:    Query{Schema: "Person", Name: row["name"], Threshold: r.opts.Threshold},
			expected: references(row["expected"]),
			groups:   []string{"all", "changed"},
		}
		if row["name"] == row["untreated"] {
			q.groups[1] = "unchanged"
		}
		plain = append(plain, q)
		if row["birth_date"] == "" && row["country"] == "" {
			continue
		}
		q.query.BirthDate, q.query.Country = row["birth_date"], row["country"]
		q.groups = []string{"birth_country"}
		full = append(full, q)
	}
	if err := r.addRanks(ctx, s, "un_typing", plain, []string{"all", "changed", "unchanged"}); err != nil {
		return err
	}
	return r.addRanks(ctx, s, "un_typing", full, []string{"birth_country"})
}

// unScript measures names in their original script against the UN list without
// those scripts. The schema is not given, since the rows do not tell it.
func (r *run) unScript(ctx context.Context) error {
	return r.original(ctx, "un_script", "queries/un_original_script*.csv", "queries/un_*_latin_only.xml")
}

// ukScript does the same for the UK list, with the schema that the rows give.
// Groups: all, persons, organizations, and each script.
func (r *run) ukScript(ctx context.Context) error {
	return r.original(ctx, "uk_script", "queries/uk_original_script*.csv", "queries/uk_*_latin_only.csv")
}

func (r *run) original(ctx context.Context, name, queries, list string) error {
	files, lists := r.find(queries), r.find(list)
	switch {
	case len(files) == 0:
		return skipped("no %s", queries)
	case len(lists) == 0:
		return skipped("no %s.gz", list)
	}
	rows, err := readCSV(files, "name", "expected")
	if err != nil {
		return err
	}
	s, done, err := r.openLists(ctx, r.opts.Open, lists[len(lists)-1:])
	if err != nil {
		return err
	}
	defer done()
	var qs []sought
	var scripts []string
	for _, row := range rows {
		q := sought{
			query:    Query{Schema: row["schema"], Name: row["name"], Threshold: r.opts.Threshold},
			expected: references(row["expected"]),
			groups:   []string{"all"},
		}
		switch row["schema"] {
		case "":
		case "Person":
			q.groups = append(q.groups, "persons")
		default:
			q.groups = append(q.groups, "organizations")
		}
		if g := strings.ToLower(row["script"]); g != "" {
			q.groups = append(q.groups, g)
			if !slices.Contains(scripts, g) {
				scripts = append(scripts, g)
			}
		}
		qs = append(qs, q)
	}
	slices.Sort(scripts)
	return r.addRanks(ctx, s, name, qs, append([]string{"all", "persons", "organizations"}, scripts...))
}

// references splits the ids of the entries that are right: "TAi.014|TAi.147".
func references(cell string) []string {
	return strings.FieldsFunc(cell, func(c rune) bool { return c == '|' || c == ';' || c == ' ' })
}

var (
	dateInName  = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)
	latinInName = regexp.MustCompile(`^un_(.+)_latin_only\.xml`)
)

// unList finds the UN list that the typing queries were made from: of the date
// in their file's name, else of the date of the list without scripts that lies
// beside them; that list itself where no other is at hand; else the newest.
func (r *run) unList(queries string) []string {
	latin := r.find("queries/un_*_latin_only.xml")
	date := dateInName.FindString(filepath.Base(queries))
	if date == "" && len(latin) > 0 {
		if m := latinInName.FindStringSubmatch(filepath.Base(latin[len(latin)-1])); m != nil {
			date = m[1]
		}
	}
	versions := r.versions("un-sc")
	for _, v := range versions {
		if v.date == date {
			return v.files
		}
	}
	if len(latin) > 0 {
		return latin[len(latin)-1:]
	}
	if len(versions) > 0 {
		return versions[len(versions)-1].files
	}
	return nil
}
