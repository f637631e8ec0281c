package ftm

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
)

// wire is one line of an entities.ftm.json file.
type wire struct {
	ID         string              `json:"id"`
	Caption    string              `json:"caption"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
	Datasets   []string            `json:"datasets,omitempty"`
	Referents  []string            `json:"referents,omitempty"`
	Target     bool                `json:"target"`
	FirstSeen  string              `json:"first_seen,omitempty"`
	LastSeen   string              `json:"last_seen,omitempty"`
	LastChange string              `json:"last_change,omitempty"`
	Rejected   []Rejected          `json:"rejected,omitempty"`
}

// MarshalJSON writes the entity as one entities.ftm.json object.
func (e *Entity) MarshalJSON() ([]byte, error) {
	w := wire{
		ID: e.ID, Caption: e.Caption(), Schema: e.Schema.Name, Properties: map[string][]string{},
		Datasets: e.Datasets, Referents: e.Referents, Target: e.Target,
		FirstSeen: e.FirstSeen, LastSeen: e.LastSeen, LastChange: e.LastChange, Rejected: e.Rejected,
	}
	e.Each(func(p *Property, values []string) { w.Properties[p.Name] = values })
	return json.Marshal(w)
}

// UnmarshalJSON reads an entities.ftm.json object. Values that do not fit their
// property are kept in Rejected; an unknown schema or a missing id is an error.
func (e *Entity) UnmarshalJSON(data []byte) error {
	var w wire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	schema := Lookup(w.Schema)
	switch {
	case w.ID == "":
		return errors.New("entity without an id")
	case schema == nil:
		return fmt.Errorf("entity %s: unknown schema %q", w.ID, w.Schema)
	case schema.Abstract:
		return fmt.Errorf("entity %s: schema %s is abstract", w.ID, w.Schema)
	}
	*e = Entity{
		ID: w.ID, Schema: schema, Datasets: w.Datasets, Referents: w.Referents, Target: w.Target,
		FirstSeen: w.FirstSeen, LastSeen: w.LastSeen, LastChange: w.LastChange, Rejected: w.Rejected,
	}
	names := make([]string, 0, len(w.Properties))
	for name := range w.Properties {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		for _, v := range w.Properties[name] {
			_ = e.Add(name, v) // a value that does not fit is in e.Rejected
		}
	}
	return nil
}

// An Encoder writes entities.ftm.json lines.
type Encoder struct{ enc *json.Encoder }

// NewEncoder returns an encoder that writes to w.
func NewEncoder(w io.Writer) *Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return &Encoder{enc}
}

// Encode writes one entity and a line break.
func (e *Encoder) Encode(entity *Entity) error { return e.enc.Encode(entity) }

// MaxLine bounds one line of an entities.ftm.json file, in bytes.
const MaxLine = 16 << 20

// A Decoder reads entities.ftm.json lines.
type Decoder struct {
	scanner *bufio.Scanner
	line    int
}

// NewDecoder returns a decoder that reads from r.
func NewDecoder(r io.Reader) *Decoder {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 64<<10), MaxLine)
	return &Decoder{scanner: s}
}

// A LineError tells which line of a file could not be read.
type LineError struct {
	Line int
	Err  error
}

// Error returns "line 12: " and what is wrong.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns what is wrong with the line.
func (e *LineError) Unwrap() error { return e.Err }

// Decode returns the next entity, or io.EOF at the end. After a *LineError
// about one entity the next call goes on with the line that follows; other
// errors, a line over [MaxLine] among them, end the file.
func (d *Decoder) Decode() (*Entity, error) {
	for d.scanner.Scan() {
		d.line++
		line := bytes.TrimSpace(d.scanner.Bytes())
		if len(line) == 0 {
			continue
		}
		e := new(Entity)
		if err := json.Unmarshal(line, e); err != nil {
			return nil, &LineError{d.line, err}
		}
		return e, nil
	}
	if err := d.scanner.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", d.line+1, err)
	}
	return nil, io.EOF
}
