package names

import (
	"strings"

	"interdict/text"
)

// maxLetters bounds how much of a name is read, in bytes.
const maxLetters = 2048

// Parse reads a name. "Family, Given" tells the roles of a person's words;
// brackets and quotes are read through. Any input gives a Name, an empty one
// where there are no letters.
func Parse(name string, kind Kind) *Name { return (*Parser)(nil).Parse(name, kind) }

// Parse is [Parse] with what the parser remembers.
func (p *Parser) Parse(name string, kind Kind) *Name {
	if len(name) > maxLetters {
		name = strings.ToValidUTF8(name[:maxLetters], "")
	}
	clean, repaired := text.Clean(name)
	n := &Name{Original: name, Kind: kind, Repaired: repaired}
	comma := -1
	if kind == Person && strings.Count(clean, ",") == 1 {
		comma = strings.IndexByte(clean, ',')
	}
	var spans [8]text.Span
	var buffer [8]token
	tokens := buffer[:0]
	for _, span := range phrases(undot(clean, text.AppendWords(spans[:0], clean)), kind) {
		role := Plain
		if comma > 0 {
			n.Labelled = true
			role = Given
			if span.Start < comma {
				role = Family
			}
		}
		tokens = append(tokens, p.token(span, role))
	}
	if kind != Vessel {
		tokens = compounds(clean, tokens)
	}
	n.Words = make([]Word, 0, len(tokens)+1) // a name that no space parts is two
	for _, t := range tokens {
		n.addToken(p, clean, t)
	}
	n.finish()
	return n
}

// ParseParts reads a person's name whose given and family parts are known.
func ParseParts(given, family string) *Name {
	return Parse(strings.ReplaceAll(family, ",", " ")+", "+strings.ReplaceAll(given, ",", " "), Person)
}

// undot joins single letters that dots or slashes part: L.L.C., A/S, J.-C. stay
// what they are only where a space or a hyphen parts them. The words are
// changed in place.
func undot(clean string, words []text.Span) []text.Span {
	out := words[:0]
	for _, w := range words {
		if last := len(out) - 1; last >= 0 && len(w.Text) == 1 && w.Start == out[last].End+1 &&
			strings.IndexByte("./&", clean[w.Start-1]) >= 0 && singles(clean[out[last].Start:out[last].End]) {
			out[last].End = w.End
			out[last].Text += w.Text
			continue
		}
		out = append(out, w)
	}
	return out
}

// singles reports whether a stretch is one letter, or several parted by signs.
func singles(s string) bool {
	for i := 1; i < len(s); i += 2 {
		if strings.IndexByte("./&", s[i]) < 0 {
			return false
		}
	}
	return len(s)%2 == 1
}

// doubleSurnames are Chinese and Korean family names of two characters.
var doubleSurnames = wordSet("欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 慕容 令狐 皇甫 尉迟 尉遲 公孙 公孫 夏侯 长孙 長孫 남궁 황보 제갈 선우 독고 사공 서문")

// addToken adds the words of a token. A Chinese or Korean name that is written
// without a space is a family name and a given name; the given name is one
// word, whose syllables Latin letters may part.
func (n *Name) addToken(p *Parser, clean string, t token) {
	glued := t.Start > 0 && strings.IndexByte("-'.", clean[t.Start-1]) >= 0 && len(n.Words) > 0
	script := text.ScriptOf(t.Text)
	runes := []rune(t.Text)
	if (script == text.Hang || script == text.Hani) && n.Kind != Organization && n.Kind != Vessel && !strings.Contains(clean, " ") && len(runes) >= 2 && len(runes) <= 5 {
		family := 1
		if len(runes) > 2 && doubleSurnames[string(runes[:2])] || len(runes) > 3 {
			family = 2
		}
		a, b := t, t
		a.Text, b.Text = string(runes[:family]), string(runes[family:])
		n.add(p, a, false)
		n.add(p, b, true)
		return
	}
	if script == text.Hani && n.Kind != Person && len(runes) > 2 {
		for i, part := range segment(runes) {
			t.Text = part
			n.add(p, t, i > 0)
		}
		return
	}
	n.add(p, t, glued)
}

// segment parts a run of Chinese characters into the words of organizations'
// names that are known, the longest first, and what lies between them.
func segment(runes []rune) []string {
	lex := lexicons()
	var out []string
	start := 0
	for i := 0; i < len(runes); {
		n := min(6, len(runes)-i)
		for n >= 2 && !lex.han[string(runes[i:i+n])] {
			n--
		}
		if n < 2 {
			i++
			continue
		}
		if start < i {
			out = append(out, string(runes[start:i]))
		}
		out = append(out, string(runes[i:i+n]))
		i += n
		start = i
	}
	if start < len(runes) {
		out = append(out, string(runes[start:]))
	}
	return out
}

func (n *Name) add(p *Parser, t token, glued bool) {
	if len(n.Words) >= text.MaxWords {
		return
	}
	if w, ok := p.word(t, n.Kind); ok {
		w.glued = glued
		n.Words = append(n.Words, w)
	}
}

// readWord reads a token as a word of a name of some kind; ok is false where
// it has no letters that can be read.
func readWord(t token, kind Kind) (w Word, ok bool) {
	w = Word{Reading: &Reading{Original: t.Text, script: text.ScriptOf(t.Text)}, Role: t.role}
	readings := []string{t.folded}
	switch {
	case t.native != "":
		w.native = t.native
	case w.script == text.Hang || w.script == text.Hani || w.script == text.Hebr:
		w.native = text.Native(t.Text)
	case t.folded == "":
		readings = text.Latin(t.Text)
	}
	if w.native != "" {
		w.patterns = patterns(w.native)
		if len(w.patterns) == 0 {
			return w, false
		}
		readings = text.Latin(w.native)
	}
	if len(readings) == 0 || readings[0] == "" {
		return w, false
	}
	for i, r := range readings {
		if w.script == text.Cyrl && kind != Vessel {
			class, base := single(r)
			if r = class; i == 0 && base != "" {
				w.base = Canon(base)
			}
		}
		w.forms = append(w.forms, newForm(r))
	}
	if kind == Organization && w.native == "" {
		for _, s := range adjective(w.forms[0].text) {
			w.forms = append(w.forms, newForm(s))
		}
	}
	if t.base != "" {
		w.base = Canon(t.base)
		if w.open() {
			w.base = ""
		}
	}
	w.classify(kind)
	if !w.open() {
		w.skeleton = text.Skeleton(w.forms[0].text)
	}
	return w, true
}

// adjective returns what a Russian adjective of a place is made of: Muromskiy
// is of Murom, Omskiy of Omsk.
func adjective(word string) []string {
	for _, end := range adjectiveEnds {
		if stem, ok := strings.CutSuffix(word, "sk"+end); ok && len(stem) >= 4 {
			return []string{stem, stem + "sk"}
		} else if ok && len(stem) >= 2 {
			return []string{stem + "sk"}
		}
	}
	return nil
}

var adjectiveEnds = strings.Fields("iy ii yy y ij aya aia oe oye oye ogo ie iye oi oy")

// patterns are how a word of an open script may be spelled: as it stands and,
// in Arabic, without the article.
func patterns(native string) []*text.Pattern {
	var out []*text.Pattern
	for _, s := range []string{native, text.WithoutArticle(native)} {
		out = append(out, text.Spells(s)...)
	}
	return out
}

// finish computes what is compared of the whole name.
func (n *Name) finish() {
	var buffer [128]byte
	whole := buffer[:0]
	for i := range n.Words {
		if i > 0 {
			whole = append(whole, ' ')
		}
		w := &n.Words[i]
		// A particle stands before what it belongs to, in a name of three
		// words or more; else it is a name in its own right (Un, An, Le, Do).
		if w.Role == Particle && (i == len(n.Words)-1 || len(n.Words) < 3 && !arabicParticles[w.Text()]) {
			w.Role = Plain
			w.Weight = weight(Plain, w.Bits, n.Kind)
		}
		switch {
		case w.class != "":
			whole = append(whole, w.class...)
		case w.open():
			whole = append(whole, w.native...)
		case w.Role == Initial: // which a word of one letter is not
			whole = append(append(whole, w.Text()...), '.')
		default:
			whole = append(whole, w.Text()...)
		}
		if w.Role == Given && i > 0 && n.Words[i-1].Role == Given && !w.open() && father(w.Text()) != "" {
			w.Role = Patronymic
		}
		if w.distinctive() {
			n.distinct++
		}
	}
	n.whole = string(whole)
	n.markFathers()
	if n.distinct == 0 {
		n.raise()
	}
	n.findJoins()
	if n.Kind != Person && n.Kind != Vessel {
		n.findAcronyms()
	}
}

// arabicParticles are no names in their own right before another word.
var arabicParticles = wordSet("al el ul bin ibn")

// markFathers marks the names of fathers in the middle of a name: Usama bin
// Muhammad bin Awad bin Ladin.
func (n *Name) markFathers() {
	if n.Kind == Organization || n.Kind == Vessel {
		return
	}
	for i := 1; i+2 < len(n.Words); i++ {
		if w := &n.Words[i]; w.Role == Plain && sonOf[n.Words[i-1].Text()] && n.Words[i-1].Role == Particle {
			w.Role = Patronymic
		}
	}
}

var sonOf = wordSet("bin ibn ben bint bn")

// raise gives the words of a name that has nothing distinctive the weight of
// their rarity, for something has to tell it: those of a meaning, or where there
// are none, all.
func (n *Name) raise() {
	meaning := false
	for i := range n.Words {
		switch n.Words[i].Role {
		case Common, Place, Numeral:
			meaning = true
		}
	}
	for i := range n.Words {
		w := &n.Words[i]
		if meaning && w.Role != Common && w.Role != Place && w.Role != Numeral {
			continue
		}
		w.Weight = max(w.Weight, weight(Plain, w.Bits, n.Kind)*0.7, keyedWeight)
		if w.Role == Initial {
			w.Role = Plain
		}
	}
}
