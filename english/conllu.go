package english

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// gold is one sentence of a treebank.
type gold struct {
	forms, lemmas, tags, rels []string // tags are "PENN UPOS"
	heads                     []int    // the root's is the number of words
	spans                     [][2]int // of each word in its document's text; empty where the text does not tell
	joined                    []bool   // the word belongs to the same written word as the one before it
	start, end                int      // of the sentence in its document's text
}

// goldDoc is a document of a treebank: its sentences and its text, rebuilt as
// written: a blank after each word unless SpaceAfter=No says otherwise, and an
// empty line before each paragraph.
type goldDoc struct {
	text      string
	sentences []gold
}

// treebankReader is the state of [readCoNLLU] within one document.
type treebankReader struct {
	docs  []goldDoc
	doc   goldDoc
	text  strings.Builder
	g     gold
	blank bool // a blank is due before the next word

	multi               string // what is left of a written word that several words share
	multiFirst, multiTo int    // the first and last of them
	multiAt             int    // where what is left begins
}

// readCoNLLU reads the documents of a treebank. Empty nodes carry no words.
func readCoNLLU(r io.Reader) ([]goldDoc, error) {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 0, 64<<10), 1<<20)
	var b treebankReader
	for line := 1; scanner.Scan(); line++ {
		if err := b.line(scanner.Text()); err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
	}
	b.endSentence()
	b.endDoc()
	for _, d := range b.docs {
		for i, g := range d.sentences {
			for k, h := range g.heads {
				if h < 0 {
					g.heads[k] = len(g.forms)
				} else if h >= len(g.forms) {
					return nil, fmt.Errorf("sentence %d of a document: word %d has a head outside the sentence", i+1, k+1)
				}
			}
		}
	}
	return b.docs, scanner.Err()
}

func (b *treebankReader) line(text string) error {
	switch {
	case text == "":
		b.endSentence()
		return nil
	case strings.HasPrefix(text, "# newdoc"):
		b.endDoc()
		return nil
	case strings.HasPrefix(text, "# newpar"):
		if b.text.Len() > 0 {
			b.text.WriteString("\n\n")
			b.blank = false
		}
		return nil
	case strings.HasPrefix(text, "#"):
		return nil
	}
	f := strings.Split(text, "\t")
	if len(f) != 10 {
		return fmt.Errorf("%d columns where CoNLL-U has 10", len(f))
	}
	if strings.Contains(f[0], ".") {
		return nil
	}
	if _, last, ok := strings.Cut(f[0], "-"); ok {
		n, err := strconv.Atoi(last)
		if err != nil {
			return fmt.Errorf("range %q of words", f[0])
		}
		b.multi, b.multiFirst, b.multiTo = f[1], len(b.g.forms)+1, n
		b.multiAt = b.write(f[1], f[9])
		return nil
	}
	head, err := strconv.Atoi(f[6])
	if err != nil {
		return fmt.Errorf("head %q is no number", f[6])
	}
	var span [2]int
	n, joined := len(b.g.forms)+1, false
	if n <= b.multiTo {
		joined = n > b.multiFirst
		if len(b.multi) >= len(f[1]) && strings.EqualFold(b.multi[:len(f[1])], f[1]) {
			span = [2]int{b.multiAt, b.multiAt + len(f[1])}
			b.multi, b.multiAt = b.multi[len(f[1]):], span[1]
		} else {
			b.multi = "" // spelled otherwise: "wan|na" as want and to
		}
	} else {
		span[0] = b.write(f[1], f[9])
		span[1] = b.text.Len()
	}
	b.g.forms, b.g.lemmas, b.g.tags, b.g.rels = append(b.g.forms, f[1]), append(b.g.lemmas, f[2]), append(b.g.tags, f[4]+" "+f[3]), append(b.g.rels, f[7])
	b.g.heads, b.g.spans, b.g.joined = append(b.g.heads, head-1), append(b.g.spans, span), append(b.g.joined, joined)
	return nil
}

// write adds a written word to the text and returns where it begins.
func (b *treebankReader) write(form, misc string) int {
	if b.blank {
		b.text.WriteByte(' ')
	}
	start := b.text.Len()
	b.text.WriteString(form)
	b.blank = !strings.Contains("|"+misc+"|", "|SpaceAfter=No|")
	if len(b.g.forms) == 0 {
		b.g.start = start
	}
	return start
}

func (b *treebankReader) endSentence() {
	if len(b.g.forms) > 0 {
		b.g.end = b.text.Len()
		b.doc.sentences = append(b.doc.sentences, b.g)
	}
	b.g, b.multiTo = gold{}, 0
}

func (b *treebankReader) endDoc() {
	if len(b.doc.sentences) > 0 {
		b.doc.text = b.text.String()
		b.docs = append(b.docs, b.doc)
	}
	b.doc, b.blank = goldDoc{}, false
	b.text.Reset()
}
