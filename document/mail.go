package document

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"path"
	"strings"
)

// mail gives a mail's own text, then each attachment that is a document. From
// is the source, the subject the title, and the date that of the sender. A page
// saved as MHTML is read as the mail that it is made like.
func (f *file) mail(data []byte, o Options) error {
	if bytes.HasPrefix(data, []byte("From ")) {
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("a damaged mail (%s); save its text", shorten(err.Error()))
	}
	o.ContentType = ""
	own := o
	words := mime.WordDecoder{CharsetReader: func(name string, r io.Reader) (io.Reader, error) {
		raw, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		text, err := decodeNamed(raw, name)
		return strings.NewReader(text), err
	}}
	decoded := func(key string) string {
		s, err := words.DecodeHeader(m.Header.Get(key))
		if err != nil {
			s = m.Header.Get(key)
		}
		return squeeze(s)
	}
	facts := pageFacts{title: decoded("Subject"), source: sender(decoded("From"))}
	if t, err := m.Header.Date(); err == nil {
		facts.published = plausible(t.Format("2006-01-02"))
	}
	facts.fill(&own)
	var parts mailParts
	if err := parts.add(part{header: m.Header.Get, body: m.Body}, 0); err != nil {
		return err
	}
	text, kind, err := f.mailText(&parts, own)
	switch {
	case err != nil:
		return err
	case text == "" && len(parts.attached) == 0:
		return errors.New("the mail holds no text")
	case text != "":
		d := New(joinParagraphs(facts.title, []string{text}), own)
		d.Kind = kind
		if err := f.give(d, nil); err != nil {
			return err
		}
	}
	for i, a := range parts.attached {
		f.attachment(a, i+1, o, own)
	}
	return nil
}

// mailText is the mail's own text: the plain part, else that of the HTML part.
func (f *file) mailText(parts *mailParts, own Options) (string, Kind, error) {
	if strings.TrimSpace(parts.text) != "" {
		return strings.TrimSpace(parts.text), Mail, nil
	}
	if strings.TrimSpace(parts.page) == "" {
		return "", "", nil
	}
	d, err := article(f.ctx, parts.page, own)
	if err != nil {
		return "", "", err
	}
	return strings.TrimPrefix(d.Text, d.Title+"\n\n"), Mail, nil
}

// attachment gives what an attachment holds. Pictures and the like are not
// documents, and a mail is none the worse for them.
func (f *file) attachment(a attached, n int, o, own Options) {
	if f.depth >= maxDepth {
		f.send(nil, fmt.Errorf("attachment %d: mails within mails, more than %d deep: not read", n, maxDepth))
		return
	}
	kind, err := kindOf(a.data, a.contentType)
	if errors.Is(err, ErrNotDocument) || len(bytes.TrimSpace(a.data)) == 0 {
		return
	}
	name := a.name
	if name == "" {
		name = fmt.Sprintf("attachment %d", n)
	}
	inner := &file{x: f.x, ctx: f.ctx, name: name, depth: f.depth + 1, yield: func(d *Document, err error) bool {
		f.send(d, err)
		return !f.stopped
	}}
	if err != nil {
		f.send(nil, fmt.Errorf("%s: %w", name, err))
		return
	}
	id := fmt.Sprintf("%s-%d", o.ID, n)
	if stem := strings.TrimSuffix(path.Base(a.name), path.Ext(a.name)); a.name != "" && stem != "" {
		id = o.ID + "-" + stem
	}
	options := Options{ID: id, Source: own.Source, Published: own.Published, ContentType: a.contentType}
	if kind == Mail { // it has its own sender and date
		options.Source, options.Published = o.Source, o.Published
	}
	inner.read(a.data, kind, options)
}

// sender is who a mail is from: the name, else the address.
func sender(from string) string {
	a, err := mail.ParseAddress(from)
	switch {
	case err != nil:
		return from
	case a.Name != "":
		return a.Name
	}
	return a.Address
}

// part is one part of a mail.
type part struct {
	header func(string) string
	body   io.Reader
	name   string // of the file that it was
}

type attached struct {
	name, contentType string
	data              []byte
}

// mailParts are a mail's parts sorted out.
type mailParts struct {
	text, page string
	attached   []attached
	n          int
}

func (m *mailParts) add(p part, depth int) error {
	if m.n++; m.n > maxParts || depth > 16 {
		return errors.New("a mail of too many parts; save those that matter")
	}
	media, params, err := mime.ParseMediaType(p.header("Content-Type"))
	if err != nil && media == "" {
		media = "text/plain" // RFC 2045 section 5.2
	}
	if strings.HasPrefix(media, "multipart/") && params["boundary"] != "" {
		return m.multipart(media, multipart.NewReader(p.body, params["boundary"]), depth)
	}
	data, err := io.ReadAll(encoded(p))
	if err != nil && len(data) == 0 {
		return fmt.Errorf("a damaged mail (%s); save its text", shorten(err.Error()))
	}
	disposition, dparams, _ := mime.ParseMediaType(p.header("Content-Disposition"))
	name := p.name
	for _, s := range []string{dparams["filename"], params["name"]} {
		if name == "" {
			name = s
		}
	}
	switch {
	case disposition != "attachment" && media == "text/plain" && name == "":
		text, err := decodeNamed(data, params["charset"])
		m.text = strings.TrimSpace(m.text + "\n\n" + text)
		return err
	case disposition != "attachment" && media == "text/html" && (name == "" || m.page == ""):
		text, err := decodeNamed(data, params["charset"])
		m.page += text
		return err
	}
	m.attached = append(m.attached, attached{name: plainName(name), contentType: p.header("Content-Type"), data: data})
	return nil
}

// multipart adds the parts of a part. Of alternatives the plain one is read.
func (m *mailParts) multipart(media string, r *multipart.Reader, depth int) error {
	for {
		p, err := r.NextRawPart()
		if err != nil {
			if errors.Is(err, io.EOF) || m.n > 1 {
				return nil // a mail that was cut off: what came before it counts
			}
			return fmt.Errorf("a damaged mail (%s); save its text", shorten(err.Error()))
		}
		if err := m.add(part{header: p.Header.Get, body: p, name: p.FileName()}, depth+1); err != nil {
			return err
		}
	}
}

// encoded undoes the encoding in which a part was sent.
func encoded(p part) io.Reader {
	switch strings.ToLower(strings.TrimSpace(p.header("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, p.body)
	case "quoted-printable":
		return quotedprintable.NewReader(p.body)
	}
	return p.body
}

// plainName is a file's name from outside, without directories and controls.
func plainName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ReplaceAll(s, `\`, "/"))
	if s == "" {
		return ""
	}
	return path.Base(s)
}
