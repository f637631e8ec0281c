package main

import (
	"testing"
	"time"
)

func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		rows, now   int
		since       time.Duration
		from, share float64
		want        string
	}{
		{640, 640, 2 * time.Second, 0, 0, "640 rows, 320 a second"}, // size unknown
		{1000, 1000, 10 * time.Second, 0, 0.25, "1000 rows, 100 a second, 25 %, 30s left"},
		{6000, 1000, 10 * time.Second, 0.5, 0.6, "6000 rows, 100 a second, 60 %, 40s left"}, // resumed at half
		{1000, 1000, 10 * time.Second, 0, 1, "1000 rows, 100 a second, 100 %"},
		{64, 64, 0, 0, 0.5, "64 rows, 64000 a second, 50 %"},
	} {
		if got := progressLine(c.rows, c.now, c.since, c.from, c.share); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
