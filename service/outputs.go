package service

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"interdict/screen"
)

// A Format is a form of output.
type Format string

// Formats of the answers to a file of queries.
const (
	CSV      Format = "csv"
	JSON     Format = "json" // one object a line
	Workbook Format = "xlsx"
)

// answerWriter writes answers in one format.
type answerWriter interface {
	WriteHeader() error
	Write(screen.Answer) error
	Flush() error
}

// jsonWriter writes answers as JSON lines.
type jsonWriter struct {
	w     io.Writer
	basis string
}

func (w jsonWriter) WriteHeader() error          { return nil }
func (w jsonWriter) Write(a screen.Answer) error { return WriteAnswer(w.w, a, w.basis) }
func (w jsonWriter) Flush() error                { return nil }

// diskFile is a file that outputs are written to.
type diskFile interface {
	io.WriteCloser
	io.Seeker
	Truncate(size int64) error
	Sync() error
}

// openFile opens a file to be written without emptying it.
func openFile(path string) (diskFile, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o666)
}

// An output is one file of answers on its way to the disk.
type output struct {
	path         string
	file         diskFile // nil: a stream
	buf          *bufio.Writer
	length       int64 // bytes handed to buf
	answerWriter answerWriter
}

// newOutput cuts the file to a length and goes on from there. format makes the
// writer over it.
func newOutput(path string, file diskFile, length int64, format func(io.Writer) answerWriter) (*output, error) {
	size, err := file.Seek(0, io.SeekEnd)
	switch {
	case err != nil:
	case size < length:
		err = fmt.Errorf("%s: shorter than the checkpoint says: it was changed; remove the checkpoint and begin again", path)
	case size > length:
		err = file.Truncate(length)
	}
	if err == nil {
		_, err = file.Seek(length, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	o := &output{path: path, file: file, length: length}
	return o, o.start(file, format)
}

// streamOutput writes to a stream that cannot be resumed.
func streamOutput(w io.Writer, format func(io.Writer) answerWriter) (*output, error) {
	o := &output{}
	return o, o.start(w, format)
}

func (o *output) start(w io.Writer, format func(io.Writer) answerWriter) error {
	o.buf = bufio.NewWriterSize(w, 256<<10)
	o.answerWriter = format(o)
	if o.length > 0 {
		return nil
	}
	return o.answerWriter.WriteHeader()
}

// Write takes what the writer of answers writes.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.buf.Write(p)
	o.length += int64(n)
	return n, err
}

// answer writes one answer.
func (o *output) answer(a screen.Answer) error { return o.answerWriter.Write(a) }

// flush hands all that was written to the system.
func (o *output) flush() error {
	if err := o.answerWriter.Flush(); err != nil {
		return err
	}
	return o.buf.Flush()
}

// sync returns when all that was written is on the disk.
func (o *output) sync() error {
	if err := o.flush(); err != nil || o.file == nil {
		return err
	}
	return o.file.Sync()
}

func (o *output) close() error {
	if o.file == nil {
		return nil
	}
	return o.file.Close()
}

// A pending file is written beside its place, under a name of its own that a
// killed run's next one takes again, and put there whole.
type pending struct {
	*os.File
	path string
}

func newPending(path string) (pending, error) {
	f, err := os.Create(path + ".new")
	return pending{f, path}, err
}

// place puts the file in its place.
func (p pending) place() error {
	for _, step := range []func() error{p.Sync, p.Close, func() error { return os.Rename(p.Name(), p.path) }} {
		if err := step(); err != nil {
			return errors.Join(err, p.drop())
		}
	}
	return nil
}

// drop removes what was written.
func (p pending) drop() error {
	p.Close() // for the second time, perhaps
	return os.Remove(p.Name())
}

// replace puts data in a file, whole or not at all.
func replace(path string, data []byte) error {
	p, err := newPending(path)
	if err != nil {
		return err
	}
	if _, err := p.Write(data); err != nil {
		return errors.Join(err, p.drop())
	}
	return p.place()
}

// workbookFile is a workbook on its way to the disk.
type workbookFile struct {
	*screen.WorkbookWriter
	pending pending
	buf     *bufio.Writer
}

func newWorkbookFile(path string, header []string) (*workbookFile, error) {
	p, err := newPending(path)
	if err != nil {
		return nil, err
	}
	w := &workbookFile{pending: p, buf: bufio.NewWriterSize(p, 256<<10)}
	w.WorkbookWriter = screen.NewWorkbookWriter(w.buf, header)
	return w, nil
}

// finish ends the workbook and puts it in its place.
func (w *workbookFile) finish(summary Summary) error {
	if err := errors.Join(w.Close(summary.lines()), w.buf.Flush()); err != nil {
		return errors.Join(err, w.pending.drop())
	}
	return w.pending.place()
}
