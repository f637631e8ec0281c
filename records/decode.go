package records

import (
	"unsafe"

	"interdict/ftm"
	"interdict/internal/packed"
	"interdict/screen"
)

// header is how a record begins.
type header struct {
	id     string
	schema *ftm.Schema
	target bool // it is itself on a list, not only mentioned there
	place  int  // one more than its place among the listed; 0: it is none
	list   string
	ownID  string
	err    error
}

func (s *Store) word(r *packed.Reader) string {
	n := r.Number()
	if n >= len(s.words) {
		r.Fail()
		return ""
	}
	return s.words[n]
}

func (s *Store) readHeader(r *packed.Reader) (h header) {
	h.id = r.Text()
	word := r.Number()
	h.target = word&1 == 1
	if word /= 2; word >= len(s.schemata) || s.schemata[word] == nil {
		r.Fail()
		return h
	}
	h.schema = s.schemata[word]
	if h.place = r.Number(); h.place > 0 {
		h.list, h.ownID = s.word(r), r.Text()
	}
	return h
}

// body is a record where it lies: it must not outlive the call that asked for it.
func (s *Store) body(n int) string {
	b := part(s.bodies, s.bodyEnds, n)
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// header reads how a record begins. Its texts lie in the file.
func (s *Store) header(n int) header {
	r := packed.Reader{Left: s.body(n)}
	h := s.readHeader(&r)
	if r.Bad {
		return header{err: s.damaged(n)}
	}
	return h
}

// Schema returns the schema of an entity by its number, without reading more of it,
// or nil where there is none.
func (s *Store) Schema(n int) *ftm.Schema {
	if !s.has(n) {
		return nil
	}
	return s.header(n).schema
}

// A Record is an entity with what is said of it where it is listed.
type Record struct {
	Entity *ftm.Entity
	Listed bool          // it is one of the targets
	Target screen.Target // what is said of it then
}

// Entity returns an entity by its number.
func (s *Store) Entity(n int) (*ftm.Entity, error) {
	r, err := s.Record(n)
	return r.Entity, err
}

// Record returns an entity with what is said of it by its number.
func (s *Store) Record(n int) (Record, error) {
	if !s.has(n) {
		return Record{}, s.damaged(n)
	}
	r := packed.Reader{Left: string(part(s.bodies, s.bodyEnds, n))} // one copy, of which all texts are parts
	h := s.readHeader(&r)
	if r.Bad {
		return Record{}, s.damaged(n)
	}
	e := &ftm.Entity{ID: h.id, Schema: h.schema, Target: h.target}
	out := Record{Entity: e, Listed: h.place > 0}
	if out.Listed {
		out.Target = screen.Target{Entity: e, List: h.list, ID: h.ownID, Programmes: r.Texts(), Since: r.Text(), SeenBy: r.Text(), Party: r.Text()}
	}
	for range r.Count() {
		e.Datasets = append(e.Datasets, s.word(&r))
	}
	e.Referents = r.Texts()
	e.FirstSeen, e.LastSeen, e.LastChange = r.Text(), r.Text(), r.Text()
	for range r.Count() {
		p := h.schema.Property(s.word(&r))
		values := r.Texts()
		if p == nil {
			r.Fail()
			break
		}
		e.Restore(p, values)
	}
	for range r.Count() {
		e.Rejected = append(e.Rejected, ftm.Rejected{Property: r.Text(), Value: r.Text(), Reason: r.Text()})
	}
	if r.Bad {
		return Record{}, s.damaged(n)
	}
	return out, nil
}
