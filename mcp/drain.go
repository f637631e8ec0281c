package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"sync"
)

// drain lets a client end its input right after its last question: the end of
// the input is passed on only when every question has its answer. Else what was
// asked by a script or a pipe would be lost.
type drain struct {
	ctx context.Context
	in  io.Reader
	out io.Writer

	mu       sync.Mutex
	asked    frames
	answered frames
	open     int           // questions without an answer
	ended    bool          // the input has
	all      chan struct{} // closed when the input has ended and nothing is open
}

func newDrain(ctx context.Context, in io.Reader, out io.Writer) *drain {
	return &drain{ctx: ctx, in: in, out: out, all: make(chan struct{})}
}

func (d *drain) Read(p []byte) (int, error) {
	n, err := d.in.Read(p)
	d.mu.Lock()
	question := func(f frame) bool { return f.ID != nil && f.Method != "" }
	d.open += d.asked.count(p[:n], question)
	if err != nil && !d.ended {
		d.open += d.asked.count([]byte{'\n'}, question) // the last line may have no end
		d.ended = true
		d.settle()
	}
	d.mu.Unlock()
	if err == io.EOF && n == 0 {
		select {
		case <-d.all:
		case <-d.ctx.Done():
		}
	}
	if n > 0 && err == io.EOF {
		return n, nil // it comes again
	}
	return n, err
}

func (d *drain) Write(p []byte) (int, error) {
	n, err := d.out.Write(p)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open -= d.answered.count(p[:n], func(f frame) bool { return f.ID != nil && f.Method == "" })
	d.settle()
	return n, err
}

// settle says so when all is answered. It is called with the lock held.
func (d *drain) settle() {
	if !d.ended || d.open > 0 {
		return
	}
	select {
	case <-d.all:
	default:
		close(d.all)
	}
}

func (d *drain) Close() error { return nil }

// longestFrame bounds what is kept of a line, in bytes.
const longestFrame = 4 << 20

// frame is what tells a question from an answer and a notice (JSON-RPC 2.0).
type frame struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
}

// frames parts what passes by into lines.
type frames struct{ part []byte }

// count returns how many lines that end in what passes by are of a kind. A line
// longer than the transport takes is none.
func (f *frames) count(p []byte, is func(frame) bool) int {
	n := 0
	for {
		i := bytes.IndexByte(p, '\n')
		if i < 0 {
			if len(f.part)+len(p) <= longestFrame {
				f.part = append(f.part, p...)
			}
			return n
		}
		var x frame
		if json.Unmarshal(append(f.part, p[:i]...), &x) == nil && is(x) {
			n++
		}
		f.part, p = f.part[:0], p[i+1:]
	}
}
