package server

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"sync"
	"time"
)

// sessionCookie holds the id of a session: a name that a browser takes only over
// HTTPS (or from the loopback), for this host alone and the whole of it.
const sessionCookie = "__Host-interdict"

// Bounds on sessions.
const (
	defaultSession = 12 * time.Hour // from sign-in
	defaultIdle    = time.Hour      // without a request
	mostSessions   = 10000          // past it the one that was idle longest ends
)

// sessions are of those who are signed in. They are in memory alone, by the hashes
// of their ids: whoever reads the memory of another day, or a copy of it, has none.
// They end with the server.
type sessions struct {
	length, idle time.Duration
	now          func() time.Time

	mu sync.Mutex
	of map[string]*session // by the hash of the id
}

type session struct {
	caller  Caller
	keyHash string // of the key by which it began; "" where it was by no key
	begun   time.Time
	seen    time.Time
}

func newSessions(length, idle time.Duration) *sessions {
	if length == 0 {
		length = defaultSession
	}
	if idle == 0 {
		idle = defaultIdle
	}
	return &sessions{length: length, idle: idle, now: time.Now, of: map[string]*session{}}
}

// random returns 256 random bits as text.
func random() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// begin starts a session and returns its id.
func (s *sessions) begin(c Caller, keyHash string) string {
	id, now := random(), s.now()
	c.Person = true
	s.mu.Lock()
	defer s.mu.Unlock()
	for hash, x := range s.of {
		if s.over(x, now) {
			delete(s.of, hash)
		}
	}
	for len(s.of) >= mostSessions {
		oldest := ""
		for hash, x := range s.of {
			if oldest == "" || x.seen.Before(s.of[oldest].seen) {
				oldest = hash
			}
		}
		delete(s.of, oldest)
	}
	s.of[hashOf(id)] = &session{c, keyHash, now, now}
	return id
}

func (s *sessions) over(x *session, now time.Time) bool {
	return now.Sub(x.begun) >= s.length || now.Sub(x.seen) >= s.idle
}

// find returns the session of an id, and notes that it is in use.
func (s *sessions) find(id string) (session, bool) {
	hash, now := hashOf(id), s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.of[hash]
	if x == nil {
		return session{}, false
	}
	if s.over(x, now) {
		delete(s.of, hash)
		return session{}, false
	}
	x.seen = now
	return *x, true
}

// end ends the session of an id.
func (s *sessions) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.of, hashOf(id))
}

// cookie makes a cookie that scripts cannot read and that other sites' forms do not
// carry; with a value of "" one that removes it.
func cookie(name, value string, length time.Duration) *http.Cookie {
	c := &http.Cookie{Name: name, Value: value, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: int(length.Seconds())}
	if value == "" {
		c.MaxAge = -1
	}
	return c
}
