// Package web is the pages for people: search, entries, documents read, files
// screened, lists.
//
//	site, err := web.New(s, web.Options{})
//	defer site.Close()
//	http.ListenAndServe("127.0.0.1:8760", site)
//
// Pages are made here and need no script: with it answers come as one types,
// files can be dropped, and long work shows how far it is. They hold neither
// inline script nor inline style, so that a Content-Security-Policy of
// default-src 'self' fits them, and everything that lists, documents and
// requests bring is escaped for where it stands.
//
//	GET  /, /search          names in, hits out; part=hits gives the hits alone
//	GET  /entry/{id}         an entry whole; as-of=DATE as its list had it by then
//	GET  /read               a document to read
//	POST /read               takes it and leads to /read/{id}
//	GET  /read/{id}          what it says, or how far the reading is
//	GET  /read/{id}/{file}   the same as JSON, CSV, FollowTheMoney, a page
//	GET  /batch              a file to screen, and those that were
//	POST /batch              takes it and leads to /batch/{id}
//	GET  /batch/{id}         how far it is, then the rows that have hits
//	POST /batch/{id}/stop    stops it, or removes it
//	GET  /batch/{id}/{file}  answers.csv, .xlsx, .jsonl, rejected.csv
//	GET  /lists              the lists, how old they are, with warnings
//	GET  /lists/{source}     the versions of one; …/changes what changed
//	GET  /basis/{hash}       what an answer rests on
//	GET  /static/…           style, script, drawing of the name
//
// Whoever mounts it decides who may come in, checks Host and Origin, limits
// rates and sets headers of security; a form that another site sends must not
// reach it ([http.CrossOriginProtection]). What one person's uploads gave is
// shown to nobody else, as far as [Options.Owner] tells persons apart.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"interdict/document"
	"interdict/fetch/page"
	"interdict/service"
)

// Options say how the pages work. The zero value is for one person on one
// computer.
type Options struct {
	// User names who asks, on the page. Nil, or "", is one nameless person.
	User func(*http.Request) string
	// Owner tells apart whose jobs and readings are whose, where two may have one
	// name; nil is User.
	Owner func(*http.Request) string
	// SignOut is the path of the form that ends a session, shown beside the
	// name; "" shows none.
	SignOut string
	// Fetch gets what is at a web address that a person wants read, such as
	// [page.Client.Get]. It has to refuse addresses that are nobody's business. Nil:
	// nothing is fetched.
	Fetch func(ctx context.Context, address string) (*page.Page, error)
	// Jobs bound the files that are screened in the background.
	Jobs service.JobOptions
	// MaxDocument bounds what is read at once, in bytes; 0 means 32 MB.
	MaxDocument int64
	// Cache is a directory for the PDF engine; see [document.Settings].
	Cache string
	// Log takes what went wrong, without what was asked for; nil: nothing does.
	Log *slog.Logger
	// Now is the clock; nil means the system's.
	Now func() time.Time
}

// defaultDocument bounds what is read at once where the options do not.
const defaultDocument = 32 << 20

// A Site serves the pages. It is safe for concurrent use.
type Site struct {
	service  *service.Service
	options  Options
	mux      *http.ServeMux
	assets   assets
	jobs     *service.Jobs
	readings *readings
	extract  *document.Extractor
	heavy    turns
	past     past
}

// New returns the pages over a service. It must be closed.
func New(s *service.Service, o Options) (*Site, error) {
	if o.MaxDocument == 0 {
		o.MaxDocument = defaultDocument
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.User == nil {
		o.User = func(*http.Request) string { return "" }
	}
	if o.Owner == nil {
		o.Owner = o.User
	}
	if o.Cache == "" {
		o.Cache = document.DefaultCache()
	}
	assets, err := newAssets()
	if err != nil {
		return nil, err
	}
	if _, err := templates(); err != nil {
		return nil, err
	}
	jobs, err := service.NewJobs(s, o.Jobs)
	if err != nil {
		return nil, err
	}
	site := &Site{service: s, options: o, mux: http.NewServeMux(), assets: assets, jobs: jobs,
		extract: document.NewExtractor(document.Settings{Cache: o.Cache})}
	site.heavy = make(turns, 1)
	site.past.now, site.past.heavy = s, site.heavy
	site.readings = newReadings(site)
	for pattern, handle := range map[string]http.HandlerFunc{
		"GET /{$}":                    site.search,
		"GET /search":                 site.search,
		"GET /entry/{id...}":          site.entry,
		"GET /read":                   site.readForm,
		"POST /read":                  site.readStart,
		"GET /read/{id}":              site.readResult,
		"GET /read/{id}/{file}":       site.readFile,
		"GET /batch":                  site.batchForm,
		"POST /batch":                 site.batchStart,
		"GET /batch/{id}":             site.batchResult,
		"POST /batch/{id}/stop":       site.batchStop,
		"GET /batch/{id}/{file}":      site.batchFile,
		"GET /lists":                  site.lists,
		"GET /lists/{source}":         site.list,
		"GET /lists/{source}/changes": site.changes,
		"GET /basis/{hash}":           site.basis,
		"GET /static/{name...}":       site.static,
		"/":                           site.nowhere,
	} {
		site.mux.HandleFunc(pattern, handle)
	}
	return site, nil
}

// ServeHTTP answers a request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Close stops what works in the background and removes what it kept.
func (s *Site) Close() error {
	s.readings.close()
	return errors.Join(s.jobs.Close(), s.extract.Close())
}

func (s *Site) nowhere(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, http.StatusNotFound, errors.New("there is no such page"))
}
