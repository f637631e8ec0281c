package text

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPatternFits(t *testing.T) {
	tests := []struct {
		word, latin string
		fits        bool
	}{
		{"محمد", "muhammad", true}, {"محمد", "mohamed", true}, {"محمد", "ahmad", false}, {"محمد", "hamid", false},
		{"حسين", "hussein", true}, {"حسين", "hassan", false}, {"يوسف", "youssef", true}, {"القذافي", "gaddafi", false},
		{"قذافي", "gaddafi", true}, {"قذافي", "qadhafi", true}, {"الظاهر", "azzahir", true}, {"الظاهر", "alzaher", true},
		{"علي", "ali", true}, {"علي", "alavi", false}, {"علي", "li", false}, {"خامنه\u200cای", "khamenei", true},
		{"נתניהו", "netanyahu", true}, {"בנימין", "benjamin", true},
		{"김", "kim", true}, {"김", "gim", true}, {"김", "kam", false}, {"정은", "jongun", true}, {"정은", "jeongeun", true}, {"정은", "chongun", true},
		{"정은", "jong", false}, {"영철", "yongchol", true}, {"리", "ri", true}, {"리", "lee", true},
		{"近平", "jinping", true}, {"近平", "chinping", true}, {"近平", "jinpeng", false}, {"正恩", "jongun", true}, {"陳", "chan", true}, {"陳", "chen", true},
		{"志成", "zhicheng", true}, {"志成", "jicheng", false}, {"晋三", "shinzo", true},
	}
	for _, tt := range tests {
		fits := slices.ContainsFunc(Spells(tt.word), func(p *Pattern) bool {
			_, ok := p.Fits(tt.latin)
			return ok
		})
		if fits != tt.fits {
			t.Errorf("%s / %s: %v, want %v", tt.word, tt.latin, fits, tt.fits)
		}
	}
}

// Whatever a pattern's usual spellings make up fits it, at no cost, and has one
// of its skeletons where it has not too many.
func TestPatternFitsItsSpellings(t *testing.T) {
	words := rapid.OneOf(rapid.StringMatching(`[ابتثجحخدذرزسشصضطظعغفقكلمنهوي]{1,7}`), rapid.StringMatching(`[가-힣]{1,3}`), rapid.StringMatching(`[一-鿿]{1,3}`), rapid.StringMatching(`[א-ת]{2,6}`))
	rapid.Check(t, func(t *rapid.T) {
		for _, p := range Spells(words.Draw(t, "word")) {
			var b strings.Builder
			for _, u := range p.units {
				b.WriteString(rapid.SampledFrom(u.spellings[:max(u.usual, 1)]).Draw(t, "spelling"))
			}
			latin := b.String()
			if latin == "" || len(latin) > maxSpelled {
				continue
			}
			if slips, ok := p.Fits(latin); !ok || slips > 0 {
				t.Fatalf("%q does not fit %q: %d slips", latin, p, slips)
			}
			if len(p.skels) < maxSkels && !p.vowels && !strings.ContainsAny(latin, "cdtgkpsnlh") && !slices.Contains(p.skels, Skeleton(latin)) {
				t.Fatalf("%q has the skeleton %q, not one of %q", latin, Skeleton(latin), p.skels)
			}
		}
	})
}

func TestSkeletonOfSpellings(t *testing.T) {
	for _, group := range [][]string{{"muhammad", "mohamed", "mohammod"}, {"khalid", "khaled"}, {"yusuf", "youssef"}, {"shams", "chams"}, {"jamal", "djamel"}, {"qasim", "gasim", "kassem"}} {
		for _, w := range group[1:] {
			if Skeleton(w) != Skeleton(group[0]) {
				t.Errorf("%s: %s, %s: %s", group[0], Skeleton(group[0]), w, Skeleton(w))
			}
		}
	}
}
