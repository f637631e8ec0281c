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

// printHits shows the hits of one query to a person: each party once, with the
// lists that it is on, the best first.
func (a *app) printHits(q screen.Query, hits []screen.Hit) error {
	if len(hits) == 0 {
		_, err := fmt.Fprintf(a.out, "No entry in the lists is like %s.\n", plainLine(q.Entity.Caption()))
		return err
	}
	bold, dim, red, off := a.styles()
	var order []string
	parties := map[string][]screen.Hit{}
	for _, h := range hits {
		if parties[h.Party] == nil {
			order = append(order, h.Party)
		}
		parties[h.Party] = append(parties[h.Party], h)
	}
	for i, party := range order {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		best := parties[party][0]
		mark := red + "MATCH" + off
		if !best.Match {
			mark = "below threshold"
		}
		fmt.Fprintf(a.out, "%s%s%s  %s  score %.2f  probability %.2f\n", bold, plainLine(best.Caption), off, mark, best.Score, best.Probability)
		for _, h := range parties[party] {
			line := fmt.Sprintf("%s, entry %s, %s", listTitle(h.List), h.ID, sinceWords(h.Since, h.SeenBy))
			if len(h.Programmes) > 0 {
				line += "; programmes: " + strings.Join(h.Programmes, ", ")
			}
			if h.Score != best.Score {
				line += fmt.Sprintf("; score %.2f", h.Score)
			}
			a.wrap("  ", line)
		}
		for _, w := range best.Why {
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
