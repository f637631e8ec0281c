package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"interdict/ftm"
	"interdict/service"
)

func (a *app) showCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Print an entry whole, with its relations and where it is listed",
		Long: `Show prints everything that a list says of an entry: by its FollowTheMoney id
(us_ofac_sdn-21444) or by the publisher's own (21444, KPe.001), with the entries
of other lists that are the same party.`,
		Example: `  interdict show KPe.001
  interdict show us_ofac_sdn-21444 --as-of 2024-05-16`,
		Args: arguments(cobra.ExactArgs(1)),
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
			a.printRecord(records[0])
			return nil
		},
	}
	a.whenFlags(cmd)
	return cmd
}

// printRecord prints an entry: itself, where it is listed, its relations, then
// the rest of what is attached to it.
func (a *app) printRecord(r service.Record) {
	bold, _, _, off := a.styles()
	a.printEntity(r.Entity, &r)
	fmt.Fprintf(a.out, "\n%sListed%s\n", bold, off)
	a.wrap("  ", fmt.Sprintf("%s, entry %s, %s", listTitle(r.List), r.Entity.ID, sinceWords(r.Since, r.SeenBy)))
	for _, o := range r.Also {
		line := fmt.Sprintf("%s, entry %s, %s", listTitle(o.List), o.ID, sinceWords(o.Since, o.SeenBy))
		if o.Why != "" {
			line += ": " + o.Why
		}
		a.wrap("  ", line)
	}
	first := true
	for _, e := range r.Attached {
		if e.Schema.Edge == nil || e.Schema.IsA("Sanction") {
			continue
		}
		if first {
			fmt.Fprintf(a.out, "\n%sRelations%s\n", bold, off)
			first = false
		}
		a.printRelation(e, r)
	}
	for _, e := range r.Attached {
		if e.Schema.Edge == nil || e.Schema.IsA("Sanction") {
			fmt.Fprintln(a.out)
			a.printEntity(e, &r)
		}
	}
}

// printRelation prints a relation from the entry's side.
func (a *app) printRelation(e *ftm.Entity, r service.Record) {
	role := e.First("role")
	if role == "" {
		role = e.First("relationship")
	}
	for _, side := range []string{e.Schema.Edge.Target, e.Schema.Edge.Source} {
		for _, id := range e.Get(side) {
			other := r.Other(id)
			if id == r.Entity.ID || other == nil {
				continue
			}
			direction := "of"
			if side == e.Schema.Edge.Target {
				direction = "to"
			}
			a.wrap("  ", fmt.Sprintf("%s (%s) %s %s, %s", e.Schema.Name, role, direction, other.Caption(), id))
		}
	}
}

// printEntity prints an entity's values; those that only point back to the
// entry are left out.
func (a *app) printEntity(e *ftm.Entity, r *service.Record) {
	bold, dim, _, off := a.styles()
	fmt.Fprintf(a.out, "%s%s%s  %s%s %s%s\n", bold, plainLine(e.Caption()), off, dim, e.Schema.Name, e.ID, off)
	e.Each(func(p *ftm.Property, values []string) {
		for _, v := range values {
			if p.Type == ftm.TypeEntity && (v == r.Entity.ID || p.Name == "addressEntity") {
				continue
			}
			if p.Type == ftm.TypeCountry {
				v = ftm.CountryName(v)
			}
			a.wrap("  "+dim+p.Name+off+": ", v)
		}
	})
}

// sinceWords says since when an entry is listed, as far as that is known.
func sinceWords(since, seenBy *string) string {
	switch {
	case since != nil:
		return "since " + *since
	case seenBy != nil:
		return "on the list by " + *seenBy
	}
	return "no date of listing given"
}
