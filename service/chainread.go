package service

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Verified is what checking a chain found.
type Verified struct {
	Chain  string `json:"chain"` // the file that is written
	Events int    `json:"events"`
	From   int    `json:"from,omitempty"`  // number of the first line, where those before it are not here
	First  string `json:"first,omitempty"` // times
	Last   string `json:"last,omitempty"`
	Hash   string `json:"hash,omitempty"` // of the last line: keep it elsewhere, and a cut is seen

	number int // of the last line
}

// VerifyChains reads the chains of a directory to their ends; the error names the
// first line that is not what it was.
func VerifyChains(ctx context.Context, dir string) ([]Verified, error) {
	chains, err := chainFiles(dir)
	if err != nil {
		return nil, err
	}
	var out []Verified
	for _, files := range chains {
		v, err := VerifyChain(ctx, files...)
		if err != nil {
			return out, err
		}
		out = append(out, v)
	}
	return out, nil
}

// chainFiles are the files of each chain of a directory, oldest first.
func chainFiles(dir string) ([][]string, error) {
	var out [][]string
	for i := 1; i <= mostChains; i++ {
		path := filepath.Join(dir, chainName+chainSuffix)
		if i > 1 {
			path = filepath.Join(dir, fmt.Sprintf("%s-%d%s", chainName, i, chainSuffix))
		}
		files, err := asideFiles(path)
		if err != nil {
			return nil, err
		}
		if _, err := os.Stat(path); err == nil {
			files = append(files, path)
		} else if !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		if len(files) > 0 {
			out = append(out, files)
		}
	}
	return out, nil
}

// VerifyChain reads the files of one chain, oldest first, to their end; the error
// names the first line that is not what it was. Files before the first may be
// elsewhere: From says where it begins then.
func VerifyChain(ctx context.Context, files ...string) (Verified, error) {
	var v Verified
	for _, path := range files {
		v.Chain = filepath.Base(path)
		if err := v.read(ctx, path); err != nil {
			return v, fmt.Errorf("%s: %w", path, err)
		}
	}
	return v, nil
}

func (v *Verified) read(ctx context.Context, path string) error {
	n := 0
	return eachLine(ctx, path, func(line []byte) error {
		n++
		var l link
		if err := json.Unmarshal(line, &l); err != nil {
			return fmt.Errorf("line %d is damaged: %w", n, err)
		}
		if v.Events == 0 && n == 1 && l.N > 1 {
			v.From, v.number, v.Hash = l.N, l.N-1, l.Prev
		}
		switch {
		case l.N != v.number+1:
			return fmt.Errorf("line %d says that it is number %d, after number %d: a line was taken out or put in", n, l.N, v.number)
		case l.Prev != v.Hash && n == 1:
			return errors.New("it does not go on where the file before it ends")
		case l.Prev != v.Hash:
			return fmt.Errorf("line %d was changed after it was written, or put in", n-1)
		}
		at := l.At.Format(time.RFC3339)
		if v.Events == 0 {
			v.First = at
		}
		v.Events, v.number, v.Last, v.Hash = v.Events+1, l.N, at, lineHash(line)
		return nil
	})
}

// eachLine reads a file of a chain.
func eachLine(ctx context.Context, path string, do func(line []byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	for n := 1; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if _, err := in.Peek(1); errors.Is(err, io.EOF) && !endsLine(f) {
			return fmt.Errorf("line %d, the last, %w", n, errTorn)
		}
		if err := do(line); err != nil {
			return err
		}
	}
}

var errTorn = errors.New("was not written whole: a server writes it now, or stopped in the middle and puts it aside when it starts again")

// endsLine reports whether a file ends with the end of a line.
func endsLine(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return false
	}
	var last [1]byte
	_, err = f.ReadAt(last[:], info.Size()-1)
	return err == nil && last[0] == '\n'
}

// An EventQuery chooses among the events of a record. Its zero value means all.
type EventQuery struct {
	Since, Until time.Time // at or after, before
	Who, Kind    string
	Entity       string // that is among the results
	Most         int    // the newest so many; 0: all
}

func (q *EventQuery) wants(e *Event) bool {
	return !(q.Who != "" && e.Who != q.Who || q.Kind != "" && e.Kind != q.Kind || !q.Since.IsZero() && e.At.Before(q.Since) || !q.Until.IsZero() && !e.At.Before(q.Until) ||
		q.Entity != "" && !slices.ContainsFunc(e.Results, func(r string) bool { id, _, _ := strings.Cut(r, " "); return id == q.Entity }))
}

// Events returns the events of the chains of a directory, oldest first. It does not
// check the chains ([VerifyChains]); a last line that is being written is left out.
func Events(ctx context.Context, dir string, q EventQuery) ([]Event, error) {
	chains, err := chainFiles(dir)
	if err != nil {
		return nil, err
	}
	var out []Event
	for _, path := range slices.Concat(chains...) {
		err := eachLine(ctx, path, func(line []byte) error {
			var l link
			if err := json.Unmarshal(line, &l); err != nil {
				return fmt.Errorf("a line is damaged: %w; interdict audit verify says which", err)
			}
			if q.wants(&l.Event) {
				out = append(out, l.Event)
				if q.Most > 0 && len(out) > 4*q.Most+1000 { // bounds memory; the order of chains is not that of time
					out = newestEvents(out, q.Most)
				}
			}
			return nil
		})
		if errors.Is(err, errTorn) {
			err = nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return newestEvents(out, q.Most), nil
}

// newestEvents are the last so many by time, in its order.
func newestEvents(events []Event, most int) []Event {
	slices.SortStableFunc(events, func(a, b Event) int { return a.At.Compare(b.At) })
	if most > 0 && len(events) > most {
		return slices.Delete(events, 0, len(events)-most)
	}
	return events
}
