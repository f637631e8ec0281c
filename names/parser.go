package names

import (
	"strings"

	"interdict/internal/recent"
	"interdict/text"
)

// A Parser parses names and remembers the words that it read lately: customers
// and counterparties share most of theirs. It is not safe for concurrent use; a
// nil one remembers nothing.
type Parser struct {
	words recent.Map[string, *written]
}

// written is what a parser remembers of a word as it is written.
type written struct {
	token              // read by itself
	readings []reading // each way in which it was read in names
}

// reading is how a word was read, and all that this depends on.
type reading struct {
	folded, native, base string
	role                 Role
	kind                 Kind
	word                 Word // without a reading where it is no word
}

const (
	remembered   = 1 << 13 // words that each half of a parser's memory holds
	mostReadings = 8       // of one word
)

// NewParser returns a parser that has read nothing yet.
func NewParser() *Parser { return &Parser{recent.Map[string, *written]{Half: remembered}} }

// written returns what the parser remembers of a word.
func (p *Parser) written(word string) *written {
	w, known := p.words.Get(word)
	if !known {
		word = strings.Clone(word) // of a name that need not be kept
		w = &written{token: newToken(text.Span{Text: word}, Plain)}
		p.words.Put(word, w)
	}
	return w
}

// token is newToken with what the parser remembers.
func (p *Parser) token(span text.Span, role Role) token {
	if p == nil {
		return newToken(span, role)
	}
	w := p.written(span.Text)
	t := w.token
	t.Span, t.role, t.known = span, role, w
	return t
}

// word is readWord with what the parser remembers.
func (p *Parser) word(t token, kind Kind) (Word, bool) {
	if p == nil {
		return readWord(t, kind)
	}
	w := t.known
	if w == nil || w.Text != t.Text { // it was joined with others, or parted
		w = p.written(t.Text)
	}
	for i := range w.readings {
		r := &w.readings[i]
		if r.role == t.role && r.kind == kind && r.folded == t.folded && r.native == t.native && r.base == t.base {
			return r.word, r.word.Reading != nil
		}
	}
	word, ok := readWord(t, kind)
	if !ok {
		word = Word{}
	}
	if len(w.readings) < mostReadings {
		w.readings = append(w.readings, reading{t.folded, t.native, t.base, t.role, kind, word})
	}
	return word, ok
}
