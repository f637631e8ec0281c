package eval

import (
	"context"
	"strings"
	"testing"
)

func TestDifferences(t *testing.T) {
	whole := []Hit{{"a", "1", 0.9}, {"a", "2", 0.6}, {"b", "1", 0.55}}
	for _, c := range []struct {
		name      string
		got       []Hit
		threshold float64
		want      int
	}{
		{"equal", whole, 0.5, 0},
		{"one lost", whole[:2], 0.5, 1},
		{"lost below the threshold", whole[:2], 0.6, 0},
		{"another score", []Hit{{"a", "1", 0.8}, {"a", "2", 0.6}}, 0.6, 1},
		{"one too many", append([]Hit{{"c", "1", 0.99}}, whole[:2]...), 0.6, 1},
		{"the same id on another list", []Hit{{"b", "1", 0.9}, {"a", "2", 0.6}}, 0.6, 2},
	} {
		if got := differences(c.got, whole, c.threshold); got != c.want {
			t.Errorf("%s: %d differences, want %d", c.name, got, c.want)
		}
	}
}

// The fast way loses one hit at 0.8 and above, and finds on the lists together
// one that it does not find on either.
func TestExact(t *testing.T) {
	dir := benchDir(t, map[string]string{
		"queries/negatives.csv":        "name\none\ntwo\nthree\n",
		"queries/un_typing.csv":        "name,expected,untreated\nfour,x,x\n",
		"lists/l1/2020-01-01/list.xml": "",
		"lists/l2/2020-01-01/list.xml": "",
	})
	hits := func(files []string, q Query) []Hit {
		var out []Hit
		for _, f := range files {
			if strings.Contains(f, "l1") {
				out = append(out, Hit{"l1", "1", 0.85})
			}
			if strings.Contains(f, "l2") && q.Name == "two" {
				out = append(out, Hit{"l2", "2", 0.6})
			}
		}
		return out
	}
	opts := Options{Suites: []string{"exact"},
		Brute: func(_ context.Context, files []string) (Screener, error) {
			return screenerFunc(func(q Query) []Hit { return hits(files, q) }), nil
		},
		Open: func(_ context.Context, files []string) (Screener, error) {
			return screenerFunc(func(q Query) []Hit {
				out := hits(files, q)
				if q.Name == "one" && q.Threshold >= 0.8 {
					return nil
				}
				if q.Name == "Entity" && len(files) > 1 {
					out = append(out, Hit{"l2", "9", 0.4}, Hit{"l2", "3", 0.5})
				}
				return out
			}), nil
		},
		EntityNames: func(context.Context, []string) ([]Query, error) {
			return []Query{{Name: "Entity", Schema: "Vessel"}}, nil
		},
	}
	got, _ := measured(t, dir, opts)
	check(t, got, map[string]want{
		"exact.queries all":           {5, 5},
		"exact.differences all":       {2, 5}, // Entity at 0.5, one at 0.8
		"exact.differences 0.5":       {1, 5},
		"exact.differences 0.7":       {0, 5},
		"exact.differences 0.8":       {1, 5},
		"exact.shard_differences all": {1, 5},
	})
	opts.Exact = 3
	got, _ = measured(t, dir, opts)
	check(t, got, map[string]want{"exact.queries all": {3, 3}})
	opts.Brute = nil
	if _, skips := measured(t, dir, opts); skips["exact"] == "" {
		t.Error("without brute force nothing can be compared, and nothing is said")
	}
}
