// Package packed writes texts and numbers one after the other, as compiled files
// hold them: numbers as unsigned varints, texts as their length and their bytes,
// lists as their length and their texts.
package packed

import "encoding/binary"

// Number appends a number.
func Number(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

// Text appends a text.
func Text(b []byte, s string) []byte { return append(Number(b, len(s)), s...) }

// Texts appends a list.
func Texts(b []byte, all []string) []byte {
	b = Number(b, len(all))
	for _, s := range all {
		b = Text(b, s)
	}
	return b
}

// A Reader takes them out again. Texts are parts of what it reads from. What
// does not hold what is taken leaves it Bad, and empty.
type Reader struct {
	Left string // what was not taken yet
	Bad  bool
}

// Fail says that what was taken makes no sense.
func (r *Reader) Fail() { r.Left, r.Bad = "", true }

// Number takes a number.
func (r *Reader) Number() int {
	n := uint64(0)
	for i := 0; i < len(r.Left) && i < 9; i++ {
		c := r.Left[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.Left = r.Left[i+1:]
			return int(n)
		}
	}
	r.Fail()
	return 0
}

// Count takes the length of something, which cannot be more than what is left.
func (r *Reader) Count() int {
	n := r.Number()
	if n > len(r.Left) {
		r.Fail()
		return 0
	}
	return n
}

// Text takes a text.
func (r *Reader) Text() string {
	n := r.Count()
	s := r.Left[:n]
	r.Left = r.Left[n:]
	return s
}

// Texts takes a list, nil where it is empty.
func (r *Reader) Texts() []string {
	n := r.Count()
	if n == 0 {
		return nil
	}
	out := make([]string, 0, n)
	for range n {
		out = append(out, r.Text())
	}
	return out
}

// FirstText returns the text that bytes begin with, where it lies.
func FirstText(b []byte) (text []byte, ok bool) {
	n, used := binary.Uvarint(b)
	if used <= 0 || n > uint64(len(b)-used) {
		return nil, false
	}
	return b[used : used+int(n)], true
}
