package service

import (
	"errors"
	"time"

	"interdict/screen"
)

// JobOptions bound the work that runs in the background. A zero value means
// what is said with it.
type JobOptions struct {
	Dir      string        // where the files of jobs lie, under names of their own; "" is DATA/batch, else the system's place for such files
	MaxBytes int64         // of one file: 256 MB
	MaxDisk  int64         // of the files of all jobs that are done: 4 GB; half of it for the answers of one
	Most     int           // jobs of one owner kept at once, done ones too: 20
	Waiting  int           // jobs of one owner that are not done: 5
	MaxTime  time.Duration // that one job may run: 2 hours
	Keep     time.Duration // how long a job that is done is kept: 24 hours
	Now      func() time.Time
}

func (o JobOptions) withDefaults() JobOptions {
	set := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	set(&o.Most, 20)
	set(&o.Waiting, 5)
	if o.MaxBytes == 0 {
		o.MaxBytes = 256 << 20
	}
	if o.MaxDisk == 0 {
		o.MaxDisk = 4 << 30
	}
	if o.MaxTime == 0 {
		o.MaxTime = 2 * time.Hour
	}
	if o.Keep == 0 {
		o.Keep = 24 * time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// JobState says how far a job is.
type JobState string

// The states of a job.
const (
	Waiting JobState = "waiting"
	Running JobState = "running"
	Done    JobState = "done"
	Broken  JobState = "failed"
	Stopped JobState = "stopped" // by its owner, or because the program ends
)

// Ended reports whether nothing more will come of a job.
func (s JobState) Ended() bool { return s != Waiting && s != Running }

// A Job is a file that is screened in the background.
type Job struct {
	ID      string
	Owner   string // who may see it
	Name    string // of the file
	Size    int64  // of the file, in bytes
	State   JobState
	Error   string // why it failed
	Begun   time.Time
	Ended   time.Time // zero while it runs
	Rows    int       // that are done
	Share   float64   // of the file that is read, 0 to 1
	Summary Summary   // when it has ended, of what was done until then
	Limits  screen.Limits
}

// Errors of jobs.
var (
	ErrNoJob   = errors.New("no such job: it may have been removed, or was kept for as long as it is kept")
	ErrManyJob = errors.New("too many files wait to be screened; try again when some are done")
	ErrTooBig  = errors.New("the file is too large")
	ErrClosed  = errors.New("the program is about to end")
)
