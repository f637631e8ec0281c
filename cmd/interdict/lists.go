package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"interdict/ftm"
	"interdict/lists"
)

func (a *app) listsCommand() *cobra.Command {
	var sources bool
	cmd := &cobra.Command{
		Use:   "lists",
		Short: "Show the lists that are loaded, fetch or add official files, see what changed",
		Example: `  interdict lists
  interdict lists --as-of 2024-05-16
  interdict lists --sources
  interdict lists add downloads/2026-02-27/consolidated.xml`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if sources {
				return a.printSources()
			}
			return a.printLists(cmd)
		},
	}
	cmd.Flags().BoolVar(&sources, "sources", false, "show the lists that can be read, and where they are published")
	cmd.AddCommand(a.listsAddCommand(), a.listsUpdateCommand(), a.listsCompileCommand(), a.historyCommand(), a.diffCommand(), a.showCommand(), a.linksCommand(), a.partCommand(), a.rejoinCommand())
	a.whenFlags(cmd)
	return cmd
}

func (a *app) printSources() error {
	if a.json {
		enc := json.NewEncoder(a.out)
		for _, s := range lists.Sources() {
			if err := enc.Encode(map[string]any{"source": s.Name, "publisher": s.Publisher, "title": s.Title, "licence": s.Licence, "url": s.URL, "formats": s.Formats, "files": downloads(s), "poll": s.Poll.String(), "checked": s.Checked, "closed": s.Closed, "note": s.Note}); err != nil {
				return err
			}
		}
		return nil
	}
	for _, s := range lists.Sources() {
		fmt.Fprintf(a.out, "%s\n", s.Name)
		a.wrap("  ", s.Title+", "+s.Publisher)
		a.wrap("  ", s.URL)
		if names := downloads(s); len(names) > 0 {
			a.wrap("  fetched as ", strings.Join(names, ", "))
		}
		if label := s.Label(); label != "" {
			a.wrap("  ", label)
		}
	}
	return nil
}

// downloads are the names of the files that update fetches of a source.
func downloads(s lists.Source) []string {
	names := []string{}
	for _, f := range s.Files {
		names = append(names, f.Name)
	}
	return names
}

func (a *app) printLists(cmd *cobra.Command) error {
	s, err := a.service()
	if err != nil {
		return err
	}
	loaded, err := s.Lists()
	if err != nil {
		return err
	}
	if a.json {
		enc := json.NewEncoder(a.out)
		for _, l := range loaded {
			if err := enc.Encode(l); err != nil {
				return err
			}
		}
		return nil
	}
	if len(loaded) == 0 {
		return a.tellStarter(cmd, s)
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "LIST\tPUBLISHED\tAGE\tENTRIES\tVERSIONS")
	for _, l := range loaded {
		published, age := "unknown", "-"
		if l.Published != nil {
			published, age = *l.Published, ageOf(*l.Published, time.Now())
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\n", l.Source, published, age, l.Entities, l.Versions)
	}
	return w.Flush()
}

// ageOf says how long ago a date was.
func ageOf(date string, now time.Time) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return "-"
	}
	days := int(now.Sub(t).Hours() / 24)
	if days < 1 {
		return "today"
	}
	return plural(days, "day")
}

func (a *app) listsAddCommand() *cobra.Command {
	var published string
	var incomplete bool
	cmd := &cobra.Command{
		Use:   "add FILE…",
		Short: "Add official list files that were downloaded",
		Long: `Add tells from its content whose list a file is, reads it whole and puts it
beside the versions that are there. Files that belong together (OFAC's sdn,
add, alt and sdn_comments) are given together; .gz and .zip are unpacked.

The date of publication is taken from the file, else from --published, else
from a directory above the file that is named as a date. What cannot be used
is told in a line and leaves the lists that are loaded as they were.`,
		Example: `  interdict lists add un/2026-02-27/consolidated.xml
  interdict lists add ofac/2023-12-28/*.csv
  interdict lists add --published 2023-12-28 sdn.csv add.csv alt.csv sdn_comments.csv`,
		Args: arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if published != "" {
				d, err := ftm.ParseDate(published)
				if err != nil {
					return usageError{fmt.Errorf("--published %s: %w", published, err)}
				}
				published = d.From.String()
			}
			return a.addLists(cmd, args, published, incomplete)
		},
	}
	cmd.Flags().StringVar(&published, "published", "", "date of publication, where the files do not tell it")
	cmd.Flags().BoolVar(&incomplete, "incomplete", false, "add also what is not a whole list")
	return cmd
}

func (a *app) addLists(cmd *cobra.Command, paths []string, published string, incomplete bool) error {
	s, err := a.service()
	if err != nil {
		return err
	}
	added, problems, err := s.AddLists(cmd.Context(), paths, published, incomplete)
	if err != nil {
		return err
	}
	failed := 0
	for _, p := range problems {
		failed++
		fmt.Fprintf(a.err, "interdict: %s\n", oneLine(p.Err.Error()))
	}
	enc := json.NewEncoder(a.out)
	for _, d := range added {
		if d.Err != nil {
			failed++
			fmt.Fprintf(a.err, "interdict: %s\n", oneLine(d.Err.Error()))
			continue
		}
		v := d.Version
		if a.json {
			if err := enc.Encode(v); err != nil {
				return err
			}
			continue
		}
		date, state := v.Published, "added"
		if date == "" {
			date = "of unknown date"
		}
		if !d.New {
			state = "was there already"
		} else if !d.Current {
			state = "added; a newer version stays in use"
		}
		fmt.Fprintf(a.out, "%s %s: %s, %.2f%% of values read; %s\n", v.Source, date, plural(v.Entries, "entry", "entries"), 100*v.Report.Share(), state)
	}
	if failed > 0 {
		return errors.New("some files were not added; the lists that were loaded are as they were")
	}
	return nil
}
