package main

import (
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

// progress is one line on a terminal that says how far a run is.
type progress struct {
	t    terminal
	on   bool
	size int64        // bytes of the input, 0 where unknown
	read atomic.Int64 // of them

	begun      time.Time // of the first row
	first      int       // rows that a run before had done
	firstShare float64
	last       time.Time
}

func newProgress(t terminal, size int64) *progress {
	return &progress{t: t, on: t.isTerminal(t.err), size: size}
}

// reader counts what is read of the input.
func (p *progress) reader(r io.Reader) io.Reader { return countingReader{r, &p.read} }

type countingReader struct {
	r io.Reader
	n *atomic.Int64
}

func (c countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// step says that so many rows are done.
func (p *progress) step(rows int) {
	if p.begun.IsZero() {
		p.begun, p.first, p.firstShare = time.Now(), rows-1, p.share()
	}
	if !p.on || rows%64 != 0 || time.Since(p.last) < 200*time.Millisecond {
		return
	}
	p.last = time.Now()
	fmt.Fprintf(p.t.err, "\r%s\x1b[K", progressLine(rows, rows-p.first, time.Since(p.begun), p.firstShare, p.share()))
}

// share is how much of the input is read, 0 to 1; 0 where its size is unknown.
func (p *progress) share() float64 {
	if p.size == 0 {
		return 0
	}
	return float64(p.read.Load()) / float64(p.size)
}

// progressLine says how many rows are done and at what rate, and where the
// size of the input is known how much of it that is and how long the rest will
// take. of the rows, now were done in the time since the share was from.
func progressLine(rows, now int, since time.Duration, from, share float64) string {
	line := fmt.Sprintf("%d rows, %.0f a second", rows, float64(now)/max(since.Seconds(), 1e-3))
	if share <= from {
		return line
	}
	line += fmt.Sprintf(", %.0f %%", 100*min(share, 1))
	if share < 1 && since > time.Second {
		left := time.Duration(float64(since) * (1 - share) / (share - from))
		line += fmt.Sprintf(", %s left", left.Round(time.Second))
	}
	return line
}

func (p *progress) done() {
	if p.on && !p.last.IsZero() {
		fmt.Fprint(p.t.err, "\r\x1b[K")
	}
}
