package service

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"interdict/screen"
	"interdict/text"
)

// mostResults bounds how many rows of a job can be leafed through; the files
// hold all.
const mostResults = 200_000

// results are the answers of a job as they are written: the lines of a JSON
// file, a workbook, and of each row that is worth a look where its line is.
type results struct {
	file  *os.File
	buf   *bufio.Writer
	at    int64
	most  int64 // bytes
	book  *workbookFile
	rows  []resultRow
	more  bool // there are rows beyond mostResults
	lists map[string]int
}

// resultRow is what rows are chosen and sorted by.
type resultRow struct {
	at          int64 // where its line begins
	size        int32
	row         int32
	score       float32
	probability float32
	kind        ResultKind
	name        string // folded
	lists       []string
}

// ResultKind says what came of a row.
type ResultKind string

// The kinds of rows with results.
const (
	Matched  ResultKind = "match"    // a hit reaches the threshold
	Possible ResultKind = "possible" // there are hits, and none reaches it
	Rejected ResultKind = "rejected" // it could not be screened
)

func newResults(dir string, header []string, most int64) (*results, error) {
	f, err := os.Create(filepath.Join(dir, "answers."+string(JSON)))
	if err != nil {
		return nil, err
	}
	r := &results{file: f, most: most, buf: bufio.NewWriterSize(f, 256<<10), lists: map[string]int{}}
	if r.book, err = newWorkbookFile(filepath.Join(dir, "answers."+string(Workbook)), header); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return r, nil
}

// add writes one answer.
func (r *results) add(a screen.Answer, basis string) error {
	if err := r.book.Write(a); err != nil {
		return err
	}
	var line strings.Builder
	if err := WriteAnswer(&line, a, basis); err != nil {
		return err
	}
	row := resultRow{at: r.at, size: int32(line.Len()), row: int32(a.Query.Row)}
	if r.at += int64(line.Len()); r.at > r.most {
		return fmt.Errorf("its answers are larger than %d MB; part the file, or raise the threshold", r.most>>20)
	}
	if _, err := r.buf.WriteString(line.String()); err != nil {
		return err
	}
	switch {
	case a.Err != nil:
		row.kind = Rejected
		row.name = text.Fold(strings.Join(a.Query.Cells, " "))
	case len(a.Hits) == 0:
		return nil
	default:
		best := a.Hits[0]
		row.kind = Possible
		if best.Match {
			row.kind = Matched
		}
		row.score, row.probability = float32(best.Score), float32(best.Probability)
		row.name = text.Fold(a.Query.Entity.Caption() + " " + best.Caption)
		for _, h := range a.Hits {
			if !slices.Contains(row.lists, h.List) {
				row.lists = append(row.lists, h.List)
				r.lists[h.List]++
			}
		}
	}
	if len(r.rows) == mostResults {
		r.more = true
		return nil
	}
	r.rows = append(r.rows, row)
	return nil
}

func (r *results) finish(sum Summary) error {
	book := r.book
	r.book = nil
	return errors.Join(book.finish(sum), r.buf.Flush(), r.file.Close())
}

func (r *results) drop() error {
	err := r.file.Close()
	if r.book != nil {
		err = errors.Join(err, r.book.pending.drop())
	}
	return err
}

// A ResultQuery chooses among the rows of a job that have results.
type ResultQuery struct {
	Kind   ResultKind // "" for those with hits
	List   string     // with a hit on this list; "" for any
	Words  string     // that the name or that of its best hit holds; "" for any
	Sort   string     // "row", "name", "probability", else by score
	Offset int
	Limit  int
}

// A ResultPage is a part of the rows that a query chooses.
type ResultPage struct {
	Rows  []ResultRow
	Total int                // rows that the query chooses
	Kinds map[ResultKind]int // rows of each kind
	Lists map[string]int     // rows with a hit on each list
	More  bool               // a part of the rows is only in the files
}

// A ResultRow is a row of the file with what was found, as the answers in JSON
// have it.
type ResultRow struct {
	Kind  ResultKind
	Query struct {
		ID         string              `json:"id"`
		Schema     string              `json:"schema"`
		Name       string              `json:"name"`
		Row        int                 `json:"row"`
		Properties map[string][]string `json:"properties"`
	} `json:"query"`
	Hits  []screen.Hit `json:"hits"`
	Row   int          `json:"row"` // of a row that could not be screened
	Cells []string     `json:"cells"`
	Error string       `json:"error"`
}

func (r *results) page(q ResultQuery) (ResultPage, error) {
	out := ResultPage{Kinds: map[ResultKind]int{}, Lists: r.lists, More: r.more}
	words := strings.Fields(text.Fold(q.Words))
	var chosen []*resultRow
	for i := range r.rows {
		x := &r.rows[i]
		out.Kinds[x.kind]++
		switch {
		case q.Kind == "" && x.kind == Rejected, q.Kind != "" && x.kind != q.Kind:
		case q.List != "" && !slices.Contains(x.lists, q.List):
		case slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(x.name, w) }):
		default:
			chosen = append(chosen, x)
		}
	}
	slices.SortStableFunc(chosen, func(a, b *resultRow) int {
		switch q.Sort {
		case "row":
			return cmp.Compare(a.row, b.row)
		case "name":
			return cmp.Compare(a.name, b.name)
		case "probability":
			return cmp.Compare(b.probability, a.probability)
		}
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.probability, a.probability), cmp.Compare(a.row, b.row))
	})
	out.Total = len(chosen)
	from := min(max(q.Offset, 0), len(chosen))
	chosen = chosen[from:min(from+max(q.Limit, 0), len(chosen))]
	f, err := os.Open(r.file.Name())
	if err != nil {
		return out, err
	}
	defer f.Close()
	for _, x := range chosen {
		line := make([]byte, x.size)
		if _, err := f.ReadAt(line, x.at); err != nil && !errors.Is(err, io.EOF) {
			return out, err
		}
		row := ResultRow{Kind: x.kind}
		if err := json.Unmarshal(line, &row); err != nil {
			return out, err
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}
