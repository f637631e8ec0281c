package server

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"interdict/service"
)

// guard is what every request goes through before it is answered.
func (s *Server) guard(next *http.ServeMux) http.Handler {
	slots := make(chan struct{}, s.options.Concurrent)
	limits := newLimiters(s.options.Rate)
	cross := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		began := time.Now()
		w := newRecorder(out, s.options.Stall)
		w.readUntil(began.Add(bodyTimeout))
		_, route := next.Handler(r)
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				s.options.Log.Error("an answer broke off", "route", route, "panic", p, "stack", string(debug.Stack()))
				if w.status == 0 {
					fail(w, http.StatusInternalServerError, "the answer could not be made")
				}
			}
			took := time.Since(began)
			s.metrics.answered(route, w.code(), took)
			s.options.Log.Info("request", "method", r.Method, "route", route, "status", w.code(), "bytes", w.bytes, "ms", float64(took.Microseconds())/1e3)
		}()
		secure(w.Header(), r)
		refuse := func(status int, reason, detail string) {
			s.metrics.refused.WithLabelValues(reason).Inc()
			fail(w, status, detail)
		}
		if !s.knownHost(r.Host) {
			refuse(http.StatusMisdirectedRequest, "host", "this server is not known by that name; say --host NAME when it is started")
			return
		}
		reconciles := slices.Contains(s.options.Origins, r.Header.Get("Origin")) && strings.HasPrefix(r.URL.Path, "/reconcile/")
		if reconciles {
			w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
			w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Api-Key")
			w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
			w.Header().Set("Vary", "Origin")
			if r.Method == http.MethodOptions {
				w.WriteHeader(http.StatusNoContent)
				return
			}
		} else if !s.ownOrigin(r) {
			refuse(http.StatusForbidden, "origin", "a page of another site must not ask this server")
			return
		}
		who, unknown, err := s.identify(r)
		if who.Known() {
			r = r.WithContext(withCaller(service.WithCaller(r.Context(), who.Owner()), who))
		}
		switch {
		case err != nil:
			s.options.Log.Error("the keys cannot be read", "error", err)
			refuse(http.StatusServiceUnavailable, "keys", "the keys cannot be read")
			return
		case unknown:
			refuse(http.StatusUnauthorized, "key", "this key is not known")
			return
		case !who.Known() && !reconciles && cross.Check(r) != nil, // a browser may carry a form of another site here
			who.Person && !safeMethod(r) && !s.fromOwnPage(r):
			refuse(http.StatusForbidden, "origin", "a page of another site must not ask this server")
			return
		}
		need, always := scopeOf(r)
		may := who.May(need)
		if r.URL.Path == "/mcp" { // which screens and reads
			may = who.May(Screen) && who.May(Read)
		}
		if need != "" && !may && (always || s.options.NeedKey) {
			switch {
			case who.Person && wantsPage(r):
				s.metrics.refused.WithLabelValues("scope").Inc()
				s.showSignIn(w, r, http.StatusForbidden, "This needs the scope "+string(need)+", which you do not have; sign in as somebody who has it")
			case who.Known():
				refuse(http.StatusForbidden, "scope", who.Owner()+" has not all scopes that this needs ("+string(need)+")")
			case s.options.SignIn && wantsPage(r):
				s.metrics.refused.WithLabelValues("key").Inc()
				to := "/"
				if safeMethod(r) {
					to = r.URL.RequestURI()
				}
				http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(to), http.StatusSeeOther)
			default:
				w.Header().Set("WWW-Authenticate", `Bearer realm="interdict"`)
				refuse(http.StatusUnauthorized, "key", "this needs a key: send Authorization: Bearer KEY")
			}
			return
		}
		caller := who.Owner()
		if caller == "" {
			caller = callerOf(r)
		}
		if wait := limits.wait(caller); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
			refuse(http.StatusTooManyRequests, "rate", "too many requests; wait a little")
			return
		}
		if need != "" {
			select {
			case slots <- struct{}{}:
				defer func() { <-slots }()
			default:
				w.Header().Set("Retry-After", "1")
				refuse(http.StatusServiceUnavailable, "busy", "too many answers at once; ask again in a second")
				return
			}
		}
		limit := s.options.Body
		if uploads(r) {
			limit = s.options.Upload
			r.Body = &steadyBody{ReadCloser: r.Body, to: w, until: began.Add(uploadTimeout)}
		} else {
			ctx, cancel := context.WithTimeout(r.Context(), s.options.Timeout)
			defer cancel()
			r = r.WithContext(ctx)
		}
		if r.ContentLength > limit {
			refuse(http.StatusRequestEntityTooLarge, "size", "the request is too large: at most "+strconv.FormatInt(limit>>20, 10)+" MB")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		next.ServeHTTP(w, r)
	})
}

// secure sets the headers that keep a browser from doing what nobody asked for.
func secure(h http.Header, r *http.Request) {
	if r.TLS != nil {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// knownHost reports whether a request is for this server by name: an address of
// the loopback, a name that it was given, or a bare address. A page that has its
// own name point here (DNS rebinding) asks by that name.
func (s *Server) knownHost(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if name == "localhost" || slices.Contains(s.options.Hosts, name) {
		return true
	}
	_, err := netip.ParseAddr(name)
	return err == nil
}

// ownOrigin reports whether a request with an Origin comes from a page of this
// server, or from no page.
func (s *Server) ownOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == r.Host
}

// secretOf returns the key that a request brings.
func secretOf(r *http.Request) string {
	if s, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return strings.TrimSpace(s)
	}
	if s, ok := strings.CutPrefix(r.Header.Get("Authorization"), "ApiKey "); ok {
		return strings.TrimSpace(s)
	}
	return r.Header.Get("X-Api-Key")
}

// scopeOf returns the scope that a request needs, "" for none, and whether it
// does on the loopback too.
func scopeOf(r *http.Request) (need Scope, always bool) {
	path := r.URL.Path
	switch {
	case path == "/healthz", path == "/readyz", strings.HasPrefix(path, "/static/"), path == "/sign-in", strings.HasPrefix(path, "/sign-in/"), path == "/sign-out":
		return "", false
	case path == "/metrics":
		return Admin, false
	case path == "/updatez", strings.HasPrefix(path, "/api/v1/lists/") && r.Method != http.MethodGet:
		return Lists, true
	case path == "/read", strings.HasPrefix(path, "/read/"), strings.HasPrefix(path, "/api/v1/read"):
		return Read, false
	}
	return Screen, false
}

// uploads reports whether a request may bring a file.
func uploads(r *http.Request) bool {
	if r.Method != http.MethodPost {
		return false
	}
	switch r.URL.Path {
	case "/batch", "/read", "/api/v1/screen/file", "/api/v1/read":
		return true
	}
	return false
}

// callerOf tells callers without keys apart, by address.
func callerOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// limiters bound how often each caller may ask.
type limiters struct {
	rate float64

	mu sync.Mutex
	of map[string]*rate.Limiter
}

// mostCallers is how many callers are told apart; past it all begin anew.
const mostCallers = 10000

func newLimiters(perSecond float64) *limiters {
	return &limiters{rate: perSecond, of: map[string]*rate.Limiter{}}
}

// wait returns how long a caller has to wait, 0 where it may go on.
func (l *limiters) wait(caller string) time.Duration {
	if l.rate <= 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.of) > mostCallers {
		clear(l.of)
	}
	of := l.of[caller]
	if of == nil {
		of = rate.NewLimiter(rate.Limit(l.rate), max(int(2*l.rate), 1))
		l.of[caller] = of
	}
	r := of.Reserve()
	if wait := r.Delay(); wait > 0 {
		r.Cancel()
		return wait
	}
	return 0
}
