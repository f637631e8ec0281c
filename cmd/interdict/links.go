package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) linksCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "links",
		Short: "Show which entries of different lists are taken for one party",
		Long: `Links prints every two entries of different lists that are taken for one party,
with the reason: one list names the other's entry, an identifier is shared, or
name, date of birth and country agree. A name alone never joins two entries.`,
		Example: `  interdict lists links
  interdict lists part us_ofac_sdn-21444 un_sc_sanctions-KPi.001 --why "another person"`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := a.service()
			if err != nil {
				return err
			}
			links, err := s.Links(cmd.Context())
			if err != nil {
				return err
			}
			enc := json.NewEncoder(a.out)
			for _, l := range links {
				if a.json {
					if err := enc.Encode(l); err != nil {
						return err
					}
					continue
				}
				fmt.Fprintf(a.out, "%s %s\n%s %s\n", l.A, plainLine(l.CaptionA), l.B, plainLine(l.CaptionB))
				a.wrap("  ", l.Why)
			}
			return nil
		},
	}
}

func (a *app) partCommand() *cobra.Command {
	var why string
	cmd := &cobra.Command{
		Use:     "part ID ID",
		Short:   "Keep two entries from being taken for one party",
		Example: `  interdict lists part us_ofac_sdn-21444 un_sc_sanctions-KPi.001 --why "another person"`,
		Args:    arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.service()
			if err != nil {
				return err
			}
			return s.Part(cmd.Context(), args[0], args[1], why)
		},
	}
	cmd.Flags().StringVar(&why, "why", "", "the reason, kept with the answer's basis")
	return cmd
}

func (a *app) rejoinCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "rejoin ID ID",
		Short:   "Take back that two entries were parted",
		Example: "  interdict lists rejoin us_ofac_sdn-21444 un_sc_sanctions-KPi.001",
		Args:    arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.service()
			if err != nil {
				return err
			}
			return s.Rejoin(cmd.Context(), args[0], args[1])
		},
	}
}
