package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"interdict/screen"
	"interdict/service"
)

func (a *app) screenFile(cmd *cobra.Command, path string, o screenOptions, order screen.DateOrder, limits screen.Limits) (err error) {
	batch := service.Batch{Limits: limits, Out: o.out, Stream: a.out, Rejected: o.rejected, Summary: o.summary, HitsOnly: o.hitsOnly, Resume: o.resume, Interval: o.interval}
	if batch.Format, err = a.outputFormat(o); err != nil {
		return err
	}
	if batch.Options, err = o.tableOptions(path, order); err != nil {
		return err
	}
	in := io.Reader(contextReader{cmd.Context(), a.in})
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return err
		}
		if info.IsDir() {
			return fmt.Errorf("%s: a directory; name a file", path)
		}
		if info.Mode().IsRegular() {
			batch.Size = info.Size()
		}
		in = f
	}
	if err := distinct(path, o.out, o.rejected, o.summary); err != nil {
		return err
	}
	progress := newProgress(a.terminal, batch.Size)
	if batch.Table, err = screen.NewTable(progress.reader(in), batch.Options); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, batch.Table.Close()) }()
	s, err := a.service()
	if err != nil {
		return err
	}
	if err := a.tellStarter(cmd, s); err != nil {
		return err
	}
	batch.Progress = progress.step
	summary, err := s.ScreenBatch(cmd.Context(), batch)
	progress.done()
	if summary.Rows > 0 || err == nil {
		a.printSummary(summary)
	}
	var broken *service.BrokenError
	if errors.As(err, &broken) {
		fmt.Fprintf(a.err, "interdict: the run is broken off; the same command with --resume goes on with it (%s is kept for that)\n", service.CheckpointPath(broken.Out))
	}
	if err != nil {
		return err
	}
	return failOnHit(o, summary.Matched > 0)
}

// outputFormat is the form that the name of the output asks for, else the
// form that --json does.
func (a *app) outputFormat(o screenOptions) (service.Format, error) {
	format := service.CSV
	if a.json {
		format = service.JSON
	}
	if o.out == "" {
		if o.resume {
			return "", usageError{errors.New("--resume goes on with a file: say which with --out FILE")}
		}
		return format, nil
	}
	switch ext := strings.ToLower(filepath.Ext(o.out)); ext {
	case ".csv":
		format = service.CSV
	case ".jsonl", ".ndjson", ".json":
		return service.JSON, nil
	case ".xlsx":
		format = service.Workbook
	default:
		return "", usageError{fmt.Errorf("--out %s: the name must end in .csv, .jsonl or .xlsx, which says the form", o.out)}
	}
	switch {
	case a.json:
		return "", usageError{fmt.Errorf("--json and --out %s: name the file .jsonl, or leave --json out", o.out)}
	case format == service.Workbook && o.resume:
		return "", usageError{errors.New("--resume: a workbook is written whole or not at all and cannot be resumed; use .csv or .jsonl for that")}
	}
	return format, nil
}

// distinct refuses to write a file over the input or over another.
func distinct(in string, outs ...string) error {
	for i, out := range outs {
		for _, other := range append([]string{in}, outs[:i]...) {
			if out != "" && other != "" && other != "-" && sameFile(out, other) {
				return usageError{fmt.Errorf("%s is to be read and written, or written twice: name another file", out)}
			}
		}
	}
	return nil
}

func sameFile(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	if err1 == nil && err2 == nil {
		return os.SameFile(x, y) && x.Mode().IsRegular()
	}
	return filepath.Clean(a) == filepath.Clean(b)
}

func (o screenOptions) tableOptions(path string, order screen.DateOrder) (screen.TableOptions, error) {
	options := screen.TableOptions{Map: map[string]string{}, NoHeader: o.noHeader, Sheet: o.sheet, Dates: order, Name: path}
	if path == "-" {
		options.Name = "standard input"
	}
	for _, m := range o.maps {
		field, column, err := pair("--map", m)
		if err != nil {
			return options, err
		}
		options.Map[field] = column
	}
	if o.header != "" {
		if o.noHeader {
			return options, usageError{errors.New("--header and --no-header at once: --header is enough")}
		}
		for name := range strings.SplitSeq(o.header, ",") {
			options.Header = append(options.Header, strings.TrimSpace(name))
		}
	}
	return options, nil
}

// contextReader reads from a stream that could keep a reader waiting for ever.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

// Read reads, or returns the context's error when that ends first. The read
// that is under way then ends with the program.
func (c contextReader) Read(p []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	buf := make([]byte, len(p))
	go func() {
		n, err := c.r.Read(buf)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return copy(p, buf[:r.n]), r.err
	case <-c.ctx.Done():
		return 0, c.ctx.Err()
	}
}

func (a *app) printSummary(s service.Summary) {
	fmt.Fprintf(a.err, "interdict: %s: %d screened, %d with a match (%s), %d could not be screened\n", plural(s.Rows, "row"), s.Screened, s.Matched, plural(s.Hits, "hit"), s.Rejected)
	for _, list := range sortedKeys(s.ByList) {
		fmt.Fprintf(a.err, "interdict: %s on %s\n", plural(s.ByList[list], "hit"), list)
	}
	for _, reason := range sortedKeys(s.Reasons) {
		fmt.Fprintf(a.err, "interdict: not screened: %s: %s\n", plural(s.Reasons[reason], "row"), oneLine(reason))
	}
	if s.Noted > 0 {
		fmt.Fprintf(a.err, "interdict: %s with a value that was not understood and not compared; --json shows it under rejected\n", plural(s.Noted, "row"))
	}
	fmt.Fprintf(a.err, "interdict: basis %s\n", s.Basis)
}
