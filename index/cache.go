package index

import "sync/atomic"

// A cache keeps what was made for some numbers lately: each number has one
// place, shared with others, and the last one there stays. Its size bounds
// memory whatever is asked. It is safe for concurrent use.
type cache[T any] []atomic.Pointer[cached[T]]

type cached[T any] struct {
	number uint32
	value  *T
}

// newCache returns a cache for numbers below n with a power of two of places,
// at most most of them.
func newCache[T any](n, most int) cache[T] {
	size := 1
	for size < n && size < most {
		size *= 2
	}
	return make(cache[T], size)
}

func (c cache[T]) get(number uint32) (*T, bool) {
	if p := c[number&uint32(len(c)-1)].Load(); p != nil && p.number == number {
		return p.value, true
	}
	return nil, false
}

func (c cache[T]) put(number uint32, value *T) {
	c[number&uint32(len(c)-1)].Store(&cached[T]{number, value})
}
