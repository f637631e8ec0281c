package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Đặng Łódź":   "dang lodz",
		"Müller-Groß": "muller-gross",
		"O’Brien":     "obrien",
		"Сергей":      "сергей",
		"ＦＵＬＬ width":  "full width",
		"İstanbul":    "istanbul",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLatin(t *testing.T) {
	for in, want := range map[string]string{
		"Хван": "khvan", "Сергей": "sergey", "Зеленський": "zelenskiy", "Олексій": "oleksii", "Григорій": "hryhorii", "Георгий": "georgiy", "Ђоковић": "djokovic",
		"김": "kim", "여": "yo", "정": "jong", "Παπαδόπουλος": "papadopoulos", "გიორგი": "giorgi",
		"محمد": "mhmd", "الظاهر": "alzahr", "習": "xi", "近平": "jinping", "さくら": "sakura", "トヨタ": "toyota", "きょうと": "kyouto",
		"שרון": "shrvn", "José": "jose",
	} {
		got := Latin(in)
		if len(got) == 0 || got[0] != want {
			t.Errorf("Latin(%q) = %v, want %q first", in, got, want)
		}
	}
}

func TestCleanRepairsLookalikes(t *testing.T) {
	clean, repaired := Clean("Vlаdimir\u200b Pu\u202etin") // the first a is Cyrillic
	if clean != "Vladimir Putin" || !repaired {
		t.Errorf("%q %v", clean, repaired)
	}
	if clean, repaired := Clean("Владимир Putin"); clean != "Владимир Putin" || repaired {
		t.Errorf("words of one script each were changed: %q", clean)
	}
}

func FuzzLatin(f *testing.F) {
	for _, s := range []string{"", "김정은", "\xff\xfe", "O'", "😀", strings.Repeat("a", 10000), "ﷲ", "きゃ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		clean, _ := Clean(s)
		for _, w := range Words(clean) {
			if clean[w.Start:w.End] != w.Text {
				t.Errorf("word %q is not at its place in %q", w.Text, clean)
			}
			readings := Latin(w.Text)
			if len(readings) > MaxReadings {
				t.Errorf("%q has %d readings", w.Text, len(readings))
			}
			for _, r := range readings {
				if strings.Trim(r, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
					t.Errorf("reading %q of %q is not plain", r, w.Text)
				}
			}
			if p := Spell(w.Text); p != nil && len(p.String()) > 0 && len(p.String()) <= maxSpelled {
				if slips, ok := p.Fits(keepLetters(p.String())); keepLetters(p.String()) == p.String() && (!ok || slips > 0) {
					t.Errorf("%q does not fit its own usual spelling %q", w.Text, p)
				}
			}
		}
		if !utf8.ValidString(Fold(s)) {
			t.Errorf("Fold(%q) is not UTF-8", s)
		}
	})
}
