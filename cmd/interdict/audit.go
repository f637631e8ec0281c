package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"interdict/service"
)

func (a *app) auditCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "audit",
		Short:   "The record of what a server answered",
		Example: "  interdict audit verify",
		Args:    arguments(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "verify [FILE]",
		Short: "Check that no line of the record was changed",
		Long: `Verify reads the record of answers (DATA/audit/answers.jsonl, or FILE) and checks
that each line has the hash of the one before it. It prints the hash of the last
line: kept elsewhere, it shows later whether the end was cut off.`,
		Example: `  interdict audit verify
  interdict audit verify old-answers.jsonl`,
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := a.dataDir()
			if err != nil {
				return err
			}
			path := service.AuditPath(data)
			if len(args) > 0 {
				path = args[0]
			}
			v, err := service.VerifyChain(cmd.Context(), path)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			if a.json {
				return json.NewEncoder(a.out).Encode(v)
			}
			if v.Events == 0 {
				_, err = fmt.Fprintln(a.out, "The record is empty.")
				return err
			}
			_, err = fmt.Fprintf(a.out, "%s, from %s to %s; none before the last was changed.\nlast hash %s (kept elsewhere, it vouches for the last too)\n", plural(v.Events, "answer"), v.First, v.Last, v.Hash)
			return err
		},
	})
	return cmd
}
