package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// userAgent says who asks. Some publishers drop what does not begin like a
// browser; "compatible" is how programs that are none have long said so.
const userAgent = "Mozilla/5.0 (compatible; interdict)"

// attempt asks once for a file, or for what is missing of it.
func (c *Client) attempt(ctx context.Context, r Request, u *url.URL, p *part) (Result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	alarm := time.AfterFunc(c.options.Stall, func() { cancel(errStalled) })
	defer alarm.Stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL, nil)
	if err != nil {
		return Result{}, unwrapped(err)
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept", "*/*")
	req.Header.Set("Accept-Encoding", "gzip")
	conditional := r.Known.Key == p.Key && r.Known != Validators{Key: p.Key}
	if conditional {
		header(req, "If-None-Match", r.Known.ETag)
		header(req, "If-Modified-Since", r.Known.LastModified)
	}
	if p.Size > 0 && p.IfRange != "" {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", p.Size))
		req.Header.Set("If-Range", p.IfRange)
	} else if err := p.forget(); err != nil {
		return Result{}, err
	}
	client := http.Client{Transport: c.options.Transport, CheckRedirect: checkRedirect(r, u)}
	resp, err := client.Do(req)
	if err != nil {
		return Result{}, c.broken(ctx, err)
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotModified && conditional:
		return Result{Unchanged: true, Validators: r.Known}, p.forget()
	case resp.StatusCode == http.StatusOK:
		err = p.begin(resp)
	case resp.StatusCode == http.StatusPartialContent && req.Header.Get("Range") != "":
		err = p.resumes(resp)
	default:
		return Result{}, c.refused(resp, p)
	}
	if err != nil {
		return Result{}, err
	}
	if err := c.receive(ctx, r, resp, p, alarm); err != nil {
		return Result{}, err
	}
	result := Result{Validators: p.validators(), Bytes: p.Size, at: resp.Request.URL}
	if t, err := http.ParseTime(p.Modified); err == nil {
		result.Modified = t
	}
	return result, p.finish(c.options.MaxBytes, r.page)
}

func header(req *http.Request, name, value string) {
	if value != "" {
		req.Header.Set(name, value)
	}
}

// resumes checks that a partial response is the rest of what is there.
func (p *part) resumes(resp *http.Response) error {
	var first, last, total int64
	_, err := fmt.Sscanf(resp.Header.Get("Content-Range"), "bytes %d-%d/%d", &first, &last, &total)
	tag := resp.Header.Get("ETag")
	if err != nil || first != p.Size || last != total-1 || p.Total >= 0 && total != p.Total ||
		tag != "" && p.ETag != "" && tag != p.ETag || resp.Header.Get("Content-Encoding") != p.Encoding {
		return p.changed()
	}
	p.Total = total
	return nil
}

// changed drops a part that no longer fits what the server has.
func (p *part) changed() error {
	if err := p.forget(); err != nil {
		return err
	}
	return temporary{error: errors.New("the file changed while it was fetched")}
}

// refused is the error of a status that brings no file.
func (c *Client) refused(resp *http.Response, p *part) error {
	err := fmt.Errorf("the server answers %s", status(resp))
	switch resp.StatusCode {
	case http.StatusRequestedRangeNotSatisfiable:
		return p.changed()
	case http.StatusNotFound, http.StatusGone:
		return fmt.Errorf("%w: %w", ErrNotFound, err)
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("%w: it wants a token or does not serve this network", err)
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return temporary{err, retryAfter(resp.Header.Get("Retry-After"), c.options.Now())}
	}
	return err
}

// status is the status in the standard's words, not in the server's.
func status(resp *http.Response) string {
	return strings.TrimSpace(strconv.Itoa(resp.StatusCode) + " " + http.StatusText(resp.StatusCode))
}

// retryAfter reads seconds or a date (RFC 9110 section 10.2.3); 0 where it says
// nothing.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(strings.TrimSpace(value)); err == nil {
		return time.Duration(min(max(seconds, 0), 1<<30)) * time.Second
	}
	if t, err := http.ParseTime(value); err == nil {
		return max(t.Sub(now), 0)
	}
	return 0
}

// receive writes the body to the part, as long as bytes come.
func (c *Client) receive(ctx context.Context, r Request, resp *http.Response, p *part, alarm *time.Timer) error {
	limit := c.options.MaxBytes
	if p.Total > limit {
		return p.tooLarge(fmt.Errorf("the file is of %s, more than the %s that a list may have", Size(p.Total), Size(limit)))
	}
	buf := make([]byte, 64<<10)
	for {
		n, err := resp.Body.Read(buf)
		if n > 0 {
			alarm.Reset(c.options.Stall)
			if p.Size+int64(n) > limit {
				return p.tooLarge(fmt.Errorf("the file is of more than the %s that a list may have", Size(limit)))
			}
			if _, err := p.Write(buf[:n]); err != nil {
				return err
			}
			if r.Progress != nil {
				r.Progress(p.Size, p.Total)
			}
		}
		switch {
		// First: giving up a connection can look like the end of the file.
		case err != nil && context.Cause(ctx) == errStalled:
			return temporary{error: fmt.Errorf("the server sent nothing for %v after %s", c.options.Stall, p.sofar())}
		case errors.Is(err, io.EOF) && p.Total >= 0 && p.Size != p.Total, errors.Is(err, io.ErrUnexpectedEOF):
			return temporary{error: fmt.Errorf("the connection ended after %s", p.sofar())}
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return temporary{error: fmt.Errorf("the connection broke after %s: %w", p.sofar(), err)}
		}
	}
}

func (p *part) tooLarge(err error) error { return errors.Join(err, p.forget()) }

func (p *part) sofar() string {
	if p.Total < 0 {
		return Size(p.Size)
	}
	return Size(p.Size) + " of " + Size(p.Total)
}

// Size says a number of bytes.
func Size(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d kB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// broken is the error of a request that got no answer.
func (c *Client) broken(ctx context.Context, err error) error {
	err = unwrapped(err)
	var refused redirectError
	var cert *tls.CertificateVerificationError
	var dns *net.DNSError
	switch {
	case errors.As(err, &refused):
		return refused
	case context.Cause(ctx) == errStalled:
		return temporary{error: fmt.Errorf("the server did not answer in %v", c.options.Stall)}
	case errors.As(err, &cert):
		return fmt.Errorf("the server's certificate is not trusted: %w", cert.Err)
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Errorf("no host %s is known on this network", dns.Name)
	}
	return temporary{error: err}
}

// unwrapped takes the address, which may hold a token, off an error.
func unwrapped(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// A redirectError says why a redirect is not followed.
type redirectError struct{ error }

// checkRedirect returns the check on where a server may send us.
func checkRedirect(r Request, origin *url.URL) func(*http.Request, []*http.Request) error {
	return func(next *http.Request, via []*http.Request) error {
		next.Header.Del("Referer") // it would tell the next host our query
		to := next.URL
		switch {
		case len(via) >= 10:
			return redirectError{errors.New("it redirects more than ten times")}
		case to.Scheme != "https" && (to.Scheme != "http" || via[len(via)-1].URL.Scheme == "https"):
			return redirectError{fmt.Errorf("it redirects from HTTPS to %s: not followed", show(to))}
		case to.User != nil:
			return redirectError{fmt.Errorf("it redirects to %s with a user name: not followed", show(to))}
		case !r.names(origin, to):
			return redirectError{fmt.Errorf("it redirects to %s, which is not a host that the catalogue names for this file: not followed", to.Host)}
		}
		return nil
	}
}

// names reports whether an address is at the host that was asked or at one of
// Hosts; a host without a port means the usual one.
func (r Request) names(origin, to *url.URL) bool {
	return slices.ContainsFunc(append([]string{origin.Host}, r.Hosts...), func(host string) bool {
		return strings.EqualFold(withPort(host, origin.Scheme), withPort(to.Host, to.Scheme))
	})
}

func withPort(host, scheme string) string {
	if _, _, err := net.SplitHostPort(host); err == nil {
		return host
	}
	port := "443"
	if scheme == "http" {
		port = "80"
	}
	return net.JoinHostPort(strings.Trim(host, "[]"), port)
}
