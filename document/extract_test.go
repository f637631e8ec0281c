package document

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkDocuments reads a file and holds what comes out to what the package
// promises of every document and every error.
func checkDocuments(t *testing.T, x *Extractor, data []byte) {
	t.Helper()
	n := 0
	for d, err := range x.Documents(context.Background(), bytes.NewReader(data), "file", Options{}) {
		n++
		switch {
		case err != nil:
			if d != nil || !strings.HasPrefix(err.Error(), "file: ") || strings.ContainsAny(err.Error(), "\n\r") {
				t.Fatalf("error %q with document %v", err, d)
			}
			continue
		case !utf8.ValidString(d.Text) || strings.TrimSpace(d.Text) == "" || d.ID == "" || d.Kind == "":
			t.Fatalf("document %+v", d)
		case d.Body() < 0 || d.Body() > len(d.Text) || d.Characters() != utf8.RuneCountInString(d.Text):
			t.Fatalf("body %d, %d characters of %q", d.Body(), d.Characters(), d.Text)
		}
		last := 0
		for _, at := range d.PageStarts() {
			if at < last || at > d.Characters() {
				t.Fatalf("pages begin at %v of %d", d.PageStarts(), d.Characters())
			}
			last = at
		}
	}
	if n == 0 {
		t.Fatal("neither a document nor an error")
	}
}
