package screen

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"
)

// An Answer is what screening one query gave.
type Answer struct {
	Query Query
	Hits  []Hit
	Err   error // a *RowError: the row could not be screened
}

// A worker takes so many rows at a time, or fewer where they are large.
const (
	batchRows  = 64
	batchBytes = 1 << 20
)

// Batch screens all rows that next returns, on all cores, and calls yield with
// the answers in the order of the rows. next ends with io.EOF; any other error
// ends the batch and is returned after the answers that came before it. A row
// that cannot be screened gives an answer with the reason. yield ends the batch
// by returning an error. Memory does not grow with the number of rows. All that
// Batch has begun has ended when it returns.
func (e *Engine) Batch(ctx context.Context, limits Limits, next func() (Row, error), yield func(Answer) error) error {
	ctx, cancel := context.WithCancel(ctx)
	type block struct {
		rows    []Row
		answers []Answer
		err     error // of next, after the rows
		done    chan struct{}
	}
	workers := runtime.GOMAXPROCS(0)
	work := make(chan *block)
	order := make(chan *block, 2*workers)
	var wg sync.WaitGroup
	defer func() { cancel(); wg.Wait() }()

	wg.Go(func() { // reads
		defer close(work)
		defer close(order)
		for end := false; !end; {
			b := &block{done: make(chan struct{})}
			for size := 0; len(b.rows) < batchRows && size < batchBytes && !end; {
				r, err := next()
				if err != nil {
					end = true
					if !errors.Is(err, io.EOF) {
						b.err = err
					}
					continue
				}
				b.rows = append(b.rows, r)
				for _, cell := range r.Cells {
					size += len(cell) + 16
				}
			}
			for _, to := range []chan *block{order, work} {
				select {
				case to <- b:
				case <-ctx.Done():
					return
				}
			}
		}
	})
	for range workers {
		wg.Go(func() { // screen
			for b := range work {
				for _, r := range b.rows {
					var a Answer
					if a.Query, a.Err = r.Query(); a.Err == nil {
						a.Hits, a.Err = e.Screen(ctx, a.Query, limits) // only the context ends a screening
					}
					if ctx.Err() != nil {
						break
					}
					b.answers = append(b.answers, a)
				}
				close(b.done)
			}
		})
	}
	for b := range order { // writes, in order
		select {
		case <-b.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := ctx.Err(); err != nil {
			return err // some of the block may not be screened
		}
		for _, a := range b.answers {
			if err := yield(a); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if b.err != nil {
			return b.err
		}
	}
	return ctx.Err()
}
