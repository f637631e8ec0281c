package linear

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"unsafe"

	"interdict/internal/sections"
)

// Models are packed where they come with a program: to make tables of one takes
// half a second, and the tables a hundred megabytes of memory that is the process's
// own. Mapped keeps the tables in a file as they are used, which is mapped into
// memory: read in no time, shared between processes, and in memory only as far as
// it is asked for.

var mappedKind = sections.Kind{Magic: "INTRDLIN", Format: 1, Count: 2} // the body, and the tables that it points into

// tables are where an encoder puts, or a decoder finds, the tables of models.
type tables struct {
	data []byte
	file *sections.File // that holds them, nil while they are written
}

// Mapped reads a packed model by way of a file in a directory, which it makes where
// it is not there or does not fit. decode reads what it is given into a model of its
// own and says so; encode writes that model. Where the directory cannot be written
// to, the model is read as it is packed.
func Mapped[T any](dir, kind string, packed []byte, decode func(*Decoder) (*T, error), encode func(*T, *Encoder)) (*T, error) {
	if dir == "" || !sections.LittleEndian || len(packed) < len(kind)+5 {
		return unpackModel(kind, packed, decode)
	}
	identity := fmt.Sprintf("%s %s %d", kind, hex.EncodeToString(packed[len(kind)+1:len(kind)+5]), len(packed))
	path := filepath.Join(dir, kind+".tables")
	if m, err := openMapped(path, identity, decode); err == nil {
		return m, nil
	}
	m, err := unpackModel(kind, packed, decode)
	if err != nil {
		return nil, err
	}
	if err := writeMapped(path, identity, len(packed), func(e *Encoder) { encode(m, e) }); err != nil {
		return m, nil // it is only slower
	}
	mapped, err := openMapped(path, identity, decode)
	if err != nil {
		return m, os.Remove(path)
	}
	m = nil
	debug.FreeOSMemory() // all that it was unpacked in
	return mapped, nil
}

// unpacked is how much larger tables are than what they are packed in, at most as a
// rule.
const unpacked = 24

func writeMapped(path, identity string, packed int, encode func(*Encoder)) error {
	e := Encoder{tables: &tables{data: make([]byte, 0, unpacked*packed)}}
	encode(&e)
	return sections.Write(path, mappedKind, identity, [][]byte{e.Bytes(), e.tables.data})
}

func unpackModel[T any](kind string, packed []byte, decode func(*Decoder) (*T, error)) (*T, error) {
	body, err := readPacked(packed, kind)
	if err != nil {
		return nil, err
	}
	return decode(&Decoder{Data: body})
}

func openMapped[T any](path, identity string, decode func(*Decoder) (*T, error)) (*T, error) {
	f, err := sections.Open(path, mappedKind, identity)
	if err != nil {
		return nil, err
	}
	// What is small is copied, so that only tables point into the file.
	return decode(&Decoder{Data: append([]byte(nil), f.Sections[0]...), tables: &tables{f.Sections[1], f}})
}

// put appends a table and writes where it is.
func put[T slot | narrow | uint32 | float32 | int8](e *Encoder, table []T) {
	for len(e.tables.data)%8 != 0 {
		e.tables.data = append(e.tables.data, 0)
	}
	e.Count(len(table))
	e.Count(len(e.tables.data))
	if len(table) > 0 {
		e.tables.data = append(e.tables.data, unsafe.Slice((*byte)(unsafe.Pointer(&table[0])), len(table)*int(unsafe.Sizeof(table[0])))...)
	}
}

// take returns a table where it lies.
func take[T slot | narrow | uint32 | float32 | int8](d *Decoder) []T {
	n, at := d.Count(), d.Count()
	var zero T
	size := int(unsafe.Sizeof(zero))
	if d.Bad || at%8 != 0 || at > len(d.tables.data) || n > (len(d.tables.data)-at)/size {
		d.fail()
		return nil
	}
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&d.tables.data[at])), n)
}

// mapModel writes a model whose tables are kept as they are used.
func (e *Encoder) mapModel(m *Model) {
	e.Count(len(m.Classes))
	for _, c := range m.Classes {
		e.Text(c)
	}
	e.Write(binary.LittleEndian.AppendUint32(nil, m.mask))
	put(e, m.slots)
	put(e, m.cells)
	put(e, m.narrow)
}

// mappedModel reads what mapModel wrote.
func (d *Decoder) mappedModel() *Model {
	m := &Model{file: d.tables.file}
	for range d.Size() {
		m.Classes = append(m.Classes, d.Text())
	}
	if len(d.Data) < 4 {
		d.fail()
		return m
	}
	m.mask, d.Data = binary.LittleEndian.Uint32(d.Data), d.Data[4:]
	m.slots, m.cells, m.narrow = take[slot](d), take[uint32](d), take[narrow](d)
	if n := max(len(m.slots), len(m.narrow)); d.Bad || n > 0 && (n&(n-1) != 0 || int(m.mask) != n-1) {
		d.fail()
		return &Model{}
	}
	return m
}
