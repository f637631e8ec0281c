package text

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/mozillazg/go-pinyin"
)

//go:embed han.tsv
var hanText string

// hanReadings holds what han.tsv says: of a character its spellings, Hong Kong
// then Korean, and of a word its Japanese spellings.
type hanReadings struct {
	characters map[rune][]string
	words      map[string][]string
}

var hanTable = sync.OnceValue(func() hanReadings {
	t := hanReadings{map[rune][]string{}, map[string][]string{}}
	for line := range strings.Lines(hanText) {
		fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if strings.HasPrefix(line, "#") || len(fields) != 3 {
			continue
		}
		var spelled []string
		if fields[1] != "-" {
			spelled = strings.Fields(fields[1])
		}
		if fields[2] == "-" {
			t.words[fields[0]] = spelled
			continue
		}
		spelled = append(spelled, hangulPattern([]rune(fields[2])).Usual(8)...)
		for _, r := range fields[0] {
			t.characters[r] = spelled
		}
	}
	return t
})

// Usual returns up to n of the usual spellings of a pattern.
func (p *Pattern) Usual(n int) []string {
	out := []string{""}
	for _, u := range p.units {
		var next []string
		for _, s := range out {
			for _, t := range u.spellings[:u.usual] {
				next = append(next, s+t)
			}
		}
		out = next[:min(len(next), 4*n)]
	}
	return out[:min(len(out), n)]
}

// surnameReadings are characters that read otherwise as a family name.
var surnameReadings = map[rune]string{'单': "shan", '解': "xie", '任': "ren", '仇': "qiu", '曾': "zeng", '翟': "zhai", '区': "ou", '查': "zha", '朴': "piao", '盖': "ge", '乐': "yue", '尹': "yin", '华': "hua", '沈': "shen", '覃': "qin"}

var pinyinArgs = func() pinyin.Args {
	a := pinyin.NewArgs()
	a.Heteronym = true
	return a
}()

// mandarin returns the usual pinyin of a character, "" where it has none.
func mandarin(r rune) string {
	if all := pinyin.SinglePinyin(r, pinyinArgs); len(all) > 0 {
		return strings.ReplaceAll(all[0], "ü", "u")
	}
	return ""
}

// hanPattern reads a run of characters: each may be written by its pinyin, by
// Wade-Giles, as in Hong Kong, or as Korean names that characters write are.
func hanPattern(word []rune) *Pattern {
	table := hanTable()
	if spelled := table.words[string(word)]; len(spelled) > 0 {
		u := unit{spellings: spelled, usual: len(spelled)}
		if own := hanUnits(word, table); len(own) > 0 {
			if p := newPattern(own, false); p != nil {
				u.spellings = append(slices.Clone(spelled), p.first)
			}
		}
		return newPattern([]unit{u}, false)
	}
	return newPattern(hanUnits(word, table), false)
}

func hanUnits(word []rune, table hanReadings) []unit {
	var units []unit
	for _, r := range word {
		if r < 128 {
			units = append(units, unit{spellings: []string{strings.ToLower(string(r))}, usual: 1})
			continue
		}
		u := unit{}
		add := func(s string) {
			if s != "" && !slices.Contains(u.spellings, s) {
				u.spellings = append(u.spellings, s)
			}
		}
		if len(word) == 1 {
			add(surnameReadings[r])
		}
		own := pinyin.SinglePinyin(r, pinyinArgs)
		for i, s := range own {
			if s = strings.ReplaceAll(s, "ü", "u"); i < 2 {
				add(s)
			}
		}
		for i, s := range own {
			if i < 1 {
				add(wadeGiles(strings.ReplaceAll(s, "ü", "u")))
			}
		}
		u.usual = len(u.spellings)
		for _, s := range table.characters[r] {
			add(s)
			u.usual = len(u.spellings)
		}
		if len(u.spellings) > 0 {
			units = append(units, u)
		}
	}
	return units
}

// wadeInitials and wadeFinals turn pinyin into Wade-Giles without its marks.
var (
	wadeInitials = [][2]string{{"zh", "ch"}, {"ch", "ch"}, {"sh", "sh"}, {"b", "p"}, {"d", "t"}, {"g", "k"}, {"j", "ch"}, {"q", "ch"}, {"x", "hs"}, {"z", "ts"}, {"c", "ts"}, {"r", "j"}}
	wadeFinals   = map[string]string{"ian": "ien", "ie": "ieh", "ue": "ueh", "ong": "ung", "e": "e", "er": "erh", "yan": "yen", "ye": "yeh", "you": "yu", "iong": "iung"}
)

func wadeGiles(syllable string) string {
	initial, final := "", syllable
	for _, p := range wadeInitials {
		if rest, ok := strings.CutPrefix(syllable, p[0]); ok {
			initial, final = p[1], rest
			if rest == "i" && (p[0] == "zh" || p[0] == "ch" || p[0] == "sh" || p[0] == "r") {
				final = "ih"
			}
			if rest == "i" && (p[0] == "z" || p[0] == "c") {
				initial, final = "tz", "u"
			}
			break
		}
	}
	if initial == "" && final != "" && strings.IndexByte("lmnhfptksw", final[0]) >= 0 {
		initial, final = final[:1], final[1:]
	}
	if f, ok := wadeFinals[final]; ok {
		final = f
	}
	return initial + final
}
