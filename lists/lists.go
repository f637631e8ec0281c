// Package lists is what all readers of official lists share:
//
//   - the catalogue of sources (catalogue.toml, [Source]): who publishes what,
//     under what terms, where, how often, and what a whole list must have
//   - files and how they are opened ([File]), and what a parser returns ([Set],
//     [Result], [Report])
//   - readers of the forms that publishers use, each of which remembers what of
//     an entry was read: XML ([XMLReader], [Node]), tables in CSV or XLSX
//     ([Table], [Row]), JSON ([Object])
//   - [Builder], which turns values into entities and counts each on its way,
//     and resolves the relations between entries ([Link])
//   - the parting of fields that pack several values: [Items], [Values],
//     [SplitNames], [Countries], [Builder.Dates], [Labels]
//
// Each publisher has a subpackage (lists/ofac, lists/uk, …) that turns its files
// into entities; package lists/all knows them all, tells from content which
// file is whose, and is what the rest of the program calls:
//
//	sets, problems := all.Recognise(files)
//	result, err := all.Parse(ctx, sets[0])
//
// To add a publisher, write a subpackage with a Parser, name it in lists/all, and
// put its source in the catalogue. Every value of the file must end in a typed
// property or a named note; what the parser does not know is left, and the
// report says so.
//
// Files are untrusted. They are opened with bounds, XML is read without
// external entities and with limits on depth and size, and an error names the
// file, the place and what to do.
package lists

import (
	"context"
	"fmt"

	"interdict/ftm"
)

// A Set is the files that together are one version of a source's list.
type Set struct {
	Source    string
	Format    string
	Published string // ISO 8601 date, "" where the files do not tell it
	Files     []File
	Partial   string // why it is not a whole list, "" where it is
}

// File returns the one file of a set whose list is one file.
func (s Set) File() (File, error) {
	if len(s.Files) != 1 {
		return File{}, fmt.Errorf("%s: one file makes the list, not %d", s.Source, len(s.Files))
	}
	return s.Files[0], nil
}

// A Problem is a file that cannot be used and why.
type Problem struct {
	File string
	Err  error
}

// A Result is what a set of files says.
type Result struct {
	Entities  []*ftm.Entity // the listed ones (Target) and what is attached to them
	Published string        // ISO 8601 date, "" where the files do not tell it
	Count     int           // the publisher's entries
	Report    Report
}

// A Parser reads the files of one publisher.
type Parser struct {
	// Recognise takes what files it can from those given and returns the sets
	// that they make, the files that are its publisher's but unusable, and the
	// files that are not its publisher's.
	Recognise func(files []File) (sets []Set, problems []Problem, rest []File)
	// Parse reads a set that Recognise made.
	Parse func(ctx context.Context, set Set) (*Result, error)
	// Sources names the sources that the parser reads.
	Sources []string
}

// EachFile recognises the files of a publisher each of whose lists is one file.
// look returns the set that a file makes, but for its Files; a set without a
// Source where the file is not the publisher's; or why it cannot be used.
func EachFile(look func(File) (Set, error)) func([]File) ([]Set, []Problem, []File) {
	return func(files []File) (sets []Set, problems []Problem, rest []File) {
		for _, f := range files {
			switch set, err := look(f); {
			case err != nil:
				problems = append(problems, Problem{f.Path(), err})
			case set.Source == "":
				rest = append(rest, f)
			default:
				set.Files = []File{f}
				sets = append(sets, set)
			}
		}
		return sets, problems, rest
	}
}

// A Report says what share of a list's values was read. Every value that is
// not empty is counted once.
type Report struct {
	Values   int    `json:"values"`
	Reached  int    `json:"reached"`  // reached a typed property
	Noted    int    `json:"noted"`    // reached a named note
	Rejected int    `json:"rejected"` // did not fit its property; kept aside and noted
	Left     []Left `json:"left"`     // reached nothing
}

// A Left is a value that reached nothing.
type Left struct {
	Place string `json:"place"` // the entry
	Field string `json:"field"`
	Value string `json:"value"`
}

// maxLeft bounds how many left values a report names; all are counted.
const maxLeft = 1000

// Reach counts a value that reached a property.
func (r *Report) Reach() { r.Values++; r.Reached++ }

// Note counts a value that reached a named note.
func (r *Report) Note() { r.Values++; r.Noted++ }

// Reject counts a value that was kept aside.
func (r *Report) Reject() { r.Values++; r.Rejected++ }

// Leave counts a value that reached nothing.
func (r *Report) Leave(place, field, value string) {
	r.Values++
	if len(r.Left) < maxLeft {
		r.Left = append(r.Left, Left{place, field, value})
	}
}

// Share returns the share (0–1) of values that reached a property or a note.
func (r *Report) Share() float64 {
	if r.Values == 0 {
		return 1
	}
	return float64(r.Reached+r.Noted) / float64(r.Values)
}

// String says the report in a line.
func (r *Report) String() string {
	return fmt.Sprintf("%d values: %d in properties, %d in notes, %d kept aside, %d left", r.Values, r.Reached, r.Noted, r.Rejected, r.Values-r.Reached-r.Noted-r.Rejected)
}
