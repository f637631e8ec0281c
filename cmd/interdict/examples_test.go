package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"interdict/ledger"
)

// TestExamplePages holds the pages beside the examples to the ledgers that are
// read today: all the claims, in order. Where one is out of date, it is made
// again by interdict read --html with no list loaded.
func TestExamplePages(t *testing.T) {
	files, err := filepath.Glob("../../examples/*.txt")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d examples: %v", len(files), err)
	}
	data := t.TempDir()
	for _, file := range files {
		var out bytes.Buffer
		status := run(t.Context(), []string{"read", "--json", "--data", data, file}, terminal{in: strings.NewReader(""), out: &out, err: io.Discard, env: func(string) string { return "" }})
		if status != exitDone {
			t.Fatalf("%s: status %d", file, status)
		}
		var l ledger.Ledger
		if err := json.Unmarshal(out.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		page, err := os.ReadFile(strings.TrimSuffix(file, ".txt") + ".html")
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range l.Claims {
			id := fmt.Sprintf(`<li class="claim s-%s" id="d1c%d"`, c.Status, i+1)
			at := bytes.Index(page, []byte(id))
			if at < 0 || !bytes.Contains(page[at:min(len(page), at+400)], []byte(`<span class="type">`+c.Type+`</span>`)) {
				t.Errorf("%s: the page does not show claim %d: %s, %s", file, i+1, c.Type, c.Status)
			}
		}
		if bytes.Contains(page, []byte(fmt.Sprintf(`id="d1c%d"`, len(l.Claims)+1))) {
			t.Errorf("%s: the page shows more than %d claims", file, len(l.Claims))
		}
	}
}
