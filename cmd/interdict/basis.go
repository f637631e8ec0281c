package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) basisCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "basis HASH",
		Short:   "Say which lists, model and settings an answer rests on",
		Example: "  interdict basis 0123456789abcdef --json",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := a.service()
			if err != nil {
				return err
			}
			b, err := s.ReadBasis(args[0])
			if err != nil {
				return err
			}
			if a.json {
				return json.NewEncoder(a.out).Encode(b)
			}
			for _, l := range b.Lists {
				date := "of unknown date"
				if l.Published != nil {
					date = *l.Published
				}
				fmt.Fprintf(a.out, "%s %s, %d entries\n", l.Source, date, l.Entities)
				for _, h := range l.SHA256 {
					fmt.Fprintf(a.out, "  sha256 %s\n", h)
				}
			}
			if b.Starter {
				fmt.Fprintln(a.out, "from the starter set that came with the program")
			}
			if b.AsOf != nil {
				fmt.Fprintf(a.out, "as published by %s\n", *b.AsOf)
			}
			if b.KnownAt != nil {
				fmt.Fprintf(a.out, "as known here at %s\n", *b.KnownAt)
			}
			for _, p := range b.Parted {
				a.wrap("", fmt.Sprintf("%s and %s are parted: %s", p.A, p.B, p.Why))
			}
			fmt.Fprintf(a.out, "model %s\nthreshold %v\n", b.Model, b.Threshold)
			return nil
		},
	}
}
