package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestFetchPage(t *testing.T) {
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
	for path, want := range map[string]string{
		"/news/story.html": "", "/once": "", "/round": "more than 5 redirects", "/file": "redirect to file://", "/none": "404 Not Found",
	} {
		page, err := fetchPage(context.Background(), server.URL+path)
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
	if _, err := fetchPage(context.Background(), "https://"); err == nil {
		t.Error("an address without a host was fetched")
	}
}

// TestFetchPageKeepsToHTTPS follows no redirect from HTTPS to HTTP.
func TestFetchPageKeepsToHTTPS(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	first, err := http.NewRequest(http.MethodGet, "https://example.org/", nil)
	if err != nil {
		t.Fatal(err)
	}
	next, err := http.NewRequest(http.MethodGet, plain.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := checkRedirect(next, []*http.Request{first}); err == nil {
		t.Error("a redirect from HTTPS to HTTP is followed")
	}
	if err := checkRedirect(first, []*http.Request{next}); err != nil {
		t.Errorf("a redirect from HTTP to HTTPS: %v", err)
	}
}
