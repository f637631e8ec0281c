package eval

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// prf counts what gold has, what the output has, and what agrees.
type prf struct{ gold, out, both int }

func (c prf) precision() float64 { return share(c.both, c.out) }
func (c prf) recall() float64    { return share(c.both, c.gold) }
func (c prf) f1() float64        { return share(2*c.both, c.gold+c.out) }

func (c *prf) add(d prf) { c.gold, c.out, c.both = c.gold+d.gold, c.out+d.out, c.both+d.both }

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// attributionRoles are what is scored on its own, and the ways in which two
// spans can agree. The first way is the one that gives f1, p and r.
var attributionRoles = []string{"source", "cue", "content"}

var attributionWays = []struct {
	name  string
	agree func(g, o charset) bool
}{
	{"exact", func(g, o charset) bool { return slices.Equal(g, o) }},
	{"begin", func(g, o charset) bool { return g[0] == o[0] }},
	{"overlap80", func(g, o charset) bool { return g.jaccard(o) >= 0.8 }},
	{"overlap30", func(g, o charset) bool { return g.jaccard(o) >= 0.3 }},
}

// An attributionScore holds the counts of one gold file.
type attributionScore struct {
	spans [3][4]prf // by role and way
	whole prf
}

// scoreAttributions compares the attributions of one text with one annotator's.
// Sources, cues and contents are compared as sets: a source that serves several
// attributions counts once. Spans pair one to one.
func scoreAttributions(text string, gold, out []Attribution) attributionScore {
	var s attributionScore
	g, o := spansByRole(text, gold), spansByRole(text, out)
	for role := range attributionRoles {
		gs, os := distinct(slices.Clone(g[role])), distinct(slices.Clone(o[role]))
		for way, w := range attributionWays {
			both := mostPairs(len(gs), len(os), func(i, j int) bool { return w.agree(gs[i], os[j]) })
			s.spans[role][way] = prf{len(gs), len(os), both}
		}
	}
	// A whole attribution agrees where each of its parts overlaps by half; a
	// source must be missing on both sides or on none.
	half := func(a, b charset) bool { return len(a) == 0 && len(b) == 0 || a.jaccard(b) >= 0.5 }
	s.whole = prf{len(gold), len(out), mostPairs(len(gold), len(out), func(i, j int) bool {
		return half(g[0][i], o[0][j]) && half(g[1][i], o[1][j]) && half(g[2][i], o[2][j])
	})}
	return s
}

func spansByRole(text string, as []Attribution) (out [3][]charset) {
	for _, a := range as {
		out[0] = append(out[0], newCharset(text, a.Source))
		out[1] = append(out[1], newCharset(text, a.Cue))
		out[2] = append(out[2], newCharset(text, a.Content))
	}
	return out
}

// polnear measures attribution from raw text on reading/polnear/{dev,test}, each
// annotator's file a gold of its own. The figures are means over the files of the
// parts that are there; where both are, each also has its group. A file where neither side has a span does not count. The group pooled has
// exact spans counted over all files at once. n is the number of gold spans.
func (r *run) polnear(ctx context.Context) error {
	if r.opts.Attribute == nil {
		return skipped("nothing to find attributions with")
	}
	var all []attributionScore
	var errs []error
	byPart := map[string][]attributionScore{}
	for _, part := range []string{"dev", "test"} {
		found := r.find("reading/polnear/"+part, "reading/polnear/"+part+".tar")
		if len(found) == 0 {
			continue
		}
		files, err := ReadStandoff(ctx, found[0])
		if err != nil {
			errs = append(errs, err)
			continue
		}
		scores, err := r.attribute(ctx, files)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		byPart[part] = scores
		all = append(all, scores...)
	}
	if len(byPart) == 0 && len(errs) == 0 {
		return skipped("no reading/polnear/dev.tar.gz and no test.tar.gz")
	}
	if len(all) > 0 {
		r.addAttribution("all", all)
	}
	if len(byPart) > 1 {
		r.addAttribution("dev", byPart["dev"])
		r.addAttribution("test", byPart["test"])
	}
	return errors.Join(errs...)
}

// attribute runs the attributor once on each text and scores every annotator of it.
func (r *run) attribute(ctx context.Context, files []Standoff) ([]attributionScore, error) {
	var texts []string
	readers := map[string][]int{} // text to files
	for i, f := range files {
		if readers[f.Text] == nil {
			texts = append(texts, f.Text)
		}
		readers[f.Text] = append(readers[f.Text], i)
	}
	scores := make([]attributionScore, len(files))
	var mu sync.Mutex
	err := r.each(ctx, len(texts), func(ctx context.Context, t int) error {
		out, err := r.opts.Attribute(ctx, texts[t])
		if err != nil {
			return fmt.Errorf("%s: %w", files[readers[texts[t]][0]].Name, err)
		}
		for _, i := range readers[texts[t]] {
			s := scoreAttributions(texts[t], files[i].Attributions, out)
			mu.Lock()
			scores[i] = s
			mu.Unlock()
		}
		return nil
	})
	return scores, err
}

func (r *run) addAttribution(group string, scores []attributionScore) {
	mean := func(name string, get func(attributionScore) prf, how func(prf) float64) {
		sum, files, gold := 0.0, 0, 0
		for _, s := range scores {
			c := get(s)
			if c.gold+c.out == 0 {
				continue
			}
			sum += how(c)
			files++
			gold += c.gold
		}
		r.addRatio(name, group, sum, float64(files), gold)
	}
	for role, name := range attributionRoles {
		for way, w := range attributionWays {
			get := func(s attributionScore) prf { return s.spans[role][way] }
			if way == 0 {
				mean("polnear."+name+".f1", get, prf.f1)
				mean("polnear."+name+".p", get, prf.precision)
				mean("polnear."+name+".r", get, prf.recall)
			} else {
				mean("polnear."+name+"."+w.name, get, prf.f1)
			}
		}
		if group != "all" {
			continue
		}
		var pool prf
		for _, s := range scores {
			pool.add(s.spans[role][0])
		}
		r.addRatio("polnear."+name+".f1", "pooled", float64(2*pool.both), float64(pool.gold+pool.out), pool.gold)
	}
	whole := func(s attributionScore) prf { return s.whole }
	mean("polnear.whole.f1", whole, prf.f1)
	mean("polnear.whole.p", whole, prf.precision)
	mean("polnear.whole.r", whole, prf.recall)
}
