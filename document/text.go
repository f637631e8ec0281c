package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
)

// plain makes a document of plain text.
func plain(data []byte, o Options) (*Document, error) {
	text, err := decodeText(data)
	if err != nil {
		return nil, err
	}
	return New(text, o), nil
}

// decodeText returns text in UTF-8 with plain line ends.
func decodeText(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		out, err := xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", fmt.Errorf("damaged UTF-16: %w; save it as UTF-8", err)
		}
		data = out
	case !utf8.Valid(data):
		out, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil {
			return "", errors.New("neither UTF-8 nor Windows-1252; save it as UTF-8")
		}
		data = out
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	return plainLines(string(data)), nil
}

func plainLines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// decodePage returns a web page in UTF-8, by what the server, a byte order mark
// or the page's first 1,024 bytes say of its encoding (WHATWG Encoding).
func decodePage(data []byte, contentType string) (string, error) {
	if utf8.Valid(data) {
		return strings.TrimPrefix(string(data), "\ufeff"), nil
	}
	encoding, _, _ := charset.DetermineEncoding(data, contentType)
	out, err := encoding.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("damaged text: %w; save it as UTF-8", err)
	}
	return strings.ToValidUTF8(string(out), "\ufffd"), nil
}

// decodeNamed returns text of a named encoding in UTF-8; where the name is
// unknown, as text without a name.
func decodeNamed(data []byte, name string) (string, error) {
	if name == "" || strings.EqualFold(name, "utf-8") || strings.EqualFold(name, "us-ascii") {
		return decodeText(data)
	}
	encoding, _ := charset.Lookup(name)
	if encoding == nil {
		return decodeText(data)
	}
	out, err := encoding.NewDecoder().Bytes(data)
	if err != nil {
		return decodeText(data)
	}
	return plainLines(string(out)), nil
}

// paragraphs joins paragraphs to a text, with an empty line between them. The
// title goes first, unless the text begins with it.
func joinParagraphs(title string, paragraphs []string) string {
	if title != "" && (len(paragraphs) == 0 || !strings.HasPrefix(strings.ToLower(paragraphs[0]), strings.ToLower(title))) {
		paragraphs = append([]string{title}, paragraphs...)
	}
	return strings.Join(paragraphs, "\n\n")
}

// squeeze makes every run of white space one space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// shorten cuts a message from outside to what fits in a line.
func shorten(s string) string {
	s = squeeze(s)
	if len(s) > maxMessage {
		s = strings.ToValidUTF8(s[:maxMessage], "") + "…"
	}
	return s
}

// done returns why work must end, where it must.
func done(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}
