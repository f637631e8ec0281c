package view

import (
	"bufio"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Styles are terminal colour codes (ECMA-48 SGR).
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	yellow = "33"
	cyan   = "36"
)

const (
	defaultWidth = 80
	minWidth     = 40
)

type printer struct {
	w      *bufio.Writer
	width  int
	colour bool
}

func newPrinter(w *bufio.Writer, opts Options) *printer {
	p := &printer{w: w, width: opts.Width, colour: opts.Colour}
	switch {
	case p.width == 0:
		p.width = defaultWidth
	case p.width < minWidth:
		p.width = minWidth
	}
	return p
}

// wrap writes text in lines no wider than the page, the first after first, the
// others after next. A word wider than a line is broken.
func (p *printer) wrap(first, next, text, style string) {
	line, used, lead := "", cells(first), first
	flush := func() {
		p.w.WriteString(lead)
		if p.colour && style != "" && line != "" {
			p.w.WriteString("\x1b[" + style + "m" + line + "\x1b[0m")
		} else {
			p.w.WriteString(line)
		}
		p.w.WriteByte('\n')
		line, used, lead = "", cells(next), next
	}
	words := strings.Fields(clean(text))
	for i := 0; i < len(words); i++ {
		word := words[i]
		space := 0
		if line != "" {
			space = 1
		}
		switch {
		case used+space+cells(word) <= p.width:
			line += strings.Repeat(" ", space) + word
			used += space + cells(word)
		case line != "":
			flush()
			i--
		default:
			head, tail := cut(word, max(p.width-used, 2))
			line, used = head, used+cells(head)
			flush()
			if tail != "" {
				words[i] = tail
				i--
			}
		}
	}
	if line != "" || len(words) == 0 {
		flush()
	}
}

// cut splits a word after at most n cells and at least one character.
func cut(word string, n int) (head, tail string) {
	w := 0
	for i, r := range word {
		c := runeCells(r)
		if i > 0 && w+c > n {
			return word[:i], word[i:]
		}
		w += c
	}
	return word, ""
}

// clean makes untrusted text safe for a terminal: control and format characters
// and broken bytes become spaces or are dropped, so that no escape sequence is
// left and no hidden mark can turn the direction of the line.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case r == utf8.RuneError:
			return '\uFFFD'
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Cs, r):
			return -1
		}
		return r
	}, s)
}

// pad fills a cell with spaces up to n columns.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(n-cells(s), 0))
}

// cells is how many terminal columns a text takes.
func cells(s string) int {
	n := 0
	for _, r := range s {
		n += runeCells(r)
	}
	return n
}

func runeCells(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
