package archive

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Tidy removes what programs that were killed left half written: files that no
// version names, and that nobody has written to for an hour.
func (a *Archive) Tidy(now time.Time) error {
	err := filepath.WalkDir(a.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(d.Name(), ".new-") {
			return err
		}
		info, err := d.Info()
		if err == nil && now.Sub(info.ModTime()) > time.Hour {
			err = os.Remove(path)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil // whoever wrote it took it away
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
