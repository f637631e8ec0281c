package english

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"testing"
)

// TestClusters sorts the words of a small language whose sentences are a
// determiner, a noun and a verb: words of one kind must get one class.
func TestClusters(t *testing.T) {
	kinds := [][]string{{"the", "a", "its"}, {"ship", "port", "crane", "crew"}, {"sails", "waits", "turns"}}
	random := rand.New(rand.NewPCG(1, 2))
	var sentences [][]string
	for range 600 {
		var s []string
		for _, k := range kinds {
			s = append(s, k[random.IntN(len(k))])
		}
		sentences = append(sentences, s)
	}
	sentences = append(sentences, []string{"the", "once"})
	got, err := clusters(t.Context(), sentences, 4, 2, 20)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[uint16]bool{}
	for _, words := range kinds {
		class := got[words[0]]
		if class == 0 || seen[class] {
			t.Errorf("%q has class %d, which is the edge's or another kind's", words[0], class)
		}
		seen[class] = true
		for _, w := range words {
			if got[w] != class {
				t.Errorf("%q has class %d, %q %d", words[0], class, w, got[w])
			}
		}
	}
	if _, ok := got["once"]; ok {
		t.Error("a word seen once has a class")
	}
	again, err := clusters(t.Context(), sentences, 4, 2, 20)
	if err != nil || !maps.Equal(got, again) {
		t.Errorf("the same sentences give other classes: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := clusters(ctx, sentences, 4, 2, 20); !errors.Is(err, context.Canceled) {
		t.Errorf("after its end: %v", err)
	}
}

func TestClusterKey(t *testing.T) {
	for form, want := range map[string]string{"ship": "ship", "1,024": "0,000", "S-400": "S-000"} {
		if got := clusterKey(form); got != want {
			t.Errorf("%s: %s, want %s", form, got, want)
		}
	}
}
