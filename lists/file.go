package lists

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Bounds on files. The largest official file today is OFAC's advanced XML, of
// some 120 MB; text of this kind packs about twenty to one.
const (
	MaxFile  = 1 << 30 // bytes, unpacked
	maxRatio = 200     // unpacked to packed
)

// A File is one of a publisher's files, opened when it is needed.
type File struct {
	Name string // base name, without .gz or .zip
	path string // where it lies, for messages
	data []byte // its content, where it is at hand
	head *head
}

// head is the first rows of a file that is a table.
type head struct {
	once sync.Once
	rows [][]string
}

// OpenFile returns the file at a path; it is read when [File.Bytes] is called.
func OpenFile(path string) File {
	name := filepath.Base(path)
	for _, packed := range []string{".gz", ".zip"} {
		name = strings.TrimSuffix(name, packed)
	}
	return File{Name: name, path: path, head: new(head)}
}

// NewFile returns a file with the content given.
func NewFile(name string, data []byte) File {
	return File{Name: name, path: name, data: data, head: new(head)}
}

// Path returns where the file lies.
func (f File) Path() string { return f.path }

// Begin returns the first 4,096 bytes of the content, none of a file that cannot
// be read.
func (f File) Begin() string {
	data, err := f.Bytes()
	if err != nil {
		return ""
	}
	return string(data[:min(len(data), 4096)])
}

// Bytes returns the content, unpacked where it is a gzip file or a zip archive
// of one file. It refuses files over [MaxFile] and those that unpack to more
// than 200 times their size.
func (f File) Bytes() ([]byte, error) {
	data := f.data
	if data == nil {
		r, err := os.Open(f.path)
		if err != nil {
			return nil, err
		}
		defer r.Close()
		if data, err = readBounded(r, MaxFile); err != nil {
			return nil, fmt.Errorf("%s: %w", f.path, err)
		}
	}
	unpacked, err := unpack(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.path, err)
	}
	if len(bytes.TrimSpace(unpacked)) == 0 {
		return nil, fmt.Errorf("%s: the file is empty; fetch it again", f.path)
	}
	return unpacked, nil
}

func unpack(data []byte) ([]byte, error) {
	limit := min(int64(MaxFile), int64(len(data))*maxRatio+1<<20)
	switch {
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("damaged gzip file: %w; fetch it again", err)
		}
		out, err := readBounded(z, limit)
		if errors.Is(err, errTooLarge) {
			return nil, errors.New("unpacks to far more than any list: not read")
		}
		if err != nil {
			return nil, fmt.Errorf("damaged gzip file: %w; fetch it again", err)
		}
		return out, nil
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil, fmt.Errorf("damaged zip file: %w; fetch it again", err)
		}
		if len(z.File) != 1 {
			return data, nil // a workbook or a bundle, not a packed file
		}
		r, err := z.File[0].Open()
		if err != nil {
			return nil, fmt.Errorf("damaged zip file: %w; fetch it again", err)
		}
		defer r.Close()
		out, err := readBounded(r, limit)
		if errors.Is(err, errTooLarge) {
			return nil, errors.New("unpacks to far more than any list: not read")
		}
		return out, err
	}
	return data, nil
}

var errTooLarge = errors.New("larger than any list: not read")

func readBounded(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, errTooLarge
	}
	return data, err
}

// With returns the file with its content at hand.
func (f File) With(data []byte) File {
	f.data, f.head = data, new(head)
	return f
}
