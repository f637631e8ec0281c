package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"slices"
	"sync"
	"unsafe"

	"github.com/edsrzf/mmap-go"

	"interdict/internal/durable"
)

// The file: a header, then sections, each at a multiple of eight bytes, all
// numbers little-endian.
//
//	magic      8 bytes  "INTRDCTX"
//	format     uint32   fileFormat
//	sections   uint32   how many
//	checksum   uint32   of all that follows the header; see checksum
//	identity   uint32   length of the identity, which follows the table
//	per section: offset uint64, length uint64, in bytes from the file's start
//
// The identity says what the index was made of and by which model; an index of
// another identity is not what was asked for.
const (
	fileMagic   = "INTRDCTX"
	fileFormat  = 12
	headerBytes = 24
)

// The sections.
const (
	sectionMeta          = iota // what the caller keeps with each entry
	sectionMetaEnds             // uint32: where each entry's meta ends
	sectionBody                 // compared values of each entry
	sectionBodyEnds             // uint32
	sectionClasses              // uint32: classes of names; see class.go
	sectionNames                // each name as it was read, in the order of the classes
	sectionNameEnds             // uint32
	sectionNameOwner            // uint32: entry of each name
	sectionNameShape            // float32: shape of each name, for bounds
	sectionNameUnits            // uint32: of each name its parts; see part in anchor.go
	sectionNameUnitEnds         // uint32: where each name's parts end
	sectionAnchors              // uint32: names that a unit is an anchor of
	sectionAnchorEnds           // uint32: where each unit's anchors end
	sectionHanSlots             // hash table of the first two characters of names without spaces
	sectionHanLists             // uint32: names of beginnings that several have
	sectionUnitIdentity         // identity of each unit, from which it is made
	sectionUnitEnds             // uint32: where each unit's identity ends
	sectionUnitSignature        // uint64: signature of each unit
	sectionUnitClasses          // uint16: classes of names that hold each unit, a bit each
	sectionPostEnds             // uint32: where each unit's postings end
	sectionPostings             // uint32: names that hold each unit
	sectionKeySlots             // hash table of unit keys
	sectionKeyLists             // uint32: units of keys that have several
	sectionIDSlots              // hash table of identifier keys
	sectionIDLists              // uint32: entries of identifiers that have several
	sectionCount
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errDamaged ends the opening of a file that is no whole index.
var errDamaged = errors.New("damaged")

// writeFile puts the sections in a file, whole or not at all.
func writeFile(path, identity string, sections [sectionCount][]byte) error {
	head := make([]byte, headerBytes, headerBytes+16*sectionCount+len(identity))
	copy(head, fileMagic)
	binary.LittleEndian.PutUint32(head[8:], fileFormat)
	binary.LittleEndian.PutUint32(head[12:], sectionCount)
	binary.LittleEndian.PutUint32(head[20:], uint32(len(identity)))
	at := align(headerBytes + 16*sectionCount + len(identity))
	for _, s := range sections {
		head = binary.LittleEndian.AppendUint64(head, uint64(at))
		head = binary.LittleEndian.AppendUint64(head, uint64(len(s)))
		at = align(at + len(s))
	}
	head = pad(append(head, identity...))
	sum := checksum(slices.Concat([][]byte{head[headerBytes:]}, sections[:]))
	binary.LittleEndian.PutUint32(head[16:], sum)
	return durable.Write(path, func(w io.Writer) error {
		if _, err := w.Write(head); err != nil {
			return err
		}
		for _, s := range sections {
			if _, err := w.Write(s); err != nil {
				return err
			}
			if _, err := w.Write(padding(len(s))); err != nil {
				return err
			}
		}
		return nil
	})
}

func align(n int) int { return (n + 7) &^ 7 }

func padding(n int) []byte { return make([]byte, align(n)-n) }

func pad(b []byte) []byte { return append(b, padding(len(b))...) }

// openFile maps a file into memory and returns its sections. It is an error
// where the file is none of these, is of another format or identity, or does
// not have its checksum.
func openFile(path, identity string) (mmap.MMap, [sectionCount][]byte, error) {
	var sections [sectionCount][]byte
	f, err := os.Open(path)
	if err != nil {
		return nil, sections, err
	}
	defer f.Close() // the mapping stays
	info, err := f.Stat()
	if err != nil {
		return nil, sections, err
	}
	if info.Size() < headerBytes+16*sectionCount {
		return nil, sections, fmt.Errorf("%s: %w: too short", path, errDamaged)
	}
	data, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, sections, err
	}
	if err := readSections(data, identity, &sections); err != nil {
		return nil, sections, errors.Join(fmt.Errorf("%s: %w", path, err), data.Unmap())
	}
	return data, sections, nil
}

func readSections(data []byte, identity string, sections *[sectionCount][]byte) error {
	if string(data[:8]) != fileMagic || binary.LittleEndian.Uint32(data[8:]) != fileFormat || binary.LittleEndian.Uint32(data[12:]) != sectionCount {
		return errors.New("no index of this version of the program")
	}
	table := headerBytes + 16*sectionCount
	n := int(binary.LittleEndian.Uint32(data[20:]))
	end := align(table + n)
	if end > len(data) {
		return errDamaged
	}
	if string(data[table:table+n]) != identity {
		return errors.New("made of other lists, or by another model")
	}
	for i := range sections {
		from, length := binary.LittleEndian.Uint64(data[headerBytes+16*i:]), binary.LittleEndian.Uint64(data[headerBytes+16*i+8:])
		if from%8 != 0 || from > uint64(len(data)) || length > uint64(len(data))-from {
			return errDamaged
		}
		sections[i] = data[from : from+length : from+length]
	}
	if checksum(slices.Concat([][]byte{data[headerBytes:end]}, sections[:])) != binary.LittleEndian.Uint32(data[16:]) {
		return fmt.Errorf("%w: its checksum is another", errDamaged)
	}
	return nil
}

// checksum returns the CRC-32C (RFC 3720) of the CRC-32C of each part of a file
// in turn, so that all cores can look at one together. What lies between
// sections is not looked at.
func checksum(parts [][]byte) uint32 {
	sums := make([]byte, 4*len(parts))
	var wg sync.WaitGroup
	for i, p := range parts {
		wg.Go(func() { binary.LittleEndian.PutUint32(sums[4*i:], crc32.Checksum(p, castagnoli)) })
	}
	wg.Wait()
	return crc32.Checksum(sums, castagnoli)
}

// littleEndian reports whether numbers lie in memory as they do in the file,
// so that sections can be used where they lie.
var littleEndian = func() bool { x := uint16(1); return *(*byte)(unsafe.Pointer(&x)) == 1 }()

// numbers returns a section as numbers: the memory itself where the machine
// stores numbers as the file does, else a copy.
func numbers[T uint16 | uint32 | uint64](section []byte) []T {
	var zero T
	size := int(unsafe.Sizeof(zero))
	n := len(section) / size
	if n == 0 {
		return nil
	}
	if littleEndian {
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

// section returns numbers as the file holds them.
func section[T uint16 | uint32 | uint64](values []T) []byte {
	if len(values) == 0 {
		return nil
	}
	size := int(unsafe.Sizeof(values[0]))
	if littleEndian {
		return unsafe.Slice((*byte)(unsafe.Pointer(&values[0])), size*len(values))
	}
	out := make([]byte, 0, size*len(values))
	for _, v := range values {
		for k := range size {
			out = append(out, byte(v>>(8*k)))
		}
	}
	return out
}
