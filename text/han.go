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

// hanReadings holds what han.tsv says: of a character its spellings in Hong
// Kong and Korea, and of a word its Japanese spellings.
type hanReadings struct {
	hongKong, korea map[rune][]string
	words           map[string][]string
}

var hanTable = sync.OnceValue(func() hanReadings {
	t := hanReadings{map[rune][]string{}, map[rune][]string{}, map[string][]string{}}
	for line := range strings.Lines(hanText) {
		fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if strings.HasPrefix(line, "#") || len(fields) != 3 {
			continue
		}
		spelled := strings.Fields(strings.Trim(fields[1], "-"))
		if fields[2] == "-" {
			t.words[fields[0]] = spelled
			continue
		}
		for _, r := range fields[0] {
			t.hongKong[r] = spelled
			t.korea[r] = hangulPattern([]rune(fields[2])).Usual(8)
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

// mandarin returns the readings of a character in pinyin without its tones, the
// usual one first, up to three; rare readings, which names do not have, are left
// out. The table is the library's; its own way of
// dropping the tones is by regular expressions.
func mandarin(r rune) []string {
	list, ok := pinyin.PinyinDict[int(r)]
	if !ok {
		return nil
	}
	var out []string
	for s := range strings.SplitSeq(list, ",") {
		if len(out) > 0 && !strings.ContainsRune(secondReadings, r) {
			break
		}
		spellings := []string{toneless.Replace(s)}
		if i := strings.IndexByte(spellings[0], 'v'); i > 0 { // lü is Lu, Lyu or Lv in passports
			head, tail := spellings[0][:i], spellings[0][i+1:]
			spellings = []string{head + "u" + tail, head + "yu" + tail, head + "v" + tail}
		}
		for _, s := range spellings {
			if len(out) < 3 && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

var toneless = strings.NewReplacer("ā", "a", "á", "a", "ǎ", "a", "à", "a", "ē", "e", "é", "e", "ě", "e", "è", "e", "ê", "e", "ế", "e", "ề", "e",
	"ī", "i", "í", "i", "ǐ", "i", "ì", "i", "ō", "o", "ó", "o", "ǒ", "o", "ò", "o", "ū", "u", "ú", "u", "ǔ", "u", "ù", "u",
	"ü", "v", "ǖ", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v", "ń", "n", "ň", "n", "ǹ", "n", "ḿ", "m", "m̄", "m", "\u0304", "", "\u030c", "", "\u0300", "", "\u0301", "")

// hanPatterns reads a run of characters by pinyin, by Wade-Giles, as in Hong
// Kong, as Korean names that characters write, and as Japanese words that the
// table knows; where a character lacks a reading, not in that way.
func hanPatterns(word []rune) []*Pattern {
	table := hanTable()
	var out []*Pattern
	for _, system := range []func(rune) []string{
		func(r rune) []string { return pinyinOf(r, len(word) == 1) },
		func(r rune) []string {
			all := mandarin(r)
			if len(all) > 0 && wadeGiles(all[0]) != all[0] {
				return []string{wadeGiles(all[0]), all[0]}
			}
			return all
		},
		func(r rune) []string { return table.hongKong[r] },
		func(r rune) []string { return table.korea[r] },
	} {
		var units []*unit
		for _, r := range word {
			spelled := system(r)
			if r < 128 {
				spelled = []string{strings.ToLower(string(r))}
			}
			if len(spelled) == 0 {
				break
			}
			units = append(units, newUnit(spelled, len(spelled)))
		}
		if len(units) == len(word) {
			out = append(out, newPattern(units, false))
		}
	}
	if spelled := table.words[string(word)]; len(spelled) > 0 {
		out = append(out, newPattern([]*unit{newUnit(spelled, len(spelled))}, false))
	}
	return out
}

// secondReadings are the characters of names that are read in two ways there.
const secondReadings = "长長乐樂朝重藏行盛石单單解勒"

// pinyinOf returns the pinyin of a character, its reading as a family name
// first where it may be one.
func pinyinOf(r rune, family bool) []string {
	all := mandarin(r)
	s := surnameReadings[r]
	if !family || s == "" {
		return all
	}
	out := []string{s}
	for _, other := range all {
		if len(out) < 3 && other != s {
			out = append(out, other)
		}
	}
	return out
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
