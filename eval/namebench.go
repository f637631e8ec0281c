package eval

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// tally counts the decisions of a matcher on labelled pairs.
type tally struct{ tp, fp, fn, tn int }

func (t *tally) count(said, is bool) {
	switch {
	case said && is:
		t.tp++
	case said:
		t.fp++
	case is:
		t.fn++
	default:
		t.tn++
	}
}

func (t tally) n() int { return t.tp + t.fp + t.fn + t.tn }

// addTally adds precision, recall and F1 under name.precision and so on.
func (r *run) addTally(name, prefix, group string, t tally) {
	r.addRatio(name+"."+prefix+"f1", group, float64(2*t.tp), float64(2*t.tp+t.fp+t.fn), t.n())
	r.addRatio(name+"."+prefix+"precision", group, float64(t.tp), float64(t.tp+t.fp), t.n())
	r.addRatio(name+"."+prefix+"recall", group, float64(t.tp), float64(t.tp+t.fn), t.n())
}

// nameBench measures labelled pairs: names/*.csv. Two names match where the
// score reaches the threshold. The peer's scores on the same rows, in the column
// logicv2_score, are judged at that matcher's own threshold, 0.7.
//
// Groups: all; hand and synth (case groups whose name begins with synth); and
// every case group of its own.
func (r *run) nameBench(ctx context.Context) error {
	files := r.find("names/*.csv")
	switch {
	case len(files) == 0:
		return skipped("no names/*.csv")
	case r.opts.Compare == nil:
		return skipped("nothing to compare names with")
	}
	rows, err := readCSV(files, "case_group", "schema", "name1", "name2", "is_match")
	if err != nil {
		return err
	}
	scores := make([]float64, len(rows))
	err = r.each(ctx, len(rows), func(ctx context.Context, i int) (err error) {
		scores[i], err = r.opts.Compare(ctx, rows[i]["schema"], rows[i]["name1"], rows[i]["name2"])
		return err
	})
	if err != nil {
		return err
	}
	ours, theirs := map[string]*tally{}, map[string]*tally{}
	order := []string{"all", "hand", "synth"}
	at := func(m map[string]*tally, g string) *tally {
		if m[g] == nil {
			m[g] = new(tally)
		}
		return m[g]
	}
	for i, row := range rows {
		is, err := strconv.ParseBool(strings.ToLower(row["is_match"]))
		if err != nil {
			return fmt.Errorf("row %d: is_match is %q: true or false is needed", i+1, row["is_match"])
		}
		kind := "hand"
		if strings.HasPrefix(row["case_group"], "synth") {
			kind = "synth"
		}
		peer, peerErr := strconv.ParseFloat(row["logicv2_score"], 64)
		groups := []string{"all", kind}
		if g := row["case_group"]; g != "" && !slices.Contains(order[:3], g) {
			groups = append(groups, g)
			if ours[g] == nil {
				order = append(order, g)
			}
		}
		for _, g := range groups {
			at(ours, g).count(scores[i] >= r.opts.Threshold, is)
			if peerErr == nil {
				at(theirs, g).count(peer >= 0.7, is)
			}
		}
	}
	for _, g := range order {
		if ours[g] != nil {
			r.addTally("name_bench", "", g, *ours[g])
		}
		if theirs[g] != nil {
			r.addTally("name_bench", "logicv2_", g, *theirs[g])
		}
	}
	return nil
}
