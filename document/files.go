package document

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A FileName names a file to read.
type FileName struct {
	Path  string
	ID    string // path below the folder that was asked for, without its ending
	Found bool   // in a folder, and not named itself
}

// Files returns the files that paths stand for: a file itself, of a folder all
// files below it in the order of their names. Files and folders whose name
// begins with a dot are left out, and links to folders are not followed. The
// error names the path that cannot be looked at; what was found before it is
// returned too.
func Files(paths []string) ([]FileName, error) {
	var out []FileName
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return out, err
		}
		if !info.IsDir() {
			base := filepath.Base(path)
			out = append(out, FileName{Path: path, ID: strings.TrimSuffix(base, filepath.Ext(base))})
			continue
		}
		err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if name != path && strings.HasPrefix(d.Name(), ".") {
				if d.IsDir() {
					return filepath.SkipDir
				}
				return nil
			}
			if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
				return nil // a folder, which is walked next, or a link to one
			}
			rel, err := filepath.Rel(path, name)
			if err != nil {
				return err
			}
			out = append(out, FileName{Path: name, ID: strings.TrimSuffix(filepath.ToSlash(rel), filepath.Ext(rel)), Found: true})
			return nil
		})
		if err != nil {
			return out, err
		}
	}
	return out, nil
}
