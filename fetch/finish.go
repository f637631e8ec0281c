package fetch

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// finish checks a part that is whole, unpacks it where the server packed it for
// the way, and puts the file in its place. Whatever comes of it, nothing is
// left to go on from.
func (p *part) finish(limit int64, page bool) error {
	defer func() { p.about = about{Key: p.Key} }()
	if err := discard(p.path + ".part.json"); err != nil {
		return err
	}
	file, err := p.plain(limit)
	if err != nil {
		return err
	}
	if !page {
		err = notPage(file)
	}
	if err == nil {
		err = file.Sync()
	}
	if cerr := file.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(file.Name(), p.path)
	}
	if err != nil {
		return errors.Join(err, discard(file.Name()))
	}
	return nil
}

// plain returns the file as published: the part itself, or what is packed in
// it, as PATH.plain.
func (p *part) plain(limit int64) (*os.File, error) {
	switch strings.ToLower(p.Encoding) {
	case "", "identity":
		return p.file, nil
	case "gzip", "x-gzip":
	default:
		return nil, fmt.Errorf("the server packed the file as %.20q, which was not asked for", p.Encoding)
	}
	if _, err := p.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(p.file)
	if err != nil {
		return nil, fmt.Errorf("what the server sent is not packed as it says: %w", err)
	}
	plain, err := os.OpenFile(p.path+".plain", os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	n, err := io.Copy(plain, io.LimitReader(z, limit+1))
	if err == nil && n <= limit {
		return plain, nil
	}
	if err != nil {
		err = fmt.Errorf("what the server packed cannot be unpacked: %w", err)
	} else {
		err = fmt.Errorf("the file unpacks to more than the %s that a list may have", Size(limit))
	}
	plain.Close()
	return nil, errors.Join(err, discard(plain.Name()))
}

// notPage refuses a web page: an error, a login or a check for robots that came
// with status 200.
func notPage(file *os.File) error {
	head := make([]byte, 1024)
	n, err := file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if n == 0 {
		return errors.New("the server sent an empty file")
	}
	head = bytes.ToLower(bytes.TrimLeft(head[:n], "\xef\xbb\xbf \t\r\n"))
	if bytes.HasPrefix(head, []byte("<")) && (bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<!doctype html"))) {
		return errors.New("the server sent a web page instead of the file")
	}
	return nil
}
