package names

import "interdict/internal/recent"

// A Parser parses names and remembers the words that it read lately: customers
// and counterparties share most of theirs. It is not safe for concurrent use; a
// nil one remembers nothing.
type Parser struct {
	words recent.Map[wordKey, readOnce]
}

// wordKey is all that a word's reading depends on.
type wordKey struct {
	text, folded, native, base string
	role                       Role
	kind                       Kind
}

type readOnce struct {
	word Word
	ok   bool
}

// remembered is how many words each half of a parser's memory holds.
const remembered = 1 << 14

// NewParser returns a parser that has read nothing yet.
func NewParser() *Parser { return &Parser{recent.Map[wordKey, readOnce]{Half: remembered}} }

// word is readWord with what the parser remembers.
func (p *Parser) word(t token, kind Kind) (Word, bool) {
	if p == nil {
		return readWord(t, kind)
	}
	key := wordKey{t.Text, t.folded, t.native, t.base, t.role, kind}
	r, known := p.words.Get(key)
	if !known {
		r.word, r.ok = readWord(t, kind)
		p.words.Put(key, r)
	}
	return r.word, r.ok
}
