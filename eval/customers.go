package eval

import (
	"context"
	"hash/fnv"
	"slices"
	"strings"
)

// customers measures how many customers who are on no list have a hit all the
// same, against all lists at once.
//
// Groups: all (by name alone) and each script of it; dob_country (with birth
// date and country); any_kind (by name alone, and nobody says that they
// are persons).
func (r *run) customers(ctx context.Context) error {
	rows, lists, err := r.customerRows(ctx)
	if err != nil {
		return err
	}
	rows = sample(rows, r.opts.Customers)
	s, done, err := r.openLists(ctx, r.opts.Open, join(lists))
	if err != nil {
		return err
	}
	defer done()
	count := func(query func(row) Query) ([]bool, error) {
		hit := make([]bool, len(rows))
		err := r.each(ctx, len(rows), func(ctx context.Context, i int) error {
			hits, err := screen(ctx, s, query(rows[i]))
			hit[i] = len(hits) > 0
			return err
		})
		return hit, err
	}
	byName, err := count(func(row row) Query { return r.customer(row, false) })
	if err != nil {
		return err
	}
	type share struct{ hits, n int }
	scripts := map[string]*share{}
	var order []string
	var all share
	for i, row := range rows {
		g := strings.ToLower(row["script"])
		if scripts[g] == nil {
			scripts[g] = new(share)
			order = append(order, g)
		}
		scripts[g].n++
		all.n++
		if byName[i] {
			scripts[g].hits++
			all.hits++
		}
	}
	r.addRatio("customers.false_hits", "all", float64(all.hits), float64(all.n), all.n)
	full, err := count(func(row row) Query { return r.customer(row, true) })
	if err != nil {
		return err
	}
	hits := 0
	for _, h := range full {
		if h {
			hits++
		}
	}
	r.addRatio("customers.false_hits", "dob_country", float64(hits), float64(len(rows)), len(rows))
	unsaid, err := count(func(row row) Query {
		q := r.customer(row, false)
		q.Schema = ""
		return q
	})
	if err != nil {
		return err
	}
	hits = 0
	for _, h := range unsaid {
		if h {
			hits++
		}
	}
	r.addRatio("customers.false_hits", "any_kind", float64(hits), float64(len(rows)), len(rows))
	slices.Sort(order)
	for _, g := range order {
		if g != "" {
			r.addRatio("customers.false_hits", g, float64(scripts[g].hits), float64(scripts[g].n), scripts[g].n)
		}
	}
	return nil
}

// customerRows reads the customers and picks the lists to screen them against.
func (r *run) customerRows(ctx context.Context) ([]row, []version, error) {
	files := r.find("queries/negatives*.csv")
	if len(files) == 0 {
		return nil, nil, skipped("no queries/negatives*.csv.gz")
	}
	lists, err := r.current(ctx)
	if err != nil {
		return nil, nil, err
	}
	if len(lists) == 0 {
		return nil, nil, skipped("no whole list in %s", r.opts.Lists)
	}
	rows, err := readCSV(files, "name")
	if err != nil {
		return nil, nil, err
	}
	return rows, lists, nil
}

// customer is the query for a customer. Customers are persons.
func (r *run) customer(row row, full bool) Query {
	q := Query{Schema: "Person", Name: row["name"], Threshold: r.opts.Threshold}
	if full {
		q.BirthDate, q.Country = row["birth_date"], row["nationality"]
	}
	return q
}

// sample takes n rows, or all where n is negative, in the order of the file.
// The rows with the lowest hash are taken, so that the same data gives the same
// sample, whatever the order, and a larger sample holds every smaller one.
func sample(rows []row, n int) []row {
	if n < 0 || n >= len(rows) {
		return rows
	}
	type place struct {
		hash uint64
		i    int
	}
	places := make([]place, len(rows))
	for i, row := range rows {
		h := fnv.New64a()
		for _, c := range []string{"name", "birth_date", "nationality"} {
			h.Write([]byte(row[c]))
			h.Write([]byte{0})
		}
		places[i] = place{mix(h.Sum64()), i}
	}
	slices.SortFunc(places, func(a, b place) int {
		switch {
		case a.hash < b.hash:
			return -1
		case a.hash > b.hash:
			return 1
		}
		return a.i - b.i
	})
	places = places[:n]
	slices.SortFunc(places, func(a, b place) int { return a.i - b.i })
	out := make([]row, n)
	for i, p := range places {
		out[i] = rows[p.i]
	}
	return out
}

// mix spreads FNV's weak high bits (the finaliser of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
