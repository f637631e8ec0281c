package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"interdict/document"
	"interdict/ftm"
	"interdict/ledger"
	"interdict/view"
)

// readPage is the form of a document to read.
type readPage struct {
	shell
	Problem                string
	Text, URL              string
	DocTitle, Source, Date string // what is known of the document
	Fetch                  bool
	Most                   string
	Recent                 []recentReading
}

type recentReading struct {
	ID, Name  string
	Begun     time.Time
	Done      bool
	Documents int
}

func (s *Site) readForm(w http.ResponseWriter, r *http.Request) {
	s.readings.warm.Do(s.readings.warmUp)
	s.showReadForm(w, r, http.StatusOK, readPage{URL: r.URL.Query().Get("url")})
}

func (s *Site) showReadForm(w http.ResponseWriter, r *http.Request, status int, page readPage) {
	page.shell = s.shell(r, "read", "Read")
	page.Fetch, page.Most = s.options.Fetch != nil, byteWords(s.options.MaxDocument)
	for _, x := range s.readings.recent(s.options.Owner(r)) {
		x.mu.Lock()
		page.Recent = append(page.Recent, recentReading{x.id, x.name, x.begun, x.isDone(), len(x.ledgers)})
		x.mu.Unlock()
	}
	s.render(w, r, status, "read", page)
}

// shortWait is how long a reader is made to wait before the page that shows how
// far the reading is: most articles are read by then.
const shortWait = 1500 * time.Millisecond

// readStart takes documents and leads to what they say.
func (s *Site) readStart(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, s.options.MaxDocument+1<<20)
	if err := r.ParseMultipartForm(8 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		var large *http.MaxBytesError
		if !errors.As(err, &large) {
			s.fail(w, r, http.StatusBadRequest, errors.New("the form cannot be read: it is cut off or damaged"))
			return
		}
		s.failed(w, r, err)
		return
	}
	if r.MultipartForm != nil {
		defer r.MultipartForm.RemoveAll()
	}
	page := readPage{Text: r.PostFormValue("text"), URL: strings.TrimSpace(r.PostFormValue("url")), DocTitle: r.PostFormValue("title"), Source: r.PostFormValue("source"), Date: strings.TrimSpace(r.PostFormValue("date"))}
	sources, err := s.sources(r, &page)
	if err != nil {
		page.Problem = capital(plainReason(err))
		s.showReadForm(w, r, http.StatusBadRequest, page)
		return
	}
	name := sources[0].name
	if len(sources) > 1 {
		name += fmt.Sprintf(" and %d more", len(sources)-1)
	}
	x, err := s.readings.start(s.options.Owner(r), name, sources)
	if err != nil {
		w.Header().Set("Retry-After", "60")
		s.fail(w, r, http.StatusServiceUnavailable, err)
		return
	}
	select {
	case <-x.done:
	case <-time.After(shortWait):
	case <-r.Context().Done():
		return
	}
	http.Redirect(w, r, "/read/"+x.id, http.StatusSeeOther)
}

// sources are what a form gives to read: files, else text, else an address.
func (s *Site) sources(r *http.Request, page *readPage) ([]source, error) {
	o := document.Options{Title: ftm.Tidy(page.DocTitle), Source: ftm.Tidy(page.Source)}
	if page.Date != "" {
		d, err := ftm.ParseDate(page.Date)
		if err != nil {
			return nil, fmt.Errorf("date “%s”: %w", page.Date, err)
		}
		o.Published = d.From.String()
	}
	var out []source
	if r.MultipartForm != nil {
		for _, header := range r.MultipartForm.File["file"] {
			f, err := header.Open()
			if err != nil {
				return nil, err
			}
			data, err := io.ReadAll(f)
			if err = errors.Join(err, f.Close()); err != nil {
				return nil, err
			}
			name := filepath.Base(header.Filename)
			if len(data) == 0 && header.Filename == "" {
				continue
			}
			file := o
			file.ID = strings.TrimSuffix(name, filepath.Ext(name))
			out = append(out, source{name: name, data: data, options: file})
		}
	}
	switch text := strings.TrimSpace(page.Text); {
	case len(out) > 0:
	case text != "":
		o.ID, o.ContentType = "text", "text/plain"
		if strings.HasPrefix(text, "<") {
			o.ContentType = ""
		}
		out = append(out, source{name: cut(firstLine(text), 60), data: []byte(text), options: o})
	case page.URL != "" && s.options.Fetch == nil:
		return nil, errors.New("addresses are not fetched here; paste the text, or save the page and give the file")
	case page.URL != "":
		if !strings.HasPrefix(page.URL, "https://") && !strings.HasPrefix(page.URL, "http://") {
			return nil, errors.New("an address begins with https:// or http://")
		}
		out = append(out, source{name: page.URL, fetch: page.URL, options: o})
	default:
		return nil, errors.New("there is nothing to read: paste a text or choose a file")
	}
	return out, nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return strings.TrimSpace(line)
}

// readingPage is what documents say, or how far the reading of them is.
type readingPage struct {
	shell
	ID            string
	Name          string
	Done          bool
	Read, Total   int
	Seconds       int
	Notes, Errors []string
	Documents     []documentLink
	Shown         int // number of the document that is shown, from 1; 0 for none
	Fragment      template.HTML
}

type documentLink struct {
	N                      int
	Title, Source          string
	Published              string
	Claims, Listed, Maybes int
}

func (s *Site) readResult(w http.ResponseWriter, r *http.Request) {
	x, err := s.readings.find(s.options.Owner(r), r.PathValue("id"))
	if err != nil {
		s.fail(w, r, http.StatusNotFound, err)
		return
	}
	page := readingPage{ID: x.id, Name: x.name, Done: x.isDone()}
	x.mu.Lock()
	page.Read, page.Total, page.Notes, page.Errors = x.read, x.total, x.notes, x.errors
	ledgers := x.ledgers
	x.mu.Unlock()
	page.Seconds = int(s.options.Now().Sub(x.begun).Seconds())
	if r.URL.Query().Get("part") == "state" {
		s.render(w, r, http.StatusOK, "reading-state", page)
		return
	}
	page.shell = s.shell(r, "read", cut(x.name, 60))
	if !page.Done {
		page.Refresh = 2
		s.render(w, r, http.StatusOK, "reading", page)
		return
	}
	for i, l := range ledgers {
		page.Documents = append(page.Documents, linkDocument(i+1, l))
	}
	if len(ledgers) > 0 {
		n, err := strconv.Atoi(r.URL.Query().Get("doc"))
		if err != nil || n < 1 || n > len(ledgers) {
			n = 1
		}
		f, err := view.NewFragment(1, ledgers[n-1], view.Links{Entry: "/entry/", Basis: "/basis/"})
		if err != nil {
			s.failed(w, r, err)
			return
		}
		page.Shown, page.Fragment, page.Title = n, f.HTML, cut(f.Title, 60)
		page.Styles = []string{tiesPath(1, f)}
	}
	s.render(w, r, http.StatusOK, "reading", page)
}

func linkDocument(n int, l *ledger.Ledger) documentLink {
	d := documentLink{N: n, Title: l.Document.Title, Source: l.Document.Source, Published: string(l.Document.Published), Claims: len(l.Claims)}
	if d.Title == "" {
		d.Title = l.Document.ID
	}
	for _, p := range l.Parties {
		listed := false
		for _, e := range p.Listed {
			listed = listed || e.Match
		}
		switch {
		case listed:
			d.Listed++
		case len(p.Listed) > 0:
			d.Maybes++
		}
	}
	return d
}

// ledgerWriter writes ledgers in one of the forms that can be downloaded.
type ledgerWriter interface {
	Write(*ledger.Ledger) error
	Close() error
}

type jsonLedgers struct{ *json.Encoder }

func (w jsonLedgers) Write(l *ledger.Ledger) error { return w.Encode(l) }
func (w jsonLedgers) Close() error                 { return nil }

// readFile gives what documents say as a file.
func (s *Site) readFile(w http.ResponseWriter, r *http.Request) {
	x, err := s.readings.find(s.options.Owner(r), r.PathValue("id"))
	if err == nil && !x.isDone() {
		err = errors.New("it is not read to its end yet")
	}
	if err != nil {
		s.fail(w, r, http.StatusNotFound, err)
		return
	}
	var out ledgerWriter
	var buf strings.Builder
	media, ext := "", ""
	switch r.PathValue("file") {
	case "ledger.json":
		out, media, ext = jsonLedgers{json.NewEncoder(&buf)}, "application/json", ".jsonl"
		if len(x.ledgers) == 1 {
			ext = ".json"
		}
	case "claims.csv":
		out, err = view.NewCSV(&buf)
		media, ext = "text/csv; charset=utf-8", ".csv"
	case "entities.ftm.json":
		out, media, ext = view.NewFtM(&buf), "application/json", ".ftm.json"
	case "page.html":
		out, media, ext = view.NewPage(&buf), "text/html; charset=utf-8", ".html"
	default:
		s.fail(w, r, http.StatusNotFound, errors.New("there is no such file"))
		return
	}
	for _, l := range x.ledgers {
		if err == nil {
			err = out.Write(l)
		}
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	attach(w, media, fileName(x.name)+ext)
	_, _ = io.WriteString(w, buf.String()) // who asked may be gone
}

// attach sets the headers of a file that is to be kept, never shown in place.
func attach(w http.ResponseWriter, media, name string) {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
}

// fileName makes a name for a file of what somebody called a thing.
func fileName(s string) string {
	s = strings.TrimSuffix(s, filepath.Ext(s))
	out := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '-'
	}, s)
	for strings.Contains(out, "--") {
		out = strings.ReplaceAll(out, "--", "-")
	}
	if out = strings.Trim(cut(out, 48), "-…"); out == "" {
		return "interdict"
	}
	return out
}
