package eval

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"
)

// Documents that the page Read is measured with: of about so many words.
const (
	readWords  = 500
	readRounds = 30
	readForm   = 2 * time.Second // from opening the form to sending it, as fast as one can paste
)

// articles are the texts of the bench, each cut, or written again and again, to
// readWords.
func (r *run) articles() ([]string, error) {
	var out []string
	for _, path := range r.find("reading/texts/*.txt") {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		paragraphs := strings.SplitAfter(string(data), "\n")
		var text strings.Builder
		words := 0
		for i := 0; words < readWords && len(strings.Fields(string(data))) > readWords/10; i++ {
			p := paragraphs[i%len(paragraphs)]
			text.WriteString(p)
			words += len(strings.Fields(p))
		}
		if words >= readWords {
			out = append(out, text.String())
		}
	}
	return out, nil
}

// readPages measures the page Read of a server that has read nothing yet: from
// sending the form to the last byte of the page with what the document says.
func (r *run) readPages(ctx context.Context, served *Served) error {
	texts, err := r.articles()
	if err != nil || len(texts) == 0 {
		return err
	}
	client := &http.Client{Timeout: time.Minute}
	if _, err := getPage(ctx, client, "http://"+served.Addr+"/read"); err != nil {
		return err
	}
	select {
	case <-time.After(readForm):
	case <-ctx.Done():
		return ctx.Err()
	}
	var took []time.Duration
	for i := range readRounds + 1 {
		began := time.Now()
		if err := postRead(ctx, client, served.Addr, texts[i%len(texts)]); err != nil {
			return err
		}
		took = append(took, time.Since(began))
	}
	r.add("serve.read_ms", "first", took[0].Seconds()*1e3, 1)
	slices.Sort(took[1:])
	r.add("serve.read_ms", "p50", took[1+readRounds/2].Seconds()*1e3, readRounds)
	r.add("serve.read_ms", "p99", took[readRounds].Seconds()*1e3, readRounds)
	mb, err := served.Memory()
	if err == nil {
		r.add("serve.read_memory_mb", "all", mb, 1)
	}
	return err
}

func getPage(ctx context.Context, client *http.Client, address string) (string, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	return do(client, q)
}

// postRead sends a text to be read and waits for the page.
func postRead(ctx context.Context, client *http.Client, addr, text string) error {
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+addr+"/read", strings.NewReader(url.Values{"text": {text}}.Encode()))
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	page, err := do(client, q)
	for err == nil && strings.Contains(page, `data-poll="`) { // it took longer, and says how far it is
		_, rest, _ := strings.Cut(page, `data-poll="`)
		path, _, _ := strings.Cut(rest, `?`)
		time.Sleep(10 * time.Millisecond)
		page, err = getPage(ctx, client, "http://"+addr+path)
	}
	if err == nil && !strings.Contains(page, `class="doc"`) {
		err = errors.New("the page of a document has none")
	}
	return err
}

func do(client *http.Client, q *http.Request) (string, error) {
	a, err := client.Do(q)
	if err != nil {
		return "", err
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err == nil && a.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %s", q.URL.Path, a.Status)
	}
	return string(body), err
}
