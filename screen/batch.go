package screen

import (
	"context"

	"interdict/internal/inorder"
)

// An Answer is what screening one query gave.
type Answer struct {
	Query Query
	Hits  []Hit
	Err   error // a *RowError: the row could not be screened
}

// Batch screens all rows that next returns, on all cores, and calls yield with
// the answers in the order of the rows. next ends with io.EOF; any other error
// ends the batch and is returned after the answers that came before it. A row
// that cannot be screened gives an answer with the reason. yield ends the batch
// by returning an error. Memory does not grow with the number of rows. All that
// Batch has begun has ended when it returns.
func (e *Engine) Batch(ctx context.Context, limits Limits, next func() (Row, error), yield func(Answer) error) error {
	size := func(r Row) int {
		n := 0
		for _, cell := range r.Cells {
			n += len(cell) + 16
		}
		return n
	}
	work := func(ctx context.Context, r Row) (a Answer, _ error) {
		if a.Query, a.Err = r.Query(); a.Err == nil {
			a.Hits, a.Err = e.Screen(ctx, a.Query, limits) // only the context ends a screening
		}
		return a, nil
	}
	return inorder.Run(ctx, next, size, work, yield)
}
