package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestTooLong answers, and says so, where there is no time for what was asked.
func TestTooLong(t *testing.T) {
	site, err := New(newService(t, models()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer site.Close()
	site.heavy <- struct{}{} // somebody else reads versions
	for _, path := range []string{"/lists/own?changes=1", "/lists/own/changes", "/lists/own?part=last", "/entry/own-1?part=history", "/entry/own-1?as-of=2024-02-02", "/search?q=x&as-of=2024-02-02"} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil))
		cancel()
		r := response{Status: w.Code, Path: path, Body: w.Body.String()}
		if r.Status != http.StatusServiceUnavailable {
			t.Errorf("%s: status %d", path, r.Status)
		}
		r.has(t, "This took too long")
	}
	<-site.heavy
}
