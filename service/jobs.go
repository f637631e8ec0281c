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

// owners is for how many owners with all that one may have there is room.
const owners = 10

// Jobs screens files in the background, one after the other, each on all cores.
// What is kept of a job is bounded in number, size and time, and gone when Jobs
// is closed.
type Jobs struct {
	service *Service
	options JobOptions
	dir     string
	lock    *os.File        // says that the directory is in use
	ctx     context.Context // ends with Close
	cancel  context.CancelFunc
	turn    chan struct{} // held by the job that runs
	running sync.WaitGroup

	mu   sync.Mutex
	jobs []*job // oldest first
}

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
	removeAbandoned(parent)
	dir, err := os.MkdirTemp(parent, jobsDir+"*")
	if err != nil {
		return nil, err
	}
	lock, err := os.Create(filepath.Join(dir, jobsLock))
	if err == nil {
		_, err = tryLock(lock)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	j := &Jobs{service: s, options: o, dir: dir, lock: lock, turn: make(chan struct{}, 1)}
	j.ctx, j.cancel = context.WithCancel(context.Background())
	return j, nil
}

// Close stops all jobs and removes their files.
func (j *Jobs) Close() error {
	j.mu.Lock()
	j.cancel()
	j.mu.Unlock()
	j.running.Wait()
	return errors.Join(j.lock.Close(), os.RemoveAll(j.dir))
}

// Names of the directory of a program's jobs, and of the file in it that is
// locked while the program runs.
const (
	jobsDir  = "jobs-"
	jobsLock = "lock"
)

// removeAbandoned removes what programs left that were killed. What cannot be
// removed costs space and nothing else.
func removeAbandoned(parent string) {
	locks, _ := filepath.Glob(filepath.Join(parent, jobsDir+"*", jobsLock))
	for _, path := range locks {
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if free, err := tryLock(f); err == nil && free {
			_ = os.RemoveAll(filepath.Dir(path))
		}
		f.Close()
	}
}

// job is a job with what only Jobs may touch.
type job struct {
	Job     // guarded by the mutex of Jobs, but for what never changes
	dir     string
	cancel  context.CancelFunc
	rows    atomic.Int64
	read    atomic.Int64
	results *results
	disk    int64 // bytes of the files of one that is done
}

// diskOf is how many bytes the files of a directory take.
func diskOf(dir string) int64 {
	total := int64(0)
	entries, _ := os.ReadDir(dir) // of one that is not there, none
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			total += info.Size()
		}
	}
	return total
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
	ctx, cancel := context.WithTimeoutCause(WithCaller(j.ctx, owner), j.options.MaxTime, fmt.Errorf("it took more than %s; part the file", j.options.MaxTime))
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
	own, all := 0, 0
	for _, other := range j.jobs {
		if !other.State.Ended() {
			all++
			if other.Owner == x.Owner {
				own++
			}
		}
	}
	switch {
	case j.ctx.Err() != nil:
		return ErrClosed
	case own >= j.options.Waiting || all >= owners*j.options.Waiting:
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
	results, err := newResults(x.dir, table.Header, j.options.MaxDisk/2)
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
	x.Ended, x.Summary, x.State, x.disk = j.options.Now(), sum, Done, diskOf(x.dir)
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
	x.results, x.disk = nil, 0
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
