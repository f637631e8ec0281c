// Package server speaks HTTP: the API of the field (yente's), Interdict's own
// under /api/v1, and whatever else is mounted, such as the pages of package web.
//
//	s, err := server.New(service, server.Options{})
//	err = s.Serve(ctx, listener)
//
// Every request is checked before anything answers it: its Host and Origin (a
// web page must not reach a server on the loopback), who asks (keys), how large
// it is, how many there are at once, and how many from one caller. A server
// that follows its lists ([service.Service.Follow]) swaps them under load.
//
// It is quiet about people: what is logged is method, route, status, size and
// time, never a name, a query or an address.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"interdict/document"
	"interdict/fetch/page"
	"interdict/service"
)

// Options say how the server works. The zero value is for one person on one
// computer.
type Options struct {
	Keys       *Keys                           // who may do what; nil: nobody has a key
	NeedKey    bool                            // answers need a key, not changes alone
	SignIn     bool                            // people sign in on the pages, with a key or by OpenID
	OpenID     *OpenID                         // the provider that people sign in by; nil: none
	Session    time.Duration                   // how long somebody stays signed in; 0: 12 hours
	Idle       time.Duration                   // how long without doing anything; 0: an hour
	Hosts      []string                        // names that the server is known by besides those of the loopback
	Origins    []string                        // of pages elsewhere that may reconcile, such as OpenRefine's http://127.0.0.1:3333
	Mounts     map[string]http.Handler         // more handlers, by pattern
	Body       int64                           // bytes of a request; 0: 8 MB
	Upload     int64                           // bytes of an uploaded file; 0: 256 MB
	Concurrent int                             // answers made at once; 0: 64
	Rate       float64                         // requests a second and caller; 0: no limit
	Timeout    time.Duration                   // for an answer; 0: 30 seconds
	Stall      time.Duration                   // in which a caller takes, or an upload brings, nothing, and is given up; 0: 30 seconds
	Update     func(ctx context.Context) error // fetches the lists, for POST /updatez; nil: it does not
	Extract    *document.Extractor             // reads uploaded documents; nil: none are read
	// Fetch gets what is at an address that a caller wants read, such as
	// [page.Client.Get]; nil: nothing is fetched for callers.
	Fetch   func(ctx context.Context, address string) (*page.Page, error)
	Version string
	Log     *slog.Logger // nil: nothing is logged
}

func (o Options) withDefaults() Options {
	if o.Body == 0 {
		o.Body = 8 << 20
	}
	if o.Upload == 0 {
		o.Upload = 256 << 20
	}
	if o.Concurrent == 0 {
		o.Concurrent = 64
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Stall == 0 {
		o.Stall = 30 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// A Server answers over HTTP from a service.
type Server struct {
	service *service.Service
	options Options
	handler http.Handler
	metrics *metrics

	sessions *sessions
	provider *provider // nil where there is none
	attempts *rate.Limiter
	updating atomic.Bool
}

// New returns a server. It is an error where people are to sign in by a provider
// and the settings cannot be meant.
func New(s *service.Service, o Options) (*Server, error) {
	srv := &Server{service: s, options: o.withDefaults(), metrics: newMetrics(), sessions: newSessions(o.Session, o.Idle), attempts: newAttempts()}
	if o.OpenID != nil {
		var err error
		if srv.provider, err = newProvider(*o.OpenID); err != nil {
			return nil, err
		}
	}
	mux := http.NewServeMux()
	srv.routes(mux)
	srv.handler = srv.guard(mux)
	return srv, nil
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func (s *Server) routes(mux *http.ServeMux) {
	s.yente(mux)
	s.reconciliation(mux)
	s.own(mux)
	if s.options.SignIn {
		s.signIn(mux)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /metrics", s.metrics.handler())
	for pattern, h := range s.options.Mounts {
		mux.Handle(pattern, h)
	}
	if _, pages := s.options.Mounts["/"]; !pages {
		mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
			fail(w, http.StatusNotFound, fmt.Sprintf("nothing is at %s", r.URL.Path))
		})
	}
}

// readyz says whether the lists are open.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	if _, err := s.service.Edition(r.Context()); err != nil {
		fail(w, http.StatusServiceUnavailable, "the lists cannot be opened")
		s.options.Log.Error("not ready", "error", err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// Bounds on a connection: what is slower than this is not waited for.
const (
	headerTimeout = 10 * time.Second
	bodyTimeout   = 20 * time.Second // for a request that brings no file
	uploadTimeout = 30 * time.Minute // for one that does
	idleTimeout   = 2 * time.Minute
	headerBytes   = 64 << 10
	stopTimeout   = 20 * time.Second
)

// Serve answers on a listener until ctx ends, and then finishes the answers
// that it began.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    headerBytes,
		ErrorLog:          slog.NewLogLogger(s.options.Log.Handler(), slog.LevelDebug),
	}
	done := make(chan error, 1)
	go func() { done <- h.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	err := h.Shutdown(stop)
	if err != nil {
		err = errors.Join(fmt.Errorf("answers were cut off after %v", stopTimeout), h.Close())
	}
	<-done // http.ErrServerClosed
	return err
}
