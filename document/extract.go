package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Bounds on files.
const (
	MaxText = 32 << 20  // bytes of text, of one document
	MaxFile = 128 << 20 // bytes of a file that is not plain text

	maxParts   = 1000            // documents that one file gives
	maxDepth   = 4               // mails within mails
	maxTime    = 5 * time.Minute // for one file
	megabyte   = 1 << 20
	maxMessage = 160 // characters of a library's error that are shown
)

// ErrNotDocument is returned, wrapped, for a file that is of a kind that holds
// no text to read, such as a picture or a program.
var ErrNotDocument = errors.New("not a document")

// Settings say how an extractor works.
type Settings struct {
	// Cache is a directory in which the PDF engine is kept once it has been
	// compiled for this machine, which takes seconds; it is made when first
	// needed. Where it is empty each extractor compiles anew.
	Cache string
}

// DefaultCache is the directory for [Settings.Cache] by the custom of the
// system, or "" where the user has none.
func DefaultCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "interdict", "pdf")
}

// An Extractor reads files of every kind. It starts the PDF engine with the
// first PDF. It may be used by several goroutines at once; PDFs are then read
// one after another.
type Extractor struct {
	settings Settings
	pdf      pdfEngine
}

// NewExtractor returns an extractor, which must be closed.
func NewExtractor(s Settings) *Extractor { return &Extractor{settings: s} }

// Close stops the PDF engine, if it was started.
func (x *Extractor) Close() error { return x.pdf.close() }

// Read reads the first document of a file; of those that hold one document,
// that one. See [Extractor.Documents].
func Read(ctx context.Context, r io.Reader, name string, o Options) (*Document, error) {
	x := NewExtractor(Settings{Cache: DefaultCache()})
	defer x.Close()
	for doc, err := range x.Documents(ctx, r, name, o) {
		return doc, err
	}
	return nil, fmt.Errorf("%s: holds no document", name)
}

// Documents reads what a file holds: one document, or several. Its name is for
// messages, and gives the id where the options give none; of several documents
// each has the id with a number. A part that cannot be read is an error among
// the documents, and the rest goes on.
func (x *Extractor) Documents(ctx context.Context, r io.Reader, name string, o Options) iter.Seq2[*Document, error] {
	return func(yield func(*Document, error) bool) {
		timed, cancel := context.WithTimeoutCause(ctx, maxTime, errors.New("took more than five minutes to read; it is damaged or made to do harm"))
		defer cancel()
		data, kind, err := readFile(r, o)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			yield(nil, fmt.Errorf("%s: %w", name, err))
			return
		}
		if o.ID == "" {
			base := filepath.Base(name)
			o.ID = strings.TrimSuffix(base, filepath.Ext(base))
		}
		f := &file{x: x, ctx: timed, name: name, yield: yield}
		f.read(data, kind, o)
		if err := context.Cause(timed); err != nil && !f.stopped {
			yield(nil, fmt.Errorf("%s: %w", name, err))
		}
	}
}

// file is one file on its way to documents.
type file struct {
	x       *Extractor
	ctx     context.Context
	name    string
	yield   func(*Document, error) bool
	n       int // documents and errors so far
	depth   int
	stopped bool
}

// read gives what data holds, as documents or errors.
func (f *file) read(data []byte, kind Kind, o Options) {
	var err error
	switch kind {
	case Mail:
		err = f.mail(data, o)
	case Feed:
		err = f.feed(data, o)
	case HTML:
		var page string
		if page, err = decodePage(data, o.ContentType); err == nil {
			err = f.give(article(f.ctx, page, o))
		}
	case PDF:
		err = f.give(f.x.readPDF(f.ctx, data, o))
	case DOCX:
		err = f.give(docx(data, o))
	default:
		err = f.give(plain(data, o))
	}
	if err != nil {
		f.send(nil, err)
	}
}

// give sends a document on its way, unless there is none.
func (f *file) give(d *Document, err error) error {
	if err != nil {
		return err
	}
	if len(d.Text) > MaxText {
		return fmt.Errorf("more than %d MB of text; part it into its articles", MaxText/megabyte)
	}
	f.send(d, nil)
	return nil
}

// send yields a document or an error, until the caller has enough or time ran out.
func (f *file) send(d *Document, err error) {
	if f.stopped || f.ctx.Err() != nil {
		return
	}
	f.n++
	if f.n > maxParts {
		d, err = nil, fmt.Errorf("holds more than %d documents; part it", maxParts)
		f.stopped = true
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", f.name, err)
	}
	if !f.yield(d, err) {
		f.stopped = true
	}
}

// readFile returns a file's bytes and what it is, or why it is too much.
func readFile(r io.Reader, o Options) ([]byte, Kind, error) {
	limit, textLimit := int64(MaxFile), int64(MaxText)
	if o.MaxBytes > 0 {
		limit, textLimit = o.MaxBytes, o.MaxBytes
	}
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, "", err
	}
	kind, err := kindOf(data, o.ContentType)
	switch size := int64(len(data)); {
	case err != nil:
		return nil, "", err
	case kind == Text && size > textLimit:
		return nil, "", fmt.Errorf("more than %d MB of text; part it into its articles", textLimit/megabyte)
	case size > limit:
		return nil, "", fmt.Errorf("larger than %d MB; part it", limit/megabyte)
	}
	return data, kind, nil
}
