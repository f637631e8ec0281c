package lists

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A Node is an XML element read whole. It remembers which of its values were
// asked for, so that a parser's report can say what it left unread.
type Node struct {
	Name     string // local name
	Attrs    []xml.Attr
	Text     string // character data, trimmed; only of elements without children
	Children []*Node
	used     bool
}

// Bounds on XML: far above any official list, far below what hurts.
const (
	maxDepth    = 64
	maxChildren = 5 << 20 // elements in one entry
	maxValue    = 1 << 20 // bytes of one value
)

// XMLReader walks an XML file entry by entry.
type XMLReader struct {
	name string
	dec  *xml.Decoder
	path []string
}

// NewXMLReader reads XML from data; name is for messages. External entities
// are not known to it and document types are refused.
func NewXMLReader(name string, data []byte) *XMLReader {
	dec := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	dec.Strict = true
	dec.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "us-ascii") {
			return r, nil
		}
		return nil, fmt.Errorf("encoding %s is not used by this publisher", charset)
	}
	return &XMLReader{name: name, dec: dec}
}

// Next returns the next element that has one of the names given, read whole,
// or io.EOF after the end of the document.
func (x *XMLReader) Next(names ...string) (*Node, error) {
	for {
		token, err := x.dec.Token()
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		if err != nil {
			return nil, x.fail(err)
		}
		switch t := token.(type) {
		case xml.Directive:
			if strings.HasPrefix(strings.ToUpper(string(t)), "DOCTYPE") {
				return nil, x.fail(errors.New("the file declares a document type, which no official list does"))
			}
		case xml.StartElement:
			for _, name := range names {
				if t.Name.Local == name {
					return x.read(t)
				}
			}
			if x.path = append(x.path, t.Name.Local); len(x.path) > maxDepth {
				return nil, x.fail(errors.New("elements nested too deep"))
			}
		case xml.EndElement:
			x.path = x.path[:len(x.path)-1]
		}
	}
}

// read reads an element whole.
func (x *XMLReader) read(start xml.StartElement) (*Node, error) {
	root := &Node{Name: start.Name.Local, Attrs: start.Copy().Attr}
	stack := []*Node{root}
	var text strings.Builder
	for count := 0; ; {
		token, err := x.dec.Token()
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, x.fail(err)
		}
		top := stack[len(stack)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if count++; count > maxChildren || len(stack) > maxDepth {
				return nil, x.fail(fmt.Errorf("element %s is nested too deep or too large", root.Name))
			}
			n := &Node{Name: t.Name.Local, Attrs: t.Copy().Attr}
			top.Children = append(top.Children, n)
			stack = append(stack, n)
			text.Reset()
		case xml.CharData:
			if text.Len()+len(t) > maxValue {
				return nil, x.fail(fmt.Errorf("element %s holds a value of more than a megabyte", top.Name))
			}
			text.Write(t)
		case xml.EndElement:
			if len(top.Children) == 0 {
				top.Text = strings.TrimSpace(text.String())
			}
			text.Reset()
			if stack = stack[:len(stack)-1]; len(stack) == 0 {
				return root, nil
			}
		}
	}
}

func (x *XMLReader) fail(err error) error {
	line, _ := x.dec.InputPos()
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		err = errors.New(syntax.Msg)
	}
	return fmt.Errorf("%s: line %d: %w; the file is damaged or cut off: fetch it again", x.name, line, err)
}

// Get returns the value at a path of element names below the node, or "".
func (n *Node) Get(path ...string) string {
	at := n
	for _, name := range path {
		if at = at.Child(name); at == nil {
			return ""
		}
	}
	at.used = true
	return at.Text
}

// Child returns the first child of that name, or nil.
func (n *Node) Child(name string) *Node {
	for _, c := range n.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// All returns the elements at a path below the node, through every branch.
func (n *Node) All(path ...string) []*Node {
	if n == nil {
		return nil
	}
	if len(path) == 0 {
		return []*Node{n}
	}
	var out []*Node
	for _, c := range n.Children {
		if c.Name == path[0] {
			out = append(out, c.All(path[1:]...)...)
		}
	}
	return out
}

// Value returns the node's own value and marks it as read.
func (n *Node) Value() string {
	n.used = true
	return n.Text
}

// Attr returns an attribute's value, or "".
func (n *Node) Attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Skip marks all values below the node as read: numbering and repetition that
// says nothing of its own.
func (n *Node) Skip(names ...string) {
	for _, c := range n.Children {
		for _, name := range names {
			if c.Name == name {
				c.used = true
			}
		}
		c.Skip(names...)
	}
}

// Unread calls f for every value below the node that was never asked for.
func (n *Node) Unread(f func(field, value string)) { n.unread(n.Name, f) }

func (n *Node) unread(path string, f func(field, value string)) {
	if len(n.Children) == 0 && n.Text != "" && !n.used {
		f(path, n.Text)
	}
	for _, c := range n.Children {
		c.unread(path+"/"+c.Name, f)
	}
}
