package match

import (
	"fmt"
	"math"
	"strings"

	"interdict/ftm"
	"interdict/names"
	"interdict/text"
)

// A Reason is one thing that weighed in a comparison, in words for a file.
type Reason struct {
	Feature   string  `json:"feature"`
	Score     float64 `json:"score"` // of the feature: 1 agrees, 0 says nothing, below 0 contradicts
	Query     string  `json:"query"`
	Candidate string  `json:"candidate"`
	Text      string  `json:"text"`
}

func (r *Result) why(feature string, score float64, q, c, text string) {
	r.Why = append(r.Why, Reason{feature, score, q, c, text})
}

// explain adds the reasons besides the names.
func (r *Result) explain(e *Evidence, q, c *Entity) {
	switch _, a, b := identifiers(q, c); e.Identifier {
	case Same:
		r.why("identifier", 1, a.value, b.value, fmt.Sprintf("both have the %s %s", ftm.PlainName(a.property), a.value))
	case Near:
		r.why("identifier", idAgrees, a.value, b.value, fmt.Sprintf("the number %s is the %s of one and the %s of the other", a.value, ftm.PlainName(a.property), ftm.PlainName(b.property)))
	}
	if e.Birth != Unknown {
		_, i, j := births(q, c)
		text := birthTexts[e.Birth]
		r.why("birth date", text.score, q.birthText[i], c.birthText[j], text.words)
	}
	if e.Country != Unknown {
		a, b := countryNames(q.countries), countryNames(c.countries)
		if _, code := countries(q, c); e.Country == Same {
			r.why("country", 1, a, b, "both have to do with "+ftm.CountryName(code))
		} else {
			r.why("country", -0.3, a, b, "no country is shared")
		}
	}
	switch e.Gender {
	case Same:
		r.why("gender", 0.1, q.genders[0], c.genders[0], "the genders agree")
	case Different:
		r.why("gender", -1, q.genders[0], c.genders[0], "the genders contradict each other")
	}
	if e.BirthPlace == Same {
		_, a, b := e.places(q, c)
		r.why("birth place", 1, a.text, b.text, "the places of birth agree: "+b.text)
	}
}

var birthTexts = map[Agreement]struct {
	score float64
	words string
}{
	Same:      {1, "the dates of birth are the same"},
	Near:      {0.5, "the dates of birth agree as far as both are known"},
	Slip:      {0.3, "the dates of birth differ by what could be a slip: day and month changed round, or one figure"},
	Close:     {0, "the years of birth are one apart"},
	Different: {-1, "the dates of birth contradict each other"},
}

func countryNames(codes []string) string {
	var out []string
	for _, code := range codes {
		out = append(out, ftm.CountryName(code))
	}
	return strings.Join(out, ", ")
}

// nameReason says which word matched which and by what.
func nameReason(r names.Result, q, c name) Reason {
	var parts []string
	for _, p := range r.Pairs {
		a, b := words(q.Name, p.Q, p.QN), words(c.Name, p.C, p.CN)
		if p.Relation == names.Equal && strings.EqualFold(a, b) {
			parts = append(parts, fmt.Sprintf("%q is the same%s", a, rarity(p)))
		} else {
			parts = append(parts, fmt.Sprintf("%q and %q: %s%s", a, b, relation(p.Relation, a, b), rarity(p)))
		}
	}
	for _, side := range []struct {
		n    *names.Name
		left []int
		who  string
	}{{q.Name, r.LeftQ, "query"}, {c.Name, r.LeftC, "entry"}} {
		for _, i := range side.left {
			parts = append(parts, fmt.Sprintf("%q (%s) is only in the %s", side.n.Words[i].Original, side.n.Words[i].Role, side.who))
		}
	}
	if r.Note != "" {
		parts = append(parts, r.Note)
	}
	if c.weak {
		parts = append(parts, "the entry calls this a weak alias")
	}
	if q.Repaired || c.Repaired {
		parts = append(parts, "letters of another script stood in for those of the name's own")
	}
	return Reason{"name", math.Round(r.Score*1e4) / 1e4, q.Original, c.Original, strings.Join(parts, "; ")}
}

// relation says in words how two words are related.
func relation(r names.Relation, a, b string) string {
	if r == names.Equal && text.ScriptOf(a) != text.ScriptOf(b) {
		r = names.Spelled
	}
	return relationWords[r]
}

var relationWords = map[names.Relation]string{
	names.Equal: "equal", names.Joined: "the same, written as one word or several", names.Translated: "the same in meaning",
	names.Transliterated: "the same, transliterated by another custom", names.Spelled: "the same, transliterated from its own script",
	names.Nickname: "forms of one given name", names.Typo: "a typing error apart", names.Compound: "the one is the other shortened",
	names.Abbreviated: "initials of the other", names.InitialOf: "the initial of the other",
}

// rarity says in words how many names hold a word that is shared.
func rarity(p names.Pair) string {
	switch {
	case p.Relation == names.InitialOf || p.Bits == 0:
		return ""
	case p.Bits >= 14:
		return " (rare)"
	case p.Bits >= 8:
		return fmt.Sprintf(" (one name in %d)", int(math.Exp2(math.Round(p.Bits))))
	}
	return " (common)"
}

func words(n *names.Name, from, count int) string {
	var out []string
	for i := from; i < from+count; i++ {
		out = append(out, n.Words[i].Original)
	}
	return strings.Join(out, " ")
}
