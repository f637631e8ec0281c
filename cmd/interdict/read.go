package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"interdict/document"
	"interdict/fetch/page"
	"interdict/ftm"
	"interdict/read"
	"interdict/service"
)

type readOptions struct {
	date, source, title string
	csv, ftm, html      bool
	dossier, each       bool
	failOnHit           bool
}

func (a *app) readCommand() *cobra.Command {
	var o readOptions
	cmd := &cobra.Command{
		Use:   "read FILE|FOLDER|URL…",
		Short: "Say who in a document is listed and who claims what about whom",
		Long: `Read prints the ledger of each document (- for standard input): its parties and
which of them are listed, where and since when; what is claimed, denied, found
and done, on whose word, with the sentence that says it; and the matters in
dispute. Headline, outlet and date are taken from the document where it tells
them.

Text, web pages, PDF, DOCX, e-mail with its attachments and RSS or Atom feeds are
read; a folder stands for all files below it. An address (https://…) is fetched.
A document that cannot be read is named, and the rest goes on.

Of several documents, text and --html give one dossier: who is named in which,
what is disputed across them, a timeline, and which only repeat another. With
--each every document has its own ledger; --json, --csv and --ftm do so unless
--dossier is given.`,
		Example: `  interdict read examples/arms-deal-denied.txt
  interdict read --date 2024-05-17 --source "Example Wire" story.txt
  interdict read --html report.pdf > report.html
  interdict read --csv mails/ > claims.csv
  interdict read --html reports/ > dossier.html
  interdict read --json --dossier reports/ > dossier.json
  interdict read --json https://example.org/news/feed.xml > ledgers.jsonl`,
		Args: arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.read(cmd, args, o) },
	}
	o.documentFlags(cmd)
	cmd.Flags().BoolVar(&o.csv, "csv", false, "write the claims as CSV")
	cmd.Flags().BoolVar(&o.ftm, "ftm", false, "write FollowTheMoney entities, one JSON object a line")
	cmd.Flags().BoolVar(&o.html, "html", false, "write one web page that needs nothing else")
	cmd.Flags().BoolVar(&o.dossier, "dossier", false, "write one dossier over all documents, in any of the forms")
	cmd.Flags().BoolVar(&o.each, "each", false, "write the ledger of each document by itself")
	cmd.MarkFlagsMutuallyExclusive("dossier", "each")
	a.whenFlags(cmd)
	cmd.Flags().BoolVar(&o.failOnHit, "fail-on-hit", false, "exit with status 3 where a party is listed")
	return cmd
}

// documentFlags are those that say of a document what it does not tell itself.
func (o *readOptions) documentFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.date, "date", "", "date of publication, where the document does not tell it")
	cmd.Flags().StringVar(&o.source, "source", "", "outlet or issuer, where the document does not tell it")
	cmd.Flags().StringVar(&o.title, "title", "", "title, where the document does not tell it")
}

// resolveDate checks --date and writes it as a document has it.
func (o *readOptions) resolveDate() error {
	if o.date == "" {
		return nil
	}
	d, err := ftm.ParseDate(o.date)
	if err != nil {
		return usageError{fmt.Errorf("--date %s: %w", o.date, err)}
	}
	o.date = d.From.String()
	return nil
}

// readGarbage is how much garbage may gather while documents are read, in percent
// of what is in use.
const readGarbage = 30

// reading is one run of the command.
type reading struct {
	a       *app
	o       readOptions
	extract *document.Extractor
	reader  *read.Reader
	out     ledgerWriter

	read, failed, skipped int
	listed                bool
	ids                   map[string]int
}

func (a *app) read(cmd *cobra.Command, args []string, o readOptions) error {
	if err := o.resolveDate(); err != nil {
		return err
	}
	s, err := a.service()
	if err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" { // the models are most of what is in memory, and stay: there is no need for as much again
		defer debug.SetGCPercent(debug.SetGCPercent(readGarbage))
	}
	r := &reading{a: a, o: o, ids: map[string]int{}}
	if r.out, err = a.ledgerWriter(o); err != nil {
		return err
	}
	if r.reader, err = s.Reader(cmd.Context()); err != nil {
		return err
	}
	if err := a.tellStarter(cmd, s); err != nil {
		return err
	}
	r.extract = document.NewExtractor(document.Settings{Cache: document.DefaultCache()})
	defer r.extract.Close()
	err = r.all(cmd.Context(), args)
	if cerr := r.out.Close(); err == nil {
		err = cerr
	}
	switch {
	case err != nil:
		return err
	case r.failed > 0:
		return fmt.Errorf("%d of %s could not be read", r.failed, plural(r.read+r.failed, "document"))
	case r.read == 0:
		return errors.New("no document was found")
	case o.failOnHit && r.listed:
		return errHits
	}
	return nil
}

// all reads what each argument stands for.
func (r *reading) all(ctx context.Context, args []string) error {
	var files []document.FileName
	for _, arg := range args {
		switch {
		case arg == "-", isAddress(arg):
			files = append(files, document.FileName{Path: arg})
			continue
		case strings.Contains(arg, "://"):
			r.fail(fmt.Errorf("%s: only http and https addresses are fetched", arg))
			continue
		}
		found, err := document.Files([]string{arg})
		files = append(files, found...)
		if err != nil {
			r.fail(err)
		}
	}
	t := r.a.terminal
	show := len(files) > 1 && t.isTerminal(t.err) && !t.isTerminal(t.out)
	var last time.Time
	for i, file := range files {
		if show && time.Since(last) > 200*time.Millisecond {
			last = time.Now()
			fmt.Fprintf(t.err, "\r\x1b[Kfile %d of %d", i+1, len(files))
		}
		for doc, err := range r.documents(ctx, file) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if show && !last.IsZero() {
				fmt.Fprint(t.err, "\r\x1b[K")
			}
			switch {
			case err != nil && file.Found && errors.Is(err, document.ErrNotDocument):
				r.skipped++
			case err != nil:
				r.fail(err)
			default:
				if err := r.one(ctx, file, doc); err != nil {
					return err
				}
			}
		}
	}
	if show {
		fmt.Fprint(t.err, "\r\x1b[K")
	}
	if r.skipped > 0 {
		fmt.Fprintf(r.a.err, "interdict: left out of the folders: %s without text to read\n", plural(r.skipped, "file"))
	}
	return nil
}

func (r *reading) fail(err error) {
	r.failed++
	fmt.Fprintf(r.a.err, "interdict: %s\n", oneLine(err.Error()))
}

// fetchBytes bounds what is at an address; the document's own bounds come on top.
const fetchBytes = 1 << 30

// documents opens a file, standard input or an address.
func (r *reading) documents(ctx context.Context, file document.FileName) iter.Seq2[*document.Document, error] {
	o := document.Options{ID: file.ID, Published: r.o.date, Source: r.o.source, Title: r.o.title}
	return func(yield func(*document.Document, error) bool) {
		var in io.Reader
		name := file.Path
		switch {
		case name == "-":
			in, name = r.a.in, "standard input"
		case isAddress(name):
			p, err := page.New(page.Options{Anywhere: true, MaxBytes: fetchBytes}).Get(ctx, name)
			if err != nil {
				yield(nil, err)
				return
			}
			defer p.Body.Close()
			in, o.ID, o.URL, o.ContentType = p.Body, p.Name, p.URL, p.ContentType
		default:
			f, err := os.Open(name)
			if err != nil {
				yield(nil, err)
				return
			}
			defer f.Close()
			in = f
		}
		r.extract.Documents(ctx, in, name, o)(yield)
	}
}

// one reads a document and writes its ledger. The error is that of writing, or
// the end of ctx.
func (r *reading) one(ctx context.Context, file document.FileName, doc *document.Document) error {
	if r.ids[doc.ID]++; r.ids[doc.ID] > 1 { // two files of one name
		doc.ID = fmt.Sprintf("%s~%d", doc.ID, r.ids[doc.ID])
	}
	for _, note := range doc.Notes {
		fmt.Fprintf(r.a.err, "interdict: %s: %s\n", file.Path, note)
	}
	l, err := service.ReadDocument(ctx, r.reader, doc)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.fail(fmt.Errorf("%s: %w", file.Path, err))
		return nil
	}
	r.read++
	if note := read.Note(l); note != "" {
		fmt.Fprintf(r.a.err, "interdict: %s: %s\n", file.Path, note)
	}
	for _, p := range l.Parties {
		for _, e := range p.Listed {
			r.listed = r.listed || e.Match
		}
	}
	return r.out.Write(l)
}
