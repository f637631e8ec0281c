package service

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"os"
	"slices"

	"interdict/screen"
)

// A checkpoint says how far a run has come: the outputs, cut to Lengths, hold
// what the first Summary.Rows rows of the input gave, whole and on disk. It is
// written only after the outputs are synced, and takes the place of the one
// before in one step. So whatever ends the program, the checkpoint that is
// there is true, and a run that goes on from it writes what a run without a
// break would have written.
type checkpoint struct {
	Version  int               `json:"version"`
	Settings map[string]string `json:"settings"` // what the rest of the output depends on
	Input    string            `json:"input"`    // hash of the columns and of the rows that are done
	Lengths  map[string]int64  `json:"lengths"`  // bytes, by output
	Summary  Summary           `json:"summary"`
}

const checkpointVersion = 1

// CheckpointPath is where the checkpoint of a run into a file lies while the
// run is not done.
func CheckpointPath(out string) string { return out + ".checkpoint" }

func (c *checkpoint) save(path string) error {
	data, err := json.MarshalIndent(c, "", "\t")
	if err != nil {
		return err
	}
	return replace(path, append(data, '\n'))
}

// loadCheckpoint returns the checkpoint of a run into out.
func loadCheckpoint(out string) (*checkpoint, error) {
	path := CheckpointPath(out)
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		if _, err := os.Stat(out); err == nil {
			return nil, fmt.Errorf("%s: no checkpoint beside it: that run is done, or was none that can be resumed; leave --resume out to begin again", out)
		}
		return nil, nil // not begun: begin
	}
	if err != nil {
		return nil, err
	}
	c := &checkpoint{Summary: newSummary("")}
	if err := json.Unmarshal(data, c); err != nil || c.Version != checkpointVersion {
		return nil, fmt.Errorf("%s: no checkpoint that this version can read; remove it and begin again", path)
	}
	return c, nil
}

func newSummary(basis string) Summary {
	return Summary{ByList: map[string]int{}, Reasons: map[string]int{}, Basis: basis}
}

// same returns an error where a setting is not what it was.
func (c *checkpoint) same(now map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(now)) {
		was := c.Settings[name]
		switch {
		case was == now[name]:
		case name == "basis":
			return fmt.Errorf("the lists, the model or the threshold are not those that the run began with (basis %s, now %s): begin again without --resume, after removing the checkpoint", was, now[name])
		default:
			return fmt.Errorf("%s was %s when the run began and is now %s: give what was given, or remove the checkpoint and begin again", name, shown(was), shown(now[name]))
		}
	}
	return nil
}

func shown(s string) string {
	if s == "" {
		return "not set"
	}
	return s
}

// A rowHash is the hash of the rows of a file so far.
type rowHash struct {
	hash hash.Hash
	buf  []byte
}

func newRowHash(header []string) *rowHash {
	h := &rowHash{hash: sha256.New()}
	h.add(0, header)
	return h
}

// add takes a row in. Lengths are part of the hash, so that no two files have
// the same but for sha256's doing.
func (h *rowHash) add(line int, cells []string) {
	h.buf = binary.AppendUvarint(h.buf[:0], uint64(line))
	h.buf = binary.AppendUvarint(h.buf, uint64(len(cells)))
	for _, c := range cells {
		h.buf = binary.AppendUvarint(h.buf, uint64(len(c)))
		h.buf = append(h.buf, c...)
	}
	h.hash.Write(h.buf)
}

func (h *rowHash) String() string { return hex.EncodeToString(h.hash.Sum(nil)) }

// skip passes over the rows that are done and checks that they are the ones
// that were answered.
func (c *checkpoint) skip(table *screen.Table, rows *rowHash) error {
	changed := errors.New("the input is not the one that the run began with; give that one, or remove the checkpoint and begin again")
	for range c.Summary.Rows {
		r, err := table.Next()
		if errors.Is(err, io.EOF) {
			return changed
		}
		if err != nil {
			return err
		}
		rows.add(r.Line, r.Cells)
	}
	if rows.String() != c.Input {
		return changed
	}
	return nil
}
