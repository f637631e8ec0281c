package names

import "interdict/internal/recent"

// A Parser parses names and remembers the words that it read lately: customers
// and counterparties share most of theirs. It is not safe for concurrent use; a
// nil one remembers nothing.
type Parser struct {
	words recent.Map[wordKey, Word] // without a reading what is no word
}

// wordKey is all that a word's reading depends on.
type wordKey struct {
	text, folded, native, base string
	role                       Role
	kind                       Kind
}

// remembered is how many words each half of a parser's memory holds.
const remembered = 1 << 13

// NewParser returns a parser that has read nothing yet.
func NewParser() *Parser { return &Parser{recent.Map[wordKey, Word]{Half: remembered}} }

// word is readWord with what the parser remembers.
func (p *Parser) word(t token, kind Kind) (Word, bool) {
	if p == nil {
		return readWord(t, kind)
	}
	key := wordKey{t.Text, t.folded, t.native, t.base, t.role, kind}
	w, known := p.words.Get(key)
	if !known {
		if read, ok := readWord(t, kind); ok {
			w = read
		}
		p.words.Put(key, w)
	}
	return w, w.Reading != nil
}
