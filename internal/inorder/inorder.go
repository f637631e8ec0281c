// Package inorder does work on all cores and keeps its order.
package inorder

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"
)

// A worker takes so many pieces at a time, or fewer where they are large.
const (
	blockPieces = 64
	blockBytes  = 1 << 20
)

// Run does work on every piece that next returns, on all cores, and calls yield
// with what came of them in the order of the pieces. next ends with io.EOF; any
// other error ends the run and is returned after what came before it. yield and
// work end it by returning an error. size says about how many bytes a piece
// has: memory is bounded however many there are. All that Run has begun has
// ended when it returns.
func Run[I, O any](ctx context.Context, next func() (I, error), size func(I) int, work func(context.Context, I) (O, error), yield func(O) error) error {
	ctx, cancel := context.WithCancel(ctx)
	type block struct {
		in   []I
		out  []O
		err  error // of next or work, after what is out
		done chan struct{}
	}
	workers := runtime.GOMAXPROCS(0)
	queue := make(chan *block)
	order := make(chan *block, 2*workers)
	var wg sync.WaitGroup
	defer func() { cancel(); wg.Wait() }()

	wg.Go(func() { // reads
		defer close(queue)
		defer close(order)
		for end := false; !end; {
			b := &block{done: make(chan struct{})}
			for bytes := 0; len(b.in) < blockPieces && bytes < blockBytes && !end; {
				piece, err := next()
				if err != nil {
					end = true
					if !errors.Is(err, io.EOF) {
						b.err = err
					}
					continue
				}
				b.in = append(b.in, piece)
				bytes += size(piece)
			}
			for _, to := range []chan *block{order, queue} {
				select {
				case to <- b:
				case <-ctx.Done():
					return
				}
			}
		}
	})
	for range workers {
		wg.Go(func() { // works
			for b := range queue {
				for _, piece := range b.in {
					out, err := work(ctx, piece)
					if ctx.Err() != nil {
						break
					}
					if err != nil {
						b.err = err
						break
					}
					b.out = append(b.out, out)
				}
				close(b.done)
			}
		})
	}
	for b := range order { // hands over, in order
		select {
		case <-b.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := ctx.Err(); err != nil {
			return err // some of the block may not be done
		}
		for _, out := range b.out {
			if err := yield(out); err != nil {
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
