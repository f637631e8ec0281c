package service

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"interdict/screen"
)

func newTestJobs(t *testing.T, o JobOptions) *Jobs {
	t.Helper()
	j, err := NewJobs(New(Options{Data: t.TempDir()}), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
	return j
}

// ended waits for the end of a job.
func ended(t *testing.T, j *Jobs, owner, id string) Job {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(5 * time.Millisecond) {
		x, err := j.Job(owner, id)
		if err != nil {
			t.Fatal(err)
		}
		if x.State.Ended() {
			return x
		}
	}
	t.Fatal("the job does not end")
	return Job{}
}

// TestJob screens a file in the background: its answers are those of the same
// batch, and its rows can be chosen and sorted.
func TestJob(t *testing.T) {
	j := newTestJobs(t, JobOptions{})
	input := customers(50)
	started, err := j.Start("me", "customers.csv", strings.NewReader(input), screen.TableOptions{}, screen.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	x := ended(t, j, "me", started.ID)
	if x.State != Done || x.Summary.Rows != 50 || x.Summary.Matched != 20 || x.Summary.Rejected != 20 || x.Share != 1 {
		t.Fatalf("%+v", x)
	}
	dir := t.TempDir()
	b := batch(t, dir, input)
	if _, err := j.service.ScreenBatch(context.Background(), b); err != nil {
		t.Fatal(err)
	}
	for _, form := range []Format{CSV, JSON, Workbook} {
		f, err := j.File("me", x.ID, form)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(f)
		if err = errors.Join(err, f.Close()); err != nil || len(data) == 0 {
			t.Errorf("%s: %d bytes, %v", form, len(data), err)
		}
		if want, _ := os.ReadFile(b.Out); form == CSV && string(data) != string(want) {
			t.Errorf("the job's CSV is not that of the batch:\n%s\n%s", data, want)
		}
	}
	for _, c := range []struct {
		q            ResultQuery
		total, first int // rows that are chosen, and the line of the first
	}{
		{ResultQuery{Limit: 10}, 20, 3},
		{ResultQuery{Limit: 10, Sort: "row", Offset: 1}, 20, 5},
		{ResultQuery{Limit: 10, Kind: Rejected, Sort: "row"}, 20, 4},
		{ResultQuery{Limit: 10, Words: "komid", Sort: "row"}, 10, 5},
		{ResultQuery{Limit: 10, Words: "nobody"}, 0, 0},
		{ResultQuery{Limit: 10, Kind: Possible}, 0, 0},
	} {
		page, err := j.Results("me", x.ID, c.q)
		if err != nil {
			t.Fatal(err)
		}
		first := 0
		if len(page.Rows) > 0 {
			first = page.Rows[0].Query.Row + page.Rows[0].Row
		}
		if page.Total != c.total || first != c.first || page.Kinds[Matched] != 20 {
			t.Errorf("%+v: %d rows, the first of line %d; want %d, %d", c.q, page.Total, first, c.total, c.first)
		}
	}
	if _, err := j.Job("another", x.ID); !errors.Is(err, ErrNoJob) {
		t.Errorf("another sees the job: %v", err)
	}
	if err := j.Stop("me", x.ID); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(j.dir); len(left) != 1 { // the lock
		t.Errorf("directories of a removed job are left: %v", left)
	}
}

// TestJobBounds holds jobs to their bounds: size, number, time that they are
// kept; what was refused leaves nothing behind.
func TestJobBounds(t *testing.T) {
	now := time.Now()
	j := newTestJobs(t, JobOptions{MaxBytes: 2000, Most: 2, Waiting: 1, Keep: time.Hour, Now: func() time.Time { return now }})
	if _, err := j.Start("me", "big.csv", strings.NewReader(customers(200)), screen.TableOptions{}, screen.Limits{}); !errors.Is(err, ErrTooBig) {
		t.Errorf("a large file: %v", err)
	}
	if _, err := j.Start("me", "odd.csv", strings.NewReader("a,b\n1,2\n"), screen.TableOptions{}, screen.Limits{}); err == nil {
		t.Error("a file without names is taken")
	}
	if left, _ := os.ReadDir(j.dir); len(left) != 1 || len(j.All("me")) > 0 {
		t.Errorf("of refused files are left: %v and %d jobs", left, len(j.All("me")))
	}
	j.turn <- struct{}{} // none runs
	waiting, err := j.Start("me", "a.csv", strings.NewReader(customers(5)), screen.TableOptions{}, screen.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Start("me", "b.csv", strings.NewReader(customers(5)), screen.TableOptions{}, screen.Limits{}); !errors.Is(err, ErrManyJob) {
		t.Errorf("more wait than may: %v", err)
	}
	other, err := j.Start("another", "b.csv", strings.NewReader(customers(5)), screen.TableOptions{}, screen.Limits{})
	if err != nil {
		t.Errorf("one who waits keeps out another: %v", err)
	}
	if err := errors.Join(j.Stop("another", other.ID), j.Stop("me", waiting.ID)); err != nil {
		t.Fatal(err)
	}
	if x := ended(t, j, "me", waiting.ID); x.State != Stopped {
		t.Errorf("%+v", x)
	}
	<-j.turn
	for range 3 {
		x, err := j.Start("me", "c.csv", strings.NewReader(customers(5)), screen.TableOptions{}, screen.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if x = ended(t, j, "me", x.ID); x.State != Done {
			t.Fatalf("%+v", x)
		}
	}
	if n := len(j.All("me")); n > 2 {
		t.Errorf("%d jobs are kept", n)
	}
	now = now.Add(2 * time.Hour)
	if n := len(j.All("me")); n > 0 {
		t.Errorf("%d jobs are kept for two hours", n)
	}
}

// TestJobsEnd closes while a job runs: it stops, and its files are gone.
func TestJobsEnd(t *testing.T) {
	j, err := NewJobs(New(Options{Data: t.TempDir()}), JobOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := j.Start("me", "a.csv", strings.NewReader(customers(100_000)), screen.TableOptions{}, screen.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if x, err = j.Job("me", x.ID); err != nil || x.State != Stopped {
		t.Errorf("%+v, %v", x, err)
	}
	if _, err := os.Stat(j.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("files are left: %v", err)
	}
	if _, err := j.Start("me", "a.csv", strings.NewReader(customers(1)), screen.TableOptions{}, screen.Limits{}); !errors.Is(err, ErrClosed) {
		t.Errorf("a job begins after the end: %v", err)
	}
}

// TestJobsOfTheKilled removes what a program left that was killed, and leaves
// what another one has that runs.
func TestJobsOfTheKilled(t *testing.T) {
	dir := t.TempDir()
	s := New(Options{Data: t.TempDir()})
	runs, err := NewJobs(s, JobOptions{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer runs.Close()
	dead := filepath.Join(dir, jobsDir+"dead")
	if err := os.MkdirAll(filepath.Join(dead, "job"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dead, jobsLock), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	next, err := NewJobs(s, JobOptions{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	if _, err := os.Stat(dead); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what the killed one left is there: %v", err)
	}
	if _, err := os.Stat(runs.dir); err != nil {
		t.Errorf("what another has is gone: %v", err)
	}
}

// TestJobDisk holds jobs to the space that they may take.
func TestJobDisk(t *testing.T) {
	j := newTestJobs(t, JobOptions{MaxDisk: 60_000})
	x, err := j.Start("me", "large.csv", strings.NewReader(customers(500)), screen.TableOptions{}, screen.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if x = ended(t, j, "me", x.ID); x.State != Broken || !strings.Contains(x.Error, "part the file") {
		t.Errorf("%+v", x)
	}
	for range 6 {
		if x, err = j.Start("me", "small.csv", strings.NewReader(customers(50)), screen.TableOptions{}, screen.Limits{}); err != nil {
			t.Fatal(err)
		}
		if x = ended(t, j, "me", x.ID); x.State != Done {
			t.Fatalf("%+v", x)
		}
	}
	total := int64(0)
	for _, x := range j.All("me") {
		total += diskOf(filepath.Join(j.dir, x.ID))
	}
	if n := len(j.All("me")); n == 0 || n > 5 || total > 60_000 {
		t.Errorf("%d jobs take %d bytes", n, total)
	}
}
