package all

import (
	"bytes"
	"compress/gzip"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"interdict/internal/bench"
	"interdict/lists"
)

// Every source of the catalogue has a parser, and every parser's source is in
// the catalogue.
func TestCatalogueAndParsersAgree(t *testing.T) {
	var parsed []string
	for _, p := range parsers() {
		parsed = append(parsed, p.Sources...)
	}
	for _, name := range parsed {
		if _, ok := lists.Lookup(name); !ok {
			t.Errorf("%s has a parser and is not in the catalogue", name)
		}
	}
	for _, s := range lists.Sources() {
		if !slices.Contains(parsed, s.Name) {
			t.Errorf("%s is in the catalogue and has no parser", s.Name)
		}
	}
	slices.Sort(parsed)
	if len(slices.Compact(parsed)) != len(lists.Sources()) {
		t.Error("a source has two parsers")
	}
}

// What a server sends in place of a list is told by name.
func TestWhatIsNoList(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte("<CONSOLIDATED_LIST>")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"page.xml":     "<!DOCTYPE html><html><body>503 Service Unavailable</body></html>",
		"empty.csv":    " \n",
		"error.json":   `{"error":"unauthorized"}`,
		"words.txt":    "Please try again later.",
		"binary.xlsx":  "PK\x03\x04 and no more",
		"half.xml.gz":  packed.String()[:20],
		"picture.png":  "\x89PNG\r\n\x1a\n\x00\x00",
		"numbers.csv":  "1;2;3\n4;5;6\n",
		"unknown.json": `[{"a":1}]`,
	} {
		sets, problems := Recognise([]lists.File{lists.NewFile(name, []byte(content))})
		if len(sets) != 0 || len(problems) != 1 || !strings.Contains(problems[0].Err.Error(), name) {
			t.Errorf("%s: sets %v, problems %v", name, sets, problems)
		}
	}
}

// Official files that were cut off anywhere are errors that name the file.
func TestCutOffOfficialFiles(t *testing.T) {
	for _, path := range []string{"un-sc/2026-02-27/consolidated.xml.gz", "ca-sema/2025-05/sema-lmes.xml.gz", "us-ofac-cons/2025-03-28/consolidated.xml.gz",
		"us-ofac-cons/2020-03-17/cons_advanced.xml.gz", "us-ofac-enhanced/2024-08-28/IRGC_ENHANCED.xml.gz", "au-dfat/2024-12/regulation8_consolidated.xlsx"} {
		data, err := lists.OpenFile(bench.Dir(t, "lists", filepath.FromSlash(path))).Bytes()
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range []int{1, 4, 7} {
			cut := lists.NewFile("cut-file", data[:len(data)*i/8])
			sets, problems := Recognise([]lists.File{cut})
			for _, p := range problems {
				err = p.Err
			}
			for _, set := range sets {
				_, err = Parse(context.Background(), set)
			}
			if err == nil || !strings.Contains(err.Error(), "cut-file") {
				t.Errorf("%s cut at %d/8: error = %v", path, i, err)
			}
		}
	}
}

// A caller that gives up is heard.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, w := range whole[len(whole)-6:] {
		set := open(t, bench.Dir(t, "lists", filepath.FromSlash(w.dir)))
		if _, err := Parse(ctx, set); err == nil {
			t.Errorf("%s was read to its end", w.dir)
		}
	}
}
