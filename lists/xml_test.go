package lists_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interdict/lists"
)

const document = `<?xml version="1.0" encoding="utf-8"?>
<!-- a list -->
<list xmlns:x="urn:x" x:date="2024-01-17">
  <entry id='1' x:kind="a &amp; b"><name>Caf&#233; &lt;1&gt;</name><empty/><x:note><![CDATA[<raw> & whole]]></x:note></entry>
  <entry id="2"><name>  two
lines </name></entry>
</list>
`

func TestXMLReader(t *testing.T) {
	x := lists.NewXMLReader("list.xml", []byte(document))
	root, err := x.Root()
	if err != nil || root.Name != "list" || root.Attr("date") != "2024-01-17" {
		t.Fatalf("root %v, %v", root, err)
	}
	n, err := x.Next("entry")
	if err != nil {
		t.Fatal(err)
	}
	if got := n.Get("name"); got != "Café <1>" {
		t.Errorf("name = %q", got)
	}
	n.Attr("id")
	var left []string
	keep := func(field, value string) { left = append(left, field+"="+value) }
	n.Unread(keep)
	n.UnreadAttrs(keep)
	if diff := cmp.Diff([]string{"entry/note=<raw> & whole", "entry@kind=a & b"}, left); diff != "" {
		t.Error(diff)
	}
	if n, err = x.Next("entry"); err != nil || n.Get("name") != "two\nlines" {
		t.Errorf("second entry: %v, %v", n, err)
	}
	if _, err := x.Next("entry"); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
}

// Damaged files are errors that name the file and the line.
func TestDamagedXML(t *testing.T) {
	for name, data := range map[string]string{
		"cut in a name":      document[:120],
		"cut in an entry":    document[:len(document)-30],
		"cut before the end": strings.TrimSuffix(document, "</list>\n"),
		"crossed elements":   "<a><b></a></b>",
		"a second root":      "<a/><b/>",
		"text at the end":    "<a/>text",
		"a lone ampersand":   "<a>this & that</a>",
		"an unknown entity":  "<a>&secret;</a>",
		"a document type":    `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>`,
		"no element":         "   ",
		"broken encoding":    "<a>\xff\xfe\xfd</a>",
		"unquoted attribute": "<a b=c/>",
		"odd encoding":       `<?xml version="1.0" encoding="ebcdic"?><a/>`,
		"nested too deep":    strings.Repeat("<a>", 1000) + strings.Repeat("</a>", 1000),
	} {
		x := lists.NewXMLReader("list.xml", []byte(data))
		var err error
		for err == nil {
			_, err = x.Next("entry")
		}
		if errors.Is(err, io.EOF) || !strings.Contains(err.Error(), "list.xml") {
			t.Errorf("%s: error = %v", name, err)
		}
	}
}

func TestXMLEncodings(t *testing.T) {
	x := lists.NewXMLReader("latin.xml", []byte("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a><entry>caf\xe9</entry></a>"))
	if n, err := x.Next("entry"); err != nil || n.Value() != "café" {
		t.Errorf("%v, %v", n, err)
	}
}

// elements writes the names and texts of a document in order, by the reader
// here and by the standard library.
func elements(data []byte) (string, error) {
	x := lists.NewXMLReader("fuzzed", data)
	n, err := x.Root()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	fmt.Fprintf(&out, "<%s>", n.Name)
	for {
		_, err := x.Next("\x00") // no element has that name: the rest is scanned
		if errors.Is(err, io.EOF) {
			return out.String(), nil
		}
		if err != nil {
			return "", err
		}
	}
}

// What this scanner takes for well-formed, the standard library does too.
func FuzzXML(f *testing.F) {
	f.Add([]byte(document))
	f.Add([]byte("<a b='c'>&#x41;</a>"))
	f.Add([]byte("<a><?p?><!-- c --></a>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := elements(data); err != nil {
			if !strings.Contains(err.Error(), "fuzzed") {
				t.Errorf("error does not name the file: %v", err)
			}
			return
		}
		d := xml.NewDecoder(bytes.NewReader(data))
		d.Strict = false
		d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
		depth, roots := 0, 0
		for {
			token, err := d.RawToken()
			if err != nil {
				break // it is stricter about names and characters
			}
			switch token.(type) {
			case xml.StartElement:
				if depth == 0 {
					roots++
				}
				depth++
			case xml.EndElement:
				depth--
			}
		}
		if roots > 1 {
			t.Errorf("%q has %d roots", data, roots)
		}
	})
}
