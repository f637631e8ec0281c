package records

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"interdict/ftm"
	"interdict/resolve"
	"interdict/screen"
)

// content draws entities of two lists that point at each other and in part are
// one party.
func content(t *rapid.T) Content {
	var all []*ftm.Entity
	n := rapid.IntRange(0, 12).Draw(t, "n")
	id := func(i int) string { return fmt.Sprintf("%s-%d", []string{"us_ofac_sdn", "un_sc_sanctions"}[i%2], i/2) }
	word := rapid.SampledFrom([]string{"Kim", "Yo", "Jong", "김여정", "Ltd.", "O'Neill", "kimono", "Yo-Yo"})
	for i := range n {
		schema := rapid.SampledFrom([]string{"Person", "Company", "Sanction", "Address", "UnknownLink"}).Draw(t, "schema")
		e := ftm.New(schema, id(i))
		e.Datasets = []string{strings.TrimSuffix(e.ID, fmt.Sprintf("-%d", i/2))}
		e.Target = e.Schema.Matchable && rapid.Bool().Draw(t, "target")
		e.FirstSeen = rapid.SampledFrom([]string{"", "2024-05-16"}).Draw(t, "first")
		e.Referents = rapid.SampledFrom([][]string{nil, {"other-1", "other-2"}}).Draw(t, "referents")
		name := rapid.SliceOfN(word, 1, 3)
		for range rapid.IntRange(0, 3).Draw(t, "names") {
			_ = e.Add(rapid.SampledFrom([]string{"name", "alias", "weakAlias", "nonsense"}).Draw(t, "property"), strings.Join(name.Draw(t, "name"), " ")) // else it is in Rejected
		}
		for _, property := range []string{"entity", "subject", "object", "addressEntity"} {
			if e.Schema.Property(property) != nil && rapid.Bool().Draw(t, property) {
				_ = e.Add(property, id(rapid.IntRange(0, n).Draw(t, "to")))
			}
		}
		_ = e.Add("imoNumber", "9074729") // a company has none: kept aside
		_ = e.Add("passportNumber", rapid.SampledFrom([]string{"P1234567", "P7654321"}).Draw(t, "passport"))
		all = append(all, e)
	}
	parties := resolve.Find(all, nil)
	return Content{all, screen.Targets(all, screen.Options{Party: parties.Of}), parties}
}

// A store tells what the entities themselves tell.
func TestStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "records")
	rapid.Check(t, func(t *rapid.T) {
		c := content(t)
		if err := Build(path, "identity", c); err != nil {
			t.Fatal(err)
		}
		s, err := Open(path, "identity")
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if s.Len() != len(c.Entities) {
			t.Fatalf("%d entities, want %d", s.Len(), len(c.Entities))
		}
		number := map[string]int{}
		for n, e := range c.Entities {
			number[e.ID] = n
		}
		opaque := cmp.Comparer(func(a, b *ftm.Entity) bool { return jsonOf(a) == jsonOf(b) })
		for n, e := range c.Entities {
			r, err := s.Record(n)
			if err != nil {
				t.Fatal(err)
			}
			if jsonOf(r.Entity) != jsonOf(e) {
				t.Errorf("record %d:\n%s\n%s", n, jsonOf(r.Entity), jsonOf(e))
			}
			i := slices.IndexFunc(c.Targets, func(t screen.Target) bool { return t.Entity == e })
			if r.Listed != (i >= 0) || i >= 0 && !cmp.Equal(r.Target, c.Targets[i], opaque) {
				t.Errorf("record %d: %+v", n, r)
			}
			if got, ok := s.Find(e.ID); !ok || got != n {
				t.Errorf("%s: found as %d %v", e.ID, got, ok)
			}
			var pointing []int
			for m, other := range c.Entities {
				if slices.Contains(other.ByType(ftm.TypeEntity), e.ID) {
					pointing = append(pointing, m)
				}
			}
			if diff := cmp.Diff(pointing, s.PointingAt(n)); diff != "" {
				t.Errorf("pointing at %d: %s", n, diff)
			}
		}
		var targets []int
		for i := range c.Targets {
			n := number[c.Targets[i].Entity.ID]
			targets = append(targets, n)
			if got, ok := s.Target(i); !ok || got != n {
				t.Errorf("target %d is %d", i, got)
			}
			named := 0
			for j := range c.Targets {
				if c.Targets[j].ID == c.Targets[i].ID || c.Targets[j].Entity.ID == c.Targets[i].ID {
					named++
				}
			}
			if got := s.Named(c.Targets[i].ID); len(got) != named || !slices.Contains(got, n) {
				t.Errorf("%s names %v, want %d", c.Targets[i].ID, got, named)
			}
			also, err := s.Also(n)
			if err != nil {
				t.Fatal(err)
			}
			party := []string{c.Targets[i].Entity.ID}
			for _, a := range also {
				party = append(party, c.Entities[a.Number].ID)
			}
			slices.Sort(party)
			if diff := cmp.Diff(c.Parties.Members(party[0]), party); diff != "" {
				t.Errorf("party of %d: %s", n, diff)
			}
		}
		if got := slices.Collect(s.Targets()); !slices.Equal(got, targets) {
			t.Errorf("targets %v, want %v", got, targets)
		}
		if _, ok := s.Find("nobody"); ok || len(s.Named("nobody")) > 0 {
			t.Error("nobody is found")
		}
		asked := rapid.SampledFrom([]string{"kim", "ki", "yo jo", "jong kim", "김", "ltd", ".", "", "o'n", "yo yo"}).Draw(t, "asked")
		var want []int
		for n, e := range c.Entities {
			if slices.Contains(targets, n) && slices.ContainsFunc(e.ByType(ftm.TypeName), func(name string) bool {
				words := strings.Fields(strings.ToLower(name))
				return len(wordsOf(asked)) > 0 && !slices.ContainsFunc(strings.Fields(asked), func(a string) bool {
					return !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, a) })
				})
			}) {
				want = append(want, n)
			}
		}
		got, err := s.Holding(asked)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("holding %q: %s", asked, diff)
		}
	})
}

func jsonOf(e *ftm.Entity) string {
	data, err := e.MarshalJSON()
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// What is no file of these, or was made of something else, does not open.
func TestOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "records")
	if _, err := Open(path, "x"); !os.IsNotExist(err) {
		t.Error(err)
	}
	if err := Build(path, "x", Content{Parties: resolve.Find(nil, nil)}); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, "y"); err == nil {
		t.Error("it opens as something else")
	}
	s, err := Open(path, "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Record(0); err == nil {
		t.Error("a record of none")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// Whatever the sections hold, nothing panics or goes on for ever.
func FuzzDamaged(f *testing.F) {
	var all [][]byte
	rapid.Check(f, func(t *rapid.T) {
		if c := content(t); len(c.Targets) > 3 && len(all) == 0 {
			var err error
			if all, err = encode(c); err != nil {
				t.Fatal(err)
			}
		}
	})
	f.Add(uint8(1), uint16(3), byte(0xff))
	f.Add(uint8(4), uint16(0), byte(9))
	f.Add(uint8(8), uint16(1), byte(0x80))
	f.Fuzz(func(t *testing.T, section uint8, at uint16, value byte) {
		damaged := slices.Clone(all)
		i := int(section) % len(damaged)
		if len(damaged[i]) == 0 {
			return
		}
		damaged[i] = slices.Clone(damaged[i])
		damaged[i][int(at)%len(damaged[i])] = value
		s, err := open(damaged)
		if err != nil {
			return
		}
		for n := range s.Len() {
			_, _ = s.Record(n) // an error is as good
			_, _ = s.Also(n)
			s.PointingAt(n)
		}
		for n := range s.Targets() {
			_, _ = s.Record(n)
		}
		for _, id := range []string{"us_ofac_sdn-0", "0", "nobody"} {
			s.Find(id)
			s.Named(id)
		}
		_, _ = s.Holding("kim")
	})
}
