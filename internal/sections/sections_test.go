package sections

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var test = Kind{"TESTFILE", 3, 2}

// What is written is there again; any byte that is another makes it no file.
func TestSections(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "file")
	numbers := []uint32{1, 1 << 31, 7}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "text")
		identity := rapid.StringN(0, 20, -1).Draw(t, "identity")
		if err := Write(path, test, identity, [][]byte{text, Bytes(numbers)}); err != nil {
			t.Fatal(err)
		}
		f, err := Open(path, test, identity)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(f.Sections[0], text) || !cmp.Equal(Numbers[uint32](f.Sections[1]), numbers) {
			t.Errorf("%v %v", f.Sections[0], Numbers[uint32](f.Sections[1]))
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
		for _, other := range []struct {
			Kind
			identity string
		}{{Kind{"TESTFILF", 3, 2}, identity}, {Kind{"TESTFILE", 4, 2}, identity}, {Kind{"TESTFILE", 3, 1}, identity}, {test, identity + "x"}} {
			if _, err := Open(path, other.Kind, other.identity); err == nil {
				t.Errorf("%+v: opened", other)
			}
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		at := rapid.IntRange(0, len(data)-1).Draw(t, "at")
		data[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if f, err := Open(path, test, identity); err == nil {
			t.Errorf("byte %d is another, and it opens: %v", at, f.Sections)
		}
		if err := os.WriteFile(path, data[:at], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, test, identity); err == nil {
			t.Errorf("cut off at %d, and it opens", at)
		}
	})
	if _, err := Open(path+"none", test, ""); !os.IsNotExist(err) {
		t.Error(err)
	}
}
