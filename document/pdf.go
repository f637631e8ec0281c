package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Bounds on PDFs.
const (
	maxPages    = 5000
	maxPageRune = 1 << 20   // characters of one page
	wasmPages   = 512 << 20 // bytes of memory that the engine may take
	wasmPage    = 64 << 10
)

// pdfEngine is PDFium in a WebAssembly machine. The machine is given no files,
// no network and bounded memory, and stops when its context ends. Each document
// has an instance of its own, so that a hostile one harms no other.
type pdfEngine struct {
	mu    sync.Mutex
	pool  pdfium.Pool
	cache wazero.CompilationCache
}

// start returns the engine, which is compiled the first time.
func (e *pdfEngine) start(dir string) (pdfium.Pool, error) {
	if e.pool != nil {
		return e.pool, nil
	}
	cache := wazero.NewCompilationCache()
	if dir != "" {
		kept, err := wazero.NewCompilationCacheWithDir(dir)
		if err == nil { // where nothing can be kept it is compiled anew each time
			cache = kept
		}
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithCompilationCache(cache).WithCloseOnContextDone(true).WithMemoryLimitPages(wasmPages / wasmPage)
	pool, err := webassembly.Init(webassembly.Config{MaxIdle: 1, MaxTotal: 1, FSConfig: wazero.NewFSConfig(), RuntimeConfig: config, Stdout: io.Discard, Stderr: io.Discard})
	if err != nil {
		return nil, fmt.Errorf("the PDF engine does not start: %w", err)
	}
	e.pool, e.cache = pool, cache
	return pool, nil
}

func (e *pdfEngine) close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.pool == nil {
		return nil
	}
	err := errors.Join(e.pool.Close(), e.cache.Close(context.Background()))
	e.pool = nil
	return err
}

// readPDF makes a document of a PDF.
func (x *Extractor) readPDF(ctx context.Context, data []byte, o Options) (*Document, error) {
	x.pdf.mu.Lock()
	defer x.pdf.mu.Unlock()
	pool, err := x.pdf.start(x.settings.Cache)
	if err != nil {
		return nil, err
	}
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("the PDF engine does not start: %w", err)
	}
	type result struct {
		pages []sheet
		title string
		err   error
	}
	finished := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if p := recover(); p != nil { // the machine was stopped, or the file broke the engine
				r.err = errDamagedPDF
			}
			finished <- r
		}()
		r.pages, r.title, r.err = readSheets(ctx, instance, data)
	}()
	var r result
	select {
	case r = <-finished:
		err = instance.Close()
	case <-ctx.Done():
		err = instance.Kill()
		<-finished
		return nil, errors.Join(context.Cause(ctx), err)
	}
	if r.err == nil && err != nil {
		r.err = errDamagedPDF
	}
	if r.err != nil {
		return nil, r.err
	}
	return composePDF(r.pages, r.title, o)
}

var errDamagedPDF = errors.New("a damaged PDF; open it in a viewer and print it to a new PDF")

// openPDF opens a PDF, or says in words for people why it cannot.
func openPDF(in pdfium.Pdfium, data []byte) (*openedPDF, error) {
	opened, err := in.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return nil, errors.New("the PDF is encrypted and asks for a password; save it without one")
	case err != nil:
		return nil, errDamagedPDF
	}
	count, err := in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil || count.PageCount <= 0 {
		return nil, errDamagedPDF
	}
	if count.PageCount > maxPages {
		return nil, fmt.Errorf("a PDF of %d pages; part it into files of at most %d", count.PageCount, maxPages)
	}
	out := &openedPDF{in: in, pages: count.PageCount, page: func(i int) requests.Page {
		return requests.Page{ByIndex: &requests.PageByIndex{Document: opened.Document, Index: i}}
	}}
	if meta, err := in.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: opened.Document, Tag: "Title"}); err == nil {
		out.title = squeeze(meta.Value)
	}
	return out, nil
}

type openedPDF struct {
	in    pdfium.Pdfium
	pages int
	title string
	page  func(i int) requests.Page
}

// readSheets returns the characters of each page with their places. A page that
// cannot be read is marked as such, unless none can.
func readSheets(ctx context.Context, in pdfium.Pdfium, data []byte) ([]sheet, string, error) {
	pdf, err := openPDF(in, data)
	if err != nil {
		return nil, "", err
	}
	sheets := make([]sheet, pdf.pages)
	runes, bad := 0, 0
	for i := range sheets {
		if err := done(ctx); err != nil {
			return nil, "", err
		}
		got, err := in.GetPageTextStructured(&requests.GetPageTextStructured{Page: pdf.page(i), Mode: requests.GetPageTextStructuredModeChars})
		if err != nil {
			sheets[i].damaged = true
			if bad++; bad == len(sheets) {
				return nil, "", errDamagedPDF
			}
			continue
		}
		if len(got.Chars) > maxPageRune {
			return nil, "", fmt.Errorf("page %d has more than %d characters: not read", i+1, maxPageRune)
		}
		if runes += len(got.Chars); runes > MaxText {
			return nil, "", fmt.Errorf("more than %d MB of text; part it", MaxText/megabyte)
		}
		letters := 0
		chars := make([]char, 0, len(got.Chars))
		for _, c := range got.Chars {
			for _, r := range c.Text { // one
				if unicode.IsLetter(r) || unicode.IsDigit(r) {
					letters++
				}
				chars = append(chars, char{r: r, box: box{c.PointPosition.Left, c.PointPosition.Bottom, c.PointPosition.Right, c.PointPosition.Top}, turned: c.Angle > 0.1 && c.Angle < 6.1})
			}
		}
		sheets[i].lines = layOut(chars)
		sheets[i].empty = letters == 0
	}
	return sheets, pdf.title, nil
}

// composePDF makes the document of the pages.
func composePDF(sheets []sheet, title string, o Options) (*Document, error) {
	var empty, damaged []int
	for i, s := range sheets {
		switch {
		case s.damaged:
			damaged = append(damaged, i+1)
		case s.empty:
			empty = append(empty, i+1)
		}
	}
	if len(empty)+len(damaged) == len(sheets) {
		if len(empty) == 0 {
			return nil, errDamagedPDF
		}
		return nil, fmt.Errorf("a scan: %s without text; run text recognition first (ocrmypdf IN.pdf OUT.pdf) and read what it makes", countPages(len(sheets)))
	}
	text, starts := compose(sheets)
	if o.Title == "" && !madeTitle(title) && strings.Contains(strings.ToLower(squeeze(text[:min(len(text), 2000)])), strings.ToLower(title)) {
		o.Title = title
	}
	d := New(text, o)
	d.Kind = PDF
	d.pages = starts
	for _, note := range []struct {
		pages []int
		what  string
	}{{empty, "without text (a picture or nothing); run text recognition to read them"}, {damaged, "damaged and left out"}} {
		if len(note.pages) > 0 {
			d.Notes = append(d.Notes, fmt.Sprintf("%d of %s %s: %s", len(note.pages), countPages(len(sheets)), note.what, ranges(note.pages)))
		}
	}
	return d, nil
}

// madeTitle reports whether a PDF's title is one that a program made up.
func madeTitle(s string) bool {
	lower := strings.ToLower(s)
	for _, sign := range []string{"untitled", "microsoft word", ".doc", ".pdf", ".indd", ".qxd", ".tex", ".htm"} {
		if strings.Contains(lower, sign) {
			return true
		}
	}
	return len(s) < 8
}

func countPages(n int) string {
	if n == 1 {
		return "1 page"
	}
	return fmt.Sprintf("%d pages", n)
}

// ranges writes page numbers shortly: 1–3, 7.
func ranges(pages []int) string {
	var out []string
	for i := 0; i < len(pages); {
		k := i
		for k+1 < len(pages) && pages[k+1] == pages[k]+1 {
			k++
		}
		s := fmt.Sprint(pages[i])
		if k > i {
			s = fmt.Sprintf("%d–%d", pages[i], pages[k])
		}
		out = append(out, s)
		i = k + 1
	}
	if len(out) > 12 {
		out = append(out[:12], "…")
	}
	return strings.Join(out, ", ")
}
