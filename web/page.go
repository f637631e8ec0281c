package web

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"interdict/ftm"
	"interdict/lists"
	"interdict/screen"
	"interdict/service"
)

//go:embed templates/*.html
var templateFiles embed.FS

// templates are parsed once; each use of them has its own data.
var templates = sync.OnceValues(func() (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{
		"entry": entryPath, "listTitle": listTitle, "country": ftm.CountryName, "plain": ftm.PlainName, "kind": kindWord,
		"number": number, "plural": plural, "percent": percent, "score": func(x float64) string { return fmt.Sprintf("%.2f", x) },
		"day": func(t time.Time) string { return t.Format(time.DateOnly) }, "join": func(v []string) string { return strings.Join(v, ", ") },
		"minute": func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") },
		"tab":    func(s any, section, path, name string) (tabView, error) { return newTab(s, section, path, name) },
		"both":   func(p searchPage, a searchAnswer) onPageAnswer { return onPageAnswer{p, a} }, "lists": hitLists, "likely": likely, "again": askAgain, "shortList": shortList,
		"bar":  func(share, width float64) string { return fmt.Sprintf("%.1f", min(max(share, 0), 1)*width) },
		"half": func(middle, size float64) float64 { return middle - size/2 }, "sub": func(a, b float64) float64 { return a - b }, "plus": func(a, b float64) float64 { return a + b },
		"bytes": byteWords, "add": func(a, b int) int { return a + b }, "capital": capital, "short": func(hash string) string { return hash[:min(len(hash), 12)] },
	}).ParseFS(templateFiles, "templates/*.html")
})

// A shell is what every page has besides its own: the templates "head" and
// "foot" take it.
type shell struct {
	Title   string
	Section string // of the navigation: search, read, batch, lists
	Styles  []string
	Refresh int // seconds after which a page without script asks again; 0: never
	Starter bool
	User    string
	SignOut string
	Assets  string // version of the style and script
}

// shell fills in what every page has.
func (s *Site) shell(r *http.Request, section, title string) shell {
	starter, err := s.service.Starter(r.Context())
	if err != nil {
		s.options.Log.Error("the lists cannot be read", "error", err)
	}
	return shell{Title: title, Section: section, Starter: starter, User: s.options.User(r), SignOut: s.options.SignOut, Assets: s.assets.version}
}

// render answers with a template, whole or not at all.
func (s *Site) render(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	t, err := templates()
	var out bytes.Buffer
	if err == nil {
		err = t.ExecuteTemplate(&out, name, data)
	}
	if err != nil {
		s.options.Log.Error("a page cannot be made", "page", name, "error", err)
		http.Error(w, "The page cannot be made; the log of the program says why.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(bytes.Map(visible, out.Bytes())) // who asked may be gone
}

// visible replaces control characters, which no page may hold, and marks that
// turn the direction of the text by the sign for what cannot be shown.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || r == '\r':
		return r
	case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return '\ufffd'
	}
	return r
}

// A tabView is a tab of the navigation.
type tabView struct {
	Path, Name string
	Here       bool
}

// sectioned is any page.
type sectioned interface{ section() string }

func (s shell) section() string { return s.Section }

func newTab(page any, section, path, name string) (tabView, error) {
	p, ok := page.(sectioned)
	if !ok {
		return tabView{}, fmt.Errorf("%T is no page", page)
	}
	return tabView{path, name, p.section() == section}, nil
}

// onPageAnswer is an answer with the page that it is on.
type onPageAnswer struct {
	P searchPage
	A searchAnswer
}

// hitLists are the lists that hits are on, each once.
func hitLists(hits []screen.Hit) []string {
	var out []string
	for _, h := range hits {
		if !slices.Contains(out, h.List) {
			out = append(out, h.List)
		}
	}
	return out
}

// problem is an error page, or an error in the place of a part of one.
type problem struct {
	shell
	Status int
	Words  string
}

// fail answers with what went wrong. Errors of the program's own are logged and
// not shown.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, status int, err error) {
	if errors.Is(r.Context().Err(), context.Canceled) {
		return // who asked is gone
	}
	words := capital(plainReason(err))
	if status == http.StatusInternalServerError {
		s.options.Log.Error("a request failed", "path", r.Pattern, "error", err)
		words = "Something went wrong here; the log of the program says what"
	}
	name := "problem"
	if r.URL.Query().Get("part") != "" {
		name = "problem-part"
	}
	s.render(w, r, status, name, problem{s.shell(r, "", http.StatusText(status)), status, words})
}

// failed answers with an error whose status is told by what it is.
func (s *Site) failed(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusInternalServerError
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		status, err = http.StatusRequestEntityTooLarge, fmt.Errorf("this is more than the %s that are taken at once; part it", byteWords(large.Limit))
	case errors.Is(err, context.DeadlineExceeded):
		status, err = http.StatusServiceUnavailable, errors.New("this took too long; what is done of it is kept, so try again")
		w.Header().Set("Retry-After", "5")
	case errors.Is(err, service.ErrTooBig):
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, service.ErrNoJob):
		status = http.StatusNotFound
	case errors.Is(err, service.ErrManyJob), errors.Is(err, service.ErrClosed):
		status = http.StatusServiceUnavailable
		w.Header().Set("Retry-After", "60")
	}
	s.fail(w, r, status, err)
}

// plainReason is an error in one line for people who see pages: without the
// advice that is for the command line.
func plainReason(err error) string {
	line := strings.Join(strings.Fields(err.Error()), " ")
	line, _, _ = strings.Cut(line, "; say which")
	return line
}

func capital(s string) string {
	for i, r := range s {
		if i == 0 {
			return string(unicode.ToUpper(r)) + s[len(string(r)):]
		}
	}
	return s
}

// entryPath is the path of an entry's page.
func entryPath(id string) string { return "/entry/" + url.PathEscape(id) }

// listTitle is a list's title, or its name where the catalogue has none.
func listTitle(source string) string {
	if l, ok := lists.Lookup(source); ok {
		return l.Title
	}
	return source
}

// shortList is a list's name where there is no room for its title: US OFAC SDN.
func shortList(source string) string {
	return strings.ToUpper(strings.ReplaceAll(strings.TrimSuffix(source, "_sanctions"), "_", " "))
}

// kindWord is a schema in a word for people.
func kindWord(schema string) string {
	if schema == "LegalEntity" {
		return "party"
	}
	return ftm.PlainName(strings.ToLower(schema[:min(1, len(schema))]) + schema[min(1, len(schema)):])
}

// number writes a number with spaces between thousands.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// percent writes a share of one. What is not quite all or nothing is not
// called so.
func percent(x float64) string {
	if x == 0 || x == 1 {
		return fmt.Sprintf("%.0f %%", 100*x)
	}
	return likely(x)
}

// likely writes a probability, which is never all or nothing.
func likely(x float64) string {
	switch {
	case x < 0.01:
		return "under 1 %"
	case x > 0.99:
		return "over 99 %"
	}
	return fmt.Sprintf("%.0f %%", 100*x)
}

func byteWords(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.0f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.0f kB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}
