// Package document turns files into plain text with what is known of them:
// title, outlet, date of publication, language.
//
//	x := document.NewExtractor(document.Settings{Cache: dir})
//	defer x.Close()
//	for doc, err := range x.Documents(ctx, file, "report.pdf", document.Options{}) {
//		span := doc.Span(120, 131) // bytes in, code points out
//		page := doc.Page(120)      // of a PDF
//	}
//
// It reads plain text, web pages, PDF, DOCX, e-mail and RSS or Atom feeds; what
// a file is, its content tells and never its name. One file can hold several
// documents: a mail with its attachments, a feed with its items. [Read] reads
// the first alone. [Files] finds the files of a folder.
//
// Offsets are into exactly [Document.Text]. Plain text is taken as it is but
// for its encoding (UTF-8, UTF-16 with a byte order mark, else Windows-1252)
// and line ends. From the other kinds paragraphs are made, with an empty line
// between them: of a web page the headline and the article, without menus and
// notices; of a PDF the columns in reading order, words that were parted at
// line ends joined, running heads and page numbers left out after their first
// page; of a mail its plain part, else its HTML part, without the headers.
//
// Files come from anybody. Size, nesting, number of parts and time are bounded,
// packed parts by what they unpack to; XML entities are never expanded, nothing
// is fetched, and no script runs. PDFs are read by PDFium in a WebAssembly
// machine that has no files, no network and bounded memory. What cannot be read
// is an error of one line that says what to do; what was read only in part says
// so in [Document.Notes].
package document

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strings"
	"unicode/utf8"

	"interdict/ledger"
)

// Options say what the caller knows of a document. What is empty is taken from
// the document where it tells it.
type Options struct {
	ID          string
	Title       string
	Source      string // outlet or issuer
	Published   string // ISO 8601 date
	URL         string // where it was found
	ContentType string // as a server or a mail names it; goes before what the content looks like
	MaxBytes    int64  // of a file; 0 means [MaxText] for text and [MaxFile] for other kinds
}

// A Document is a text with what is known of it.
type Document struct {
	ID        string
	Title     string
	Source    string
	Published string // ISO 8601 date, "" where unknown
	Language  string // ISO 639-1, "und" where it cannot be told
	URL       string // where it was found, "" where unknown
	Kind      Kind
	Text      string
	SHA256    string   // of the text
	Notes     []string // what of the file was not read, for people

	points []int // code points before every 64th byte
	pages  []int // byte at which each page begins; nil where there are no pages
	body   int
}

// New makes a document of text that is at hand.
func New(text string, o Options) *Document {
	text = strings.ToValidUTF8(text, "\ufffd")
	sum := sha256.Sum256([]byte(text))
	d := &Document{ID: o.ID, Title: o.Title, Source: o.Source, Published: o.Published, URL: o.URL, Kind: Text, Text: text, SHA256: hex.EncodeToString(sum[:])}
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

// Page returns the page on which a byte of the text stands, from 1, or 0 where
// the document has no pages. A word that runs on over a page's end belongs to
// the page where it begins.
func (d *Document) Page(at int) int {
	return sort.Search(len(d.pages), func(i int) bool { return d.pages[i] > at })
}

// PageStarts returns the code point at which each page begins, or nil where the
// document has no pages. A page without text begins where the next one does.
func (d *Document) PageStarts() []int {
	if d.pages == nil {
		return nil
	}
	out := make([]int, len(d.pages))
	for i, at := range d.pages {
		out[i] = d.point(min(at, len(d.Text)))
	}
	return out
}
