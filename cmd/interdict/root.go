package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"interdict/archive"
	"interdict/service"
)

// Exit statuses, a contract with scripts.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitHits   = 3 // hits were found and --fail-on-hit was given
)

// errHits ends a command that found hits under --fail-on-hit.
var errHits = errors.New("hits found")

// usageError is a command called wrongly.
type usageError struct{ error }

// hinted is an error with what to do about it.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }

// app is what the commands share.
type app struct {
	terminal
	data    string // --data
	json    bool   // --json
	asOf    string // --as-of
	knownAt string // --known-at
}

// run runs one command line and returns its exit status.
func run(ctx context.Context, args []string, t terminal) int {
	a := &app{terminal: t}
	root := a.rootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errHits):
		return exitHits
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintln(t.err, "interdict: interrupted")
		return exitFailed
	}
	fmt.Fprintf(t.err, "interdict: %s\n", oneLine(err.Error()))
	var h hinted
	if errors.As(err, &h) {
		fmt.Fprintf(t.err, "hint: %s\n", oneLine(h.hint))
	}
	if errors.As(err, &usage) || strings.HasPrefix(err.Error(), "unknown command") {
		if !errors.As(err, &h) {
			fmt.Fprintln(t.err, "hint: interdict --help shows the commands, interdict COMMAND --help an example of each")
		}
		return exitUsage
	}
	return exitFailed
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "interdict",
		Short: "Who is listed, what a report says, and what changed",
		Long: `Interdict reads documents and screens names against the official sanctions
lists, on this computer alone: no account, no other process,
and no network but to fetch lists.

While no list is loaded it answers from a small starter set, and says so.`,
		Example: `  interdict read examples/arms-deal-denied.txt
  interdict screen --name "Kim Yo Jong"
  interdict screen customers.csv
  interdict lists add sdn.csv add.csv alt.csv sdn_comments.csv`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("unknown command %q", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.PersistentFlags().StringVar(&a.data, "data", "", "directory of the lists (default $INTERDICT_DATA, else the user's data directory)")
	root.PersistentFlags().BoolVar(&a.json, "json", false, "write JSON, one object a line")
	root.AddCommand(a.readCommand(), a.explainCommand(), a.screenCommand(), a.rescreenCommand(), a.compareCommand(), a.listsCommand(), a.serveCommand(), a.keysCommand(), a.mcpCommand(), a.auditCommand(),
		a.showCommand(), a.basisCommand(), a.evalCommand(), a.trainCommand())
	return root
}

// exactly makes cobra's argument checks usage errors.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
}

// service opens what the commands work on.
func (a *app) service() (*service.Service, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	when, err := archive.ParseWhen(a.asOf, a.knownAt)
	if err != nil {
		return nil, usageError{err}
	}
	options := service.Options{Data: dir, When: when, Cache: modelCache()}
	if a.isTerminal(a.err) {
		options.Compiling = func() {
			fmt.Fprintln(a.err, "interdict: the lists are new here: compiling them, some seconds, once")
		}
	}
	return service.New(options), nil
}

// modelCache is where tables of models are kept, by the custom of the system, or ""
// where the user has no such place.
func modelCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "interdict", "models")
}

// whenFlags gives a command the flags that choose among versions of the lists.
func (a *app) whenFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.asOf, "as-of", "", "answer from the lists as they were published by this day")
	cmd.Flags().StringVar(&a.knownAt, "known-at", "", "answer from what this installation had by this day or time")
}

// dataDir is --data, else $INTERDICT_DATA, else the user's data directory by
// the custom of the system.
func (a *app) dataDir() (string, error) {
	if a.data != "" {
		return a.data, nil
	}
	if dir := a.env("INTERDICT_DATA"); dir != "" {
		return dir, nil
	}
	switch runtime.GOOS {
	case "windows":
		if dir := a.env("LocalAppData"); dir != "" {
			return filepath.Join(dir, "interdict"), nil
		}
	case "darwin":
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, "Library", "Application Support", "interdict"), nil
		}
	default:
		if dir := a.env("XDG_DATA_HOME"); dir != "" {
			return filepath.Join(dir, "interdict"), nil
		}
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, ".local", "share", "interdict"), nil
		}
	}
	return "", hinted{errors.New("no directory for the lists: the user has no home directory"), "say --data DIR or set INTERDICT_DATA"}
}
