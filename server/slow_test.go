package server_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"interdict/server"
)

// A caller who takes nothing is given up, and one who takes a little at a time is
// not, however long it takes.
func TestSlowReaders(t *testing.T) {
	ended := make(chan error, 1)
	s := start(t, server.Options{Stall: 300 * time.Millisecond, Mounts: map[string]http.Handler{
		"GET /endless": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					ended <- err
					return
				}
			}
		}),
		"GET /long": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			flush := http.NewResponseController(w)
			for i := range 10 {
				time.Sleep(100 * time.Millisecond) // three times the stall in all
				fmt.Fprintln(w, "line", i)
				if err := flush.Flush(); err != nil {
					t.Error(err)
				}
			}
		}),
	}})
	c, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("a caller who takes nothing is waited for")
	}
	if _, _, body := s.ask("GET", "/long", ""); strings.Count(body, "line") != 10 {
		t.Errorf("a long answer was cut: %q", body)
	}
}

// An upload that comes slowly but steadily is taken; one that stands still is not.
func TestSlowUploads(t *testing.T) {
	s := start(t, server.Options{Stall: 300 * time.Millisecond})
	send := func(pause time.Duration) (string, error) {
		c, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if err := c.SetDeadline(time.Now().Add(15 * time.Second)); err != nil {
			t.Fatal(err)
		}
		rows := "name\n" + strings.Repeat("Kim Yo Jong\n", 10)
		fmt.Fprintf(c, "POST /api/v1/screen/file HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: %d\r\nConnection: close\r\n\r\n", len(rows))
		for line := range strings.Lines(rows) {
			if _, err := io.WriteString(c, line); err != nil {
				return "", err
			}
			time.Sleep(pause)
		}
		answer, err := io.ReadAll(bufio.NewReader(c))
		return string(answer), err
	}
	if answer, err := send(60 * time.Millisecond); err != nil || !strings.Contains(answer, `"rows":10`) {
		t.Errorf("slow and steady: %v %.300s", err, answer)
	}
	if answer, err := send(2 * time.Second); strings.Contains(answer, `"rows":10`) {
		t.Errorf("standing still: %v %.300s", err, answer)
	}
}
