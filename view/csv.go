package view

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"interdict/ledger"
	"interdict/text"
)

// claimColumns are those of [CSV]; FORMATS.md says what is in them.
var claimColumns = []string{"document", "title", "source", "published", "url", "claim", "type", "mode", "status",
	"actors", "recipients", "objects", "about", "attribution", "cues", "date", "date_text", "count",
	"listed", "possibly_listed", "evidence", "start", "end", "page"}

// A CSV writes the claims of ledgers as CSV, one line a claim. Cells that a
// spreadsheet would take for a formula are made plain text.
type CSV struct{ csv *csv.Writer }

// NewCSV writes the header line.
func NewCSV(w io.Writer) (*CSV, error) {
	out := &CSV{csv.NewWriter(w)}
	return out, out.csv.Write(claimColumns)
}

// Write writes a ledger's claims.
func (w *CSV) Write(l *ledger.Ledger) error {
	book := newBook(l)
	for _, c := range l.Claims {
		if err := w.row(claimCells(l.Document, c, book)); err != nil {
			return err
		}
	}
	return nil
}

func (w *CSV) row(cells []string) error {
	for i := range cells {
		cells[i] = text.SafeCell(strings.Map(visible, cells[i]))
	}
	return w.csv.Write(cells)
}

// claimCells are the cells of claimColumns for one claim.
func claimCells(d ledger.Document, c ledger.Claim, book book) []string {
	var sources, cues []string
	for _, a := range c.Attribution {
		sources = append(sources, book.name(a.Source))
		cues = append(cues, string(cmp.Or(a.Cue, a.Medium)))
	}
	date := cmp.Or(c.Date, &ledger.Date{})
	page := ""
	if n := d.Page(c.Evidence.Start); n > 0 {
		page = strconv.Itoa(n)
	}
	listed, possibly := book.entries(c)
	return []string{d.ID, d.Title, d.Source, string(d.Published), d.URL, c.ID, c.Type, string(c.Mode), string(c.Status),
		book.names(c.Actors), book.names(c.Recipients), book.names(c.Objects), c.About, strings.Join(sources, "; "), strings.Join(cues, "; "),
		date.Value, date.Text, counts(c.Count), strings.Join(listed, "; "), strings.Join(possibly, "; "),
		c.Evidence.Text, strconv.Itoa(c.Evidence.Start), strconv.Itoa(c.Evidence.End), page}
}

// Close writes what is still held back.
func (w *CSV) Close() error {
	w.csv.Flush()
	return w.csv.Error()
}

func counts(all []ledger.Count) string {
	var out []string
	for _, c := range all {
		out = append(out, fmt.Sprintf("%d %s", c.N, c.Of))
	}
	return strings.Join(out, "; ")
}

// book finds a ledger's parties by their ids.
type book map[string]*ledger.Party

func newBook(l *ledger.Ledger) book {
	b := book{}
	for i := range l.Parties {
		b[l.Parties[i].ID] = &l.Parties[i]
	}
	return b
}

// name is a party's name, or the id of one that is not there.
func (b book) name(id string) string {
	if p := b[id]; p != nil {
		return p.Name
	}
	return id
}

func (b book) names(ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = b.name(id)
	}
	return strings.Join(out, "; ")
}

// entries are the list entries of those who do, suffer or are what a claim is of.
func (b book) entries(c ledger.Claim) (listed, possibly []string) {
	seen := map[string]bool{}
	for _, ids := range [][]string{c.Actors, c.Recipients, c.Objects} {
		for _, id := range ids {
			p := b[id]
			if p == nil || seen[id] {
				continue
			}
			seen[id] = true
			for _, e := range p.Listed {
				s := fmt.Sprintf("%s: %s", p.Name, e.Entity)
				if e.Match {
					listed = append(listed, s)
				} else {
					possibly = append(possibly, s)
				}
			}
		}
	}
	return listed, possibly
}
