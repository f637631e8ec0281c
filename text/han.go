package text

import (
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// surnameReadings are characters that read otherwise as a family name.
var surnameReadings = map[rune]string{'单': "shan", '解': "xie", '任': "ren", '仇': "qiu", '曾': "zeng", '翟': "zhai", '区': "ou", '查': "zha", '朴': "piao", '盖': "ge", '乐': "yue", '尹': "yin", '华': "hua", '沈': "shen", '覃': "qin"}

// chinese returns the pinyin of a word without tones. A single character may
// be a family name.
func chinese(word []rune) []string {
	args := pinyin.NewArgs()
	args.Fallback = func(r rune, _ pinyin.Args) []string {
		if r < 128 {
			return []string{string(r)}
		}
		return nil
	}
	var b strings.Builder
	for _, syllables := range pinyin.Pinyin(string(word), args) {
		if len(syllables) > 0 {
			b.WriteString(strings.ReplaceAll(syllables[0], "ü", "u"))
		}
	}
	out := []string{b.String()}
	if len(word) == 1 {
		if s := surnameReadings[word[0]]; s != "" && s != out[0] {
			out = append([]string{s}, out...)
		}
	}
	return out
}

// kanaSyllables is the Hepburn table of hiragana; katakana are read by it.
var kanaSyllables = map[rune]string{
	'あ': "a", 'い': "i", 'う': "u", 'え': "e", 'お': "o", 'か': "ka", 'き': "ki", 'く': "ku", 'け': "ke", 'こ': "ko", 'が': "ga", 'ぎ': "gi", 'ぐ': "gu", 'げ': "ge", 'ご': "go",
	'さ': "sa", 'し': "shi", 'す': "su", 'せ': "se", 'そ': "so", 'ざ': "za", 'じ': "ji", 'ず': "zu", 'ぜ': "ze", 'ぞ': "zo", 'た': "ta", 'ち': "chi", 'つ': "tsu", 'て': "te", 'と': "to",
	'だ': "da", 'ぢ': "ji", 'づ': "zu", 'で': "de", 'ど': "do", 'な': "na", 'に': "ni", 'ぬ': "nu", 'ね': "ne", 'の': "no", 'は': "ha", 'ひ': "hi", 'ふ': "fu", 'へ': "he", 'ほ': "ho",
	'ば': "ba", 'び': "bi", 'ぶ': "bu", 'べ': "be", 'ぼ': "bo", 'ぱ': "pa", 'ぴ': "pi", 'ぷ': "pu", 'ぺ': "pe", 'ぽ': "po", 'ま': "ma", 'み': "mi", 'む': "mu", 'め': "me", 'も': "mo",
	'や': "ya", 'ゆ': "yu", 'よ': "yo", 'ら': "ra", 'り': "ri", 'る': "ru", 'れ': "re", 'ろ': "ro", 'わ': "wa", 'を': "o", 'ん': "n", 'ゔ': "vu", 'ぁ': "a", 'ぃ': "i", 'ぅ': "u", 'ぇ': "e", 'ぉ': "o",
}

var smallY = map[rune]string{'ゃ': "a", 'ゅ': "u", 'ょ': "o"}

func kana(word []rune) string {
	out, double := "", false
	for _, r := range word {
		if r >= 'ァ' && r <= 'ヶ' {
			r -= 'ァ' - 'ぁ'
		}
		s := kanaSyllables[r]
		switch {
		case r == 'っ':
			double = true
			continue
		case r == 'ー':
			continue
		case smallY[r] != "":
			base, soft := strings.CutSuffix(out, "i")
			if !soft {
				break
			}
			if strings.HasSuffix(base, "sh") || strings.HasSuffix(base, "ch") || strings.HasSuffix(base, "j") {
				out = base + smallY[r]
			} else {
				out = base + "y" + smallY[r]
			}
			continue
		case s == "":
			s = strings.ToLower(strings.Join(chinese([]rune{r}), ""))
		}
		if double && s != "" {
			out += s[:1]
			double = false
		}
		out += s
	}
	return out
}
