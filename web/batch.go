package web

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
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
	page.Jobs = s.jobs.All(s.options.Owner(r))
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
		limits.Min = batchFloor
	}
	name, input, err := batchInput(r, page.Names)
	if err != nil {
		return service.Job{}, err
	}
	defer input.Close()
	job, err := s.jobs.Start(s.options.Owner(r), name, input, o, limits)
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

// batchFloor is the score from which weaker hits of a file are shown where
// asked for: below it a row takes ten times as long.
const batchFloor = 0.6
