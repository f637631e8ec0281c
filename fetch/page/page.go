// Package page gets what is at a web address that a person names, to be read.
//
//	c := page.New(page.Options{})
//	p, err := c.Get(ctx, "https://example.org/news/story.html")
//	defer p.Body.Close()
//
// Whoever names an address to a server makes it ask from where it stands, and it
// may stand where the caller does not: beside databases, routers and the services
// that hand a cloud's machines their passwords (server-side request forgery). So a
// client goes to the public internet alone. Each address that a name resolves to,
// at first and after each redirect, is checked when it is dialled and not before,
// so that a name that changes in between is no way round. Only HTTP and HTTPS are
// spoken, on their own ports; redirects, size and time are bounded; neither
// cookies nor passwords are sent. It uses no proxy: that would resolve names where
// nobody checks them.
//
// A program that works for the person who names the address says
// [Options.Anywhere].
package page

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Options say where a client may go and how much it takes.
type Options struct {
	Anywhere bool           // any network and port, by the proxies of the environment
	Networks []netip.Prefix // that may be asked besides the public internet
	Ports    []int          // instead of 80 and 443
	MaxBytes int64          // of a page; 0: 32 MB
	Timeout  time.Duration  // for all of it; 0: two minutes
}

// Bounds that need not be chosen.
const (
	defaultBytes = 32 << 20
	defaultTime  = 2 * time.Minute
	redirects    = 5
	headerBytes  = 64 << 10
	connectTime  = 15 * time.Second
	answerTime   = 30 * time.Second
)

// A Client gets pages. It is safe for concurrent use.
type Client struct {
	options Options
	http    http.Client
}

// A Page is what an address led to.
type Page struct {
	Body        io.ReadCloser
	URL         string // where it was in the end
	Name        string // its last part, for an id
	ContentType string
}

// errRefused is all that is told of an address that may not be asked: what it
// resolves to is nobody's business either.
var errRefused = errors.New("this address is not on the public internet, and so is not asked")

// New returns a client.
func New(o Options) *Client {
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultBytes
	}
	if o.Timeout == 0 {
		o.Timeout = defaultTime
	}
	if o.Ports == nil {
		o.Ports = []int{80, 443}
	}
	c := &Client{options: o}
	dialer := &net.Dialer{Timeout: connectTime, Control: c.control}
	transport := &http.Transport{
		DialContext: dialer.DialContext, TLSHandshakeTimeout: connectTime, ResponseHeaderTimeout: answerTime, MaxResponseHeaderBytes: headerBytes,
		DisableKeepAlives: true, ForceAttemptHTTP2: true,
	}
	if o.Anywhere {
		dialer.Control, transport.Proxy = nil, http.ProxyFromEnvironment
	}
	c.http = http.Client{Transport: transport, CheckRedirect: c.checkRedirect}
	return c
}

// control is asked with each address that is about to be dialled.
func (c *Client) control(network, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || network != "tcp4" && network != "tcp6" || !c.mayAsk(at.Addr()) || !slices.Contains(c.options.Ports, int(at.Port())) {
		return errRefused
	}
	return nil
}

func (c *Client) mayAsk(ip netip.Addr) bool {
	return isPublic(ip) || slices.ContainsFunc(c.options.Networks, func(n netip.Prefix) bool { return n.Contains(ip) })
}

// checkURL says why an address cannot be asked, before anything is resolved.
func (c *Client) checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return errors.New("not a web address")
	case c.options.Anywhere:
		return nil
	case u.User != nil:
		return errors.New("an address with a password is not asked")
	}
	if p := u.Port(); p != "" {
		if n, err := strconv.Atoi(p); err != nil || !slices.Contains(c.options.Ports, n) {
			return fmt.Errorf("port %s is not asked", p)
		}
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !c.mayAsk(ip) {
		return errRefused
	}
	return nil
}

// Get asks for what is at an address. Redirects are followed five times, never
// from HTTPS to HTTP. The address is sent to nobody but its own host.
func (c *Client) Get(ctx context.Context, address string) (*Page, error) {
	p, err := c.get(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	return p, nil
}

func (c *Client) get(ctx context.Context, address string) (_ *Page, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("not a web address")
	}
	if err := c.checkURL(u); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errors.New("not a web address")
	}
	r.Header.Set("User-Agent", "interdict (reads a page that a person asked for)")
	r.Header.Set("Accept", "text/html,application/xhtml+xml,application/pdf,application/rss+xml,application/atom+xml,text/plain,*/*;q=0.5")
	response, err := c.http.Do(r)
	if err != nil {
		return nil, c.plain(err)
	}
	if response.StatusCode != http.StatusOK {
		return nil, errors.Join(fmt.Errorf("the server answers %s; open it in a browser, save the page and read that", response.Status), response.Body.Close())
	}
	last := path.Base(response.Request.URL.Path)
	if last == "/" || last == "." {
		last = response.Request.URL.Hostname()
	}
	return &Page{
		Body: &body{response.Body, c.options.MaxBytes, c.options.MaxBytes, cancel}, URL: response.Request.URL.String(),
		Name: strings.TrimSuffix(last, path.Ext(last)), ContentType: response.Header.Get("Content-Type"),
	}, nil
}

// plain says what went wrong without the address, which stands before it.
func (c *Client) plain(err error) error {
	var broken *url.Error
	if errors.As(err, &broken) {
		err = broken.Err
	}
	var missing *net.DNSError
	switch {
	case errors.Is(err, errRefused):
		return errRefused
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("no answer within %s", c.options.Timeout)
	case errors.As(err, &missing):
		return fmt.Errorf("there is no host %s", missing.Name) // without the name of who was asked
	}
	return err
}

// checkRedirect says why a redirect is not followed, where it is not.
func (c *Client) checkRedirect(r *http.Request, via []*http.Request) error {
	r.Header.Del("Referer")
	switch {
	case len(via) > redirects:
		return fmt.Errorf("more than %d redirects", redirects)
	case r.URL.Scheme != "https" && (r.URL.Scheme != "http" || via[len(via)-1].URL.Scheme == "https"):
		return fmt.Errorf("a redirect to %s://%s is not followed", r.URL.Scheme, r.URL.Host)
	}
	return c.checkURL(r.URL)
}

// body is bounded, and ends the time that was given with it.
type body struct {
	io.ReadCloser
	left, most int64
	cancel     context.CancelFunc
}

// Read fails where there is more than is taken: half a page is not what was asked
// for.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left+1)])
	if b.left -= int64(n); b.left < 0 {
		return 0, fmt.Errorf("the page is larger than the %d MB that are taken", b.most>>20)
	}
	return n, err
}

func (b *body) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
}
