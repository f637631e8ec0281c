package parts

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"

	"interdict/ftm"
	"interdict/match"
	"interdict/names"
	"interdict/screen"
)

// grow gives targets and makes more until there are n, one after the other, by
// the statistics of the names that there are: each is a listed entity whose names have each word replaced by the
// word at the same end of a random name of the same kind, so that common words
// stay as common and most names are new. The same targets give the same.
func grow(targets []screen.Target, n int) iter.Seq[screen.Target] {
	pool := map[names.Kind][][]string{}
	of := func(e *ftm.Entity) names.Kind { return match.KindOf(e.Schema) }
	for _, t := range targets {
		for _, name := range t.Entity.ByType(ftm.TypeName) {
			if words := strings.Fields(name); len(words) > 0 {
				pool[of(t.Entity)] = append(pool[of(t.Entity)], words)
			}
		}
	}
	return func(yield func(screen.Target) bool) {
		r := rand.New(rand.NewPCG(1, 1))
		for i := range max(n, len(targets)) {
			if i < len(targets) {
				if !yield(targets[i]) {
					return
				}
				continue
			}
			t := targets[r.IntN(len(targets))]
			e := ftm.New(t.Entity.Schema.Name, fmt.Sprintf("grown-%d", i))
			from := pool[of(t.Entity)]
			t.Entity.Each(func(p *ftm.Property, values []string) {
				for _, v := range values {
					if p.Type == ftm.TypeName && len(from) > 0 {
						v = regrown(v, from, r)
					}
					_ = e.Add(p.Name, v) // a name takes any text, the rest fitted before
				}
			})
			t.Entity, t.ID, t.Party = e, e.ID, e.ID
			if !yield(t) {
				return
			}
		}
	}
}

// regrown replaces the words of a name by others, counted from the end that is
// nearer.
func regrown(name string, from [][]string, r *rand.Rand) string {
	words := strings.Fields(name)
	for i := range words {
		other := from[r.IntN(len(from))]
		if 2*i < len(words) {
			words[i] = other[min(i, len(other)-1)]
		} else {
			words[i] = other[max(len(other)-(len(words)-i), 0)]
		}
	}
	return strings.Join(words, " ")
}
