package service

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrLocked is returned, wrapped, where another update works on the same data
// directory.
var ErrLocked = errors.New("another update is running")

// lock takes the data directory for one update. The lock is the operating
// system's own on an open file, so that it ends with the process however that
// ends; the file stays and says who had it last.
func lock(dir string, now time.Time) (release func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "update.lock")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	held, err := tryLock(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s cannot be locked: %w", path, err)
	}
	if !held {
		holder := make([]byte, 100)
		n, _ := f.ReadAt(holder, 0) // who it is helps, but is not needed
		f.Close()
		return nil, fmt.Errorf("%w in %s (%s); wait for it, or end it", ErrLocked, dir, strings.TrimSpace(string(holder[:n])))
	}
	if err = f.Truncate(0); err == nil {
		_, err = fmt.Fprintf(f, "process %d since %s\n", os.Getpid(), now.UTC().Format(time.RFC3339))
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return func() { f.Close() }, nil
}
