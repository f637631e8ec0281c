package recent

import "testing"

func TestForgetsWhatWasNotAskedFor(t *testing.T) {
	m := Map[int, string]{Half: 100}
	m.Put(-1, "asked for")
	m.Put(-2, "left alone")
	for i := range 1000 {
		m.Put(i, "other")
		if v, ok := m.Get(-1); !ok || v != "asked for" {
			t.Fatalf("after %d others: %q, %v", i, v, ok)
		}
		if len(m.young)+len(m.old) > 200 {
			t.Fatalf("%d and %d entries", len(m.young), len(m.old))
		}
	}
	if _, ok := m.Get(-2); ok {
		t.Error("what nobody asked for is still there")
	}
}
