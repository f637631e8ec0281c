package screen

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"interdict/ftm"
)

// otherKeys is the column for what the objects at the head of a file do not
// have and a later one has.
const otherKeys = "other"

// objectRows reads JSON objects, one a line, with the names of columns as
// keys, or as FollowTheMoney has them, in an object "properties". Values are
// strings, numbers, truth values, or lists of these.
type objectRows struct {
	*window
	table *Table
	place map[string]int // column of a key
}

// A pair is a key of an object with its values.
type pair struct {
	key    string
	values []string
	inner  bool // in "properties"
}

// openObjects takes the keys of the objects at the head of the file for its
// columns, in the order in which they come.
func (t *Table) openObjects(r *bufio.Reader) error {
	head, err := peek(r)
	if err != nil {
		return err
	}
	o := &objectRows{window: newWindow(r, head), table: t, place: map[string]int{}}
	t.rows = o
	if t.options.Header != nil || t.options.NoHeader {
		return errors.New("--header and --no-header are for tables; these are JSON objects, which name their values")
	}
	for range headSize { // more than lines there can be
		if !o.more() || len(o.text()) >= headSize {
			break
		}
	}
	known := false
	for line := range bytes.Lines(slices.Clip(o.text())) {
		pairs, err := parseObject(line)
		if err != nil {
			continue // cut off, or told of when its turn comes
		}
		for _, p := range pairs {
			if _, ok := o.place[p.key]; !ok && p.key != otherKeys {
				o.place[p.key] = len(t.Header)
				t.Header = append(t.Header, p.key)
			}
			known = known || names(o.field(p))
		}
	}
	if !known && len(t.Header) > 0 {
		return fmt.Errorf("no key of names among: %s; say which it is with --map name=KEY", strings.Join(t.Header, ", "))
	}
	t.Header = append(t.Header, otherKeys)
	return nil
}

func (o *objectRows) close() error { return nil }

func (o *objectRows) next() (Row, error) {
	for {
		out := Row{Line: o.line}
		line, err := o.object()
		switch {
		case err == nil:
		case errors.Is(err, errLong):
			shown, failed := o.takeLine()
			out.Cells, out.err = []string{shown}, err
			return out, failed
		default:
			return Row{}, err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		pairs, err := parseObject(line)
		if err != nil {
			out.Cells, out.err = []string{string(bytes.ToValidUTF8(line[:min(len(line), maxShow)], nil))}, err
			return out, nil
		}
		out.Cells, out.fields = make([]string, len(o.table.Header)), []Field{}
		var other []string
		for _, p := range pairs {
			value := strings.Join(p.values, "; ")
			if i, ok := o.place[p.key]; ok {
				out.Cells[i] = joined(out.Cells[i], value)
			} else {
				other = append(other, p.key+"="+value)
			}
			if field := o.field(p); field != "" {
				for _, v := range p.values {
					out.fields = append(out.fields, Field{field, v})
				}
			}
		}
		out.Cells[len(out.Cells)-1] = strings.Join(other, "; ")
		return out, nil
	}
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// object takes the next line, errLong where it is too long to be at hand.
func (o *objectRows) object() ([]byte, error) {
	for {
		text := o.text()
		i := bytes.IndexByte(text, o.eol)
		switch {
		case i > maxRow || i < 0 && len(text) > maxRow:
			return nil, errLong
		case i >= 0:
			line := bytes.Clone(text[:i])
			o.take(i + 1)
			return line, nil
		case o.more():
		case o.failed() != nil:
			return nil, o.failed()
		case len(text) == 0:
			return nil, io.EOF
		default:
			line := bytes.Clone(o.text()) // reading on has moved it
			o.take(len(line))
			return line, nil
		}
	}
}

// field is what a value of this key says of the party, "" where nothing. What
// stands in "properties" is meant for screening: a property that no column is
// named after is passed on as it is.
func (o *objectRows) field(p pair) string {
	for field, key := range o.table.options.Map {
		if key == p.key {
			return field
		}
	}
	field := o.table.usual(p.key)
	if field == "" && p.inner {
		return p.key
	}
	return field
}

// parseObject reads one object, the keys in their order.
func parseObject(line []byte) ([]pair, error) {
	var object struct{ ordered }
	if err := json.Unmarshal(line, &object); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			err = fmt.Errorf("%w at character %d", err, syntax.Offset)
		}
		return nil, fmt.Errorf("not one JSON object: %w", err)
	}
	return object.pairs, nil
}

// ordered is an object with its keys in the order of the text.
type ordered struct{ pairs []pair }

// UnmarshalJSON reads the object.
func (o *ordered) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, errors.New("not an object"))
	}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return err
		}
		key, _ := t.(string) // keys are strings
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return err
		}
		if key == "properties" && bytes.HasPrefix(raw, []byte("{")) {
			var inner ordered
			if err := json.Unmarshal(raw, &inner); err != nil {
				return err
			}
			for _, p := range inner.pairs {
				p.inner = true
				o.pairs = append(o.pairs, p)
			}
			continue
		}
		values, err := scalars(raw)
		if err != nil {
			return fmt.Errorf("%q: %w", key, err)
		}
		o.pairs = append(o.pairs, pair{key: key, values: values})
	}
	return nil
}

// scalars are the values of a value or of a list of them, without nulls.
func scalars(raw json.RawMessage) ([]string, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	var out []string
	for _, v := range list {
		switch v := v.(type) {
		case nil:
		case string:
			out = append(out, ftm.Tidy(v))
		case json.Number, bool:
			out = append(out, fmt.Sprint(v))
		default:
			return nil, errors.New("an object or a list where a text is wanted")
		}
	}
	return out, nil
}
