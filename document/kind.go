package document

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/textproto"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A Kind is what kind of file a document came from.
type Kind string

// The kinds that are read.
const (
	Text Kind = "text"
	HTML Kind = "html"
	PDF  Kind = "pdf"
	DOCX Kind = "docx"
	Mail Kind = "mail"
	Feed Kind = "feed"
)

// contentKinds are the media types that say what a file is. Others, among them
// those that servers give to anything, leave it to the content.
var contentKinds = map[string]Kind{
	"text/html": HTML, "application/xhtml+xml": HTML, "application/pdf": PDF, "message/rfc822": Mail,
	"application/rss+xml": Feed, "application/atom+xml": Feed, "text/plain": Text, "text/markdown": Text,
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": DOCX,
}

// refused are the first bytes of files that hold no text to read, or not in a
// form that is read, with what to do.
var refused = []struct{ head, what string }{
	{"\xd0\xcf\x11\xe0", "an old office file (DOC, XLS, PPT or MSG) is not read; save it as DOCX or PDF"},
	{"{\\rtf", "an RTF file is not read; save it as DOCX"},
	{"%!PS", "a PostScript file is not read; make a PDF of it"},
	{"\x89PNG", "a picture; for a scanned page run text recognition first"},
	{"\xff\xd8\xff", "a picture; for a scanned page run text recognition first"},
	{"GIF8", "a picture; for a scanned page run text recognition first"},
	{"II*\x00", "a picture; for a scanned page run text recognition first"},
	{"MM\x00*", "a picture; for a scanned page run text recognition first"},
	{"\x1f\x8b", "a gzip file; unpack it first"},
	{"7z\xbc\xaf", "a packed file; unpack it first"},
	{"Rar!", "a packed file; unpack it first"},
}

// kindOf tells what a file is: by its content type where that says it and the
// content does not speak against it, else by its first bytes.
func kindOf(data []byte, contentType string) (Kind, error) {
	head := data[:min(len(data), 4096)]
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n\f")
	switch {
	case len(bytes.TrimSpace(head)) == 0 && len(bytes.TrimSpace(data)) == 0:
		return "", errors.New("the file is empty")
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")): // it may stand in the first 1,024 bytes
		return PDF, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		if isDOCX(data) {
			return DOCX, nil
		}
		return "", fmt.Errorf("%w: a packed file that is no DOCX; unpack it, or save what it holds as DOCX or PDF", ErrNotDocument)
	}
	for _, r := range refused {
		if bytes.HasPrefix(trimmed, []byte(r.head)) {
			return "", fmt.Errorf("%w: %s", ErrNotDocument, r.what)
		}
	}
	utf16 := bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff})
	if bytes.IndexByte(data, 0) >= 0 && !utf16 {
		return "", fmt.Errorf("%w: not a text file", ErrNotDocument)
	}
	if media, _, err := mime.ParseMediaType(contentType); err == nil {
		if kind, ok := contentKinds[media]; ok && kind != PDF && kind != DOCX {
			return kind, nil
		}
		for _, family := range []string{"image/", "audio/", "video/", "font/"} {
			if strings.HasPrefix(media, family) {
				return "", fmt.Errorf("%w: %s", ErrNotDocument, media)
			}
		}
	}
	if utf16 {
		if out, err := decodeText(head[:len(head)/2*2]); err == nil {
			trimmed = []byte(strings.TrimSpace(out))
		}
	}
	return textKind(trimmed), nil
}

var (
	pageStart = regexp.MustCompile(`(?is)^(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|title|table|section)[\s>]`)
	feedStart = regexp.MustCompile(`(?is)^(?:<\?xml.*?\?>\s*)?(?:<\?.*?\?>\s*|<!--.*?-->\s*)*(?:<!doctype\s+rss[^>]*>\s*)?<(?:rss|feed|rdf:RDF)[\s>]`)
)

// textKind tells what a file of characters is by how it begins.
func textKind(head []byte) Kind {
	switch {
	case feedStart.Match(head):
		return Feed
	case pageStart.Match(head), bytes.HasPrefix(head, []byte("<!--")) && bytes.Contains(bytes.ToLower(head), []byte("<html")):
		return HTML
	case isMail(head):
		return Mail
	}
	return Text
}

// isMail reports whether a text begins with the header of a mail: three fields
// or more of which two are known, or the version of MIME.
func isMail(head []byte) bool {
	if bytes.HasPrefix(head, []byte("From ")) { // a mailbox file's line before the header
		_, head, _ = bytes.Cut(head, []byte("\n"))
	}
	fields, known := 0, 0
	for line := range bytes.Lines(head) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		key, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || len(key) == 0 || bytes.ContainsAny(key, " \t") || !utf8.Valid(key) {
			break
		}
		fields++
		switch textproto.CanonicalMIMEHeaderKey(string(key)) {
		case "Mime-Version", "Message-Id", "Received", "Return-Path", "Delivered-To":
			known += 2
		case "From", "To", "Subject", "Date", "Cc", "Reply-To", "Content-Type", "Sender":
			known++
		}
	}
	return fields >= 2 && known >= 2 && fields >= known/2
}
