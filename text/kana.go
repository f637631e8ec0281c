package text

import "strings"

// kanaSyllables is the Hepburn table of hiragana; katakana are read by it.
var kanaSyllables = map[rune]string{
	'あ': "a", 'い': "i", 'う': "u", 'え': "e", 'お': "o", 'か': "ka", 'き': "ki", 'く': "ku", 'け': "ke", 'こ': "ko", 'が': "ga", 'ぎ': "gi", 'ぐ': "gu", 'げ': "ge", 'ご': "go",
	'さ': "sa", 'し': "shi", 'す': "su", 'せ': "se", 'そ': "so", 'ざ': "za", 'じ': "ji", 'ず': "zu", 'ぜ': "ze", 'ぞ': "zo", 'た': "ta", 'ち': "chi", 'つ': "tsu", 'て': "te", 'と': "to",
	'だ': "da", 'ぢ': "ji", 'づ': "zu", 'で': "de", 'ど': "do", 'な': "na", 'に': "ni", 'ぬ': "nu", 'ね': "ne", 'の': "no", 'は': "ha", 'ひ': "hi", 'ふ': "fu", 'へ': "he", 'ほ': "ho",
	'ば': "ba", 'び': "bi", 'ぶ': "bu", 'べ': "be", 'ぼ': "bo", 'ぱ': "pa", 'ぴ': "pi", 'ぷ': "pu", 'ぺ': "pe", 'ぽ': "po", 'ま': "ma", 'み': "mi", 'む': "mu", 'め': "me", 'も': "mo",
	'や': "ya", 'ゆ': "yu", 'よ': "yo", 'ら': "ra", 'り': "ri", 'る': "ru", 'れ': "re", 'ろ': "ro", 'わ': "wa", 'を': "o", 'ん': "n", 'ゔ': "vu", 'ぁ': "a", 'ぃ': "i", 'ぅ': "u", 'ぇ': "e", 'ぉ': "o",
}

var smallY = map[rune]string{'ゃ': "a", 'ゅ': "u", 'ょ': "o"}

// kana reads a word by Hepburn; where it writes vowels long, without that too.
func kana(word []rune) []string {
	long := hepburn(word)
	return []string{long, strings.NewReplacer("ou", "o", "uu", "u", "oo", "o").Replace(long)}
}

func hepburn(word []rune) string {
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
			if all := mandarin(r); len(all) > 0 {
				s = all[0]
			}
		}
		if double && s != "" {
			out += s[:1]
			double = false
		}
		out += s
	}
	return out
}
