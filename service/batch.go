package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"interdict/screen"
)

// A Batch is a file of queries, to be screened into a file of answers.
type Batch struct {
	Table   *screen.Table
	Size    int64 // bytes of the input, where that is known; a resumed run must find the same
	Options screen.TableOptions
	Limits  screen.Limits

	Format   Format
	Out      string    // path of the answers
	Stream   io.Writer // the answers, where Out is empty
	Rejected string    // path of the rows that could not be screened; "" for none
	Summary  string    // path of the summary; "" for none
	HitsOnly bool      // leave out the rows without hits
	Resume   bool      // go on where a run into Out was broken off

	Interval time.Duration                             // between checkpoints; 0 means CheckpointInterval
	Progress func(rows int)                            // called after each row with how many are done; may be nil
	Each     func(a screen.Answer, basis string) error // also called with each answer, in order; may be nil

	open func(path string) (diskFile, error) // for tests; nil means the system's
}

// CheckpointInterval is how much work a killed run loses at most. Syncing
// takes some milliseconds.
const CheckpointInterval = 500 * time.Millisecond

// run is a batch under way.
type run struct {
	Batch
	service *Service
	state   *checkpoint
	rows    *rowHash
	outputs map[string]*output // by what they are
	book    *workbookFile
	saved   time.Time
	failed  bool // an output could not be written: what is in it is not known
}

// ScreenBatch screens every row of a table, in order and on all cores, and
// returns what came of it; with an error, what came of it until then.
//
// Answers that go to a file (but for a workbook, which is whole or not there)
// are kept as they come: beside the file lies a checkpoint ([CheckpointPath])
// until the run is done, and whatever ends the run, another with Resume goes on
// from there. The outcome is the same to the byte.
func (s *Service) ScreenBatch(ctx context.Context, b Batch) (sum Summary, err error) {
	if b.open == nil {
		b.open = openFile
	}
	if b.Interval == 0 {
		b.Interval = CheckpointInterval
	}
	e, err := s.searching(ctx)
	if err != nil {
		return Summary{}, err
	}
	basis, err := e.Basis(b.Limits)
	if err != nil {
		return Summary{}, err
	}
	r := &run{Batch: b, service: s, rows: newRowHash(b.Table.Header), outputs: map[string]*output{}}
	if err := r.begin(basis); err != nil {
		return Summary{}, errors.Join(err, r.close())
	}
	err = e.Engine.Batch(ctx, b.Limits, b.Table.Next, r.answer)
	switch {
	case err == nil:
		err = r.finish()
	case r.kept() && !r.failed: // the input or the context ended the run: keep what is done
		err = errors.Join(err, r.save())
	}
	err = errors.Join(err, r.close())
	if err == nil {
		err = r.done()
	}
	if err == nil {
		sum := r.state.Summary
		err = s.Emit(ctx, Event{Kind: "batch", Basis: basis, Counts: map[string]int{"rows": sum.Rows, "matched": sum.Matched, "hits": sum.Hits}}, nil)
	}
	if err != nil && r.kept() {
		err = &BrokenError{b.Out, err}
	}
	return r.state.Summary, err
}

// kept reports whether the run keeps a checkpoint.
func (r *run) kept() bool { return r.Out != "" && r.Format != Workbook }

// begin opens the outputs, where a broken run left them or empty.
func (r *run) begin(basis string) error {
	for _, path := range []string{r.Out, r.Rejected, r.Summary} {
		if _, err := os.Stat(filepath.Dir(path)); path != "" && err != nil {
			return err // now, and not after hours
		}
	}
	settings, err := r.settings(basis)
	if err != nil {
		return err
	}
	if r.Resume {
		if !r.kept() {
			return errors.New("only a run into a .csv or .jsonl file can be resumed")
		}
		if r.state, err = loadCheckpoint(r.Out); err != nil {
			return err
		}
	} else if _, err := os.Stat(CheckpointPath(r.Out)); err == nil && r.kept() {
		return fmt.Errorf("%s is there: a run into %s was broken off; --resume goes on with it, or remove that file to begin again", CheckpointPath(r.Out), r.Out)
	}
	resumed := r.state != nil
	if !resumed {
		r.state = &checkpoint{Version: checkpointVersion, Settings: settings, Lengths: map[string]int64{}, Summary: newSummary(basis), Input: r.rows.String()}
	}
	if err := r.state.same(settings); err != nil {
		return err
	}
	if err := r.state.skip(r.Table, r.rows); err != nil {
		return err
	}
	if !resumed && r.kept() { // before the outputs: what is in them already is nothing to go on from
		if err := r.state.save(CheckpointPath(r.Out)); err != nil {
			return err
		}
	}
	r.saved = time.Now()
	return r.openOutputs()
}

// settings are what a resumed run must have as it was.
func (r *run) settings(basis string) (map[string]string, error) {
	options := r.Options
	options.Name = ""
	table, err := json.Marshal(options)
	if err != nil {
		return nil, err
	}
	return map[string]string{
		"basis":                 basis,
		"the input's size":      strconv.FormatInt(r.Size, 10),
		"how the input is read": string(table),
		"--threshold":           fmt.Sprint(threshold(r.Limits)),
		"--min":                 fmt.Sprint(r.Limits.Min),
		"--limit":               strconv.Itoa(r.Limits.Most),
		"--hits-only":           strconv.FormatBool(r.HitsOnly),
		"--rejected":            r.Rejected,
		"the form of output":    string(r.Format),
	}, nil
}

func (r *run) openOutputs() (err error) {
	header := r.Table.Header
	answers := func(w io.Writer) answerWriter {
		if r.Format == JSON {
			return jsonWriter{w, r.state.Summary.Basis}
		}
		return screen.NewWriter(w, header)
	}
	switch {
	case r.Format == Workbook && r.Out == "":
		return errors.New("a workbook goes to a file: say --out FILE.xlsx")
	case r.Format == Workbook:
		r.book, err = newWorkbookFile(r.Out, header)
	case r.Out == "":
		r.outputs["answers"], err = streamOutput(r.Stream, answers)
	default:
		err = r.openOutput("answers", r.Out, answers)
	}
	if err == nil && r.Rejected != "" {
		err = r.openOutput("rejected", r.Rejected, func(w io.Writer) answerWriter { return screen.NewRejectedWriter(w, header) })
	}
	return err
}

func (r *run) openOutput(name, path string, format func(io.Writer) answerWriter) error {
	file, err := r.open(path)
	if err != nil {
		return err
	}
	o, err := newOutput(path, file, r.state.Lengths[name], format)
	if o != nil {
		r.outputs[name] = o
	}
	return err
}

// answer writes an answer and, now and then, a checkpoint.
func (r *run) answer(a screen.Answer) error {
	if err := r.write(a); err != nil {
		r.failed = true
		return err
	}
	if r.Each != nil {
		if err := r.Each(a, r.state.Summary.Basis); err != nil {
			return err
		}
	}
	r.state.Summary.count(a)
	r.rows.add(a.Query.Row, a.Query.Cells)
	if r.Progress != nil {
		r.Progress(r.state.Summary.Rows)
	}
	if r.kept() && time.Since(r.saved) >= r.Interval {
		return r.save()
	}
	return nil
}

func (r *run) write(a screen.Answer) error {
	if out := r.outputs["rejected"]; out != nil && a.Err != nil {
		if err := out.answer(a); err != nil {
			return err
		}
	}
	switch {
	case r.HitsOnly && a.Err == nil && len(a.Hits) == 0:
		return nil
	case r.book != nil:
		return r.book.Write(a)
	}
	return r.outputs["answers"].answer(a)
}

// save makes what is written last, then says so in the checkpoint; in this
// order, on which everything rests. An output that failed once is not tried
// again: a second sync may succeed without what the first has lost.
func (r *run) save() error {
	for name, o := range r.outputs {
		if err := o.sync(); err != nil {
			r.failed = true
			return err
		}
		r.state.Lengths[name] = o.length
	}
	r.state.Input = r.rows.String()
	r.saved = time.Now()
	if err := r.state.save(CheckpointPath(r.Out)); err != nil {
		r.failed = true
		return err
	}
	return nil
}

// finish makes the outputs whole.
func (r *run) finish() error {
	if r.book != nil {
		book := r.book
		r.book = nil
		if err := book.finish(r.state.Summary); err != nil {
			return err
		}
	}
	for _, o := range r.outputs {
		if err := o.sync(); err != nil {
			return err
		}
	}
	return nil
}

// done writes the summary and takes the checkpoint away, when all else is there.
func (r *run) done() error {
	if r.Summary != "" {
		data, err := json.Marshal(r.state.Summary)
		if err != nil {
			return err
		}
		if err := replace(r.Summary, append(data, '\n')); err != nil {
			return err
		}
	}
	if r.kept() {
		return os.Remove(CheckpointPath(r.Out))
	}
	return nil
}

// A BrokenError says that a run ended before its end and can be resumed.
type BrokenError struct {
	Out string // where the answers are
	Err error
}

// Error returns what broke the run.
func (e *BrokenError) Error() string { return e.Err.Error() }

// Unwrap returns what broke the run.
func (e *BrokenError) Unwrap() error { return e.Err }

func (r *run) close() error {
	var errs []error
	for name, o := range r.outputs {
		errs = append(errs, o.close())
		delete(r.outputs, name)
	}
	if r.book != nil {
		errs = append(errs, r.book.pending.drop())
	}
	return errors.Join(errs...)
}
