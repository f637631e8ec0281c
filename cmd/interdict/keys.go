package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"interdict/server"
)

func (a *app) keysCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Who may ask a server what",
		Example: `  interdict keys add --scope screen,read analysts
  interdict keys
  interdict keys remove analysts`,
		Args: arguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return a.listKeys() },
	}
	var scopes []string
	add := &cobra.Command{
		Use:   "add NAME",
		Short: "Make a key and print it, once",
		Long: `Add prints a new key, which is kept nowhere: only its hash is. What it may do:
screen (names, files, texts, entries), read (documents), lists (fetch lists),
admin (all).`,
		Example: "  interdict keys add --scope screen payments",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			keys, err := a.keys()
			if err != nil {
				return err
			}
			var of []server.Scope
			for _, s := range scopes {
				of = append(of, server.Scope(s))
			}
			secret, err := keys.Add(args[0], of)
			if err != nil {
				return usageError{err}
			}
			_, err = fmt.Fprintln(a.out, secret)
			return err
		},
	}
	add.Flags().StringSliceVar(&scopes, "scope", []string{"screen"}, "what it may do: screen, read, lists, admin")
	remove := &cobra.Command{
		Use:     "remove NAME",
		Short:   "End a key, at once",
		Example: "  interdict keys remove payments",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			keys, err := a.keys()
			if err != nil {
				return err
			}
			return keys.Remove(args[0])
		},
	}
	cmd.AddCommand(add, remove)
	return cmd
}

func (a *app) keys() (*server.Keys, error) {
	data, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	return server.OpenKeys(data), nil
}

func (a *app) listKeys() error {
	keys, err := a.keys()
	if err != nil {
		return err
	}
	known, err := keys.List()
	if err != nil {
		return err
	}
	if a.json {
		out := json.NewEncoder(a.out)
		for _, k := range known {
			if err := out.Encode(k); err != nil {
				return err
			}
		}
		return nil
	}
	if len(known) == 0 {
		_, err := fmt.Fprintln(a.out, "There are no keys. interdict keys add NAME makes one.")
		return err
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tMAY\tADDED")
	for _, k := range known {
		fmt.Fprintf(w, "%s\t%v\t%s\n", plainLine(k.Name), k.Scopes, k.Added.Format("2006-01-02"))
	}
	return w.Flush()
}
