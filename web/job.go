package web

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"interdict/screen"
	"interdict/service"
)

// jobPage is a job: how far it is, or what it found.
type jobPage struct {
	shell
	Job       service.Job
	Seconds   int
	Left      int // seconds until it is done, as it seems; 0: not known
	Rate      int // rows a second
	Percent   int
	Query     service.ResultQuery
	Page      service.ResultPage
	Counts    map[string]int // rows by kind
	From, To  int
	Columns   []column
	Before    string // paths of the pages before and after
	After     string
	Lists     []listCount
	Status    string
	Threshold float64
}

type listCount struct {
	Source string
	Rows   int
}

// A column of the table of rows, by which it can be sorted where it has a path.
type column struct {
	Name, Path string
	Number     bool
	Order      string // ascending, descending, or "" where the rows are not sorted by it
}

// askAgain is the path of the page by which a row's name is searched again, to
// see how it goes with its hits.
func askAgain(r service.ResultRow) string {
	q := url.Values{"q": {r.Query.Name}, "weak": {"1"}}
	for field, property := range map[string]string{"born": "birthDate", "country": "country"} {
		if v := r.Query.Properties[property]; len(v) > 0 {
			q.Set(field, v[0])
		}
	}
	return "/search?" + q.Encode()
}

// onPage is how many rows of a job are shown at once.
const onPage = 50

func (s *Site) batchResult(w http.ResponseWriter, r *http.Request) {
	owner := s.options.Owner(r)
	job, err := s.jobs.Job(owner, r.PathValue("id"))
	if err != nil {
		s.failed(w, r, err)
		return
	}
	page := jobPage{Job: job, Seconds: int(s.options.Now().Sub(job.Begun).Seconds()), Percent: int(100 * job.Share), Threshold: job.Limits.Threshold}
	if page.Threshold == 0 {
		page.Threshold = screen.DefaultThreshold
	}
	if since := s.options.Now().Sub(job.Begun).Seconds(); since > 1 {
		page.Rate = int(float64(job.Rows) / since)
		if job.Share > 0.02 && job.Share < 1 {
			page.Left = int(since*(1-job.Share)/job.Share) + 1
		}
	}
	part := r.URL.Query().Get("part")
	if part == "state" {
		s.render(w, r, http.StatusOK, "job-state", page)
		return
	}
	page.shell = s.shell(r, "batch", cut(job.Name, 60))
	if !job.State.Ended() {
		page.Refresh = 2
	}
	if job.State == service.Done {
		if err := s.results(r, owner, &page); err != nil {
			s.failed(w, r, err)
			return
		}
	}
	if part == "rows" {
		s.render(w, r, http.StatusOK, "job-rows", page)
		return
	}
	s.render(w, r, http.StatusOK, "job", page)
}

// results chooses the rows that a request asks for.
func (s *Site) results(r *http.Request, owner string, page *jobPage) error {
	v := r.URL.Query()
	offset, _ := strconv.Atoi(v.Get("from")) // what is no number is the first page
	page.Query = service.ResultQuery{Kind: service.ResultKind(v.Get("kind")), List: v.Get("list"), Words: v.Get("words"), Sort: v.Get("sort"), Offset: max(offset, 0), Limit: onPage}
	if !slices.Contains([]string{"row", "name", "probability"}, page.Query.Sort) {
		page.Query.Sort = "" // by score
	}
	var err error
	if page.Page, err = s.jobs.Results(owner, page.Job.ID, page.Query); err != nil {
		return err
	}
	page.From, page.To = page.Query.Offset+1, page.Query.Offset+len(page.Page.Rows)
	path := func(sort string, from int) string {
		q := url.Values{}
		for key, value := range map[string]string{"kind": string(page.Query.Kind), "list": page.Query.List, "words": page.Query.Words, "sort": sort} {
			if value != "" {
				q.Set(key, value)
			}
		}
		if from > 0 {
			q.Set("from", strconv.Itoa(from))
		}
		return "/batch/" + page.Job.ID + "?" + q.Encode()
	}
	if page.Query.Offset > 0 {
		page.Before = path(page.Query.Sort, max(0, page.Query.Offset-onPage))
	}
	if page.To < page.Page.Total {
		page.After = path(page.Query.Sort, page.To)
	}
	page.Columns = []column{{"Line", path("row", 0), true, ""}, {"Asked", path("name", 0), false, ""}, {"Best hit", "", false, ""}, {"Score", path("", 0), true, ""},
		{"Probability", path("probability", 0), true, ""}, {"Lists", "", false, ""}}
	place := map[string]int{"row": 0, "name": 1, "": 3, "probability": 4}[page.Query.Sort]
	page.Columns[place].Order = "ascending"
	if place > 1 {
		page.Columns[place].Order = "descending"
	}
	page.Counts = map[string]int{}
	for kind, rows := range page.Page.Kinds {
		page.Counts[string(kind)] = rows
	}
	for source, rows := range page.Page.Lists {
		page.Lists = append(page.Lists, listCount{source, rows})
	}
	slices.SortFunc(page.Lists, func(a, b listCount) int { return strings.Compare(a.Source, b.Source) })
	page.Status = plural(page.Page.Total, "row", "rows")
	return nil
}

func (s *Site) batchStop(w http.ResponseWriter, r *http.Request) {
	owner, id := s.options.Owner(r), r.PathValue("id")
	job, err := s.jobs.Job(owner, id)
	if err == nil {
		err = s.jobs.Stop(owner, id)
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if job.State.Ended() {
		http.Redirect(w, r, "/batch", http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, "/batch/"+id, http.StatusSeeOther)
}

// batchFile gives the answers of a job as a file.
func (s *Site) batchFile(w http.ResponseWriter, r *http.Request) {
	owner, id := s.options.Owner(r), r.PathValue("id")
	job, err := s.jobs.Job(owner, id)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	var f *os.File
	name, media := fileName(job.Name), ""
	switch r.PathValue("file") {
	case "answers.csv":
		f, err = s.jobs.File(owner, id, service.CSV)
		name, media = name+"-answers.csv", "text/csv; charset=utf-8"
	case "answers.xlsx":
		f, err = s.jobs.File(owner, id, service.Workbook)
		name, media = name+"-answers.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case "answers.jsonl":
		f, err = s.jobs.File(owner, id, service.JSON)
		name, media = name+"-answers.jsonl", "application/json"
	case "rejected.csv":
		f, err = s.jobs.Rejected(owner, id)
		name, media = name+"-rejected.csv", "text/csv; charset=utf-8"
	default:
		err = errors.New("there is no such file")
	}
	if err != nil {
		s.fail(w, r, http.StatusNotFound, err)
		return
	}
	defer f.Close()
	attach(w, media, name)
	http.ServeContent(w, r, "", job.Ended, f)
}
