package server_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"interdict/fetch/page"
	"interdict/server"
)

// A caller's address is fetched only where that is allowed, and only from where
// it may be.
func TestReadAddress(t *testing.T) {
	outlet := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, "PYONGYANG — Kim Yo Jong denied that North Korea had sold arms to Russia.")
	}))
	defer outlet.Close()
	at, err := netip.ParseAddrPort(outlet.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	path := "/api/v1/read?url=" + url.QueryEscape(outlet.URL+"/story.txt")
	for _, tt := range []struct {
		what   string
		o      server.Options
		status int
		want   string
	}{
		{"not allowed", server.Options{}, 400, "this server fetches nothing"},
		{"not public", server.Options{Fetch: page.New(page.Options{Ports: []int{int(at.Port())}}).Get}, 400, "not on the public internet"},
		{"another port", server.Options{Fetch: page.New(page.Options{Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}).Get}, 400, "is not asked"},
		{"allowed", server.Options{Fetch: page.New(page.Options{Ports: []int{int(at.Port())}, Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}).Get}, 200, `"status":"denied"`},
	} {
		if status, _, body := start(t, tt.o).ask("POST", path, ""); status != tt.status || !strings.Contains(body, tt.want) {
			t.Errorf("%s: %d %.200s", tt.what, status, body)
		}
	}
}
