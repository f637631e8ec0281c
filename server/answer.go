package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// writeJSON answers with a value.
func writeJSON(w http.ResponseWriter, status int, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		fail(w, http.StatusInternalServerError, "the answer could not be written")
		return
	}
	sendJSON(w, status, append(data, '\n'))
}

// sendJSON answers with what is JSON already.
func sendJSON(w http.ResponseWriter, status int, data []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	_, _ = w.Write(data) // whoever asked may be gone
}

// fail answers with an error in the shape that yente's clients know.
func fail(w http.ResponseWriter, status int, detail string) {
	writeJSON(w, status, map[string]string{"detail": detail})
}

// failWith answers with an error and the status that it stands for.
func failWith(w http.ResponseWriter, err error) {
	var large *http.MaxBytesError
	var bad *badRequest
	switch {
	case errors.As(err, &large):
		fail(w, http.StatusRequestEntityTooLarge, "the request is too large")
	case errors.As(err, &bad):
		fail(w, max(bad.status, http.StatusBadRequest), bad.detail)
	default:
		fail(w, http.StatusInternalServerError, "the answer could not be made")
	}
}

// badRequest is what a caller did wrong.
type badRequest struct {
	detail string
	status int // 0: 400
}

// badf says what a caller did wrong.
func badf(format string, args ...any) error { return &badRequest{detail: fmt.Sprintf(format, args...)} }

func (e *badRequest) Error() string { return e.detail }

// readJSON reads the body of a request, whole and nothing after it.
func readJSON(r *http.Request, v any) error {
	d := json.NewDecoder(r.Body)
	if err := d.Decode(v); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return err
		}
		return &badRequest{detail: "the body is no JSON of this kind: " + err.Error()}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return &badRequest{detail: "something stands after the JSON of the body"}
	}
	return nil
}
