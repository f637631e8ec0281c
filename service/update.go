package service

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"interdict/fetch"
	"interdict/internal/durable"
	"interdict/lists"
)

// UpdateOptions say what to update and from where.
type UpdateOptions struct {
	Sources     []string                   // names of the catalogue; none: all that have addresses
	Catalogue   []lists.Source             // default [lists.Sources]
	BaseURL     string                     // of a mirror that has each file at BaseURL/SOURCE/NAME; only here http: is allowed
	From        string                     // a directory to take the files from instead
	AllowShrink []string                   // sources whose new version may be much smaller than the one in use
	Token       func(source string) string // of a source that wants one; "" where there is none
	Parallel    int                        // sources fetched at once; default 4
	Fetch       fetch.Options
	Progress    func(Progress) // called from several goroutines, as bytes come
	Now         func() time.Time
}

// Progress tells how far a file is.
type Progress struct {
	Source string
	File   string
	Got    int64
	Total  int64 // -1 where it is not known
}

// State says what an update did with a source.
type State string

// What becomes of a source.
const (
	Fetched   State = "fetched"   // a new version was archived
	Unchanged State = "unchanged" // what is published is what is in use
	Held      State = "held"      // what came is not fit for use; nothing changed
	Failed    State = "failed"    // nothing whole came; nothing changed
	Skipped   State = "skipped"   // not asked for by name, and cannot be fetched here
)

// An Updated tells what an update did with one source.
type Updated struct {
	Source    string  `json:"source"`
	State     State   `json:"state"`
	Reason    string  `json:"reason,omitempty"`    // in a line, why it was held, failed or skipped
	Version   string  `json:"version,omitempty"`   // that is in use now
	Published string  `json:"published,omitempty"` // date of that version
	Entities  int     `json:"entities,omitempty"`  // entries of that version
	Before    int     `json:"before,omitempty"`    // entries of the version that it replaced
	Read      float64 `json:"read,omitempty"`      // share (0–1) of the values of that version that reached a property or a note
	Kept      string  `json:"kept,omitempty"`      // directory with the files that were held back
}

// Update brings the lists up to date. Every source by itself is fetched,
// recognised, read, checked against the version in use, and archived; what
// becomes of it is yielded as soon as it is known, one source at a time. An
// error ends the update; what was archived until then stays.
//
// Only one update at a time works on a data directory ([ErrLocked]). It can be
// killed at any moment: the versions in use are as they were, and what was
// fetched of a file is gone on with the next time.
func (s *Service) Update(ctx context.Context, o UpdateOptions, yield func(Updated) error) error {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Parallel <= 0 {
		o.Parallel = 4
	}
	sources, err := o.sources()
	if err != nil {
		return err
	}
	release, err := lock(s.options.Data, o.Now())
	if err != nil {
		return err
	}
	defer release()
	if err := durable.Tidy(s.options.Data, o.Now()); err != nil {
		return err
	}
	o.Catalogue = o.catalogue()
	u := &updater{s, o, len(o.Sources) > 0}
	defer s.forget()
	if o.From != "" {
		return u.fromDirectory(ctx, sources, yield)
	}
	return u.fromServers(ctx, sources, yield)
}

// Check says what is wrong with the options, before anything is done.
func (o UpdateOptions) Check() error {
	_, err := o.sources()
	return err
}

func (o UpdateOptions) catalogue() []lists.Source {
	if o.Catalogue != nil {
		return o.Catalogue
	}
	return lists.Sources()
}

// sources checks the options and returns the sources that are meant.
func (o UpdateOptions) sources() ([]lists.Source, error) {
	if o.From != "" && o.BaseURL != "" {
		return nil, errors.New("files are taken from a directory or from a mirror, not both")
	}
	if base, err := url.Parse(o.BaseURL); o.BaseURL != "" && (err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http") {
		return nil, errors.New("the address of the mirror cannot be read: write it as https://host/path")
	}
	catalogue := o.catalogue()
	find := func(name string) (lists.Source, error) {
		i := slices.IndexFunc(catalogue, func(s lists.Source) bool { return s.Name == name })
		if i < 0 {
			return lists.Source{}, fmt.Errorf("no list is called %q; interdict lists --sources names them", name)
		}
		return catalogue[i], nil
	}
	for _, name := range o.AllowShrink {
		if _, err := find(name); err != nil {
			return nil, err
		}
	}
	var out []lists.Source
	for _, name := range o.Sources {
		source, err := find(name)
		if err != nil {
			return nil, err
		}
		if len(source.Files) == 0 && o.From == "" {
			return nil, fmt.Errorf("%s has no address to fetch it from; get it from %s and add it with interdict lists add", name, source.URL)
		}
		if !slices.ContainsFunc(out, func(s lists.Source) bool { return s.Name == name }) {
			out = append(out, source)
		}
	}
	if len(o.Sources) > 0 {
		return out, nil
	}
	for _, source := range catalogue {
		if len(source.Files) > 0 || o.From != "" {
			out = append(out, source)
		}
	}
	return out, nil
}

// An updater is one update.
type updater struct {
	*Service
	o     UpdateOptions
	named bool // the sources were asked for by name
}

// fromServers fetches several sources at once, and reads them one after the
// other as they come, which bounds memory.
func (u *updater) fromServers(ctx context.Context, sources []lists.Source, yield func(Updated) error) error {
	ctx, cancel := context.WithCancel(ctx)
	client := fetch.New(u.o.Fetch)
	defer client.Close()
	results := make(chan download)
	places := make(chan struct{}, u.o.Parallel)
	for _, source := range sources {
		go func() {
			places <- struct{}{}
			d := u.download(ctx, client, source)
			<-places
			results <- d
		}()
	}
	skipped := 0
	var failure error
	for range sources {
		d := <-results // every source sends one, whatever happens
		if failure != nil {
			continue
		}
		done := u.take(ctx, d)
		if done.State == Skipped {
			skipped++
		}
		if failure = ctx.Err(); failure == nil {
			failure = yield(done)
		}
		if failure != nil {
			cancel()
		}
	}
	cancel()
	if failure == nil && len(sources) > 0 && skipped == len(sources) {
		failure = errors.New("nothing could be fetched: every list was skipped")
	}
	return failure
}

// take reads what was downloaded of a source and archives it where it is fit.
func (u *updater) take(ctx context.Context, d download) Updated {
	out := Updated{Source: d.source.Name, State: Failed}
	current, err := u.current(d.source.Name)
	switch {
	case d.err != nil:
		err = d.err
	case err == nil && d.unchanged:
		out.State = Unchanged
	case err == nil:
		out = u.takeFiles(ctx, d)
	}
	if err == nil && out.State != Held && out.State != Failed {
		if err = u.saveState(d, out); err != nil {
			out.State = Failed
		}
	}
	if err != nil {
		out.Reason = oneLine(err)
		if errors.As(err, new(skip)) {
			out.State = Skipped
		}
	}
	if current != nil && out.Version == "" {
		out.inUse(*current)
	}
	return out
}

// takeFiles recognises the files of a download as one set of its source.
func (u *updater) takeFiles(ctx context.Context, d download) Updated {
	var files []lists.File
	for _, path := range d.paths {
		files = append(files, lists.OpenFile(path))
	}
	out := u.takeSets(ctx, d.source, files, d.published)
	// The messages of parsers name files by their path, which says nothing to
	// people here.
	out.Reason = strings.ReplaceAll(out.Reason, d.dir+string(filepath.Separator), "")
	var err error
	if out.State == Held {
		out.Kept, err = u.keepHeld(d, out.Reason)
	} else {
		err = os.RemoveAll(d.dir)
	}
	if err != nil {
		out.State, out.Reason = Failed, oneLine(err)
	}
	return out
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
