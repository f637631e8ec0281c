package lists

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Node is an XML element read whole. It remembers which of its values were
// asked for, so that a parser's report can say what it left unread.
type Node struct {
	Name     string // local name
	Attrs    []Attr
	Text     string // character data, trimmed; only of elements without children
	Children []*Node
	used     bool
	asked    uint64 // which attributes were asked for, a bit each
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
	scan *xmlScanner
	err  error
}

var declared = pattern(`^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// NewXMLReader reads XML from data; name is for messages. Encodings are UTF-8,
// UTF-16 with its mark, Latin 1 and Windows 1252; document types, and with them
// external entities, are refused.
func NewXMLReader(name string, data []byte) *XMLReader {
	x := &XMLReader{name: name}
	data, utf16 := decodeUTF16(data)
	if m := declared().FindSubmatch(data[:min(len(data), 256)]); m != nil && !utf16 {
		switch charset := strings.ToLower(string(m[1])); charset {
		case "utf-8", "us-ascii", "utf8":
		case "iso-8859-1", "windows-1252":
			data = decode1252(data)
		default:
			x.err = fmt.Errorf("%s: encoding %s is not used by any publisher", name, charset)
		}
	}
	x.scan = newXMLScanner(data)
	return x
}

// Next returns the next element that has one of the names given, read whole,
// or io.EOF after the end of the document. An element inside one that was
// returned is part of that one.
func (x *XMLReader) Next(names ...string) (*Node, error) {
	if x.err != nil {
		return nil, x.err
	}
	for {
		more, err := x.scan.next()
		if err != nil {
			return nil, x.fail(err)
		}
		if !more {
			return nil, io.EOF
		}
		if x.scan.kind != startTag {
			continue
		}
		if slices.Contains(names, x.scan.name) {
			return x.read()
		}
		if len(x.scan.stack) > maxDepth {
			return nil, x.fail(errors.New("elements nested too deep"))
		}
	}
}

// EachElement calls f with every element of the file that has one of the names,
// until f or the context gives an error.
func EachElement(ctx context.Context, name string, data []byte, elements []string, f func(*Node) error) error {
	x := NewXMLReader(name, data)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := x.Next(elements...)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := f(n); err != nil {
			return err
		}
	}
}

// Root returns the name and attributes of the root element, which must not
// have been passed yet.
func (x *XMLReader) Root() (*Node, error) {
	if x.err != nil {
		return nil, x.err
	}
	for {
		more, err := x.scan.next()
		if err != nil {
			return nil, x.fail(err)
		}
		if more && x.scan.kind == startTag {
			return x.node(), nil
		}
	}
}

func (x *XMLReader) node() *Node {
	return &Node{Name: x.scan.name, Attrs: slices.Clone(x.scan.attrs)}
}

// read reads the element that has just begun.
func (x *XMLReader) read() (*Node, error) {
	root := x.node()
	stack := []*Node{root}
	var text []byte
	for count := 0; ; {
		more, err := x.scan.next()
		if err == nil && !more {
			err = errCutOff
		}
		if err != nil {
			return nil, x.fail(err)
		}
		top := stack[len(stack)-1]
		switch x.scan.kind {
		case startTag:
			if count++; count > maxChildren || len(stack) > maxDepth {
				return nil, x.fail(fmt.Errorf("element %s is nested too deep or too large", root.Name))
			}
			n := x.node()
			top.Children = append(top.Children, n)
			stack = append(stack, n)
			text = text[:0]
		case charData:
			if len(text)+len(x.scan.text) > maxValue {
				return nil, x.fail(fmt.Errorf("element %s holds a value of more than a megabyte", top.Name))
			}
			text = append(text, x.scan.text...)
		case endTag:
			if len(top.Children) == 0 {
				top.Text = string(bytes.TrimSpace(text))
			}
			text = text[:0]
			if stack = stack[:len(stack)-1]; len(stack) == 0 {
				return root, nil
			}
		}
	}
}

func (x *XMLReader) fail(err error) error {
	line := 1 + bytes.Count(x.scan.data[:min(x.scan.pos, len(x.scan.data))], []byte("\n"))
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

// Used reports whether the node's own value was asked for.
func (n *Node) Used() bool { return n.used }

// Attr returns an attribute's value, trimmed, or "", and marks it as read.
func (n *Node) Attr(name string) string {
	for i, a := range n.Attrs {
		if a.Name == name {
			n.asked |= 1 << (i & 63)
			return strings.TrimSpace(a.Value)
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

// UnreadAttrs calls f for every attribute at the node and below it that is not
// empty and was never asked for.
func (n *Node) UnreadAttrs(f func(field, value string)) { n.unreadAttrs(n.Name, f) }

func (n *Node) unreadAttrs(path string, f func(field, value string)) {
	for i, a := range n.Attrs {
		if n.asked&(1<<(i&63)) == 0 && strings.TrimSpace(a.Value) != "" {
			f(path+"@"+a.Name, a.Value)
		}
	}
	for _, c := range n.Children {
		c.unreadAttrs(path+"/"+c.Name, f)
	}
}
