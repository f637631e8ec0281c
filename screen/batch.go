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

// Batch screens all that next returns, on all cores, and calls yield with the
// answers in the order of the queries. next ends with io.EOF; a *RowError of
// next becomes an answer of its own; any other error ends the batch and is
// returned after the answers that came before it. yield ends the batch by
// returning an error. Memory does not grow with the number of queries.
func (e *Engine) Batch(ctx context.Context, limits Limits, next func() (Query, error), yield func(Answer) error) error {
	ctx, cancel := context.WithCancel(ctx)
	type block struct {
		answers []Answer
		err     error // after the answers
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
			for size := 0; len(b.answers) < batchRows && size < batchBytes && !end; {
				q, err := next()
				var row *RowError
				switch {
				case errors.Is(err, io.EOF):
					end = true
				case errors.As(err, &row):
					b.answers = append(b.answers, Answer{Query: Query{Row: row.Row, Cells: row.Cells}, Err: row})
				case err != nil:
					b.err, end = err, true
				default:
					b.answers = append(b.answers, Answer{Query: q})
				}
				for _, cell := range q.Cells {
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
				for i := range b.answers {
					if a := &b.answers[i]; a.Err == nil {
						if a.Hits, a.Err = e.Screen(ctx, a.Query, limits); a.Err != nil {
							break // only the context ends a screening
						}
					}
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
			return err
		}
		for _, a := range b.answers {
			if err := yield(a); err != nil {
				return err
			}
		}
		if b.err != nil {
			return b.err
		}
	}
	return ctx.Err()
}
