package claims

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"interdict/english"
	"interdict/ledger"
)

// The lexicon files say which words make which rows; each explains its own
// columns at the top. They are data, so that a word can be added without
// touching code.
var (
	//go:embed lexicon/verbs.tsv
	verbsTSV string
	//go:embed lexicon/diplomacy.tsv
	diplomacyTSV string
	//go:embed lexicon/conflict.tsv
	conflictTSV string
	//go:embed lexicon/states.tsv
	statesTSV string
	//go:embed lexicon/irregular.tsv
	irregularTSV string
	//go:embed lexicon/nouns.tsv
	nounsTSV string
	//go:embed lexicon/cues.tsv
	cuesTSV string
	//go:embed lexicon/things.tsv
	thingsTSV string
	//go:embed lexicon/people.tsv
	peopleTSV string
)

// A sense is one reading of an event word: the row it makes and where the
// row's parties stand.
type sense struct {
	Type, Mode string
	Particle   string // the particle or preposition the verb wants ("call on"), or empty
	When       []condition
	Roles      [3][]string // slots of actor, recipient and object, in order of preference
	Content    string      // status of what is said: claimed, denied, intended, none; empty: no content
	Control    string      // who does what is said: "subj" or "obj"
	Rule       string      // file, line and word, for whoever asks why
}

// bound is 1 for a sense that asks for something, 0 for one that takes all.
func (s *sense) bound() int {
	if s.Particle != "" || len(s.When) > 0 {
		return 1
	}
	return 0
}

// negated reports whether a sense is one of a negated verb ("cannot accept").
func (s *sense) negated() bool { return s.asks("neg") }

// willed reports whether a sense is one of a verb that tells what somebody will
// do ("will retaliate").
func (s *sense) willed() bool { return s.asks("aux") }

func (s *sense) asks(op string) bool {
	return slices.ContainsFunc(s.When, func(c condition) bool { return c.op == op && !c.not })
}

// A condition holds of a verb's slots.
type condition struct {
	not  bool
	op   string // "=", "~", "+", "^", "has", "no", "party", "neg", "aux", "word"
	slot string
	want map[string]bool
}

// A lexicon is the content of the embedded files, read once and never changed.
type lexicon struct {
	verbs  map[string][]*sense
	states []state
	forms  map[string]string // irregular form of a verb to its lemma
	nouns  map[string][]*sense
	cues   map[string]map[string]bool // kind to words
	class  map[string]map[string]bool // class to nouns
	people map[string]string          // noun to schema
}

var loadLexicon = sync.OnceValues(func() (*lexicon, error) { return parseLexicon() })

func parseLexicon() (*lexicon, error) {
	lex := &lexicon{
		verbs: map[string][]*sense{}, forms: map[string]string{}, nouns: map[string][]*sense{},
		cues: map[string]map[string]bool{}, class: map[string]map[string]bool{}, people: map[string]string{},
	}
	for _, f := range verbFiles {
		if err := lex.readVerbs(f.name, *f.text); err != nil {
			return nil, fmt.Errorf("lexicon/%s.tsv: %w", f.name, err)
		}
	}
	err := eachLine(irregularTSV, 2, func(_ int, col []string) error {
		for _, form := range strings.Fields(col[1]) {
			lex.forms[form] = col[0]
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("lexicon/irregular.tsv: %w", err)
	}
	if err := lex.readStates(); err != nil {
		return nil, fmt.Errorf("lexicon/states.tsv: %w", err)
	}
	for _, senses := range lex.verbs { // the reading without conditions is the last resort
		slices.SortStableFunc(senses, func(a, b *sense) int { return b.bound() - a.bound() })
	}
	err = eachLine(nounsTSV, 4, func(line int, col []string) error {
		for _, word := range strings.Fields(col[2]) {
			s, err := newSense(fmt.Sprintf("nouns.tsv:%d %s", line, word), col[0], col[1], cell(col, 4), col[3])
			if err != nil {
				return err
			}
			lex.nouns[word] = append(lex.nouns[word], s)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("lexicon/nouns.tsv: %w", err)
	}
	for _, f := range []struct {
		text string
		into map[string]map[string]bool
	}{{cuesTSV, lex.cues}, {thingsTSV, lex.class}} {
		err = eachLine(f.text, 2, func(_ int, col []string) error {
			if f.into[col[0]] == nil {
				f.into[col[0]] = map[string]bool{}
			}
			for _, w := range strings.Fields(col[1]) {
				f.into[col[0]][w] = true
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
	}
	err = eachLine(peopleTSV, 2, func(_ int, col []string) error {
		for _, w := range strings.Fields(col[1]) {
			if _, taken := lex.people[w]; !taken {
				lex.people[w] = col[0]
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("lexicon/people.tsv: %w", err)
	}
	return lex, nil
}

// verbFiles are the files of verbs, in the order in which their readings are tried.
var verbFiles = []struct {
	name string
	text *string
}{{"verbs", &verbsTSV}, {"diplomacy", &diplomacyTSV}, {"conflict", &conflictTSV}}

// readVerbs adds the readings of one file of verbs.
func (lex *lexicon) readVerbs(name, text string) error {
	return eachLine(text, 3, func(line int, col []string) error {
		for _, word := range strings.Fields(col[2]) {
			s, err := newSense(fmt.Sprintf("%s.tsv:%d %s", name, line, word), col[0], col[1], cell(col, 3), cell(col, 4))
			if err != nil {
				return err
			}
			lemma, particle, _ := strings.Cut(word, "+")
			s.Particle = particle
			s.Content, s.Control = defaultContent(col[0])
			if c := cell(col, 5); c != "" {
				status, control, _ := strings.Cut(c, ":")
				s.Content = status
				if control != "" {
					s.Control = control
				}
			}
			lex.verbs[lemma] = append(lex.verbs[lemma], s)
		}
		return nil
	})
}

// reports reports whether a verb is a reporting verb or a speech act.
func (lex *lexicon) reports(lemma string) bool {
	if lex.cues["say"][lemma] {
		return true
	}
	for _, s := range lex.verbs[lemma] {
		if ledger.SpeechAct(s.Type) {
			return true
		}
	}
	return false
}

// lemma is a token's lemma as the lexicon spells it. A lemmatiser that meets a
// verb it does not know may cut it short ("conced"); the form tells then.
func (lex *lexicon) lemma(tok english.Token) string {
	lemma, form := strings.ToLower(tok.Lemma), strings.ToLower(tok.Form)
	if tok.POS != english.VERB && tok.POS != english.NOUN {
		return lemma
	}
	known := func(w string) bool {
		if tok.POS == english.VERB {
			if lex.verbs[w] != nil {
				return true
			}
			for _, kind := range []string{"say", "think", "show", "cite", "seen", "intend", "block"} {
				if lex.cues[kind][w] {
					return true
				}
			}
			return false
		}
		return lex.nouns[w] != nil || lex.people[w] != "" || lex.cues["noun-claim"][w] || lex.class["arms"][w] || lex.class["goods"][w] || lex.class["claim"][w]
	}
	if singular, ok := strings.CutSuffix(lemma, "s"); ok && tok.Tag == "NNS" && lex.class["force"][singular] {
		return singular // "troops", which a lemmatiser may leave as it is
	}
	if known(lemma) {
		return lemma
	}
	if base := lex.forms[form]; base != "" && tok.POS == english.VERB && known(base) {
		return base
	}
	for _, suffix := range []string{"ed", "d", "ing", "es", "s"} {
		stem, ok := strings.CutSuffix(form, suffix)
		if !ok || len(stem) < 3 || tok.POS == english.NOUN && suffix[len(suffix)-1] != 's' {
			continue
		}
		tries := []string{stem, stem + "e"}
		if stem[len(stem)-1] == stem[len(stem)-2] {
			tries = append(tries, stem[:len(stem)-1])
		}
		if stem[len(stem)-1] == 'i' {
			tries = append(tries, stem[:len(stem)-1]+"y")
		}
		for _, w := range tries {
			if known(w) {
				return w
			}
		}
	}
	return lemma
}

// eachLine calls f with the columns of every line that is not blank or a comment.
func eachLine(text string, min int, f func(line int, col []string) error) error {
	for i, row := range strings.Split(text, "\n") {
		row = strings.TrimRight(row, "\r")
		if row == "" || row[0] == '#' {
			continue
		}
		col := strings.Split(row, "\t")
		if len(col) < min {
			return fmt.Errorf("line %d: %d columns, want at least %d", i+1, len(col), min)
		}
		if err := f(i+1, col); err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return nil
}

func cell(col []string, i int) string {
	if i < len(col) {
		return strings.TrimSpace(col[i])
	}
	return ""
}

func newSense(rule, typ, mode, when, roles string) (*sense, error) {
	s := &sense{Type: typ, Mode: mode, Rule: rule}
	if roles == "" {
		roles = defaultRoles(typ)
	}
	parts := strings.Split(roles, ">")
	if len(parts) != 3 {
		return nil, fmt.Errorf("roles %q: want actor>recipient>object", roles)
	}
	for i, p := range parts {
		for slot := range strings.SplitSeq(p, ",") {
			if slot != "" {
				s.Roles[i] = append(s.Roles[i], slot)
			}
		}
	}
	for _, field := range strings.Fields(when) {
		if field == "-" {
			continue
		}
		c, err := parseCondition(field)
		if err != nil {
			return nil, err
		}
		s.When = append(s.When, c)
	}
	return s, nil
}

func parseCondition(field string) (condition, error) {
	var c condition
	field, c.not = strings.TrimPrefix(field, "!"), strings.HasPrefix(field, "!")
	if op, slot, ok := strings.Cut(field, ":"); ok {
		switch op {
		case "has", "no", "party", "neg", "aux":
			c.op, c.slot = op, slot
			return c, nil
		}
		return c, fmt.Errorf("condition %q: want one of has, no, party, neg and aux before the colon", field)
	}
	for _, op := range []string{"=", "~", "+", "^"} {
		if slot, list, ok := strings.Cut(field, op); ok {
			c.op, c.slot, c.want = op, slot, map[string]bool{}
			for w := range strings.SplitSeq(list, "|") {
				if op == "^" && kindsOfEvent[w] != nil {
					maps.Copy(c.want, kindsOfEvent[w])
					continue
				}
				c.want[w] = true
			}
			return c, nil
		}
	}
	if field != "" && !c.not { // a bare word: an adverb or preposition beside the verb
		c.op, c.slot = "word", field
		return c, nil
	}
	return c, fmt.Errorf("empty condition")
}
