package server

import (
	"errors"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// How people sign in, where keys are asked for: by the provider, or with a key,
// whose scopes they have then.

func (s *Server) signIn(mux *http.ServeMux) {
	mux.HandleFunc("GET /sign-in", func(w http.ResponseWriter, r *http.Request) { s.showSignIn(w, r, http.StatusOK, "") })
	mux.HandleFunc("POST /sign-in", s.signInByKey)
	mux.HandleFunc("GET /sign-in/begin", s.signInBegin)
	mux.HandleFunc("GET /sign-in/back", s.signInBack)
	mux.HandleFunc("POST /sign-out", s.signOut)
}

// newAttempts bounds how often keys are tried. There are too many to be guessed;
// whoever tries all the same should not take the time of others.
func newAttempts() *rate.Limiter { return rate.NewLimiter(5, 50) }

var signInPage = template.Must(template.New("sign-in").Parse(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="same-origin">
<meta name="color-scheme" content="light dark"><title>Sign in · Interdict</title><link rel="stylesheet" href="/static/style.css"><link rel="icon" href="/static/icon.svg" type="image/svg+xml"></head><body>
<header class="top"><a class="brand" href="/"><img src="/static/icon.svg" alt="" width="22" height="22">Interdict</a></header>
<main id="main"><div class="narrow"><h1>Sign in</h1>
{{with .Problem}}<p class="alert" role="alert" id="problem">{{.}}.</p>{{end}}
{{if .Plain}}<p class="note warn" role="note">Browsers keep you signed in over HTTPS only, and this page came without it.</p>{{end}}
{{with .Caller}}<p>You are signed in as <strong><bdi>{{.}}</bdi></strong>. <a href="{{$.Next}}">Go on</a></p>{{end}}
{{with .Provider}}<p><a class="button" href="/sign-in/begin?next={{$.Next}}">Sign in with {{.}}</a></p>{{end}}
{{if .Keys}}<form method="post" action="/sign-in" ><input type="hidden" name="next" value="{{.Next}}">
<p class="field"><label for="key">{{if .Provider}}or with a key{{else}}Key{{end}}</label><input id="key" name="key" type="password" autocomplete="current-password" spellcheck="false" required{{if .Problem}} aria-invalid="true" aria-describedby="problem"{{end}}></p>
<p><button{{if not .Provider}} class="go"{{end}}>Sign in</button></p><p class="small">The operator of this server makes keys. What a key may do, you may do here, until you sign out or have done nothing for {{.Idle}}.</p></form>{{end}}
</div></main></body></html>
`))

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, status int, problem string) {
	page := struct {
		Problem, Caller, Provider, Next, Idle string
		Keys, Plain                           bool
	}{Problem: problem, Next: ownPath(r.FormValue("next")), Keys: s.options.Keys != nil, Idle: words(s.sessions.idle)}
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	page.Plain = strings.HasPrefix(here(r), "http:") && !loopbackName(strings.Trim(host, "[]"))
	if c := CallerOf(r); c.Person {
		page.Caller = c.Name
	}
	if s.provider != nil {
		page.Provider = s.provider.o.Name
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = signInPage.Execute(w, page) // whoever asked may be gone
}

// words says a span of time.
func words(d time.Duration) string {
	switch {
	case d == time.Hour:
		return "an hour"
	case d%time.Hour == 0:
		return fmt.Sprintf("%d hours", d/time.Hour)
	}
	return fmt.Sprintf("%.0f minutes", d.Minutes())
}

// ownPath is a path of this server that somebody wants, "/" where it is none.
func ownPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.ContainsAny(next, "\\\r\n\t") || strings.HasPrefix(u.Path, "/sign-") {
		return "/"
	}
	return u.String()
}

func (s *Server) signInByKey(w http.ResponseWriter, r *http.Request) {
	if !s.fromOwnPage(r) { // a form of another site could sign somebody in as another
		s.showSignIn(w, r, http.StatusForbidden, "This form was not sent by a page of this server")
		return
	}
	if !s.attempts.Allow() {
		w.Header().Set("Retry-After", "5")
		s.showSignIn(w, r, http.StatusTooManyRequests, "Too many have tried to sign in; wait a little")
		return
	}
	key, err := s.options.Keys.Find(strings.TrimSpace(r.PostFormValue("key")))
	switch {
	case err != nil:
		s.options.Log.Error("the keys cannot be read", "error", err)
		s.showSignIn(w, r, http.StatusServiceUnavailable, "The keys cannot be read")
	case key == nil:
		s.metrics.refused.WithLabelValues("sign-in").Inc()
		s.showSignIn(w, r, http.StatusUnauthorized, "This key is not known")
	default:
		s.begin(w, r, keyCaller(key), key.Hash, r.PostFormValue("next"))
	}
}

// begin starts a session, in place of one that there may be, and goes on.
func (s *Server) begin(w http.ResponseWriter, r *http.Request, c Caller, keyHash, next string) {
	if had, err := r.Cookie(sessionCookie); err == nil {
		s.sessions.end(had.Value)
	}
	http.SetCookie(w, cookie(sessionCookie, s.sessions.begin(c, keyHash), s.sessions.length))
	http.Redirect(w, r, ownPath(next), http.StatusSeeOther)
}

func (s *Server) signInBegin(w http.ResponseWriter, r *http.Request) {
	if s.provider == nil {
		s.showSignIn(w, r, http.StatusNotFound, "This server has no provider that people sign in with")
		return
	}
	to, along, err := s.provider.leave(r.Context(), ownPath(r.URL.Query().Get("next")))
	if err != nil {
		s.options.Log.Error("nobody can sign in", "error", err)
		s.showSignIn(w, r, http.StatusBadGateway, "The provider cannot be reached; try again in a while")
		return
	}
	http.SetCookie(w, along)
	http.Redirect(w, r, to, http.StatusFound)
}

func (s *Server) signInBack(w http.ResponseWriter, r *http.Request) {
	if s.provider == nil {
		s.showSignIn(w, r, http.StatusNotFound, "This server has no provider that people sign in with")
		return
	}
	http.SetCookie(w, cookie(signInCookie, "", 0)) // it is good for one time
	c, l, err := s.provider.back(r)
	if err != nil {
		s.metrics.refused.WithLabelValues("sign-in").Inc()
		problem, status := "The sign-in failed; the log of the server says why", http.StatusBadGateway
		if errors.Is(err, errSignIn) || errors.Is(err, errNotLetIn) {
			problem, status = strings.ToUpper(err.Error()[:1])+err.Error()[1:], http.StatusForbidden
		} else {
			s.options.Log.Error("a sign-in failed", "error", err)
		}
		s.showSignIn(w, r, status, problem)
		return
	}
	s.begin(w, r, c, "", l.Next)
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) {
	if had, err := r.Cookie(sessionCookie); err == nil {
		s.sessions.end(had.Value)
	}
	http.SetCookie(w, cookie(sessionCookie, "", 0))
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}
