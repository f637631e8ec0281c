package service

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"interdict/screen"
)

// JobOptions bound the work that runs in the background. A zero value means
// what is said with it.
type JobOptions struct {
	Dir      string        // where the files of jobs lie, under names of their own; "" is DATA/batch, else the system's place for such files
	MaxBytes int64         // of one file: 256 MB
	Most     int           // jobs kept at once, done ones too: 50
	Waiting  int           // jobs that are not done at once, of all owners: 10
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
	set(&o.Most, 50)
	set(&o.Waiting, 10)
	if o.MaxBytes == 0 {
		o.MaxBytes = 256 << 20
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

// Jobs screens files in the background, one after the other, each on all cores.
// What is kept of a job is bounded in number, size and time, and gone when Jobs
// is closed.
type Jobs struct {
	service *Service
	options JobOptions
	dir     string
	ctx     context.Context // ends with Close
	cancel  context.CancelFunc
	turn    chan struct{} // held by the job that runs
	running sync.WaitGroup

	mu   sync.Mutex
	jobs []*job // oldest first
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

// NewJobs prepares a place for jobs. It must be closed.
func NewJobs(s *Service, o JobOptions) (*Jobs, error) {
	o = o.withDefaults()
	parent := o.Dir
	if parent == "" {
		parent = filepath.Join(s.options.Data, "batch")
	}
	err := os.MkdirAll(parent, 0o700)
	if err != nil && o.Dir == "" {
		parent, err = "", nil // the system's place
	}
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(parent, "jobs-*")
	if err != nil {
		return nil, err
	}
	j := &Jobs{service: s, options: o, dir: dir, turn: make(chan struct{}, 1)}
	j.ctx, j.cancel = context.WithCancel(context.Background())
	return j, nil
}

// Close stops all jobs and removes their files.
func (j *Jobs) Close() error {
	j.mu.Lock()
	j.cancel()
	j.mu.Unlock()
	j.running.Wait()
	return os.RemoveAll(j.dir)
}

// job is a job with what only Jobs may touch.
type job struct {
	Job     // guarded by the mutex of Jobs, but for what never changes
	dir     string
	cancel  context.CancelFunc
	rows    atomic.Int64
	read    atomic.Int64
	results *results
}

// Start takes a file in and screens it as soon as its turn comes. It returns when
// the file is there and can be read as a table; name is for messages.
func (j *Jobs) Start(owner, name string, input io.Reader, o screen.TableOptions, limits screen.Limits) (Job, error) {
	j.tidy()
	x := &job{Job: Job{ID: rand.Text(), Owner: owner, Name: name, State: Waiting, Begun: j.options.Now(), Limits: limits}}
	x.dir = filepath.Join(j.dir, x.ID)
	if err := j.take(x); err != nil {
		return Job{}, err
	}
	run, err := j.prepare(x, input, o)
	if err != nil {
		j.remove(x)
		return Job{}, errors.Join(err, os.RemoveAll(x.dir))
	}
	ctx, cancel := context.WithTimeoutCause(j.ctx, j.options.MaxTime, fmt.Errorf("it took more than %s; part the file", j.options.MaxTime))
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.ctx.Err() != nil {
		cancel()
		return Job{}, errors.Join(ErrClosed, run.close(), x.results.drop())
	}
	x.cancel = cancel
	j.running.Go(func() {
		defer cancel()
		sum, err := j.run(ctx, x, run)
		j.end(ctx, x, sum, err)
	})
	return x.snapshot(), nil
}

// take gives a job its place, or says that there is none.
func (j *Jobs) take(x *job) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	waiting := 0
	for _, other := range j.jobs {
		if !other.State.Ended() {
			waiting++
		}
	}
	switch {
	case j.ctx.Err() != nil:
		return ErrClosed
	case waiting >= j.options.Waiting:
		return ErrManyJob
	}
	j.jobs = append(j.jobs, x)
	return nil
}

// jobRun is a job's files, open.
type jobRun struct {
	input *os.File
	table *screen.Table
	batch Batch
}

func (r *jobRun) close() error { return errors.Join(r.table.Close(), r.input.Close()) }

// prepare writes the input to the disk and opens it as a table.
func (j *Jobs) prepare(x *job, input io.Reader, o screen.TableOptions) (*jobRun, error) {
	if err := os.Mkdir(x.dir, 0o700); err != nil {
		return nil, err
	}
	f, err := os.Create(filepath.Join(x.dir, "input"))
	if err != nil {
		return nil, err
	}
	size, err := io.Copy(f, io.LimitReader(input, j.options.MaxBytes+1))
	if err == nil && size > j.options.MaxBytes {
		err = fmt.Errorf("%w: more than %d MB; part it, or screen it with interdict screen", ErrTooBig, j.options.MaxBytes>>20)
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	o.Name = x.Name
	table, err := screen.NewTable(countedReader{f, &x.read}, o)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	results, err := newResults(x.dir, table.Header)
	if err != nil {
		return nil, errors.Join(err, table.Close(), f.Close())
	}
	j.mu.Lock()
	x.Size, x.results = size, results
	j.mu.Unlock()
	return &jobRun{f, table, Batch{Table: table, Size: size, Options: o, Limits: x.Limits, Format: CSV, Out: x.path(CSV),
		Rejected: x.rejected(), Interval: time.Hour, Progress: func(rows int) { x.rows.Store(int64(rows)) }, Each: results.add}}, nil
}

func (x *job) path(f Format) string { return filepath.Join(x.dir, "answers."+string(f)) }
func (x *job) rejected() string     { return filepath.Join(x.dir, "rejected.csv") }

type countedReader struct {
	r io.Reader
	n *atomic.Int64
}

func (c countedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// run waits for a job's turn and screens its file.
func (j *Jobs) run(ctx context.Context, x *job, r *jobRun) (sum Summary, err error) {
	defer func() { err = errors.Join(err, r.close(), os.Remove(r.input.Name())) }()
	select {
	case j.turn <- struct{}{}:
		defer func() { <-j.turn }()
	case <-ctx.Done():
		return newSummary(""), errors.Join(ctx.Err(), x.results.drop())
	}
	j.mu.Lock()
	x.State = Running
	j.mu.Unlock()
	sum, err = j.service.ScreenBatch(ctx, r.batch)
	if err != nil {
		return sum, errors.Join(err, x.results.drop())
	}
	return sum, x.results.finish(sum)
}

// end says what came of a job. The files of one that did not come to its end
// are removed: what they hold is not the answer.
func (j *Jobs) end(ctx context.Context, x *job, sum Summary, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	x.Ended, x.Summary, x.State = j.options.Now(), sum, Done
	switch {
	case err == nil:
		return
	case errors.Is(context.Cause(ctx), context.Canceled):
		x.State = Stopped
	case ctx.Err() != nil:
		x.State, x.Error = Broken, oneLine(context.Cause(ctx))
	default:
		x.State, x.Error = Broken, oneLine(err)
	}
	x.results = nil
	if err := os.RemoveAll(x.dir); err != nil {
		x.Error = oneLine(errors.Join(errors.New(x.Error), err))
	}
}

// remove forgets a job.
func (j *Jobs) remove(x *job) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.jobs = slices.DeleteFunc(j.jobs, func(y *job) bool { return x == y })
}
