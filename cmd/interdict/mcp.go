package main

import (
	"errors"

	"github.com/spf13/cobra"

	"interdict/document"
	"interdict/mcp"
	"interdict/service"
)

func (a *app) mcpCommand() *cobra.Command {
	var noAudit, auditQueries bool
	auditSize := 0
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "Offer screening and reading to a language model",
		Long: `Mcp speaks the Model Context Protocol on standard input and output, for programs
that start it: tools screen, compare, mentions, read, entity and list_changes.
A server (interdict serve) offers the same at /mcp.

Every answer leaves a line in the record of answers, as those of a server do
(interdict audit). While others write there, it has a file of its own,
DATA/audit/answers-2.jsonl and so on.`,
		Example: `  interdict mcp
  {"mcpServers": {"interdict": {"command": "interdict", "args": ["mcp"]}}}`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			data, err := a.dataDir()
			if err != nil {
				return err
			}
			options := service.Options{Data: data, AuditQueries: auditQueries, Cache: modelCache()}
			if !noAudit {
				chain, failed := openRecord(data, auditSize)
				if failed != nil {
					return failed
				}
				defer func() { err = errors.Join(err, chain.Close()) }()
				options.Audit = chain
			}
			extract := document.NewExtractor(document.Settings{Cache: document.DefaultCache()})
			defer extract.Close()
			ctx := service.WithCaller(cmd.Context(), "mcp on a pipe")
			return mcp.Serve(ctx, service.New(options), extract, version(), a.in, a.out)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&noAudit, "no-audit", false, "keep no record of answers")
	f.BoolVar(&auditQueries, "audit-queries", false, "keep what was asked in the record too")
	f.IntVar(&auditSize, "audit-size", service.DefaultChainSize>>20, "megabytes from which a file of the record is put aside and a new one begun")
	return cmd
}
