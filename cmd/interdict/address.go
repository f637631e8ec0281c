package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// Bounds on what is fetched for reading. The document's own bounds come on top.
const (
	fetchTime      = 2 * time.Minute
	fetchRedirects = 5
)

// isAddress reports whether an argument is an address that can be fetched.
func isAddress(arg string) bool {
	lower := strings.ToLower(arg)
	return strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://")
}

// fetched is what an address led to.
type fetched struct {
	Body        io.ReadCloser
	URL         string // where it was in the end
	Name        string // its last part, for an id
	ContentType string
}

// fetchPage asks for what is at an address. Redirects are followed five times,
// never from HTTPS to HTTP; all of it may take two minutes. Neither cookies nor
// passwords are sent, and the address is sent to nobody but its own host.
func fetchPage(ctx context.Context, address string) (*fetched, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("%s: not a web address", address)
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	client := &http.Client{CheckRedirect: checkRedirect}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		cancel()
		return nil, fmt.Errorf("%s: not a web address", address)
	}
	r.Header.Set("User-Agent", "interdict (reads a page that a person asked for)")
	r.Header.Set("Accept", "text/html,application/xhtml+xml,application/pdf,application/rss+xml,application/atom+xml,text/plain,*/*;q=0.5")
	response, err := client.Do(r)
	if err != nil {
		cancel()
		var broken *url.Error
		if errors.As(err, &broken) {
			err = broken.Err // without the address, which stands before it
		}
		if errors.Is(err, context.DeadlineExceeded) {
			err = fmt.Errorf("no answer within %s", fetchTime)
		}
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	if response.StatusCode != http.StatusOK {
		response.Body.Close()
		cancel()
		return nil, fmt.Errorf("%s: the server answers %s; open it in a browser, save the page and read that", address, response.Status)
	}
	last := path.Base(response.Request.URL.Path)
	if last == "/" || last == "." {
		last = response.Request.URL.Hostname()
	}
	return &fetched{
		Body: body{response.Body, cancel}, URL: response.Request.URL.String(),
		Name: strings.TrimSuffix(last, path.Ext(last)), ContentType: response.Header.Get("Content-Type"),
	}, nil
}

// checkRedirect says why a redirect is not followed, where it is not.
func checkRedirect(r *http.Request, via []*http.Request) error {
	r.Header.Del("Referer")
	switch {
	case len(via) > fetchRedirects:
		return fmt.Errorf("more than %d redirects", fetchRedirects)
	case r.URL.Scheme != "https" && (r.URL.Scheme != "http" || via[len(via)-1].URL.Scheme == "https"):
		return fmt.Errorf("a redirect to %s://%s is not followed", r.URL.Scheme, r.URL.Host)
	}
	return nil
}

// body ends the time that was given with it.
type body struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (b body) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
}
