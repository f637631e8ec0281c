package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// keepEvery is how much time of a download may be lost when it is killed.
const keepEvery = time.Second

// A part is a file that is not whole yet: PATH.part, and PATH.part.json that
// says whose first bytes it holds.
type part struct {
	path string // of the whole file
	file *os.File
	kept time.Time // when what was written was last made sure of
	about
}

// about is what is known of a file that is not whole yet.
type about struct {
	Key      string `json:"key"`
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"last_modified,omitempty"`
	IfRange  string `json:"if_range,omitempty"` // by which the server can tell that the file is the same; "" where it cannot
	Encoding string `json:"encoding,omitempty"`
	Total    int64  `json:"total"` // bytes of the whole file as sent, -1 where the server does not tell it
	Size     int64  `json:"size"`  // bytes that are surely on disk, as kept; all that were written, in memory
}

// openPart opens what there is of a file, cut to what is surely on disk.
func openPart(path, key string) (*part, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path+".part", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	p := &part{path: path, file: f, kept: time.Now()}
	data, err := os.ReadFile(path + ".part.json")
	if err == nil {
		err = json.Unmarshal(data, &p.about)
	}
	info, serr := f.Stat()
	if serr != nil {
		f.Close()
		return nil, serr
	}
	if err != nil || p.Key != key || p.IfRange == "" || p.Size <= 0 || p.Size > info.Size() {
		p.about = about{Key: key}
	}
	return p, p.seek()
}

// seek goes to where the next byte belongs.
func (p *part) seek() error {
	if err := p.file.Truncate(p.Size); err != nil {
		return err
	}
	_, err := p.file.Seek(p.Size, io.SeekStart)
	return err
}

// begin starts anew, with what a response says of the file.
func (p *part) begin(resp *http.Response) error {
	if err := discard(p.path + ".part.json"); err != nil { // before the bytes that it speaks of
		return err
	}
	p.about = about{Key: p.Key, ETag: resp.Header.Get("ETag"), Modified: resp.Header.Get("Last-Modified"),
		Encoding: resp.Header.Get("Content-Encoding"), Total: resp.ContentLength}
	p.IfRange = strong(resp.Header)
	return p.seek()
}

// forget drops what there is.
func (p *part) forget() error {
	p.about = about{Key: p.Key}
	return errors.Join(discard(p.path+".part.json"), p.seek())
}

// Write adds bytes.
func (p *part) Write(data []byte) (int, error) {
	n, err := p.file.Write(data)
	p.Size += int64(n)
	if err == nil && time.Since(p.kept) >= keepEvery {
		err = p.keep()
	}
	return n, err
}

// keep makes sure that what was written outlasts the program, where the
// download can go on from there.
func (p *part) keep() error {
	p.kept = time.Now()
	if p.Size == 0 || p.IfRange == "" {
		return nil
	}
	if err := p.file.Sync(); err != nil {
		return err
	}
	data, err := json.Marshal(p.about)
	if err != nil {
		return err
	}
	return os.WriteFile(p.path+".part.json", data, 0o600) // half of it, after a kill, is not JSON
}

// close closes the file and leaves nothing where there is nothing to go on
// from.
func (p *part) close() {
	p.file.Close()
	if p.Size == 0 || p.IfRange == "" {
		_ = discard(p.path + ".part") // an empty file that is left does no harm
		_ = discard(p.path + ".part.json")
	}
}

func (p *part) validators() Validators { return Validators{p.Key, p.ETag, p.Modified} }

// strong returns the validator by which a server can tell that each byte of a
// file is the same, for If-Range: a strong entity tag, or a date of change that
// is well before the response (RFC 9110 sections 8.8.1 and 8.8.2.2).
func strong(h http.Header) string {
	if tag := h.Get("ETag"); len(tag) > 2 && tag[0] == '"' {
		return tag
	}
	changed, err1 := http.ParseTime(h.Get("Last-Modified"))
	sent, err2 := http.ParseTime(h.Get("Date"))
	if err1 == nil && err2 == nil && sent.Sub(changed) >= time.Second {
		return h.Get("Last-Modified")
	}
	return ""
}

// key stands for an address on disk, where its query must not be read.
func key(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:8])
}
