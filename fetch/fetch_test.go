package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// content is a file of n bytes that no packing shortens much.
func content(n int) []byte {
	r := rand.NewChaCha8([32]byte{1})
	out := make([]byte, n)
	_, _ = r.Read(out)
	out[0] = 'x'
	return out
}

// A site is a publisher's server and what was asked of it.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	asked []*http.Request
}

// newSite serves over TLS; answer gets the number of the request, from 1.
func newSite(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request)) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r)
		n := len(s.asked)
		s.mu.Unlock()
		answer(n, w, r)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // broken connections are wanted here
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func (s *site) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// slept keeps the waits between attempts instead of waiting.
type slept struct {
	mu    sync.Mutex
	waits []time.Duration
}

func (s *slept) sleep(ctx context.Context, d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waits = append(s.waits, d)
	return ctx.Err()
}

// get fetches an address with short bounds that o may override.
func get(t *testing.T, s *site, o Options, r Request) (Result, error) {
	t.Helper()
	if o.Transport == nil {
		o.Transport = s.Client().Transport
	}
	if o.Sleep == nil {
		o.Sleep = new(slept).sleep
	}
	if r.URL == "" {
		r.URL = s.URL + "/list.xml"
	}
	c := New(o)
	defer c.Close()
	return c.Get(context.Background(), r)
}

// wantFile checks that a file is there, and nothing beside it.
func wantFile(t *testing.T, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the file has %d bytes, not the %d that were published", len(got), len(want))
	}
	wantOnly(t, path, filepath.Base(path))
}

// wantOnly checks what lies in the directory of a path.
func wantOnly(t *testing.T, path string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if diff := cmp.Diff(names, got); diff != "" {
		t.Errorf("files in the directory (-want +got):\n%s", diff)
	}
}

// wantError checks that an error is one line that says all of words.
func wantError(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("the error %q does not say %q", err, w)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("the error is of several lines: %q", err)
	}
}

func TestWholeFileAndUnchanged(t *testing.T) {
	data := content(300_000)
	s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		http.ServeContent(w, r, "", time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC), bytes.NewReader(data))
	})
	path := filepath.Join(t.TempDir(), "new", "list.xml")
	var last, total int64
	first, err := get(t, s, Options{}, Request{Path: path, Progress: func(got, of int64) { last, total = got, of }})
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, data)
	if last != 300_000 || total != 300_000 {
		t.Errorf("progress ended at %d of %d", last, total)
	}
	if first.Modified.Format(time.DateOnly) != "2026-02-27" || first.Bytes != 300_000 || first.Unchanged {
		t.Errorf("result %+v", first)
	}
	again, err := get(t, s, Options{}, Request{Path: path, Known: first.Validators})
	if err != nil || !again.Unchanged || again.Validators != first.Validators {
		t.Errorf("the second time: %+v, %v", again, err)
	}
	// What is known of another address says nothing of this one.
	other, err := get(t, s, Options{}, Request{URL: s.URL + "/other.xml", Path: path, Known: first.Validators})
	if err != nil || other.Unchanged {
		t.Errorf("another address: %+v, %v", other, err)
	}
}

func TestUnasked304IsNoAnswer(t *testing.T) {
	s := newSite(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	_, err := get(t, s, Options{}, Request{Path: filepath.Join(t.TempDir(), "list.xml")})
	wantError(t, err, "304")
}

func TestPackedForTheWay(t *testing.T) {
	data := bytes.Repeat([]byte("<entry>Korea Mining Development Trading Corporation</entry>\n"), 5000)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(data)
	_ = z.Close()
	encoding, body := "gzip", packed.Bytes()
	s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("accepts %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", encoding)
		_, _ = w.Write(body)
	})
	path := filepath.Join(t.TempDir(), "list.xml")
	if _, err := get(t, s, Options{}, Request{Path: path}); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, data)

	for name, c := range map[string]struct {
		encoding string
		body     []byte
		limit    int64
		words    string
	}{
		"cut":         {"gzip", packed.Bytes()[:packed.Len()/2], 0, "cannot be unpacked"},
		"not packed":  {"gzip", data, 0, "not packed as it says"},
		"too large":   {"gzip", packed.Bytes(), 100_000, "unpacks to more than"},
		"other":       {"br", packed.Bytes(), 0, "was not asked for"},
		"packed page": {"gzip", pack("<!DOCTYPE html>\n<html>"), 0, "web page"},
	} {
		t.Run(name, func(t *testing.T) {
			encoding, body = c.encoding, c.body
			path := filepath.Join(t.TempDir(), "list.xml")
			_, err := get(t, s, Options{MaxBytes: c.limit}, Request{Path: path})
			wantError(t, err, c.words)
			wantOnly(t, path)
		})
	}
}

func pack(s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.Bytes()
}

func TestHalfAFileIsGoneOnWith(t *testing.T) {
	data := content(200_000)
	s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		if n <= 6 { // more than the attempts that a file is given where nothing new comes
			cut(w, r, data, 20_000)
			return
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	})
	path := filepath.Join(t.TempDir(), "list.xml")
	var waits slept
	if _, err := get(t, s, Options{Sleep: waits.sleep, Attempts: 3}, Request{Path: path}); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, data)
	last := s.requests()[6]
	if got := last.Header.Get("Range"); got != "bytes=120000-" || last.Header.Get("If-Range") != `"v1"` {
		t.Errorf("the last request asks for %q of %q", got, last.Header.Get("If-Range"))
	}
	if len(waits.waits) != 6 {
		t.Errorf("waits %v", waits.waits)
	}
}

// cut sends so many bytes of what is asked for, and breaks the connection.
func cut(w http.ResponseWriter, r *http.Request, data []byte, n int) {
	from, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(r.Header.Get("Range"), "bytes="), "-"))
	w.Header().Set("Content-Length", strconv.Itoa(len(data)-from))
	if from > 0 {
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(data)-1, len(data)))
		w.WriteHeader(http.StatusPartialContent)
	}
	_, _ = w.Write(data[from : from+n])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func TestHalfAFileForEver(t *testing.T) {
	s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) { cut(w, &http.Request{}, content(100_000), 50_000) })
	path := filepath.Join(t.TempDir(), "list.xml")
	_, err := get(t, s, Options{Attempts: 3}, Request{Path: path})
	wantError(t, err, s.URL+"/list.xml", "ended after 48 kB of 97 kB", "tried 3 times")
	wantOnly(t, path)
}

func TestInterruptedDownloadGoesOnLater(t *testing.T) {
	data := content(400_000)
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		if n == 1 {
			w.Header().Set("Content-Length", strconv.Itoa(len(data)))
			_, _ = w.Write(data[:150_000])
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
			return
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	})
	path := filepath.Join(t.TempDir(), "list.xml")
	c := New(Options{Transport: s.Client().Transport})
	defer c.Close()
	_, err := c.Get(ctx, Request{URL: s.URL + "/list.xml", Path: path, Progress: func(got, _ int64) {
		if got == 150_000 {
			interrupt()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("interrupted: %v", err)
	}
	wantOnly(t, path, "list.xml.part", "list.xml.part.json")
	// Bytes after those that were kept are not trusted.
	f, err := os.OpenFile(path+".part", os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.WriteString("garbage")
	f.Close()
	if _, err := get(t, s, Options{}, Request{Path: path}); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, data)
	if got := s.requests()[1].Header.Get("Range"); got != "bytes=150000-" {
		t.Errorf("the second request asks for %q", got)
	}
}

func TestChangedBetweenAttempts(t *testing.T) {
	before, after, longer := content(100_000), bytes.Repeat([]byte("new "), 25_000), bytes.Repeat([]byte("new "), 30_000)
	for name, second := range map[string]func(w http.ResponseWriter, r *http.Request){
		"told by the server": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"v2"`)
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(after))
		},
		"server does not know If-Range": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"v2"`)
			r.Header.Del("If-Range")
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(after))
		},
		"other length": func(w http.ResponseWriter, r *http.Request) {
			r.Header.Del("If-Range")
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(longer))
		},
		"shorter than what is there": func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") != "" {
				w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
				return
			}
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(after))
		},
		"other part than asked for": func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") != "" {
				r.Header.Set("Range", "bytes=7-")
				r.Header.Del("If-Range")
			}
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(after))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
				if n == 1 {
					w.Header().Set("ETag", `"v1"`)
					cut(w, r, before, 50_000)
				}
				second(w, r)
			})
			path := filepath.Join(t.TempDir(), "list.xml")
			if _, err := get(t, s, Options{}, Request{Path: path}); err != nil {
				t.Fatal(err)
			}
			want := after
			if name == "other length" {
				want = longer
			}
			wantFile(t, path, want)
		})
	}
}

func TestRestThatIsShorterThanItSays(t *testing.T) {
	data := content(100_000)
	s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		switch n {
		case 1:
			cut(w, r, data, 50_000)
		case 2:
			w.Header().Set("Content-Range", "bytes 50000-99999/100000")
			w.WriteHeader(http.StatusPartialContent)
			_, _ = w.Write(data[50_000:60_000])
		default:
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
		}
	})
	path := filepath.Join(t.TempDir(), "list.xml")
	if _, err := get(t, s, Options{}, Request{Path: path}); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, data)
}

func TestNotGoneOnWithWithoutAStrongValidator(t *testing.T) {
	data := content(100_000)
	now := time.Now()
	for name, h := range map[string][2]string{
		"nothing":       {"X-None", "1"},
		"weak tag":      {"ETag", `W/"v1"`},
		"changed now":   {"Last-Modified", now.Add(time.Minute).UTC().Format(http.TimeFormat)},
		"no date at it": {"Last-Modified", "yesterday"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
				w.Header().Set(h[0], h[1])
				if n == 1 {
					cut(w, r, data, 50_000)
				}
				if r.Header.Get("Range") != "" {
					t.Errorf("asks for %s", r.Header.Get("Range"))
				}
				_, _ = w.Write(data)
			})
			path := filepath.Join(t.TempDir(), "list.xml")
			if _, err := get(t, s, Options{}, Request{Path: path}); err != nil {
				t.Fatal(err)
			}
			wantFile(t, path, data)
		})
	}
}

func TestBusyServer(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	answers := []struct {
		status int
		after  string
	}{
		{503, ""}, {429, "7"}, {500, now.Add(40 * time.Second).Format(http.TimeFormat)}, {502, "nonsense"},
	}
	s := newSite(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n > len(answers) {
			_, _ = w.Write([]byte("list"))
			return
		}
		w.Header().Set("Retry-After", answers[n-1].after)
		w.WriteHeader(answers[n-1].status)
	})
	path := filepath.Join(t.TempDir(), "list.xml")
	var waits slept
	_, err := get(t, s, Options{Sleep: waits.sleep, Random: func() float64 { return 0.5 }, Now: func() time.Time { return now }}, Request{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, []byte("list"))
	want := []time.Duration{750 * time.Millisecond, 7 * time.Second, 40 * time.Second, 6 * time.Second}
	if diff := cmp.Diff(want, waits.waits); diff != "" {
		t.Errorf("waits (-want +got):\n%s", diff)
	}
}

func TestWaitsAreBounded(t *testing.T) {
	s := newSite(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "86400")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	path := filepath.Join(t.TempDir(), "list.xml")
	_, err := get(t, s, Options{}, Request{Path: path})
	wantError(t, err, "429 Too Many Requests", "asks to wait 24h0m0s")
	if n := len(s.requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
	c := New(Options{})
	defer c.Close()
	for failures := 1; failures < 100; failures++ {
		if w := c.wait(failures, 0); w < 500*time.Millisecond || w > 2*time.Minute {
			t.Errorf("wait %v after %d failures", w, failures)
		}
	}
}

func TestRefused(t *testing.T) {
	for status, words := range map[int]string{404: "404 Not Found", 403: "wants a token", 451: "451", 204: "204"} {
		s := newSite(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
		_, err := get(t, s, Options{}, Request{Path: filepath.Join(t.TempDir(), "list.xml")})
		wantError(t, err, words)
		if errors.Is(err, ErrNotFound) != (status == 404) {
			t.Errorf("status %d is not found: %v", status, err)
		}
		if n := len(s.requests()); n != 1 {
			t.Errorf("status %d: %d requests", status, n)
		}
	}
}

func TestWebPage(t *testing.T) {
	for _, page := range []string{
		"<!DOCTYPE html>\n<html><body>Sorry</body></html>", "\xef\xbb\xbf\r\n <HTML lang=en>", `<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">`, "<!-- moved --><html>", "",
	} {
		s := newSite(t, func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(page)) })
		path := filepath.Join(t.TempDir(), "list.xml")
		_, err := get(t, s, Options{}, Request{Path: path})
		if page == "" {
			wantError(t, err, "empty file")
		} else {
			wantError(t, err, "web page instead of the file")
		}
		wantOnly(t, path)
	}
}

func TestEndlessBody(t *testing.T) {
	s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		if r.URL.Path == "/told" {
			w.Header().Set("Content-Length", "10737418240")
		}
		for {
			if _, err := w.Write(make([]byte, 32<<10)); err != nil {
				return
			}
		}
	})
	for _, at := range []string{"/told", "/untold"} {
		path := filepath.Join(t.TempDir(), "list.xml")
		_, err := get(t, s, Options{MaxBytes: 3 << 20}, Request{URL: s.URL + at, Path: path})
		wantError(t, err, "more than the 3.0 MB")
		wantOnly(t, path)
	}
}

func TestStalledServer(t *testing.T) {
	data := content(100_000)
	for _, before := range []bool{true, false} {
		s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"v1"`)
			if n > 1 {
				http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
				return
			}
			if !before {
				w.Header().Set("Content-Length", "100000")
				_, _ = w.Write(data[:60_000])
				_ = http.NewResponseController(w).Flush()
			}
			<-r.Context().Done()
		})
		path := filepath.Join(t.TempDir(), "list.xml")
		_, err := get(t, s, Options{Stall: 100 * time.Millisecond, Attempts: 1}, Request{Path: path})
		if before {
			wantError(t, err, "did not answer in 100ms")
			wantOnly(t, path)
		} else {
			wantError(t, err, "sent nothing for 100ms after 58 kB of 97 kB")
		}
		if _, err := get(t, s, Options{}, Request{Path: path}); err != nil {
			t.Fatal(err)
		}
		wantFile(t, path, data)
	}
}

func TestDrippingServer(t *testing.T) {
	s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte("x"))
			_ = http.NewResponseController(w).Flush()
			time.Sleep(5 * time.Millisecond)
		}
	})
	path := filepath.Join(t.TempDir(), "list.xml")
	_, err := get(t, s, Options{Timeout: 200 * time.Millisecond}, Request{Path: path})
	wantError(t, err, "not whole after 200ms")
}

func TestRedirects(t *testing.T) {
	var to string
	storage := newSite(t, func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("list")) })
	s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/list.xml" {
			_, _ = w.Write([]byte("list"))
			return
		}
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
	})
	host := strings.TrimPrefix(storage.URL, "https://")
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	for name, c := range map[string]struct {
		to    string
		hosts []string
		words string // of the error; "" where it is followed
	}{
		"same host":       {"/elsewhere.xml", nil, ""},
		"named host":      {storage.URL + "/list.xml", []string{host}, ""},
		"unnamed host":    {storage.URL + "/list.xml", []string{"example.org"}, "not a host that the catalogue names"},
		"other port":      {storage.URL + "/list.xml", []string{"127.0.0.1"}, "not a host that the catalogue names"},
		"to http":         {plain.URL + "/list.xml", []string{strings.TrimPrefix(plain.URL, "http://")}, "from HTTPS to http"},
		"to a file":       {"file:///etc/passwd", nil, "from HTTPS to file"},
		"with a user":     {strings.Replace(storage.URL, "https://", "https://a:b@", 1), []string{host}, "user name"},
		"round and round": {"/list.xml", nil, "more than ten times"},
	} {
		t.Run(name, func(t *testing.T) {
			to = c.to
			path := filepath.Join(t.TempDir(), "list.xml")
			before := len(storage.requests())
			_, err := get(t, s, Options{}, Request{URL: s.URL + "/list.xml?token=hush", Hosts: c.hosts, Secrets: []string{"hush"}, Path: path})
			if c.words == "" {
				if err != nil {
					t.Fatal(err)
				}
				wantFile(t, path, []byte("list"))
			} else {
				wantError(t, err, c.words)
				if len(storage.requests()) != before {
					t.Error("the host was asked all the same")
				}
			}
			for _, r := range storage.requests() {
				if strings.Contains(fmt.Sprint(r.URL, r.Header), "hush") {
					t.Errorf("the storage was told the token: %v %v", r.URL, r.Header)
				}
			}
		})
	}
}

func TestLinkOfAPage(t *testing.T) {
	var page string
	s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/lists/" {
			_, _ = io.WriteString(w, page)
			return
		}
		w.Header().Set("ETag", `"v1"`)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader("list at "+r.URL.String()))
	})
	link := regexp.MustCompile(`list\d{8}\.csv`)
	for name, c := range map[string]struct{ page, want, words string }{
		"relative":        {`<!DOCTYPE html><html><a href="list20250101.csv">CSV</a><a href="list.pdf">`, "/lists/list20250101.csv", ""},
		"absolute":        {`<html><a class=x HREF='/files/list20250101.csv?a=1&amp;b=2'>`, "/files/list20250101.csv?a=1&b=2", ""},
		"newest":          {`<html><a href=list20250101.csv><a href="/z/list20260101.csv"><a href="/zz/list20251201.csv">`, "/z/list20260101.csv", ""},
		"none":            {`<html><a href="other.csv">`, "", "no link to the file"},
		"other host":      {`<html><a href="https://elsewhere.example/list20250101.csv">`, "", "not an address that the catalogue allows"},
		"to http":         {`<html><a href="http://` + "HOST" + `/list20250101.csv">`, "", "not an address that the catalogue allows"},
		"other kind":      {`<html><a href="javascript:go('list20250101.csv')">`, "", "not an address that the catalogue allows"},
		"too large":       {strings.Repeat(" ", maxPage+1), "", "too large"},
		"not a page even": {"list20250101.csv", "", "no link to the file"},
	} {
		t.Run(name, func(t *testing.T) {
			page = strings.ReplaceAll(c.page, "HOST", strings.TrimPrefix(s.URL, "https://"))
			path := filepath.Join(t.TempDir(), "list.csv")
			r := Request{URL: s.URL + "/lists/", Link: link, Path: path}
			got, err := get(t, s, Options{}, r)
			if c.words != "" {
				wantError(t, err, s.URL+"/lists/", c.words)
				wantOnly(t, path)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			wantFile(t, path, []byte("list at "+c.want))
			r.Known = got.Validators
			if again, err := get(t, s, Options{}, r); err != nil || !again.Unchanged {
				t.Errorf("the second time: %+v, %v", again, err)
			}
		})
	}
}

func TestSecretsStayInside(t *testing.T) {
	s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		switch r.URL.Path {
		case "/missing":
			w.WriteHeader(http.StatusNotFound)
		case "/reflect":
			http.Redirect(w, r, "https://elsewhere.example/hush%2Fhush?hush", http.StatusFound)
		case "/half":
			cut(w, r, content(100_000), 50_000)
		}
	})
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	dir := t.TempDir()
	for _, at := range []string{s.URL + "/missing", s.URL + "/reflect", s.URL + "/half", gone.URL + "/list", "ftp://example.org/", "https://user:hush@[::1", s.URL + "/%zz"} {
		_, err := get(t, s, Options{Attempts: 1}, Request{URL: at + "?token=hush", Plain: true, Secrets: []string{"hush"}, Path: filepath.Join(dir, "list.xml")})
		if err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: error %v", at, err)
		}
		if data, err := os.ReadFile(filepath.Join(dir, "list.xml.part.json")); err == nil && bytes.Contains(data, []byte("hush")) {
			t.Errorf("%s: the token is on disk: %s", at, data)
		}
	}
}

func TestPlainHTTPOnlyWhereAllowed(t *testing.T) {
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "list") }))
	defer plain.Close()
	c := New(Options{})
	defer c.Close()
	path := filepath.Join(t.TempDir(), "list.xml")
	_, err := c.Get(context.Background(), Request{URL: plain.URL, Path: path})
	wantError(t, err, "only https is used")
	if _, err := c.Get(context.Background(), Request{URL: plain.URL, Path: path, Plain: true}); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, []byte("list"))
}

func TestUntrustedCertificate(t *testing.T) {
	s := newSite(t, func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "list") })
	c := New(Options{Sleep: new(slept).sleep})
	defer c.Close()
	_, err := c.Get(context.Background(), Request{URL: s.URL, Path: filepath.Join(t.TempDir(), "list.xml")})
	wantError(t, err, "certificate is not trusted")
	if strings.Contains(err.Error(), "tried") {
		t.Errorf("it was tried again: %v", err)
	}
}

func TestProxyIsAsked(t *testing.T) {
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Host)
		_, _ = io.WriteString(w, "list")
	}))
	defer proxy.Close()
	at, _ := url.Parse(proxy.URL)
	transport := &http.Transport{Proxy: http.ProxyURL(at)}
	defer transport.CloseIdleConnections()
	c := New(Options{Transport: transport})
	path := filepath.Join(t.TempDir(), "list.xml")
	if _, err := c.Get(context.Background(), Request{URL: "http://lists.example/list.xml", Plain: true, Path: path}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"lists.example"}, asked); diff != "" {
		t.Error(diff)
	}
	wantFile(t, path, []byte("list"))
}
