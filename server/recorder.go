package server

import (
	"io"
	"net/http"
	"time"
)

// recorder keeps what was answered, and gives up callers who do not take it. An
// answer may take as long as it likes while it goes on.
type recorder struct {
	http.ResponseWriter
	control *http.ResponseController
	stall   time.Duration
	status  int
	bytes   int64
}

// newRecorder returns a recorder. What bounded the last answer of the connection
// does not bound this.
func newRecorder(out http.ResponseWriter, stall time.Duration) *recorder {
	w := &recorder{ResponseWriter: out, control: http.NewResponseController(out), stall: stall}
	_ = w.control.SetWriteDeadline(time.Time{}) // a writer that has none is of a test
	return w
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// pieceBytes is how much a caller has to take in the time of a stall.
const pieceBytes = 64 << 10

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	total := 0
	for {
		piece := p[:min(len(p), pieceBytes)]
		_ = w.control.SetWriteDeadline(time.Now().Add(w.stall))
		n, err := w.ResponseWriter.Write(piece)
		total += n
		w.bytes += int64(n)
		if p = p[n:]; err != nil || len(p) == 0 {
			return total, err
		}
	}
}

// FlushError sends what was written, in the time of a stall.
func (w *recorder) FlushError() error {
	_ = w.control.SetWriteDeadline(time.Now().Add(w.stall))
	return w.control.Flush()
}

// readUntil bounds the time in which what is sent may come.
func (w *recorder) readUntil(t time.Time) { _ = w.control.SetReadDeadline(t) }

func (w *recorder) code() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// Unwrap gives http.ResponseController what is beneath.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// steadyBody is an upload, which may take long while it goes on.
type steadyBody struct {
	io.ReadCloser
	to    *recorder
	until time.Time
}

func (b *steadyBody) Read(p []byte) (int, error) {
	next := time.Now().Add(b.to.stall)
	if next.After(b.until) {
		next = b.until
	}
	b.to.readUntil(next)
	return b.ReadCloser.Read(p)
}
