package document

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// blocks returns the paragraphs of an element in order: headings, paragraphs,
// list items, a table's rows as lines of cells. With of it leaves out what
// stands around an article; without, only what is never text.
func blocks(n *html.Node, of map[*html.Node]*prose) []string {
	w := blockWriter{of: of}
	if of != nil && of[n] != nil {
		w.total = of[n].score
	}
	w.top = n
	w.walk(n)
	w.flush()
	return w.out
}

type blockWriter struct {
	of    map[*html.Node]*prose
	top   *html.Node
	total int // prose of the element
	out   []string
	text  strings.Builder
	pre   int
}

// flush ends a paragraph.
func (w *blockWriter) flush() {
	var lines []string
	for line := range strings.SplitSeq(w.text.String(), "\n") {
		if line = squeeze(line); line != "" {
			lines = append(lines, line)
		}
	}
	w.text.Reset()
	if len(lines) == 0 {
		return
	}
	paragraph := strings.Join(lines, "\n")
	if w.of != nil && pointer.MatchString(paragraph) && len(paragraph) < 200 {
		return
	}
	w.out = append(w.out, paragraph)
}

// pointer are the words that lead to other articles or to the reader's account.
var pointer = regexp.MustCompile(`(?i)^(?:read (?:more|also|next)|related|see also|also read|more on this|sign up|subscribe|follow us|share this|advertisement|watch)\s*(?::|$|to our|for our|on (?:twitter|facebook|x)\b)`)

func (w *blockWriter) walk(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		if w.pre > 0 {
			w.text.WriteString(n.Data)
		} else {
			w.text.WriteString(strings.NewReplacer("\n", " ", "\r", " ").Replace(n.Data))
		}
		return
	case n.Type == html.ElementNode:
		if unread[n.DataAtom] || isHidden(n) || n != w.top && w.around(n) {
			return
		}
	}
	switch n.DataAtom {
	case atom.Br:
		if s := strings.TrimRight(w.text.String(), " \t"); strings.HasSuffix(s, "\n") {
			w.flush()
			return
		}
		w.text.WriteByte('\n')
		return
	case atom.Noscript:
		if len(innerText(n)) < minNoscript {
			return
		}
	case atom.Sup:
		if n.FirstChild != nil && n.FirstChild.DataAtom == atom.A { // a note's number
			return
		}
	case atom.Tr:
		if w.row(n) {
			return
		}
	case atom.Pre:
		w.pre++
		defer func() { w.pre-- }()
	}
	block := n.Type == html.ElementNode && isBlock(n.DataAtom)
	if block {
		w.flush()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
	if block {
		w.flush()
	}
}

// row writes a table's row as a line of cells, unless the table only lays the
// page out, which paragraphs in its cells show.
func (w *blockWriter) row(n *html.Node) bool {
	var cells []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		if hasBlocks(c) || w.laysOut(c) {
			return false
		}
		inner := blockWriter{of: w.of, top: c}
		for k := c.FirstChild; k != nil; k = k.NextSibling {
			inner.walk(k)
		}
		inner.flush()
		if cell := squeeze(strings.Join(inner.out, " ")); cell != "" {
			cells = append(cells, cell)
		}
	}
	if len(cells) < 2 {
		return false
	}
	w.flush()
	w.out = append(w.out, strings.Join(cells, " | "))
	return true
}

// laysOut reports whether a cell holds more than a table's cells do: long text,
// or paragraphs parted by line breaks.
func (w *blockWriter) laysOut(cell *html.Node) bool {
	text, breaks := 0, 0
	for n := range cell.Descendants() {
		switch {
		case n.Type == html.TextNode:
			text += len(n.Data)
		case n.DataAtom == atom.Br:
			breaks++
		}
	}
	return text > 400 || text > 150 && breaks >= 3
}

// around reports whether an element stands around the article: named so by the
// site, or a list of links. What holds two fifths of the prose is not, however
// it is named.
func (w *blockWriter) around(n *html.Node) bool {
	if w.of == nil {
		return false
	}
	p := w.of[n]
	if p == nil || p.score*5 >= w.total*2 && p.score > 0 {
		return false
	}
	if !isBlock(n.DataAtom) && n.DataAtom != atom.Span {
		return false
	}
	if furniture.MatchString(attr(n, "class")) || furniture.MatchString(attr(n, "id")) || attr(n, "role") == "navigation" || attr(n, "role") == "complementary" {
		return true
	}
	return p.anchors >= 3 && p.links*10 > p.text*7 && p.text < 80*p.anchors
}
