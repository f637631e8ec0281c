package eval

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Standoff is one annotator's reading of one text.
type Standoff struct {
	Name         string // of the annotator's file
	Text         string
	Attributions []Attribution
}

// ReadStandoff reads a corpus of standoff annotations: a folder, or a gzipped
// tar of one, that holds text/NAME.txt and attributions/NAME_ANNOTATOR.ann.
func ReadStandoff(ctx context.Context, dir string) ([]Standoff, error) {
	files := map[string][]byte{} // by text/NAME.txt and attributions/NAME.ann
	keep := func(name string, read func() ([]byte, error)) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		name = path.Join(path.Base(path.Dir(name)), path.Base(name))
		if !strings.HasPrefix(name, "text/") && !strings.HasPrefix(name, "attributions/") || strings.HasPrefix(path.Base(name), ".") {
			return nil
		}
		b, err := read()
		files[name] = b
		return err
	}
	var err error
	if info, statErr := os.Stat(dir); statErr != nil {
		return nil, statErr
	} else if info.IsDir() {
		err = filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			return keep(filepath.ToSlash(p), func() ([]byte, error) { return os.ReadFile(p) })
		})
	} else {
		err = eachInTar(dir, keep)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	var out []Standoff
	for name, b := range files {
		ann, ok := strings.CutPrefix(name, "attributions/")
		if !ok || !strings.HasSuffix(ann, ".ann") {
			continue
		}
		stem := strings.TrimSuffix(ann, ".ann")
		text, ok := files["text/"+stem+".txt"]
		if cut := strings.LastIndexByte(stem, '_'); !ok && cut >= 0 {
			text, ok = files["text/"+stem[:cut]+".txt"]
		}
		if !ok {
			return nil, fmt.Errorf("%s: no text for %s", dir, name)
		}
		as, err := parseStandoff(string(text), string(b))
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", dir, name, err)
		}
		out = append(out, Standoff{ann, string(text), as})
	}
	slices.SortFunc(out, func(a, b Standoff) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func eachInTar(file string, keep func(string, func() ([]byte, error)) error) error {
	f, err := open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	t := tar.NewReader(f)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if err := keep(h.Name, func() ([]byte, error) { return io.ReadAll(t) }); err != nil {
			return err
		}
	}
}

// parseStandoff reads brat standoff. A line T gives a label and spans in code
// points, in pieces parted by semicolons; a line E ties a source, a cue and the
// content (sometimes two) to one attribution:
//
//	T1	Source 89 106	The New York Post
//	T3	Content 315 448;463 553	…
//	E1	Attribution:T4 Content:T3 Cue:T2 Source:T1
//
// An attribution without a source is Attribution-no-source. Other lines (notes,
// discarded stretches) are passed over.
func parseStandoff(text, ann string) ([]Attribution, error) {
	at := byteOffsets(text)
	spans := map[string][]Range{}
	var events [][]string
	for line := range strings.Lines(strings.TrimPrefix(ann, "\ufeff")) {
		id, rest, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if !ok || id == "" {
			continue
		}
		switch id[0] {
		case 'T':
			def, _, _ := strings.Cut(rest, "\t")
			_, places, _ := strings.Cut(def, " ")
			for piece := range strings.SplitSeq(places, ";") {
				a, b, _ := strings.Cut(piece, " ")
				start, err1 := strconv.Atoi(a)
				end, err2 := strconv.Atoi(b)
				if err1 != nil || err2 != nil || start < 0 || end < start || end >= len(at) {
					return nil, fmt.Errorf("%s: span %q is not in the text", id, piece)
				}
				spans[id] = append(spans[id], Range{at[start], at[end]})
			}
		case 'E':
			events = append(events, strings.Fields(rest))
		}
	}
	var out []Attribution
	for _, e := range events {
		if len(e) == 0 || !strings.HasPrefix(e[0], "Attribution") {
			continue
		}
		var a Attribution
		for _, role := range e[1:] {
			name, id, _ := strings.Cut(role, ":")
			ranges, ok := spans[id]
			if !ok {
				return nil, fmt.Errorf("attribution names %s, which is not there", role)
			}
			switch strings.TrimRight(name, "0123456789") {
			case "Source":
				a.Source = append(a.Source, ranges...)
			case "Cue":
				a.Cue = append(a.Cue, ranges...)
			case "Content":
				a.Content = append(a.Content, ranges...)
			}
		}
		out = append(out, a)
	}
	return out, nil
}

// byteOffsets maps code points of a text to bytes; its last element is the
// length of the text.
func byteOffsets(text string) []int {
	at := make([]int, 0, utf8.RuneCountInString(text)+1)
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}
