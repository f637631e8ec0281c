package main

import (
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"interdict/fetch"
	"interdict/service"
)

func (a *app) listsUpdateCommand() *cobra.Command {
	var o service.UpdateOptions
	cmd := &cobra.Command{
		Use:   "update [SOURCE…]",
		Short: "Fetch the newest official lists, check them, and keep the old ones",
		Long: `Update fetches the lists named, or all of the catalogue, from their publishers
over HTTPS. A list that did not change is not fetched again, a download that
broke off goes on where it stopped.

A new version is used only after checks: it is whole and well formed, not older
than the one in use, not much smaller, and as much of it is understood as
before. One that fails a check is held back with the reason and kept for a look
in DATA/fetch/SOURCE/held; the version in use stays. One list's failure never
touches another.

Proxies are taken from HTTPS_PROXY, HTTP_PROXY and NO_PROXY. A list that its
publisher gives only to those who have a token takes it from
INTERDICT_TOKEN_SOURCE, such as INTERDICT_TOKEN_EU_FSF.

Networks without a way out take the lists from a mirror that has each file at
BASE/SOURCE/NAME (--base-url; also packed, as NAME.gz), or from a directory
(--from; told by content, whatever the layout, directories named as a date in
the order of dates). The names are those of interdict lists --sources.

Exit status: 0 done, 1 some list failed or was held back, 2 wrong usage.`,
		Example: `  interdict lists update
  interdict lists update us_ofac_sdn un_sc_sanctions
  interdict lists update --base-url https://mirror.example/lists
  interdict lists update --from /media/lists --allow-shrink us_ofac_cons`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Sources = args
			return a.updateLists(cmd, o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.From, "from", "", "take the files from this directory instead of fetching them")
	f.StringVar(&o.BaseURL, "base-url", "", "fetch from the mirror at this address; http:// is allowed for it")
	f.StringArrayVar(&o.AllowShrink, "allow-shrink", nil, "accept a new version of this list though it is much smaller")
	f.DurationVar(&o.Fetch.Timeout, "timeout", 15*time.Minute, "give up a file after so long")
	f.DurationVar(&o.Fetch.Stall, "stall", 30*time.Second, "give up a connection on which nothing comes for so long, and try again")
	return cmd
}

func (a *app) updateLists(cmd *cobra.Command, o service.UpdateOptions) error {
	if err := o.Check(); err != nil {
		return usageError{err}
	}
	if o.Fetch.Timeout <= 0 || o.Fetch.Stall <= 0 {
		return usageError{fmt.Errorf("--timeout and --stall are times such as 90s or 15m")}
	}
	s, err := a.service()
	if err != nil {
		return err
	}
	o.Token = func(source string) string { return a.env(service.TokenSetting(source)) }
	line := &transferLine{out: a.err, on: a.isTerminal(a.err), files: map[string]transfer{}}
	if line.on {
		o.Progress = line.show
	}
	total, bad := 0, 0
	err = s.Update(cmd.Context(), o, func(u service.Updated) error {
		line.clear()
		total++
		if u.State == service.Failed || u.State == service.Held {
			bad++
		}
		return a.printUpdated(u)
	})
	line.clear()
	if err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d were not updated; what was in use stays in use", bad, total)
	}
	return nil
}

func (a *app) printUpdated(u service.Updated) error {
	if a.json {
		return json.NewEncoder(a.out).Encode(u)
	}
	published := u.Published
	if published == "" {
		published = "of unknown date"
	}
	switch u.State {
	case service.Fetched:
		before := ""
		if u.Before > 0 {
			before = fmt.Sprintf(" (%d before)", u.Before)
		}
		fmt.Fprintf(a.out, "%s %s: %d entries%s, %.2f%% of values read; fetched\n", u.Source, published, u.Entities, before, 100*u.Read)
	case service.Unchanged:
		fmt.Fprintf(a.out, "%s %s: %d entries; unchanged\n", u.Source, published, u.Entities)
	default:
		name, kept := u.Source+" ", ""
		if u.Source == "" {
			name = ""
		}
		if u.Kept != "" {
			kept = "; the files are in " + u.Kept
		}
		state := string(u.State)
		if u.State == service.Held {
			state = "held back"
		}
		fmt.Fprintf(a.err, "interdict: %s%s: %s%s\n", name, state, plainLine(u.Reason), kept)
	}
	return nil
}

// A transferLine is one line on a terminal that says how far the downloads are.
type transferLine struct {
	out io.Writer
	on  bool

	mu    sync.Mutex
	files map[string]transfer
	start time.Time
	last  time.Time
}

// A transfer is how far one file is.
type transfer struct{ first, got, total int64 }

func (l *transferLine) show(p service.Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if l.start.IsZero() {
		l.start = now
	}
	key := p.Source + "/" + p.File
	file, ok := l.files[key]
	if !ok || p.Got < file.first {
		file.first = p.Got
	}
	file.got, file.total = p.Got, p.Total
	l.files[key] = file
	if now.Sub(l.last) < 200*time.Millisecond {
		return
	}
	l.last = now
	fmt.Fprintf(l.out, "\r\x1b[K%s", l.text(now.Sub(l.start)))
}

// text says what came of all files, the rate, and the time left where every
// file's size is known.
func (l *transferLine) text(elapsed time.Duration) string {
	var got, total, came int64
	known := true
	for _, f := range l.files {
		got, total, came = got+f.got, total+f.total, came+f.got-f.first
		known = known && f.total >= 0
	}
	s := "1 file: "
	if n := len(l.files); n > 1 {
		s = fmt.Sprintf("%d files: ", n)
	}
	s += fetch.Size(got)
	if known {
		s += " of " + fetch.Size(total)
	}
	if elapsed < time.Second || came == 0 {
		return s
	}
	rate := float64(came) / elapsed.Seconds()
	s += fmt.Sprintf(", %s a second", fetch.Size(int64(rate)))
	if known {
		s += fmt.Sprintf(", %v left", time.Duration(float64(total-got)/rate*float64(time.Second)).Round(time.Second))
	}
	return s
}

func (l *transferLine) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.on && !l.last.IsZero() {
		fmt.Fprint(l.out, "\r\x1b[K")
	}
}
