package lists

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An Attr is an attribute of an XML element.
type Attr struct{ Name, Value string } // the name without its prefix

// The kinds of what an xmlScanner finds.
type tokenKind int

const (
	startTag tokenKind = iota // for <a/> an endTag follows
	endTag
	charData
)

// xmlScanner reads well-formed XML 1.0 in UTF-8 that has no document type, and
// nothing else: that is what publishers write, and it is read several times
// faster than with a scanner for every document. Prefixes of names are dropped.
// Values are copied; the data is not kept alive by them.
type xmlScanner struct {
	data  []byte
	pos   int
	stack []string // names of the open elements, with their prefixes
	names map[string]string
	empty bool // an endTag for an element <a/> is due
	root  bool // the root element was seen

	kind  tokenKind
	name  string // of startTag and endTag, without prefix
	text  []byte // of charData, until the next call
	attrs []Attr // of startTag, until the next call
}

func newXMLScanner(data []byte) *xmlScanner {
	return &xmlScanner{data: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), names: map[string]string{}}
}

var (
	errCutOff   = errors.New("it ends in the middle")
	errDoctype  = errors.New("the file declares a document type, which no official list does")
	errNotXML   = errors.New("text outside the root element")
	errSecond   = errors.New("a second root element")
	errEncoding = errors.New("bytes that are not UTF-8 text")
)

// next finds the next token; false is the end of the document.
func (s *xmlScanner) next() (bool, error) {
	if s.empty {
		s.empty = false
		s.kind = endTag
		s.stack = s.stack[:len(s.stack)-1]
		return true, nil
	}
	for s.pos < len(s.data) {
		rest := s.data[s.pos:]
		if rest[0] != '<' {
			end := bytes.IndexByte(rest, '<')
			if end < 0 {
				end = len(rest)
			}
			raw := rest[:end]
			s.pos += end
			if len(s.stack) == 0 {
				if len(bytes.TrimSpace(raw)) > 0 {
					return false, errNotXML
				}
				continue
			}
			text, err := unescape(raw, s.text[:0])
			s.kind, s.text = charData, text
			return true, err
		}
		switch {
		case bytes.HasPrefix(rest, []byte("<?")):
			if err := s.skip("?>"); err != nil {
				return false, err
			}
		case bytes.HasPrefix(rest, []byte("<!--")):
			s.pos += 4
			if err := s.skip("-->"); err != nil {
				return false, err
			}
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			start := s.pos + 9
			if err := s.skip("]]>"); err != nil {
				return false, err
			}
			if len(s.stack) == 0 {
				return false, errNotXML
			}
			s.kind, s.text = charData, append(s.text[:0], s.data[start:s.pos-3]...)
			return true, checkText(s.text)
		case bytes.HasPrefix(rest, []byte("<!")):
			return false, errDoctype
		case bytes.HasPrefix(rest, []byte("</")):
			return true, s.closeTag()
		default:
			return true, s.openTag()
		}
	}
	if len(s.stack) > 0 || !s.root {
		return false, errCutOff
	}
	return false, nil
}

// skip moves behind the mark.
func (s *xmlScanner) skip(mark string) error {
	end := bytes.Index(s.data[s.pos:], []byte(mark))
	if end < 0 {
		return errCutOff
	}
	s.pos += end + len(mark)
	return nil
}

func (s *xmlScanner) closeTag() error {
	end := bytes.IndexByte(s.data[s.pos:], '>')
	if end < 0 {
		return errCutOff
	}
	name := string(bytes.TrimRight(s.data[s.pos+2:s.pos+end], " \t\r\n"))
	if len(s.stack) == 0 || s.stack[len(s.stack)-1] != name {
		return fmt.Errorf("element ends as %q where it did not begin so", clip(name))
	}
	s.pos += end + 1
	s.stack = s.stack[:len(s.stack)-1]
	s.kind, s.name = endTag, local(name)
	return nil
}

func (s *xmlScanner) openTag() error {
	s.pos++
	name, err := s.readName()
	if err != nil {
		return err
	}
	if len(s.stack) == 0 && s.root {
		return errSecond
	}
	s.root = true
	s.stack = append(s.stack, name)
	s.kind, s.name, s.attrs = startTag, local(name), s.attrs[:0]
	for {
		spaced := s.space()
		if s.pos >= len(s.data) {
			return errCutOff
		}
		switch s.data[s.pos] {
		case '>':
			s.pos++
			return nil
		case '/':
			if s.pos+1 >= len(s.data) {
				return errCutOff
			}
			if s.data[s.pos+1] != '>' {
				return errors.New("a stray / in an element")
			}
			s.pos += 2
			s.empty = true
			return nil
		}
		if !spaced {
			return errors.New("an attribute without a space before it")
		}
		if err := s.readAttr(); err != nil {
			return err
		}
	}
}

func (s *xmlScanner) readAttr() error {
	name, err := s.readName()
	if err != nil {
		return err
	}
	s.space()
	if s.pos >= len(s.data) || s.data[s.pos] != '=' {
		return fmt.Errorf("attribute %q without a value", clip(name))
	}
	s.pos++
	s.space()
	if s.pos >= len(s.data) || s.data[s.pos] != '"' && s.data[s.pos] != '\'' {
		return fmt.Errorf("attribute %q without quotes", clip(name))
	}
	end := bytes.IndexByte(s.data[s.pos+1:], s.data[s.pos])
	if end < 0 {
		return errCutOff
	}
	raw := s.data[s.pos+1 : s.pos+1+end]
	s.pos += end + 2
	if bytes.IndexByte(raw, '<') >= 0 {
		return fmt.Errorf("attribute %q holds an element", clip(name))
	}
	value, err := unescape(raw, nil)
	s.attrs = append(s.attrs, Attr{local(name), string(value)})
	return err
}

func (s *xmlScanner) space() bool {
	start := s.pos
	for s.pos < len(s.data) && (s.data[s.pos] == ' ' || s.data[s.pos] == '\t' || s.data[s.pos] == '\n' || s.data[s.pos] == '\r') {
		s.pos++
	}
	return s.pos > start
}

// readName reads a name of an element or attribute. Equal names share memory.
func (s *xmlScanner) readName() (string, error) {
	start := s.pos
	for s.pos < len(s.data) {
		c := s.data[s.pos]
		if c == '>' || c == '/' || c == '=' || c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '<' || c == '"' || c == '\'' || c == '&' {
			break
		}
		s.pos++
	}
	raw := s.data[start:s.pos]
	if len(raw) == 0 || raw[0] < 0x80 && raw[0] != '_' && raw[0] != ':' && (raw[0]|0x20 < 'a' || raw[0]|0x20 > 'z') {
		return "", errors.New("an element or attribute without a name")
	}
	if name, ok := s.names[string(raw)]; ok {
		return name, nil
	}
	if !utf8.Valid(raw) || len(raw) > 256 {
		return "", errEncoding
	}
	name := string(raw)
	if len(s.names) < 4096 {
		s.names[name] = name
	}
	return name, nil
}

func local(name string) string {
	if _, after, ok := strings.Cut(name, ":"); ok && after != "" {
		return after
	}
	return name
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

// unescape resolves the five named entities and character references.
func unescape(raw, into []byte) ([]byte, error) {
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			into = append(into, raw...)
			return into, checkText(into)
		}
		into = append(into, raw[:i]...)
		end := bytes.IndexByte(raw[i:min(len(raw), i+12)], ';')
		if end < 0 {
			return into, errors.New("a lone & in text")
		}
		name := string(raw[i+1 : i+end])
		raw = raw[i+end+1:]
		switch name {
		case "lt":
			into = append(into, '<')
		case "gt":
			into = append(into, '>')
		case "amp":
			into = append(into, '&')
		case "quot":
			into = append(into, '"')
		case "apos":
			into = append(into, '\'')
		default:
			r, err := reference(name)
			if err != nil {
				return into, err
			}
			into = utf8.AppendRune(into, r)
		}
	}
}

func reference(name string) (rune, error) {
	digits, ok := strings.CutPrefix(name, "#")
	base := 10
	if hex, isHex := strings.CutPrefix(digits, "x"); isHex {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if !ok || err != nil || n == 0 || !utf8.ValidRune(rune(n)) {
		return 0, fmt.Errorf("entity &%s; is not known to XML", clip(name))
	}
	return rune(n), nil
}

func checkText(text []byte) error {
	if !utf8.Valid(text) {
		return errEncoding
	}
	return nil
}
