package service

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"interdict/screen"
)

// An Event is what an answer leaves behind.
type Event struct {
	At      time.Time       `json:"at"`
	Who     string          `json:"who,omitempty"`   // see [WithCaller]
	Kind    string          `json:"kind"`            // screen, match, search, entity, compare, batch, text, read
	Basis   string          `json:"basis,omitempty"` // what the answer rests on
	Results []string        `json:"results"`         // of each hit: entity, fingerprint of what was compared, score
	Counts  map[string]int  `json:"counts,omitempty"`
	Query   json.RawMessage `json:"query,omitempty"` // only where it is wanted
}

// An Audit takes the events of answers. It must be safe for concurrent use.
type Audit interface {
	Record(...Event) error
}

type callerKey struct{}

// WithCaller says in whose name answers are given, "" in nobody's.
func WithCaller(ctx context.Context, who string) context.Context {
	return context.WithValue(ctx, callerKey{}, who)
}

// Emit records an answer, where the service has an audit, and the query with it
// where it is wanted. An answer that cannot be recorded must not be given: the
// error says so.
func (s *Service) Emit(ctx context.Context, e Event, query any) error {
	if s.options.Audit == nil {
		return nil
	}
	if s.options.AuditQueries && query != nil {
		var err error
		if e.Query, err = json.Marshal(query); err != nil {
			return err
		}
	}
	return s.EmitAll(ctx, []Event{e})
}

// AuditsQueries reports whether records of answers are to hold the queries.
func (s *Service) AuditsQueries() bool { return s.options.Audit != nil && s.options.AuditQueries }

// EmitAll records several answers as Emit does, with the queries that they hold.
func (s *Service) EmitAll(ctx context.Context, events []Event) error {
	if s.options.Audit == nil || len(events) == 0 {
		return nil
	}
	now := time.Now().UTC()
	who, _ := ctx.Value(callerKey{}).(string)
	for i := range events {
		events[i].At, events[i].Who = now, who
		if events[i].Results == nil {
			events[i].Results = []string{}
		}
	}
	if err := s.options.Audit.Record(events...); err != nil {
		return fmt.Errorf("the answer could not be recorded, and so is not given: %w", err)
	}
	return nil
}

// Fingerprints are the results of an event.
func Fingerprints(hits []screen.Hit) []string {
	out := make([]string, len(hits))
	for i := range hits {
		out[i] = Fingerprint(&hits[i])
	}
	return out
}

// Fingerprint is one result of an event: entity, fingerprint of what was
// compared, score.
func Fingerprint(h *screen.Hit) string {
	b := make([]byte, 0, len(h.Entity)+len(h.Fingerprint)+8)
	b = append(append(append(append(b, h.Entity...), ' '), h.Fingerprint...), ' ')
	return string(strconv.AppendFloat(b, h.Score, 'f', 4, 64))
}

// A Chain is a file of events, one JSON object a line, each with the hash of
// the line before it: none can be changed, taken out or put in unseen, as far as
// somebody keeps the newest hash elsewhere; without that, the last line, or the
// whole, can be written anew.
type Chain struct {
	mu      sync.Mutex
	file    *os.File
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

// AuditPath is where a data directory keeps its chain.
func AuditPath(data string) string { return filepath.Join(data, "audit", "answers.jsonl") }

// OpenChain opens a chain, or begins one. A last line that was not written
// whole, when a machine stopped, is put aside beside the file.
func OpenChain(path string) (*Chain, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	c := &Chain{file: f}
	if err := c.resume(path); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return c, nil
}

// resume finds the end of the chain.
func (c *Chain) resume(path string) error {
	if ok, err := tryLock(c.file); err != nil {
		return err
	} else if !ok {
		return fmt.Errorf("%s: another server writes it", path)
	}
	info, err := c.file.Stat()
	if err != nil {
		return err
	}
	from := max(info.Size()-longestLine, 0)
	data := make([]byte, info.Size()-from)
	if _, err := c.file.ReadAt(data, from); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	end := bytes.LastIndexByte(data, '\n') + 1
	if torn := data[end:]; len(torn) > 0 {
		if err := replace(path+".torn", torn); err != nil {
			return err
		}
		if err := c.file.Truncate(from + int64(end)); err != nil {
			return err
		}
	}
	if _, err := c.file.Seek(from+int64(end), io.SeekStart); err != nil {
		return err
	}
	if end == 0 {
		if from > 0 {
			return fmt.Errorf("%s: its last line is no event; interdict audit verify says where it breaks", path)
		}
		return nil
	}
	line := data[bytes.LastIndexByte(data[:end-1], '\n')+1 : end]
	var l link
	if err := json.Unmarshal(line, &l); err != nil {
		return fmt.Errorf("%s: its last line is damaged (%w); move the file away, and a new chain is begun", path, err)
	}
	c.n, c.last = l.N, lineHash(line)
	return nil
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
	if _, err := c.file.Write(c.lines); err != nil {
		c.err = err
		return err
	}
	c.n, c.last = n, last
	if !c.waiting {
		c.waiting = true
		time.AfterFunc(syncInterval, c.putOnDisk)
	}
	return nil
}

// putOnDisk puts what was written on the disk. Answers do not wait for it; what
// went wrong is told to those that come after.
func (c *Chain) putOnDisk() {
	c.mu.Lock()
	c.waiting = false
	c.mu.Unlock()
	if err := c.file.Sync(); err != nil && !errors.Is(err, os.ErrClosed) {
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
	return errors.Join(c.file.Sync(), c.file.Close())
}

// Verified is what checking a chain found.
type Verified struct {
	Events int    `json:"events"`
	First  string `json:"first,omitempty"` // times
	Last   string `json:"last,omitempty"`
	Hash   string `json:"hash,omitempty"` // of the last line: keep it elsewhere, and a cut is seen
}

// VerifyChain reads a chain to its end; the error names the first line that is
// not what it was.
func VerifyChain(ctx context.Context, path string) (Verified, error) {
	var v Verified
	f, err := os.Open(path)
	if err != nil {
		return v, err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	for {
		if v.Events%1024 == 0 && ctx.Err() != nil {
			return v, ctx.Err()
		}
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			return v, nil
		} else if err != nil {
			return v, err
		}
		if _, err := in.Peek(1); errors.Is(err, io.EOF) && !endsLine(f) {
			return v, fmt.Errorf("line %d, the last, was not written whole: a server writes it now, or stopped in the middle and puts it aside when it starts again", v.Events+1)
		}
		var l link
		switch err := json.Unmarshal(line, &l); {
		case err != nil:
			return v, fmt.Errorf("line %d is damaged: %w", v.Events+1, err)
		case l.N != v.Events+1:
			return v, fmt.Errorf("line %d says that it is number %d: a line was taken out or put in", v.Events+1, l.N)
		case l.Prev != v.Hash:
			return v, fmt.Errorf("line %d was changed after it was written, or put in", v.Events)
		}
		at := l.At.Format(time.RFC3339)
		if v.Events == 0 {
			v.First = at
		}
		v.Events, v.Last, v.Hash = l.N, at, lineHash(line)
	}
}

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
