package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"interdict/claims"
	"interdict/document"
	"interdict/ledger"
	"interdict/read"
	"interdict/view"
)

type explainOptions struct {
	readOptions
	doc                string // which document of a file that holds several
	wrong, note, cases string
}

func (a *app) explainCommand() *cobra.Command {
	var o explainOptions
	cmd := &cobra.Command{
		Use:   "explain FILE|URL [CLAIM…]",
		Short: "Say why a claim of a document was read as it was",
		Long: `Explain says of a claim (by its number in what read prints, such as c4; without
one, of all): the sentence and its tree, the word and the lexicon line that made
it, where its parties were looked for and found, and which attributions gave it
its status.

Where a claim is wrong, --wrong says what it should be and adds it, with the text,
to a file of cases, which interdict eval --suite reading --cases FILE tries again.
What it should be is "none", or fields parted by semicolons: type, mode, status,
actor, recipient, object, source, date; "-" stands for nobody. What is not said
is left open.`,
		Example: `  interdict explain examples/arms-deal-denied.txt c4
  interdict explain story.txt c2 --wrong "actor=Iran; status=claimed; source=US Treasury"
  interdict explain story.txt c9 --wrong none --note "a drill, not an attack"
  interdict eval --suite reading --cases reading-cases.jsonl`,
		Args: arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.explain(cmd, args[0], args[1:], o) },
	}
	o.documentFlags(cmd)
	cmd.Flags().StringVar(&o.doc, "document", "", "id of the document, where the file holds several")
	cmd.Flags().StringVar(&o.wrong, "wrong", "", "what the claim should be; it is added to the file of cases")
	cmd.Flags().StringVar(&o.note, "note", "", "why it is wrong, kept with the case")
	cmd.Flags().StringVar(&o.cases, "cases", "reading-cases.jsonl", "file that cases are added to")
	return cmd
}

func (a *app) explain(cmd *cobra.Command, name string, ids []string, o explainOptions) error {
	var want ledger.Want
	if o.wrong != "" {
		var err error
		if want, err = ledger.ParseWant(o.wrong); err != nil {
			return usageError{fmt.Errorf("--wrong: %w", err)}
		}
		if len(ids) != 1 {
			return usageError{errors.New("--wrong is of one claim; say which")}
		}
	}
	doc, err := a.oneDocument(cmd, name, o)
	if err != nil {
		return err
	}
	reader, err := read.Default()
	if err != nil {
		return err
	}
	l, reasons, err := reader.Explain(cmd.Context(), doc, ids...)
	if err != nil {
		return err
	}
	if o.wrong != "" {
		return a.addCase(doc, l, reasons[0], want, o)
	}
	if len(reasons) == 0 {
		return fmt.Errorf("%s: no claim was read from it", name)
	}
	out := json.NewEncoder(a.out)
	for i, r := range reasons {
		if a.json {
			if err := out.Encode(r); err != nil {
				return err
			}
			continue
		}
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		if err := view.Reason(a.out, l, r, view.Options{Width: a.width(), Colour: a.colour()}); err != nil {
			return err
		}
	}
	return nil
}

// oneDocument opens the document that a file or an address holds, or the one of
// several whose id is asked for.
func (a *app) oneDocument(cmd *cobra.Command, name string, o explainOptions) (*document.Document, error) {
	if err := o.resolveDate(); err != nil {
		return nil, err
	}
	r := &reading{a: a, o: o.readOptions, extract: document.NewExtractor(document.Settings{Cache: document.DefaultCache()})}
	defer r.extract.Close()
	var found *document.Document
	for doc, err := range r.documents(cmd.Context(), document.FileName{Path: name}) {
		switch {
		case err != nil:
			return nil, err
		case o.doc != "" && doc.ID != o.doc:
		case found != nil:
			return nil, hinted{usageError{fmt.Errorf("%s holds several documents, such as %q and %q", name, found.ID, doc.ID)}, "say which with --document ID"}
		default:
			found = doc
		}
	}
	if found == nil {
		return nil, fmt.Errorf("%s: no document %s", name, cmp.Or(o.doc, "was found"))
	}
	return found, nil
}

// addCase appends a row that was found wrong to the file of cases.
func (a *app) addCase(doc *document.Document, l *ledger.Ledger, r claims.Reason, want ledger.Want, o explainOptions) error {
	c := ledger.Case{ID: doc.ID + " " + r.Claim.ID, Text: doc.Text, Source: doc.Source, Title: doc.Title, Published: ledger.Null(doc.Published),
		Evidence: r.Claim.Evidence, Was: ledger.Describe(l, &r.Claim), Want: want, Note: o.note}
	short := c.Failures(l)
	if len(short) == 0 {
		return fmt.Errorf("%s is already as you say: %s", r.Claim.ID, c.Was)
	}
	f, err := os.OpenFile(o.cases, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	err = ledger.WriteCase(f, c)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "added to %s: %s\n", o.cases, c.Was)
	for _, s := range short {
		fmt.Fprintf(a.out, "  %s\n", s)
	}
	return nil
}
