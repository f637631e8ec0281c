package names

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// upperBound is the upper bound that an index computes of the score of two names,
// from the meetings of units that share a key; ok is false where no keyed units
// meet, so that the index would not find the name.
func upperBound(q, c *Name) (upper float64, ok bool) {
	units, others := q.AppendUnits(nil), c.AppendUnits(nil)
	var shared, bits, cover float32
	var mask uint64
	for i := range units {
		u := &units[i]
		keys := u.AppendQueryKeys(nil)
		var best Meeting
		for j := range others {
			v := &others[j]
			if !slices.ContainsFunc(v.AppendKeys(nil), func(k Key) bool { return slices.Contains(keys, k) }) {
				continue
			}
			m, met := u.Meet(v)
			switch {
			case !met || !u.Keyed() && !v.Keyed():
				continue
			case !v.Keyed(): // accounted for, whatever the name
				mask |= u.Mask()
				continue
			}
			if u.Keyed() {
				ok = true
				mask |= u.Mask()
				best.Shared, best.Bits = max(best.Shared, m.Shared), max(best.Bits, m.Bits)
			}
			best.Cover = max(best.Cover, m.Cover)
		}
		shared, bits, cover = shared+best.Shared, bits+best.Bits, cover+best.Cover
	}
	qs, cs := q.Shape(), c.Shape()
	return float64(qs.Bound(&cs, shared, bits, q.KeyedWeight(mask), cover)), ok
}

// The bound holds for any two names, and whatever scores 0.5 or more is found.
func TestBoundHolds(t *testing.T) {
	name := rapid.Custom(func(t *rapid.T) string {
		s := ""
		for range rapid.IntRange(1, 5).Draw(t, "n") {
			s += words().Draw(t, "word") + rapid.SampledFrom([]string{" ", " ", "-", ", ", " bin ", " J. ", " & "}).Draw(t, "gap")
		}
		return s
	})
	kinds := rapid.SampledFrom([]Kind{Other, Person, Organization, Vessel})
	rapid.Check(t, func(t *rapid.T) {
		a := name.Draw(t, "a")
		b := a
		if rapid.Bool().Draw(t, "other") {
			b = name.Draw(t, "b")
		}
		for range rapid.IntRange(0, 3).Draw(t, "slips") {
			r := []rune(b)
			if len(r) < 2 {
				break
			}
			i := rapid.IntRange(0, len(r)-1).Draw(t, "at")
			b = string(slices.Delete(r, i, i+1))
		}
		x, y := Parse(a, kinds.Draw(t, "kind")), Parse(b, kinds.Draw(t, "kind of the other"))
		score, _ := Score(x, y)
		upper, found := upperBound(x, y)
		if score > upper {
			t.Fatalf("%q and %q score %v over the bound %v: %+v", a, b, score, upper, Compare(x, y))
		}
		if score >= 0.5 && !found {
			t.Fatalf("%q and %q score %v and are not found: %+v", a, b, score, Compare(x, y))
		}
	})
}

// Units that meet have signatures that may.
func TestSignaturesOfThoseThatMeet(t *testing.T) {
	kinds := rapid.SampledFrom([]Kind{Other, Person, Organization, Vessel})
	rapid.Check(t, func(t *rapid.T) {
		a, b := words().Draw(t, "a"), words().Draw(t, "b")
		x, y := Parse(a+" "+words().Draw(t, "c"), kinds.Draw(t, "kind")), Parse(b+" "+a, kinds.Draw(t, "kind of the other"))
		for _, u := range x.AppendUnits(nil) {
			for _, v := range y.AppendUnits(nil) {
				if _, ok := u.Meet(&v); ok && !u.Signature().MayMeet(v.Signature()) {
					t.Fatalf("%q and %q meet: signatures %x %x", u.word.Original, v.word.Original, u.Signature(), v.Signature())
				}
			}
		}
	})
}

// A unit made of its identity has the same identity and meets the same units,
// to within rounding.
func TestUnitOfIdentity(t *testing.T) {
	kinds := rapid.SampledFrom([]Kind{Other, Person, Organization, Vessel})
	rapid.Check(t, func(t *rapid.T) {
		a, b := words().Draw(t, "a")+" "+words().Draw(t, "b")+" "+words().Draw(t, "c"), words().Draw(t, "d")+" "+words().Draw(t, "e")
		x, y := Parse(a, kinds.Draw(t, "kind")), Parse(b+" "+a, kinds.Draw(t, "kind of the other"))
		for _, u := range x.AppendUnits(nil) {
			again, err := UnitOf(u.AppendIdentity(nil))
			if err != nil {
				t.Fatalf("%q: %v", u.word.Original, err)
			}
			if !bytes.Equal(again.AppendIdentity(nil), u.AppendIdentity(nil)) || again.Signature() != u.Signature() {
				t.Fatalf("%q has another identity when it is made of it", u.word.Original)
			}
			for _, v := range y.AppendUnits(nil) {
				m, ok := v.Meet(&u)
				n, same := v.Meet(again)
				if ok != same || max(m.Shared-n.Shared, n.Shared-m.Shared, m.Bits-n.Bits, n.Bits-m.Bits, m.Cover-n.Cover, n.Cover-m.Cover) > 1e-4 {
					t.Fatalf("%q meets %q as %+v (%v), made of its identity as %+v (%v)", v.word.Original, u.word.Original, m, ok, n, same)
				}
			}
		}
	})
}

// FuzzUnitOf holds the reading of identities to giving a unit or an error,
// whatever the bytes.
func FuzzUnitOf(f *testing.F) {
	for _, name := range []string{"Kim Yo Jong", "محمد علی", "金正恩", "Олег Петрович", "Korea Mining Development Trading Corporation"} {
		n := Parse(name, Other)
		for _, u := range n.AppendUnits(nil) {
			f.Add(u.AppendIdentity(nil))
		}
	}
	other := Parse("Kim Yo Jong", Other).AppendUnits(nil)
	f.Fuzz(func(t *testing.T, identity []byte) {
		u, err := UnitOf(identity)
		if err != nil {
			return
		}
		u.AppendQueryKeys(nil)
		for i := range other {
			u.Meet(&other[i])
		}
	})
}
