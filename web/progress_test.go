package web

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// TestProgress shows how far work is that takes long: it asks again by itself,
// can be stopped, and leads to the answer.
func TestProgress(t *testing.T) {
	site, err := New(newService(t, models()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site)
	defer server.Close()
	for range atOnce { // others are being read
		site.readings.turns <- struct{}{}
	}
	r := post(t, server, "/read", "", url.Values{"text": {article}})
	r.has(t, "Reading Modelov denies sale of weapons", "This page goes on by itself.")
	if !strings.Contains(r.Body, `data-poll="`+r.Path+`?part=state"`) || !strings.Contains(r.Body, `<noscript><meta http-equiv="refresh" content="2"></noscript>`) {
		t.Errorf("it does not go on by itself: %s", r.Body)
	}
	checkPage(t, r)
	get(t, server, "/read", "").has(t, "being read")
	for range atOnce {
		<-site.readings.turns
	}
	done(t, server, r.Path, "").has(t, "Viktor Modelov listed")
	if state := get(t, server, r.Path+"?part=state", ""); !strings.Contains(state.Body, `data-go="`+r.Path+`"`) {
		t.Errorf("the state does not lead on: %s", state.Body)
	}

	long := upload(t, server, "/batch", "", nil, map[string]string{"long.csv": "name\n" + strings.Repeat("Viktor Modelov\nNobody Atall\n", 200_000)})
	if !strings.Contains(long.Body, "data-poll") || !strings.Contains(long.Body, "<progress") {
		t.Errorf("no progress: %s", long.Body)
	}
	checkPage(t, long)
	second := upload(t, server, "/batch", "", nil, map[string]string{"second.csv": "name\nModel Star\n"})
	second.has(t, "Waiting", "this one comes next")
	post(t, server, long.Path+"/stop", "", nil)
	done(t, server, long.Path, "").has(t, "Stopped", "nothing of it is kept")
	done(t, server, second.Path, "").has(t, "1 with a match")
	if f := get(t, server, long.Path+"/answers.csv", ""); f.Status != 404 {
		t.Errorf("answers of what was stopped: status %d", f.Status)
	}
	if err := site.Close(); err != nil {
		t.Error(err)
	}
}

// TestClose ends what is under way, quickly and without a trace.
func TestClose(t *testing.T) {
	s := newService(t, models())
	if _, err := s.Reader(t.Context()); err != nil { // models are loaded once
		t.Fatal(err)
	}
	before := goleak.IgnoreCurrent()
	site, err := New(s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site)
	post(t, server, "/read", "", url.Values{"text": {strings.Repeat(article+"\n\n", 2000)}})
	upload(t, server, "/batch", "", nil, map[string]string{"long.csv": "name\n" + strings.Repeat("Viktor Modelov\n", 100_000)})
	server.CloseClientConnections()
	server.Close()
	began := time.Now()
	if err := site.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s to end", took)
	}
	goleak.VerifyNone(t, before)
}
