package main

import (
	"github.com/spf13/cobra"

	"interdict/document"
	"interdict/mcp"
)

func (a *app) mcpCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "Offer screening and reading to a language model",
		Long: `Mcp speaks the Model Context Protocol on standard input and output, for programs
that start it: tools screen, compare, mentions, read, entity and list_changes.
A server (interdict serve) offers the same at /mcp.`,
		Example: `  interdict mcp
  {"mcpServers": {"interdict": {"command": "interdict", "args": ["mcp"]}}}`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := a.service()
			if err != nil {
				return err
			}
			extract := document.NewExtractor(document.Settings{Cache: document.DefaultCache()})
			defer extract.Close()
			return mcp.Serve(cmd.Context(), s, extract, "1", a.in, a.out)
		},
	}
	return cmd
}
