// Package claims reads the rows of a ledger from a parsed text: who does what
// to whom, on whose word.
//
// In come a document, its dependency trees (package english) and its parties
// (package parties). Out go claims as package ledger shapes them:
//
//	set := parties.Find(doc, trees)
//	rows, err := claims.Find(doc, trees, set)
//	matters := claims.Matters(rows, set)
//
// The work has three steps. [Attributions] finds every place where somebody
// says something: source, cue and content, nested as the text nests them. Then
// each verb or noun that the lexicon knows makes a row, its parties taken from
// the slots that the lexicon names. Last the row's status follows from the
// attributions whose content it stands in, from negation and from what is still
// to come.
//
// One promise binds them all: what is only alleged, denied or planned is never
// asserted. Where the trees leave it unsure who speaks, a row is claimed by the
// nearest source. In a document that a party issues (a release, an indictment, a
// panel's report) what is told of others is claimed by the issuer.
//
// What words mean is kept apart from the code, in the files of lexicon/, and
// every row remembers the line that made it ([Trace]).
package claims

import (
	"fmt"
	"slices"
	"strings"

	"interdict/attribution"
	"interdict/document"
	"interdict/english"
	"interdict/ledger"
	"interdict/parties"
)

// A Row is a claim with where it came from.
type Row struct {
	ledger.Claim
	Rule  string   // the lexicon entry or rule that made it
	Token int      // the word it was read from
	Roles []Role   // how its parties were chosen, where the lexicon says where to look
	Steps []string // what was decided of its status, and why, in order

	tokens []int // of its evidence
	chain  []int // attributions it stands in, innermost first
	done   bool  // a purpose that the deed above it serves at once: "switched off its signal to hide"
	of     int   // the speech act's row whose content this is, -1
}

// Find returns the claims of a document in the order of the text. Party ids are
// "p1" for the first party of set and so on; set may gain parties for people and
// bodies without a name that fill a role. An error means that the embedded
// lexicon is damaged.
func Find(doc *document.Document, trees *english.Doc, set *parties.Set) ([]ledger.Claim, error) {
	rows, err := Trace(doc, trees, set)
	if err != nil {
		return nil, err
	}
	out := make([]ledger.Claim, len(rows))
	for i, r := range rows {
		out[i] = r.Claim
	}
	return out, nil
}

// Trace is [Find] with the reason for each row.
func Trace(doc *document.Document, trees *english.Doc, set *parties.Set) ([]Row, error) {
	f, err := find(doc, trees, set)
	if err != nil {
		return nil, err
	}
	return f.rows, nil
}

func find(doc *document.Document, trees *english.Doc, set *parties.Set) (*finder, error) {
	model, err := attribution.Default()
	if err != nil {
		return nil, err
	}
	f, err := trace(doc, trees, set, set.Resolve, model.Find(trees))
	if err == nil {
		f.model = model
	}
	return f, err
}

// trace makes the rows with the help of learned attributions, which may be none.
// They are in the finder that is returned, with what led to them.
func trace(doc *document.Document, trees *english.Doc, set *parties.Set, resolve func(int) []int, learned []attribution.Attribution) (*finder, error) {
	lex, err := loadLexicon()
	if err != nil {
		return nil, err
	}
	t := prepare(trees, lex)
	t.kind = func(i int) string {
		if ps := resolve(i); len(ps) > 0 {
			return set.Parties[ps[0]].Schema
		}
		return ""
	}
	f := &finder{resolve: resolve, t: t, lex: lex, doc: doc, set: set, groups: map[int][]int{}, unsaid: -1, issuer: -1,
		dates: findDates(doc.Text, doc.Published)}
	f.atts = newAttributor(t, lex, resolve).find()
	f.better(learned)
	f.cover = make([][]int, len(t.Tokens))
	f.acts = map[int]int{}
	for k, at := range f.atts {
		if at.head >= 0 && at.kind == "act" {
			f.acts[at.head] = k
		}
		for _, i := range at.Content {
			f.cover[i] = append(f.cover[i], k)
		}
	}
	f.learn(learned)
	f.issuer = f.findIssuer()
	used := map[int]bool{}
	for i := range t.Tokens {
		if (t.pos(i) == english.VERB || t.predicate(i)) && !used[i] {
			f.verbRow(i, used)
		}
		f.falsehood(i)
		f.stateRow(i)
	}
	f.denials()
	f.demands()
	f.conditionals()
	for i := range t.Tokens {
		if t.pos(i) == english.NOUN && !used[i] {
			f.nounRow(i)
		}
	}
	f.finish()
	return f, nil
}

// finish puts rows into the order of the text, drops those said twice, and
// numbers them.
func (f *finder) finish() {
	slices.SortStableFunc(f.rows, func(a, b Row) int {
		if a.Evidence.Start != b.Evidence.Start {
			return a.Evidence.Start - b.Evidence.Start
		}
		return b.Evidence.End - a.Evidence.End
	})
	var out []Row
	for _, r := range f.rows {
		if !slices.ContainsFunc(out, func(o Row) bool { return sameRow(o, r) }) {
			out = append(out, r)
		}
	}
	for i := range out {
		out[i].ID = fmt.Sprintf("c%d", i+1)
	}
	f.rows = out
}

// sameRow reports whether two rows tell one event with one status from one
// stretch of text.
func sameRow(a, b Row) bool {
	if a.Type != b.Type || a.Status != b.Status || a.Evidence.Start > b.Evidence.Start || a.Evidence.End < b.Evidence.End {
		return false
	}
	if a.Evidence == b.Evidence && a.Token == b.Token {
		return true
	}
	switch a.Type {
	case "EVADE", "TRANSFER", "CONSULT", "ASSAULT", "SANCTION", "COERCE", "FACILITATE":
		return slices.Equal(a.Actors, b.Actors) || len(b.Actors) == 0
	}
	return a.Token == b.Token
}

// findIssuer returns the party that speaks in the document's own voice, or -1
// where that is a news outlet.
func (f *finder) findIssuer() int {
	source := strings.TrimSpace(f.doc.Source)
	if source == "" || outletName(source) {
		return -1
	}
	if !issuerName(source) && !f.ownVoice() {
		return -1
	}
	for id, p := range f.set.Parties {
		if p.Schema != "Person" && nameWithin(p.Name, source) {
			return id
		}
	}
	return f.set.Add(parties.Party{Name: source, Schema: "Organization"})
}

// nameWithin reports whether one name's words are all in the other.
func nameWithin(name, source string) bool {
	have := map[string]bool{}
	for _, w := range nameWords(source) {
		have[w] = true
	}
	words := nameWords(name)
	n := 0
	for _, w := range words {
		if !have[w] {
			return false
		}
		n++
	}
	return n >= 2 || n == 1 && n == len(have)
}

func nameWords(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == ',' || r == '.' || r == '\'' || r == '’' }) {
		switch w {
		case "the", "of", "for", "and", "s", "u", "us":
		default:
			out = append(out, w)
		}
	}
	return out
}

func outletName(s string) bool {
	for _, w := range nameWords(s) {
		switch w {
		case "news", "wire", "times", "post", "daily", "herald", "tribune", "gazette", "courier", "journal", "press", "reuters", "bloomberg",
			"agency", "broadcasting", "radio", "television", "tv", "magazine", "weekly", "ledger", "dispatch", "mail", "telegraph", "guardian",
			"desk", "newspaper", "media", "chronicle", "observer", "economist", "cnn", "bbc", "yonhap", "tass", "irna", "afp", "ap":
			return !strings.Contains(strings.ToLower(s), "federal press") && !strings.Contains(strings.ToLower(s), "ministry")
		}
	}
	return false
}

func issuerName(s string) bool {
	for _, w := range nameWords(s) {
		switch w {
		case "ministry", "department", "treasury", "bureau", "office", "panel", "committee", "council", "commission", "court", "government",
			"secretariat", "embassy", "mission", "police", "authority", "administration", "nations", "union", "justice", "state", "agency",
			"amnesty", "foundation", "institute", "ofac", "fbi", "bis", "fcdo", "attorney", "prosecutor", "prosecutors", "president", "presidency",
			"parliament", "federation", "republic", "watch", "organization", "organisation", "ngo", "initiative", "directorate", "service":
			return true
		}
	}
	return false
}

// ownVoice reports whether the text speaks of its makers as one who urges,
// demands or condemns: "we" outside quotations with such a verb.
func (f *finder) ownVoice() bool {
	for i := range f.t.Tokens {
		if f.t.form(i) != "we" || f.t.quote[i] >= 0 || base(f.t.rel(i)) != "nsubj" || f.t.head(i) < 0 {
			continue
		}
		switch f.t.lemma(f.t.head(i)) {
		case "urge", "ask", "call", "demand", "condemn", "recommend", "reject", "welcome", "request", "find", "document", "conclude":
			return true
		}
	}
	return false
}

func partyIDs(ps []int) []string {
	out := make([]string, 0, len(ps))
	for _, p := range ps {
		out = append(out, fmt.Sprintf("p%d", p+1))
	}
	return out
}
