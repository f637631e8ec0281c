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
		{Person, "Viktor Anatolyevich Bout", "Viktor Anatolijevitch BOUT"},
		{Person, "Aleksandr Vasilievich Bortnikov", "Alexander Vasilyevich Bortnikov"},
		{Person, "Hannibal Gaddafi", "Hannibal Qadhafi"},
		{Person, "Maria Sergeevna Ivanova", "Marija Sergejewna Iwanowa"},
		{Organization, "Korea Mining Development Tradng Corporation", "Korea Mining Development Trading Corporation"},
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
		{Person, "Igor Vasilievich Korobov", "Igor Valentinovich Korobov"},
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
		rapid.SampledFrom([]string{"mohammed", "muhammad", "aleksandr", "sasha", "hussein", "khalid", "qadir", "yusuf", "kim", "jong", "chol", "al", "ltd", "ii", "2", "a", "trading", "Олег", "محمد", "김", "李", "gaddafi", "qaddafi", "qadhafi", "abdulrahman", "schwarzenegger", "sergeevna", "anatolyevich", "anatolijevitch", "tradng", "x"}),
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

// meet reports whether a query for one name finds the other by keys, either
// way round.
func meet(a, b *Name) bool {
	find := func(q, c *Name) bool {
		return slices.ContainsFunc(q.AppendUnits(nil), func(u Unit) bool {
			return slices.ContainsFunc(c.AppendUnits(nil), func(v Unit) bool { return finds(&u, &v) })
		})
	}
	return find(a, b) && find(b, a)
}

// finds reports whether a query for one unit finds another by keys.
func finds(q, c *Unit) bool {
	keys := c.AppendKeys(nil)
	return slices.ContainsFunc(q.AppendQueryKeys(nil), func(k Key) bool { return slices.Contains(keys, k) })
}

// Units that meet find each other, one by one.
func TestUnitsThatMeetShareAKey(t *testing.T) {
	kinds := rapid.SampledFrom([]Kind{Other, Person, Organization, Vessel})
	rapid.Check(t, func(t *rapid.T) {
		a, b := words().Draw(t, "a"), words().Draw(t, "b")
		gap := rapid.SampledFrom([]string{"", "", " ", "-", "e"})
		x := Parse(a+gap.Draw(t, "gap")+b+" "+words().Draw(t, "c"), kinds.Draw(t, "kind"))
		y := Parse(words().Draw(t, "d")+" "+a+gap.Draw(t, "gap of the other")+b, kinds.Draw(t, "kind of the other"))
		for _, u := range x.AppendUnits(nil) {
			for _, v := range y.AppendUnits(nil) {
				if _, ok := u.Meet(&v); ok && (u.Keyed() || v.Keyed()) && !(finds(&u, &v) && finds(&v, &u)) {
					t.Fatalf("%q and %q meet and do not find each other", u.word.Original, v.word.Original)
				}
			}
		}
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
		if Compare(a, b).Score >= 0.5 && !meet(a, b) {
			t.Fatalf("%q and %q score %.2f and share no key: %+v", a.Original, b.Original, Compare(a, b).Score, Compare(a, b).Pairs)
		}
	})
}

// A word and a slip or two of it, whatever their length and place.
func TestSlipsShareAKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := []byte(rapid.StringMatching(`[a-e]{1,14}`).Draw(t, "word"))
		word := string(r)
		for range rapid.IntRange(1, 2).Draw(t, "slips") {
			i := rapid.IntRange(0, len(r)-1).Draw(t, "at")
			c := byte('a' + rapid.IntRange(0, 5).Draw(t, "letter"))
			switch rapid.IntRange(0, 3).Draw(t, "slip") {
			case 0:
				if len(r) > 1 {
					r = slices.Delete(r, i, i+1)
				}
			case 1:
				r = slices.Insert(r, i, c)
			case 2:
				r[i] = c
			default:
				if i+1 < len(r) {
					r[i], r[i+1] = r[i+1], r[i]
				}
			}
		}
		a, b := Parse(word, Vessel), Parse(string(r), Vessel)
		if len(a.Words) == 0 || len(b.Words) == 0 || !a.Words[0].keyed() || !b.Words[0].keyed() {
			return
		}
		if relation, _ := Related(&a.Words[0], &b.Words[0]); relation != None && relation != InitialOf && !meet(a, b) {
			t.Fatalf("%q and %q: %v, and no key is shared", word, r, relation)
		}
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
			if Compare(x, y).Score >= 0.5 && !meet(x, y) {
				t.Errorf("%q and %q score %.2f and share no key", a, b, Compare(x, y).Score)
			}
			if s, bits := Score(x, y); s != Compare(x, y).Score || bits != Compare(x, y).Bits {
				t.Errorf("%q / %q: Score and Compare differ", a, b)
			}
		}
	})
}

func BenchmarkScore(b *testing.B) {
	x, y := Parse("Jamal Mustafa Abdallah Sultan", Person), Parse("SULTAN, Jamal Moustafa Abdullah", Person)
	b.ReportAllocs()
	for b.Loop() {
		Score(x, y)
	}
}

func BenchmarkScoreUnlike(b *testing.B) {
	x, y := Parse("Jamal Mustafa Abdallah Sultan", Person), Parse("Sergey Viktorovich Lavrov", Person)
	b.ReportAllocs()
	for b.Loop() {
		Score(x, y)
	}
}

func BenchmarkScoreScripts(b *testing.B) {
	x, y := Parse("جمال مصطفى عبد الله سلطان", Person), Parse("SULTAN, Jamal Moustafa Abdullah", Person)
	b.ReportAllocs()
	for b.Loop() {
		Score(x, y)
	}
}

func TestScoreAllocatesNothing(t *testing.T) {
	for _, p := range [][2]string{{"Jamal Mustafa Abdallah Sultan", "SULTAN, Jamal Moustafa Abdullah"}, {"جمال مصطفى عبد الله سلطان", "SULTAN, Jamal Moustafa Abdullah"}, {"김정은", "Kim Jong Un"}} {
		x, y := Parse(p[0], Person), Parse(p[1], Person)
		if n := testing.AllocsPerRun(100, func() { Score(x, y) }); n != 0 {
			t.Errorf("%s / %s: %v allocations", p[0], p[1], n)
		}
	}
}

// The worst that anybody can send is bounded.
func BenchmarkScoreWorst(b *testing.B) {
	x, y := Parse(strings.Repeat("Abdulrahmanov ", 70), Person), Parse(strings.Repeat("Abdulrakhmanof ", 70), Person)
	for b.Loop() {
		Score(x, y)
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse("SULTAN, Jamal Moustafa Abdullah", Person)
	}
}
