package eval

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A Served is the program serving lists in a process of its own.
type Served struct {
	Addr   string                      // host:port
	Ready  time.Duration               // from its start, on a compiled index, until it was ready
	Update func(context.Context) error // adds the lists that were held back, and returns when answers rest on them
	Memory func() (float64, error)     // what the process holds, in MB
	Close  func() error
}

// A Starter serves lists; those held back are added by Served.Update.
type Starter func(ctx context.Context, files, heldBack []string) (*Served, error)

const (
	serveConnections = 8
	serveTime        = 10 * time.Second // of each load
)

// serve measures the program over HTTP on loopback, load and server on the same
// cores, with names of customers:
//
//	serve.ready_ms             from the start of the process, on a compiled index, to ready
//	serve.requests_per_second  POST /match, one query a request, 8 connections, all lists;
//	                           group cutoff 0.7: without results below the threshold
//	serve.request_ms           of one request, groups p50 and p99
//	serve.names_per_second     the same with 100 queries a request
//	serve.memory_mb            what the process holds after that (resident)
//	serve.update_failed        requests that failed while a list was added
//	serve.update_request_ms    of one request meanwhile, groups p50 and p99
//	serve.update_memory_mb     what the process holds after that
//	serve.read_ms              the page Read for 500 words, group first: the first document of
//	                           all, sent two seconds after the form was opened; p50 and p99 of more
//	serve.read_memory_mb       what the process holds after that
func (r *run) serve(ctx context.Context) error {
	if r.opts.Serve == nil {
		return skipped("nothing to serve with")
	}
	rows, lists, err := r.customerRows(ctx)
	if err != nil {
		return err
	}
	if len(lists) < 2 {
		return skipped("an update needs two lists")
	}
	rows = sample(rows, max(r.opts.Customers, 20000))
	names := make([]string, len(rows))
	for i, row := range rows {
		names[i] = row["name"]
	}
	last := len(lists) - 1
	served, err := r.opts.Serve(ctx, join(lists[:last]), lists[last].files)
	if err != nil {
		return err
	}
	err = r.load(ctx, served, names)
	return errors.Join(err, served.Close())
}

func (r *run) load(ctx context.Context, served *Served, names []string) error {
	r.add("serve.ready_ms", "all", float64(served.Ready.Microseconds())/1e3, 1)
	one, many := matchRequests(served.Addr, names, 1), matchRequests(served.Addr, names, 100)
	if _, err := hammer(ctx, served.Addr, one, time.Second, nil); err != nil { // warms up
		return err
	}
	got, err := hammer(ctx, served.Addr, one, serveTime, nil)
	if err != nil {
		return err
	}
	r.addLoad("serve.requests_per_second", "serve.request_ms", got, 1)
	sure := matchRequests(served.Addr, names, 1)
	for i := range sure {
		sure[i] = bytes.Replace(sure[i], []byte("/match/default "), []byte("/match/default?cutoff=0.7 "), 1)
	}
	if got, err = hammer(ctx, served.Addr, sure, serveTime, nil); err != nil {
		return err
	}
	r.add("serve.requests_per_second", "cutoff 0.7", float64(len(got.took))/got.wall.Seconds(), len(got.took))
	if got, err = hammer(ctx, served.Addr, many, serveTime, nil); err != nil {
		return err
	}
	r.addLoad("serve.names_per_second", "", got, 100)
	mb, err := served.Memory()
	if err != nil {
		return err
	}
	r.add("serve.memory_mb", "all", mb, 1)
	updated := make(chan struct{})
	var updateErr error
	go func() { defer close(updated); updateErr = served.Update(ctx) }()
	if got, err = hammer(ctx, served.Addr, one, 5*time.Minute, updated); err != nil {
		return err
	}
	<-updated
	if updateErr != nil {
		return updateErr
	}
	r.add("serve.update_failed", "all", float64(got.failed), len(got.took))
	r.addLoad("", "serve.update_request_ms", got, 1)
	if mb, err = served.Memory(); err != nil {
		return err
	}
	r.add("serve.update_memory_mb", "all", mb, 1)
	return r.readPages(ctx, served)
}

func (r *run) addLoad(rate, latency string, l load, each int) {
	if n := len(l.took); n > 0 && rate != "" {
		r.add(rate, "all", float64(n*each)/l.wall.Seconds(), n)
	}
	if latency == "" || len(l.took) == 0 {
		return
	}
	slices.Sort(l.took)
	for _, p := range []struct {
		name  string
		share float64
	}{{"p50", 0.5}, {"p99", 0.99}} {
		r.add(latency, p.name, l.took[int(p.share*float64(len(l.took)-1))].Seconds()*1e3, len(l.took))
	}
}

// matchRequests are whole HTTP requests, each with so many names.
func matchRequests(addr string, names []string, each int) [][]byte {
	var out [][]byte
	for batch := range slices.Chunk(names, each) {
		queries := map[string]any{}
		for i, name := range batch {
			queries["q"+strconv.Itoa(i)] = map[string]any{"schema": "Person", "properties": map[string][]string{"name": {name}}}
		}
		body, err := json.Marshal(map[string]any{"queries": queries})
		if err != nil {
			continue // texts and maps of them always can be written
		}
		out = append(out, fmt.Appendf(nil, "POST /match/default HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", addr, len(body), body))
	}
	return out
}

// load is what came of requests.
type load struct {
	took   []time.Duration // of those that were answered
	failed int
	wall   time.Duration
}

// hammer sends requests on all connections, one after the other on each, for
// so long or until something ends. A request that is not answered with 200
// counts as failed; more failures than answers are an error.
func hammer(ctx context.Context, addr string, requests [][]byte, long time.Duration, until <-chan struct{}) (load, error) {
	var next atomic.Int64
	var mu sync.Mutex
	var all load
	var first error
	start := time.Now()
	goOn := func() bool {
		select {
		case <-until:
			return false
		default:
			return ctx.Err() == nil && time.Since(start) < long
		}
	}
	var working sync.WaitGroup
	for range serveConnections {
		working.Go(func() {
			var own load
			var err error
			for goOn() && own.failed <= len(own.took)+10 {
				err = errors.Join(err, hammerOne(addr, requests, &next, &own, goOn))
			}
			mu.Lock()
			defer mu.Unlock()
			all.took = append(all.took, own.took...)
			all.failed += own.failed
			if first == nil {
				first = err
			}
		})
	}
	working.Wait()
	all.wall = time.Since(start)
	if all.failed > len(all.took) {
		return all, fmt.Errorf("%d requests failed: %w", all.failed, first)
	}
	return all, ctx.Err()
}

// hammerOne uses one connection until a request fails on it.
func hammerOne(addr string, requests [][]byte, next *atomic.Int64, l *load, goOn func() bool) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		l.failed++
		return err
	}
	defer c.Close()
	in := bufio.NewReaderSize(c, 64<<10)
	for goOn() {
		began := time.Now()
		_, err := c.Write(requests[int(next.Add(1))%len(requests)])
		if err == nil {
			err = readAnswer(in)
		}
		if err != nil {
			l.failed++
			return err
		}
		l.took = append(l.took, time.Since(began))
	}
	return nil
}

// readAnswer reads an answer of status 200 to its end.
func readAnswer(in *bufio.Reader) error {
	status, err := in.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !strings.HasPrefix(string(status), "HTTP/1.1 200") {
		return fmt.Errorf("answered %s", strings.TrimSpace(string(status)))
	}
	length := -1
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if name, value, _ := strings.Cut(string(line), ":"); http.CanonicalHeaderKey(name) == "Content-Length" {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil {
				return err
			}
		}
	}
	if length < 0 {
		return errors.New("an answer of no known length")
	}
	_, err = io.CopyN(io.Discard, in, int64(length))
	return err
}
