package index

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"interdict/ftm"
	"interdict/match"
)

var words = []string{"Kim", "Yo", "Jong", "J", "al", "bin", "Ltd", "Zahir", "Al-Zahir", "Trading", "II", "محمد", "Олег", "Mohammed", "Muhamad", "Mohamad",
	"Abdulrahman", "Abdurrahman", "Petrov", "Petrovich", "Ivanova", "Korea", "Mining", "KMD", "Development", "Schwarzenegger", "Shwarzeneger", "Rahman", "B.", "Md", "S.M.", "Salman", "Tufail"}

// party draws a party of few words, so that names come close to each other.
func party(t *rapid.T, label string) *ftm.Entity {
	e := ftm.New(rapid.SampledFrom([]string{"Person", "Company", "LegalEntity", "Vessel"}).Draw(t, label+" schema"), "x")
	for range rapid.IntRange(1, 3).Draw(t, label+" names") {
		name := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 5).Draw(t, label+" name"), " ")
		if rapid.Bool().Draw(t, label+" cut") && len(name) > 2 {
			name = name[:len(name)-1]
		}
		_ = e.Add(rapid.SampledFrom([]string{"name", "alias", "weakAlias"}).Draw(t, label+" property"), strings.ToValidUTF8(name, ""))
	}
	for property, values := range map[string][]string{"birthDate": {"", "1961-05-16", "1984"}, "country": {"", "Yemen", "Peru"}, "passportNumber": {"", "04838289"}, "imoNumber": {"", "9187629"}} {
		if e.Schema.Property(property) != nil {
			_ = e.Add(property, rapid.SampledFrom(values).Draw(t, label+" "+property))
		}
	}
	return e
}

// Whatever is asked, the index finds what comparing with everything finds.
func TestSearchIsExhaustive(t *testing.T) {
	model := match.Default()
	rapid.Check(t, func(t *rapid.T) {
		var entries []Entry
		for i := range rapid.IntRange(1, 12).Draw(t, "entries") {
			entries = append(entries, Entry{Entity: party(t, fmt.Sprint(i)), Meta: fmt.Append(nil, i)})
		}
		ix, err := New(context.Background(), model, slices.Values(entries))
		if err != nil {
			t.Fatal(err)
		}
		for k := range 3 { // the second and third time with what was remembered of the first
			query := model.Prepare(party(t, "query"))
			floor := rapid.SampledFrom([]float64{0.5, 0.6, 0.7, 0.9}).Draw(t, "floor")
			var got, want []int
			err := ix.Search(context.Background(), query, floor, func(entry int, e *match.Entity) {
				if model.Compare(query, e, floor).Score >= floor {
					got = append(got, entry)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			for i, e := range entries {
				if model.Compare(query, model.Prepare(e.Entity), floor).Score >= floor {
					want = append(want, i)
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("search %d: %v, want %v", k, got, want)
			}
		}
	})
}

func TestOpenTellsWhatIsWrong(t *testing.T) {
	model := match.Default()
	e := ftm.New("Person", "x")
	_ = e.Add("name", "Kim Yo Jong")
	path := filepath.Join(t.TempDir(), "lists.index")
	if err := Build(t.Context(), path, "these lists", model, slices.Values([]Entry{{e, []byte("meta")}})); err != nil {
		t.Fatal(err)
	}
	ix, err := Open(path, "these lists", model)
	if err != nil {
		t.Fatal(err)
	}
	if string(ix.Meta(0)) != "meta" || ix.Len() != 1 {
		t.Errorf("meta %q of %d", ix.Meta(0), ix.Len())
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, "other lists", model); err == nil || !strings.Contains(err.Error(), "made of other lists") {
		t.Errorf("another identity: %v", err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, damaged := range [][]byte{nil, whole[:20], whole[:len(whole)-8], append([]byte("NOTINDEX"), whole[8:]...), slices.Concat(whole[:len(whole)/2], []byte{whole[len(whole)/2] ^ 1}, whole[len(whole)/2+1:])} {
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, "these lists", model); err == nil {
			t.Errorf("%d damaged bytes are taken for an index", len(damaged))
		}
	}
}

// A word of two letters may stand for two names, and then it is not left over:
// the family name alone finds whom it is.
func TestSearchFindsByInitials(t *testing.T) {
	model := match.Default()
	party := func(name string) *ftm.Entity {
		e := ftm.New("Person", "x")
		_ = e.Add("name", name)
		return e
	}
	var entries []Entry
	for _, name := range []string{"Sultan Mehmood Tufail", "Tufail Ahmed", "Ivan Petrov"} {
		entries = append(entries, Entry{Entity: party(name)})
	}
	ix, err := New(t.Context(), model, slices.Values(entries))
	if err != nil {
		t.Fatal(err)
	}
	query := model.Prepare(party("Tufail, S.M."))
	var got []int
	if err := ix.Search(t.Context(), query, 0.7, func(entry int, e *match.Entity) {
		if model.Score(query, e) >= 0.7 {
			got = append(got, entry)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, []int{0}) {
		t.Errorf("found %v, score %v", got, model.Score(query, model.Prepare(entries[0].Entity)))
	}
}
