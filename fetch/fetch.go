// Package fetch downloads a publisher's files over HTTPS. It knows HTTP and
// nothing of what is in the files.
//
//	c := fetch.New(fetch.Options{})
//	defer c.Close()
//	got, err := c.Get(ctx, fetch.Request{URL: url, Path: path, Hosts: hosts, Known: last})
//
// A file is at its path whole, or not at all. It is written to PATH.part with
// what is known of it in PATH.part.json, and renamed when its last byte is
// there, unpacked where the server packed it for the way. A download that broke
// off, was interrupted or killed goes on where it stopped, if the server can
// tell that the file is still the same (Range with If-Range, RFC 9110 section
// 13.1.5), and starts anew otherwise.
//
// A copy that is at hand need not come again: [Request.Known] holds what the
// server said of it, and [Result.Unchanged] that it is still so.
//
// Servers are not trusted. Only HTTPS is spoken, unless [Request.Plain] allows
// HTTP. A redirect is followed to the hosts of [Request.Hosts] and the one
// asked, never from HTTPS to HTTP. Size, silence and time are bounded, a web
// page is not taken for a file. What may pass by itself (a connection that
// breaks, statuses 408, 425, 429, 500, 502, 503, 504) is tried again after
// a while that doubles, with chance mixed in, and not before Retry-After.
//
// Nothing of an address after its path is shown in a message, kept on disk or
// told to the host that a redirect leads to: some publishers put a token there.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Options bound what a client does. The zero value of each means its default.
type Options struct {
	Transport http.RoundTripper // default: a new one, with the proxies of HTTPS_PROXY, HTTP_PROXY and NO_PROXY
	MaxBytes  int64             // of one file, as sent and unpacked; default 512 MiB, four times the largest official file
	Stall     time.Duration     // without a byte, after which a connection is given up; default 30 s
	Timeout   time.Duration     // for one file with all attempts; default 15 minutes
	Attempts  int               // that bring nothing new, before a file is given up; default 5
	Backoff   time.Duration     // before the second attempt; doubles with each; default 1 s
	MaxWait   time.Duration     // the longest wait between attempts; a server that asks for more is given up; default 2 minutes

	Sleep  func(context.Context, time.Duration) error // default: waits
	Random func() float64                             // 0 to 1, for the share of chance in waits; default math/rand
	Now    func() time.Time                           // default time.Now
}

// A Client downloads files. It is safe for concurrent use, for files of
// different paths.
type Client struct {
	options Options
	own     *http.Transport // nil where the transport was given
}

// New returns a client. It must be closed.
func New(o Options) *Client {
	c := &Client{}
	if o.Transport == nil {
		c.own = &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DialContext:            (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout:    15 * time.Second,
			ForceAttemptHTTP2:      true,
			DisableCompression:     true, // it is done here, so that lengths and ranges stay those of the server
			MaxConnsPerHost:        4,
			MaxResponseHeaderBytes: 256 << 10,
			IdleConnTimeout:        30 * time.Second,
		}
		o.Transport = c.own
	}
	set(&o.MaxBytes, 512<<20)
	set(&o.Stall, 30*time.Second)
	set(&o.Timeout, 15*time.Minute)
	set(&o.Attempts, 5)
	set(&o.Backoff, time.Second)
	set(&o.MaxWait, 2*time.Minute)
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	c.options = o
	return c
}

func set[T int | int64 | time.Duration](v *T, otherwise T) {
	if *v == 0 {
		*v = otherwise
	}
}

// Close closes the connections that are kept for more.
func (c *Client) Close() {
	if c.own != nil {
		c.own.CloseIdleConnections()
	}
}

// A Request names a file and where it is to lie.
type Request struct {
	URL      string
	Link     *regexp.Regexp // where it is not nil, URL is a page, and the file is where its link that matches leads
	Hosts    []string       // that the publisher redirects or links to, as host or host:port
	Plain    bool           // http: is allowed, for a mirror whose address was given so
	Secrets  []string       // what must not be seen, in case a message holds it
	Path     string         // of the file; its directory is made
	Known    Validators
	Progress func(got, total int64) // called as bytes come; total is -1 where the server does not tell it
	page     bool                   // a web page is what is wanted
}

// Validators are what a server said of a file that was fetched whole, by which
// it can tell whether the file is still the same. They hold for one address.
type Validators struct {
	Key          string `json:"key"` // stands for the address
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// A Result tells what a request brought.
type Result struct {
	Unchanged  bool // the file that Known is of is still the one published; nothing was written
	Validators Validators
	Bytes      int64     // that were sent
	Modified   time.Time // Last-Modified; zero where the server does not tell it
	at         *url.URL  // where it was in the end
}

// ErrNotFound is returned, wrapped, where a server has no such file (404, 410).
var ErrNotFound = errors.New("there is no such file")

// Causes that end a wait for the server.
var (
	errStalled = errors.New("stalled")
	errTimeout = errors.New("timeout")
)

// A temporary error may pass by itself.
type temporary struct {
	error
	after time.Duration // the server asks to wait so long
}

func (t temporary) Unwrap() error { return t.error }

// Get downloads a file. Errors name the address without what follows its path;
// those of the context are returned as they are.
func (c *Client) Get(ctx context.Context, r Request) (Result, error) {
	u, err := r.address()
	if err != nil {
		return Result{}, err
	}
	if r.Link != nil {
		if r, err = c.follow(ctx, r, u); err != nil {
			return Result{}, err
		}
		u, _ = url.Parse(r.URL) // it was made from an address
	}
	result, err := c.get(ctx, r, u)
	return result, r.hide(ctx, err, u)
}

// get downloads a file with as many attempts as it may take.
func (c *Client) get(ctx context.Context, r Request, u *url.URL) (Result, error) {
	o := c.options
	timed, cancel := context.WithTimeoutCause(ctx, o.Timeout, errTimeout)
	defer cancel()
	p, err := openPart(r.Path, key(r.URL))
	if err != nil {
		return Result{}, err
	}
	defer p.close()
	furthest := p.Size
	for failures := 1; ; failures++ {
		result, err := c.attempt(timed, r, u, p)
		if err == nil {
			return result, nil
		}
		if kerr := p.keep(); kerr != nil {
			return Result{}, kerr
		}
		if p.Size > furthest {
			furthest, failures = p.Size, 1
		}
		var t temporary
		switch {
		case ctx.Err() != nil:
			return Result{}, ctx.Err()
		case timed.Err() != nil:
			return Result{}, fmt.Errorf("not whole after %v, the most that one file may take", o.Timeout)
		case !errors.As(err, &t):
			return Result{}, err
		case failures >= o.Attempts && failures > 1:
			return Result{}, fmt.Errorf("%w (tried %d times)", err, failures)
		case failures >= o.Attempts:
			return Result{}, err
		case t.after > o.MaxWait:
			return Result{}, fmt.Errorf("%w and asks to wait %v; try again then", err, t.after.Round(time.Second))
		}
		if err := o.Sleep(timed, c.wait(failures, t.after)); err != nil && ctx.Err() != nil {
			return Result{}, ctx.Err()
		}
	}
}

// wait is how long to wait before the next attempt: a while that doubles with
// each failure, half of it by chance, so that many clients do not come back at
// once, and never less than the server asks for.
func (c *Client) wait(failures int, after time.Duration) time.Duration {
	o := c.options
	while := min(o.Backoff<<min(failures-1, 20), o.MaxWait)
	while = while/2 + time.Duration(o.Random()*float64(while/2))
	return max(while, after)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// address checks the address of a request.
func (r Request) address() (*url.URL, error) {
	u, err := url.Parse(r.URL)
	if err != nil || u.Host == "" {
		return nil, errors.New("an address of a file cannot be read: write it as https://host/path")
	}
	if u.Scheme != "https" && !(r.Plain && u.Scheme == "http") {
		return nil, fmt.Errorf("%s: only https is used", show(u))
	}
	return u, nil
}

// show is an address without user, password and query.
func show(u *url.URL) string { return u.Scheme + "://" + u.Host + u.EscapedPath() }

// hide names the address in an error, and frees it of secrets.
func (r Request) hide(ctx context.Context, err error, u *url.URL) error {
	if err == nil || ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return err
	}
	return hidden{err, u, r.Secrets}
}

// hidden is an error of an address, free of secrets.
type hidden struct {
	error
	u       *url.URL
	secrets []string
}

func (h hidden) Unwrap() error { return h.error }

func (h hidden) Error() string {
	s := show(h.u) + ": " + h.error.Error()
	secrets := slices.Clone(h.secrets)
	if password, ok := h.u.User.Password(); ok {
		secrets = append(secrets, password)
	}
	for _, secret := range secrets {
		for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
			if form != "" {
				s = strings.ReplaceAll(s, form, "…")
			}
		}
	}
	return s
}

// discard removes a file; that there is none is no error.
func discard(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
