package index

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A table gives for every key what a map would.
func TestTableIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var pairs []keyed
		want := map[uint64][]uint32{}
		for range rapid.IntRange(0, 60).Draw(t, "pairs") {
			key, number := uint64(rapid.IntRange(0, 40).Draw(t, "key"))*0x9e3779b97f4a7c15, uint32(rapid.IntRange(0, 30).Draw(t, "number"))
			pairs = append(pairs, newKeyed(key, number))
			if !slices.Contains(want[key], number) {
				want[key] = append(want[key], number)
			}
		}
		table := buildTable(pairs)
		if !table.valid(31) {
			t.Fatal("the table is not valid")
		}
		for k := range uint64(45) {
			key := k * 0x9e3779b97f4a7c15
			slices.Sort(want[key])
			if got := table.appendNumbers(nil, key); !slices.Equal(got, want[key]) {
				t.Fatalf("key %d: %v, want %v", k, got, want[key])
			}
		}
	})
}
