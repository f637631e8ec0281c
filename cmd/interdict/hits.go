package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"interdict/lists"
	"interdict/screen"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// printHits shows the hits of one query to a person.
func (a *app) printHits(q screen.Query, hits []screen.Hit) error {
	if len(hits) == 0 {
		_, err := fmt.Fprintf(a.out, "No entry in the lists is like %s.\n", plainLine(q.Entity.Caption()))
		return err
	}
	bold, dim, red, off := a.styles()
	for i, h := range hits {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		mark := red + "MATCH" + off
		if !h.Match {
			mark = "below threshold"
		}
		since := "no date of listing given"
		if h.Since != nil {
			since = "since " + *h.Since
		}
		fmt.Fprintf(a.out, "%s%s%s  %s  score %.2f  probability %.2f\n", bold, plainLine(h.Caption), off, mark, h.Score, h.Probability)
		fmt.Fprintf(a.out, "  %s, entry %s, %s\n", listTitle(h.List), h.ID, since)
		if len(h.Programmes) > 0 {
			a.wrap("  programmes: ", strings.Join(h.Programmes, ", "))
		}
		for _, w := range h.Why {
			a.wrap("  "+dim+w.Feature+off+": ", fmt.Sprintf("%s / %s: %s", w.Query, w.Candidate, w.Text))
		}
	}
	return nil
}

// styles are the escape sequences of the terminal, or nothing.
func (a *app) styles() (bold, dim, red, off string) {
	if !a.colour() {
		return "", "", "", ""
	}
	return "\x1b[1m", "\x1b[2m", "\x1b[31;1m", "\x1b[0m"
}

func listTitle(source string) string {
	s, ok := lists.Lookup(source)
	if !ok {
		return source
	}
	return s.Title
}

// wrap prints a label and words, wrapped to the width and indented.
func (a *app) wrap(label, words string) {
	width := a.width()
	line := label
	length := len([]rune(label))
	if strings.Contains(label, "\x1b") {
		length -= strings.Count(label, "\x1b") * 4
	}
	for i, word := range strings.Fields(plainLine(words)) {
		n := len([]rune(word))
		if i > 0 && length+1+n > width {
			fmt.Fprintln(a.out, line)
			line, length = "      "+word, 6+n
			continue
		}
		if i > 0 {
			line, length = line+" ", length+1
		}
		line, length = line+word, length+n
	}
	fmt.Fprintln(a.out, line)
}

// plainLine makes text from outside safe for a terminal: control characters
// and direction marks are dropped.
func plainLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, cmp.Or(s, "(no name)"))
}
