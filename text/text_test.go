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
		"Хван": "khvan", "Сергей": "sergey", "Зеленський": "zelenskiy", "Олексій": "oleksiy", "Григорій": "hryhoriy", "Георгий": "georgiy", "Ђоковић": "djokovic",
		"김": "kim", "여": "yo", "정": "jong", "Παπαδόπουλος": "papadopoylos", "გიორგი": "giorgi",
		"محمد": "mhmd", "الظاهر": "alzahr", "習": "xi", "近平": "jinping", "さくら": "sakura", "トヨタ": "toyota", "きょうと": "kyouto",
		"שרון": "shrwn", "José": "jose",
	} {
		got := Latin(in)
		if len(got) == 0 || got[0].Text != want {
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
				if strings.Trim(r.Text, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
					t.Errorf("reading %q of %q is not plain", r.Text, w.Text)
				}
			}
		}
		if !utf8.ValidString(Fold(s)) {
			t.Errorf("Fold(%q) is not UTF-8", s)
		}
	})
}
