package server

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// A Caller is whose request it is. The zero value is nobody in particular.
type Caller struct {
	Name   string // of a key, or of a person: an e-mail address, or what the provider calls them
	Person bool   // signed in on the pages
	scopes []Scope
	kind   string // what the name is one of: names of keys and of people may be alike
}

// Owner tells apart whose things are whose: no two callers have the same.
func (c Caller) Owner() string {
	if c.kind == "" {
		return ""
	}
	return c.kind + " " + c.Name
}

// May reports whether the caller may do something.
func (c Caller) May(s Scope) bool {
	return slices.Contains(c.scopes, s) || slices.Contains(c.scopes, Admin)
}

// Known reports whether it is told who it is.
func (c Caller) Known() bool { return c.kind != "" }

type callerKey struct{}

// CallerOf returns whose request a handler that is mounted answers.
func CallerOf(r *http.Request) Caller {
	c, _ := r.Context().Value(callerKey{}).(Caller)
	return c
}

func withCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

func keyCaller(k *Key) Caller { return Caller{Name: k.Name, scopes: k.Scopes, kind: "key"} }

// identify tells whose request it is, by the key that it brings or the session
// that its cookie names. A key that is not known is refused; a session that has
// ended is none.
func (s *Server) identify(r *http.Request) (c Caller, unknown bool, err error) {
	if secret := secretOf(r); secret != "" {
		key, err := s.options.Keys.Find(secret)
		if err != nil || key == nil {
			return c, err == nil, err
		}
		return keyCaller(key), false, nil
	}
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return c, false, nil // there is none
	}
	session, ok := s.sessions.find(cookie.Value)
	if !ok {
		return c, false, nil
	}
	if session.keyHash == "" {
		return session.caller, false, nil
	}
	key, err := s.options.Keys.findHash(session.keyHash) // a key that was removed ends its sessions
	if err != nil || key == nil {
		s.sessions.end(cookie.Value)
		return c, false, err
	}
	c = keyCaller(key)
	c.Person = true
	return c, false, nil
}

// safeMethod reports whether a request by itself changes nothing.
func safeMethod(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions
}

// fromOwnPage reports whether a browser says that a page of this server sent a
// request. One that a cookie goes with must say so where it changes something.
func (s *Server) fromOwnPage(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	return r.Header.Get("Origin") != "" && s.ownOrigin(r)
}

// wantsPage reports whether whoever asks is a person with a browser.
func wantsPage(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html") && r.Header.Get("X-Requested-With") == ""
}
