// Package document turns files into plain text with what is known of them:
// title, outlet, date of publication, language.
//
//	doc, err := document.Read(ctx, file, "report.txt", document.Options{})
//	span := doc.Span(120, 131) // bytes in, code points out
//
// For now it reads plain text. HTML, PDF and DOCX are known and refused with
// what to do instead. Text is taken as it is but for its encoding (UTF-8, UTF-16
// with a byte order mark, else Windows-1252) and line ends: offsets are into
// exactly [Document.Text].
package document

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"

	"interdict/ledger"
)

// MaxText is the most bytes of a file that are read where Options say nothing.
const MaxText = 32 << 20

// Options say what the caller knows of a document. What is empty is taken from
// the text where the text tells it.
type Options struct {
	ID        string
	Title     string
	Source    string // outlet or issuer
	Published string // ISO 8601 date
	MaxBytes  int64  // 0 means MaxText
}

// A Document is a text with what is known of it.
type Document struct {
	ID        string
	Title     string
	Source    string
	Published string // ISO 8601 date, "" where unknown
	Language  string // ISO 639-1, "und" where it cannot be told
	Text      string
	SHA256    string // of the text

	points []int // code points before every 64th byte
	body   int
}

// New makes a document of text that is at hand.
func New(text string, o Options) *Document {
	text = strings.ToValidUTF8(text, "\ufffd")
	sum := sha256.Sum256([]byte(text))
	d := &Document{ID: o.ID, Title: o.Title, Source: o.Source, Published: o.Published, Text: text, SHA256: hex.EncodeToString(sum[:])}
	points := 0
	for i := 0; i < len(text); i++ {
		if i%64 == 0 {
			d.points = append(d.points, points)
		}
		if utf8.RuneStart(text[i]) {
			points++
		}
	}
	d.Language = language(text)
	d.readHead()
	return d
}

// Body returns where the text proper begins, in bytes: after headline, byline
// and dateline.
func (d *Document) Body() int { return d.body }

// Span returns the stretch of bytes [start, end) in code points, with its
// text. Bounds outside the text are brought inside.
func (d *Document) Span(start, end int) ledger.Span {
	start = min(max(start, 0), len(d.Text))
	end = min(max(end, start), len(d.Text))
	return ledger.Span{Start: d.point(start), End: d.point(end), Text: d.Text[start:end]}
}

// point returns how many code points begin before byte i.
func (d *Document) point(i int) int {
	if len(d.points) == 0 {
		return 0
	}
	block := min(i/64, len(d.points)-1)
	n := d.points[block]
	for k := block * 64; k < i; k++ {
		if utf8.RuneStart(d.Text[k]) {
			n++
		}
	}
	return n
}

// Characters returns the number of code points in the text.
func (d *Document) Characters() int { return d.point(len(d.Text)) }

// Read reads a file. Its name, for messages, is also the id where the options
// give none. What is no text it can read is an error that says what to do.
func Read(ctx context.Context, r io.Reader, name string, o Options) (*Document, error) {
	limit := o.MaxBytes
	if limit <= 0 {
		limit = MaxText
	}
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s: more than %d MB of text; part it into its articles", name, limit>>20)
	}
	text, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if o.ID == "" {
		base := filepath.Base(name)
		o.ID = strings.TrimSuffix(base, filepath.Ext(base))
	}
	return New(text, o), nil
}

// decode returns the text in UTF-8 with plain line ends.
func decode(data []byte) (string, error) {
	head := data[:min(len(data), 1024)]
	trimmed := bytes.ToLower(bytes.TrimSpace(head))
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return "", errors.New("the file is empty")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return "", errors.New("a PDF is not read yet; save its text (pdftotext FILE.pdf) and read that")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return "", errors.New("a word processor's or packed file is not read yet; save it as plain text and read that")
	case bytes.HasPrefix(trimmed, []byte("<!doctype html")), bytes.HasPrefix(trimmed, []byte("<html")):
		return "", errors.New("a web page is not read yet; save the article as plain text and read that")
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		out, err := xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", fmt.Errorf("damaged UTF-16: %w; save it as UTF-8", err)
		}
		data = out
	case bytes.IndexByte(data, 0) >= 0:
		return "", errors.New("not a text file")
	case !utf8.Valid(data):
		out, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil {
			return "", errors.New("neither UTF-8 nor Windows-1252; save it as UTF-8")
		}
		data = out
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	return strings.ReplaceAll(strings.ReplaceAll(string(data), "\r\n", "\n"), "\r", "\n"), nil
}
