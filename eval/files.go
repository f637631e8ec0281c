package eval

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func checkDir(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("cannot read the labelled data: %w (give its directory with --bench)", err)
	}
	if !info.IsDir() {
		return fmt.Errorf("cannot read the labelled data: %s is a file, a directory is needed", dir)
	}
	return nil
}

// find returns the files under the data directory that match any of the
// patterns, sorted by path. A pattern stands for its gzipped form too.
func (r *run) find(patterns ...string) []string {
	var found []string
	for _, p := range patterns {
		for _, q := range []string{p, p + ".gz"} {
			// The only error is a bad pattern, and ours are constant.
			m, _ := filepath.Glob(filepath.Join(escapeGlob(r.bench), filepath.FromSlash(q)))
			found = append(found, m...)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// escapeGlob keeps a directory's own brackets and stars from being read as a pattern.
func escapeGlob(dir string) string {
	if os.PathSeparator == '\\' {
		return dir // Windows has no escape in patterns, and no stars in names
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}

// maxFile bounds what is unpacked from one file of labelled data.
const maxFile = 1 << 30

// open opens a file, unpacked where it is gzipped.
func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	buf := bufio.NewReaderSize(f, 1<<16)
	if magic, _ := buf.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return &readCloser{io.LimitReader(buf, maxFile), f}, nil
	}
	z, err := gzip.NewReader(buf)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: not a whole gzip file: %w", path, err)
	}
	return &readCloser{io.LimitReader(z, maxFile), f}, nil
}

type readCloser struct {
	io.Reader
	io.Closer
}

func readAll(path string) ([]byte, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return b, nil
}

// A row is one line of a CSV file by column name.
type row map[string]string

// readCSV reads the rows of files that have all the columns needed. The
// columns' order does not matter, and further ones are kept.
func readCSV(paths []string, need ...string) ([]row, error) {
	var rows []row
	for _, path := range paths {
		f, err := open(path)
		if err != nil {
			return nil, err
		}
		got, err := readRows(f, need)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		rows = append(rows, got...)
	}
	return rows, nil
}

func readRows(f io.Reader, need []string) ([]row, error) {
	c := csv.NewReader(f)
	header, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("empty file: a header line is needed")
	}
	if err != nil {
		return nil, err
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	for _, n := range need {
		if !slices.Contains(header, n) {
			return nil, fmt.Errorf("no column %q: the columns are %s", n, strings.Join(header, ", "))
		}
	}
	var rows []row
	for {
		rec, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		m := make(row, len(rec))
		for i, v := range rec {
			m[header[i]] = v
		}
		rows = append(rows, m)
	}
}
