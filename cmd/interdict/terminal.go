package main

import (
	"io"
	"os"
	"strconv"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"
)

// A terminal is where a command's input comes from and its output goes to.
type terminal struct {
	in  io.Reader
	out io.Writer
	err io.Writer
	env func(string) string
	// files says that out and err may be asked whether they are terminals.
	files bool
}

// isTerminal reports whether w is a terminal that a person looks at.
func (t terminal) isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return t.files && ok && isatty.IsTerminal(f.Fd())
}

// colour reports whether output may be coloured: a terminal, and neither
// NO_COLOR (no-color.org) nor a dumb one.
func (t terminal) colour() bool {
	return t.isTerminal(t.out) && t.env("NO_COLOR") == "" && t.env("TERM") != "dumb"
}

// width returns the columns that output may fill: those of the terminal, else
// of $COLUMNS, else 80; never more than 120, past which lines are hard to read.
func (t terminal) width() int {
	width := 80
	if n, err := strconv.Atoi(t.env("COLUMNS")); err == nil && n > 0 {
		width = n
	}
	if f, ok := t.out.(*os.File); ok && t.files {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			width = n
		}
	}
	return min(max(width, 40), 120)
}

// plural says how many of a thing there are: "1 hit", "2 hits", or with the
// word for several given: "2 entries".
func plural(n int, one string, several ...string) string {
	switch {
	case n == 1:
		return "1 " + one
	case len(several) > 0:
		return strconv.Itoa(n) + " " + several[0]
	}
	return strconv.Itoa(n) + " " + one + "s"
}
