package page

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestGet(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/news/story.html", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Referer") != "" || r.Header.Get("Cookie") != "" {
			t.Error("more is told than must be")
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, "<p>The envoy denied it.</p>")
	})
	mux.HandleFunc("/once", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/news/story.html", http.StatusFound)
	})
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "file:///etc/passwd")
		w.WriteHeader(http.StatusFound)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	client := New(Options{Anywhere: true})
	for path, want := range map[string]string{
		"/news/story.html": "", "/once": "", "/round": "more than 5 redirects", "/file": "redirect to file://", "/none": "404 Not Found",
	} {
		page, err := client.Get(context.Background(), server.URL+path)
		if want != "" {
			if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), server.URL+path+": ") {
				t.Errorf("%s: %v", path, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		data, err := io.ReadAll(page.Body)
		if err != nil || page.Body.Close() != nil || page.Name != "story" || page.URL != server.URL+"/news/story.html" || !strings.HasPrefix(page.ContentType, "text/html") || !strings.Contains(string(data), "denied") {
			t.Errorf("%s: %+v %q %v", path, page, data, err)
		}
	}
	if _, err := client.Get(context.Background(), "https://"); err == nil {
		t.Error("an address without a host was fetched")
	}
}

// TestKeepsToHTTPS follows no redirect from HTTPS to HTTP.
func TestKeepsToHTTPS(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	client := New(Options{Anywhere: true})
	first, err := http.NewRequest(http.MethodGet, "https://example.org/", nil)
	if err != nil {
		t.Fatal(err)
	}
	next, err := http.NewRequest(http.MethodGet, plain.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := client.checkRedirect(next, []*http.Request{first}); err == nil {
		t.Error("a redirect from HTTPS to HTTP is followed")
	}
	if err := client.checkRedirect(first, []*http.Request{next}); err != nil {
		t.Errorf("a redirect from HTTP to HTTPS: %v", err)
	}
}

// What is public is asked, and nothing else, however it is written.
func TestPublic(t *testing.T) {
	for text, want := range map[string]bool{
		"8.8.8.8": true, "93.184.216.34": true, "2606:2800:220:1::1": true, "2a00:1450::1": true, "2001:4860:4860::8888": true, "172.15.0.1": true, "100.63.0.1": true, "223.255.255.1": true,
		"127.0.0.1": false, "127.8.8.8": false, "0.0.0.0": false, "0.1.2.3": false, "10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "100.100.100.200": false, "100.127.255.255": false, "168.63.129.16": false, "192.0.0.192": false, "192.0.2.1": false, "198.18.0.1": false, "198.19.255.255": false, "224.0.0.1": false, "239.1.1.1": false,
		"240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "::8.8.8.8": false, "::ffff:8.8.8.8": false, "::ffff:127.0.0.1": false, "::ffff:0:127.0.0.1": false, "64:ff9b::7f00:1": false, "64:ff9b::808:808": false, "64:ff9b:1::1": false,
		"2002:7f00:1::": false, "2001::1": false, "2001:0:4136:e378::1": false, "2001:db8::1": false, "3fff::1": false, "fe80::1": false, "fe80::1%eth0": false, "2606::1%eth0": false, "fc00::1": false, "fd00:ec2::254": false,
		"fec0::1": false, "ff02::1": false, "100::1": false, "5f00::1": false,
	} {
		if got := isPublic(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// A client that works for others goes nowhere else, by no name, number or redirect.
func TestNowhereElse(t *testing.T) {
	asked := 0
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer inside.Close()
	_, port, err := net.SplitHostPort(inside.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	client := New(Options{Ports: []int{80, 443, number}})
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "2130706433", "0x7f000001", "127.1", "0177.0.0.1", "0.0.0.0", "[::]", "localhost.", "user:password@127.0.0.1"} {
		if p, err := client.Get(t.Context(), "http://"+host+":"+port+"/"); err == nil {
			t.Errorf("%s: %+v", host, p)
		}
	}
	if _, err := client.Get(t.Context(), "http://localhost:"+port); !errors.Is(err, errRefused) {
		t.Errorf("a name of the loopback: %v", err)
	}
	for _, address := range []string{"file:///etc/passwd", "ftp://example.org/x", "gopher://example.org/", "http:///x", "//example.org", "http://example.org:22/", "http://example.org:99999/", "https://user@example.org/", "http://[fe80::1%25eth0]/"} {
		if _, err := client.Get(t.Context(), address); err == nil || !strings.HasPrefix(err.Error(), address+": ") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if asked != 0 {
		t.Errorf("the inside was asked %d times", asked)
	}

	// From a server that may be asked to one that may not.
	outside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://localhost:"+port+"/secret", http.StatusFound)
	}))
	defer outside.Close()
	at, err := netip.ParseAddrPort(outside.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	client = New(Options{Ports: []int{int(at.Port())}, Networks: []netip.Prefix{netip.PrefixFrom(at.Addr(), 32)}})
	if _, err := client.Get(t.Context(), outside.URL); err == nil || !strings.Contains(err.Error(), "port "+port+" is not asked") {
		t.Errorf("a redirect to another port: %v", err)
	}
	client.options.Ports = append(client.options.Ports, number)
	client.options.Networks = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	if _, err := client.Get(t.Context(), outside.URL); asked == 0 && err != nil {
		t.Errorf("a network that was named: %v", err)
	}
}

// A page that is too large fails, and is not taken for whole.
func TestTooLarge(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, strings.Repeat("x", 1000)) }))
	defer server.Close()
	for most, fits := range map[int64]bool{999: false, 1000: true, 1001: true} {
		p, err := New(Options{Anywhere: true, MaxBytes: most}).Get(t.Context(), server.URL)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(p.Body)
		if (err == nil) != fits || fits && len(data) != 1000 {
			t.Errorf("at most %d: %d bytes, %v", most, len(data), err)
		}
		p.Body.Close()
	}
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer slow.Close()
	if _, err := New(Options{Anywhere: true, Timeout: 50 * time.Millisecond}).Get(t.Context(), slow.URL); err == nil || !strings.Contains(err.Error(), "no answer within 50ms") {
		t.Error(err)
	}
}
