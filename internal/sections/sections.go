// Package sections keeps flat arrays in one file that is mapped into memory: a
// header with kind, format, checksum and identity, then the arrays, each at a
// multiple of eight bytes, numbers little-endian.
//
//	err := sections.Write(path, kind, identity, [][]byte{names, sections.Bytes(ends)})
//	file, err := sections.Open(path, kind, identity)
//	ends := sections.Numbers[uint32](file.Sections[1])
//
// A file of another kind, format or identity, or with another checksum, is not
// what was asked for, and whoever asked makes it anew.
package sections

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"unsafe"

	"github.com/edsrzf/mmap-go"

	"interdict/internal/durable"
)

// A Kind tells files apart.
type Kind struct {
	Magic  string // eight bytes
	Format uint32 // of what the sections hold
	Count  int    // of sections
}

// ErrDamaged is returned, wrapped, for a file that is not whole.
var ErrDamaged = errors.New("damaged")

// The header: magic, format, number of sections, [checksum] of all that follows
// the header, length of the identity; then of each section where it begins and
// how long it is, then the identity.
const headerBytes = 24

// A File is open sections. It gives its memory back by itself when nobody has
// it any more: whoever swaps files under a running server need not know when
// the last answer from the old one is given. The sections must not be used
// without the File.
type File struct {
	Sections [][]byte

	data  mmap.MMap
	unmap runtime.Cleanup
}

// Write puts sections in a file, whole or not at all.
func Write(path string, kind Kind, identity string, all [][]byte) error {
	head := make([]byte, headerBytes, headerBytes+16*len(all)+len(identity))
	copy(head, kind.Magic)
	binary.LittleEndian.PutUint32(head[8:], kind.Format)
	binary.LittleEndian.PutUint32(head[12:], uint32(len(all)))
	binary.LittleEndian.PutUint32(head[20:], uint32(len(identity)))
	at := align(headerBytes + 16*len(all) + len(identity))
	for _, s := range all {
		head = binary.LittleEndian.AppendUint64(head, uint64(at))
		head = binary.LittleEndian.AppendUint64(head, uint64(len(s)))
		at = align(at + len(s))
	}
	head = append(head, identity...)
	head = append(head, padding(len(head))...)
	sum := checksum{}
	for _, s := range append([][]byte{head[headerBytes:]}, all...) {
		sum.write(s)
		sum.write(padding(len(s)))
	}
	binary.LittleEndian.PutUint32(head[16:], sum.sum())
	return durable.Write(path, func(w io.Writer) error {
		_, err := w.Write(head)
		for _, s := range all {
			if err == nil {
				_, err = w.Write(s)
			}
			if err == nil {
				_, err = w.Write(padding(len(s)))
			}
		}
		return err
	})
}

func align(n int) int { return (n + 7) &^ 7 }

func padding(n int) []byte { return make([]byte, align(n)-n) }

// Open maps a file. It is an error where the file is not there, is of another
// kind or identity, or is damaged.
func Open(path string, kind Kind, identity string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // the mapping stays
	if err := check(f, kind); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	data, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, err
	}
	file := &File{data: data}
	if file.Sections, err = parse(data, kind, identity); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), data.Unmap())
	}
	file.unmap = runtime.AddCleanup(file, func(data mmap.MMap) { _ = data.Unmap() }, data)
	return file, nil
}

// Close gives the memory back at once. Nothing may be asked of the sections
// afterwards.
func (f *File) Close() error {
	if f == nil || f.data == nil {
		return nil
	}
	f.unmap.Stop()
	return f.data.Unmap()
}

// check reads a file through, so that what nobody asks of it is not in the
// memory of the process afterwards, as it would be by way of the mapping.
func check(f *os.File, kind Kind) error {
	head := make([]byte, headerBytes)
	if _, err := io.ReadFull(f, head); err != nil {
		return fmt.Errorf("%w: too short", ErrDamaged)
	}
	if string(head[:8]) != kind.Magic || binary.LittleEndian.Uint32(head[8:]) != kind.Format || binary.LittleEndian.Uint32(head[12:]) != uint32(kind.Count) {
		return errors.New("no index of this version of the program")
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	sum, err := checksumOf(f, headerBytes, info.Size())
	if err != nil {
		return err
	}
	if sum != binary.LittleEndian.Uint32(head[16:]) {
		return fmt.Errorf("%w: its checksum is another", ErrDamaged)
	}
	return nil
}

func parse(data []byte, kind Kind, identity string) ([][]byte, error) {
	table := headerBytes + 16*kind.Count
	if len(data) < table {
		return nil, fmt.Errorf("%w: too short", ErrDamaged)
	}
	n := uint64(binary.LittleEndian.Uint32(data[20:]))
	if n > uint64(len(data)-table) {
		return nil, ErrDamaged
	}
	if string(data[table:table+int(n)]) != identity {
		return nil, errors.New("made of other lists, or by another model")
	}
	out := make([][]byte, kind.Count)
	for i := range out {
		from, length := binary.LittleEndian.Uint64(data[headerBytes+16*i:]), binary.LittleEndian.Uint64(data[headerBytes+16*i+8:])
		if from%8 != 0 || from > uint64(len(data)) || length > uint64(len(data))-from {
			return nil, ErrDamaged
		}
		out[i] = data[from : from+length : from+length]
	}
	return out, nil
}

// LittleEndian reports whether numbers lie in memory as they do in the file,
// so that sections can be used where they lie.
var LittleEndian = func() bool { x := uint16(1); return *(*byte)(unsafe.Pointer(&x)) == 1 }()

// Numbers returns a section as numbers: the memory itself where the machine
// stores numbers as the file does, else a copy.
func Numbers[T uint16 | uint32 | uint64](section []byte) []T {
	var zero T
	size := int(unsafe.Sizeof(zero))
	n := len(section) / size
	if n == 0 {
		return nil
	}
	if LittleEndian {
		return unsafe.Slice((*T)(unsafe.Pointer(&section[0])), n)
	}
	out := make([]T, n)
	for i := range out {
		for k := size - 1; k >= 0; k-- {
			out[i] = out[i]<<8 | T(section[size*i+k])
		}
	}
	return out
}

// Bytes returns numbers as a file holds them: the memory itself where the
// machine stores them so, else a copy.
func Bytes[T uint16 | uint32 | uint64](numbers []T) []byte {
	if len(numbers) == 0 {
		return nil
	}
	size := int(unsafe.Sizeof(numbers[0]))
	if LittleEndian {
		return unsafe.Slice((*byte)(unsafe.Pointer(&numbers[0])), size*len(numbers))
	}
	out := make([]byte, 0, size*len(numbers))
	for _, v := range numbers {
		for k := range size {
			out = append(out, byte(v>>(8*k)))
		}
	}
	return out
}
