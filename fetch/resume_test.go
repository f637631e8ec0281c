package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestWhateverTheServerDoes: a server that cuts, changes the file, is busy,
// packs, and knows ranges or does not, never makes a file of parts of two
// versions. Get either fails, or the file is one version, byte for byte, and
// the validators are those of that version.
func TestWhateverTheServerDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		version, ranges := 0, rapid.Bool().Draw(t, "ranges")
		modified := rapid.Bool().Draw(t, "modified")
		ifRange := modified || rapid.Bool().Draw(t, "if-range") // without a tag nothing else tells of a change
		file := func(version int) []byte {
			return bytes.Repeat([]byte(fmt.Sprintf("%04d", version)), 500+7*(version%3/2))
		}
		tag := func(version int) string { return fmt.Sprintf(`"v%d"`, version) }
		server := func(r *http.Request) (*http.Response, error) {
			what := rapid.SampledFrom([]string{"whole", "cut", "cut", "change", "busy", "refuse", "shift", "break"}).Draw(t, "what")
			switch what {
			case "change":
				version++
			case "busy":
				return answer(r, http.StatusServiceUnavailable, http.Header{}, nil, -1), nil
			case "break":
				return nil, errors.New("connection reset")
			}
			data, h := file(version), http.Header{"Etag": {tag(version)}, "Date": {time.Unix(1e9, 0).UTC().Format(http.TimeFormat)}}
			if modified {
				h = http.Header{"Last-Modified": {time.Unix(int64(version), 0).UTC().Format(http.TimeFormat)}, "Date": h["Date"]}
			}
			if known := r.Header.Get("If-None-Match"); known != "" && known == h.Get("ETag") {
				return answer(r, http.StatusNotModified, h, nil, -1), nil
			}
			from := 0
			if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from); err == nil {
				same := r.Header.Get("If-Range")
				switch {
				case !ranges || what == "refuse" || ifRange && same != h.Get("ETag") && same != h.Get("Last-Modified"):
					from = 0
				case what == "shift":
					from = max(from-4, 0)
				}
			}
			status := http.StatusOK
			if from > 0 {
				if from >= len(data) {
					return answer(r, http.StatusRequestedRangeNotSatisfiable, h, nil, -1), nil
				}
				h.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(data)-1, len(data)))
				status = http.StatusPartialContent
			}
			cut := -1
			if what == "cut" {
				cut = rapid.IntRange(0, len(data)-from-1).Draw(t, "cut")
			}
			return answer(r, status, h, data[from:], cut), nil
		}
		dir, err := os.MkdirTemp("", "resume")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		path := filepath.Join(dir, "list")
		var known Validators
		for range rapid.IntRange(1, 3).Draw(t, "gets") {
			c := New(Options{Transport: roundTrip(server), Attempts: 3, Sleep: new(slept).sleep})
			got, err := c.Get(context.Background(), Request{URL: "https://lists.example/list", Path: path, Known: known})
			c.Close()
			if err != nil {
				if strings.Contains(err.Error(), "\n") {
					t.Errorf("an error of several lines: %v", err)
				}
				continue
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			whole := -1
			for v := range version + 1 {
				if bytes.Equal(data, file(v)) && (modified || got.Validators.ETag == tag(v)) {
					whole = v
				}
			}
			if whole < 0 {
				t.Fatalf("the file of %d bytes is no version, or not that of %+v", len(data), got.Validators)
			}
			known = got.Validators
		}
	})
}

// roundTrip is a transport that is a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answer is a response that breaks off after cut bytes, where that is not -1.
func answer(r *http.Request, status int, h http.Header, body []byte, cut int) *http.Response {
	length := int64(len(body))
	b := &brokenBody{Reader: bytes.NewReader(body)}
	if cut >= 0 {
		b = &brokenBody{Reader: bytes.NewReader(body[:cut]), broken: true}
	}
	return &http.Response{StatusCode: status, Header: h, Body: b, ContentLength: length, Request: r}
}

type brokenBody struct {
	*bytes.Reader
	broken bool
}

func (b *brokenBody) Close() error { return nil }

func (b *brokenBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil && b.broken {
		err = errors.New("connection reset")
	}
	return n, err
}
