package web

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"interdict/screen"
	"interdict/service"
)

// batchPage is the form of a file to screen, with the files that were.
type batchPage struct {
	shell
	Problem   string
	Threshold string
	Dates     string
	Column    string
	Sheet     string
	Names     string
	Weak      bool
	Most      string
	Keep      string
	Jobs      []service.Job
}

func (s *Site) batchForm(w http.ResponseWriter, r *http.Request) {
	s.showBatchForm(w, r, http.StatusOK, batchPage{})
}

func (s *Site) showBatchForm(w http.ResponseWriter, r *http.Request, status int, page batchPage) {
	page.shell = s.shell(r, "batch", "Batch")
	page.Jobs = s.jobs.All(s.options.User(r))
	bounds := s.jobs.Bounds()
	page.Most, page.Keep = byteWords(bounds.MaxBytes), hours(bounds.Keep)
	if page.Threshold == "" {
		page.Threshold = strconv.FormatFloat(screen.DefaultThreshold, 'f', -1, 64)
	}
	s.render(w, r, status, "batch", page)
}

func hours(d time.Duration) string {
	if d < time.Hour {
		return plural(int(d.Minutes()), "minute", "minutes")
	}
	return plural(int(d.Hours()), "hour", "hours")
}

// batchStart takes a file, or names, and leads to what becomes of it.
func (s *Site) batchStart(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, s.jobs.Bounds().MaxBytes+1<<20)
	if err := r.ParseMultipartForm(4 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		var large *http.MaxBytesError
		if !errors.As(err, &large) {
			s.fail(w, r, http.StatusBadRequest, errors.New("the form cannot be read: it is cut off or damaged"))
			return
		}
		s.failed(w, r, err)
		return
	}
	if r.MultipartForm != nil {
		defer r.MultipartForm.RemoveAll()
	}
	page := batchPage{Threshold: r.PostFormValue("threshold"), Dates: r.PostFormValue("dates"), Column: strings.TrimSpace(r.PostFormValue("column")), Sheet: strings.TrimSpace(r.PostFormValue("sheet")), Names: r.PostFormValue("names"), Weak: r.PostFormValue("weak") != ""}
	job, err := s.startJob(r, page)
	switch {
	case errors.Is(err, service.ErrManyJob), errors.Is(err, service.ErrClosed):
		s.failed(w, r, err)
	case err != nil:
		page.Problem = plainReason(err) // begins with the name of a file, which stays as it is
		if errors.As(err, new(*askedError)) {
			page.Problem = capital(page.Problem)
		}
		status := http.StatusBadRequest
		if errors.Is(err, service.ErrTooBig) {
			status = http.StatusRequestEntityTooLarge
		}
		s.showBatchForm(w, r, status, page)
	default:
		http.Redirect(w, r, "/batch/"+job.ID, http.StatusSeeOther)
	}
}

func (s *Site) startJob(r *http.Request, page batchPage) (service.Job, error) {
	o := screen.TableOptions{Map: map[string]string{}, Sheet: page.Sheet}
	switch page.Dates {
	case "":
	case "dmy":
		o.Dates = "day/month/year"
	case "mdy":
		o.Dates = "month/day/year"
	default:
		return service.Job{}, &askedError{errors.New("dates are written day first or month first")}
	}
	if page.Column != "" {
		o.Map["name"] = page.Column
	}
	limits := screen.Limits{}
	if page.Threshold != "" {
		t, err := strconv.ParseFloat(strings.Replace(page.Threshold, ",", ".", 1), 64)
		if err != nil || t < weakFloor || t > 1 {
			return service.Job{}, &askedError{errors.New("the threshold is a score from 0.5 to 1")}
		}
		limits.Threshold = t
	}
	if page.Weak {
		limits.Min = weakFloor
	}
	name, input, err := batchInput(r, page.Names)
	if err != nil {
		return service.Job{}, err
	}
	defer input.Close()
	job, err := s.jobs.Start(s.options.User(r), name, input, o, limits)
	switch {
	case err == nil:
	case page.Column == "" && strings.Contains(err.Error(), "no column of names"):
		err = fmt.Errorf("%s. Say below under “Column of names” which one holds them", plainReason(err))
	case page.Column != "":
		err = errors.New(strings.Replace(err.Error(), "--map name: ", "", 1))
	}
	return job, err
}

// batchInput is the file of a form, or the names that were pasted as one.
func batchInput(r *http.Request, names string) (string, io.ReadCloser, error) {
	var headers []*multipart.FileHeader
	if r.MultipartForm != nil {
		headers = r.MultipartForm.File["file"]
	}
	for _, header := range headers {
		if header.Filename != "" || header.Size > 0 {
			f, err := header.Open()
			return filepath.Base(header.Filename), f, err
		}
	}
	lines := nameLines(names)
	if len(lines) == 0 {
		return "", nil, &askedError{errors.New("there is nothing to screen: choose a file or paste names, one a line")}
	}
	var out strings.Builder
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"name", "birth date", "country"}) // into memory
	for _, line := range lines {
		row := make([]string, 3)
		for _, f := range lineFields(line) {
			row[slices.Index([]string{"name", "birthDate", "country"}, f.Name)] = f.Value
		}
		_ = w.Write(row)
	}
	w.Flush()
	return "pasted names", io.NopCloser(strings.NewReader(out.String())), nil
}

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
	owner := s.options.User(r)
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
	owner, id := s.options.User(r), r.PathValue("id")
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
	owner, id := s.options.User(r), r.PathValue("id")
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
