package screen

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// csvRows reads rows as RFC 4180 writes them, and as most programs do besides:
// with another delimiter, with \n or \r alone at the end of a line, and with
// quotes inside a cell that does not begin with one.
//
// A quote that is never closed could swallow the rest of a file. So a row that
// goes over several lines and turns out wrong (its quotes, its size or its
// number of cells) gives up its first line only, and reading goes on with the
// second: no line is read twice, and none is passed over unsaid.
type csvRows struct {
	*window
	comma byte
	width int // cells of a row, 0 while unknown

	// single is the offset before which a row has to end on its line. A row
	// that was given up had been read up to there; where rows that begin
	// inside it could again be read to its end, a file of quotes would take
	// quadratic time.
	single int64
	cell   []byte // cells of the row, one after the other
	ends   []int  // where each ends
}

var (
	errQuote = errors.New("text after a closing quote; double the quotes inside a cell")
	errOpen  = errors.New("a quote is opened and not closed; close it, or put the cell in quotes and double those inside")
	errLong  = fmt.Errorf("longer than %d KB", maxRow>>10)
)

// openCSV reads the column names where they are in the file.
func (t *Table) openCSV(r *bufio.Reader, head []byte) error {
	c := &csvRows{window: newWindow(r, head), comma: delimiter(head)}
	if rest, ok := bytes.CutPrefix(head, []byte("sep=")); ok && len(rest) > 1 && bytes.IndexByte([]byte(",;\t|:^~"), rest[0]) >= 0 && (rest[1] == '\n' || rest[1] == '\r') {
		c.comma = rest[0] // Excel's way to name the delimiter
		if _, err := c.takeLine(); err != nil {
			return err
		}
	}
	t.rows = c
	if err := t.columnsFrom(c.peekCells); err != nil {
		return err
	}
	c.width = len(t.Header)
	return nil
}

// peekCells returns the first row, and takes it where it is the header.
func (c *csvRows) peekCells(take bool) ([]string, error) {
	if err := c.skipBlank(); err != nil {
		return nil, err
	}
	size, _, err := c.parse()
	if err != nil {
		return nil, fmt.Errorf("line %d: %w", c.line, err)
	}
	cells := c.cells()
	if take {
		c.take(size)
	}
	return cells, nil
}

func (c *csvRows) close() error { return nil }

func (c *csvRows) next() (Row, error) {
	if err := c.skipBlank(); err != nil {
		return Row{}, err
	}
	out := Row{Line: c.line}
	size, several, err := c.parse()
	if failed := c.failed(); failed != nil {
		return Row{}, failed
	}
	if err == nil {
		out.Cells = c.cells()
		if n := len(out.Cells); n > c.width && strings.Join(out.Cells[c.width:], "") == "" {
			out.Cells = out.Cells[:c.width:c.width] // empty cells at the end of a line hold nothing
		}
		if len(out.Cells) != c.width {
			err = fmt.Errorf("%d cells where the header has %d", len(out.Cells), c.width)
		}
	}
	if err != nil && several {
		c.single = max(c.single, c.at+int64(size))
	}
	if err == nil || !several && out.Cells != nil {
		c.take(size)
		out.err = err
		return out, nil
	}
	out.err = err
	line, failed := c.takeLine()
	out.Cells = []string{line}
	return out, failed
}

// skipBlank passes over lines without text; io.EOF says that nothing is left.
func (c *csvRows) skipBlank() error {
	for {
		text := c.text()
		n := 0
		for n < len(text) && (text[n] == '\n' || text[n] == '\r') {
			n++
		}
		c.take(n)
		switch {
		case n < len(text):
			return nil
		case c.more():
		case c.failed() != nil:
			return c.failed()
		default:
			return io.EOF
		}
	}
}

// parse reads the row at the front of the text into cell and ends. It returns
// how long it is, with its end of line, and whether it goes over several lines;
// with an error, how far it was read.
func (c *csvRows) parse() (size int, several bool, err error) {
	const (
		begin  = iota // of a cell
		plain         // in a cell without quotes
		quoted        // inside quotes
		closed        // after a quote inside quotes: the end of the cell, or half of a doubled quote
		ending        // after that and \r: only \n may follow
	)
	c.cell, c.ends = c.cell[:0], c.ends[:0]
	text, state := c.text(), begin
	for i := 0; ; i++ {
		for i == len(text) {
			if !c.more() {
				if state == quoted {
					return i, several, errOpen
				}
				c.endCell(state == plain)
				return i, several, nil
			}
			text = c.text()
		}
		b := text[i]
		switch {
		case i == maxRow && state == quoted && several:
			return i, several, errOpen
		case i == maxRow:
			return i, several, errLong
		case state == quoted && b == '"':
			state = closed
		case state == quoted:
			if b == c.eol {
				if c.at < c.single {
					return i, false, errOpen
				}
				several = true
			}
			c.cell = append(c.cell, b)
		case b == c.comma && state != ending:
			c.endCell(false)
			state = begin
		case b == c.eol:
			c.endCell(state == plain)
			return i + 1, several, nil
		case state == closed && b == '"':
			c.cell = append(c.cell, b)
			state = quoted
		case state == closed && b == '\r' && c.eol == '\n':
			state = ending
		case state == closed, state == ending:
			return i, several, errQuote
		case state == begin && b == '"':
			state = quoted
		default:
			c.cell = append(c.cell, b)
			state = plain
		}
	}
}

// endCell ends a cell. The \r of a line's end is no part of it.
func (c *csvRows) endCell(ofLine bool) {
	if n := len(c.cell); ofLine && c.eol == '\n' && n > c.begin() && c.cell[n-1] == '\r' {
		c.cell = c.cell[:n-1]
	}
	c.ends = append(c.ends, len(c.cell))
}

// begin is where the cell that is being read begins.
func (c *csvRows) begin() int {
	if len(c.ends) == 0 {
		return 0
	}
	return c.ends[len(c.ends)-1]
}

// cells are those of the row that parse has read.
func (c *csvRows) cells() []string {
	all := string(c.cell)
	out := make([]string, len(c.ends))
	from := 0
	for i, end := range c.ends {
		out[i], from = all[from:end], end
	}
	return out
}

// delimiter is the one of comma, semicolon, tab and bar that the header line
// holds most of, outside quotes.
func delimiter(head []byte) byte {
	counts := map[rune]int{}
	quoted := false
	for _, r := range string(bytes.TrimLeft(head, "\r\n")) {
		if r == '"' {
			quoted = !quoted
		}
		if (r == '\n' || r == '\r') && !quoted {
			break
		}
		if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, r := range ";\t|" {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return byte(best)
}
