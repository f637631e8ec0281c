package linear

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// learned trains a model to tell three kinds of features apart.
func learned() *Model {
	t := NewTrainer([]string{"a", "b", "c"})
	scores := make([]float32, 3)
	for range 20 {
		for class := range 3 {
			t.Step++
			f := []uint32{Mix(0, 0, 0, 0), Mix(1, uint32(class), 0, 0), Mix(2, uint32(class/2), 0, 0)}
			t.Score(f, scores)
			if got := Top(scores); got != class {
				t.Update(f, class, got)
			}
		}
	}
	return t.Model(0)
}

func TestModelKeepsWhatWasLearned(t *testing.T) {
	m := learned()
	var e Encoder
	e.Model(m)
	var file bytes.Buffer
	if err := WriteFile(&file, "test-1", e.Bytes()); err != nil {
		t.Fatal(err)
	}
	whole := bytes.Clone(file.Bytes())
	body, err := ReadFile(&file, "test-1")
	if err != nil {
		t.Fatal(err)
	}
	d := Decoder{Data: body}
	again := d.Model()
	if d.Bad || len(d.Data) != 0 {
		t.Fatalf("%d bytes left, bad %v", len(d.Data), d.Bad)
	}
	scores := make([]int32, 3)
	for class := range 3 {
		f := []uint32{Mix(0, 0, 0, 0), Mix(1, uint32(class), 0, 0), Mix(2, uint32(class/2), 0, 0), Mix(9, 9, 9, 9)}
		if got, got2 := m.Best(f, scores), again.Best(f, scores); got != class || got2 != class {
			t.Errorf("class %d is taken for %d, and for %d after reading", class, got, got2)
		}
	}
	for i := range whole {
		broken := bytes.Clone(whole)
		broken[i] ^= 0x55
		if b, err := ReadFile(bytes.NewReader(broken), "test-1"); err == nil && !bytes.Equal(b, body) {
			t.Errorf("a file with byte %d changed was read as something else", i)
		}
	}
	if _, err := ReadFile(bytes.NewReader(whole), "test-2"); !errors.Is(err, ErrDamaged) {
		t.Errorf("a file of another kind: %v", err)
	}
}

// TestDecoderTakesAnything reads random bytes as a model: no panic, bounded memory.
func TestDecoderTakesAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Decoder{Data: rapid.SliceOf(rapid.Byte()).Draw(t, "data")}
		m := d.Model()
		if !d.Bad && len(m.Classes) > 0 {
			m.Best([]uint32{1, 2, 3}, make([]int32, len(m.Classes)))
		}
	})
}

// sequence is a sequence whose features are given.
type sequence struct{ nodes, edges [][]uint32 }

func (s sequence) Len() int                        { return len(s.nodes) }
func (s sequence) Node(i int, f []uint32) []uint32 { return append(f, s.nodes[i]...) }
func (s sequence) Edge(i int, f []uint32) []uint32 { return append(f, s.edges[i]...) }

// TestDecodeFindsTheBestPath compares the searches with trying every labelling.
func TestDecodeFindsTheBestPath(t *testing.T) {
	var d Decoding // is used again, whatever was in it
	rapid.Check(t, func(t *rapid.T) {
		k, n := rapid.IntRange(1, 3).Draw(t, "labels"), rapid.IntRange(0, 5).Draw(t, "n")
		weights := func(name string, classes int) *Model {
			tr := NewTrainer(make([]string, classes))
			for f := range uint32(6) {
				for c := range classes {
					tr.Add([]uint32{f + 1}, c, float32(rapid.IntRange(-9, 9).Draw(t, name)))
				}
			}
			return tr.model(0, maxWeight)
		}
		c := &Chain{Nodes: weights("node", k), Edges: weights("edge", k*k)}
		var s sequence
		for range n {
			s.nodes = append(s.nodes, []uint32{uint32(rapid.IntRange(1, 7).Draw(t, "f"))})
			s.edges = append(s.edges, []uint32{uint32(rapid.IntRange(1, 7).Draw(t, "f"))})
		}
		value := func(labels []int) (sum int32) {
			last := 0
			for i, l := range labels {
				node, edge := make([]int32, k), make([]int32, k*k)
				c.Nodes.Score(s.nodes[i], node)
				c.Edges.Score(s.edges[i], edge)
				sum += node[l] + edge[last*k+l]
				last = l
			}
			return sum
		}
		var all []int32 // values of every labelling
		labels := make([]int, n)
		for done := false; !done; {
			all = append(all, value(labels))
			i := 0
			for ; i < n && labels[i] == k-1; i++ {
				labels[i] = 0
			}
			if done = i == n; !done {
				labels[i]++
			}
		}
		slices.SortFunc(all, func(a, b int32) int { return cmp.Compare(b, a) })
		if got := c.Decode(s, &d); value(got) != all[0] {
			t.Fatalf("%v is worth %d, the best %d", got, value(got), all[0])
		}
		most := rapid.IntRange(1, 9).Draw(t, "most")
		several := c.Several(s, most, &d)
		if n == 0 {
			all = nil
		}
		if len(several) != min(most, len(all)) {
			t.Fatalf("%d labellings, want %d of %d", len(several), most, len(all))
		}
		seen := map[string]bool{}
		for i, l := range several {
			if value(l.Labels) != all[i] || int32(l.Score) != all[i] || seen[fmt.Sprint(l.Labels)] {
				t.Fatalf("number %d: %v is worth %d and said to be %v, want %d", i, l.Labels, value(l.Labels), l.Score, all[i])
			}
			seen[fmt.Sprint(l.Labels)] = true
		}
	})
}

// TestChainLearnsToFollow trains a label that depends on the one before.
func TestChainLearnsToFollow(t *testing.T) {
	s := sequence{}
	var gold []int
	for i := range 9 {
		s.nodes, s.edges = append(s.nodes, []uint32{1}), append(s.edges, []uint32{2})
		gold = append(gold, (i+1)%2)
	}
	tr := NewChainTrainer([]string{"even", "odd"})
	for range 30 {
		tr.Learn(s, gold)
	}
	if diff := gocmp.Diff(gold, tr.Chain(0).Decode(s, &Decoding{})); diff != "" {
		t.Error(diff)
	}
}

// TestWeights keeps numbers to the precision that they are written with.
func TestWeights(t *testing.T) {
	x := []float32{0.5, -3, 0.001, 0, 0, 0, 1e-3, 2e-3, -1e-3}
	for _, narrow := range []bool{false, true} {
		var e Encoder
		e.Weights(x, 3, narrow)
		e.Signed([]int8{3, -4})
		e.Signed(nil)
		whole := e.Bytes()
		d := Decoder{Data: whole}
		got := d.Weights(3, narrow)
		small, none := d.Signed(), d.Signed()
		if d.Bad || len(got) != len(x) || !slices.Equal(small, []int8{3, -4}) || none != nil {
			t.Fatalf("read %v, %v, %v", got, small, none)
		}
		for i, v := range x {
			row := x[i/3*3 : i/3*3+3]
			top := max(row[0], row[1], row[2], -row[0], -row[1], -row[2])
			if step := top / 127; max(got[i]-v, v-got[i]) > step/2 {
				t.Errorf("narrow %v: %g for %g", narrow, got[i], v)
			}
		}
		for n := range len(whole) {
			d := Decoder{Data: whole[:n]}
			d.Weights(3, narrow)
			d.Signed()
			d.Signed()
			if !d.Bad {
				t.Errorf("narrow %v: %d of %d bytes are enough", narrow, n, len(whole))
			}
		}
	}
}
