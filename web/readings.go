package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"interdict/document"
	"interdict/ledger"
	"interdict/read"
	"interdict/service"
)

// Bounds on readings, of all people together.
const (
	mostReadings  = 60               // kept at once
	mostWaiting   = 12               // not done at once
	mostOwn       = 4                // of these, of one person
	mostPending   = 128 << 20        // bytes that wait to be read
	atOnce        = 2                // read at once
	mostKept      = 256 << 20        // bytes of text that is kept
	readTime      = 10 * time.Minute // for one reading
	keepReading   = 2 * time.Hour
	mostDocuments = 200 // that one reading gives
)

// A source is something to read.
type source struct {
	name    string
	data    []byte
	options document.Options
	fetch   string // an address, instead of data
}

// A reading is documents on their way to ledgers.
type reading struct {
	id, owner, name string
	begun           time.Time
	bytes           int // of what is to be read
	cancel          context.CancelFunc
	done            chan struct{}

	mu      sync.Mutex
	total   int // sources
	read    int // of them
	ended   time.Time
	ledgers []*ledger.Ledger
	notes   []string
	errors  []string
	size    int // bytes of text
}

// readings reads in the background and keeps what came of it for a while.
type readings struct {
	site    *Site
	ctx     context.Context
	cancel  context.CancelFunc
	turns   chan struct{}
	running sync.WaitGroup
	warm    sync.Once

	mu  sync.Mutex
	all []*reading // oldest first
}

func newReadings(s *Site) *readings {
	r := &readings{site: s, turns: make(chan struct{}, atOnce)}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	return r
}

// warmUp loads in the background what readings need, for somebody who has opened
// the form and will send it soon.
func (rs *readings) warmUp() {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if rs.ctx.Err() != nil {
		return
	}
	rs.running.Go(func() {
		if err := rs.site.service.WarmReader(rs.ctx); err != nil && rs.ctx.Err() == nil { // whoever reads is told too
			rs.site.options.Log.Error("no documents can be read", "error", err)
		}
	})
}

// close stops what is read and waits for it.
func (rs *readings) close() {
	rs.mu.Lock()
	rs.cancel()
	rs.mu.Unlock()
	rs.running.Wait()
}

var (
	errTooMany   = errors.New("too many documents wait to be read; try again in a minute")
	errNoReading = errors.New("there is no such reading: what was read is kept for two hours, and for whom it was read alone")
)

// start begins to read.
func (rs *readings) start(owner, name string, sources []source) (*reading, error) {
	rs.tidy()
	rs.mu.Lock()
	defer rs.mu.Unlock()
	size, waiting, own := 0, 0, 0
	for _, src := range sources {
		size += len(src.data)
	}
	pending := size
	for _, x := range rs.all {
		if x.isDone() {
			continue
		}
		waiting++
		pending += x.bytes
		if x.owner == owner {
			own++
		}
	}
	if waiting >= mostWaiting || own >= mostOwn || pending > mostPending || rs.ctx.Err() != nil {
		return nil, errTooMany
	}
	ctx, cancel := context.WithTimeoutCause(rs.ctx, readTime, fmt.Errorf("it took more than %s to read; part it", readTime))
	ctx = service.WithCaller(ctx, owner)
	x := &reading{id: rand.Text(), owner: owner, name: name, bytes: size, begun: rs.site.options.Now(), cancel: cancel, done: make(chan struct{}), total: len(sources)}
	rs.all = append(rs.all, x)
	rs.running.Go(func() {
		defer cancel()
		rs.run(ctx, x, sources)
	})
	return x, nil
}

// run reads all sources when its turn comes.
func (rs *readings) run(ctx context.Context, x *reading, sources []source) {
	defer close(x.done)
	defer func() {
		x.mu.Lock()
		x.ended = rs.site.options.Now()
		x.mu.Unlock()
	}()
	select {
	case rs.turns <- struct{}{}:
		defer func() { <-rs.turns }()
	case <-ctx.Done():
		x.fail(context.Cause(ctx))
		return
	}
	reader, err := rs.site.service.Reader(ctx)
	if err != nil {
		x.fail(err)
		return
	}
	for _, src := range sources {
		rs.one(ctx, x, reader, src)
		x.mu.Lock()
		x.read++
		x.mu.Unlock()
	}
	if err := context.Cause(ctx); err != nil {
		x.fail(err)
	}
}

// one reads the documents of a source.
func (rs *readings) one(ctx context.Context, x *reading, reader *read.Reader, src source) {
	in := io.Reader(bytes.NewReader(src.data))
	if src.fetch != "" {
		page, err := rs.site.options.Fetch(ctx, src.fetch)
		if err != nil {
			x.fail(err)
			return
		}
		defer page.Body.Close()
		in, src.name = page.Body, page.URL
		src.options.ID, src.options.URL, src.options.ContentType = page.Name, page.URL, page.ContentType
	}
	src.options.MaxBytes = rs.site.options.MaxDocument
	for doc, err := range rs.site.extract.Documents(ctx, in, src.name, src.options) {
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			x.fail(err)
			continue
		}
		if len(x.ledgers) >= mostDocuments {
			x.fail(fmt.Errorf("%s: only its first %d documents are read here; interdict read takes all", src.name, mostDocuments))
			return
		}
		l, err := service.ReadDocument(ctx, reader, doc)
		if err != nil {
			x.fail(fmt.Errorf("%s: %w", doc.ID, err))
			continue
		}
		x.mu.Lock()
		x.ledgers = append(x.ledgers, l)
		x.size += len(l.Text)
		for _, n := range doc.Notes { // that claims are read from English only the page says
			x.notes = append(x.notes, fmt.Sprintf("%s: %s", doc.ID, n))
		}
		x.mu.Unlock()
	}
}

// mostErrors is how many errors of one reading are told.
const mostErrors = 50

func (x *reading) fail(err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	line := strings.Join(strings.Fields(err.Error()), " ")
	if errors.Is(err, context.Canceled) {
		line = "the reading was stopped, because the program ends"
	}
	if len(x.errors) < mostErrors && !slices.Contains(x.errors, line) {
		x.errors = append(x.errors, line)
	}
}

func (x *reading) isDone() bool {
	select {
	case <-x.done:
		return true
	default:
		return false
	}
}

// find returns a reading of an owner.
func (rs *readings) find(owner, id string) (*reading, error) {
	rs.tidy()
	rs.mu.Lock()
	defer rs.mu.Unlock()
	for _, x := range rs.all {
		if x.id == id && x.owner == owner {
			return x, nil
		}
	}
	return nil, errNoReading
}

// recent returns the readings of an owner, the newest first.
func (rs *readings) recent(owner string) []*reading {
	rs.tidy()
	rs.mu.Lock()
	defer rs.mu.Unlock()
	var out []*reading
	for _, x := range slices.Backward(rs.all) {
		if x.owner == owner {
			out = append(out, x)
		}
	}
	return out
}

// tidy forgets what was kept long enough, and the oldest where there is too
// much.
func (rs *readings) tidy() {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	now := rs.site.options.Now()
	size := 0
	for _, x := range rs.all {
		x.mu.Lock()
		size += x.size
		x.mu.Unlock()
	}
	over := len(rs.all) - mostReadings
	rs.all = slices.DeleteFunc(rs.all, func(x *reading) bool {
		if !x.isDone() {
			return false
		}
		x.mu.Lock()
		defer x.mu.Unlock()
		if over <= 0 && size <= mostKept && now.Sub(x.ended) < keepReading {
			return false
		}
		over--
		size -= x.size
		return true
	})
}
