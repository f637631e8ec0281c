package names

import (
	"strings"

	"interdict/text"
)

// Compounds of Arabic names are one name in several spellings, together and
// apart: Abd al-Qadir, Abdul Qadir, Abdelkader; Rahmat Ullah, Rahmatullah;
// Shams ad-Din, Shamsuddin, Chamseddine. Each becomes one word: abd with what
// follows, or a word with ullah or uddin at its end.

var (
	servants = wordSet("abd abdul abdal abdel abdol abdoul abdu abdur abdar abder abdus abdas abdes abdun abdan abden abdut abdat abdel abdil")
	articles = wordSet("al el ul il ol ar ur er as us es an un en at ut et ad ud ed az uz ez ash ush esh ou u")
	divine   = wordSet("allah ullah ollah ellah illah ulla olla alla allahi")
	faiths   = wordSet("din deen dine dien deene uddin eddin eddine addin aldin eldin oddin uddeen addine udin edin edine ddin deddine")
)

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// A token is one word of a name on its way in: what is written, and what it is
// read as where that differs.
type token struct {
	text.Span
	role   Role
	folded string   // Latin words: folded, and the class of a compound; else ""
	native string   // Arabic words: normalized, and the class of a compound; else ""
	base   string   // what a compound is made with
	known  *written // what a parser remembers of the word before it was joined with others; may be nil
}

// compounds joins the tokens of compound names, in place.
func compounds(clean string, in []token) []token {
	if n := len(in); n > 1 && in[0].role == Family && isServant(in[n-1].folded) {
		// Hakim, Abdul: the comma has parted a compound.
		in = append([]token{in[n-1]}, in[:n-1]...)
		in[0].role = Family
	}
	out := in[:0] // never ahead of what is read
	for i := 0; i < len(in); i++ {
		t := in[i]
		switch {
		case isServant(t.folded):
			j := i + 1
			for j < len(in) && j < i+3 && articles[in[j].folded] && j+1 < len(in) && in[j].role == t.role {
				j++
			}
			if j < len(in) && in[j].role == t.role && len(in[j].folded) > 2 && !particles[in[j].folded] {
				t.join(in[j], clean)
				if t.folded = servant(in[j].folded); t.folded != "abdallah" {
					t.base = in[j].folded
				}
				i = j
			}
		case t.native == "عبد" && i+1 < len(in) && in[i+1].native != "" && in[i+1].role == t.role:
			next := in[i+1]
			t.join(next, clean)
			t.native = "عبد" + next.native
			if next.native != "الله" {
				t.native = "عبد" + bare(next.native)
				t.base = next.native
			}
			i++
		case t.folded != "":
			t.folded, t.base = single(t.folded)
		case t.native != "":
			t.native = nativeSingle(t.native)
		}
		// A word and what turns it into a compound.
		if i+1 < len(in) && in[i+1].role == t.role {
			next := in[i+1]
			switch {
			case t.folded != "" && len(t.folded) > 2 && !particles[t.folded] && divine[next.folded]:
				t.folded, i = t.folded+"ullah", i+1
				t.join(next, clean)
			case t.folded != "" && len(t.folded) > 2 && !particles[t.folded] && faiths[next.folded]:
				t.folded, i = t.folded+"uddin", i+1
				t.join(next, clean)
			case t.folded != "" && len(t.folded) > 2 && !particles[t.folded] && articles[next.folded] && i+2 < len(in) && in[i+2].role == t.role && (faiths[in[i+2].folded] || in[i+2].folded == "lah"):
				end := "uddin"
				if in[i+2].folded == "lah" {
					end = "ullah"
				}
				t.join(in[i+2], clean)
				t.folded, i = t.folded+end, i+2
			case t.native != "" && len(t.native) > 4 && (next.native == "الله" || next.native == "الدين" || next.native == "اله"):
				t.native, i = t.native+next.native, i+1
				t.join(next, clean)
			}
		}
		out = append(out, t)
	}
	return out
}

// join takes in the token of a later word, with what stands between them; a
// token from before the name's comma is put before it.
func (t *token) join(next token, clean string) {
	if next.End < t.Start {
		t.Text += " " + next.Text
		t.Start, t.End = next.Start, next.End
		return
	}
	t.End = next.End
	t.Text = clean[t.Start:t.End]
}

// particles of Arabic names make no compound.
var particles = wordSet("bin ben ibn bint abu abou umm ould wuld haji hajji mullah mulla shaikh sheikh sayyid the van von der den del los las")

// isServant reports whether a word is abd with its article, also with a slip
// of two letters in it: one that stands by itself is nothing else.
func isServant(word string) bool {
	return servants[word] || word != "abul" && len(word) >= 4 && (Distance(word, "abdul", 1) == 1 || Distance(word, "abdel", 1) == 1 || swapped(word, "abdur") || swapped(word, "abdus"))
}

// servant writes a compound of abd with the name that follows.
func servant(name string) string {
	if divine[name] || name == "lah" {
		return "abdallah"
	}
	return "abd" + name
}

// single brings a compound written as one word to its class, and gives what it
// is made with: abdelkader is abdkader, made with kader.
func single(word string) (class, base string) {
	if rest, ok := strings.CutPrefix(word, "abd"); ok && len(rest) > 4 {
		vowel := strings.TrimLeft(rest, "aeiou")
		switch n := len(rest) - len(vowel); {
		case n == 0 || n > 2 || len(vowel) < 3:
		case strings.HasPrefix(vowel, "lah") || strings.HasPrefix(vowel, "llah") || vowel == "lla":
			return "abdallah", ""
		case vowel[0] == 'l' && vowel[1] != 'l' && len(vowel) > 4:
			return "abd" + vowel[1:], vowel[1:]
		case vowel[0] == vowel[1]: // the article has become the next letter
			return "abd" + vowel[1:], vowel[1:]
		case len(vowel) > 4 || vowel[0] == 'r' && len(vowel) > 3:
			return "abd" + vowel, vowel
		}
		return word, ""
	}
	if i := strings.LastIndexByte(word, 'l'); i > 3 && (word[i:] == "lah" || word[i:] == "la") {
		stem := strings.TrimSuffix(word[:i], "l")
		doubled := len(stem) < i
		if v := strings.TrimRight(stem, "aou"); len(v) >= 3 && len(v) < len(stem) && (doubled || word[i:] == "lah") {
			return v + "ullah", ""
		}
	}
	for _, end := range []string{"deen", "dine", "dien", "din", "dyn"} {
		stem, ok := strings.CutSuffix(word, end)
		if !ok || len(stem) < 4 {
			continue
		}
		cut := strings.TrimSuffix(stem, "d")
		if v := strings.TrimRight(cut, "aeou"); len(v) >= 3 && len(v) < len(cut) {
			return v + "uddin", ""
		} else if v, ok := strings.CutSuffix(cut, "l"); ok {
			if v := strings.TrimRight(v, "aeu"); len(v) >= 3 && len(v) < len(cut)-1 {
				return v + "uddin", ""
			}
		}
	}
	return word, ""
}

// nativeSingle does the same for Arabic letters: the article goes.
func nativeSingle(word string) string {
	if rest, ok := strings.CutPrefix(word, "عبدال"); ok && len([]rune(rest)) > 2 && rest != "له" {
		return "عبد" + rest
	}
	return word
}

// arabicTokens are scripts whose words have classes of compounds.
func newToken(span text.Span, role Role) token {
	t := token{Span: span, role: role}
	switch text.ScriptOf(span.Text) {
	case text.Latn:
		t.folded = strings.Join(text.Latin(span.Text), "")
	case text.Arab:
		t.native = text.Native(span.Text)
	}
	return t
}
