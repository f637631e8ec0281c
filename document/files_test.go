package document

import (
	"archive/zip"
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestFilesGolden reads each file of testdata and compares the documents that
// come of it.
func TestFilesGolden(t *testing.T) {
	files, err := Files([]string{"testdata/files"})
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	x := testExtractor(t)
	for _, file := range files {
		if strings.HasSuffix(file.Path, ".golden") {
			continue
		}
		t.Run(file.ID, func(t *testing.T) {
			r, err := os.Open(file.Path)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			var got strings.Builder
			for d, err := range x.Documents(context.Background(), r, filepath.Base(file.Path), Options{}) {
				if err != nil {
					fmt.Fprintf(&got, "error: %v\n\n", err)
					continue
				}
				fmt.Fprintf(&got, "id: %s\nkind: %s\ntitle: %s\nsource: %s\npublished: %s\nlanguage: %s\nurl: %s\n\n%s\n\n", d.ID, d.Kind, d.Title, d.Source, d.Published, d.Language, d.URL, d.Text)
			}
			golden := file.Path + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// makeDOCX packs the parts of a word processor's file.
func makeDOCX(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wordBody(inner string) string {
	return `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + inner + `</w:body></w:document>`
}

func TestDOCX(t *testing.T) {
	x := testExtractor(t)
	data := makeDOCX(t, map[string]string{
		docxBody: wordBody(`<w:p><w:r><w:t>Report on the vessels</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">The ministry </w:t></w:r><w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:ins><w:r><w:t>often</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> said</w:t><w:br/><w:t>so &amp; more.</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Lady R</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Russia</w:t></w:r></w:p><w:p><w:r><w:t>(flag)</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p/><w:p><w:r><w:t>The end.</w:t></w:r></w:p>`),
		docxNotes: wordBody(`<w:p><w:r><w:t>A note.</w:t></w:r></w:p>`),
		docxCore:  `<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Report on the vessels</dc:title></cp:coreProperties>`,
	})
	d, err := one(t, x, data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := "Report on the vessels\n\nThe ministry often said so & more.\n\nLady R | Russia (flag)\n\nThe end.\n\nA note."
	if d.Text != want || d.Title != "Report on the vessels" || d.Kind != DOCX {
		t.Errorf("%q, title %q, kind %s", d.Text, d.Title, d.Kind)
	}
}

func TestHostileDOCX(t *testing.T) {
	x := testExtractor(t)
	entities := `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>` + strings.TrimPrefix(wordBody(`<w:p><w:r><w:t>&b;&f;</w:t></w:r></w:p>`), `<?xml version="1.0"?>`)
	for name, tt := range map[string]struct {
		body, want string
	}{
		"bomb":     {wordBody("<w:p><w:r><w:t>" + strings.Repeat("a", 3*MaxText) + "</w:t></w:r></w:p>"), "unpacks to more than"},
		"entities": {entities, "damaged DOCX"},
		"nested":   {wordBody(strings.Repeat("<w:p>", 1_000_000)), "damaged DOCX"},
		"cut off":  {wordBody("<w:p>")[:120], "damaged DOCX"},
		"empty":    {wordBody(""), "no text"},
	} {
		start := time.Now()
		d, err := one(t, x, makeDOCX(t, map[string]string{docxBody: tt.body}), Options{})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v %v", name, d, err)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// TestHostilePages reads pages made to take time or memory without end. What
// is text in them is still read.
func TestHostilePages(t *testing.T) {
	x := testExtractor(t)
	for name, page := range map[string]string{
		"a million nested tags": "<html><body>" + strings.Repeat("<div>", 1_000_000) + "The envoy denied it.",
		"nested formatting":     "<html><body>" + strings.Repeat("<b><i><a href=x>", 20_000) + "The envoy denied it.",
		"nested tables":         "<html><body>" + strings.Repeat("<table><tr><td>", 3_000) + "The envoy denied it.",
		"a million paragraphs":  "<html><body>" + strings.Repeat("<p>", 1_000_000) + "The envoy denied it.",
		"an open tag":           "<html><body><p>The envoy denied it.</p><a " + strings.Repeat(`x="1" `, 300_000),
		"unclosed comments":     "<html><body><p>The envoy denied it.</p>" + strings.Repeat("<!-- ", 300_000),
		"many siblings":         "<html><body>" + strings.Repeat("<p><b>x</b></p>", 100_000) + "<p>The envoy denied it.</p>",
	} {
		start := time.Now()
		d, err := one(t, x, []byte(page), Options{})
		if err != nil || !strings.Contains(d.Text, "The envoy denied it.") {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func TestHostileMails(t *testing.T) {
	x := testExtractor(t)
	nested := "The innermost."
	for i := range 40 {
		nested = fmt.Sprintf("From: a@example.org\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\nContent-Type: message/rfc822\r\n\r\n%s\r\n--b%d--\r\n", i, i, nested, i)
	}
	many := "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<p>x</p>\r\n", 5000) + "--b--"
	for name, tt := range map[string]struct{ data, want string }{
		"mails within mails": {nested, "mails within mails"},
		"many parts":         {many, "too many parts"},
	} {
		failed := ""
		for _, err := range x.Documents(context.Background(), strings.NewReader(tt.data), "m.eml", Options{}) {
			if err != nil {
				failed += err.Error()
			}
		}
		if !strings.Contains(failed, tt.want) {
			t.Errorf("%s: %q", name, failed)
		}
	}
}

func TestLargeFiles(t *testing.T) {
	_, err := Read(context.Background(), strings.NewReader(strings.Repeat("A line of text.\n", 7_000_000)), "large.txt", Options{})
	if err == nil || !strings.Contains(err.Error(), "more than 32 MB of text") {
		t.Errorf("100 MB of text: %v", err)
	}
}

func TestContentTypeDecides(t *testing.T) {
	x := testExtractor(t)
	page := []byte("The envoy <b>denied</b> it.")
	if d, err := one(t, x, page, Options{ContentType: "text/html; charset=utf-8"}); err != nil || d.Text != "The envoy denied it." {
		t.Errorf("as a page: %+v %v", d, err)
	}
	if d, err := one(t, x, page, Options{ContentType: "application/octet-stream"}); err != nil || d.Text != string(page) {
		t.Errorf("as text: %+v %v", d, err)
	}
	if _, err := one(t, x, page, Options{ContentType: "image/png"}); err == nil {
		t.Error("a picture was read")
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.txt", "a/z.txt", "a/.hidden", ".git/config", "a/b/c.eml"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Files([]string{dir, filepath.Join(dir, "b.txt")})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, f := range got {
		ids = append(ids, fmt.Sprint(f.ID, " ", f.Found))
	}
	if diff := cmp.Diff([]string{"a/b/c true", "a/z true", "b true", "b false"}, ids); diff != "" {
		t.Error(diff)
	}
	if _, err := Files([]string{filepath.Join(dir, "none")}); err == nil {
		t.Error("a path that is not there was found")
	}
}

// FuzzDocuments reads files of any kind but PDF, which has a fuzz test of its own.
func FuzzDocuments(f *testing.F) {
	files, err := filepath.Glob("testdata/files/*[lm]")
	if err != nil || len(files) == 0 {
		f.Fatalf("no files: %v", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(makeDOCX(f, map[string]string{docxBody: wordBody("<w:p><w:r><w:t>Text</w:t></w:r></w:p>")}))
	f.Add([]byte("Plain text."))
	x := testExtractor(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if kind, err := kindOf(data, ""); err == nil && kind == PDF {
			t.Skip()
		}
		checkDocuments(t, x, data)
	})
}
