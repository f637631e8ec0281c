package names

import (
	"bufio"
	"cmp"
	_ "embed"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"interdict/text"
)

//go:embed frequency.txt
var frequencyText string

// A table says how common words are in names. It is frozen: part of the
// model, the same whatever lists are loaded, so that a score depends on the
// two names alone.
type table struct {
	names  float64 // how many names were counted
	counts map[string]float64
	// skeletons counts the words that share their consonants (text.Skeleton).
	skeletons map[string]float64
	hash      string
}

var frequencies = sync.OnceValue(func() table {
	t := table{counts: map[string]float64{}, skeletons: map[string]float64{}}
	for line := range strings.Lines(frequencyText) {
		word, n, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		count, err := strconv.ParseFloat(n, 64)
		if err != nil {
			continue // the first line of a hand-edited table; a test checks that there is none
		}
		if word == "*" {
			t.names = count
			continue
		}
		t.counts[word] = count
		t.skeletons[text.Skeleton(word)] += count
	}
	h := fnv.New64a()
	h.Write([]byte(frequencyText))
	t.hash = fmt.Sprintf("%016x", h.Sum64())
	return t
})

// Version names the comparison and the frequency table that it weighs by.
func Version() string { return "names-4-" + frequencies().hash[:8] }

// bits returns how rare a folded word is: minus log2 of the share of names
// that hold it. A word that the table lacks was seen fewer than [minCount]
// times and counts as seen once.
func bits(word string) float64 {
	t := frequencies()
	return math.Log2((t.names + 1) / max(t.counts[word], 1))
}

// maxBits is the rarity of a word that the table lacks.
func maxBits() float64 { return math.Log2(frequencies().names + 1) }

// skeletonBits returns how rare the consonants of a word are.
func skeletonBits(skeleton string) float64 {
	t := frequencies()
	return math.Log2((t.names + 1) / max(t.skeletons[skeleton], 1))
}

// syllableBits returns how rare a syllable is, by its commonest spelling.
func syllableBits(p *text.Pattern) float64 {
	least := maxBits()
	for _, s := range p.Usual(8) {
		least = min(least, bits(s))
	}
	return least
}

// common reports whether the word is well known as a word of names: seen in at
// least one of 10,000.
func common(word string) bool {
	t := frequencies()
	return t.counts[word] >= max(t.names/10000, minCount)
}

// minCount is how often a word must be seen to enter the table.
const minCount = 3

// Train counts the words of names and writes the table that [Parse] weighs by.
// names is called until it returns false.
func Train(w io.Writer, names func() (string, Kind, bool)) error {
	counts := map[string]int{}
	total := 0
	for {
		name, kind, ok := names()
		if !ok {
			break
		}
		total++
		seen := map[string]bool{}
		for _, w := range Parse(name, kind).Words {
			if t := w.Text(); !w.open() && !seen[t] {
				seen[t] = true
				counts[t]++
			}
		}
	}
	words := make([]string, 0, len(counts))
	for word, n := range counts {
		if n >= minCount {
			words = append(words, word)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b)) })
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# How many names hold a word. See CARD.md. The first line counts the names.\n* %d\n", total)
	for _, word := range words {
		fmt.Fprintln(out, word, counts[word])
	}
	return out.Flush()
}
