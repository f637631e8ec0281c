package server

import (
	"strings"
	"testing"
	"time"
)

// Sessions end some time after they began, and sooner where nothing is done; what
// is kept of one does not let anybody in.
func TestSessions(t *testing.T) {
	now := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	s := newSessions(8*time.Hour, 30*time.Minute)
	s.now = func() time.Time { return now }
	id := s.begin(Caller{Name: "ada", kind: "person"}, "")
	for hash := range s.of {
		if strings.Contains(hash, id) {
			t.Error("the id itself is kept")
		}
		if _, ok := s.find(hash); ok {
			t.Error("its hash opens it")
		}
	}
	for range 16 {
		now = now.Add(29 * time.Minute)
		if _, ok := s.find(id); !ok {
			t.Fatalf("over at %v though in use", now)
		}
	}
	now = now.Add(29 * time.Minute) // 8 h 13 min after it began
	if _, ok := s.find(id); ok || len(s.of) > 0 {
		t.Error("there though it is over", ok)
	}
	id = s.begin(Caller{Name: "ada"}, "")
	now = now.Add(30 * time.Minute)
	if _, ok := s.find(id); ok {
		t.Error("there though idle")
	}
	first := s.begin(Caller{Name: "first"}, "")
	for range mostSessions {
		now = now.Add(time.Millisecond)
		id = s.begin(Caller{Name: "more"}, "")
	}
	if _, ok := s.find(first); ok || len(s.of) != mostSessions {
		t.Errorf("%d sessions, the oldest among them: %v", len(s.of), ok)
	}
	if _, ok := s.find(id); !ok {
		t.Error("the newest is gone")
	}
}
