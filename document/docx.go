package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Parts of a DOCX file (ECMA-376 part 1) that are read.
const (
	docxBody  = "word/document.xml"
	docxNotes = "word/footnotes.xml"
	docxEnds  = "word/endnotes.xml"
	docxCore  = "docProps/core.xml"
	wordSpace = "wordprocessingml" // in the name spaces of both editions of the standard
)

// isDOCX reports whether a packed file is a word processor's document.
func isDOCX(data []byte) bool {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return bytes.Contains(data[:min(len(data), 4096)], []byte("word/")) // damaged, and it will say so
	}
	_, err = z.Open(docxBody)
	return err == nil
}

// docx makes a document of a DOCX file: paragraphs, table rows as lines of
// cells, and the notes at the end. Deleted text that changes are tracked for is
// left out, inserted text is kept.
func docx(data []byte, o Options) (*Document, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errors.New("a damaged DOCX file; open it in a word processor and save it anew")
	}
	var paragraphs []string
	for _, part := range []string{docxBody, docxNotes, docxEnds} {
		content, err := unpackPart(z, part)
		if err != nil {
			return nil, err
		}
		if content == nil {
			continue
		}
		more, err := wordParagraphs(content)
		if err != nil {
			return nil, fmt.Errorf("a damaged DOCX file (%s: %s); open it in a word processor and save it anew", part, shorten(err.Error()))
		}
		paragraphs = append(paragraphs, more...)
	}
	if length(paragraphs) == 0 {
		return nil, errors.New("the document holds no text; if its pages are pictures, run text recognition first")
	}
	if o.Title == "" {
		core, err := unpackPart(z, docxCore)
		if err != nil {
			return nil, err
		}
		if title := coreTitle(core); strings.EqualFold(title, paragraphs[0]) || len(paragraphs[0]) > 200 {
			o.Title = title // otherwise often a template's; the first line tells it
		}
	}
	d := New(joinParagraphs("", paragraphs), o)
	d.Kind = DOCX
	return d, nil
}

// unpackPart returns a part's content, nil where there is none, or an error
// where it unpacks to more than any text.
func unpackPart(z *zip.Reader, name string) ([]byte, error) {
	r, err := z.Open(name)
	if err != nil {
		return nil, nil // not there
	}
	defer r.Close()
	const limit = 3 * MaxText // marks take more room than text
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("a damaged DOCX file (%s: %s); open it in a word processor and save it anew", name, shorten(err.Error()))
	}
	if len(content) > limit {
		return nil, fmt.Errorf("a packed file whose %s unpacks to more than %d MB: not read", name, limit/megabyte)
	}
	return content, nil
}

// wordParagraphs reads the paragraphs of a WordprocessingML part.
func wordParagraphs(content []byte) ([]string, error) {
	d := xml.NewDecoder(bytes.NewReader(content))
	var out []string
	var text strings.Builder
	var cells []string
	tables, level, inText, skip := 0, 0, false, 0
	end := func(into *[]string) {
		if s := squeeze(text.String()); s != "" {
			*into = append(*into, s)
		}
		text.Reset()
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if level++; level > 256 {
				return nil, errors.New("nested too deeply")
			}
			if !strings.Contains(t.Name.Space, wordSpace) {
				continue
			}
			switch t.Name.Local {
			case "t":
				inText = true
			case "tab":
				text.WriteByte(' ')
			case "br", "cr":
				text.WriteByte(' ')
			case "noBreakHyphen":
				text.WriteByte('-')
			case "del", "moveFrom":
				skip++
			case "tbl":
				tables++
			}
		case xml.EndElement:
			level--
			if !strings.Contains(t.Name.Space, wordSpace) {
				continue
			}
			switch t.Name.Local {
			case "t":
				inText = false
			case "del", "moveFrom":
				skip--
			case "p":
				if tables == 0 {
					end(&out)
				} else {
					text.WriteByte(' ')
				}
			case "tc":
				end(&cells)
			case "tr":
				if len(cells) > 0 {
					out = append(out, strings.Join(cells, " | "))
				}
				cells = nil
			case "tbl":
				tables--
			}
		case xml.CharData:
			if inText && skip == 0 {
				text.Write(t)
			}
		}
	}
}

// coreTitle is the title in a document's properties, or "".
func coreTitle(content []byte) string {
	var core struct {
		Title string `xml:"title"`
	}
	if xml.Unmarshal(content, &core) != nil {
		return "" // properties are no text; without them the first line tells the title
	}
	return squeeze(core.Title)
}
