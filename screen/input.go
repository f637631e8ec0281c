package screen

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// headSize is how much of a file is looked at to tell what it is.
const headSize = 16 << 10

// rows is a file of one form, read row by row.
type rows interface {
	// next returns the next row, io.EOF at the end, or an error that ends the
	// file. A row that cannot be read has err set; reading goes on after it.
	next() (Row, error)
	close() error
}

// open tells from its content what a file is and unpacks it. It returns the
// names of its columns with its rows.
func (t *Table) open(r io.Reader) error {
	buffered := bufio.NewReaderSize(r, 64<<10)
	head, err := peek(buffered)
	if err != nil {
		return err
	}
	if bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(buffered)
		if err != nil {
			return fmt.Errorf("damaged gzip file: %w", err)
		}
		buffered = bufio.NewReaderSize(gunzip{z}, 64<<10)
		if head, err = peek(buffered); err != nil {
			return err
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return t.openWorkbook(buffered)
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return errors.New("packed twice; unpack it once")
	case bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return errors.New("an Excel workbook of the old form or one with a password; save it as .xlsx or CSV without a password")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return errors.New("a PDF file, not a table; save the sheet as CSV")
	}
	decoded, err := decode(buffered, head)
	if err != nil {
		return err
	}
	if head, err = peek(decoded); err != nil {
		return err
	}
	start := bytes.TrimSpace(head)
	switch {
	case len(start) == 0:
		return errors.New("the file is empty")
	case bytes.IndexByte(head, 0) >= 0:
		return errors.New("not a text file; save the sheet as CSV")
	case start[0] == '{':
		return t.openObjects(decoded)
	case start[0] == '[' && bytes.HasPrefix(bytes.TrimSpace(start[1:]), []byte("{")):
		return errors.New("a JSON array; write one object a line (jq -c '.[]' does)")
	}
	return t.openCSV(decoded, head)
}

func peek(r *bufio.Reader) ([]byte, error) {
	head, err := r.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return head, nil
}

// gunzip says of what breaks in a gzip stream that it is the packing.
type gunzip struct{ r *gzip.Reader }

func (g gunzip) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("damaged gzip file: %w", err)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("damaged gzip file: it is cut off")
	}
	return n, err
}

// decode returns the text in UTF-8.
func decode(r *bufio.Reader, head []byte) (*bufio.Reader, error) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		_, _ = r.Discard(3) // peeked: it is there
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		from = xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM)
	case !validPrefix(head, len(head) == headSize):
		from = charmap.Windows1252
	}
	if from == nil {
		return r, nil
	}
	return bufio.NewReaderSize(transform.NewReader(r, from.NewDecoder()), 64<<10), nil
}

// validPrefix reports whether b is UTF-8; where it is cut from a longer text,
// but for a letter cut at its end.
func validPrefix(b []byte, cut bool) bool {
	for i := 0; cut && i < utf8.UTFMax && !utf8.Valid(b); i++ {
		b = b[:len(b)-1]
	}
	return utf8.Valid(b)
}
