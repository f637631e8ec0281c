package parts

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"interdict/eval"
	"interdict/match"
	"interdict/screen"
)

// Speed compiles lists, opens them again, and answers queries one after the
// other.
func Speed(m *match.Model) eval.Timer {
	return func(ctx context.Context, task eval.Task) (t eval.Times, err error) {
		all, err := entities(ctx, task.Files)
		if err != nil {
			return t, err
		}
		dir, err := os.MkdirTemp("", "interdict-speed-*")
		if err != nil {
			return t, err
		}
		defer os.RemoveAll(dir)
		path := filepath.Join(dir, "lists.index")
		targets := screen.Targets(all, screen.Options{})
		t.Entities = max(len(targets), task.Grow)
		start := time.Now()
		if err := screen.Build(ctx, path, "speed", m, grow(targets, task.Grow)); err != nil {
			return t, err
		}
		t.Build = time.Since(start)
		all, targets = nil, nil
		debug.FreeOSMemory()

		start = time.Now()
		engine, err := screen.Open(path, "speed", m)
		if err != nil {
			return t, err
		}
		defer engine.Close()
		for i, q := range task.Queries {
			party, err := Party(q)
			if err != nil {
				return t, err
			}
			from := time.Now()
			if _, err := engine.Screen(ctx, screen.Query{Entity: party}, screen.Limits{Threshold: q.Threshold}); err != nil {
				return t, err
			}
			if i == 0 {
				t.First = time.Since(start)
				continue
			}
			t.Queries = append(t.Queries, time.Since(from))
		}
		if mb, err := eval.Resident(os.Getpid()); err == nil {
			t.Memory = int64(mb * 1e6)
		} else if t.Memory, err = mostMemory(path); err != nil {
			return t, err
		}
		if task.Text == "" {
			return t, nil
		}
		for _, way := range []struct {
			took  *time.Duration
			exact bool
		}{{&t.Exact, true}, {&t.Full, false}} {
			for range 2 { // the first time the words are new
				start := time.Now()
				if _, err := engine.Text(ctx, task.Text, screen.TextOptions{Exact: way.exact}); err != nil {
					return t, err
				}
				*way.took = time.Since(start)
			}
		}
		return t, nil
	}
}

// mostMemory is what this process holds at most with a file that is mapped,
// where the system does not tell.
func mostMemory(path string) (int64, error) {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return int64(stats.Sys-stats.HeapReleased) + info.Size(), nil
}
