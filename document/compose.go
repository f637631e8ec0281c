package document

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// compose makes one text of the pages' lines, and says at which byte each page
// begins. Lines become paragraphs; a paragraph may run on over a column or a
// page. Words parted at line ends are joined.
func compose(sheets []sheet) (string, []int) {
	dropRunning(sheets)
	c := composer{words: knownWords(sheets)}
	starts := make([]int, len(sheets))
	for i, s := range sheets {
		starts[i] = -1
		blocks := measureBlocks(s.lines)
		for _, l := range s.lines {
			at := c.add(l, blocks[l.block], i)
			if starts[i] < 0 {
				starts[i] = at
			}
		}
	}
	next := len(c.out)
	for i := len(starts) - 1; i >= 0; i-- {
		if starts[i] < 0 {
			starts[i] = next
		}
		next = starts[i]
	}
	return string(c.out), starts
}

var pageNumber = regexp.MustCompile(`^(?:page |p\. ?)?[-–— ]*#(?: ?(?:of|/|\|) ?#)?[-–— ]*$|^[ivxl]{1,6}$`)

// dropRunning leaves out page numbers, and running heads and feet after their
// first page: lines among the two uppermost or lowermost of a page that, but
// for their figures, are the same on two pages in five.
func dropRunning(sheets []sheet) {
	if len(sheets) < 2 {
		return
	}
	edges := make([]map[int]string, len(sheets)) // index of line to its text without figures
	count := map[string]int{}
	for i, s := range sheets {
		edges[i] = map[int]string{}
		order := make([]int, len(s.lines))
		for k := range order {
			order[k] = k
		}
		slices.SortStableFunc(order, func(a, b int) int { return int(s.lines[b].top*16) - int(s.lines[a].top*16) })
		seen := map[string]bool{}
		for n, k := range order {
			if n >= 2 && n < len(order)-2 {
				continue
			}
			form := withoutFigures(s.lines[k].text)
			edges[i][k] = form
			if !seen[form] {
				seen[form] = true
				count[form]++
			}
		}
	}
	first := map[string]bool{}
	for i := range sheets {
		kept := sheets[i].lines[:0:0]
		for k, l := range sheets[i].lines {
			form, edge := edges[i][k]
			running := edge && count[form] >= 2 && count[form]*5 >= len(sheets)*2
			if edge && pageNumber.MatchString(form) || running && first[form] {
				continue
			}
			if running {
				first[form] = true
			}
			kept = append(kept, l)
		}
		sheets[i].lines = kept
	}
}

func withoutFigures(s string) string {
	var b strings.Builder
	last := rune(0)
	for _, r := range strings.ToLower(s) {
		if unicode.IsDigit(r) {
			r = '#'
			if last == '#' {
				continue
			}
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// knownWords are the words that stand whole within lines.
func knownWords(sheets []sheet) map[string]bool {
	out := map[string]bool{}
	for _, s := range sheets {
		for _, l := range s.lines {
			words := strings.Fields(l.text)
			for i, w := range words {
				if i == len(words)-1 && endsInHyphen(w) {
					continue
				}
				out[strings.ToLower(strings.Trim(w, ".,;:!?()[]“”\"'’"))] = true
			}
		}
	}
	return out
}

// softHyphen stands where a word is parted only at a line's end. PDFium puts
// lineHyphens where a line ends in a hyphen of whatever kind.
const (
	softHyphen  = "\u00ad"
	lineHyphens = "\u0002\ufffe"
)

func endsInHyphen(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r == '-' || r == '‐' || r == '\u00ad'
}

// blockSize is what a column looks like.
type blockSize struct {
	left, right float64
	pitch       float64 // from line to line; 0 where there is one line
}

func measureBlocks(lines []textLine) map[int]blockSize {
	out := map[int]blockSize{}
	pitches := map[int][]float64{}
	for i, l := range lines {
		b, ok := out[l.block]
		if !ok {
			b = blockSize{left: l.left, right: l.right}
		}
		b.left, b.right = min(b.left, l.left), max(b.right, l.right)
		out[l.block] = b
		if i > 0 && lines[i-1].block == l.block {
			pitches[l.block] = append(pitches[l.block], middle(lines[i-1].box)-middle(l.box))
		}
	}
	for k, p := range pitches {
		slices.Sort(p)
		b := out[k]
		b.pitch = p[len(p)/2]
		out[k] = b
	}
	return out
}

// composer writes lines as paragraphs.
type composer struct {
	words map[string]bool
	out   []byte
	prev  textLine
	block blockSize // of prev
	page  int       // of prev
	any   bool
	item  bool // the paragraph is an item of a list, whose lines hang
}

// add writes a line and returns the byte at which it begins.
func (c *composer) add(l textLine, b blockSize, page int) int {
	switch {
	case !c.any:
	case c.begins(l, b, page):
		c.item = bullet.MatchString(l.text) || section.MatchString(l.text)
		c.trim()
		c.out = append(c.out, "\n\n"...)
	default:
		c.joinTo(l.text)
	}
	at := len(c.out)
	c.out = append(c.out, l.text...)
	c.prev, c.block, c.page, c.any = l, b, page, true
	return at
}

// trim takes a mark of parting from the end of a paragraph.
func (c *composer) trim() {
	if s, ok := bytes.CutSuffix(c.out, []byte("\u00ad")); ok {
		c.out = append(s, '-')
	}
}

var (
	bullet  = regexp.MustCompile(`^(?:[•●▪◦■□*–—-]|\([a-z]{1,3}\))\s`)
	section = regexp.MustCompile(`^\(?\d{1,3}[.)]\s|^\d{1,2}(?:\.\d{1,2})+\.?\s+\p{Lu}`)
)

// begins reports whether a line begins a paragraph.
func (c *composer) begins(l textLine, b blockSize, page int) bool {
	h := max(l.height(), 4)
	full := c.prev.right >= c.block.right-0.2*(c.block.right-c.block.left)
	ended := endsSentence(c.prev.text)
	lower := startsLower(l.text)
	if bullet.MatchString(l.text) || section.MatchString(l.text) && (ended || !full) {
		return true
	}
	alike := max(l.height(), c.prev.height()) < 1.35*min(l.height(), c.prev.height())
	if l.block != c.prev.block || page != c.page {
		if endsInHyphen(c.prev.text) && lower {
			return false
		}
		return ended || !alike || !lower && !(full && b.pitch > 0 && c.block.pitch > 0)
	}
	switch pitch := middle(c.prev.box) - middle(l.box); {
	case b.pitch > 0 && pitch > 1.35*b.pitch && pitch > 1.2*h:
		return true
	case max(l.height(), c.prev.height()) > 1.6*min(l.height(), c.prev.height()) && !lower:
		return true
	case !c.item && l.left > b.left+0.7*h && c.prev.left <= b.left+0.4*h && !lower:
		return true // an indented first line
	case !full && ended, l.cells || c.prev.cells:
		return true
	case c.prev.right < b.right-0.4*(b.right-b.left) && !lower:
		return true // a heading, or an item of a list
	}
	return false
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"”’')]»")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?:。", r)
}

func startsLower(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return unicode.IsLower(r)
		}
		if !strings.ContainsRune("“\"‘'(", r) {
			return false
		}
	}
	return false
}

// joinTo prepares the paragraph for the line that goes on with text: a space,
// or, where the last word was parted, the word's end without its hyphen.
func (c *composer) joinTo(text string) {
	s := string(c.out[max(0, len(c.out)-200):]) // the last word, and more
	soft := strings.HasSuffix(s, "\u00ad")
	if !soft && !endsInHyphen(s) {
		c.out = append(c.out, ' ')
		return
	}
	_, size := utf8.DecodeLastRuneInString(s)
	stem := s[:len(s)-size]
	head := stem[strings.LastIndexFunc(stem, unicode.IsSpace)+1:]
	tail, _, _ := strings.Cut(text, " ")
	switch r, _ := utf8.DecodeLastRuneInString(stem); {
	case !unicode.IsLetter(r) && !unicode.IsDigit(r): // a dash
		if soft {
			c.trim()
		}
		c.out = append(c.out, ' ')
	case startsLower(tail) && (soft || !c.compound(head, tail)):
		c.out = c.out[:len(c.out)-size]
	case soft:
		c.trim()
	}
}

// compound reports whether a word that was parted after a hyphen has the hyphen
// anyway: as the document's other lines have it, else if both halves are words
// there and the whole is not.
func (c *composer) compound(head, tail string) bool {
	head = strings.ToLower(strings.TrimLeft(head, "([“\"'‘"))
	tail = strings.ToLower(strings.TrimRight(tail, ".,;:!?()[]“”\"'’"))
	switch {
	case c.words[head+tail]:
		return false
	case c.words[head+"-"+tail]:
		return true
	}
	return c.words[head] && c.words[tail] || strings.Contains(head, "-")
}
