package english

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// abbreviations keep their stop. From common usage in news.
var abbreviations = set(`mr. mrs. ms. dr. prof. sen. rep. gov. gen. lt. col. maj. capt. sgt. cmdr. adm. brig. hon. rev. st. mt. ft. jr. sr.
 jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. mon. tue. tues. wed. thu. thurs. fri. sat. sun.
 inc. corp. ltd. co. bros. llc. plc. no. nos. vs. etc. al. cf. e.g. i.e. approx. est. dept. univ. assn. ave. blvd. rd. pp. vol. fig. art. sec.
 u.s. u.k. u.n. e.u. u.s.s.r. d.c. a.m. p.m. ph.d. b.a. m.a. u.s.a. a.k.a. d.p.r.k. b.c. a.d. ala. ariz. calif. colo. conn. fla. ga. ill. mass. mich. minn. pa. tex. va. wash. wis.`)

// hyphenated words that UD English EWT leaves whole: prefixes that are no word.
var prefixes = set("e co re pre anti non ex multi inter intra mini micro semi sub ultra mid counter bi tri de un x vice pro post cyber neo quasi pan trans bio geo eco")

var (
	wholeChunk = regexp.MustCompile(`^(?:(?:https?|ftp)://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w-]+\.(?:com|org|net|gov|edu|int|mil|info|ru|uk|de|ir|kp)(?:/\S*)?)$`)
	dotted     = regexp.MustCompile(`^(?:\p{L}\.){2,}$`)
	numeric    = regexp.MustCompile(`^[+-]?\d[\d.,:/]*\d$|^\d$`)
)

// chunk appends the tokens of text[start:end], which holds no white space.
func chunk(out []Token, text string, start, end int) []Token {
	add := func(a, b int) {
		if b > a {
			out = append(out, Token{Start: a, End: b, Form: text[a:b], Head: -1})
		}
	}
	// Opening signs.
	for start < end {
		r, n := utf8.DecodeRuneInString(text[start:end])
		if isWord(r) || (r == '.' || r == '-' || r == '+') && start+n < end && isDigitAt(text, start+n, end) || r == '\'' && start+n < end && isDigitAt(text, start+n, end) {
			break
		}
		if strings.ContainsRune(".-!?*=_~", r) { // a run of one sign is one token
			m := start
			for m < end && text[m] == text[start] {
				m++
			}
			add(start, m)
			start = m
			continue
		}
		if r == '@' || r == '#' && start+n < end && isWordAt(text, start+n, end) {
			break
		}
		add(start, start+n)
		start += n
	}
	if start >= end {
		return out
	}
	// Closing signs, kept back.
	stop := end
	var tail [][2]int
	for stop > start {
		r, n := utf8.DecodeLastRuneInString(text[start:stop])
		if isWord(r) {
			break
		}
		word := text[start:stop]
		if r == '.' && (abbreviations[strings.ToLower(word)] || dotted.MatchString(word) || isInitial(word[:len(word)-1]) && len(tail) == 0) {
			break
		}
		if r == '%' || r == '$' || r == '€' || r == '£' {
			tail = append(tail, [2]int{stop - n, stop})
			stop -= n
			continue
		}
		m := stop - n
		if strings.ContainsRune(".-!?*=_~", r) {
			for m > start && text[m-1] == byte(r) {
				m--
			}
			if r == '!' || r == '?' {
				for m > start && (text[m-1] == '!' || text[m-1] == '?') {
					m--
				}
			}
		}
		tail = append(tail, [2]int{m, stop})
		stop = m
	}
	out = middle(out, text, start, stop)
	for i := len(tail) - 1; i >= 0; i-- {
		add(tail[i][0], tail[i][1])
	}
	return out
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func isDigitAt(text string, i, end int) bool {
	return i >= 0 && i < end && text[i] >= '0' && text[i] <= '9'
}

func isWordAt(text string, i, end int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:end])
	return isWord(r)
}

// middle appends the tokens of a stretch that begins and ends with a word.
func middle(out []Token, text string, start, end int) []Token {
	if end <= start {
		return out
	}
	word := text[start:end]
	if wholeChunk.MatchString(word) || abbreviations[strings.ToLower(word)] || dotted.MatchString(word) {
		return append(out, Token{Start: start, End: end, Form: word, Head: -1})
	}
	from := start
	for i := start; i < end; {
		r, n := utf8.DecodeRuneInString(text[i:end])
		split := false
		switch {
		case isWord(r), r == '_', r == '@', r == '#', r == '&':
		case r == '\'' || r == '’' || r == '‘' || r == 'ʼ':
			// Contractions are parted below; other apostrophes belong to the word.
		case r == '.' || r == ',' || r == ':':
			// Inside numbers and dotted abbreviations they belong to the word.
			split = !(i > start && isDigitAt(text, i-1, end) && isDigitAt(text, i+n, end)) && !(r == '.' && letterDot(text, from, i, end))
		case r == '-' || r == '‐' || r == '‑':
			split = !prefixes[strings.ToLower(text[from:i])] && !(isDigitAt(text, i-1, end) && isDigitAt(text, i+n, end) && strings.Count(text[from:end], "-") != 1)
		case r == '/':
			split = !(i > start && isDigitAt(text, i-1, end) && isDigitAt(text, i+n, end))
		default:
			split = true
		}
		if split {
			out = contraction(out, text, from, i)
			out = append(out, Token{Start: i, End: i + n, Form: text[i : i+n], Head: -1})
			from = i + n
		}
		i += n
	}
	return contraction(out, text, from, end)
}

// letterDot reports whether the stop at i follows a single letter and comes
// before another: the inside of U.S.-led.
func letterDot(text string, from, i, end int) bool {
	s := text[from:i]
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if !unicode.IsLetter(r) {
			return false
		}
		s = s[n:]
		if s == "" {
			break
		}
		if s[0] != '.' {
			return false
		}
		s = s[1:]
	}
	return i > from
}

var clitics = []string{"n't", "n’t", "'s", "’s", "'re", "’re", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "'m", "’m"}

// contraction appends a word, parted before its clitic.
func contraction(out []Token, text string, start, end int) []Token {
	if end <= start {
		return out
	}
	word := text[start:end]
	lower := strings.ToLower(word)
	if lower == "cannot" {
		return append(out, Token{Start: start, End: start + 3, Form: word[:3], Head: -1}, Token{Start: start + 3, End: end, Form: word[3:], Head: -1})
	}
	if len(lower) == len(word) {
		for _, c := range clitics {
			if len(word) > len(c) && strings.HasSuffix(lower, c) {
				cut := end - len(c)
				return append(out, Token{Start: start, End: cut, Form: text[start:cut], Head: -1}, Token{Start: cut, End: end, Form: text[cut:end], Head: -1})
			}
		}
	}
	// A possessive after s keeps its apostrophe as a token of its own.
	if r, n := utf8.DecodeLastRuneInString(word); (r == '\'' || r == '’') && len(word) > n {
		return append(out, Token{Start: start, End: end - n, Form: text[start : end-n], Head: -1}, Token{Start: end - n, End: end, Form: text[end-n : end], Head: -1})
	}
	return append(out, Token{Start: start, End: end, Form: word, Head: -1})
}
