package service

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// A Chain is a record of events, one JSON object a line, each with the hash of the
// line before it: none can be changed, taken out or put in unseen, as far as
// somebody keeps the newest hash elsewhere; without that, the last line, or the
// whole, can be written anew.
//
// A file that is full is put aside under the number of its last line, and the
// chain goes on in a new one. Of several processes that record at once each has a
// chain of its own: answers.jsonl, answers-2.jsonl and so on.
type Chain struct {
	path string
	most int64    // bytes of a file
	lock *os.File // says that the chain is written

	mu      sync.Mutex
	file    *os.File
	size    int64
	last    string // hash of the last line
	n       int
	lines   []byte // room for those that are written
	waiting bool   // some are to be put on the disk
	err     error  // of a write: what is in the file then is not known
}

// link is a line of a chain.
type link struct {
	N    int    `json:"n"`
	Prev string `json:"prev"`
	Event
}

// AuditDir is where a data directory keeps its chains.
func AuditDir(data string) string { return filepath.Join(data, "audit") }

const (
	chainName   = "answers"
	chainSuffix = ".jsonl"
	mostChains  = 32 // that are written at once

	// DefaultChainSize is how large a file of a chain grows, in bytes: at some 200
	// bytes an answer more than a million.
	DefaultChainSize = 256 << 20
)

// OpenChain opens the first chain of a directory that nobody else writes, or begins
// one. A last line that was not written whole, when a machine stopped, is put aside
// beside the file. most bounds a file; 0 means [DefaultChainSize].
func OpenChain(dir string, most int64) (*Chain, error) {
	if most == 0 {
		most = DefaultChainSize
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	for i := 1; i <= mostChains; i++ {
		name := chainName
		if i > 1 {
			name = fmt.Sprintf("%s-%d", chainName, i)
		}
		c := &Chain{path: filepath.Join(dir, name+chainSuffix), most: most}
		if busy, err := c.open(); err != nil || !busy {
			return c, err
		}
	}
	return nil, fmt.Errorf("%s: %d others write records there", dir, mostChains)
}

// open opens the file of a chain and finds its end, unless another has it.
func (c *Chain) open() (busy bool, err error) {
	if c.lock, err = os.OpenFile(strings.TrimSuffix(c.path, chainSuffix)+".lock", os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return false, err
	}
	free, err := tryLock(c.lock)
	if err != nil || !free {
		return err == nil, errors.Join(err, c.lock.Close())
	}
	if c.file, err = os.OpenFile(c.path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return false, errors.Join(err, c.lock.Close())
	}
	if err := c.resume(); err != nil {
		return false, errors.Join(err, c.file.Close(), c.lock.Close())
	}
	return false, nil
}

// resume finds the end of the chain.
func (c *Chain) resume() error {
	info, err := c.file.Stat()
	if err != nil {
		return err
	}
	line, torn, err := lastLine(c.file, info.Size())
	if err != nil {
		return fmt.Errorf("%s: %w; interdict audit verify says where it breaks", c.path, err)
	}
	c.size = info.Size() - int64(len(torn))
	if len(torn) > 0 {
		if err := replace(c.path+".torn", torn); err != nil {
			return err
		}
		if err := c.file.Truncate(c.size); err != nil {
			return err
		}
	}
	if _, err := c.file.Seek(c.size, io.SeekStart); err != nil {
		return err
	}
	if line == nil { // it goes on from the one that was put aside last, where there is one
		aside, err := asideFiles(c.path)
		if err != nil || len(aside) == 0 {
			return err
		}
		if line, err = lastLineOf(aside[len(aside)-1]); err != nil {
			return err
		}
	}
	var l link
	if err := json.Unmarshal(line, &l); err != nil {
		return fmt.Errorf("%s: its last line is damaged (%w); move the file away, and a new chain is begun", c.path, err)
	}
	c.n, c.last = l.N, lineHash(line)
	return nil
}

// lastLine returns the last whole line of a file, nil where there is none, and
// what stands after it.
func lastLine(f *os.File, size int64) (line, torn []byte, err error) {
	for tail := int64(64 << 10); ; tail *= 4 {
		from := max(size-tail, 0)
		data := make([]byte, size-from)
		if _, err := f.ReadAt(data, from); err != nil && !errors.Is(err, io.EOF) {
			return nil, nil, err
		}
		end := bytes.LastIndexByte(data, '\n') + 1
		begin := 0
		if end > 0 {
			begin = bytes.LastIndexByte(data[:end-1], '\n') + 1
		}
		switch {
		case begin > 0 || from == 0 && end > 0:
			return data[begin:end], data[end:], nil
		case from == 0:
			return nil, data, nil
		case tail > longestLine:
			return nil, nil, errors.New("its last line is no event")
		}
	}
}

func lastLineOf(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	line, torn, err := lastLine(f, info.Size())
	if err == nil && (line == nil || len(torn) > 0) {
		err = errors.New("its last line is no event")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return line, nil
}

// asidePath is where a file is put when it is full: under the number of its last
// line, so that names are in the order of the chain.
func asidePath(path string, n int) string {
	return fmt.Sprintf("%s.%012d%s", strings.TrimSuffix(path, chainSuffix), n, chainSuffix)
}

// asideFiles are the files of a chain that were put aside, oldest first.
func asideFiles(path string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var out []string
	for _, e := range entries { // in order
		number, ok := strings.CutPrefix(e.Name(), strings.TrimSuffix(filepath.Base(path), chainSuffix)+".")
		if number, isFile := strings.CutSuffix(number, chainSuffix); ok && isFile && strings.Trim(number, "0123456789") == "" && number != "" {
			out = append(out, filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
	return out, err
}

func lineHash(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

// Record appends events.
func (c *Chain) Record(events ...Event) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return c.err
	}
	n, last := c.n, c.last
	c.lines = c.lines[:0]
	for _, e := range events {
		line, err := json.Marshal(link{n + 1, last, e})
		if err != nil {
			return err
		}
		line = append(line, '\n')
		n, last = n+1, lineHash(line)
		c.lines = append(c.lines, line...)
	}
	if c.size > 0 && c.size+int64(len(c.lines)) > c.most {
		if c.err = c.putAside(); c.err != nil {
			return c.err
		}
	}
	if _, err := c.file.Write(c.lines); err != nil {
		c.err = err
		return err
	}
	c.n, c.last, c.size = n, last, c.size+int64(len(c.lines))
	if !c.waiting {
		c.waiting = true
		time.AfterFunc(syncInterval, c.putOnDisk)
	}
	return nil
}

// putAside closes a file that is full and goes on in a new one.
func (c *Chain) putAside() error {
	if err := errors.Join(c.file.Sync(), c.file.Close()); err != nil {
		return err
	}
	aside := asidePath(c.path, c.n)
	if _, err := os.Lstat(aside); err == nil {
		return fmt.Errorf("%s is there already: something else made it", aside)
	}
	if err := os.Rename(c.path, aside); err != nil {
		return err
	}
	fresh, err := os.OpenFile(c.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		c.file, c.size = fresh, 0
	}
	return err
}

// putOnDisk puts what was written on the disk. Answers do not wait for it; what
// went wrong is told to those that come after.
func (c *Chain) putOnDisk() {
	c.mu.Lock()
	c.waiting = false
	file := c.file
	c.mu.Unlock()
	if err := file.Sync(); err != nil && !errors.Is(err, os.ErrClosed) {
		c.mu.Lock()
		c.err = errors.Join(c.err, err)
		c.mu.Unlock()
	}
}

// syncInterval is how much of a chain a machine that stops can lose.
const syncInterval = time.Second

// Close puts the chain on the disk.
func (c *Chain) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return errors.Join(c.file.Sync(), c.file.Close(), c.lock.Close())
}
