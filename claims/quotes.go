package claims

import (
	"strings"
)

// markQuotes pairs opening and closing quotation marks. A quotation that is
// opened and not closed ends with its paragraph, so that one stray mark cannot
// put the rest of a document into somebody's mouth.
func (t *tree) markQuotes() {
	open, from := false, 0
	for i := range t.Tokens {
		t.quote[i] = -1
	}
	for i := range t.Tokens {
		if open && i > 0 && strings.Contains(t.Text[t.Tokens[i-1].End:t.Tokens[i].Start], "\n\n") {
			t.fill(from, i-1)
			open = false
		}
		switch form := t.Tokens[i].Form; {
		case form == "“" || form == "``" || form == "«" || form == "„":
			open, from = true, i
		case form == "”" || form == "''" || form == "»":
			if open {
				t.fill(from, i)
			}
			open = false
		case form == "\"":
			if open {
				t.fill(from, i)
			} else {
				from = i
			}
			open = !open
		}
	}
}

func (t *tree) fill(from, to int) {
	for i := from; i <= to; i++ {
		t.quote[i] = t.nq
	}
	t.nq++
}
