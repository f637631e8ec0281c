package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"interdict/service"
)

// auditOptions choose among the events of the record.
type auditOptions struct {
	since, until      string
	who, kind, entity string
	last              int
}

func (a *app) auditCommand() *cobra.Command {
	var o auditOptions
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "The record of what was answered: to whom, on which lists, with which hits",
		Long: `Audit shows the record of answers that servers and interdict mcp keep in
DATA/audit, the newest last. With --json each is whole, with its hits.`,
		Example: `  interdict audit
  interdict audit --entity us_ofac_sdn-21444 --since 2026-01-01
  interdict audit --who "key payments" --last 0 --json
  interdict audit verify`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.showAudit(cmd, o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.since, "since", "", "from this day or time on (2026-01-31, 2026-01-31T08:00:00Z)")
	f.StringVar(&o.until, "until", "", "before this day or time")
	f.StringVar(&o.who, "who", "", "to whom, as the record names them: \"key NAME\", \"person ADDRESS\"")
	f.StringVar(&o.kind, "kind", "", "what kind: screen, match, search, compare, batch, text, read, entity, adjacent, statements, lists, changes")
	f.StringVar(&o.entity, "entity", "", "with this entity among the hits, or shown")
	f.IntVar(&o.last, "last", 50, "the newest so many; 0 for all")
	cmd.AddCommand(&cobra.Command{
		Use:   "verify [FILE…]",
		Short: "Check that no line of the record was changed",
		Long: `Verify reads the record of answers (the chains in DATA/audit, or the files of one,
oldest first) and checks that each line has the hash of the one before it. It
prints the hash of the last line: kept elsewhere, it shows later whether the end
was cut off.`,
		Example: `  interdict audit verify
  interdict audit verify old/answers.000000120000.jsonl answers.jsonl`,
		Args: arguments(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error { return a.verifyAudit(cmd, args) },
	})
	return cmd
}

func (a *app) verifyAudit(cmd *cobra.Command, files []string) error {
	data, err := a.dataDir()
	if err != nil {
		return err
	}
	var all []service.Verified
	if len(files) > 0 {
		var v service.Verified
		v, err = service.VerifyChain(cmd.Context(), files...)
		all = append(all, v)
	} else {
		all, err = service.VerifyChains(cmd.Context(), service.AuditDir(data))
	}
	if err != nil {
		return err
	}
	out := json.NewEncoder(a.out)
	events := 0
	for _, v := range all {
		events += v.Events
		switch {
		case a.json:
			err = out.Encode(v)
		case v.Events > 0:
			from := ""
			if v.From > 0 {
				from = fmt.Sprintf(" (those before number %d are not here)", v.From)
			}
			_, err = fmt.Fprintf(a.out, "%s: %s, from %s to %s%s; none before the last was changed.\nlast hash %s (kept elsewhere, it vouches for the last too)\n", v.Chain, plural(v.Events, "answer"), v.First, v.Last, from, v.Hash)
		}
		if err != nil {
			return err
		}
	}
	if events == 0 && !a.json {
		_, err = fmt.Fprintln(a.out, "The record is empty.")
	}
	return err
}

func (a *app) showAudit(cmd *cobra.Command, o auditOptions) error {
	data, err := a.dataDir()
	if err != nil {
		return err
	}
	if o.last < 0 {
		return usageError{fmt.Errorf("--last %d: use a number of answers, 0 for all", o.last)}
	}
	q := service.EventQuery{Who: o.who, Kind: o.kind, Entity: o.entity, Most: o.last}
	if q.Since, err = parseTime("--since", o.since); err != nil {
		return err
	}
	if q.Until, err = parseTime("--until", o.until); err != nil {
		return err
	}
	events, err := service.Events(cmd.Context(), service.AuditDir(data), q)
	if err != nil {
		return err
	}
	if a.json {
		out := json.NewEncoder(a.out)
		for _, e := range events {
			if err := out.Encode(e); err != nil {
				return err
			}
		}
		return nil
	}
	if len(events) == 0 {
		_, err := fmt.Fprintln(a.out, "There is no such answer in the record.")
		return err
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "AT\tWHO\tKIND\tBASIS\tRESULTS")
	for _, e := range events {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", e.At.Format(time.RFC3339), plainLine(cmp.Or(e.Who, "-")), e.Kind, cmp.Or(e.Basis, "-"), plainLine(inShort(e)))
	}
	return w.Flush()
}

// inShort names the first results of an event and counts the others.
func inShort(e service.Event) string {
	var out []string
	for i, r := range e.Results {
		if i == 3 {
			out = append(out, fmt.Sprintf("and %d more", len(e.Results)-3))
			break
		}
		id, _, _ := strings.Cut(r, " ")
		out = append(out, id)
	}
	if n, ok := e.Counts["rows"]; ok {
		out = append(out, plural(n, "row"))
	}
	return cmp.Or(strings.Join(out, ", "), "none")
}

// parseTime reads a day or a time, in UTC where it names no zone.
func parseTime(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, usageError{fmt.Errorf("%s %s: write a day as 2026-01-31 or a time as 2026-01-31T08:00:00Z", flag, text)}
}
