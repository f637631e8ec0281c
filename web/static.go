package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"interdict/view"
)

//go:embed static
var staticFiles embed.FS

// assets are the files of style and script. Pages name them with the version,
// so that a browser may keep them for good.
type assets struct {
	files   map[string][]byte
	version string
}

var assetTypes = map[string]string{"style.css": "text/css; charset=utf-8", "app.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml"}

func newAssets() (assets, error) {
	a := assets{files: map[string][]byte{}}
	sum := sha256.New()
	for _, name := range []string{"style.css", "app.js", "icon.svg"} {
		data, err := staticFiles.ReadFile("static/" + name)
		if err != nil {
			return a, err
		}
		if name == "style.css" {
			data = append([]byte(view.Style()), data...)
		}
		a.files[name] = data
		sum.Write(data)
	}
	a.version = hex.EncodeToString(sum.Sum(nil))[:12]
	return a, nil
}

func (s *Site) static(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if m := tiesName.FindStringSubmatch(name); m != nil {
		s.ties(w, r, m)
		return
	}
	data, ok := s.assets.files[name]
	if !ok {
		s.fail(w, r, http.StatusNotFound, errors.New("there is no such file"))
		return
	}
	s.serve(w, r, assetTypes[name], data, r.URL.Query().Get("v") == s.assets.version)
}

// serve answers with bytes that stay the same, for good where that is so.
func (s *Site) serve(w http.ResponseWriter, r *http.Request, media string, data []byte, forGood bool) {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("ETag", `"`+s.assets.version+`"`)
	h.Set("Cache-Control", "no-cache")
	if forGood {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// Style rules that tie claims to words hold numbers alone, so that they are a
// file whose name says all that is in it.
var tiesName = regexp.MustCompile(`^ties-(\d{1,4})-(\d{1,5})-(\d{1,5})\.css$`)

// Bounds on such a file; of more claims and parties the rest is not tied.
const maxTied = 3000

func tiesPath(n int, f view.Fragment) string {
	return fmt.Sprintf("/static/ties-%d-%d-%d.css", n, min(f.Claims, maxTied), min(f.Parties, maxTied))
}

func (s *Site) ties(w http.ResponseWriter, r *http.Request, name []string) {
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(name[i+1]) // digits, and few
	}
	if n[1] > maxTied || n[2] > maxTied {
		s.fail(w, r, http.StatusNotFound, errors.New("there is no such file"))
		return
	}
	s.serve(w, r, assetTypes["style.css"], []byte(view.Ties(n[0], n[1], n[2])), true)
}
