package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"interdict/ftm"
)

func (a *app) showCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Print an entry whole, with what is attached to it",
		Long: `Show prints everything that a list says of an entry: by its FollowTheMoney id
(us_ofac_sdn-21444) or by the publisher's own (21444, KPe.001).`,
		Example: "  interdict show KPe.001",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.service()
			if err != nil {
				return err
			}
			records, err := s.Show(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if err := a.tellStarter(cmd, s); err != nil {
				return err
			}
			if a.json {
				enc := json.NewEncoder(a.out)
				for _, r := range records {
					if err := enc.Encode(r); err != nil {
						return err
					}
				}
				return nil
			}
			if len(records) > 1 {
				for _, r := range records {
					fmt.Fprintf(a.err, "hint: %s is %s\n", r.Entity.ID, plainLine(r.Entity.Caption()))
				}
				return usageError{fmt.Errorf("%d lists have an entry %s; name one by its whole id", len(records), args[0])}
			}
			a.printEntity(records[0].Entity, "")
			for _, e := range records[0].Attached {
				fmt.Fprintln(a.out)
				a.printEntity(e, records[0].Entity.ID)
			}
			return nil
		},
	}
}

// printEntity prints an entity's values; those that only point back to the
// entry are left out.
func (a *app) printEntity(e *ftm.Entity, owner string) {
	bold, dim, _, off := a.styles()
	fmt.Fprintf(a.out, "%s%s%s  %s%s %s%s\n", bold, plainLine(e.Caption()), off, dim, e.Schema.Name, e.ID, off)
	e.Each(func(p *ftm.Property, values []string) {
		for _, v := range values {
			if p.Type == ftm.TypeEntity && (v == owner || p.Name == "addressEntity") {
				continue
			}
			if p.Type == ftm.TypeCountry {
				v = ftm.CountryName(v)
			}
			a.wrap("  "+dim+p.Name+off+": ", v)
		}
	})
}
