package service

import (
	"fmt"
	"os"
)

// Job returns a job of an owner.
func (j *Jobs) Job(owner, id string) (Job, error) {
	j.tidy()
	j.mu.Lock()
	defer j.mu.Unlock()
	x := j.find(owner, id)
	if x == nil {
		return Job{}, ErrNoJob
	}
	return x.snapshot(), nil
}

func (j *Jobs) find(owner, id string) *job {
	for _, x := range j.jobs {
		if x.ID == id && x.Owner == owner {
			return x
		}
	}
	return nil
}

// All returns the jobs of an owner, the newest first.
func (j *Jobs) All(owner string) []Job {
	j.tidy()
	j.mu.Lock()
	defer j.mu.Unlock()
	var out []Job
	for i := len(j.jobs) - 1; i >= 0; i-- {
		if x := j.jobs[i]; x.Owner == owner {
			out = append(out, x.snapshot())
		}
	}
	return out
}

// snapshot is the job as it is now.
func (x *job) snapshot() Job {
	out := x.Job
	out.Rows = int(x.rows.Load())
	if out.Size > 0 {
		out.Share = min(float64(x.read.Load())/float64(out.Size), 1)
	}
	if out.State == Done {
		out.Share = 1
	}
	return out
}

// Stop ends a job that runs, and removes one that has ended with its files.
func (j *Jobs) Stop(owner, id string) error {
	j.mu.Lock()
	x := j.find(owner, id)
	if x == nil {
		j.mu.Unlock()
		return ErrNoJob
	}
	ended := x.State.Ended()
	cancel := x.cancel
	j.mu.Unlock()
	if !ended {
		if cancel != nil {
			cancel()
		}
		return nil
	}
	j.remove(x)
	return os.RemoveAll(x.dir)
}

// File opens the answers of a job that is done, in one of the forms: [CSV],
// [Workbook], [JSON].
func (j *Jobs) File(owner, id string, form Format) (*os.File, error) {
	return j.open(owner, id, func(x *job) string { return x.path(form) })
}

// Rejected opens the rows of a job that could not be screened.
func (j *Jobs) Rejected(owner, id string) (*os.File, error) {
	return j.open(owner, id, (*job).rejected)
}

func (j *Jobs) open(owner, id string, path func(*job) string) (*os.File, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	x := j.find(owner, id)
	switch {
	case x == nil:
		return nil, ErrNoJob
	case x.State != Done:
		return nil, fmt.Errorf("the job is %s: there are no answers", x.State)
	}
	return os.Open(path(x))
}

// Results returns a part of what a job that is done found.
func (j *Jobs) Results(owner, id string, q ResultQuery) (ResultPage, error) {
	j.mu.Lock()
	x := j.find(owner, id)
	j.mu.Unlock()
	if x == nil {
		return ResultPage{}, ErrNoJob
	}
	j.mu.Lock()
	r := x.results
	done := x.State == Done
	j.mu.Unlock()
	if !done {
		return ResultPage{}, nil
	}
	return r.page(q)
}

// tidy removes jobs that were kept long enough, and the oldest that are done
// where an owner has too many, or all too much.
func (j *Jobs) tidy() {
	j.mu.Lock()
	have, disk, all := map[string]int{}, int64(0), len(j.jobs)
	for _, x := range j.jobs {
		have[x.Owner]++
		disk += x.disk
	}
	var old []*job
	for _, x := range j.jobs {
		late := j.options.Now().Sub(x.Ended) > j.options.Keep
		if x.State.Ended() && (late || have[x.Owner] >= j.options.Most || all >= owners*j.options.Most || disk > j.options.MaxDisk) {
			old = append(old, x)
			have[x.Owner]--
			all--
			disk -= x.disk
		}
	}
	j.mu.Unlock()
	for _, x := range old {
		j.remove(x)
		_ = os.RemoveAll(x.dir) // what stays goes with Close
	}
}

// Bounds returns what jobs are bounded by.
func (j *Jobs) Bounds() JobOptions { return j.options }
