package claims

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"interdict/attribution"
	"interdict/document"
	"interdict/english"
	"interdict/ledger"
	"interdict/parties"
)

// A Role says how a place of a row was filled.
type Role struct {
	Name  string   `json:"role"`  // actor, recipient or object
	Tried []string `json:"tried"` // the slots that the lexicon names, in order
	Slot  string   `json:"slot"`  // the one that held a party, "" where none did
	Heads []int    `json:"-"`     // tokens that stand in it
	Words []string `json:"words"` // these tokens' words
	Names []string `json:"parties"`

	parties []int
}

// A Reason is why a row is as it is, made for people and for those who mend the
// rules. It names parties by name.
type Reason struct {
	Claim        ledger.Claim `json:"claim"`
	Sentence     ledger.Span  `json:"sentence"`
	Tokens       []Node       `json:"tokens"`  // of the sentence, in order, as the rules read them
	Trigger      int          `json:"trigger"` // place in Tokens of the word that made the row
	Rule         string       `json:"rule"`
	Lexicon      string       `json:"lexicon"` // the line of the lexicon that the rule names, where it names one
	Roles        []Role       `json:"roles"`
	Attributions []Heard      `json:"attributions"` // those that the row stands in, innermost first
	Steps        []string     `json:"steps"`        // what was decided of its status, in order
}

// A Node is a word of a sentence's tree.
type Node struct {
	Form   string `json:"form"`
	Lemma  string `json:"lemma"`
	POS    string `json:"pos"`
	Tag    string `json:"tag"`
	Head   int    `json:"head"` // place of the word that it hangs on, -1 for the root
	Rel    string `json:"rel"`
	Mended string `json:"mended,omitempty"` // what the parser said, where the rules put it right
	Party  string `json:"party,omitempty"`  // name of the party that the word stands for
}

// Heard is an attribution as a reason shows it.
type Heard struct {
	Source  string `json:"source"` // in the words of the text
	Party   string `json:"party"`  // who that is
	Cue     string `json:"cue"`
	Content string `json:"content"`
	Kind    string `json:"kind"`   // of cue: say, think, show, cite, seen, hedge, noun, act
	Status  string `json:"status"` // what its content becomes; "" where it makes no rows
	Rule    string `json:"rule"`   // what found it
	Lexicon string `json:"lexicon"`

	Weighed []attribution.Reason `json:"weighed,omitempty"` // where the trained model found it: the features that spoke most for it
}

// Explain finds the claims of a document as [Find] does and returns, beside them,
// the reasons of those whose ids are given (all where none is), in the order of
// the claims. An id that no claim has is an error.
func Explain(doc *document.Document, trees *english.Doc, set *parties.Set, ids ...string) ([]ledger.Claim, []Reason, error) {
	f, err := find(doc, trees, set)
	if err != nil {
		return nil, nil, err
	}
	rows := make([]ledger.Claim, len(f.rows))
	var out []Reason
	for i, r := range f.rows {
		rows[i] = r.Claim
		if len(ids) == 0 || slices.Contains(ids, r.ID) {
			out = append(out, f.reason(r, trees))
		}
	}
	for _, id := range ids {
		if !slices.ContainsFunc(out, func(r Reason) bool { return r.Claim.ID == id }) {
			return nil, nil, fmt.Errorf("no claim %q in %s: it has %s", id, doc.ID, span(len(rows)))
		}
	}
	return rows, out, nil
}

func span(n int) string {
	switch n {
	case 0:
		return "none"
	case 1:
		return "c1 alone"
	}
	return fmt.Sprintf("c1 to c%d", n)
}

// because notes a decision on a row.
func (r *Row) because(format string, args ...any) {
	r.Steps = append(r.Steps, fmt.Sprintf(format, args...))
}

// quoteCue is an attribution's cue as steps name it.
func (f *finder) quoteCue(k int) string {
	if c := f.cueText(f.atts[k]); c != "" {
		return "“" + c + "”"
	}
	return "a quotation that runs on"
}

func (f *finder) reason(r Row, parsed *english.Doc) Reason {
	t := f.t
	s := t.Sentences[t.sent[r.Token]]
	out := Reason{Claim: r.Claim, Sentence: f.doc.Span(t.Tokens[s.First].Start, t.Tokens[s.Last-1].End), Trigger: r.Token - s.First,
		Rule: r.Rule, Lexicon: LexiconLine(r.Rule), Steps: r.Steps}
	for i := s.First; i < s.Last; i++ {
		tok, was := t.Tokens[i], parsed.Tokens[i]
		n := Node{Form: tok.Form, Lemma: t.lemma(i), POS: tok.POS.String(), Tag: tok.Tag, Head: -1, Rel: tok.Rel, Party: f.partyNames(f.resolve(i))}
		if h := t.head(i); h >= s.First && h < s.Last {
			n.Head = h - s.First
		}
		switch {
		case tok.Head != was.Head && was.Head >= s.First && was.Head < s.Last:
			n.Mended = was.POS.String() + " " + was.Rel + " of “" + parsed.Tokens[was.Head].Form + "”"
		case tok.Head != was.Head, tok.POS != was.POS || tok.Rel != was.Rel || tok.Tag != was.Tag:
			n.Mended = was.POS.String() + " " + was.Rel
		}
		out.Tokens = append(out.Tokens, n)
	}
	for _, role := range r.Roles {
		for _, h := range role.Heads {
			role.Words = append(role.Words, t.Tokens[h].Form)
		}
		for _, p := range role.parties {
			role.Names = append(role.Names, f.set.Parties[p].Name)
		}
		out.Roles = append(out.Roles, role)
	}
	for _, k := range r.chain {
		at := f.atts[k]
		h := Heard{Source: f.words(at.Source), Party: f.partyNames(f.all(at.sources)), Cue: f.words(at.Cue), Content: f.words(at.Content),
			Kind: at.kind, Status: string(at.status), Rule: at.Rule, Lexicon: LexiconLine(at.Rule)}
		if at.Rule == learnedRule {
			h.Weighed = f.model.Why(parsed, attribution.Attribution{Source: at.Source, Cue: at.Cue, Content: at.Content})
		}
		out.Attributions = append(out.Attributions, h)
	}
	return out
}

func (f *finder) partyNames(ps []int) string {
	var names []string
	for _, p := range ps {
		names = append(names, f.set.Parties[p].Name)
	}
	return strings.Join(names, ", ")
}

// words are tokens as the text has them; "…" stands for what lies between.
func (f *finder) words(tokens []int) string {
	var b strings.Builder
	for k, i := range tokens {
		tok := f.t.Tokens[i]
		switch {
		case k == 0:
		case tokens[k-1] != i-1:
			b.WriteString(" … ")
		case f.t.Tokens[i-1].End < tok.Start:
			b.WriteByte(' ')
		}
		b.WriteString(tok.Form)
	}
	return b.String()
}

// LexiconLine returns the line of the lexicon that a rule names, as it stands in
// its file, or "" where the rule names none.
func LexiconLine(rule string) string {
	file, rest, _ := strings.Cut(rule, ".tsv")
	text := map[string]string{"verbs": verbsTSV, "diplomacy": diplomacyTSV, "conflict": conflictTSV, "nouns": nounsTSV, "states": statesTSV, "cues": cuesTSV}[file]
	if text == "" {
		return ""
	}
	lines := strings.Split(text, "\n")
	if number, ok := strings.CutPrefix(rest, ":"); ok {
		number, _, _ = strings.Cut(number, " ")
		if n, err := strconv.Atoi(number); err == nil && n >= 1 && n <= len(lines) {
			return strings.TrimRight(lines[n-1], "\t\r")
		}
		return ""
	}
	fields := strings.Fields(rest)
	if len(fields) < 2 {
		return ""
	}
	for i, line := range lines {
		kind, words, _ := strings.Cut(line, "\t")
		if (kind == fields[0] || strings.HasPrefix(kind, fields[0]+"-")) && slices.Contains(strings.Fields(words), fields[1]) {
			return fmt.Sprintf("line %d, %s: … %s …", i+1, kind, fields[1])
		}
	}
	return ""
}
