package service

import (
	"errors"
	"maps"
	"slices"
	"strconv"

	"interdict/screen"
)

// Summary counts what came of a file of queries.
type Summary struct {
	Rows     int            `json:"rows"`     // rows of the file, without the header
	Screened int            `json:"screened"` // rows that were screened
	Matched  int            `json:"matched"`  // rows with a hit that matches
	Hits     int            `json:"hits"`     // hits that match
	Rejected int            `json:"rejected"` // rows that could not be screened
	Noted    int            `json:"noted"`    // rows with a value that was not understood
	ByList   map[string]int `json:"by_list"`  // matching hits by list
	Reasons  map[string]int `json:"reasons"`  // rejected rows by reason
	Basis    string         `json:"basis"`
}

// mostReasons is how many reasons are told apart, so that a broken file cannot
// fill the memory with them.
const mostReasons = 20

// otherReasons stands for those past mostReasons.
const otherReasons = "other reasons"

func (s *Summary) count(a screen.Answer) {
	s.Rows++
	if a.Err != nil {
		s.Rejected++
		reason := a.Err.Error()
		if row := (*screen.RowError)(nil); errors.As(a.Err, &row) {
			reason = row.Err.Error()
		}
		if _, told := s.Reasons[reason]; !told && len(s.Reasons) >= mostReasons {
			reason = otherReasons
		}
		s.Reasons[reason]++
		return
	}
	s.Screened++
	if len(a.Query.Entity.Rejected) > 0 {
		s.Noted++
	}
	matched := 0
	for _, h := range a.Hits {
		if h.Match {
			matched++
			s.ByList[h.List]++
		}
	}
	s.Hits += matched
	if matched > 0 {
		s.Matched++
	}
}

// lines are the summary as names and values, for a sheet.
func (s *Summary) lines() [][2]string {
	out := [][2]string{{"rows", strconv.Itoa(s.Rows)}, {"screened", strconv.Itoa(s.Screened)}, {"rows with a match", strconv.Itoa(s.Matched)},
		{"hits", strconv.Itoa(s.Hits)}}
	for _, list := range slices.Sorted(maps.Keys(s.ByList)) {
		out = append(out, [2]string{"hits on " + list, strconv.Itoa(s.ByList[list])})
	}
	out = append(out, [2]string{"rows with a value that was not understood", strconv.Itoa(s.Noted)}, [2]string{"not screened", strconv.Itoa(s.Rejected)})
	for _, reason := range slices.Sorted(maps.Keys(s.Reasons)) {
		out = append(out, [2]string{"not screened: " + reason, strconv.Itoa(s.Reasons[reason])})
	}
	return append(out, [2]string{"basis", s.Basis})
}
