package text

// How the parts of a Hangul syllable are written in Latin: by the Revised
// Romanization, by McCune-Reischauer, in the DPRK and by custom in the South,
// after the bar the rarer ways.
var (
	hangulInitials = spellings("g k", "kk k gg", "n", "d t", "tt dd t d", "r l | n", "m", "b p", "pp bb p b", "s sh", "ss s", "-",
		"j ch | z", "jj tch ch j", "ch | j ts", "k", "t", "p | f", "h")
	hangulVowels = spellings("a | ah", "ae ai | e", "ya", "yae | yai", "eo o u | uh ur oh", "e | ae eh", "yeo yo you yu | yuh", "ye | yeh e", "o | oh", "wa | oa", "wae | oae",
		"oe oi | we", "yo | you", "u oo woo wu", "wo weo | wu", "we | wae", "wi | ui", "yu yoo | you", "eu u | oo", "ui eui | i e", "i ee | yi y")
	hangulFinals = spellings("-", "k g | ng", "k g", "k g", "n | l", "n", "n", "t d", "l r", "k g l", "m", "l", "l", "l", "p", "l", "m", "p b | m", "p", "t s", "t",
		"ng", "t", "t", "k", "t", "p", "t")
	familyForms = letters(map[rune]string{
		'김': "kim gim", '이': "ri lee yi rhee i | rhi", '리': "ri lee yi rhee | li", '박': "pak park bak | bark", '최': "choe choi | choy",
		'정': "jong jung chong chung jeong | joung", '강': "kang gang", '조': "jo cho | joh", '윤': "yun yoon | youn", '임': "rim lim im | yim", '림': "rim lim im",
		'오': "o oh", '신': "sin shin", '유': "yu yoo ryu | you", '류': "ryu yu yoo", '노': "ro no roh noh", '로': "ro no roh", '우': "u woo wu", '양': "yang ryang",
		'량': "ryang yang", '현': "hyon hyun hyeon", '려': "ryo yo", '여': "yo yeo ryo", '라': "ra na", '나': "ra na", '권': "kwon gwon", '전': "jon jun jeon chon chun",
		'허': "ho hur heo huh", '서': "so seo suh", '안': "an ahn", '백': "paek baek paik", '문': "mun moon", '손': "son sohn", '배': "pae bae", '방': "pang bang", '변': "pyon byun byeon",
	})
)

func spellings(list ...string) []*unit {
	out := make([]*unit, len(list))
	for i, s := range list {
		out[i] = letter(s)
	}
	return out
}

func isSyllable(r rune) bool { return r >= 0xac00 && r <= 0xd7a3 }

// hangulPattern reads a run of syllables; one alone may be a family name,
// which has spellings of its own.
func hangulPattern(word []rune) *Pattern {
	var units []*unit
	if len(word) == 1 {
		if u, ok := familyForms[word[0]]; ok {
			return newPattern([]*unit{u}, false)
		}
	}
	for _, r := range word {
		if !isSyllable(r) {
			continue
		}
		n := int(r - 0xac00)
		if initial := hangulInitials[n/28/21]; initial.spellings[0] != "" {
			units = append(units, initial)
		}
		units = append(units, hangulVowels[n/28%21])
		if n%28 > 0 {
			units = append(units, hangulFinals[n%28])
		}
	}
	return newPattern(units, false)
}
