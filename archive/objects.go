package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"

	"interdict/internal/durable"
)

// An object is one publisher's file, compressed (RFC 8878) and known by the
// sha256 of its content. Lists change little from day to day, so that a file
// is compressed with the one before it as dictionary, which leaves about what
// changed. The first line of an object tells what is needed to read it:
//
//	interdict-object 1 BASE DEPTH
//
// BASE is the sha256 of the dictionary's content, or "-"; DEPTH is how many
// dictionaries must be read one after the other. It is bounded, so that the
// newest file does not hang on all that came before.
const (
	objectLine = "interdict-object 1 %s %d\n"
	noBase     = "-"
	maxDepth   = 12
)

// maxObject bounds one of the publisher's files, in bytes. The largest official
// file today is OFAC's advanced XML, of some 120 MB.
const maxObject = 1 << 30

func (a *Archive) objectPath(sha string) string {
	return filepath.Join(a.dir, "objects", sha[:2], sha+".zst")
}

// putObject keeps a file. base is the sha256 of an object that is likely much
// like it, or "".
func (a *Archive) putObject(sha string, data []byte, base string) error {
	path := a.objectPath(sha)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	packed, err := pack(data, nil)
	if err != nil {
		return err
	}
	head := fmt.Sprintf(objectLine, noBase, 0)
	if base != "" && base != sha {
		// A base that cannot be read costs space, not the version.
		if content, depth, err := a.readObject(base); err == nil && depth < maxDepth {
			if delta, err := pack(data, content); err == nil && len(delta) < len(packed)*3/4 {
				packed, head = delta, fmt.Sprintf(objectLine, base, depth+1)
			}
		}
	}
	return durable.WriteFile(path, append([]byte(head), packed...))
}

// readObject returns the content that has the hash, and its depth.
func (a *Archive) readObject(sha string) (data []byte, depth int, err error) {
	return a.readChain(sha, maxDepth)
}

func (a *Archive) readChain(sha string, most int) (data []byte, depth int, err error) {
	stored, err := os.ReadFile(a.objectPath(sha))
	if err != nil {
		return nil, 0, err
	}
	line, packed, ok := bytes.Cut(stored, []byte("\n"))
	var base string
	if _, err := fmt.Sscanf(string(line)+"\n", objectLine, &base, &depth); !ok || err != nil || depth > most {
		return nil, 0, errors.New("damaged: its first line is not that of an archived file")
	}
	var dictionary []byte
	if base != noBase {
		if len(base) != len(sha) || depth == 0 {
			return nil, 0, errors.New("damaged: its first line is not that of an archived file")
		}
		if dictionary, _, err = a.readChain(base, depth-1); err != nil {
			return nil, 0, fmt.Errorf("its base %s: %w", base[:12], err)
		}
	}
	if data, err = unpack(packed, dictionary); err != nil {
		return nil, 0, fmt.Errorf("damaged: %w", err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != sha {
		return nil, 0, errors.New("damaged: its hash is another")
	}
	return data, depth, nil
}

// object returns a publisher's file as the manifest names it.
func (a *Archive) object(f File) ([]byte, error) {
	data, _, err := a.readObject(f.SHA256)
	if err != nil {
		return nil, fmt.Errorf("archived file %s (%s): %w; add the list again", f.Name, f.SHA256, err)
	}
	return data, nil
}

// dictionaryID marks frames that need a dictionary. It only has to be the same
// on both sides.
const dictionaryID = 1

func pack(data, dictionary []byte) ([]byte, error) {
	most := 8 << 20 // the level's own
	if dictionary != nil {
		most = zstd.MaxWindowSize
	}
	window := zstd.MinWindowSize // an encoder makes and clears several times as much
	for window < len(data)+len(dictionary) && window < most {
		window *= 2
	}
	options := []zstd.EOption{zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(window)}
	if dictionary != nil {
		options = append(options, zstd.WithEncoderDictRaw(dictionaryID, dictionary))
	}
	z, err := zstd.NewWriter(nil, options...)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return z.EncodeAll(data, nil), nil
}

func unpack(packed, dictionary []byte) ([]byte, error) {
	options := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxObject), zstd.WithDecoderMaxWindow(zstd.MaxWindowSize)}
	if dictionary != nil {
		options = append(options, zstd.WithDecoderDictRaw(dictionaryID, dictionary))
	}
	z, err := zstd.NewReader(bytes.NewReader(packed), options...)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	data, err := io.ReadAll(io.LimitReader(z, maxObject+1))
	if err == nil && len(data) > maxObject {
		err = errors.New("larger than any list can be")
	}
	return data, err
}
