package linear

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// A model that is mapped decides as the packed one does; a file that is damaged, of
// another model, or cannot be written costs time and nothing else.
func TestMapped(t *testing.T) {
	wide := NewTrainer([]string{"a", "b", "c", "d", "e", "f"})
	scores := make([]float32, 6)
	for range 20 {
		for class := range 6 {
			wide.Step++
			f := []uint32{Mix(0, 0, 0, 0), Mix(1, uint32(class), 0, 0)}
			wide.Score(f, scores)
			if got := Top(scores); got != class {
				wide.Update(f, class, got)
			}
		}
	}
	type pair struct{ narrow, wide *Model }
	encode := func(p *pair, e *Encoder) {
		e.Model(p.narrow)
		e.Count(7)
		e.Model(p.wide)
	}
	decode := func(d *Decoder) (*pair, error) {
		p := &pair{narrow: d.Model()}
		seven := d.Count()
		if p.wide = d.Model(); d.Bad || seven != 7 || len(d.Data) > 0 {
			return nil, ErrDamaged
		}
		return p, nil
	}
	pack := func(p *pair) []byte {
		var e Encoder
		encode(p, &e)
		var out bytes.Buffer
		if err := WriteFile(&out, "pair-1", e.Bytes()); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	packed := pack(&pair{learned(), wide.Model(0)})
	dir := filepath.Join(t.TempDir(), "models")
	path := filepath.Join(dir, "pair-1.tables")
	check := func(what, dir string, mapped bool) {
		t.Helper()
		p, err := Mapped(dir, "pair-1", packed, decode, encode)
		if err != nil {
			t.Fatal(what, err)
		}
		if (p.narrow.file != nil) != mapped || (p.wide.file != nil) != mapped {
			t.Errorf("%s: mapped %v %v", what, p.narrow.file, p.wide.file)
		}
		sums := make([]int32, 6)
		for class := range 6 {
			if got := p.wide.Best([]uint32{Mix(0, 0, 0, 0), Mix(1, uint32(class), 0, 0), Mix(9, 9, 9, 9)}, sums); got != class {
				t.Errorf("%s: %d for %d", what, got, class)
			}
			if f := []uint32{Mix(0, 0, 0, 0), Mix(1, uint32(class%3), 0, 0), Mix(2, uint32(class%3/2), 0, 0)}; p.narrow.Best(f, sums[:3]) != class%3 {
				t.Errorf("%s: narrow: not %d", what, class%3)
			}
		}
		if again := pack(p); !bytes.Equal(again, packed) {
			t.Errorf("%s: it is packed as something else", what)
		}
	}
	check("first", dir, true)
	check("again", dir, true)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for what, data := range map[string][]byte{"damaged": append(bytes.Clone(whole[:len(whole)-9]), make([]byte, 9)...), "cut off": whole[:len(whole)/2], "empty": nil} {
		if what == "damaged" {
			data[40] ^= 1
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		check(what, dir, true)
	}
	check("no directory", "", false)
	if err := os.WriteFile(filepath.Join(t.TempDir(), "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	check("no room", filepath.Join(path, "below a file"), false)
	if _, err := Mapped(dir, "pair-2", packed, decode, encode); err == nil {
		t.Error("a model of another kind is taken")
	}
}
