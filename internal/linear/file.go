package linear

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
)

// ErrDamaged is why a model file is refused.
var ErrDamaged = errors.New("the model file is damaged or of another version; train it again or restore it")

// maxBody bounds what a model file may hold when it is unpacked, in bytes.
const maxBody = 512 << 20

// WriteFile writes a model's body behind a line that names its kind, with a
// checksum, compressed.
func WriteFile(w io.Writer, kind string, body []byte) error {
	if _, err := io.WriteString(w, kind+"\n"); err != nil {
		return err
	}
	if err := binary.Write(w, binary.LittleEndian, crc32.ChecksumIEEE(body)); err != nil {
		return err
	}
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(body); err != nil {
		return err
	}
	return z.Close()
}

// ReadFile returns the body that [WriteFile] wrote, or [ErrDamaged].
func ReadFile(r io.Reader, kind string) ([]byte, error) {
	head := make([]byte, len(kind)+5)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:len(kind)+1]) != kind+"\n" {
		return nil, ErrDamaged
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, ErrDamaged
	}
	body, err := io.ReadAll(io.LimitReader(z, maxBody))
	if err != nil || crc32.ChecksumIEEE(body) != binary.LittleEndian.Uint32(head[len(kind)+1:]) {
		return nil, ErrDamaged
	}
	return body, nil
}

func readPacked(packed []byte, kind string) ([]byte, error) {
	return ReadFile(bytes.NewReader(packed), kind)
}

// An Encoder writes the parts of a model's body.
type Encoder struct {
	bytes.Buffer
	tables *tables // nil: models are written packed
}

// Count writes a number that is not negative.
func (e *Encoder) Count(n int) { e.Write(binary.AppendUvarint(nil, uint64(n))) }

// Text writes a string.
func (e *Encoder) Text(s string) {
	e.Count(len(s))
	e.WriteString(s)
}

// Model writes a classifier, its features in order.
func (e *Encoder) Model(m *Model) {
	if e.tables != nil {
		e.mapModel(m)
		return
	}
	e.Count(len(m.Classes))
	for _, c := range m.Classes {
		e.Text(c)
	}
	n := 0
	m.each(func(uint32, []uint32) { n++ })
	e.Count(n)
	last := uint32(0)
	m.each(func(f uint32, cells []uint32) {
		e.Count(int(f - last))
		last = f
		e.Count(len(cells))
		for _, c := range cells {
			e.WriteByte(byte(c >> 16))
			e.Write(binary.AppendVarint(nil, int64(int16(c))))
		}
	})
}

// A Decoder reads the parts of a model's body. Bad says that it did not hold
// what it should; what is read then means nothing.
type Decoder struct {
	Data []byte
	Bad  bool

	tables *tables // nil: models are packed
}

func (d *Decoder) fail() { d.Bad, d.Data = true, nil }

// Count reads what [Encoder.Count] wrote.
func (d *Decoder) Count() int {
	n, size := binary.Uvarint(d.Data)
	if size <= 0 || n > 1<<32 {
		d.fail()
		return 0
	}
	d.Data = d.Data[size:]
	return int(n)
}

// Size reads a count of things that take at least a byte each in what follows.
func (d *Decoder) Size() int {
	n := d.Count()
	if n > len(d.Data) {
		d.fail()
		return 0
	}
	return n
}

// Byte reads one byte.
func (d *Decoder) Byte() byte {
	if len(d.Data) == 0 {
		d.fail()
		return 0
	}
	b := d.Data[0]
	d.Data = d.Data[1:]
	return b
}

// Text reads what [Encoder.Text] wrote.
func (d *Decoder) Text() string {
	n := d.Size()
	s := string(d.Data[:n])
	d.Data = d.Data[n:]
	return s
}

func (d *Decoder) weight() int16 {
	n, size := binary.Varint(d.Data)
	if size <= 0 || n < math.MinInt16 || n > math.MaxInt16 {
		d.fail()
		return 0
	}
	d.Data = d.Data[size:]
	return int16(n)
}

// Model reads what [Encoder.Model] wrote.
func (d *Decoder) Model() *Model {
	if d.tables != nil {
		return d.mappedModel()
	}
	m := &Model{}
	classes := d.Size()
	if classes > 255 {
		d.fail()
		return m
	}
	for range classes {
		m.Classes = append(m.Classes, d.Text())
	}
	n := d.Size()
	features, rows := make([]uint32, n), make([]uint32, n)
	last := uint32(0)
	for i := range n {
		last += uint32(d.Count())
		features[i], rows[i] = last, uint32(len(m.cells))
		cells := d.Size()
		m.cells = append(m.cells, uint32(cells))
		for range cells {
			c, w := uint32(d.Byte()), d.weight()
			if int(c) >= classes {
				d.fail()
			}
			m.cells = append(m.cells, c<<16|uint32(uint16(w)))
		}
		if d.Bad || last == 0 {
			d.fail()
			return &Model{}
		}
	}
	m.build(features, rows)
	return m
}
