package main

import (
	"github.com/spf13/cobra"
)

func (a *app) listsCompileCommand() *cobra.Command {
	low := false
	cmd := &cobra.Command{
		Use:   "compile",
		Short: "Compile the newest lists now, and not when they are first asked",
		Long: `Compile makes of the newest lists the files that answers come from. Whatever
command or server needs them first does so otherwise; a server that runs starts
this for itself when the lists have changed.`,
		Example: "  interdict lists update && interdict lists compile",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if low {
				lowerPriority()
			}
			s, err := a.service()
			if err != nil {
				return err
			}
			_, err = s.Edition(cmd.Context())
			return err
		},
	}
	cmd.Flags().BoolVar(&low, "low", false, "give way to other work on this computer")
	return cmd
}
