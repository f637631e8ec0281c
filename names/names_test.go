package names

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/agnivade/levenshtein"
	"pgregory.net/rapid"
)

func score(a, b string, kind Kind) float64 { return Compare(Parse(a, kind), Parse(b, kind)).Score }

func TestNamesOfOneBearerScoreHigh(t *testing.T) {
	tests := []struct {
		kind Kind
		a, b string
	}{
		{Person, "Kim Yo Jong", "KIM, Yo-jong"},
		{Person, "Kim Yo Jong", "김여정"},
		{Person, "Хван Бён Со", "Hwang Pyong So"},
		{Person, "Vladimir Vladimirovich Putin", "Владимир Путин"},
		{Person, "Mohammed Omar", "محمد عمر"},
		{Person, "Muhammad Hasan", "Mohamed Hassan"},
		{Person, "Xi Jinping", "习近平"},
		{Person, "Sasha Petrov", "Aleksandr Petrov"},
		{Person, "J. Smithers", "John Smithers"},
		{Organization, "OOO Rosneft", "Rosneft Limited Liability Company"},
		{Organization, "Korea Mining Development Trading Corp.", "KOREA MINING DEVELOPMENT TRADING CORPORATION"},
		{Organization, "Good Will Co", "Goodwill Company"},
		{Vessel, "M/V CHONG CHON GANG", "Chong Chon Gang"},
	}
	for _, tt := range tests {
		if s := score(tt.a, tt.b, tt.kind); s < 0.7 {
			t.Errorf("%s / %s: %.2f, want 0.7 or more", tt.a, tt.b, s)
		}
	}
}

func TestNamesOfDifferentBearersScoreLow(t *testing.T) {
	tests := []struct {
		kind Kind
		a, b string
	}{
		{Person, "Kim Yo Jong", "Kim Jong Un"},
		{Person, "Jamal Mustafa Abdallah Sultan Al-Dulaimi", "Jamal Mustafa Abdallah Sultan Al-Tikriti"},
		{Person, "Octavian Scholz", "Olaf Scholz"},
		{Person, "Friedrich, Hans", "Hans, Friedrich"},
		{Person, "Mohammed", "Mohammed Omar Ghulam Nabi"},
		{Organization, "Citadel Fund II", "Citadel Fund III"},
		{Organization, "General Trading LLC", "Pearl General Trading LLC"},
		{Organization, "Volkswagen AG", "Siemens AG"},
	}
	for _, tt := range tests {
		if s := score(tt.a, tt.b, tt.kind); s >= 0.7 {
			t.Errorf("%s / %s: %.2f, want less than 0.7", tt.a, tt.b, s)
		}
	}
}

// words draws words as names have them, and slips and variants of them.
func words() *rapid.Generator[string] {
	base := rapid.OneOf(
		rapid.SampledFrom([]string{"mohammed", "muhammad", "aleksandr", "sasha", "hussein", "khalid", "qadir", "yusuf", "kim", "jong", "chol", "al", "ltd", "ii", "2", "a", "trading", "Олег", "محمد", "김", "李", "gaddafi", "qaddafi", "abdulrahman", "schwarzenegger", "x"}),
		rapid.StringMatching(`[a-z]{1,14}`), rapid.StringMatching(`[ا-ي]{1,6}`), rapid.StringMatching(`[а-я]{2,9}`))
	return rapid.Custom(func(t *rapid.T) string {
		r := []rune(base.Draw(t, "word"))
		for range rapid.IntRange(0, 2).Draw(t, "slips") {
			i := rapid.IntRange(0, len(r)-1).Draw(t, "at")
			switch rapid.IntRange(0, 2).Draw(t, "slip") {
			case 0:
				if len(r) > 1 {
					r = slices.Delete(r, i, i+1)
				}
			case 1:
				r = slices.Insert(r, i, 'e')
			default:
				r[i] = 'o'
			}
		}
		return string(r)
	})
}

func TestRelatedWordsShareAKey(t *testing.T) {
	kinds := rapid.SampledFrom([]Kind{Other, Person, Organization, Vessel})
	names := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(words(), 1, 3).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		kind := kinds.Draw(t, "kind")
		a, b := Parse(names.Draw(t, "a"), kind), Parse(names.Draw(t, "b"), kind)
		if Compare(a, b).Score < 0.5 {
			return
		}
		keys := a.AppendKeys(nil)
		for _, k := range b.AppendKeys(nil) {
			if slices.Contains(keys, k) {
				return
			}
		}
		t.Fatalf("%q and %q score %.2f and share no key: %+v", a.Original, b.Original, Compare(a, b).Score, Compare(a, b).Pairs)
	})
}

func TestCompareIsSymmetricAndBounded(t *testing.T) {
	names := rapid.OneOf(rapid.String(), rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(words(), 1, 5).Draw(t, "words"), " ")
	}))
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]Kind{Other, Person, Organization}).Draw(t, "kind")
		a, b := Parse(names.Draw(t, "a"), kind), Parse(names.Draw(t, "b"), kind)
		x, y := Compare(a, b).Score, Compare(b, a).Score
		if x < 0 || x > 1 || math.IsNaN(x) || math.Abs(x-y) > 1e-9 {
			t.Fatalf("%q / %q: %v one way, %v the other", a.Original, b.Original, x, y)
		}
		if len(a.Words) > 0 && Compare(a, a).Score != 1 {
			t.Fatalf("%q against itself: %v", a.Original, Compare(a, a).Score)
		}
	})
}

func TestDistanceAgreesWithLevenshtein(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.StringMatching(`[abc]{0,9}`).Draw(t, "a"), rapid.StringMatching(`[abc]{0,9}`).Draw(t, "b")
		want := levenshtein.ComputeDistance(a, b)
		got := Distance(a, b, 9)
		// Swaps make ours the smaller, by no more than half.
		if got > want || 2*got < want {
			t.Fatalf("Distance(%q, %q) = %d, Levenshtein %d", a, b, got, want)
		}
	})
}

func TestFrequencyTable(t *testing.T) {
	table := frequencies()
	if table.names < 10000 || table.counts["muhammad"] <= table.counts["putin"] || !common("kim") || common("shoigu") {
		t.Errorf("the frequency table does not tell common from rare: %v names", table.names)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("Kim Yo Jong", "김여정")
	f.Add(strings.Repeat("a ", 5000), "\xff\u202e")
	f.Add("A.B.C.", "A/S")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, kind := range []Kind{Other, Person, Organization} {
			x, y := Parse(a, kind), Parse(b, kind)
			if s := Compare(x, y).Score; s < 0 || s > 1 || math.IsNaN(s) {
				t.Errorf("%q / %q: %v", a, b, s)
			}
			x.AppendKeys(nil)
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	x, y := Parse("Jamal Mustafa Abdallah Sultan", Person), Parse("SULTAN, Jamal Moustafa Abdullah", Person)
	b.ReportAllocs()
	for b.Loop() {
		Compare(x, y)
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse("SULTAN, Jamal Moustafa Abdullah", Person)
	}
}
