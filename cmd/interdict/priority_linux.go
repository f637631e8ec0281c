package main

import (
	"os"
	"strconv"
	"syscall"
)

// niceness is how far a process gives way that works in the background: beside
// one that has as much to do as it can it gets about a tenth of a core.
const niceness = 10

// lowerPriority lets others go first. On Linux each thread has a priority of its
// own, which those that it starts inherit. What cannot be lowered stays: it is
// slower for others, and nothing else.
func lowerPriority() {
	threads, _ := os.ReadDir("/proc/self/task")
	for _, t := range threads {
		if id, err := strconv.Atoi(t.Name()); err == nil {
			_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, niceness)
		}
	}
}
