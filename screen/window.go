package screen

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Bounds on a row, in bytes. No customer's row comes near the first; what has
// no line end within the second is no table.
const (
	maxRow  = 256 << 10
	maxLine = 1 << 30
	maxShow = 1 << 10 // of a row that cannot be read
)

// A window is the part of a text around the row that is being read: never
// more than one row of the largest size and what was read ahead of it.
type window struct {
	r    io.Reader
	buf  []byte
	from int   // where the unread text begins in buf
	at   int64 // offset of buf[from] in the text
	eol  byte  // '\n', or '\r' in files that use it alone
	line int   // number of the line at from
	err  error // that r ended with
}

func newWindow(r io.Reader, head []byte) *window {
	w := &window{r: r, eol: '\n', line: 1}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		w.eol = '\r'
	}
	return w
}

// text is what is at hand and not yet taken.
func (w *window) text() []byte { return w.buf[w.from:] }

// more reads on and reports whether there is more text at hand than before.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	if w.from > 0 {
		w.buf = w.buf[:copy(w.buf, w.buf[w.from:])]
		w.from = 0
	}
	if cap(w.buf)-len(w.buf) < 32<<10 {
		grown := make([]byte, len(w.buf), max(64<<10, 2*cap(w.buf)))
		copy(grown, w.buf)
		w.buf = grown
	}
	before := len(w.buf)
	for range 100 { // readers may return nothing for a while
		var n int
		n, w.err = w.r.Read(w.buf[len(w.buf):cap(w.buf)])
		w.buf = w.buf[:len(w.buf)+n]
		if n > 0 || w.err != nil {
			return len(w.buf) > before
		}
	}
	w.err = io.ErrNoProgress
	return false
}

// take passes over n bytes.
func (w *window) take(n int) {
	w.line += bytes.Count(w.buf[w.from:w.from+n], []byte{w.eol})
	w.from += n
	w.at += int64(n)
}

// takeLine passes over the rest of the line and returns how it begins.
func (w *window) takeLine() (string, error) {
	var shown []byte
	for passed := 0; passed <= maxLine; {
		text := w.text()
		end := bytes.IndexByte(text, w.eol)
		if end >= 0 {
			text = text[:end]
		}
		passed += len(text)
		shown = append(shown, text[:min(maxShow-len(shown), len(text))]...)
		w.take(len(text))
		if end >= 0 {
			w.take(1)
		}
		if end < 0 && w.more() {
			continue
		}
		if passed > len(shown) {
			return string(bytes.ToValidUTF8(shown, nil)) + "…", w.failed()
		}
		return string(bytes.TrimSuffix(shown, []byte("\r"))), w.failed()
	}
	return "", fmt.Errorf("line %d: no end of line in a gigabyte: not a table", w.line)
}

// failed is the error that the reader broke off with; nil where it ended.
func (w *window) failed() error {
	if errors.Is(w.err, io.EOF) {
		return nil
	}
	return w.err
}
