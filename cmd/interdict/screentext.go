package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"interdict/document"
	"interdict/screen"
)

// mention is a line of what --text prints with --json.
type mention struct {
	Document string `json:"document"`
	screen.Mention
	Basis string `json:"basis"`
}

// screenText prints the mentions of listed parties in a document, or several in
// one file.
func (a *app) screenText(cmd *cobra.Command, path string, o screenOptions) error {
	s, err := a.service()
	if err != nil {
		return err
	}
	var in io.Reader = a.in
	name := "standard input"
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		in, name = f, path
	}
	if err := a.tellStarter(cmd, s); err != nil {
		return err
	}
	options := screen.TextOptions{Exact: o.exact}
	if cmd.Flags().Changed("threshold") {
		options.Threshold = o.threshold
	}
	extract := document.NewExtractor(document.Settings{Cache: document.DefaultCache()})
	defer extract.Close()
	matched := false
	var failed error
	for doc, err := range extract.Documents(cmd.Context(), in, name, document.Options{}) {
		if err != nil {
			if cmd.Context().Err() != nil {
				return err
			}
			fmt.Fprintf(a.err, "interdict: %s\n", oneLine(err.Error()))
			failed = errors.New("not all of the text could be read")
			continue
		}
		answer, err := s.ScreenText(cmd.Context(), doc.Text, options)
		if err != nil {
			return err
		}
		matched = matched || len(answer.Mentions) > 0
		if err := a.printMentions(doc, answer.Mentions, answer.Basis); err != nil {
			return err
		}
	}
	if failed != nil {
		return failed
	}
	return failOnHit(o, matched)
}

func (a *app) printMentions(doc *document.Document, mentions []screen.Mention, basis string) error {
	if a.json {
		out := json.NewEncoder(a.out)
		for _, m := range mentions {
			if err := out.Encode(mention{doc.ID, m, basis}); err != nil {
				return err
			}
		}
		return nil
	}
	bold, _, _, off := a.styles()
	if len(mentions) == 0 {
		_, err := fmt.Fprintf(a.out, "No listed party is named in %s.\n", plainLine(doc.ID))
		return err
	}
	for _, m := range mentions {
		if _, err := fmt.Fprintf(a.out, "%s%s%s  at %d\n", bold, plainLine(m.Text), off, m.Start); err != nil {
			return err
		}
		for _, h := range m.Hits {
			a.wrap("  ", fmt.Sprintf("%s: %s, entry %s, %s; score %.2f, probability %.2f", h.Caption, listTitle(h.List), h.ID, sinceWords(h.Since, h.SeenBy), h.Score, h.Probability))
		}
	}
	return nil
}
