package eval

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A treeWord is one syntactic word of a gold or parsed tree.
type treeWord struct {
	start, end int    // in characters of the document, white space aside
	form       string // lower case
	multi      bool   // one of several words of one written token
	upos       string
	head       int // index in the document's words; -1: root
	rel        string
}

// A treeDoc is a document with its trees.
type treeDoc struct {
	text      string
	words     []treeWord
	tokens    [][2]int // written tokens, as character spans
	sentences [][2]int
}

// readCoNLLU reads CoNLL-U and rebuilds the raw text of each document: words as
// written, a blank after each unless SpaceAfter=No says otherwise, and an empty
// line before each paragraph.
func readCoNLLU(f io.Reader) ([]treeDoc, error) {
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	var docs []treeDoc
	var text strings.Builder
	var doc *treeDoc
	chars, first := 0, 0 // characters so far; first word of the sentence
	blank := false       // a blank is due before the next token
	multiEnd, multiStart := 0, 0
	sentence := -1
	endDoc := func() {
		if doc != nil {
			doc.text = text.String()
			docs = append(docs, *doc)
		}
		doc = nil
	}
	startDoc := func() {
		endDoc()
		doc = &treeDoc{}
		text.Reset()
		chars, first, blank = 0, 0, false
	}
	write := func(form, misc string) (int, int) {
		if blank {
			text.WriteByte(' ')
		}
		text.WriteString(form)
		start := chars
		chars += solid(form)
		blank = !strings.Contains("|"+misc+"|", "|SpaceAfter=No|")
		if sentence < 0 {
			sentence = start
		}
		doc.tokens = append(doc.tokens, [2]int{start, chars})
		return start, chars
	}
	n := 0
	for lines.Scan() {
		n++
		line := lines.Text()
		if strings.HasPrefix(line, "#") {
			c := strings.TrimSpace(line[1:])
			if strings.HasPrefix(c, "newdoc") {
				startDoc()
			}
			if doc == nil {
				startDoc()
			}
			if strings.HasPrefix(c, "newpar") && text.Len() > 0 {
				text.WriteString("\n\n")
				blank = false
			}
			continue
		}
		if line == "" {
			if doc != nil && sentence >= 0 {
				if err := closeTree(doc, first); err != nil {
					return nil, fmt.Errorf("line %d: %w", n, err)
				}
				doc.sentences = append(doc.sentences, [2]int{sentence, chars})
				first, sentence, multiEnd = len(doc.words), -1, 0
			}
			continue
		}
		if doc == nil {
			startDoc()
		}
		col := strings.Split(line, "\t")
		if len(col) != 10 {
			return nil, fmt.Errorf("line %d: %d columns: CoNLL-U has 10", n, len(col))
		}
		switch {
		case strings.Contains(col[0], "."): // an empty node of the enhanced graph
			continue
		case strings.Contains(col[0], "-"):
			_, to, _ := strings.Cut(col[0], "-")
			last, err := strconv.Atoi(to)
			if err != nil {
				return nil, fmt.Errorf("line %d: range %q", n, col[0])
			}
			multiStart, _ = write(col[1], col[9])
			multiEnd = last
			continue
		}
		id, err1 := strconv.Atoi(col[0])
		head, err2 := strconv.Atoi(col[6])
		if err1 != nil || err2 != nil || id != len(doc.words)-first+1 {
			return nil, fmt.Errorf("line %d: word %q with head %q: whole numbers in order are needed", n, col[0], col[6])
		}
		w := treeWord{form: strings.ToLower(col[1]), upos: col[3], head: head - 1 + first, rel: col[7]}
		if head == 0 {
			w.head = -1
		}
		if id <= multiEnd {
			w.start, w.end, w.multi = multiStart, chars, true
		} else {
			w.start, w.end = write(col[1], col[9])
		}
		doc.words = append(doc.words, w)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if sentence >= 0 {
		if err := closeTree(doc, first); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		doc.sentences = append(doc.sentences, [2]int{sentence, chars})
	}
	endDoc()
	return docs, nil
}

// closeTree checks that the heads of the sentence that begins at first lie in it.
func closeTree(doc *treeDoc, first int) error {
	for _, w := range doc.words[first:] {
		if w.head != -1 && (w.head < first || w.head >= len(doc.words)) {
			return fmt.Errorf("word %q hangs on a word outside its sentence", w.form)
		}
	}
	return nil
}
