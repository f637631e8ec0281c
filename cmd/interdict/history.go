package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"interdict/archive"
	"interdict/ftm"
)

func (a *app) historyCommand() *cobra.Command {
	var changes bool
	cmd := &cobra.Command{
		Use:   "history SOURCE",
		Short: "Show the versions of a list that are here",
		Long: `History prints every version of a list that is here, oldest first: when it was
published, when it was added, how many entries it has. With --changes it also
says what each changed, which reads all of them.`,
		Example: "  interdict lists history un_sc_sanctions --changes",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.service()
			if err != nil {
				return err
			}
			items, err := s.History(cmd.Context(), args[0], changes)
			if err != nil {
				return err
			}
			if a.json {
				enc := json.NewEncoder(a.out)
				for _, v := range items {
					if err := enc.Encode(v); err != nil {
						return err
					}
				}
				return nil
			}
			w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
			fmt.Fprint(w, "PUBLISHED\tADDED\tENTRIES\tFORMAT\tVERSION")
			if changes {
				fmt.Fprint(w, "\tNEW\tCHANGED\tGONE")
			}
			fmt.Fprintln(w)
			for _, v := range items {
				published := v.Published
				if published == "" {
					published = "unknown"
				}
				fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s", published, v.Added.Format("2006-01-02 15:04"), v.Entries, v.Format, v.ID)
				if c := v.Counts; c != nil {
					fmt.Fprintf(w, "\t%d\t%d\t%d", c.Added, c.Modified, c.Removed)
				}
				fmt.Fprintln(w)
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&changes, "changes", false, "also count what each version changed")
	return cmd
}

func (a *app) diffCommand() *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use:   "diff SOURCE",
		Short: "Say what changed between two versions of a list",
		Long: `Diff prints the entries that were added, changed and removed between two
versions of a list, and which values changed: the newest and the one before it,
or those that were published by the days given.`,
		Example: `  interdict lists diff us_ofac_sdn
  interdict lists diff un_sc_sanctions --from 2025-06-18 --to 2025-11-20
  interdict lists diff us_ofac_sdn --json > changes.jsonl`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, d := range []struct {
				flag string
				day  *string
			}{{"--from", &from}, {"--to", &to}} {
				if *d.day == "" {
					continue
				}
				parsed, err := ftm.ParseDate(*d.day)
				if err != nil {
					return usageError{fmt.Errorf("%s %s: %w", d.flag, *d.day, err)}
				}
				*d.day = parsed.From.String()
			}
			return a.diff(cmd, args[0], from, to)
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "compare with what was published by this day (default the version before)")
	cmd.Flags().StringVar(&to, "to", "", "what was published by this day (default the newest)")
	return cmd
}

func (a *app) diff(cmd *cobra.Command, source, from, to string) error {
	s, err := a.service()
	if err != nil {
		return err
	}
	d, err := s.Diff(cmd.Context(), source, from, to)
	if err != nil {
		return err
	}
	if a.json {
		enc := json.NewEncoder(a.out)
		for _, c := range d.Changes {
			if err := enc.Encode(c); err != nil {
				return err
			}
		}
	} else {
		for _, c := range d.Changes {
			a.printChange(c)
		}
	}
	n := archive.Count(d.Changes)
	fmt.Fprintf(a.err, "interdict: %s from %s to %s: %d added, %d changed, %d removed\n", source, d.From.Date(), d.To.Date(), n.Added, n.Modified, n.Removed)
	if n.Relisted > 0 {
		fmt.Fprintf(a.err, "interdict: %d of those changed had been taken off and were listed anew under another record id: by record ids %d added, %d removed\n",
			n.Relisted, n.Added+n.Relisted, n.Removed+n.Relisted)
	}
	if d.From.Format != d.To.Format {
		fmt.Fprintf(a.err, "interdict: the first is %s, the second %s: some values differ by the form alone\n", d.From.Format, d.To.Format)
	}
	return nil
}

var opWords = map[string]string{archive.OpAdd: "added", archive.OpModify: "changed", archive.OpDelete: "removed"}

func (a *app) printChange(c archive.Change) {
	bold, dim, _, off := a.styles()
	again := ""
	if c.Relisted {
		again = ", listed anew"
	}
	fmt.Fprintf(a.out, "%-7s  %s%s%s  %s%s %s%s%s\n", opWords[c.Op], bold, plainLine(c.Caption), off, dim, c.Schema, c.ID, again, off)
	for _, v := range c.Values {
		for _, line := range []struct {
			sign   string
			values []string
		}{{"-", v.Removed}, {"+", v.Added}} {
			if len(line.values) > 0 {
				a.wrap(fmt.Sprintf("    %s %s%s%s: ", line.sign, dim, v.Property, off), strings.Join(line.values, "; "))
			}
		}
	}
}
