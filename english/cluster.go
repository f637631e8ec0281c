package english

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode"
)

// clusterKey is a form as clusters know it: digits made alike.
func clusterKey(form string) string {
	if strings.IndexFunc(form, unicode.IsDigit) < 0 {
		return form
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return r
	}, form)
}

// clusters sorts the words of sentences into k classes so that the class of a
// word tells most of that of its neighbours: the exchange algorithm for class
// bigrams (Kneser & Ney 1993; Martin, Liermann & Ney 1998). Words seen fewer than
// minSeen times have none. Class 0 is the edge of the sentence. The result
// depends on the sentences alone.
func clusters(ctx context.Context, sentences [][]string, k, minSeen, rounds int) (map[string]uint16, error) {
	c := newExchange(sentences, k, minSeen)
	for range rounds {
		moved := 0
		for w := 1; w < len(c.words); w++ {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if c.move(w) {
				moved++
			}
		}
		if moved < len(c.words)/200 {
			break
		}
	}
	out := make(map[string]uint16, len(c.words))
	for w, word := range c.words[1:] {
		out[word] = uint16(c.class[w+1])
	}
	return out, nil
}

type neighbour struct{ word, n int32 }

// exchange is the state of [clusters].
type exchange struct {
	k           int
	words       []string // 0 is the edge
	count       []int64
	self        []int64 // how often a word follows itself
	next, prev  [][]neighbour
	class       []int
	pair        []int64 // how often class j follows class i, at i*k+j
	total       []int64
	right, left []int64
	used        []int
	logs        []float64 // x log x of small x
}

func newExchange(sentences [][]string, k, minSeen int) *exchange {
	counts := map[string]int64{}
	for _, s := range sentences {
		for _, w := range s {
			counts[w]++
		}
	}
	c := &exchange{k: k, words: []string{""}}
	var kept []string
	for w, n := range counts {
		if n >= int64(minSeen) {
			kept = append(kept, w)
		}
	}
	slices.SortFunc(kept, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b)) })
	c.words = append(c.words, kept...)
	id := make(map[string]int32, len(c.words))
	for i, w := range c.words {
		id[w] = int32(i)
	}
	n := len(c.words)
	bigrams := map[uint64]int32{}
	c.count, c.self = make([]int64, n), make([]int64, n)
	for _, s := range sentences {
		last, known := int32(0), true
		for i := 0; i <= len(s); i++ {
			w, ok := int32(0), true
			if i < len(s) {
				w, ok = id[s[i]]
			}
			if ok && known {
				bigrams[uint64(last)<<32|uint64(w)]++
			}
			if ok {
				c.count[w]++
			}
			last, known = w, ok
		}
	}
	c.next, c.prev = make([][]neighbour, n), make([][]neighbour, n)
	c.class = make([]int, n)
	for i := 1; i < n; i++ {
		c.class[i] = 1 + (i-1)%(k-1)
	}
	c.pair, c.total = make([]int64, k*k), make([]int64, k)
	c.right, c.left = make([]int64, k), make([]int64, k)
	for _, b := range sortedKeys(bigrams) {
		x, y, m := int32(b>>32), int32(uint32(b)), bigrams[b]
		c.pair[c.class[x]*k+c.class[y]] += int64(m)
		if x == y {
			c.self[x] = int64(m)
			continue
		}
		c.next[x] = append(c.next[x], neighbour{y, m})
		c.prev[y] = append(c.prev[y], neighbour{x, m})
	}
	for w, m := range c.count {
		c.total[c.class[w]] += m
	}
	c.logs = make([]float64, 1<<17)
	for i := 2; i < len(c.logs); i++ {
		c.logs[i] = float64(i) * math.Log(float64(i))
	}
	return c
}

func (c *exchange) xlogx(n int64) float64 {
	if n < int64(len(c.logs)) {
		return c.logs[max(n, 0)]
	}
	return float64(n) * math.Log(float64(n))
}

// move takes a word out of its class and puts it where it fits best.
func (c *exchange) move(w int) bool {
	k, from := c.k, c.class[w]
	for _, u := range c.used {
		c.right[u], c.left[u] = 0, 0
	}
	c.used = c.used[:0]
	for _, n := range c.next[w] {
		u := c.class[n.word]
		if c.right[u] == 0 && c.left[u] == 0 {
			c.used = append(c.used, u)
		}
		c.right[u] += int64(n.n)
	}
	for _, n := range c.prev[w] {
		u := c.class[n.word]
		if c.right[u] == 0 && c.left[u] == 0 {
			c.used = append(c.used, u)
		}
		c.left[u] += int64(n.n)
	}
	c.put(w, from, -1)
	best, score := from, math.Inf(-1)
	for b := 1; b < k; b++ {
		s := -2 * (c.xlogx(c.total[b]+c.count[w]) - c.xlogx(c.total[b]))
		both := c.self[w] + c.right[b] + c.left[b]
		s += c.xlogx(c.pair[b*k+b]+both) - c.xlogx(c.pair[b*k+b])
		for _, u := range c.used {
			if u == b {
				continue
			}
			if r := c.right[u]; r > 0 {
				s += c.xlogx(c.pair[b*k+u]+r) - c.xlogx(c.pair[b*k+u])
			}
			if l := c.left[u]; l > 0 {
				s += c.xlogx(c.pair[u*k+b]+l) - c.xlogx(c.pair[u*k+b])
			}
		}
		if s > score+1e-9 {
			best, score = b, s
		}
	}
	c.put(w, best, 1)
	c.class[w] = best
	return best != from
}

// put adds a word's counts to a class, or with by -1 takes them away.
func (c *exchange) put(w, class int, by int64) {
	for _, u := range c.used {
		c.pair[class*c.k+u] += by * c.right[u]
		c.pair[u*c.k+class] += by * c.left[u]
	}
	c.pair[class*c.k+class] += by * c.self[w]
	c.total[class] += by * c.count[w]
}
